"""Arithmetic on sets of values whose members come about independently of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from evaluator.analysis.intervals import EVERYTHING, between, order_of
from evaluator.analysis.sumsets import Choice, Sums, sums_of
from evaluator.analysis.value_sets import (
    BUDGET,
    Finite,
    Range,
    ValueSet,
    common_grid,
    finite,
    from_steps,
    grid_of,
    inexact,
    is_connected,
    is_empty,
)
from evaluator.model.formula import Few, Gathering, Interval
from evaluator.values.rounding import Rounding

Weighted = tuple[Fraction, ValueSet]
NOTHING = Finite((), 1)


def scaled(values: ValueSet, factor: Fraction) -> ValueSet:
    """Every value times the factor."""
    if isinstance(values, Range):
        exact = values.exact and (values.grid is None or abs(factor) == 1)
        grid = _scaled_grid(values, factor)
        return Range(_times(values.interval, factor), values.left_out, exact, grid)
    steps = (step * factor.numerator for step in values.steps)
    scale = values.scale * factor.denominator
    return from_steps(steps, scale, left_out=values.left_out, exact=values.exact)


def _scaled_grid(values: ValueSet, factor: Fraction) -> int | None:
    """The grid of the values times a factor: not the coarsest one, but all lie on it."""
    grid = grid_of(values)
    return None if grid is None else common_grid([grid * factor.denominator])


def total(operands: Sequence[Weighted], *, mean: bool) -> ValueSet:
    """The weighted sums, or means, of one value from each; what is left out takes no part."""
    if any(is_empty(values) and not values.left_out for _, values in operands):
        return NOTHING
    sets = [(weight, values) for weight, values in operands if isinstance(values, Finite)]
    if len(sets) == len(operands):
        found = _finite_total(sets, mean=mean)
        if found is not None:
            return found
    return _range_total(operands, mean=mean)


def _finite_total(operands: Sequence[tuple[Fraction, Finite]], *, mean: bool) -> Finite | None:
    grid = lcm(*(values.scale * weight.denominator for weight, values in operands))
    part = lcm(*(weight.denominator for weight, _ in operands)) if mean else 1
    choices = []
    for weight, values in operands:
        factor = weight.numerator * (grid // (values.scale * weight.denominator))
        share = int(weight * part) if mean else 1
        choices.append(Choice(tuple(x * factor for x in values.steps), share, values.left_out))
    sums = sums_of(choices)
    if sums is None:
        return None
    left_out = all(values.left_out for _, values in operands)
    exact = all(values.exact for _, values in operands)
    if not mean:
        steps = (x for weights, found in sums.items() if weights for x in found)
        return from_steps(steps, grid, left_out=left_out, exact=exact)
    return _means(sums, grid, part, left_out=left_out, exact=exact)


def _means(sums: Sums, grid: int, part: int, *, left_out: bool, exact: bool) -> Finite:
    """`sums` are over `grid` and their weights over `part`; weights that cancel give no mean."""
    weights = [weight for weight in sums if weight]
    common = lcm(*weights)
    steps = (x * part * (common // weight) for weight in weights for x in sums[weight])
    return from_steps(steps, grid * common, left_out=left_out, exact=exact)


def _range_total(operands: Sequence[Weighted], *, mean: bool) -> Range:
    weights = sum((weight for weight, _ in operands), Fraction(0))
    hulls = [(w, x, hull) for w, x in operands if (hull := x.hull) is not None]
    left_out = all(x.left_out for _, x in operands)
    if mean and (weights == 0 or any(w < 0 for w, _ in operands)):
        return Range(EVERYTHING, left_out, exact=False)
    if mean and any(x.left_out for _, x in operands):
        lows, highs = [h for _, _, h in hulls], [h for _, _, h in hulls]
        return Range(_widest(lows, highs), left_out, exact=False)
    factor = 1 / weights if mean else Fraction(1)
    interval = between(Fraction(0), Fraction(0))
    for weight, values, hull in hulls:
        reach = _with_zero(hull) if values.left_out else hull
        interval = _add(interval, _times(reach, weight * factor))
    exact = all(is_connected(x) and not x.left_out for _, x in operands)
    grid = common_grid(_scaled_grid(x, w * factor) for w, x, _ in hulls)
    return Range(interval, left_out, exact, grid)


def extreme(sets: Sequence[ValueSet], *, highest: bool) -> ValueSet:
    """The highest, or lowest, of one value from each; what is left out takes no part."""
    if not highest:
        negated = [scaled(x, Fraction(-1)) for x in sets]
        return scaled(extreme(negated, highest=True), Fraction(-1))
    if any(is_empty(x) and not x.left_out for x in sets):
        return NOTHING
    left_out = all(x.left_out for x in sets)
    exact = all(x.exact for x in sets)
    hulls = [x.hull for x in sets if x.hull is not None]
    floors = [x.hull for x in sets if x.hull is not None and not x.left_out]
    known = [x for x in sets if isinstance(x, Finite)]
    if len(known) == len(sets):
        # A value is the highest if every other operand that takes part can lie at or below it.
        least = max((hull.low for hull in floors if hull.low is not None), default=None)
        values = {x for one in known for x in one.values if least is None or x >= least}
        return finite(values, left_out=left_out, exact=exact)
    connected = all(is_connected(x) and not x.left_out for x in sets)
    lows = [max(floors, key=order_of)] if floors else hulls
    grid = common_grid(grid_of(x) for x in sets if x.hull is not None)
    return Range(_widest(lows, hulls), left_out, connected, grid)


def gathered(how: Gathering, values: ValueSet, few: Few | None = None) -> ValueSet:
    """One value of any number of subjects, who each have one of these, or of a few of them.

    Every number between two values is the mean of so many of the one and so many of the other.
    """
    values = replace(values, left_out=False)
    hull = values.hull
    if hull is None or how in {Gathering.HIGHEST, Gathering.LOWEST}:
        return values
    if how is Gathering.MEAN:
        return Range(hull, exact=values.exact)
    if few is not None:
        return times_at_most(hull, few.count)
    falls = hull.low is None or hull.low < 0
    rises = hull.high is None or hull.high > 0
    sums = Interval(
        low=None if falls else Fraction(0),
        low_included=not falls,
        high=None if rises else Fraction(0),
        high_included=not rises,
    )
    return Range(sums, exact=False)


def times_at_most(each: Interval, count: int) -> Range:
    """What at most so many numbers of an interval add up to; none of them add up to 0."""
    low = None if each.low is None else min(each.low * count, Fraction(0))
    high = None if each.high is None else max(each.high * count, Fraction(0))
    ends = Interval(low=low, low_included=True, high=high, high_included=True)
    return Range(ends, exact=False)


def product(operator: str, left: ValueSet, right: ValueSet) -> ValueSet:
    """Every value of one times, or divided by, every value of the other."""
    if is_empty(left) or is_empty(right):
        return NOTHING
    if isinstance(left, Finite) and isinstance(right, Finite):
        if len(left.steps) * len(right.steps) <= BUDGET:
            return _products(operator, left, right)
        return _range_product(operator, inexact(left), inexact(right))
    return _range_product(operator, left, right)


def _products(operator: str, left: Finite, right: Finite) -> Finite:
    exact = left.exact and right.exact
    if operator == "*":
        steps = {x * y for x in left.steps for y in right.steps}
        return from_steps(steps, left.scale * right.scale, exact=exact)
    common = lcm(*(y for y in right.steps if y))
    quotients = {x * right.scale * (common // y) for x in left.steps for y in right.steps if y}
    return from_steps(quotients, left.scale * common, exact=exact)


def _range_product(operator: str, left: ValueSet, right: ValueSet) -> Range:
    one, other = left.hull, right.hull
    if other is not None and operator == "/":
        other = _inverse(other)
    interval = None if one is None or other is None else _corners(one, other)
    if interval is None:
        return Range(EVERYTHING, exact=False)
    grids = (grid_of(left), grid_of(right))
    exact = is_connected(left) and is_connected(right)
    if operator == "/" or grids[0] is None or grids[1] is None:
        return Range(interval, exact=exact)
    return Range(interval, exact=exact, grid=common_grid([grids[0] * grids[1]]))


def _corners(one: Interval, other: Interval) -> Interval:
    """All products of the two."""
    for single, rest in ((one, other), (other, one)):
        if single.low is not None and single.low == single.high:
            return _times(rest, single.low)
    corners = [
        _corner(x, y)
        for x in ((one.low, one.low_included, -1), (one.high, one.high_included, 1))
        for y in ((other.low, other.low_included, -1), (other.high, other.high_included, 1))
    ]
    finite_ones = [(x, held) for x, held, _ in corners if x is not None]
    falls, rises = (any(x is None and sign == way for x, _, sign in corners) for way in (-1, 1))
    low = None if falls else min(x for x, _ in finite_ones)
    high = None if rises else max(x for x, _ in finite_ones)
    return Interval(
        low=low,
        low_included=any(held for x, held in finite_ones if x == low),
        high=high,
        high_included=any(held for x, held in finite_ones if x == high),
    )


_End = tuple[Fraction | None, bool, int]
"""An end, whether it belongs to the stretch, and on which side an endless one lies."""


def _corner(one: _End, other: _End) -> _End:
    """The product of two ends; zero times what has no end is zero."""
    (x, x_in, side), (y, y_in, other_side) = one, other
    zero = (x == 0 and x_in) or (y == 0 and y_in)
    if x == 0 or y == 0:
        return Fraction(0), zero or (x_in and y_in), 0
    if x is not None and y is not None:
        return x * y, x_in and y_in, 0
    signs = [
        way if end is None else (1 if end > 0 else -1) for end, way in ((x, side), (y, other_side))
    ]
    return None, False, signs[0] * signs[1]


def _inverse(x: Interval) -> Interval | None:
    """One divided by it, zero left out; `None` where it has numbers on both sides of zero."""
    if x.low is not None and x.low >= 0:
        if x.high == 0:
            return None
        high = 1 / x.low if x.low else None
        low = Fraction(0) if x.high is None else 1 / x.high
        return Interval(
            low=low,
            low_included=x.high is not None and x.high_included,
            high=high,
            high_included=high is not None and x.low_included,
        )
    if x.high is not None and x.high <= 0:
        mirrored = _inverse(_times(x, Fraction(-1)))
        return None if mirrored is None else _times(mirrored, Fraction(-1))
    return None


def rounded(values: ValueSet, rounding: Rounding) -> ValueSet:
    """Every value rounded; a stretch becomes the numbers of the grid in it."""
    if isinstance(values, Finite):
        found = {rounding.apply(x) for x in values.values}
        return finite(found, left_out=values.left_out, exact=values.exact)
    low, high = values.interval.low, values.interval.high
    unit = 10**rounding.decimals
    first = None if low is None else rounding.apply(low)
    last = None if high is None else rounding.apply(high)
    if first is not None and last is not None and (last - first) * unit < BUDGET:
        closed = values.interval.low_included and values.interval.high_included
        steps = range(int(first * unit), int(last * unit) + 1)
        return from_steps(
            steps, unit, left_out=values.left_out, exact=is_connected(values) and closed
        )
    interval = Interval(low=first, low_included=True, high=last, high_included=True)
    return Range(interval, values.left_out, exact=False, grid=unit)


def _times(x: Interval, factor: Fraction) -> Interval:
    if factor == 0:
        return between(Fraction(0), Fraction(0))
    low = None if x.low is None else x.low * factor
    high = None if x.high is None else x.high * factor
    if factor > 0:
        return Interval(
            low=low, low_included=x.low_included, high=high, high_included=x.high_included
        )
    return Interval(low=high, low_included=x.high_included, high=low, high_included=x.low_included)


def _add(x: Interval, y: Interval) -> Interval:
    return Interval(
        low=None if x.low is None or y.low is None else x.low + y.low,
        low_included=x.low_included and y.low_included,
        high=None if x.high is None or y.high is None else x.high + y.high,
        high_included=x.high_included and y.high_included,
    )


def _with_zero(x: Interval) -> Interval:
    """The stretch grown until it holds zero, closed there."""
    low = min(x.low, Fraction(0)) if x.low is not None else None
    high = max(x.high, Fraction(0)) if x.high is not None else None
    return Interval(low=low, low_included=True, high=high, high_included=True)


def _widest(lows: Sequence[Interval], highs: Sequence[Interval]) -> Interval:
    """From the lowest of the lower ends to the highest of the upper ends."""
    first = min(lows, key=order_of)
    open_above = any(x.high is None for x in highs)
    high = None if open_above else max(x.high for x in highs if x.high is not None)
    return Interval(
        low=first.low,
        low_included=first.low_included,
        high=high,
        high_included=any(x.high == high and x.high_included for x in highs),
    )
