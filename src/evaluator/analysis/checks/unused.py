"""What is declared and then never used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.grounds import grounds
from evaluator.analysis.references import asked_of_subjects, formulas, reached, references
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.model.instrument import Documents, Instrument, Item, Need, NeedAll, NeedAny
from evaluator.source import Span


def unused_names(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Assumptions, kinds of evidence, scales and inputs that nothing refers to."""
    relied = {name for ground in grounds(instrument) for name in ground.assumptions}
    # One with several readings may leave nothing behind where it is read as it is here.
    plain = (x for x in instrument.assumptions if not x.readings)
    yield from _unused(kinds.UNUSED_ASSUMPTION, ((x.id, x.at) for x in plain), relied)
    asked = {kind for item in instrument.leaves() for kind in _asked(item)}
    yield from _unused(
        kinds.UNUSED_EVIDENCE, ((x.id, x.ground.at) for x in instrument.evidence), asked
    )
    rated = {item.rating.scale.id for item in instrument.leaves() if item.rating is not None}
    yield from _unused(kinds.UNUSED_SCALE, ((x.id, x.ground.at) for x in instrument.scales), rated)
    read = {name for formula in formulas(instrument) for name in references(formula)}
    read.update(name for held in instrument.conditions() for name in references(held))
    read |= _gathered(instrument)
    yield from _unused(kinds.UNUSED_INPUT, ((x.id, x.ground.at) for x in instrument.inputs), read)
    for rules in instrument.groups:
        conditions = instrument.for_group(rules).conditions()
        formulas_of = (*(value.formula for value in rules.values), *conditions)
        named = {name for part in formulas_of for name in references(part)}
        inputs = ((x.id, x.ground.at) for x in rules.inputs)
        yield from _unused(kinds.UNUSED_INPUT, inputs, named)


def _gathered(instrument: Instrument) -> set[str]:
    """What the formulas of groups ask of the subjects."""
    asked = (term for rules in instrument.groups for term in rules.asks)
    return {name for term in asked for name in asked_of_subjects(term)}


def _unused(
    kind: Kind, declared: Iterable[tuple[str, Span]], used: set[str]
) -> Iterator[Diagnostic]:
    for name, at in declared:
        if name not in used:
            yield Diagnostic(kind=kind, at=at, facts={"id": name})


def _asked(item: Item) -> Iterator[str]:
    for rule in item.rating.needs if item.rating is not None else ():
        if rule.need is not None:
            yield from _documents(rule.need)


def _documents(need: Need) -> Iterator[str]:
    match need:
        case Documents():
            yield from need.kinds
        case NeedAll() | NeedAny():
            for inner in need.needs:
                yield from _documents(inner)


def unused_items(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Items that take part in no named value; the highest of a branch speaks for it."""
    if not instrument.values and not instrument.categories:
        return
    roots = {value.id for value in instrument.values}
    roots.update(name for held in instrument.conditions() for name in references(held))
    roots.update(name for table in instrument.categories for name in references(table.cases))
    roots.update(_gathered(instrument) & attainable.defined.keys())
    used = reached(frozenset(roots), attainable.defined)
    for item in instrument.items:
        yield from _unused_in(item, used)


def _unused_in(item: Item, used: frozenset[str]) -> Iterator[Diagnostic]:
    if not any(x.id in used for x in item.walk()):
        yield Diagnostic(kind=kinds.ITEM_UNUSED, at=item.ground.at, facts={"id": item.id})
        return
    for child in item.children:
        yield from _unused_in(child, used)
