"""What a rule may say that a table with one row a subject cannot carry, told before any SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evaluator.backends.sql.columns import parts_of
from evaluator.backends.sql.outputs import names
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.instrument import Instrument, ListType
from evaluator.source import Span


def unsupported(instrument: Instrument, kept: Sequence[str]) -> Iterator[Diagnostic]:
    """Every rule that is refused as it stands."""
    for item in instrument.walk():
        if item.repeated is not None:
            at = item.repeated.ground.at
            yield Diagnostic(kind=kinds.SQL_REPEATED, at=at, facts={"item": item.id})
    yield from _evidence(instrument)
    yield from _twice(instrument, kept)
    for one in instrument.inputs:
        if isinstance(one.type, ListType):
            yield from _fields_twice(one.type)


def _evidence(instrument: Instrument) -> Iterator[Diagnostic]:
    """Each rule that asks for documents, once, whatever the leaves it holds for."""
    told: set[Span] = set()
    for leaf, rating in instrument.ratings():
        proofs = [need for need in rating.needs if need.need is not None]
        if proofs and proofs[0].ground.at not in told:
            at = proofs[0].ground.at
            told.add(at)
            yield Diagnostic(kind=kinds.SQL_EVIDENCE, at=at, facts={"item": leaf.id})
    for item, asked in instrument.answered:
        need = next((need for need in asked.needs if need.need is not None), None)
        if need is not None and need.ground.at not in told:
            told.add(need.ground.at)
            yield Diagnostic(kind=kinds.SQL_EVIDENCE, at=need.ground.at, facts={"item": item.id})


def _twice(instrument: Instrument, kept: Sequence[str]) -> Iterator[Diagnostic]:
    """Columns whose names are the same: SQL does not tell capitals from small letters."""
    places = {part.id: part.ground.at for part in parts_of(instrument)}
    places |= {one.id: one.ground.at for one in instrument.inputs}
    places |= {bands.id: bands.ground.at for bands in instrument.bands}
    places |= {table.id: table.ground.at for table in instrument.categories}
    columns = (*names(instrument, kept), *(one.id for one in instrument.inputs))
    yield from columns_twice(instrument, columns, places)


def columns_twice(
    instrument: Instrument, columns: Iterable[str], places: Mapping[str, Span]
) -> Iterator[Diagnostic]:
    """Each column that is called like one before it; `places` are where ids are declared."""
    seen: dict[str, str] = {}
    for name in columns:
        other = seen.get(name.lower())
        if other is not None:
            at = places.get(name, places.get(other, instrument.at))
            facts: dict[str, Fact] = {"name": name, "other": other}
            yield Diagnostic(kind=kinds.SQL_COLUMN_TWICE, at=at, facts=facts)
        seen[name.lower()] = name


def _fields_twice(kind: ListType) -> Iterator[Diagnostic]:
    """Fields of a record are told apart as columns are."""
    seen: dict[str, str] = {}
    for field in kind.fields:
        other = seen.get(field.id.lower())
        if other is not None:
            facts: dict[str, Fact] = {"name": field.id, "other": other}
            yield Diagnostic(kind=kinds.SQL_COLUMN_TWICE, at=field.ground.at, facts=facts)
        seen[field.id.lower()] = field.id
