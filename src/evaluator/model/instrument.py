"""The checked instrument: one consolidated edition, resolved, ready to be applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar, TypeVarTuple, assert_never

from evaluator.model.formula import (
    RARE,
    AnyCell,
    Cases,
    Cell,
    Compare,
    Condition,
    Constant,
    End,
    Formula,
    Ground,
    Hole,
    Interval,
    Keys,
    MissingCell,
    OverRecords,
    OverSubjects,
    PickRecord,
    RecordValue,
    Stretches,
    SubjectValue,
    asked_in,
    everything_in,
)
from evaluator.source import NOWHERE, Span
from evaluator.values.amounts import Known
from evaluator.values.rounding import Rounding
from evaluator.values.windows import Unit

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A published figure that cannot come about under an assumption, from an example."""

    example: str
    subject: str
    contribution: bool
    published: Fraction
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A reading the regulation does not state.

    Attributes:
        readings: the ways it can be read, each with its text; none where there is only this one.
        chosen: the one the rule file chooses.
        read_as: the one that holds here; the others have left nothing in the instrument.
    """

    id: str
    text: str
    because: str
    readings: tuple[tuple[str, str], ...] = ()
    chosen: str | None = None
    read_as: str | None = None
    at: Span = field(default=NOWHERE, compare=False, repr=False)
    contradicted_by: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a scale; `counts_as` is the value of it where that is another number."""

    number: int
    label: str | None
    counts_as: Fraction | None = field(default=None, metadata=RARE)

    @property
    def value(self) -> Fraction:
        """What it counts as."""
        return Fraction(self.number) if self.counts_as is None else self.counts_as


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Whole levels, lowest first. On a cumulative scale a level holds only if those below do."""

    id: str
    cumulative: bool
    levels: tuple[Level, ...]
    ground: Ground

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The levels as numbers, lowest first."""
        return tuple(level.number for level in self.levels)

    @cached_property
    def ends(self) -> tuple[Fraction, Fraction]:
        """What the lowest and the highest level count as."""
        return self.value(self.numbers[0]), self.value(self.numbers[-1])

    @cached_property
    def is_plain(self) -> bool:
        """Whether every level counts as its number."""
        return all(level.value == level.number for level in self.levels)

    def value(self, level: int) -> Fraction:
        """What a level counts as."""
        return self._amounts[level].value

    def __contains__(self, number: Fraction) -> bool:
        """Whether a number is one of the levels."""
        return number.denominator == 1 and number.numerator in self._amounts

    def amount(self, level: int) -> Known:
        """A level as the value it counts as."""
        return self._amounts[level]

    @cached_property
    def _amounts(self) -> Mapping[int, Known]:
        return {level.number: Known(level.value) for level in self.levels}


@dataclass(frozen=True, slots=True, kw_only=True)
class HasAttributes:
    """The document carries these keys of `attributes`."""

    names: tuple[str, ...]
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedWithinPeriod:
    """The document's date lies in the period."""

    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedBefore:
    """The document's date is later than `count` units before the period's end, up to that end."""

    count: int
    unit: Unit
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidAtEnd:
    """The document has not run out on the last day of the period; without a date it never does."""

    ground: Ground


