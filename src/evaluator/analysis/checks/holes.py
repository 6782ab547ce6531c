"""Values that belong to no row, and rows that no value belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.coverage import Coverage, Witness, coverages
from evaluator.analysis.checks.rows import Gap
from evaluator.analysis.unproved import first_inexact
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.instrument import Instrument
from evaluator.values.numbers import text_of


def holes(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """One finding a table for the holes that values reach, one for those that none does."""
    for cover in coverages(instrument, attainable):
        if cover.unread:
            kind = kinds.BAND_HOLE if cover.values.exact else kinds.BAND_HOLE_POSSIBLE
            yield _reached(kind, cover, cover.unread)
        elif cover.wide:
            yield _reached(kinds.BAND_HOLE_WIDE, cover, cover.wide)
        elif cover.read:
            yield _reached(kinds.BAND_HOLE_READ, cover, cover.read)
        if cover.missed:
            yield _missed(cover)


def _reached(kind: Kind, cover: Coverage, found: tuple[Witness, ...]) -> Diagnostic:
    gap, value = found[0]
    holes = {id(x): x for x, _ in found}
    return Diagnostic(
        kind=kind,
        at=gap.upper.ground.at,
        facts={
            "value": value,
            "of": cover.table.bands.of,
            "lower": gap.lower.label,
            "upper": gap.upper.label,
            "holes": len(holes),
        },
        related=tuple(x.lower.ground.at for x in holes.values()),
    )


def _missed(cover: Coverage) -> Diagnostic:
    return Diagnostic(
        kind=kinds.BAND_HOLE_UNREACHABLE,
        at=cover.table.bands.ground.at,
        facts={
            "of": cover.table.bands.of,
            "between": ", ".join(_ends(gap) for gap in cover.missed),
        },
        related=tuple(gap.upper.ground.at for gap in cover.missed),
    )


def _ends(gap: Gap) -> str:
    low, high = gap.interval.low, gap.interval.high
    if low is None or high is None:
        raise ValueError("a gap lies between two rows")
    return f"{text_of(low)}–{text_of(high)}"


def outside(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Values below the lowest row or above the highest."""
    for cover in coverages(instrument, attainable):
        of = cover.table.bands.of
        for row, value in cover.beyond:
            facts: dict[str, Fact] = {"value": value, "of": of, "band": row.label}
            if cover.values.exact:
                yield Diagnostic(kind=kinds.BAND_OUTSIDE, at=row.ground.at, facts=facts)
            else:
                facts["part"] = first_inexact(attainable, of)
                yield Diagnostic(kind=kinds.BAND_OUTSIDE_POSSIBLE, at=row.ground.at, facts=facts)


def band_unreachable(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Rows that no attainable value falls in, the reading of holes included."""
    for cover in coverages(instrument, attainable):
        for row in cover.idle:
            facts = {"band": row.label, "of": cover.table.bands.of}
            yield Diagnostic(kind=kinds.BAND_UNREACHABLE, at=row.ground.at, facts=facts)
