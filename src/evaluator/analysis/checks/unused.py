"""What is declared and then never used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.grounds import grounds
from evaluator.analysis.of_each import values_of_records
from evaluator.analysis.references import (
    asked_of_subjects,
    fields_read,
    reached,
    references,
    stated,
)
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.model.instrument import (
    ChoiceType,
    Input,
    InputType,
    Instrument,
    Item,
    ListType,
    Order,
    Scale,
    TextType,
    answered_item,
    instance_of,
)
from evaluator.source import Span


def unused_names(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Assumptions, kinds of evidence, scales and inputs that nothing refers to."""
    relied = {name for ground in grounds(instrument) for name in ground.assumptions}
    # One with several readings may leave nothing behind where it is read as it is here.
    plain = (x for x in instrument.assumptions if not x.readings)
    yield from _unused(kinds.UNUSED_ASSUMPTION, ((x.id, x.at) for x in plain), relied)
    asked = {kind for _, rating in instrument.ratings() for kind in rating.asked_for}
    asked.update(kind for _, one in instrument.answered for kind in one.asked_for)
    yield from _unused(
        kinds.UNUSED_EVIDENCE, ((x.id, x.ground.at) for x in instrument.evidence), asked
    )
    rated = {item.rating.scale.id for item in instrument.leaves() if item.rating is not None}
    rated.update(
        kind.order for kind in _types(instrument) if isinstance(kind, ChoiceType) and kind.order
    )
    scales: tuple[Scale | Order, ...] = (*instrument.scales, *instrument.orders)
    yield from _unused(kinds.UNUSED_SCALE, ((x.id, x.ground.at) for x in scales), rated)
    read = {name for part in stated(instrument) for name in references(part)}
    read |= _gathered(instrument)
    read |= {name for one in values_of_records(instrument) for name in one.inputs}
    yield from _unused(kinds.UNUSED_INPUT, _asked_for(instrument.inputs), read)
    own = ((item.id, asked.question.ground.at) for item, asked in instrument.askings())
    answers = {name for name in map(answered_item, read) if name is not None}
    yield from _unused(kinds.UNUSED_INPUT, own, {instance_of(name) or name for name in answers})
    yield from _unused_fields(instrument, read)
    for rules in instrument.groups:
        group = instrument.for_group(rules)
        parts = (*(value.formula for value in rules.values), *group.conditions())
        named = {name for part in parts for name in references(part)}
        named |= {name for one in values_of_records(group) for name in one.inputs}
        yield from _unused(kinds.UNUSED_INPUT, _asked_for(rules.inputs), named)
        yield from _unused_fields(group, named)


def _asked_for(inputs: Iterable[Input]) -> Iterator[tuple[str, Span]]:
    """The inputs that something should use; a text is there to be printed."""
    return ((x.id, x.ground.at) for x in inputs if not isinstance(x.type, TextType))


def _unused_fields(instrument: Instrument, read: set[str]) -> Iterator[Diagnostic]:
    """Fields of lists that are not used; a text is there to be printed."""
    used = {pair for part in stated(instrument) for pair in fields_read(part)}
    # What is worked out of each record and not used is told itself, and nothing it rests on.
    used |= {(one.list, name) for one in values_of_records(instrument) for name in one.fields}
    for one in instrument.inputs:
        if isinstance(one.type, ListType) and one.id in read:
            for field in one.type.fields:
                if not isinstance(field.type, TextType) and (one.id, field.id) not in used:
                    facts = {"id": field.id, "list": one.id}
                    yield Diagnostic(kind=kinds.UNUSED_FIELD, at=field.ground.at, facts=facts)
            for value in one.type.values:
                if (one.id, value.id) not in used:
                    facts = {"id": value.id, "list": one.id}
                    at = value.ground.at
                    yield Diagnostic(kind=kinds.RECORD_VALUE_UNUSED, at=at, facts=facts)


def _types(instrument: Instrument) -> Iterator[InputType]:
    """The types of inputs, of groups as well, and of the fields of lists."""
    grouped = (one for rules in instrument.groups for one in rules.inputs)
    for one in (*instrument.questions, *grouped):
        yield one.type
        if isinstance(one.type, ListType):
            yield from (field.type for field in one.type.fields)


def _gathered(instrument: Instrument) -> set[str]:
    """What the formulas of groups ask of the subjects."""
    asked = (term for rules in instrument.groups for term in (*rules.asks, *rules.asks_groups))
    ranks = (by for rules in instrument.groups for rank in rules.rankings for by in rank.by)
    found = {name for term in asked for name in asked_of_subjects(term)}
    return found | {by.of.id for by in ranks}


def _unused(
    kind: Kind, declared: Iterable[tuple[str, Span]], used: AbstractSet[str | None]
) -> Iterator[Diagnostic]:
    for name, at in declared:
        if name not in used:
            yield Diagnostic(kind=kind, at=at, facts={"id": name})


def unused_items(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Items that take part in no named value; the highest of a branch speaks for it."""
    if not instrument.values and not instrument.categories:
        return
    roots = {value.id for value in instrument.values}
    roots.update(name for held in instrument.conditions() for name in references(held))
    roots.update(name for table in instrument.categories for name in references(table.cases))
    roots.update(_gathered(instrument) & attainable.defined.keys())
    used = reached(frozenset(roots), attainable.defined)
    used |= {name for name in map(answered_item, used) if name is not None}
    for item in instrument.items:
        yield from _unused_in(item, used)


def _unused_in(item: Item, used: frozenset[str]) -> Iterator[Diagnostic]:
    if not any(x.id in used for x in item.walk()):
        yield Diagnostic(kind=kinds.ITEM_UNUSED, at=item.ground.at, facts={"id": item.id})
        return
    for child in item.children:
        yield from _unused_in(child, used)
