"""Stretches of the number line: where two meet, and a plain number inside one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from evaluator.model.formula import Interval

EVERYTHING = Interval(low=None, low_included=False, high=None, high_included=False)


def between(low: Fraction, high: Fraction) -> Interval:
    """The stretch from `low` to `high`, both included."""
    return Interval(low=low, low_included=True, high=high, high_included=True)


def is_empty(interval: Interval) -> bool:
    """Whether no number lies in it."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        return False
    return low > high or (low == high and not (interval.low_included and interval.high_included))


def below(interval: Interval) -> Interval:
    """Every number below all of it; empty where it has no lower end."""
    if interval.low is None:
        return Interval(low=Fraction(0), low_included=False, high=Fraction(0), high_included=False)
    return Interval(
        low=None,
        low_included=False,
        high=interval.low,
        high_included=not interval.low_included,
    )


def above(interval: Interval) -> Interval:
    """Every number above all of it; empty where it has no upper end."""
    if interval.high is None:
        return Interval(low=Fraction(0), low_included=False, high=Fraction(0), high_included=False)
    return Interval(
        low=interval.high,
        low_included=not interval.high_included,
        high=None,
        high_included=False,
    )


def meet(one: Interval, other: Interval) -> Interval:
    """The numbers that lie in both."""
    low, low_included = _tighter_low(one, other)
    high, high_included = _tighter_high(one, other)
    return Interval(low=low, low_included=low_included, high=high, high_included=high_included)


def _tighter_low(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    if one.low is None:
        return other.low, other.low_included
    if other.low is None or one.low > other.low:
        return one.low, one.low_included
    if other.low > one.low:
        return other.low, other.low_included
    return one.low, one.low_included and other.low_included


def _tighter_high(one: Interval, other: Interval) -> tuple[Fraction | None, bool]:
    if one.high is None:
        return other.high, other.high_included
    if other.high is None or one.high < other.high:
        return one.high, one.high_included
    if other.high < one.high:
        return other.high, other.high_included
    return one.high, one.high_included and other.high_included


def cover(intervals: Sequence[Interval]) -> Interval:
    """The stretch from the lowest to the highest number of one or more intervals."""
    low, low_included = intervals[0].low, intervals[0].low_included
    high, high_included = intervals[0].high, intervals[0].high_included
    for x in intervals[1:]:
        if low is not None and (x.low is None or x.low < low):
            low, low_included = x.low, x.low_included
        elif x.low == low:
            low_included = low_included or x.low_included
        if high is not None and (x.high is None or x.high > high):
            high, high_included = x.high, x.high_included
        elif x.high == high:
            high_included = high_included or x.high_included
    return Interval(low=low, low_included=low_included, high=high, high_included=high_included)


def on_grid(interval: Interval, grid: int) -> Interval:
    """From the lowest multiple of 1/`grid` in it to the highest."""
    low, high = interval.low, interval.high
    if low is not None:
        first = low * grid
        low = Fraction(ceil(first) if interval.low_included else floor(first) + 1, grid)
    if high is not None:
        last = high * grid
        high = Fraction(floor(last) if interval.high_included else ceil(last) - 1, grid)
    return Interval(
        low=low, low_included=low is not None, high=high, high_included=high is not None
    )


def point_of(interval: Interval) -> Fraction | None:
    """A number in it, an end where an end belongs to it; `None` where it is empty."""
    if is_empty(interval):
        return None
    if interval.low is not None and interval.low_included:
        return interval.low
    if interval.high is not None and interval.high_included:
        return interval.high
    if interval.low is None:
        return Fraction(0) if interval.high is None else interval.high - 1
    return interval.low + 1 if interval.high is None else (interval.low + interval.high) / 2


def multiple_in(interval: Interval, grid: int) -> Fraction | None:
    """The lowest multiple of 1/`grid` in it, the highest where there is no lower end, or `None`."""
    low, high = (None if x is None else x * grid for x in (interval.low, interval.high))
    if low is not None:
        number = Fraction(ceil(low) if interval.low_included else floor(low) + 1)
    elif high is not None:
        number = Fraction(floor(high) if interval.high_included else ceil(high) - 1)
    else:
        return Fraction(0)
    return number / grid if number / grid in interval else None


def order_of(interval: Interval) -> tuple[bool, Fraction, bool]:
    """A key that sorts by the lower end, an open end first."""
    if interval.low is None:
        return False, Fraction(0), False
    return True, interval.low, not interval.low_included


def top_of(interval: Interval) -> tuple[bool, Fraction, bool]:
    """A key that sorts by the upper end, an open end last."""
    if interval.high is None:
        return True, Fraction(0), False
    return False, interval.high, interval.high_included
