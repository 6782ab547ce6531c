"""Values that belong to no row, and rows that no value belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.coverage import Coverage, Witness, coverages
from evaluator.analysis.checks.rows import Gap
from evaluator.analysis.intervals import above, below
from evaluator.analysis.trying import NOTHING_TRIED, Outside, Tried, answered, told
from evaluator.analysis.trying import outside as tried_outside
from evaluator.analysis.unproved import first_inexact
from evaluator.analysis.value_sets import ValueSet
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.formula import Interval
from evaluator.model.instrument import Bands, Input, Instrument
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
        bands = cover.table.bands
        for row, stretch, value in cover.beyond:
            facts: dict[str, Fact] = {"value": value, "of": bands.of, "band": row.label}
            if cover.values.exact:
                yield Diagnostic(kind=kinds.BAND_OUTSIDE, at=row.ground.at, facts=facts)
                continue
            # A table inside a formula may never be looked at with the answers that lead outside it.
            looked_at = any(bands is x for x in instrument.bands)
            tried = _tried(attainable, bands, stretch) if looked_at else NOTHING_TRIED
            if isinstance(tried.found, Outside):
                answers = told(answered(attainable, tried.found.answers))
                facts["value"], facts["answers"] = tried.found.value, answers
                yield Diagnostic(kind=kinds.BAND_OUTSIDE_BY_ANSWERS, at=row.ground.at, facts=facts)
            elif not tried.all_tried:
                kind = _unproved(cover.values, stretch)
                facts["part"] = _stops_at(attainable, bands.of)
                yield Diagnostic(kind=kind, at=row.ground.at, facts=facts)


def _tried(attainable: Attainable, bands: Bands, stretch: Interval) -> Tried:
    """Answers that lead into a stretch beyond the rows, where some are found."""
    rest = above(stretch) if stretch.low is None else below(stretch)
    definition = attainable.defined[bands.of]
    stated = None if isinstance(definition, Input) else definition.published
    rounding = stated if bands.as_published else None
    return tried_outside(attainable, bands.of, rest, rounding)


def _unproved(values: ValueSet, stretch: Interval) -> Kind:
    """Bounds that go beyond the rows so far, or that nobody knows."""
    hull = values.hull
    end = None if hull is None else hull.low if stretch.low is None else hull.high
    return kinds.BAND_OUTSIDE_UNBOUNDED if end is None else kinds.BAND_OUTSIDE_POSSIBLE


def _stops_at(attainable: Attainable, of: str) -> str:
    """Where a proof stops; a table over a formula of several names is told by all of them."""
    return first_inexact(attainable, of) if of in attainable.defined else of


def band_unreachable(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Rows that no attainable value falls in, the reading of holes included."""
    for cover in coverages(instrument, attainable):
        for row in cover.idle:
            facts = {"band": row.label, "of": cover.table.bands.of}
            yield Diagnostic(kind=kinds.BAND_UNREACHABLE, at=row.ground.at, facts=facts)
