"""Lists of records: which records count, and what is taken of those that do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.columns import MOST_RECORDS, key_of, some_record
from evaluator.backends.sql.draft import About, AtHand, Draft, Judged, Truth, in_units
from evaluator.backends.sql.figure import Figure, MayHaveNone, Units, narrowed, product
from evaluator.backends.sql.nodes import (
    Call,
    Case,
    Column,
    Compared,
    Extended,
    Field,
    Function,
    IsNot,
    IsNull,
    Lambda,
    Node,
    Null,
    Number,
    OneOf,
    Opposite,
    Text,
    When,
    Whole,
    all_of,
    any_of,
    surely,
)
from evaluator.backends.sql.refusal import refused
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.model.formula import (
    Condition,
    End,
    Few,
    FieldValue,
    Formula,
    OverRecords,
    PickRecord,
    RecordValue,
    Tally,
)
from evaluator.model.instrument import ListType

Compute = Callable[[Draft, Formula], Figure]
"""A formula as a figure."""
Decide = Callable[[Draft, Condition], Truth]
"""A condition as SQL."""
NONE = "(none)"
"""What the highest or lowest choice among no records comes to; no choice is called so."""
COUNTS = "counts"


def judged(draft: Draft, list_: str, where: Condition | None, decide: Decide) -> Judged:
    """The records of a list, each held against a condition once."""
    key = (list_, where, draft.stated)
    if key not in draft.judged:
        draft.judged[key] = _judge(draft, list_, where, decide)
    return draft.judged[key]


def _judge(draft: Draft, list_: str, where: Condition | None, decide: Decide) -> Judged:
    at_hand = _at_hand(draft, list_)
    if where is None:
        return Judged(records=Column(list_), counts=None, at_hand=at_hand)
    truth = decide(replace(draft, at_hand=at_hand), where)
    if truth.none is not None:
        raise MayHaveNone  # one record of which it cannot be said leaves all without a value
    counts = at_hand.fresh(COUNTS)
    at_hand.parts.append((counts, truth.node))
    found = Judged(records=Column(list_), counts=Field(at_hand.called, counts), at_hand=at_hand)
    return replace(found, records=with_parts(draft, found))


def _at_hand(draft: Draft, list_: str) -> AtHand:
    declared = draft.inputs[list_]
    if not isinstance(declared.type, ListType):
        raise AssertionError("only lists have records")
    fields = {field.id: field for field in declared.type.fields}
    return AtHand(of=list_, label=declared.label, called=draft.record, fields=fields)


def with_parts(draft: Draft, found: Judged) -> Column:
    """The records with every field that was made for them so far."""
    at_hand = found.at_hand
    records = Column(at_hand.of)
    for name, node in at_hand.parts:
        each = Lambda(at_hand.called, Extended(at_hand.called, name, node))
        made = Call(Function.LIST_TRANSFORM, (records, each))
        wanted, value = f"{at_hand.of}_{name}", at_hand.values.get(name)
        if value is None:
            records = draft.column(made, wanted, About.RECORDS, at_hand.label)
        else:
            records = draft.column(made, wanted, About.OF_EACH, value.label, value.ground)
    return records


def field_value(draft: Draft, field: FieldValue) -> Figure:
    """A number of the record at hand, as whole units of its last decimal."""
    return _read(draft, at_hand_of(draft), field.id)


def _read(draft: Draft, at_hand: AtHand, name: str) -> Figure:
    decimals = draft.decimals[key_of(at_hand.of, name)]
    units = in_units(Field(at_hand.called, name), at_hand.fields[name].type, decimals)
    return Figure(units=units, scale=10**decimals, waits=None)


def at_hand_of(draft: Draft) -> AtHand:
    """The record at hand."""
    if draft.at_hand is None:
        raise AssertionError("fields are read inside `where` alone")
    return draft.at_hand


# What is taken -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is taken of the records that count: a list with NULL for each that is open."""

    values: Column
    waits: frozenset[str] | None

    @property
    def settled(self) -> Node:
        """Whether nothing of it is open; NULL where the list is missing."""
        counted = Call(Function.LIST_COUNT, (self.values,))
        return Compared("=", counted, Call(Function.LEN, (self.values,)))

    @property
    def none(self) -> Node:
        """Whether no record counts."""
        return Compared("=", Call(Function.LEN, (self.values,)), Number(0))

    def unless_open(self, node: Node) -> Node:
        """NULL while anything of it is open."""
        return Case((When(self.settled, node),), Null())


