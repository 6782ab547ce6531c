"""Sets of values under functions whose digits may have no end: the stretch they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.analysis.intervals import EVERYTHING
from evaluator.analysis.pointwise import Absent, Number, apply
from evaluator.analysis.value_sets import Finite, Range, ValueSet, finite, is_empty
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.values.functions import Function, Undefined, geometric_mean
from evaluator.values.reals import Real, Undecided, outward


def mapped(values: ValueSet, formula: f.Applied) -> ValueSet:
    """The function of every value that it is defined for."""
    if isinstance(values, Finite):
        found = [apply(formula, x) for x in values.values]
        exact = [x for x in found if isinstance(x, Fraction)]
        if any(isinstance(x, Real) for x in found):
            return around([x for x in found if not isinstance(x, Absent)])
        return finite(exact, exact=values.exact)
    return _of_range(values.interval, formula)


def around(values: Sequence[Fraction | Real]) -> Range:
    """The stretch that holds these; not every number in it comes about."""
    ends = [outward(value) for value in values]
    return _between(min(low for low, _ in ends), max(high for _, high in ends))


def geometric(sets: Sequence[ValueSet]) -> ValueSet:
    """From the geometric mean of the least to that of the greatest; it is never negative."""
    if any(is_empty(values) and not values.left_out for values in sets):
        return Finite((), 1)
    hulls = [values.hull for values in sets]
    lows = [hull.low for hull in hulls if hull is not None]
    highs = [hull.high for hull in hulls if hull is not None]
    if any(values.left_out for values in sets):
        stretch = replace(EVERYTHING, low=Fraction(0), low_included=True)
        return Range(stretch, all(values.left_out for values in sets), exact=False)
    least = _mean([max(low or Fraction(0), Fraction(0)) for low in lows], 0)
    return _between(max(least or Fraction(0), Fraction(0)), _mean(highs, 1))


def _mean(ends: Sequence[Fraction | None], side: int) -> Fraction | None:
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    try:
        return outward(geometric_mean(known))[side]
    except (Undefined, Undecided):
        return None


def _of_range(interval: Interval, formula: f.Applied) -> Range:
    low, high = _end(formula, interval.low, 0), _end(formula, interval.high, 1)
    even = formula.argument is not None and formula.argument % 2 == 0
    if formula.function is Function.ABSOLUTE or (formula.function is Function.POWER and even):
        ends = (_end(formula, interval.low, 1), high)
        known = [end for end in ends if end is not None]
        return _between(Fraction(0), max(known) if len(known) == 2 else None)
    return _between(low, high)


def _end(formula: f.Applied, end: Fraction | None, side: int) -> Fraction | None:
    number: Number = Absent.UNDEFINED if end is None else apply(formula, end)
    return None if isinstance(number, Absent) else outward(number)[side]


def _between(low: Fraction | None, high: Fraction | None) -> Range:
    return Range(Interval(low=low, low_included=True, high=high, high_included=True), exact=False)
