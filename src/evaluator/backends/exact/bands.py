"""Which category a value falls in, how one between two bands is read, what the next band needs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluator.model.instrument import Band, Bands, Interval, Side
from evaluator.values.amounts import Absent, Known, NoValue, Open, Verdict, bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """The category of a value.

    Attributes:
        row: the band, `None` where the value has none (open, no value, outside the table).
        between: the two bands the value lies between, where the reading of a hole decided.
        next: the next higher band.
        to_next: how far the value is below where the next band begins.
        possible: the bands an open value may still fall in, lowest first.
    """

    row: Band | None
    between: tuple[Band, Band] | None = None
    next: Band | None = None
    to_next: Fraction | None = None
    possible: tuple[Band, ...] = ()


def categorise(bands: Bands, amount: Known | Open | Absent | NoValue | Verdict) -> Category:
    """The category of an amount."""
    match amount:
        case Known(value=value):
            return _of_value(bands, value)
        case Open():
            least, most = bounds(amount)
            stretch = Interval(low=least, low_included=True, high=most, high_included=True)
            possible = [
                row
                for index, row in enumerate(bands.rows)
                if _meet(_effective(bands, index), stretch)
            ]
            return Category(row=None, possible=tuple(possible))
        case _:
            return Category(row=None)


def _of_value(bands: Bands, value: Fraction) -> Category:
    for index, row in enumerate(bands.rows):
        if value in _effective(bands, index):
            following = bands.rows[index + 1] if index + 1 < len(bands.rows) else None
            start = _effective(bands, index + 1).low if following else None
            return Category(
                row=row,
                between=_between(bands, value) if value not in row.interval else None,
                next=following,
                to_next=None if start is None else start - value,
                possible=(row,),
            )
    return Category(row=None)


def _effective(bands: Bands, index: int) -> Interval:
    """A band with the holes beside it that the rules read as part of it."""
    own = bands.rows[index].interval
    low, low_included = own.low, own.low_included
    high, high_included = own.high, own.high_included
    if bands.hole is not None and bands.hole.takes is Side.LOWER and index + 1 < len(bands.rows):
        above = bands.rows[index + 1].interval
        if above.low is not None:
            high, high_included = above.low, not above.low_included
    if bands.hole is not None and bands.hole.takes is Side.UPPER and index > 0:
        below = bands.rows[index - 1].interval
        if below.high is not None:
            low, low_included = below.high, not below.high_included
    return Interval(low=low, low_included=low_included, high=high, high_included=high_included)


def _between(bands: Bands, value: Fraction) -> tuple[Band, Band] | None:
    for below, above in zip(bands.rows, bands.rows[1:], strict=False):
        past = below.interval.high is not None and value >= below.interval.high
        short = above.interval.low is not None and value <= above.interval.low
        if past and short:
            return below, above
    return None


def _meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals share a value."""
    for x, y in ((a, b), (b, a)):
        if x.high is not None and y.low is not None:
            touch = x.high_included and y.low_included
            if x.high < y.low or (x.high == y.low and not touch):
                return False
    return True
