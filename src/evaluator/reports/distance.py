"""How far a value is below the next category, where the way there is a matter of points alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluator.model.instrument import Bands
from evaluator.reports.case import Case
from evaluator.values.rounding import Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The value a table of categories reads: the exact one, or as it is published.

    Attributes:
        exact: the value, unrounded; `None` where its digits have no end.
        read: the number that is held against the table.
        rounding: how it is published, where the table reads it so.
    """

    bands: Bands
    exact: Fraction | None
    read: Fraction
    rounding: Rounding | None

    def after(self, gain: Fraction) -> Fraction:
        """The exact value after it rose by so much."""
        if self.exact is None:
            raise AssertionError("what such a value comes to cannot be written")
        return self.exact + gain

    def of(self, exact: Fraction) -> Fraction:
        """The number that would be held against the table."""
        return self.rounding.apply(exact) if self.rounding is not None else exact

    def place(self, read: Fraction) -> int | None:
        """The place of the band a number lies in, lowest first, whatever its condition."""
        taken = self.bands.all_taken
        return next((place for place, interval in enumerate(taken) if read in interval), None)

    def least(self, place: int) -> tuple[Fraction, bool] | None:
        """The least exact value that is read into a band, and whether that value itself is.

        `None` where the band has no lower end. The least published one where digits have no end.
        """
        interval = self.bands.all_taken[place]
        start = interval.low
        if start is None:
            return None
        if self.rounding is None:
            return start, interval.low_included
        unit = Fraction(1, 10**self.rounding.decimals)
        printed = -(-start // unit) * unit
        if printed == start and not interval.low_included:
            printed += unit
        if self.exact is None:
            return printed, True
        # A rounding turns a whole unit before the number, at the half before it, or at it.
        for turn in (printed - unit, printed - unit / 2, printed):
            if self.rounding.apply(turn) >= printed:
                return turn, True
            if self.rounding.apply(turn + unit / 4) >= printed:
                return turn, False
        raise AssertionError("a number on the grid is read as itself")


def reading(case: Case, bands: Bands) -> Reading | None:
    """What a table reads of this result; `None` where the value is open or has none."""
    found = case.result["values"][bands.of]
    stated = next(value for value in case.instrument.values if value.id == bands.of)
    if found["exact"] is None:
        if found["published"] is None:
            return None
        read = Fraction(found["published"])
        return Reading(bands=bands, exact=None, read=read, rounding=stated.published)
    exact = Fraction(found["exact"])
    rounding = stated.published if bands.as_published else None
    read = exact if rounding is None else rounding.apply(exact)
    return Reading(bands=bands, exact=exact, read=read, rounding=rounding)
