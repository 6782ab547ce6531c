"""Which missing answers a row waits for: what no line that was settled asks for is not missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.bands import gate_of, inside_of, read_by
from evaluator.backends.sql.columns import is_plain, key_of, parts_of, some_record
from evaluator.backends.sql.days import days_asked
from evaluator.backends.sql.draft import Draft, Judged, Truth, declared
from evaluator.backends.sql.formulas import compute_for, condition_of, decider_for, figure_of
from evaluator.backends.sql.nodes import (
    Bool,
    Column,
    Field,
    IsNot,
    IsNull,
    Lambda,
    Node,
    Opposite,
    all_of,
    any_of,
    opposite,
)
from evaluator.backends.sql.records import judged, picked_choice, with_parts
from evaluator.backends.sql.tables import Asked, Rows, asked_of, row_truths
from evaluator.model.formula import (
    All,
    Any,
    Applied,
    Arithmetic,
    BandIs,
    Cases,
    Compare,
    CompareDays,
    Condition,
    Constant,
    DaysBetween,
    FieldChoice,
    FieldIs,
    FieldValue,
    Formula,
    InputChoice,
    InputIs,
    InputValue,
    ItemValue,
    LeftOut,
    Lookup,
    NamedValue,
    Negative,
    Not,
    Over,
    OverRecords,
    OverSubjects,
    PickIs,
    PickRecord,
    RecordValue,
    Rounded,
    Subject,
    Within,
)
from evaluator.model.instrument import Bands, Item, ListType, Value, answer_id


@dataclass(frozen=True, slots=True)
class Test:
    """What must be so for an input to be waited for; it surely is where one of `moot` is NULL."""

    node: Node
    moot: frozenset[str]


Place = tuple[str, tuple[Test, ...]]
"""An input a formula reads, and on what it depends if it is waited for there."""


def missing(draft: Draft) -> Iterator[tuple[str, Node]]:
    """Each id that can be missing, in the order of the rule file, and when it is waited for."""
    for leaf in draft.instrument.leaves():
        conditions, out = draft.conditions_of(leaf.id), declared(leaf)
        plain = not conditions and out is None and is_plain(leaf)
        unanswered = IsNull(Column(leaf.id if plain else answer_id(leaf.id)))
        may_apply = (IsNot(all_of(conditions), truth=False),) if conditions else ()
        not_declared = (Opposite(out),) if out is not None else ()
        yield leaf.id, all_of((*may_apply, *not_declared, unanswered))
    places = list(_all_places(draft))
    own = [one for one in draft.instrument.questions if one.of is not None]
    for asked in (*own, *draft.instrument.inputs):
        ways = [tests for name, tests in places if name == asked.id]
        if ways and isinstance(asked.type, ListType):
            yield asked.id, _lacking(ways)
        elif ways:
            yield asked.key, _waited_for(draft, asked.id, ways)


def _all_places(draft: Draft) -> Iterator[Place]:
    instrument = draft.instrument
    for part in parts_of(instrument):
        tests = _while_open(draft, part)
        asks = tests
        out = draft.declared_out(answer_id(part.id)) if isinstance(part, Item) else None
        if out is not None:
            # What is declared not applicable asks for nothing, though it may yet count as a level.
            yield answer_id(part.id), tests
            asks = (*tests, Test(opposite(out), frozenset()))
        if part.formula is not None:
            inside = _in_formula(draft.own(part.id), part.formula, part.id)
            yield from _behind(asks, inside)
        for item in (draft.items[name] for name in draft.above.get(part.id, ())):
            if item.applies is not None:
                yield from _behind(tests, _in_condition(draft, item.applies.condition, item.id))
    for gate in instrument.gates:
        yield from _in_condition(draft, gate.condition, "not_scored")
    for bands in instrument.bands:
        yield from _in_bands(draft, bands)
    for table in instrument.categories:
        yield from _in_formula(draft, table.cases, table.id)


def _while_open(draft: Draft, part: Item | Value) -> tuple[Test, ...]:
    """That a part is open which may not apply: else what is inside it does not tell."""
    if part.id not in draft.above and (isinstance(part, Value) or declared(part) is None):
        return ()
    return (Test(IsNull(draft.figures[part.id].units.node), frozenset()),)


def _in_bands(draft: Draft, bands: Bands) -> Iterator[Place]:
    """What the gates of bands wait for."""
    for gate, tests, condition in _gates_of(draft, bands):
        del gate
        yield from _behind(tests, _in_condition(draft, condition, bands.id))


def _gates_of(draft: Draft, bands: Bands) -> Iterator[tuple[Truth, tuple[Test, ...], Condition]]:
    """The gate of a band is looked at where a value may come to it from above."""
    figure = read_by(draft, bands)
    for top in range(len(bands.rows)):
        tests: tuple[Test, ...] = (_may_hold(inside_of(bands, top, figure)),)
        for row in reversed(bands.rows[: top + 1]):
            gate = gate_of(draft, bands, row)
            if gate is None or row.gate is None:
                break
            yield gate, tests, row.gate.condition
            tests = (*tests, _may_fail(gate), *_with_value(gate))


def open_gates(draft: Draft) -> Iterator[Node]:
    """When the gate of a band is open that a value may come to."""
    for bands in draft.instrument.bands:
        for gate, tests, _ in _gates_of(draft, bands):
            yield all_of((*(test.node for test in tests), IsNull(gate.node)))


def _waited_for(draft: Draft, name: str, ways: Sequence[tuple[Test, ...]]) -> Node:
    """It is missing, and one of the ways to it is open."""
    out = draft.declared_out(name)
    absent: Node = IsNull(Column(name))
    if out is not None:
        absent = all_of((absent, Opposite(out)))
    open_ways: dict[tuple[Node, ...], None] = {}
    for tests in ways:
        nodes = tuple(dict.fromkeys(test.node for test in tests if name not in test.moot))
        if not nodes:
            return absent
        open_ways[nodes] = None
    if len(open_ways) == 1:
        (only,) = open_ways
        return all_of((absent, *only))
    return all_of((absent, any_of(tuple(map(all_of, open_ways)))))


def _lacking(ways: Sequence[tuple[Test, ...]]) -> Node:
    """One of the ways is open: a list can be waited for although it is there."""
    nodes = (tuple(dict.fromkeys(test.node for test in tests)) for tests in ways)
    return any_of(tuple(dict.fromkeys(map(all_of, nodes))))


def _with_value(truth: Truth) -> tuple[Test, ...]:
    """That a condition has a value: nothing after one that has none is looked at."""
    return () if truth.none is None else (Test(opposite(truth.none), frozenset()),)


def _may_hold(truth: Truth) -> Test:
    """A condition that holds or is open."""
    return Test(IsNot(truth.node, truth=False), truth.waits or frozenset())


def _does_not_fail(truth: Truth) -> Test:
    """A condition that holds, is open or has no value: it does not settle others."""
    held = _may_hold(truth)
    return held if truth.none is None else replace(held, node=any_of((truth.none, held.node)))


def _may_fail(truth: Truth) -> Test:
    """A condition that does not hold or is open."""
    return Test(IsNot(truth.node, truth=True), truth.waits or frozenset())


def _in_formula(draft: Draft, formula: Formula, owner: str) -> Iterator[Place]:
    match formula:
        case Constant() | LeftOut() | ItemValue() | NamedValue() | OverSubjects():
            pass  # items and values are looked at by themselves
        case OverRecords():
            node = figure_of(draft, formula, owner).units.node
            yield from _in_records(draft, formula, node, owner)
        case Arithmetic() | Over():
            yield from _behind(
                _has_value(draft, formula, owner), _in_operands(draft, formula, owner)
            )
        case FieldValue(list=list_, id=name):
            yield key_of(list_, name), ()
        case DaysBetween(first=first, last=last):
            yield from _behind(
                _has_value(draft, formula, owner), _in_answers(draft, days_asked(first, last))
            )
        case InputValue(id=name):
            yield from _in_answers(draft, [name])
        case RecordValue(formula=inner):
            yield from _in_formula(draft, inner, owner)
        case Negative(operand=operand) | Rounded(operand=operand) | Applied(operand=operand):
            yield from _in_formula(draft, operand, owner)
        case Cases():
            yield from _in_cases(draft, formula, owner)
        case Lookup():
            yield from _in_table(draft, formula, owner)
        case _:
            assert_never(formula)


def _in_answers(draft: Draft, names: Iterable[str]) -> Iterator[Place]:
    """Answers; that of a part that does not apply is not waited for."""
    for name in names:
        if name in draft.before:
            continue
        conditions = draft.conditions_on(name)
        tests = (Test(IsNot(all_of(conditions), truth=False), frozenset()),) if conditions else ()
        yield name, tests


def _in_operands(draft: Draft, formula: Arithmetic | Over, owner: str) -> Iterator[Place]:
    match formula:
        case Arithmetic(left=left, right=right):
            yield from _in_formula(draft, left, owner)
            yield from _in_formula(draft, right, owner)
        case Over(operands=operands):
            for operand in operands:
                yield from _in_formula(draft, operand.formula, owner)


def _has_value(draft: Draft, formula: Formula, owner: str) -> tuple[Test, ...]:
    """What one operand without a value settles waits for no other."""
    none = figure_of(draft, formula, owner).none
    return () if none is None else (Test(Opposite(none), frozenset()),)


def _in_cases(draft: Draft, formula: Cases, owner: str) -> Iterator[Place]:
    """A line is looked at unless one before it holds, its result unless it is settled not to."""
    before: tuple[Test, ...] = ()
    for line in formula.lines:
        truth = condition_of(draft, line.condition, owner)
        yield from _behind(before, _in_condition(draft, line.condition, owner))
        yield from _behind((*before, _may_hold(truth)), _in_formula(draft, line.result, owner))
        before = (*before, _may_fail(truth), *_with_value(truth))
    yield from _behind(before, _in_formula(draft, formula.otherwise, owner))


def _in_table(draft: Draft, table: Lookup, owner: str) -> Iterator[Place]:
    """Subjects are waited for while the result is open, a row's result unless another row holds.

    What is missing and taken by a row as such is not waited for.
    """
    whole = figure_of(draft, table, owner)
    node = draft.named(whole.units, f"{owner}_part").node
    is_open = Test(IsNull(node), whole.waits or frozenset())
    asked = asked_of(draft, table, compute_for(owner), owner)
    for subject, one in zip(table.subjects, asked, strict=True):
        if not one.has_missing:
            yield from _behind((is_open,), _in_subject(draft, subject, one, owner))
    truths = row_truths(Rows(draft=draft, table=table, asked=asked, owner=owner))
    for place, row in enumerate(table.rows):
        others = tuple(_may_fail(t) for at, t in enumerate(truths) if at != place)
        tests = (_may_hold(truths[place]), *others)
        yield from _behind(tests, _in_formula(draft, row.result, owner))


def _in_subject(draft: Draft, subject: Subject, asked: Asked, owner: str) -> Iterator[Place]:
    match subject:
        case InputChoice(id=name):
            yield from _in_answers(draft, [name])
        case FieldChoice(list=list_, id=name):
            yield key_of(list_, name), ()
        case PickRecord() | OverRecords():
            yield from _in_records(draft, subject, asked.node, owner)
        case _:
            yield from _in_formula(draft, subject, owner)


def _in_records(
    draft: Draft, over: OverRecords | PickRecord, node: Node, owner: str
) -> Iterator[Place]:
    """A list is waited for while what is made of it is open, unless only inputs keep that open."""
    is_open = Test(IsNull(node), frozenset())
    found = judged(draft, over.list, over.where, decider_for(owner))
    inner = replace(draft, at_hand=found.at_hand)
    places: list[Place] = []
    if over.where is not None and found.counts is not None:
        places = list(_in_condition(inner, over.where, owner))
    taken = _of_taken(inner, over)
    inputs = {name for name, _ in (*places, *taken) if name in draft.inputs}
    if not inputs:
        yield over.list, (is_open,)
        return
    records = with_parts(draft, found)
    called = found.at_hand.called
    lacks: Node = IsNull(Column(over.list))
    ways = (*_lacking_taken(taken, found, inputs), *_lacking_judged(found, places, inputs))
    if ways:
        lacks = any_of((lacks, some_record(records, Lambda(called, any_of(ways)))))
    yield over.list, (is_open, Test(lacks, frozenset()))
    undecided = (IsNull(found.counts),) if found.counts is not None else ()
    for name, tests, which in (
        *((name, tests, undecided) for name, tests in places),
        *((name, tests, _may_count(found)) for name, tests in taken),
    ):
        if name in inputs:
            nodes = tuple(test.node for test in tests if name not in test.moot)
            both = all_of((*which, *nodes)) if which or nodes else Bool(value=True)
            waiting = some_record(records, Lambda(called, both))
            yield name, (is_open, Test(waiting, frozenset()))


def _of_taken(inner: Draft, over: OverRecords | PickRecord) -> list[Place]:
    """What is read for the number that is taken of a record, and for what it is weighed with."""
    if isinstance(over, PickRecord):
        return [(key_of(over.list, over.field), ())]
    numbers = [number for number in (over.taken, over.weighed) if number is not None]
    return [place for number in numbers for place in _in_formula(inner, number, number.id)]


def _may_count(found: Judged) -> tuple[Node, ...]:
    return () if found.counts is None else (IsNot(found.counts, truth=False),)


def _lacking_taken(
    taken: Sequence[Place], found: Judged, inputs: AbstractSet[str]
) -> Iterator[Node]:
    """The record may count and lacks what is taken of it."""
    for name, tests in taken:
        if name not in inputs:
            lacks = IsNull(_field_of(found, name))
            yield all_of((*_may_count(found), lacks, *(test.node for test in tests)))


def _field_of(found: Judged, name: str) -> Field:
    return Field(found.at_hand.called, name.removeprefix(key_of(found.at_hand.of, "")))


def _lacking_judged(
    found: Judged, places: Sequence[Place], inputs: AbstractSet[str]
) -> Iterator[Node]:
    """It is open whether the record counts, and it lacks a field that would tell."""
    for name, tests in places:
        if name not in inputs and found.counts is not None:
            lacks = IsNull(_field_of(found, name))
            yield all_of((IsNull(found.counts), lacks, *(test.node for test in tests)))


def _in_condition(draft: Draft, condition: Condition, owner: str) -> Iterator[Place]:
    """One that has no value waits for nothing."""
    truth = condition_of(draft, condition, owner)
    yield from _behind(_with_value(truth), _inside(draft, condition, owner))


def _inside(draft: Draft, condition: Condition, owner: str) -> Iterator[Place]:
    match condition:
        case Compare(left=left, right=right):
            yield from _in_formula(draft, left, owner)
            yield from _in_formula(draft, right, owner)
        case InputIs(id=name):
            yield from _in_answers(draft, [name])
        case CompareDays(left=day, right=other):
            yield from _in_answers(draft, days_asked(day, other))
        case BandIs():
            pass  # only a group asks for the categories of its subjects
        case FieldIs(list=list_, id=name):
            yield key_of(list_, name), ()
        case Within(day=day):
            yield from _in_answers(draft, days_asked(day))
        case PickIs(pick=pick):
            node = picked_choice(draft, pick, owner, decider_for(owner))
            yield from _in_records(draft, pick, node, owner)
        case Not(operand=operand):
            yield from _in_condition(draft, operand, owner)
        case All(operands=operands) | Any(operands=operands):
            unsettled = _may_fail if isinstance(condition, Any) else _does_not_fail
            truths = [condition_of(draft, x, owner) for x in operands]
            for index, operand in enumerate(operands):
                others = tuple(unsettled(t) for i, t in enumerate(truths) if i != index)
                yield from _behind(others, _in_condition(draft, operand, owner))
        case _:
            assert_never(condition)


def _behind(tests: tuple[Test, ...], places: Iterator[Place]) -> Iterator[Place]:
    for name, more in places:
        yield name, (*tests, *more)
