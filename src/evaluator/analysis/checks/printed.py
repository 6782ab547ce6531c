"""The second column of a table of bands: complete, and in agreement with what decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.coverage import coverages
from evaluator.analysis.checks.rows import Table
from evaluator.analysis.intervals import meet
from evaluator.analysis.value_sets import Finite
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.formula import Interval
from evaluator.model.instrument import Band, Bands, Input, Instrument
from evaluator.values.numbers import text_of

Column = tuple[tuple[Band, Interval], ...]


def printed_columns(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """What is wrong with the printed columns of the tables whose deciding column is sound.

    One finding a column: what is wrong with the deciding column, or with the column itself, shows
    in every comparison of the two.
    """
    for cover in coverages(instrument, attainable):
        if not cover.is_clean:
            continue
        for name, column in _columns(cover.table.bands).items():
            wrong = list(_wrong(attainable, cover.table.bands, name, column))
            yield from wrong or _compared(attainable, cover.table, name, column)


def _wrong(attainable: Attainable, bands: Bands, name: str, column: Column) -> Iterator[Diagnostic]:
    """Rows that lack the column, and published values with no row in it, or with two."""
    lacking = [row for row in bands.rows if all(row is not x for x, _ in column)]
    if lacking:
        yield Diagnostic(
            kind=kinds.PRINTED_PARTIAL,
            at=lacking[0].ground.at,
            facts={"band": lacking[0].label, "column": name},
            related=tuple(row.ground.at for row in lacking[1:]),
        )
        return
    yield from _overlap(attainable, name, column)
    yield from _hole(attainable, name, column)


def _columns(bands: Bands) -> dict[str, Column]:
    names = dict.fromkeys(name for row in bands.rows for name, _ in row.printed)
    return {
        name: tuple((row, x) for row in bands.rows for other, x in row.printed if other == name)
        for name in names
    }


def _hole(attainable: Attainable, name: str, column: Column) -> Iterator[Diagnostic]:
    values = attainable.published(name)
    if not isinstance(values, Finite):
        return
    missed = [x for x in values.values if not any(x in interval for _, interval in column)]
    if missed:
        below = [row for row, x in column if x.low is not None and x.low <= missed[0]]
        row = below[-1] if below else column[0][0]
        yield _about(kinds.PRINTED_HOLE, attainable, row, name, missed[0], count=len(missed))


def _overlap(attainable: Attainable, name: str, column: Column) -> Iterator[Diagnostic]:
    values = attainable.published(name)
    for index, (row, interval) in enumerate(column):
        for other, taken in column[:index]:
            shared = values.inside(meet(interval, taken))
            if shared:
                found = _about(
                    kinds.PRINTED_OVERLAP, attainable, row, name, shared[0], other=other.label
                )
                yield found
                break


def _about(
    kind: Kind, attainable: Attainable, row: Band, name: str, value: Fraction, **facts: int | str
) -> Diagnostic:
    shown = _shown(attainable, name, value)
    return Diagnostic(
        kind=kind,
        at=row.ground.at,
        facts={"value": shown, "column": name, "band": row.label, **facts},
    )


@dataclass(frozen=True, slots=True)
class _Disagreement:
    """A value whose printed column belongs to another row than the value itself.

    Attributes:
        exact: whether the column belongs there even before it is rounded.
    """

    value: Fraction
    printed: Fraction
    decided: Band
    other: Band
    exact: bool


def _compared(
    attainable: Attainable, table: Table, name: str, column: Column
) -> Iterator[Diagnostic]:
    """Values whose printed column belongs to another row than the one that decides.

    Where only the rounding of the column brings it there, that is worth a note; otherwise the two
    columns say different things, unless the table names the provision that wants it.
    """
    found = list(_disagreements(attainable, table, name, column))
    bands = table.bands
    stated = bands.ground.provisions or bands.ground.assumptions
    apart = [x for x in found if x.exact and not stated]
    near = [x for x in found if not x.exact or stated]
    yield from _disagree(kinds.PRINTED_CONTRADICTS, attainable, bands, name, apart)
    yield from _disagree(kinds.PRINTED_DISAGREES, attainable, bands, name, near)


def _disagree(
    kind: Kind, attainable: Attainable, bands: Bands, name: str, found: list[_Disagreement]
) -> Iterator[Diagnostic]:
    if found:
        first = found[0]
        facts: dict[str, Fact] = {
            "value": first.value,
            "of": bands.of,
            "column": name,
            "printed": _shown(attainable, name, first.printed),
            "band": first.decided.label,
            "other": first.other.label,
            "count": len(found),
        }
        at, other = first.decided.ground.at, first.other.ground.at
        yield Diagnostic(kind=kind, at=at, facts=facts, related=(other,))


def _disagreements(
    attainable: Attainable, table: Table, name: str, column: Column
) -> Iterator[_Disagreement]:
    bands = table.bands
    for value, exact in attainable.pairs(bands.of, name) or ():
        read = _published(attainable, bands.of, value) if bands.as_published else value
        printed = _published(attainable, name, exact)
        rows = [(row, interval) for row, interval in column if printed in interval]
        decided = table.row_of(read)
        if decided is not None and rows and all(row is not decided for row, _ in rows):
            other, interval = rows[0]
            yield _Disagreement(read, printed, decided, other, exact in interval)


def _published(attainable: Attainable, name: str, value: Fraction) -> Fraction:
    definition = attainable.defined[name]
    if isinstance(definition, Input) or definition.published is None:
        return value
    return definition.published.apply(value)


def _shown(attainable: Attainable, name: str, value: Fraction) -> str:
    """The value with the decimals it is published with."""
    definition = attainable.defined[name]
    if isinstance(definition, Input) or definition.published is None:
        return text_of(value)
    return definition.published.text(value)