def _taken(draft: Draft, found: Judged, node: Node, wanted: str) -> Taken:
    records: Node = found.records
    if found.counts is not None:
        may_count = Lambda(found.at_hand.called, IsNot(found.counts, truth=False))
        records = Call(Function.LIST_FILTER, (records, may_count))
        node = Case((When(found.counts, node),), Null())
    values = Call(Function.LIST_TRANSFORM, (records, Lambda(found.at_hand.called, node)))
    return Taken(values=draft.column(values, wanted, About.TAKEN, found.at_hand.label), waits=None)


# Numbers -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """What the records come to.

    Attributes:
        none: that no record counts, of an aggregate that has no value then; NULL while it is open.
        weightless: that the weights of those that count add up to 0; never NULL.
    """

    figure: Figure
    none: Node | None
    weightless: Node | None = None


def tallied(
    draft: Draft, over: OverRecords, owner: str, compute: Compute, decide: Decide
) -> Tallied:
    """A number from the records that count."""
    found = judged(draft, over.list, over.where, decide)
    if over.taken is None:
        return Tallied(figure=_count(found), none=None)
    figure = _of_each(draft, found, over.taken, compute)
    weights = None if over.weighed is None else _of_each(draft, found, over.weighed, compute)
    found = replace(found, records=with_parts(draft, found))
    if weights is not None:
        return _weighted_mean(draft, found, (figure, weights), owner, f"{owner}_{over.weight}")
    taken = _taken(draft, found, figure.units.node, f"{owner}_{over.field}")
    if over.few is not None:
        taken = _few(draft, taken, over.few, f"{owner}_few")
    match over.tally:
        case Tally.COUNT | Tally.SUM:
            return Tallied(figure=_summed(taken, figure), none=None)
        case Tally.HIGHEST | Tally.LOWEST:
            result = _best(over.tally, taken, figure)
        case Tally.MEAN:
            count = Call(Function.GREATEST, (Call(Function.LEN, (taken.values,)), Number(1)))
            below = Units(node=count, type=Whole.BIGINT, low=1, high=MOST_RECORDS)
            result = replace(_summed(taken, figure), divisor=draft.named(below, f"{owner}_count"))
        case _:
            assert_never(over.tally)
    return Tallied(figure=result, none=taken.unless_open(taken.none))


def _of_each(
    draft: Draft, found: Judged, number: FieldValue | RecordValue, compute: Compute
) -> Figure:
    """The number that is taken of each record, over a denominator that all of them share."""
    figure = compute(replace(draft, at_hand=found.at_hand), number)
    if figure.none is not None:
        raise MayHaveNone
    if figure.divisor is not None:
        facts = {"name": number.id, "list": number.list}
        raise refused(kinds.SQL_RECORD_VALUE, number.ground, **facts)
    return figure


def _few(draft: Draft, taken: Taken, few: Few, wanted: str) -> Taken:
    """The few highest or lowest of what is taken, all of it where it is no more."""
    sort = Function.LIST_REVERSE_SORT if few.end is End.HIGHEST else Function.LIST_SORT
    ordered = Call(sort, (taken.values,))
    cut = Call(Function.LIST_SLICE, (ordered, Number(1), Number(few.count)))
    values = draft.column(taken.unless_open(cut), wanted)
    return replace(taken, values=values)


def _weighted_mean(
    draft: Draft, found: Judged, sides: tuple[Figure, Figure], owner: str, wanted: str
) -> Tallied:
    """The sum of the products over the sum of the weights, which must not be 0.

    `sides` are what is weighed and what it is weighed with, in a column of the `wanted` name.
    """
    figure, weights = sides
    both = product(figure.units, weights.units)
    taken = _taken(draft, found, both.node, f"{owner}_products")
    weighed = _taken(draft, found, weights.units.node, wanted)
    above = replace(figure, units=both)
    whole = Call(Function.COALESCE, (Call(Function.LIST_SUM, (weighed.values,)), Number(0)))
    most = MOST_RECORDS * weights.units.high
    below = Units(node=whole, type=Whole.HUGEINT, low=0, high=most)
    below = draft.named(narrowed(below), f"{owner}_weights")
    least = max(weights.units.low, 1)
    divisor = replace(below, node=Call(Function.GREATEST, (below.node, Number(least))), low=least)
    result = replace(_summed(taken, above), divisor=draft.named(divisor, f"{owner}_divisor"))
    weightless = None
    if weights.units.low <= 0:
        weightless = surely(all_of((taken.settled, Compared("=", below.node, Number(0)))))
    return Tallied(figure=result, none=taken.unless_open(taken.none), weightless=weightless)


def _count(found: Judged) -> Figure:
    """How many records count; NULL while that is open of one."""
    counts = found.counts
    if counts is None:
        node: Node = Call(Function.LEN, (found.records,))
        waits: frozenset[str] | None = frozenset({found.at_hand.of})
    else:
        called = found.at_hand.called
        is_open = some_record(found.records, Lambda(called, IsNull(counts)))
        counted = Call(Function.LIST_FILTER, (found.records, Lambda(called, counts)))
        node = Case((When(is_open, Null()),), Call(Function.LEN, (counted,)))
        waits = None
    units = Units(node=node, type=Whole.BIGINT, low=0, high=MOST_RECORDS)
    return Figure(units=units, waits=waits)


def _summed(taken: Taken, one: Figure) -> Figure:
    low, high = min(0, MOST_RECORDS * one.units.low), max(0, MOST_RECORDS * one.units.high)
    whole = Call(Function.LIST_SUM, (taken.values,))
    node = taken.unless_open(Call(Function.COALESCE, (whole, Number(0))))
    wide = Units(node=node, type=Whole.HUGEINT, low=low, high=high)
    return Figure(units=narrowed(wide), scale=one.scale, waits=None)


def _best(tally: Tally, taken: Taken, one: Figure) -> Figure:
    """The highest or lowest number; 0 of no records."""
    function = Function.LIST_MAX if tally is Tally.HIGHEST else Function.LIST_MIN
    best = Call(Function.COALESCE, (Call(function, (taken.values,)), Number(0)))
    units = replace(
        one.units,
        node=taken.unless_open(best),
        low=min(0, one.units.low),
        high=max(0, one.units.high),
    )
    return Figure(units=units, scale=one.scale, waits=None)


# Choices -----------------------------------------------------------------------------------------


def picked_choice(draft: Draft, pick: PickRecord, owner: str, decide: Decide) -> Column:
    """The highest or lowest choice, `(none)` where no record counts; NULL while it is open."""
    found = judged(draft, pick.list, pick.where, decide)
    field = Field(found.at_hand.called, pick.field)
    taken = _taken(draft, found, field, f"{owner}_{pick.field}")
    ranked = pick.choices if pick.tally is Tally.LOWEST else pick.choices[::-1]
    is_open = any_of(
        (
            IsNull(taken.values),
            Compared(
                "<",
                Call(Function.LIST_COUNT, (taken.values,)),
                Call(Function.LEN, (taken.values,)),
            ),
        )
    )
    # Most lists have no record that counts: of those nothing else is looked at.
    lines = [When(taken.none, Text(NONE)), When(is_open, Null())]
    for choice in ranked[:-1]:
        text = Text(choice)
        lines.append(When(Call(Function.LIST_CONTAINS, (taken.values, text)), text))
    node = Case(tuple(lines), Text(ranked[-1]))
    return draft.column(node, f"{owner}_{pick.tally.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What a choice among records can still come to while it is open."""

    pick: PickRecord
    found: Judged

    def may_be(self, choices: Sequence[str]) -> Node:
        """Whether it can come to one of these; true where it has come to it."""
        return any_of(tuple(map(self._may_be, choices)))

    def _may_be(self, choice: str) -> Node:
        """A record may state it, and none that surely counts states a better one."""
        field = Field(self.found.at_hand.called, self.pick.field)
        states = any_of((Compared("=", field, Text(choice)), IsNull(field)))
        counts = self.found.counts
        tests: list[Node] = []
        stating = states if counts is None else all_of((IsNot(counts, truth=False), states))
        tests.append(self._some(stating))
        better = self._better(choice)
        if better:
            sure: Node = OneOf(field, tuple(map(Text, better)))
            if counts is not None:
                sure = all_of((counts, sure))
            tests.append(IsNot(self._some(sure), truth=True))
        return all_of(tuple(tests))

    def surely_one(self) -> Node:
        """Whether a record surely counts."""
        counts = self.found.counts
        if counts is None:
            length = Call(Function.LEN, (self.found.records,))
            return all_of((Opposite(IsNull(length)), Compared(">", length, Number(0))))
        return Opposite(IsNot(self._some(counts), truth=True))

    def _better(self, choice: str) -> tuple[str, ...]:
        at = self.pick.choices.index(choice)
        highest = self.pick.tally is Tally.HIGHEST
        return self.pick.choices[at + 1 :] if highest else self.pick.choices[:at]

    def _some(self, condition: Node) -> Node:
        return some_record(self.found.records, Lambda(self.found.at_hand.called, condition))


def chances(draft: Draft, pick: PickRecord, decide: Decide) -> Chances:
    """What a choice among records can still come to."""
    return Chances(pick=pick, found=judged(draft, pick.list, pick.where, decide))
