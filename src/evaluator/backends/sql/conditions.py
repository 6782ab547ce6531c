"""Conditions as three-valued SQL: NULL while the answers they need are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from evaluator.backends.sql.columns import BEYOND, key_of
from evaluator.backends.sql.days import day_node, days_absent, days_wait
from evaluator.backends.sql.draft import Draft, Truth
from evaluator.backends.sql.figure import Figure, MayHaveNone, Waits, crossed, joined
from evaluator.backends.sql.nodes import (
    Column,
    Compared,
    Field,
    Fixed,
    IsNull,
    Logic,
    Node,
    Number,
    OneOf,
    Opposite,
    Text,
    Whole,
    all_of,
    any_of,
    opposite,
    surely,
    surely_not,
)
from evaluator.backends.sql.nodes import Day as Literal
from evaluator.backends.sql.records import Decide, at_hand_of, picked_choice
from evaluator.model.formula import (
    All,
    Any,
    BandIs,
    Compare,
    CompareDays,
    Condition,
    Constant,
    Day,
    FieldIs,
    FieldValue,
    Formula,
    InputIs,
    InputValue,
    Not,
    PickIs,
    Within,
)
from evaluator.model.instrument import InputType, YesNoType
from evaluator.values.comparisons import MIRRORED
from evaluator.values.windows import Window, days_of

Compute = Callable[[Draft, Formula], Figure]
"""A formula as a figure."""


def truth_of(draft: Draft, condition: Condition, compute: Compute, owner: str) -> Truth:
    """A condition as SQL; `owner` is the id of what it stands in."""
    match condition:
        case Compare(operator=operator, left=InputValue(id=name), right=Constant(value=value)) if (
            name not in draft.before
        ):
            truth = input_compared(draft, operator, name, value)
            return with_value(draft, truth, [draft.absence(name)], owner)
        case Compare(operator=operator, left=Constant(value=value), right=InputValue(id=name)) if (
            name not in draft.before
        ):
            truth = input_compared(draft, MIRRORED[operator], name, value)
            return with_value(draft, truth, [draft.absence(name)], owner)
        case Compare(operator=operator, left=FieldValue() as field, right=Constant(value=value)):
            return _field_compared(draft, operator, field, value)
        case Compare(operator=operator, left=Constant(value=value), right=FieldValue() as field):
            return _field_compared(draft, MIRRORED[operator], field, value)
        case Compare(operator=operator, left=left, right=right):
            sides = [compute(draft, side) for side in (left, right)]
            truth = compared(operator, *(replace(x, none=None, absent=None) for x in sides))
            return with_value(draft, truth, [side.nothing for side in sides], owner)
        case CompareDays(operator=operator, left=left_day, right=right_day):
            days = (left_day, right_day)
            node: Node = Compared(operator, *(day_node(draft, day) for day in days))
            truth = Truth(node=node, waits=days_wait(*days))
            return with_value(draft, truth, days_absent(draft, *days), owner)
        case InputIs(id=name, choice=choice):
            node = _is(draft.place(name), draft.inputs[name].type, choice)
            truth = Truth(node=node, waits=frozenset({name}))
            return with_value(draft, truth, [draft.absence(name)], owner)
        case BandIs(id=name) if name in _without_category(draft, compute):
            raise MayHaveNone
        case BandIs(id=name, label=label):
            truth = Truth(node=Compared("=", Column(name), Text(label)), waits=None)
            return with_value(draft, truth, [draft.unlabelled.get(name)], owner)
        case FieldIs(id=name, choice=choice):
            at_hand = at_hand_of(draft)
            node = _is(Field(at_hand.called, name), at_hand.fields[name].type, choice)
            return Truth(node=node, waits=None)
        case Within(day=day, window=window):
            truth = _within(draft, day, window)
            return with_value(draft, truth, days_absent(draft, day), owner)
        case PickIs(pick=pick, choice=choice):
            column = picked_choice(draft, pick, owner, decider(compute, owner))
            return Truth(node=Compared("=", column, Text(choice)), waits=None)
        case Not(operand=operand):
            inner = truth_of(draft, operand, compute, owner)
            turned = Truth(node=Opposite(inner.node), waits=inner.waits)
            return with_value(draft, turned, [inner.none], owner)
        case Any(operands=operands) if (listed := _one_choice(draft, operands)) is not None:
            choices = tuple(Text(x.choice) for x in operands if isinstance(x, InputIs))
            among = OneOf(draft.place(listed), choices)
            truth = Truth(node=among, waits=frozenset({listed}))
            return with_value(draft, truth, [draft.absence(listed)], owner)
        case All(operands=operands) | Any(operands=operands):
            joint = "AND" if isinstance(condition, All) else "OR"
            truths = [truth_of(draft, x, compute, owner) for x in operands]
            return settled_by_one(draft, joint, truths, owner)
        case _:
            assert_never(condition)


def _without_category(draft: Draft, compute: Compute) -> Iterator[str]:
    """The tables of categories over a value, or with gates, that there may not be."""
    for bands in draft.instrument.bands:
        figure = draft.figures.get(bands.of)
        gates = (truth_of(draft, gate, compute, bands.id) for gate in bands.gates)
        lacking = figure is not None and figure.nothing is not None
        if lacking or any(gate.none is not None for gate in gates):
            yield bands.id


def with_value(draft: Draft, truth: Truth, nones: Sequence[Node | None], owner: str) -> Truth:
    """A condition that has no value where one of what it looks at has none."""
    there = tuple(dict.fromkeys(none for none in nones if none is not None))
    if not there:
        return truth
    none = _short(draft, any_of(there), f"{owner}_undecidable")
    return Truth(node=all_of((opposite(none), truth.node)), waits=None, none=none)


def settled_by_one(draft: Draft, operator: str, truths: Sequence[Truth], owner: str) -> Truth:
    """AND, which one no settles, or OR, which one yes does; else it waits, else has no value."""
    if len(truths) == 1:
        return truths[0]
    nones = tuple(dict.fromkeys(truth.none for truth in truths if truth.none is not None))
    if not nones:
        node = Logic(operator, tuple(truth.node for truth in truths))
        return Truth(node=node, waits=_waits_of(truths))
    if operator == "OR":
        holds = draft.part(any_of(tuple(truth.node for truth in truths)), f"{owner}_holds")
        none = all_of((any_of(nones), surely_not(holds)))
        return Truth(node=holds, waits=None, none=draft.part(none, f"{owner}_undecidable"))
    # What has no value neither settles nor fails it.
    passed = (x.node if x.none is None else any_of((x.none, x.node)) for x in truths)
    holds = draft.part(all_of(tuple(passed)), f"{owner}_may_hold")
    without = draft.part(all_of((any_of(nones), surely(holds))), f"{owner}_undecidable")
    return Truth(node=all_of((opposite(without), holds)), waits=None, none=without)


def _short(draft: Draft, node: Node, wanted: str) -> Node:
    """A node that is written several times: in a column of its own unless it is as short."""
    short = isinstance(node, Opposite | IsNull) and not isinstance(node.operand, Logic)
    return node if short else draft.part(node, wanted)


def _waits_of(truths: Sequence[Truth]) -> Waits:
    """One column at most can be told: with two, either may settle what the other leaves open."""
    waits = joined(truth.waits for truth in truths)
    waiting = {truth.waits for truth in truths}
    if waits is None or len(waits) > 1 or (waits and len(waiting) > 1):
        return None
    return waits


def compared(operator: str, left: Figure, right: Figure) -> Truth:
    """Two figures that have a value compared.

    Equal is neither above nor below, which holds of fractions too.
    """
    if left.nothing is not None or right.nothing is not None:
        raise AssertionError("what has no value is not compared")
    if operator == "=" and (left.constant is not None or right.constant is not None):
        return _neither(compared("<=", left, right), compared(">=", left, right))
    waits = joined((left.waits, right.waits))
    value = right.constant
    if left.constant is not None and value is None:
        return compared(MIRRORED[operator], right, left)
    if value is not None and left.divisor is None:
        limit = threshold(operator, value * left.scale)
        return Truth(node=Compared(operator, left.units.node, Number(limit)), waits=waits)
    a, b = crossed(left, right)
    return Truth(node=Compared(operator, a.node, b.node), waits=waits)


def _neither(at_most: Truth, at_least: Truth) -> Truth:
    """Two comparisons of the same two numbers that both hold, or the one of equals they come to."""
    a, b = at_most.node, at_least.node
    if isinstance(a, Compared) and isinstance(b, Compared) and a.right == b.right:
        return Truth(node=Compared("=", a.left, a.right), waits=at_most.waits)
    return Truth(node=Logic("AND", (a, b)), waits=at_most.waits)


def threshold(operator: str, limit: Fraction) -> int:
    """The whole number that whole numbers compare with as with `limit`."""
    whole = floor(limit) if operator in {">", "<="} else ceil(limit)
    most = Whole.HUGEINT.highest  # no number of a query is beyond this, so none beyond is needed
    return max(-most, min(whole, most))


def decider(compute: Compute, owner: str) -> Decide:
    """Conditions on records as SQL."""
    return lambda draft, condition: truth_of(draft, condition, compute, owner)


def input_compared(draft: Draft, operator: str, name: str, value: Fraction) -> Truth:
    """A number input stays as it was read; the threshold is written with its decimals."""
    node = _held_against(draft.place(name), operator, value, draft.decimals[name])
    return Truth(node=node, waits=frozenset({name}))


def _field_compared(draft: Draft, operator: str, field: FieldValue, value: Fraction) -> Truth:
    place = Field(at_hand_of(draft).called, field.id)
    decimals = draft.decimals[key_of(field.list, field.id)]
    return Truth(node=_held_against(place, operator, value, decimals), waits=None)


def _held_against(place: Node, operator: str, value: Fraction, decimals: int) -> Node:
    if operator == "=":
        each = (_held_against(place, one, value, decimals) for one in ("<=", ">="))
        return _neither(*(Truth(node=node, waits=None) for node in each)).node
    limit = max(-BEYOND, min(threshold(operator, value * 10**decimals), BEYOND))
    return Compared(operator, place, Fixed(limit, decimals))


def _within(draft: Draft, day: Day, window: Window) -> Truth:
    """Whether a date lies in a window, whose days the period settles."""
    place = day_node(draft, day)
    first, last = days_of(window, draft.period.first, draft.period.last)
    since, until = Compared(">=", place, Literal(first)), Compared("<=", place, Literal(last))
    return Truth(node=all_of((since, until)), waits=days_wait(day))


def _is(place: Node, kind: InputType, choice: str) -> Node:
    if isinstance(kind, YesNoType):
        return place if choice == "yes" else Opposite(place)
    return Compared("=", place, Text(choice))


def _one_choice(draft: Draft, operands: Sequence[Condition]) -> str | None:
    """The input of which these are several choices, which are one list then."""
    names = {x.id for x in operands if isinstance(x, InputIs)}
    if len(operands) == 1 or len(names) != 1 or not all(isinstance(x, InputIs) for x in operands):
        return None
    (name,) = names
    return None if isinstance(draft.inputs[name].type, YesNoType) else name
