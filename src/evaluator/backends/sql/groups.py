"""Statistics of groups: one query that sums up what the formulas of a group need of its subjects.

The query works every subject out as the query for results does, step by step, and ends in a GROUP
BY. It sums whole numbers only, so that what a million subjects come to is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import lcm

from evaluator.backends.sql.columns import parts_of
from evaluator.backends.sql.draft import About, Draft, Truth
from evaluator.backends.sql.figure import (
    Figure,
    TooWide,
    Units,
    constant,
    multiple,
    shared_out,
    times,
)
from evaluator.backends.sql.formulas import condition_of, figure_of
from evaluator.backends.sql.leaving_out import LONGEST
from evaluator.backends.sql.nodes import (
    Call,
    Case,
    Column,
    Compared,
    Function,
    IsNot,
    IsNull,
    Node,
    Number,
    Opposite,
    OverRows,
    When,
    Whole,
    all_of,
    any_of,
)
from evaluator.backends.sql.refusal import placed, refused, told_as
from evaluator.backends.sql.status import is_incomplete
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.model.formula import (
    All,
    Any,
    BandIs,
    Compare,
    Condition,
    Constant,
    End,
    Few,
    InputValue,
    ItemValue,
    NamedValue,
    Not,
    OverSubjects,
    SubjectValue,
)
from evaluator.model.instrument import GroupRules, leaves_out

MOST_DIVISORS = 100
"""The divisors that are looked at for a number that all of them go into."""
MOST_SUBJECTS = 10**9
"""The subjects of a group that sums are proved to fit for."""


class What(StrEnum):
    """What a column of the statistics holds; of an aggregate what `Gathered` calls so."""

    GROUP = "group"
    """The id of the group."""
    SUBJECTS = "subjects"
    INCOMPLETE = "incomplete"
    LACKING = "lacking"
    NOT_SCORED = "not_scored"
    COUNT = "count"
    TOTAL = "total"
    WEIGHT = "weight"
    HIGHEST = "highest"
    LOWEST = "lowest"
    OPEN = "open"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupColumn:
    """One column of the statistics.

    Attributes:
        name: the name of the column.
        term: the aggregate it is of; `None` for those of the group as a whole.
        scale: the column holds whole numbers: the value times this.
    """

    name: str
    what: What
    term: OverSubjects | None = None
    scale: int = 1

    def read(self, cell: object) -> Fraction | None:
        """The number a cell of this column stands for; `None` where nobody takes part."""
        return Fraction(int(str(cell)), self.scale) if cell is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStatistics:
    """The statistics of one kind of group: one row a group, over the relation `input_rows`.

    Attributes:
        rules: the rules of the group they are for.
        columns: in the order of the query; the first is the group, except for all subjects.
        text: the query. For all subjects together it gives one row.
    """

    rules: GroupRules
    columns: tuple[GroupColumn, ...]
    text: str

    def terms(self, row: Sequence[object]) -> Mapping[OverSubjects, Mapping[What, Fraction | None]]:
        """A row of the query: every number of every aggregate, those that follow from others too.

        What each aggregate comes to stands under the names of `Gathered`.
        """
        read: dict[OverSubjects, dict[What, Fraction | None]] = {}
        for column, cell in zip(self.columns, row, strict=True):
            if column.term is not None:
                read.setdefault(column.term, {})[column.what] = column.read(cell)
        return {term: _completed(term, numbers) for term, numbers in read.items()}


def _completed(
    term: OverSubjects, read: Mapping[What, Fraction | None]
) -> Mapping[What, Fraction | None]:
    """A count of subjects is a sum of ones; what is not weighed has its number for a weight."""
    count = read[What.COUNT] or Fraction(0)
    taken = count if term.few is None else min(count, Fraction(term.few.count))
    one = Fraction(1) if count else None
    default = {
        What.TOTAL: count if term.of is None else Fraction(0),
        What.WEIGHT: taken if term.weight is None else Fraction(0),
        What.HIGHEST: one if term.of is None else None,
        What.LOWEST: one if term.of is None else None,
        What.OPEN: Fraction(0),
        What.WITHOUT: Fraction(0),
    }
    return default | {what: number for what, number in read.items() if number is not None}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A column of the statistics and what stands in it."""

    column: GroupColumn
    node: Node