Requirement = HasAttributes | DatedWithinPeriod | DatedBefore | ValidAtEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKind:
    """A kind of document and what a document of it must satisfy to prove anything."""

    id: str
    label: str | None
    requirements: tuple[Requirement, ...]
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """So many different documents of one of these kinds."""

    count: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAll:
    """Every one of these."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAny:
    """One of these."""

    needs: tuple[Need, ...]


Need = Documents | NeedAll | NeedAny


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNeed:
    """What level `level`, and those above it if `and_up`, need; `None` says that they need none."""

    level: int
    and_up: bool
    need: Need | None
    ground: Ground


def _kinds(need: Need) -> Iterator[str]:
    match need:
        case Documents(kinds=kinds):
            yield from kinds
        case NeedAll(needs=needs) | NeedAny(needs=needs):
            for part in needs:
                yield from _kinds(part)
        case _:
            assert_never(need)


class Unproved(StrEnum):
    """What becomes of a claim that is not proved."""

    FALLS = "falls"
    STAYS_UNVERIFIED = "stays_unverified"
    COUNTS_AS = "counts_as"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutEvidence:
    """The policy for a claim that is not proved; `counts_as` is a level for that policy."""

    policy: Unproved
    counts_as: int | None
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """What follows where an item is not applicable: it is left out, or counts as so much.

    Attributes:
        counts_as: a level, or the value of a computed item.
        value: what that level comes to, or the answer that an answered item counts as.
    """

    counts_as: int | None
    ground: Ground
    value: Fraction | None = field(default=None, metadata=RARE)

    @property
    def amount(self) -> Fraction | None:
        """What an item comes to whose condition does not hold; nothing where it is left out."""
        if self.value is not None or self.counts_as is None:
            return self.value
        return Fraction(self.counts_as)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """An item belongs to the tree only where the condition holds.

    `otherwise` is what follows where it does not. Everything below the item falls with it.
    """

    condition: Condition
    otherwise: NotApplicable | None
    ground: Ground

    @property
    def records(self) -> OverRecords | None:
        """The records of a list of which there must be one, where the condition is that."""
        held = self.condition
        among = held.left if isinstance(held, Compare) else None
        return among if isinstance(among, OverRecords) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelText:
    """What the regulation says of one level of one item."""

    level: int
    text: str
    ground: Ground


@dataclass(frozen=True)
class Basis:
    """The rules that were applied, the one that decides first."""

    grounds: tuple[Ground, ...] = ()

    @cached_property
    def ground(self) -> Ground:
        """What all of them rest on, at the place of the one that decides."""
        first, *others = self.grounds
        return first.joined(*others)


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of a claim, and by which rules; no level where it stays unverified."""

    level: int | None
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How a leaf is rated.

    Attributes:
        may_not_be_not_applicable: the line that keeps it from what all of its kind may be declared.
    """

    scale: Scale
    needs: tuple[LevelNeed, ...] = ()
    without: WithoutEvidence | None = None
    may_be_not_applicable: Ground | None = None
    may_not_be_not_applicable: Ground | None = field(default=None, metadata=RARE)
    not_applicable: NotApplicable | None = None
    texts: tuple[LevelText, ...] = ()
    ground: Ground

    def needs_of(self, level: int) -> tuple[LevelNeed, ...]:
        """The rules that a claim of `level` must meet.

        On a cumulative scale these are the rules of every level up to it; otherwise those of the
        level itself and those said to hold from a lower level up.
        """
        return self._needs_by_level[level]

    @cached_property
    def _needs_by_level(self) -> Mapping[int, tuple[LevelNeed, ...]]:
        return {
            level: tuple(
                need
                for need in self.needs
                if need.level == level
                or (need.level < level and (need.and_up or self.scale.cumulative))
            )
            for level in self.scale.numbers
        }

    @cached_property
    def asks_nothing_for(self) -> frozenset[int]:
        """The levels that need no document."""
        needs = self._needs_by_level.items()
        return frozenset(n for n, rules in needs if all(rule.need is None for rule in rules))

    def left_of(self, claimed: int, fallen_to: int | None) -> Remainder:
        """What is left of a claim that is proved, or is not and has fallen to what is.

        Nobody else than the rules has a say in it, so that each is worked out once.
        """
        key = claimed, fallen_to
        if key not in self._remainders:
            self._remainders[key] = self._left_of(claimed, fallen_to)
        return self._remainders[key]

    @cached_property
    def _remainders(self) -> dict[tuple[int, int | None], Remainder]:
        return {}

    def _left_of(self, claimed: int, fallen_to: int | None) -> Remainder:
        applied = tuple(need.ground for need in self.needs_of(claimed))
        if fallen_to is None:
            return Remainder(claimed, Basis(applied))
        if self.without is None:
            raise AssertionError("checked rules say what becomes of an unproved claim")
        grounds = (self.without.ground, *applied)
        match self.without.policy:
            case Unproved.FALLS:
                tried = (n for n in self.scale.numbers if fallen_to <= n < claimed)
                lower = (need.ground for n in tried for need in self.needs_of(n))
                return Remainder(fallen_to, Basis((*grounds, *lower)))
            case Unproved.COUNTS_AS:
                if self.without.counts_as is None:
                    raise AssertionError("this policy names a level")
                # What is left of a claim is never more than the claim.
                return Remainder(min(claimed, self.without.counts_as), Basis(grounds))
            case Unproved.STAYS_UNVERIFIED:
                return Remainder(None, Basis(grounds))
            case _:
                assert_never(self.without.policy)

    @property
    def may_be_left_out(self) -> bool:
        """Whether the subject may declare it not applicable, and no level counts for it then."""
        rule = self.not_applicable
        return self.may_be_not_applicable is not None and (rule is None or rule.counts_as is None)

    @cached_property
    def exemption(self) -> Basis:
        """The rules by which an item is not applicable where the subject says so."""
        rule = self.not_applicable
        grounds = (rule.ground if rule else None, self.may_be_not_applicable)
        return Basis(tuple(ground for ground in grounds if ground is not None))

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """Every kind of document that some level needs."""
        return frozenset(kind for n in self.needs if n.need is not None for kind in _kinds(n.need))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptAnswer:
    """What follows where a part that is answered is not applicable.

    It is left out, or counts as answered so: by a choice (`yes` and `no` among them), or a number.
    """

    choice: str | None
    number: Fraction | None
    ground: Ground

    @property
    def answer(self) -> Fraction | str | None:
        """What it counts as."""
        return self.choice if self.number is None else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNeed:
    """What the answers that one of these cells takes need; `None` says that they need nothing."""

    cells: tuple[Cell, ...]
    need: Need | None
    ground: Ground

    def names(self, answer: Fraction | str) -> bool:
        """Whether it speaks of this answer, and not of any."""
        return any(_names(cell, answer) for cell in self.cells)

    @property
    def of_any(self) -> bool:
        """Whether it speaks of every answer that no other rule names."""
        return any(isinstance(cell, AnyCell) for cell in self.cells)


def _names(cell: Cell, answer: Fraction | str) -> bool:
    match cell:
        case Keys(choices=choices):
            return answer in choices
        case Stretches(intervals=intervals):
            return isinstance(answer, Fraction) and any(answer in each for each in intervals)
        case _:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnprovedAnswer:
    """What an answer counts as that is not proved, a choice or a number.

    With neither it stays unverified.
    """

    choice: str | None
    number: Fraction | None
    ground: Ground

    @property
    def answer(self) -> Fraction | str | None:
        """What it counts as."""
        return self.choice if self.number is None else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A part that is answered and not rated: its value follows from its answer by its formula.

    Attributes:
        needs: the documents that answers need, and `without` what becomes of one without them.
    """

    question: Input
    may_be_not_applicable: Ground | None = None
    may_not_be_not_applicable: Ground | None = field(default=None, metadata=RARE)
    not_applicable: ExemptAnswer | None = None
    needs: tuple[AnswerNeed, ...] = ()
    without: UnprovedAnswer | None = None

    def needs_of(self, answer: Fraction | str) -> tuple[AnswerNeed, ...]:
        """The rules that an answer must meet: those that name it, else those of any."""
        named = tuple(need for need in self.needs if need.names(answer))
        return named or tuple(need for need in self.needs if need.of_any)

    @property
    def asked_for(self) -> frozenset[str]:
        """Every kind of document that some answer needs."""
        return frozenset(kind for n in self.needs if n.need is not None for kind in _kinds(n.need))

    @property
    def may_be_left_out(self) -> bool:
        """Whether the subject may declare it not applicable, and nothing counts for it then."""
        rule = self.not_applicable
        return self.may_be_not_applicable is not None and (rule is None or rule.answer is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A part that is rated or answered once for each of several things, such as some services.

    Its children are these instances, as many as there may be: what a response says of it decides
    how many there are (`stated`), and what they are called.

    Attributes:
        id, label: what it is repeated for.
        each: each counts beside the siblings of the part, with its weight; else their mean does.
        rating: how each is rated, where it is.
        asked, formula: else the question that each answers, and how its value follows.
        stated: whether the children are those of a response.
        among: where a list says what these are, how many of its records are.
        otherwise: what follows for a record that is none of them.
    """

    id: str
    label: str
    least: int
    most: int
    each: bool
    rating: Rating | None
    ground: Ground
    asked: Asked | None = field(default=None, metadata=RARE)
    formula: Formula | None = field(default=None, metadata=RARE)
    stated: bool = False
    among: OverRecords | None = field(default=None, metadata=RARE)
    otherwise: NotApplicable | None = field(default=None, metadata=RARE)

    def applies(self, record: str | None = None) -> Applies | None:
        """That the record of this id, or any, is one of those that it is repeated for."""
        if self.among is None:
            return None
        among, ground = replace(self.among, record=record), self.among.ground
        one = Constant(value=Fraction(1), ground=ground)
        found = Compare(operator=">=", left=among, right=one, ground=ground)
        return Applies(condition=found, otherwise=self.otherwise, ground=ground)

    @property
    def how(self) -> Rating | Asked:
        """How each is answered."""
        how = self.rating or self.asked
        if how is None:
            raise AssertionError("what is repeated is rated or answered")
        return how


@dataclass(frozen=True, kw_only=True)
class Item:
    """A part of the tree.

    A leaf is rated (`rating`) or computed from inputs (`formula`, no children); a branch is
    computed from its children (`formula`). What is computed may have a question of its own
    (`asked`). `weight` is its weight among its siblings, `in_percent` where it is written so.
    """

    id: str
    word: str
    label: str
    code: str | None
    weight: Fraction | None
    maximum: Fraction | None
    children: tuple[Item, ...]
    rating: Rating | None
    formula: Formula | None
    published: Rounding | None = None
    in_percent: bool = False
    applies: Applies | None = None
    asked: Asked | None = None
    repeated: Repeated | None = None
    ground: Ground

    def once(self, level: int | None, work: Callable[[*Ts], T], *given: *Ts) -> T:
        """What comes of a level of the item where nothing else has a say: worked out once."""
        if level not in self._of_levels:
            self._of_levels[level] = work(*given)
        kept: T = self._of_levels[level]
        return kept

    @cached_property
    def _of_levels(self) -> dict[int | None, Any]:
        return {}

    def walk(self) -> Iterator[Item]:
        """The item and everything below it, in the order of the rule file."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType:
    """A number in a range; an open end is `None`."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool
    unit: str | None

    @property
    def interval(self) -> Interval:
        """The numbers it takes."""
        ends = (self.low_included, self.high_included)
        return Interval(low=self.low, low_included=ends[0], high=self.high, high_included=ends[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A scale of names, lowest first."""

    id: str
    choices: tuple[tuple[str, str | None], ...]
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceType:
    """One of these ids, each with its label; `order` names the scale they stand in order on."""

    choices: tuple[tuple[str, str | None], ...]
    order: str | None = None

    @property
    def ordered(self) -> bool:
        """Whether one choice can be higher than another."""
        return self.order is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoType:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateType:
    """A day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """A text, which no formula reads."""


RECORD_ID = "id"
"""The key by which a response may call a record; no field has it."""

FieldType = NumberType | ChoiceType | YesNoType | DateType | TextType


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every record of a list states."""

    id: str
    label: str
    type: FieldType
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ListType:
    """Any number of records, none included.

    Attributes:
        fields: what every record states.
        values: what is worked out of every record, each after those it names.
    """

    fields: tuple[Field, ...]
    values: tuple[RecordValue, ...] = field(default=(), metadata=RARE)

    def field_of(self, name: str) -> Field:
        """The field of an id."""
        return next(each for each in self.fields if each.id == name)


InputType = FieldType | ListType


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeVerification:
    """What points of a verifier count as until there are any."""

    counts_as: Fraction
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ByVerifier:
    """A finding or decision gives the points; without `before` they are missing until then."""

    before: BeforeVerification | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A fact of the subject that is asked for; it stands under `answers`.

    Attributes:
        by_verifier: set for points that a verifier gives: they stand under `findings` or
            `decisions` alone.
        of: the part whose answer it is; its id is `answer_id` of it then.
    """

    id: str
    label: str
    type: InputType
    by_verifier: ByVerifier | None = None
    of: str | None = None
    ground: Ground

    @property
    def section(self) -> str:
        """Where a response states it first."""
        return "/answers" if self.by_verifier is None else "/findings"

    @property
    def key(self) -> str:
        """The key under `answers`: the id of an input, or of the part it answers."""
        return self.of or self.id


def answered_by(item: Item) -> Rating | Asked | None:
    """How an item is answered; a repeated one as a whole."""
    return item.repeated.how if item.repeated is not None else item.rating or item.asked


def instance_id(item: str, name: str | int) -> str:
    """What an instance of a repeated part is called: `i35/l1`."""
    return f"{item}/{name}"


def instance_of(name: str) -> str | None:
    """The repeated part of which this is an instance; `None` for any other id."""
    item, slash, _ = name.partition("/")
    return item if slash else None


def answer_id(item: str) -> str:
    """What the answer of a part is called in formulas, where its own id is its value."""
    return f"{_ANSWER_OF}{item}"


def answered_item(name: str) -> str | None:
    """The part whose answer is called so; `None` where it is no part's."""
    return name.removeprefix(_ANSWER_OF) if name.startswith(_ANSWER_OF) else None


_ANSWER_OF = "answer of "
"""No id is like it: there is a blank in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A named value.

    Attributes:
        before_parts: that a part names it, or what a part names does; it is computed before them.
    """

    id: str
    label: str | None
    formula: Formula
    published: Rounding | None
    before_parts: bool = field(default=False, metadata=RARE)
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class BandGate:
    """What a band asks for beside the value.

    Attributes:
        written: the condition as the rule file writes it, to be printed.
    """

    condition: Condition
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One row of a table of categories.

    A value in a band whose gate does not hold takes the next lower band whose gate holds.
    """

    label: str
    interval: Interval
    printed: tuple[tuple[str, Interval], ...]
    gate: BandGate | None = None
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class Bands:
    """A table of categories over a named value, lowest band first."""

    id: str
    label: str | None
    of: str
    as_published: bool
    rows: tuple[Band, ...]
    hole: Hole | None
    ground: Ground

    @cached_property
    def gates(self) -> tuple[Condition, ...]:
        """The conditions of its bands, lowest band first."""
        return tuple(row.gate.condition for row in self.rows if row.gate is not None)

    def taken(self, index: int) -> Interval:
        """The values that fall in a band: its own, and the holes beside it that it takes."""
        return self.all_taken[index]

    @cached_property
    def all_taken(self) -> tuple[Interval, ...]:
        """The same of every band, lowest first."""
        own = tuple(row.interval for row in self.rows)
        return own if self.hole is None else self.hole.given_to(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Categories by conditions read downwards, with no value behind them.

    Attributes:
        labels: the category of each line, the closing one last.
        cases: the lines; each comes to the place of its category in `labels`, from 0.
    """

    id: str
    label: str | None
    labels: tuple[str, ...]
    cases: Cases
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """No score when the condition holds."""

    condition: Condition
    because: str
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBetween:
    """A promise: every value of `of` that can come about lies in the interval."""

    of: str
    interval: Interval
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRising:
    """A promise: raising a level or a number, with everything else as it is, never lowers `of`."""

    of: str
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAdding:
    """A promise: one record more in a list, with everything else as it is, never moves `of` so.

    Attributes:
        raises: whether it never raises it; else it never lowers it.
    """

    list: str
    raises: bool
    of: str
    ground: Ground


Claim = ClaimBetween | ClaimRising | ClaimAdding


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """What an incomplete subject does to its group: left out, or every value of it is a number."""

    counts_as: Fraction | None
    ground: Ground


def leaves_out(policy: Incomplete | None) -> bool:
    """Whether an incomplete subject is left out; without a rule its group waits for it."""
    return policy is not None and policy.counts_as is None


class Ties(StrEnum):
    """What rank follows a shared one."""

    SKIPPED = "skipped"
    """1, 2, 2, 4: as many are left out as share one."""
    DENSE = "dense"
    """1, 2, 2, 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankBy:
    """A value that ranks go by, and which end comes first."""

    of: SubjectValue
    first: End


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The ranks of the subjects of a group, or of the groups of a kind.

    Attributes:
        ranked: the kind of group whose groups are ranked; `None` ranks the subjects.
        by: what decides, the first first; the next decides among equals.
    """

    id: str
    label: str | None
    ranked: str | None
    by: tuple[RankBy, ...]
    ties: Ties
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRules:
    """What is computed for each group of one kind, or for all subjects together.

    Attributes:
        id: the kind of group; `None` for all subjects.
        incomplete: `None` where the rules do not say: then a group with an incomplete subject is
            incomplete.
        incomplete_group: the same of groups, where those of all subjects look at them.
        asks: the aggregates over the subjects that stand in its formulas, each once.
        asks_groups: those over groups, which only all subjects together have.
        inputs: what is asked of the group itself, such as a target.
        values: in an order in which each stands after the values it needs.
    """

    id: str | None
    incomplete: Incomplete | None
    asks: tuple[OverSubjects, ...]
    inputs: tuple[Input, ...]
    values: tuple[Value, ...]
    bands: tuple[Bands, ...]
    ground: Ground
    rankings: tuple[Ranking, ...] = ()
    incomplete_group: Incomplete | None = None
    asks_groups: tuple[OverSubjects, ...] = ()

    @property
    def policies(self) -> tuple[Incomplete, ...]:
        """What is said of those that are incomplete."""
        return tuple(x for x in (self.incomplete, self.incomplete_group) if x is not None)

    def ranked_by(self, kind: str | None) -> tuple[SubjectValue, ...]:
        """What ranks go by of the groups of a kind, or of the subjects."""
        return tuple(by.of for x in self.rankings if x.ranked == kind for by in x.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSum:
    """The sum that the weights of these siblings were checked against.

    Without a `total` it is the weight of the item of the word `in_each` that they stand in.
    """

    word: str
    total: Fraction | None
    in_each: str | None
    ground: Ground


def is_share(item: Item, sums: Iterable[WeightSum]) -> bool:
    """Whether a weight is a share of one whole.

    It is where it is written in percent, checked to add up to one or to such a share above it, or
    not written but equal.
    """
    stated = [*sums]
    shares = {x.word for x in stated if x.total == 1}
    above = [x for x in stated if x.total is None and x.in_each is not None]
    while within := {x.word for x in above if x.in_each in shares} - shares:
        shares |= within
    return item.weight is None or item.in_percent or item.word in shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """An id that a thing had in an older edition.

    Attributes:
        sort: what it stands for: a tree word, `value`, `input`, `scale` and so on; `field` of a
            list, `choice` of an input or part, `choice_of_scale`, `choice_of_field`.
        of: the id of the list, input, part or scale that a field or choice belongs to.
        of_field: the field of that list, where the choice is one of a field.
        id: what the thing is called now.
        edition: the one that renamed it.
    """

    sort: str
    id: str
    former: str
    edition: str
    of: str | None = field(default=None, metadata=RARE)
    of_field: str | None = field(default=None, metadata=RARE)

    @property
    def space(self) -> str:
        """Among whose ids it is one: those of its sort, or of all quantities."""
        return self.sort if self.sort in NOT_QUANTITIES else QUANTITY


QUANTITY = "quantity"
"""Parts, values, inputs and tables of categories, of which no two have one id."""
NOT_QUANTITIES = frozenset({"scale", "evidence", "assumption"})
"""What has ids of its own sort alone."""


Question = Rating | Repeated | Asked | InputType
"""What an answer is held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What one instrument asks for.

    Attributes:
        asked: by the id of a rated item or an input.
        levels: those of the scale of each rated item, by its id.
        computed: the ids of what follows from the answers and takes none.
        by_verifier: the ids of inputs and items that findings and decisions alone say.
        evidence: the ids of the kinds of evidence.
    """

    asked: Mapping[str, Question]
    levels: Mapping[str, tuple[int, ...]]
    computed: frozenset[str]
    by_verifier: frozenset[str]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What the answers of the edition before count as on a scale or among choices that changed.

    Attributes:
        sort: `scale`, `input`, `answer` of the part of this id, or `field` of the list of this id.
        of_field: which field of the list, where it is one.
        answers: each old level or choice with the new one; `None` where it is asked again.
    """

    sort: str
    id: str
    answers: tuple[tuple[str, str | None], ...]
    ground: Ground
    of_field: str | None = field(default=None, metadata=RARE)


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One consolidated, checked edition.

    Attributes:
        items: the roots of the tree.
        values: in an order in which each stands after the values it needs.
        grouped_in: the kinds of group that subjects stand in, each with its label.
        amends: the edition it amends, if it does.
        carried: the answers of that edition on what this one changed.
        formerly: the ids that are no longer, those of the oldest amendment first.
        sha256: over the canonical JSON of the consolidated syntax tree.
    """

    id: str
    label: str
    edition: str
    issuer: str | None
    bases: tuple[str, ...]
    first: date
    last: date | None
    draft: bool
    assesses: tuple[str, str | None] | None
    assumptions: tuple[Assumption, ...]
    scales: tuple[Scale, ...]
    evidence: tuple[EvidenceKind, ...]
    inputs: tuple[Input, ...]
    items: tuple[Item, ...]
    weight_sums: tuple[WeightSum, ...]
    values: tuple[Value, ...]
    bands: tuple[Bands, ...]
    categories: tuple[Categories, ...] = ()
    gates: tuple[Gate, ...]
    claims: tuple[Claim, ...] = ()
    in_force: Ground
    grouped_in: tuple[tuple[str, str | None], ...] = ()
    groups: tuple[GroupRules, ...] = ()
    orders: tuple[Order, ...] = ()
    at: Span = field(default=NOWHERE, compare=False, repr=False)
    amends: str | None = None
    carried: tuple[Carried, ...] = ()
    formerly: tuple[Former, ...] = ()
    sha256: str = ""

    def read(self, readings: Mapping[str, str]) -> Instrument:
        """The instrument as one whose assumptions are read so; the choice is made before it."""
        assumptions = (
            replace(each, read_as=readings.get(each.id, each.chosen)) if each.readings else each
            for each in self.assumptions
        )
        return replace(self, assumptions=tuple(assumptions))

    def is_in_force(self, day: date) -> bool:
        """Whether the edition is in force on a day, by its own dates."""
        return self.first <= day and (self.last is None or day <= self.last)

    def walk(self) -> Iterator[Item]:
        """Every item, in the order of the rule file."""
        for item in self.items:
            yield from item.walk()

    def walk_under(self) -> Iterator[tuple[Item, tuple[Applies, ...]]]:
        """Every item in that order, with the conditions it stands under: its own is the last."""
        waiting: list[tuple[Item, tuple[Applies, ...]]] = [(x, ()) for x in reversed(self.items)]
        while waiting:
            item, above = waiting.pop()
            under = above if item.applies is None else (*above, item.applies)
            yield item, under
            waiting.extend((child, under) for child in reversed(item.children))

    @cached_property
    def values_before_parts(self) -> tuple[Value, ...]:
        """The values that the parts need, in their order."""
        return tuple(value for value in self.values if value.before_parts)

    @cached_property
    def values_after_parts(self) -> tuple[Value, ...]:
        """The values that no part needs, in their order."""
        return tuple(value for value in self.values if not value.before_parts)

    @property
    def questions(self) -> tuple[Input, ...]:
        """Every fact that is asked for: the inputs, and what parts ask that are not rated."""
        return self._questions

    @cached_property
    def _questions(self) -> tuple[Input, ...]:
        own = (item.asked.question for item in self.walk() if item.asked is not None)
        return (*self.inputs, *own)

    @cached_property
    def takes_missing(self) -> bool:
        """Whether a table says what it means that an answer is missing."""
        return any(isinstance(part, MissingCell) for part in everything_in(self._computed))

    @cached_property
    def asked_of_records(self) -> Mapping[str, frozenset[str]]:
        """By the id of a list, the other inputs that are looked at for each of its records."""
        found: dict[str, frozenset[str]] = {}
        for part in everything_in(self._computed):
            if isinstance(part, OverRecords | PickRecord):
                found[part.list] = found.get(part.list, frozenset()) | asked_in(part)
        return found

    @property
    def _computed(self) -> tuple[object, ...]:
        """Every part of the rules that computes something."""
        return (self.items, self.values, self.categories, self.bands, self.gates)

    def conditions(self) -> Iterator[Condition]:
        """Every condition that stands outside a formula: those of items, the score and bands."""
        of_records = (how.applies() for _, how in self.repeated)
        yield from (applies.condition for applies in of_records if applies is not None)
        yield from (item.applies.condition for item in self.walk() if item.applies is not None)
        yield from (gate.condition for gate in self.gates)
        for bands in self.bands:
            yield from bands.gates

    def for_group(self, rules: GroupRules) -> Instrument:
        """The rules of a group as an instrument of its own: the group is its subject.

        Its formulas rest on aggregates over the subjects, where those of the instrument rest on
        answers. So whatever computes, checks or tests an instrument does the same for a group.
        """
        return replace(
            self,
            scales=(),
            evidence=(),
            inputs=rules.inputs,
            items=(),
            weight_sums=(),
            values=rules.values,
            bands=rules.bands,
            gates=(),
            categories=(),
            claims=(),
            groups=(),
            at=rules.ground.at,
        )

    def subject_rankings(self) -> Iterator[tuple[GroupRules, Ranking]]:
        """Every ranking of subjects, with the rules of the group they are ranked in."""
        for rules in self.groups:
            yield from ((rules, each) for each in rules.rankings if each.ranked is None)

    def ratings(self) -> Iterator[tuple[Item, Rating]]:
        """Every part that the rules rate, a repeated one once, with how it is."""
        for item in self.walk():
            rating = item.repeated.rating if item.repeated is not None else item.rating
            if rating is not None and instance_of(item.id) is None:
                yield item, rating

    def askings(self) -> Iterator[tuple[Item, Asked]]:
        """Every part that is answered and not rated, a repeated one once, with what is asked."""
        for item in self.walk():
            asked = item.repeated.asked if item.repeated is not None else item.asked
            if asked is not None and instance_of(item.id) is None:
                yield item, asked

    def leaves(self) -> tuple[Item, ...]:
        """Every item that is rated."""
        return self._rated

    @cached_property
    def _rated(self) -> tuple[Item, ...]:
        return tuple(item for item in self.walk() if item.rating is not None)

    @cached_property
    def answered(self) -> tuple[tuple[Item, Asked], ...]:
        """Every item that is answered and not rated, with what is asked."""
        return tuple((item, item.asked) for item in self.walk() if item.asked is not None)

    @cached_property
    def rated(self) -> tuple[tuple[Item, Rating], ...]:
        """Every item that is rated, with how."""
        return tuple((item, item.rating) for item in self.walk() if item.rating is not None)

    @cached_property
    def repeated(self) -> tuple[tuple[Item, Repeated], ...]:
        """Every item that is repeated, with how."""
        return tuple((item, item.repeated) for item in self.walk() if item.repeated is not None)

    @cached_property
    def is_conditional(self) -> bool:
        """Whether some item, or one of several, applies only where a condition holds."""
        several = any(how.among is not None for _, how in self.repeated)
        return several or any(item.applies is not None for item in self.walk())

    @cached_property
    def may_be_absent(self) -> bool:
        """Whether some part may not apply; that there are fewer instances is no such thing."""
        ratings = (rating.may_be_not_applicable for _, rating in self.ratings())
        askings = (asked.may_be_not_applicable for _, asked in self.askings())
        return self.is_conditional or any(x is not None for x in (*ratings, *askings))

    @cached_property
    def asks(self) -> Questions:
        """What it asks for."""
        asked: dict[str, Question] = {}
        computed = {value.id for value in self.values}
        computed.update(bands.id for bands in self.bands)
        computed.update(table.id for table in self.categories)
        for item in self.walk():
            if instance_of(item.id) is not None:
                continue
            if item.repeated is not None:
                asked[item.id] = item.repeated
            elif item.rating is not None:
                asked[item.id] = item.rating
            elif item.asked is not None:
                asked[item.id] = item.asked
            else:
                computed.add(item.id)
        asked.update((given.id, given.type) for given in self.inputs)
        return Questions(
            asked=asked,
            levels={
                id_: question.scale.numbers
                for id_, question in asked.items()
                if isinstance(question, Rating)
            },
            computed=frozenset(computed),
            by_verifier=frozenset(x.key for x in self.questions if x.by_verifier is not None),
            evidence=tuple(kind.id for kind in self.evidence),
        )
