"""The rows of a table of bands on the number line: their order, and the stretches between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.intervals import above, below, is_empty, meet, order_of, top_of
from evaluator.model.formula import Interval, Side
from evaluator.model.instrument import Band, Bands


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between two neighbouring rows that neither holds."""

    lower: Band
    upper: Band
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of bands, laid out.

    Attributes:
        rows: the rows that hold any number, by their lower ends.
        highest: for each row the one that reaches highest among it and those before it.
        gaps: the stretches between rows, lowest first; rows that overlap leave none.
    """

    bands: Bands
    rows: tuple[Band, ...]
    highest: tuple[Band, ...]
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, bands: Bands) -> Table:
        """Lay out a table."""
        held = (row for row in bands.rows if not is_empty(row.interval))
        rows = tuple(sorted(held, key=lambda row: order_of(row.interval)))
        highest = tuple(_highest(rows))
        gaps = tuple(
            Gap(lower, upper, between)
            for lower, upper in zip(highest, rows[1:], strict=False)
            if not is_empty(between := meet(above(lower.interval), below(upper.interval)))
        )
        return cls(bands=bands, rows=rows, highest=highest, gaps=gaps)

    def reading(self, gap: Gap) -> Band | None:
        """The row that a value in a gap is read into; `None` where no reading is stated."""
        hole = self.bands.hole
        if hole is None:
            return None
        return gap.lower if hole.takes is Side.LOWER else gap.upper

    def row_of(self, value: Fraction) -> Band | None:
        """The row a value belongs to; `None` where there is none. Rows do not overlap."""
        before = bisect_right(
            self.rows, (True, value, False), key=lambda row: order_of(row.interval)
        )
        if before and value in self.highest[before - 1].interval:
            return self.highest[before - 1]
        index = bisect_right(
            self.gaps, (True, value, False), key=lambda gap: order_of(gap.interval)
        )
        if index and value in self.gaps[index - 1].interval:
            return self.reading(self.gaps[index - 1])
        return None

    def overlaps(self) -> Iterator[tuple[Band, Band]]:
        """Pairs of rows that share a number: each row once, with one before it."""
        for lower, upper in zip(self.highest, self.rows[1:], strict=False):
            if not is_empty(meet(lower.interval, upper.interval)):
                yield lower, upper


def _highest(rows: tuple[Band, ...]) -> Iterator[Band]:
    best: Band | None = None
    for row in rows:
        if best is None or top_of(row.interval) > top_of(best.interval):
            best = row
        yield best
