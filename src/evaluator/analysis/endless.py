"""Sets of values under functions whose digits may have no end: the stretch they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    low = _end(formula, interval.low, 0, held=interval.low_included)
    high = _end(formula, interval.high, 1, held=interval.high_included)
    if not _falls(interval, formula):
        return _from(low, high)
    low = _end(formula, interval.low, 1, held=interval.low_included)
    high = _end(formula, interval.high, 0, held=interval.high_included)
    if not _turns(interval, formula):
        return _from(high, low)
    high = _end(formula, interval.high, 1, held=interval.high_included)
    bounded = low.number is not None and high.number is not None
    ends = (low, high) if bounded else ()
    return _from(_End(Fraction(0), held=True), max(ends, key=_End.order, default=_NO_END))


def _is_even(formula: f.Applied) -> bool:
    """Whether a number and its negative come to the same."""
    even = formula.argument is not None and formula.argument % 2 == 0
    return formula.function is Function.ABSOLUTE or (formula.function is Function.POWER and even)


def _falls(interval: Interval, formula: f.Applied) -> bool:
    """Whether a greater number of the stretch can come to less."""
    if formula.function is Function.LOGARITHM:
        return formula.argument is not None and formula.argument < 1
    return _is_even(formula) and (interval.low is None or interval.low < 0)


def _turns(interval: Interval, formula: f.Applied) -> bool:
    """Whether it falls and rises again within the stretch."""
    return _is_even(formula) and (interval.high is None or interval.high > 0)


@dataclass(frozen=True, slots=True)
class _End:
    """An end of what is come to, and whether it is come to itself."""

    number: Fraction | None
    held: bool

    def order(self) -> tuple[Fraction, bool]:
        """The greater end is the later one, of two equal ones that which is come to."""
        return self.number or Fraction(0), self.held


_NO_END = _End(None, held=True)


def _end(formula: f.Applied, end: Fraction | None, side: int, *, held: bool) -> _End:
    """What an end comes to; what has no end itself is rounded outward, and lies beyond."""
    number: Number = Absent.UNDEFINED if end is None else apply(formula, end)
    if isinstance(number, Absent):
        return _NO_END
    return _End(outward(number)[side], held=held or isinstance(number, Real))


def _from(low: _End, high: _End) -> Range:
    ends = Interval(
        low=low.number, low_included=low.held, high=high.number, high_included=high.held
    )
    return Range(ends, exact=False)


def _between(low: Fraction | None, high: Fraction | None) -> Range:
    return Range(Interval(low=low, low_included=True, high=high, high_included=True), exact=False)
