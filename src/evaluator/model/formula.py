"""Formulas with every name resolved and every aggregate spelled out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeVar, assert_never

from evaluator.source import NOWHERE, Span
from evaluator.values.functions import Function
from evaluator.values.numbers import Factors, total
from evaluator.values.rounding import Rounding
from evaluator.values.windows import Length, Window

T = TypeVar("T")

RARE: Mapping[str, bool] = {"rare": True}
"""Marks a part of a node that is written out only where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a rule stands: its place in a file, provisions of law and assumptions it rests on."""

    at: Span = field(default=NOWHERE, compare=False, repr=False)
    provisions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    def joined(self, *others: Ground) -> Ground:
        """This ground with what others rest on as well, at its own place."""
        grounds = (self, *others)
        return Ground(
            at=self.at,
            provisions=tuple(dict.fromkeys(p for g in grounds for p in g.provisions)),
            assumptions=tuple(dict.fromkeys(a for g in grounds for a in g.assumptions)),
        )


class Aggregate(StrEnum):
    """How many values become one. Items that are not applicable take no part in any of them."""

    WEIGHTED_MEAN = "weighted_mean"
    """Sum of weight times value over sum of the weights that take part."""
    WEIGHTED_SUM = "weighted_sum"
    MEAN = "mean"
    GEOMETRIC_MEAN = "geometric_mean"
    """The root, of the degree of how many there are, of their product."""
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"
    THE_ONE = "the_one"
    """The one item that applies; checked rules never have two."""


def shares(
    aggregate: Aggregate, present: Sequence[Fraction | None], stated: Sequence[Fraction | None]
) -> tuple[Fraction, ...] | None:
    """What each operand that takes part is multiplied with, in the sum that is the aggregate.

    `None` where the aggregate is no such sum, or where nothing that takes part weighs anything.
    `present` are the weights of the operands that take part, `stated` those of all there are.
    """
    match aggregate:
        case Aggregate.WEIGHTED_MEAN:
            whole = Fraction(1)
        case Aggregate.WEIGHTED_SUM:
            whole = _weight(stated)
        case Aggregate.MEAN:
            return (Fraction(1, len(present)),) * len(present) if present else None
        case Aggregate.SUM:
            return (Fraction(1),) * len(present)
        case Aggregate.THE_ONE:
            return (Fraction(1),) if len(present) == 1 else None
        case Aggregate.HIGHEST | Aggregate.LOWEST | Aggregate.GEOMETRIC_MEAN:
            return None
        case _:
            assert_never(aggregate)
    left = _weight(present)
    return tuple(whole * (weight or 0) / left for weight in present) if left else None


def _weight(weights: Sequence[Fraction | None]) -> Fraction:
    return total([weight for weight in weights if weight is not None])


class Tally(StrEnum):
    """How the records of a list become one value."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Any part of a formula, with the rule that says so."""

    ground: Ground = field(default_factory=Ground, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Term):
    """A number the rules state; `weight_of` is the item whose weight it is, if it is one."""

    value: Fraction
    weight_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Term):
    """Not applicable: what an item comes to that is left out. No rule writes it as a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValue(Term):
    """The value of an item of the tree: exact, or as published."""

    id: str
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue(Term):
    """A named value: exact, or as published."""

    id: str
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValue(Term):
    """A number the subject states."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Term):
    """Minus the operand."""

    operand: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Term):
    """`operator` is one of `+ - * /`; a quotient by zero is no value."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Term):
    """The operand rounded as the law says."""

    operand: Formula
    rounding: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(Term):
    """A function of the operand; `argument` is the degree, base or exponent, if one is stated."""

    function: Function
    operand: Formula
    argument: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One operand of an aggregate; `weight` is set for the weighted ones."""

    formula: Formula
    weight: Fraction | None = None


