"""Ids that would be columns of one name where many subjects stand in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.columns import EXACT, KEY, NOT_APPLICABLE, OF_GROUPS, ROW, STATUS
from evaluator.model.formula import Ground
from evaluator.model.instrument import Instrument, Item, Value
from evaluator.values.rounding import Rounding

Named = tuple[str, Ground]
"""A column that the rules name, and where they do."""


def columns(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Names that tables of results have twice: capitals do not tell them apart."""
    own = [KEY, STATUS, ROW, *([NOT_APPLICABLE] if instrument.may_be_absent else [])]
    yield from _twice(own, _of_subjects(instrument))
    yield from _twice(OF_GROUPS, _of_groups(instrument))


def _of_subjects(instrument: Instrument) -> Iterator[Named]:
    parts: tuple[Item | Value, ...] = (*instrument.walk(), *instrument.values)
    for part in parts:
        yield from _told(part.id, part.published, part.ground)
    yield from ((one.id, one.ground) for one in instrument.inputs)
    yield from ((bands.id, bands.ground) for bands in instrument.bands)
    yield from ((table.id, table.ground) for table in instrument.categories)
    yield from ((ranking.id, ranking.ground) for _, ranking in instrument.subject_rankings())


def _of_groups(instrument: Instrument) -> Iterator[Named]:
    for rules in instrument.groups:
        for value in rules.values:
            yield from _told(value.id, value.published, value.ground)
        yield from ((bands.id, bands.ground) for bands in rules.bands)
        yield from ((each.id, each.ground) for each in rules.rankings if each.ranked is not None)


def _told(id_: str, published: Rounding | None, ground: Ground) -> Iterator[Named]:
    yield id_, ground
    if published is not None:
        yield id_ + EXACT, ground


def _twice(own: Iterable[str], named: Iterable[Named]) -> Iterator[Diagnostic]:
    seen = {name: name for name in own}
    for name, ground in named:
        other = seen.get(name.lower())
        if other is not None:
            facts = {"name": name, "other": other}
            yield Diagnostic(kind=kinds.COLUMN_NAME, at=ground.at, facts=facts)
        seen[name.lower()] = name
