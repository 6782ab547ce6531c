"""The rows of a table of bands: not empty, not overlapping, and in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.coverage import tables
from evaluator.analysis.checks.rows import Table
from evaluator.analysis.intervals import is_empty, meet, order_of, point_of
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import Interval
from evaluator.model.instrument import Band, Bands, Instrument


def empty_bands(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Rows in which no number at all lies, such as from 200 to 101."""
    for bands, _ in tables(instrument, attainable):
        for row in bands.rows:
            for interval in (row.interval, *(column for _, column in row.printed)):
                if is_empty(interval):
                    yield _empty(row, interval)


def _empty(row: Band, interval: Interval) -> Diagnostic:
    if interval.low is None or interval.high is None:
        raise ValueError("an open stretch is not empty")
    return Diagnostic(
        kind=kinds.BAND_EMPTY,
        at=row.ground.at,
        facts={"band": row.label, "low": interval.low, "high": interval.high},
    )


def band_overlap(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Two rows that share a number; each row is named once, with one before it."""
    for bands, values in tables(instrument, attainable):
        for other, row in Table.of(bands).overlaps():
            shared = meet(row.interval, other.interval)
            value = next(iter(values.inside(shared)), point_of(shared))
            if value is not None:
                yield Diagnostic(
                    kind=kinds.BAND_OVERLAP,
                    at=row.ground.at,
                    facts={"value": value, "lower": other.label, "upper": row.label},
                    related=(other.ground.at,),
                )


def lowest_gates(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Tables whose lowest row has a gate: a value that does not pass it would have no category."""
    for bands in instrument.bands:
        lowest = bands.rows[0] if bands.rows else None
        if lowest is not None and lowest.gate is not None:
            facts: dict[str, Fact] = {"bands": bands.id, "band": lowest.label}
            yield Diagnostic(kind=kinds.BAND_GATE_LOWEST, at=lowest.ground.at, facts=facts)


def band_order(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Tables whose rows go neither up nor down all the way."""
    for bands in instrument.bands:
        rows = [row for row in _as_written(bands) if not is_empty(row.interval)]
        lows = [order_of(row.interval) for row in rows]
        falls = [
            (a, b) for (a, b), (x, y) in zip(pairwise(rows), pairwise(lows), strict=True) if x > y
        ]
        if falls and len(falls) < len(rows) - 1:
            before, row = falls[0]
            yield Diagnostic(
                kind=kinds.BAND_ORDER,
                at=row.ground.at,
                facts={"bands": bands.id, "band": row.label, "before": before.label},
                related=(before.ground.at,),
            )


def _as_written(bands: Bands) -> tuple[Band, ...]:
    """The rows in the order of the file, as far as their places tell it."""
    sources = {id(row.ground.at.source) for row in bands.rows}
    if len(sources) > 1:
        return bands.rows
    return tuple(sorted(bands.rows, key=lambda row: row.ground.at.start))