class End(StrEnum):
    """One end of a row of numbers."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """Only so many of the highest or lowest values are taken, or all where there are fewer.

    Which of several equal ones is taken makes no difference: none of them has a weight.
    """

    count: int
    end: End


@dataclass(frozen=True, kw_only=True)
class Over(Term):
    """An aggregate over operands in the order of the rule file.

    With `few` only the highest or lowest of the values that take part are taken.
    """

    aggregate: Aggregate
    operands: tuple[Operand, ...]
    few: Few | None = None

    @cached_property
    def op(self) -> str:
        """What a step of it is called."""
        few = "" if self.few is None else f"_of_{self.few.end}"
        return f"{self.aggregate}{few}"

    @cached_property
    def parts(self) -> tuple[tuple[str, Formula], ...]:
        """The operands, each with the item whose exact value it is, if it is no more than that."""
        formulas = [operand.formula for operand in self.operands]
        return tuple(
            (f.id if isinstance(f, ItemValue) and not f.as_published else "", f) for f in formulas
        )

    @cached_property
    def weights(self) -> tuple[Fraction | None, ...]:
        """The weights of the operands, as the rules state them."""
        return tuple(operand.weight for operand in self.operands)

    @cached_property
    def told_weights(self) -> tuple[Fraction | None, ...]:
        """What a reason says each operand weighs: in a mean of all, all weigh the same."""
        even = self.shares[0] if self.operands and self.aggregate is Aggregate.MEAN else None
        return tuple(even if weight is None else weight for weight in self.weights)

    @cached_property
    def shares(self) -> tuple[Fraction | None, ...]:
        """What each operand is multiplied with where all of them apply."""
        return self._shares or tuple(None for _ in self.operands)

    @cached_property
    def factors(self) -> Factors | None:
        """The same, ready to be multiplied with."""
        return Factors.of(self._shares) if self._shares else None

    @cached_property
    def _shares(self) -> tuple[Fraction, ...] | None:
        if self.few is not None:
            return None
        return shares(self.aggregate, self.weights, self.weights)


class Gathering(StrEnum):
    """How one value of many subjects becomes one number."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverSubjects(Term):
    """An aggregate over the subjects of a group; only the formulas of a group have one.

    The rules of all subjects gather from groups as well, in the same way.

    Attributes:
        of: the value of a subject that is gathered; `None` counts the subjects themselves.
        weight: the value of a subject that its share of a mean goes by; `None`: all count alike.
        where: only subjects of which this holds take part; `None`: all.
        few: only the highest or lowest of the values that take part are taken.
        of_groups: the kind of group whose groups are gathered; `None`: the subjects.
    """

    aggregate: Gathering
    of: SubjectValue | None
    weight: SubjectValue | None = None
    where: Condition | None = None
    few: Few | None = None
    of_groups: str | None = None

    @property
    def is_of_results(self) -> bool:
        """Whether who takes part is decided by more than answers: by values or categories."""
        return any(
            isinstance(x, ItemValue | NamedValue | BandIs) for x in everything_in(self.where)
        )

    def op(self, what: str) -> str:
        """What a step of it is called that is the sum, the count or something else of them."""
        few = "" if self.few is None else f"_{self.few.end}"
        return f"{what}_of{few}_{'subjects' if self.of_groups is None else 'groups'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverRecords(Term):
    """One number from the records of a list for which `where` holds.

    It is open while some record has an undecided `where`, or one that counts lacks the field or the
    weight. Count and sum of no records are 0, the others have no value then.

    Attributes:
        list: the id of the list input.
        field: the number that is taken of each record; `None` for a count.
        weight: the number that a mean weighs it with.
        few: only the highest or lowest of the records that count are taken.
        record: the id of the only one that is looked at, where it is one.
        figure: what `field` is, where it is worked out of each record.
        weighing: the same of `weight`.
    """

    tally: Tally
    list: str
    field: str | None = None
    weight: str | None = None
    few: Few | None = None
    where: Condition | None = None
    record: str | None = dataclasses.field(default=None, metadata=RARE)
    figure: RecordValue | None = dataclasses.field(default=None, metadata=RARE)
    weighing: RecordValue | None = dataclasses.field(default=None, metadata=RARE)

    @property
    def taken(self) -> FieldValue | RecordValue | None:
        """The number that is taken of each record; `None` for a count."""
        return self.figure or _stated(self, self.field)

    @property
    def weighed(self) -> FieldValue | RecordValue | None:
        """The number that a mean weighs it with."""
        return self.weighing or _stated(self, self.weight)

    @property
    def worked_out(self) -> tuple[RecordValue, ...]:
        """Those of the two that are worked out of each record."""
        return tuple(x for x in (self.figure, self.weighing) if x is not None)


