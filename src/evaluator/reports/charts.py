"""Drawings in whole units, so that the same result is drawn the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.model.instrument import Bands
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import Coefficients
from evaluator.reports.intervals import interval_words
from evaluator.reports.page import Bar, Bars, Scale, Stretch
from evaluator.values.numbers import text_of

WIDTH = 600
"""How many units of a drawing stand for its whole scale."""
LETTER = 8
"""About how many of them a letter of a range is wide."""


def units(value: Fraction, whole: Fraction) -> int:
    """How many units a part of the whole takes, to the nearest."""
    return round(value / whole * WIDTH) if whole > 0 else 0


def bars(case: Case, factors: Coefficients) -> Bars | None:
    """The contribution of each part at the top of the tree, before the most it can contribute."""
    parts: list[tuple[str, Fraction, Fraction]] = []
    for item in case.instrument.items:
        contribution, most = case.found[item.id]["contribution"], factors.most(item)
        if contribution is not None and most is not None and Fraction(contribution) >= 0:
            parts.append((item.id, Fraction(contribution), most))
    whole = max((most for _, _, most in parts), default=Fraction(0))
    if whole <= 0 or len(parts) < len(case.instrument.items):
        return None
    drawn = tuple(
        Bar(
            label=case.short(name),
            text=case.say("chart.bar", value=_number(case, contribution), most=_number(case, most)),
            filled=units(contribution, whole),
            full=units(most, whole),
        )
        for name, contribution, most in parts
        if most  # of what does not apply there is nothing to draw
    )
    return Bars(
        id="contributions",
        title=case.say("chart.bars_title"),
        description="; ".join(f"{bar.label}: {bar.text}" for bar in drawn),
        bars=drawn,
    )


def scale(case: Case, bands: Bands) -> Scale | None:
    """The categories on one line with the value, or the bounds it lies between."""
    low = bands.rows[0].interval.low if bands.rows else None
    high = bands.rows[-1].interval.high if bands.rows else None
    if low is None or high is None or high <= low:
        return None
    marks = list(_marks(case, bands, low, high))
    found: Json = case.result["bands"][bands.id]
    stretches = tuple(_stretches(case, bands, low, high, found))
    return Scale(
        id=f"scale-{bands.id}",
        title=case.say("chart.scale_title", bands=case.short(bands.id), of=case.short(bands.of)),
        description="; ".join([*(s.text for s in stretches), *(text for _, text in marks)]),
        crowded=any(len(one.range) * LETTER > one.width for one in stretches),
        stretches=stretches,
        pointers=tuple(marks),
    )


def _stretches(
    case: Case, bands: Bands, low: Fraction, high: Fraction, found: Json
) -> Iterator[Stretch]:
    """Each category up to where the next one begins."""
    starts = [row.interval.low for row in bands.rows]
    ends = [*starts[1:], high]
    for row, start, end in zip(bands.rows, starts, ends, strict=True):
        if start is None or end is None:
            continue
        left = units(start - low, high - low)
        top = row.interval.high if row.interval.high is not None else end
        label = case.say.own(row.label)
        printed = f"{_number(case, start)}–{_number(case, top)}"
        yield Stretch(
            label=label,
            start=left,
            width=units(end - low, high - low) - left,
            range=printed,
            text=f"{label}: {interval_words(case, row.interval)}",
            marked=row.label == found["label"],
        )


def _marks(case: Case, bands: Bands, low: Fraction, high: Fraction) -> Iterator[tuple[int, str]]:
    found: Json = case.result["values"][bands.of]
    read = found["published" if bands.as_published else "exact"]
    ends = [read] if read else [found.get("least"), found.get("most")]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return  # one end of the line alone would point at a value that nobody knows
    for text in dict.fromkeys(known):
        value = min(max(Fraction(text), low), high)
        label = f"{case.short(bands.of)} {case.approximate(text)}"
        yield units(value - low, high - low), label


def _number(case: Case, value: Fraction) -> str:
    return case.approximate(text_of(value))