def gather(draft: Draft, rules: GroupRules) -> Iterator[Gathered]:
    """Every column of the statistics of one kind of group; the subjects have been worked out."""
    members = _members(draft, rules)
    if rules.id is not None:
        yield Gathered(GroupColumn(name=rules.id, what=What.GROUP), Column(rules.id))
    for what, among in (
        (What.SUBJECTS, None),
        (What.INCOMPLETE, members.waits),
        (What.NOT_SCORED, members.unscored),
    ):
        name = draft.fresh(what.value)
        node = Number(0) if what is not What.SUBJECTS and among is None else _count(among)
        yield Gathered(GroupColumn(name=name, what=what), node)
    every = tuple(_asked(rules))
    for asked in every:
        ground = asked.term.ground
        with told_as(asked.name, _owner(rules, asked)), placed(ground, asked.name):
            yield from _term(draft, members, asked)
    lacking = _lacking(draft, members, every, rules.ranked_by(None))
    if lacking is not None:
        column = GroupColumn(name=draft.fresh(What.LACKING.value), what=What.LACKING)
        yield Gathered(column, _count(lacking))


def _owner(rules: GroupRules, asked: _Asked) -> str:
    """What an aggregate stands in is called by its id; without a line of its own, it is not."""
    parts = [(each.id, each.ground) for each in rules.values]
    parts += [(each.id, each.ground) for each in rules.bands]
    at = asked.term.ground.at
    return next((id_ for id_, ground in parts if ground.at == at), asked.name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An aggregate, and what its columns are called."""

    term: OverSubjects
    name: str


def _asked(rules: GroupRules) -> Iterator[_Asked]:
    names: dict[str, int] = {}
    for term in rules.asks:
        name = f"{term.aggregate.value}_{'subjects' if term.of is None else term.of.id}"
        names[name] = names.get(name, 0) + 1
        yield _Asked(term, name if names[name] == 1 else f"{name}_{names[name]}")


# One subject -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Members:
    """The subjects as their group sees them.

    Attributes:
        waits: of a subject, whether it is incomplete; `None`: none ever is.
        unscored: whether there is no score for it.
        stands_in: what the values of an incomplete subject count as, if the rules say so.
        left_out: whether an incomplete subject is left out.
    """

    waits: Column | None
    unscored: Column | None
    stands_in: Fraction | None
    left_out: bool


def _members(draft: Draft, rules: GroupRules) -> _Members:
    policy = rules.incomplete
    gates = tuple(gate.node for gate in draft.gates)
    unscored = None
    if gates:
        held = tuple(Opposite(IsNot(gate, truth=True)) for gate in gates)
        unscored = draft.column(any_of(held), "is_not_scored", About.UNSCORED)
    waiting = is_incomplete(draft)
    waits = None
    if waiting is not None:
        scored = () if unscored is None else (Opposite(unscored),)
        waits = draft.column(all_of((*scored, waiting)), "is_incomplete", About.WAITS)
    return _Members(
        waits=waits,
        unscored=unscored,
        stands_in=None if policy is None else policy.counts_as,
        left_out=leaves_out(policy),
    )


_NEVER = Compared("=", Number(1), Number(0))


class _NotScoredError(Exception):
    """A value of a subject that has no score was asked for."""


class _NoFigures(dict[str, Figure]):
    """The values of a subject that has no score."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Figure:
        raise _NotScoredError(key)


def _holds(draft: Draft, members: _Members, asked: _Asked) -> Node | None:
    """Whether a subject is one of those that are gathered; NULL while that is open.

    Where it has no value it is none of them, which is told as false.
    """
    term, owner = asked.term, asked.name
    if term.where is None:
        return None
    node = condition_of(draft, term.where, owner).node
    lines = []
    if members.left_out and members.waits is not None and term.of is None and term.is_of_results:
        lines.append(When(members.waits, _NEVER))
    if members.unscored is not None:
        without = _unscored(draft, term.where, asked)
        lines.append(When(members.unscored, _NEVER if without is None else without.node))
    if members.stands_in is not None and members.waits is not None:
        counted = condition_of(_standing_for(draft, members.stands_in, asked), term.where, owner)
        lines.append(When(members.waits, counted.node))
    whole = Case(tuple(lines), node) if lines else node
    return draft.column(whole, f"{owner}_takes", About.MEMBER, None, term.ground)


def _unscored(draft: Draft, condition: Condition, asked: _Asked) -> Truth | None:
    """The condition for a subject without a score, whose values are none; `None`: it has none.

    Parts of which some rest on values and some on answers settle each other in a way that three
    values do not tell.
    """
    match condition:
        case BandIs():
            return None
        case Not(operand=operand):
            # What has no value does not hold either way, so the whole is written anew.
            inner = _unscored(draft, operand, asked)
            return None if inner is None else condition_of(draft, condition, asked.name)
        case All(operands=operands) | Any(operands=operands):
            parts = [_unscored(draft, operand, asked) for operand in operands]
            if all(part is None for part in parts):
                return None
            if any(part is None for part in parts):
                raise refused(kinds.SQL_GROUP, asked.term.ground, name=asked.name)
            return condition_of(draft, condition, asked.name)
        case _:
            try:
                nothing = replace(draft, figures=_NoFigures(), published={})
                return condition_of(nothing, condition, asked.name)
            except _NotScoredError:
                return None


def _standing_for(draft: Draft, value: Fraction, asked: _Asked) -> Draft:
    """The same subject with one number for each of its values; inputs stay."""
    where = asked.term.where
    if where is not None and _asks_for_categories(where):
        raise refused(kinds.SQL_GROUP, asked.term.ground, name=asked.name)
    figure = constant(value)
    instrument = draft.instrument
    return replace(
        draft,
        figures=dict.fromkeys(draft.figures, figure),
        published={
            part.id: _printed(draft, part.id, figure)
            for part in parts_of(instrument)
            if part.published is not None
        },
    )


def _printed(draft: Draft, name: str, figure: Figure) -> Figure:
    part = next(part for part in parts_of(draft.instrument) if part.id == name)
    value = figure.constant
    if part.published is None or value is None:
        return figure
    return constant(part.published.apply(value))


def _asks_for_answers(condition: Condition) -> bool:
    """Whether it looks at more than results, which are all there of one that waits for nothing."""
    match condition:
        case BandIs():
            return False
        case Not(operand=operand):
            return _asks_for_answers(operand)
        case All(operands=operands) | Any(operands=operands):
            return any(map(_asks_for_answers, operands))
        case Compare(left=left, right=right):
            results = ItemValue | NamedValue | Constant
            return not (isinstance(left, results) and isinstance(right, results))
        case _:
            return True


def _asks_for_categories(condition: Condition) -> bool:
    match condition:
        case BandIs():
            return True
        case Not(operand=operand):
            return _asks_for_categories(operand)
        case All(operands=operands) | Any(operands=operands):
            return any(map(_asks_for_categories, operands))
        case _:
            return False


# Many subjects -----------------------------------------------------------------------------------


def _term(draft: Draft, members: _Members, asked: _Asked) -> Iterator[Gathered]:
    """The numbers of one aggregate."""
    term, name = asked.term, asked.name
    holds = _holds(draft, members, asked)

    def told(what: What, node: Node, scale: int = 1) -> Gathered:
        wanted = f"{name}_{what.value}" if scale == 1 else f"{name}_{what.value}_per_{scale}"
        column = GroupColumn(name=draft.fresh(wanted), what=what, term=term, scale=scale)
        return Gathered(column, node)

    if term.of is None:
        yield told(What.COUNT, _count(holds))
        if holds is not None and not members.left_out:
            yield told(What.OPEN, _count(IsNull(holds)))
        return
    part = _part(draft, members, asked, holds)
    yield told(What.COUNT, _count(part.takes))
    if term.few is not None:
        few = _few(part, term.few)
        whole = Call(Function.COALESCE, (Call(Function.LIST_SUM, (few,)), Number(0)))
        yield told(What.TOTAL, whole, part.value.scale)
        yield told(What.HIGHEST, Call(Function.LIST_MAX, (few,)), part.value.scale)
        yield told(What.LOWEST, Call(Function.LIST_MIN, (few,)), part.value.scale)
    else:
        yield from _of_all(part, told)
    if part.open is not None and not members.left_out:
        yield told(What.OPEN, _count(part.open))
    if part.without is not None:
        yield told(What.WITHOUT, _count(part.without))


def _of_all(part: _Part, told: Callable[[What, Node, int], Gathered]) -> Iterator[Gathered]:
    """Sums and ends of every value that takes part."""
    whole = part.value if part.weight is None else times(part.value, part.weight)
    yield told(What.TOTAL, _sum(whole, part.takes), whole.scale)
    if part.weight is not None:
        yield told(What.WEIGHT, _sum(part.weight, part.takes), part.weight.scale)
    for what, function in ((What.HIGHEST, Function.MAX), (What.LOWEST, Function.MIN)):
        best = OverRows(function, part.value.units.node, part.takes)
        yield told(what, best, part.value.scale)


def _few(part: _Part, few: Few) -> Node:
    """The list of the few highest or lowest values that take part."""
    sort = Function.LIST_REVERSE_SORT if few.end is End.HIGHEST else Function.LIST_SORT
    values = OverRows(Function.LIST, part.value.units.node, part.takes)
    return Call(Function.LIST_SLICE, (Call(sort, (values,)), Number(1), Number(few.count)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Whether and with what a subject takes part.

    Attributes:
        takes: whether it does; NULL counts as no, `None` as always.
        open: whether it waits for answers.
        without: whether it has no value.
    """

    value: Figure
    weight: Figure | None
    takes: Node | None
    open: Node | None
    without: Node | None


def _part(draft: Draft, members: _Members, asked: _Asked, holds: Node | None) -> _Part:
    """A subject that waits for nothing and has a score has every value, but maybe not every input.

    An input that nobody answered is not missed where no rule of the subject asks for it.
    """
    term = asked.term
    if term.of is None:
        raise AssertionError("a count of subjects takes nothing of them")
    named = [one for one in (term.of, term.weight) if one is not None]
    if any(draft.absence(one.id) is not None for one in named):
        raise refused(kinds.SQL_GROUP, term.ground, name=asked.name)
    lacking = tuple(IsNull(Column(one.id)) for one in named if _may_lack(draft, one))
    value = _value(draft, members, term.of, asked)
    weight = None if term.weight is None else _value(draft, members, term.weight, asked)
    nones = [f.nothing for f in (value, weight) if f is not None and f.nothing is not None]
    held = () if holds is None else (holds,)
    waits = members.waits if members.stands_in is None else None
    of_rules = any(not isinstance(one, InputValue) for one in named)
    unscored = members.unscored if of_rules else None
    barred = tuple(one for one in (waits, unscored, *nones) if one is not None)
    takes = (*held, *map(Opposite, barred), *map(Opposite, lacking))
    is_open: list[Node] = [*map(IsNull, held)]
    is_open += [all_of((*held, one)) for one in (*lacking, waits) if one is not None]
    without = None
    reasons = tuple(one for one in (unscored, *nones) if one is not None)
    if reasons:
        waiting = () if waits is None else (Opposite(waits),)
        without = all_of((*held, any_of(reasons), *waiting, *map(Opposite, lacking)))
    return _Part(
        value=value,
        weight=weight,
        takes=all_of(takes) if takes else None,
        open=any_of(tuple(is_open)) if is_open else None,
        without=without,
    )


def _may_lack(draft: Draft, of: SubjectValue) -> bool:
    """Whether it is an input that nobody may have answered."""
    return isinstance(of, InputValue) and of.id not in draft.before


def _lacking(
    draft: Draft, members: _Members, every: Sequence[_Asked], ranks: Sequence[SubjectValue]
) -> Node | None:
    """Whether a subject that waits for nothing itself lacks an answer that is asked of it here."""
    ways: list[Node] = [IsNull(Column(of.id)) for of in ranks if _may_lack(draft, of)]
    for asked in every:
        holds = _holds(draft, members, asked)
        held = () if holds is None else (holds,)
        where = asked.term.where
        if where is not None and _asks_for_answers(where):
            ways += map(IsNull, held)
        named = (of for of in (asked.term.of, asked.term.weight) if of is not None)
        lacks = (IsNull(Column(of.id)) for of in named if _may_lack(draft, of))
        ways += (all_of((*held, one)) for one in lacks)
    if not ways:
        return None
    settled = () if members.waits is None else (Opposite(members.waits),)
    return all_of((*settled, any_of(tuple(dict.fromkeys(ways)))))


def _value(draft: Draft, members: _Members, of: SubjectValue, asked: _Asked) -> Figure:
    """The value of a subject as whole units of one denominator that all subjects share."""
    figure = _of_one_denominator(figure_of(draft, of, asked.name), asked)
    if members.stands_in is None or members.waits is None or isinstance(of, InputValue):
        return figure
    if figure.nothing is not None:
        raise refused(kinds.SQL_GROUP, asked.term.ground, name=asked.name)
    other = constant(members.stands_in)
    if of.as_published:
        other = _printed(draft, of.id, other)
    scale = lcm(figure.scale, other.scale)
    own = multiple(figure.units, scale // figure.scale)
    standing = multiple(other.units, scale // other.scale)
    units = Units(
        node=Case((When(members.waits, standing.node),), own.node),
        type=max(own.type, standing.type),
        low=min(own.low, standing.low),
        high=max(own.high, standing.high),
    )
    return Figure(units=draft.named(units, f"{of.id}_counted"), scale=scale, waits=None)


def _of_one_denominator(figure: Figure, asked: _Asked) -> Figure:
    """The same over what every divisor of a row goes into, if that is a short number."""
    divisor = figure.divisor
    if divisor is None:
        return figure
    few = divisor.high - divisor.low < MOST_DIVISORS
    common = lcm(*range(divisor.low, divisor.high + 1)) if few else LONGEST + 1
    if common > LONGEST:
        raise refused(kinds.SQL_GROUP, asked.term.ground, name=asked.name)
    ways = (common // divisor.low, common // divisor.high)
    ends = [end * way for end in (figure.units.low, figure.units.high) for way in ways]
    units = shared_out(figure.units, common, divisor, (min(ends), max(ends)))
    return replace(figure, units=units, scale=figure.scale * common, divisor=None)


# Sums over rows ----------------------------------------------------------------------------------


def _count(among: Node | None) -> Node:
    return OverRows(Function.COUNT, None, among)


def _sum(figure: Figure, among: Node | None) -> Node:
    """The sum of whole numbers, which cannot leave the widest type."""
    if figure.units.size * MOST_SUBJECTS > Whole.HUGEINT.highest:
        raise TooWide
    return OverRows(Function.SUM, figure.units.node, among)