def _stated(over: OverRecords, name: str | None) -> FieldValue | None:
    return None if name is None else FieldValue(list=over.list, id=name, ground=over.ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRecord(Term):
    """The highest or lowest choice of a field among the records for which `where` holds, or none.

    It is open under the same rule as `OverRecords`; `choices` are all there are, lowest first.
    """

    tally: Tally
    list: str
    field: str
    choices: tuple[str, ...]
    where: Condition | None = None


def may_be_of_none(part: Term) -> bool:
    """Whether it is an aggregate that comes to nothing where no record counts."""
    match part:
        case PickRecord():
            return True
        case OverRecords(tally=tally):
            return tally not in {Tally.COUNT, Tally.SUM}
        case _:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue(Term):
    """A number that the record at hand states; only of a record, as all that names fields."""

    list: str
    id: str


@dataclass(frozen=True, kw_only=True)
class RecordValue(Term):
    """A number that is worked out of the record at hand, as one more field of it.

    The formula names fields of the list, other numbers that are worked out of the record, and
    inputs.
    """

    list: str
    id: str
    label: str
    formula: Formula

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields it rests on, those worked out among them."""
        return frozenset(
            part.id for part in everything_in(self.formula) if isinstance(part, _OF_RECORD)
        )

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The inputs it rests on."""
        return asked_in(self.formula)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Term):
    """`operator` is one of `>= <= > < =`."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class InputIs(Term):
    """Whether a choice input has this answer; yes-or-no inputs have the answers `yes` and `no`."""

    id: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandIs(Term):
    """Whether a table of categories gave a subject this label; it stands only in a `where`."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldIs(Term):
    """Whether a choice of the record at hand has this answer; only inside `where`."""

    list: str
    id: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickIs(Term):
    """Whether the highest or lowest choice among records is this one; with no records it is not."""

    pick: PickRecord
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDay:
    """A date the subject states."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDay:
    """A date that the record at hand states; only inside `where`."""

    list: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDay:
    """A date the rules state."""

    value: date


class PeriodEnd(StrEnum):
    """The first or last day of the period assessed."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodDay:
    """The first or last day of the period assessed."""

    end: PeriodEnd


Day = InputDay | FieldDay | FixedDay | PeriodDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Term):
    """Whether a date lies in a window of time."""

    day: Day
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareDays(Term):
    """`operator` is one of `>= <= > < =`; a later date is the greater one."""

    operator: str
    left: Day
    right: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysBetween(Term):
    """How long it is from one date to another; with the minus sign where that is earlier."""

    unit: Length
    first: Day
    last: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Term):
    """The condition does not hold."""

    operand: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Term):
    """Every condition holds."""

    operands: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Term):
    """At least one condition holds."""

    operands: tuple[Condition, ...]


Condition = Compare | CompareDays | InputIs | BandIs | FieldIs | PickIs | Within | Not | All | Any
SubjectValue = ItemValue | NamedValue | InputValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of cases."""

    condition: Condition
    result: Formula
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Term):
    """The result of the first line whose condition holds, else `otherwise`."""

    lines: tuple[Case, ...]
    otherwise: Formula


# Tables ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of the number line; an open end is `None`."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool

    def __contains__(self, x: Fraction) -> bool:
        """Whether `x` lies in it."""
        if self.low is not None and (x < self.low if self.low_included else x <= self.low):
            return False
        return self.high is None or (x <= self.high if self.high_included else x < self.high)

    def meets(self, other: Interval) -> bool:
        """Whether they share a number."""
        for x, y in ((self, other), (other, self)):
            if x.high is not None and y.low is not None:
                touch = x.high_included and y.low_included
                if x.high < y.low or (x.high == y.low and not touch):
                    return False
        return True

    @property
    def start(self) -> tuple[bool, Fraction, bool]:
        """What stretches that lie apart are ordered by, the lowest first."""
        return self.low is not None, self.low or Fraction(0), not self.low_included


class Side(StrEnum):
    """Which of two bands a value between them takes."""

    LOWER = "lower"
    UPPER = "upper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """The reading of a value between two bands."""

    takes: Side
    ground: Ground

    def given_to(self, stretches: Sequence[Interval]) -> tuple[Interval, ...]:
        """Stretches that lie apart, the lowest first, each with the hole beside it if it takes it.

        Beyond the lowest and the highest there is no hole.
        """
        if self.takes is Side.LOWER:
            pairs = zip(stretches, (*stretches[1:], None), strict=True)
            return tuple(_up_to(one, above) for one, above in pairs)
        pairs = zip(stretches, (None, *stretches[:-1]), strict=True)
        return tuple(_down_to(one, below) for one, below in pairs)


def _up_to(one: Interval, above: Interval | None) -> Interval:
    if above is None or above.low is None:
        return one
    return dataclasses.replace(one, high=above.low, high_included=not above.low_included)


def _down_to(one: Interval, below: Interval | None) -> Interval:
    if below is None or below.high is None:
        return one
    return dataclasses.replace(one, low=below.high, low_included=not below.high_included)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChoice(Term):
    """The answer to a choice or yes-or-no input, as what a table is looked up by."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice(Term):
    """The choice of the record at hand, as what a table is looked up by."""

    list: str
    id: str


