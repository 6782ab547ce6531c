"""Sets of exact values: all of them one by one, or the stretch they lie in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from evaluator.analysis.intervals import between, cover, meet, multiple_in, on_grid, point_of
from evaluator.analysis.intervals import is_empty as no_number
from evaluator.model.formula import Interval

BUDGET = 200_000
"""The most values that are kept one by one."""


@dataclass(frozen=True, slots=True)
class Finite:
    """Values kept one by one, as whole `steps` of 1/`scale`, lowest first.

    Attributes:
        left_out: whether there may be no value because nothing is applicable.
        exact: whether each value can come about; otherwise none but these can.
    """

    steps: tuple[int, ...]
    scale: int
    left_out: bool = False
    exact: bool = True

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The values, lowest first."""
        return tuple(Fraction(step, self.scale) for step in self.steps)

    @property
    def hull(self) -> Interval | None:
        """The stretch from the lowest to the highest; `None` where there is no value."""
        if not self.steps:
            return None
        return between(Fraction(self.steps[0], self.scale), Fraction(self.steps[-1], self.scale))

    def inside(self, interval: Interval) -> tuple[Fraction, ...]:
        """The values that lie in the interval, lowest first."""
        start, stop = 0, len(self.steps)
        if interval.low is not None:
            low = interval.low * self.scale
            start = (
                bisect_left(self.steps, ceil(low))
                if interval.low_included
                else bisect_right(self.steps, floor(low))
            )
        if interval.high is not None:
            high = interval.high * self.scale
            stop = (
                bisect_right(self.steps, floor(high))
                if interval.high_included
                else bisect_left(self.steps, ceil(high))
            )
        return tuple(Fraction(step, self.scale) for step in self.steps[start:stop])


@dataclass(frozen=True, slots=True)
class Range:
    """Values known by the stretch they lie in; `exact` where each number in it can come about.

    With `grid` they are the multiples of 1/`grid` in it alone.
    """

    interval: Interval
    left_out: bool = False
    exact: bool = True
    grid: int | None = None

    @property
    def hull(self) -> Interval | None:
        """The stretch itself."""
        return self.interval

    def inside(self, interval: Interval) -> tuple[Fraction, ...]:
        """One number that lies in both, or none."""
        shared = meet(self.interval, interval)
        point = point_of(shared) if self.grid is None else multiple_in(shared, self.grid)
        return () if point is None else (point,)


ValueSet = Finite | Range

MAX_GRID = 10**12
"""The finest grid that is followed; on a finer one a stretch is as good as without holes."""


def common_grid(grids: Iterable[int | None]) -> int | None:
    """The grid on which all values lie that lie on these; `None` where some may lie anywhere."""
    known = [*grids]
    if None in known:
        return None
    common = lcm(*(grid for grid in known if grid is not None))
    return common if common <= MAX_GRID else None


def finite(values: Iterable[Fraction], *, left_out: bool = False, exact: bool = True) -> Finite:
    """The set of these values."""
    distinct = set(values)
    scale = lcm(*(x.denominator for x in distinct))
    steps = sorted(x.numerator * (scale // x.denominator) for x in distinct)
    return Finite(tuple(steps), scale, left_out, exact)


def from_steps(
    steps: Iterable[int], scale: int, *, left_out: bool = False, exact: bool = True
) -> Finite:
    """The set of these steps of 1/`scale`, on the coarsest grid that holds them."""
    distinct = sorted(set(steps))
    common = gcd(scale, *distinct)
    return Finite(tuple(x // common for x in distinct), scale // common, left_out, exact)


def inexact(values: ValueSet) -> ValueSet:
    """The same values, of which some may never come about."""
    return replace(values, exact=False) if values.exact else values


def present(values: ValueSet) -> ValueSet:
    """The same values, where there is one."""
    return replace(values, left_out=False) if values.left_out else values


def grid_of(values: ValueSet) -> int | None:
    """The grid on which the values lie: they are multiples of one over it."""
    return values.scale if isinstance(values, Finite) else values.grid


def widened(values: ValueSet) -> ValueSet:
    """The stretch the values lie in, when it is too much to keep them one by one."""
    hull = values.hull
    if isinstance(values, Range) or hull is None or len(values.steps) == 1:
        return values
    return Range(hull, values.left_out, exact=False, grid=common_grid([values.scale]))


def is_empty(values: ValueSet) -> bool:
    """Whether there is never a value."""
    return isinstance(values, Finite) and not values.steps


def is_connected(values: ValueSet) -> bool:
    """Whether every number between two of its values is one too, and can come about."""
    if isinstance(values, Range):
        return values.exact and values.grid is None
    return values.exact and len(values.steps) == 1


def merged(sets: Iterable[ValueSet]) -> ValueSet:
    """The values of any of these."""
    alike = tuple(sets)
    left_out, exact = any(x.left_out for x in alike), all(x.exact for x in alike)
    if all(isinstance(x, Finite) for x in alike):
        distinct = {value for x in alike if isinstance(x, Finite) for value in x.values}
        if len(distinct) <= BUDGET:
            return finite(distinct, left_out=left_out, exact=exact)
    hulls = [x.hull for x in alike if x.hull is not None]
    if len(hulls) == 1:
        exact = exact and all(is_connected(x) for x in alike if x.hull is not None)
    else:
        exact = False
    grid = common_grid(grid_of(x) for x in alike if x.hull is not None)
    return Range(cover(hulls), left_out, exact, grid)


def clipped(values: ValueSet, interval: Interval) -> ValueSet:
    """The values that lie in an interval; of those some may never come about."""
    if isinstance(values, Finite):
        return finite(values.inside(interval), left_out=values.left_out, exact=False)
    shared = meet(values.interval, interval)
    if no_number(shared):
        return Finite((), 1, values.left_out, exact=False)
    if values.grid is not None:
        shared = on_grid(shared, values.grid)
        if no_number(shared):
            return Finite((), 1, values.left_out, exact=False)
    return Range(shared, values.left_out, exact=False, grid=values.grid)