Chosen = InputChoice | FieldChoice | PickRecord
"""What comes to one choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyCell:
    """The row does not ask: it takes every value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The row takes these choices."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """The row takes the numbers in these stretches."""

    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneCell:
    """The row takes an aggregate over no records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCell:
    """The row takes what nobody answered; no other row of its table does."""


Cell = AnyCell | Keys | Stretches | NoneCell | MissingCell


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: a cell a subject.

    Attributes:
        number: which row of the file, from 1. A row whose cell mixes sorts of keys stands for
            several of the same number.
    """

    number: int
    cells: tuple[Cell, ...]
    result: Formula
    ground: Ground

    @property
    def stretches(self) -> tuple[Interval, ...]:
        """The stretches of numbers in its cells."""
        return tuple(
            x for cell in self.cells if isinstance(cell, Stretches) for x in cell.intervals
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Term):
    """The result of the one row that holds; rows are disjoint and leave nothing out.

    Attributes:
        hole: the reading of a number between two rows, where the only subject is a number.
    """

    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    hole: Hole | None

    def read_into(self, value: Fraction) -> Row | None:
        """The row a number between two rows is read into.

        `None` where no reading is stated, or the number is beyond the rows.
        """
        if self.hole is None:
            return None
        stretches = [(x, row) for row in self.rows for x in row.stretches]
        under = [(x.high, row) for x, row in stretches if x.high is not None and x.high <= value]
        over = [(x.low, row) for x, row in stretches if x.low is not None and x.low >= value]
        if not under or not over:
            return None
        lower = max(under, key=lambda end: end[0])[1]
        upper = min(over, key=lambda end: end[0])[1]
        return lower if self.hole.takes is Side.LOWER else upper

    @property
    def taken(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each row, with the numbers between two rows that are read into one."""
        if self.hole is None or len(self.subjects) > 1:
            return tuple(row.cells for row in self.rows)
        ordered = sorted((x for row in self.rows for x in row.stretches), key=lambda x: x.start)
        whole = dict(zip(ordered, self.hole.given_to(ordered), strict=True))
        return tuple(tuple(_widened(cell, whole) for cell in row.cells) for row in self.rows)


def _widened(cell: Cell, whole: Mapping[Interval, Interval]) -> Cell:
    if not isinstance(cell, Stretches):
        return cell
    return Stretches(intervals=tuple(whole[interval] for interval in cell.intervals))


Formula = (
    Constant
    | LeftOut
    | ItemValue
    | NamedValue
    | InputValue
    | FieldValue
    | RecordValue
    | DaysBetween
    | Negative
    | Arithmetic
    | Rounded
    | Applied
    | Over
    | OverSubjects
    | OverRecords
    | Cases
    | Lookup
)
Subject = Formula | Chosen

_OF_RECORD = (FieldValue, FieldIs, FieldDay, FieldChoice, RecordValue)
_OF_SUBJECT = (InputValue, InputIs, InputDay, InputChoice)


def pieces(part: object) -> Iterator[object]:
    """What a part of the rules is directly made of; what a ground rests on is no part of it."""
    if isinstance(part, tuple):
        yield from part
    elif dataclasses.is_dataclass(part) and not isinstance(part, Ground):
        yield from (getattr(part, each.name) for each in dataclasses.fields(part))


def everything_in(part: object) -> Iterator[object]:
    """A part of the rules and everything it is made of."""
    yield part
    for each in pieces(part):
        yield from everything_in(each)


def asked_in(part: object) -> frozenset[str]:
    """The inputs of the subject that a part of the rules looks at, by id."""
    return frozenset(one.id for one in everything_in(part) if isinstance(one, _OF_SUBJECT))


def rebuilt(part: T, change: Callable[[object], object]) -> T:
    """A part of the rules with each of its pieces changed; itself where none is."""
    match part:
        case tuple():
            return tuple(map(change, part))  # type: ignore[return-value] # a tuple stays one
        case Ground():
            return part
        case _ if dataclasses.is_dataclass(part) and not isinstance(part, type):
            stated = {x.name: getattr(part, x.name) for x in dataclasses.fields(part) if x.init}
            found = {name: change(piece) for name, piece in stated.items()}
            changed = {name: piece for name, piece in found.items() if piece is not stated[name]}
            return dataclasses.replace(part, **changed) if changed else part
        case _:
            return part
