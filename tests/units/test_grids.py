"""Whole numbers stay whole in what is computed from them, as far as nothing divides them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluator.analysis.intervals import between
from evaluator.analysis.set_arithmetic import extreme, product, scaled, total
from evaluator.analysis.value_sets import MAX_GRID, Range, ValueSet, clipped, finite, merged
from evaluator.model.formula import Interval

ONE = Fraction(1)
FROM_ZERO = Interval(low=Fraction(0), low_included=True, high=None, high_included=False)
COUNT = Range(FROM_ZERO, exact=False, grid=1)
ANYTHING = Range(FROM_ZERO)


def opened(low: int, high: int) -> Interval:
    return Interval(low=Fraction(low), low_included=False, high=Fraction(high), high_included=False)


@pytest.mark.parametrize(
    "values",
    [
        scaled(COUNT, Fraction(-4)),
        total([(ONE, finite([Fraction(12)])), (Fraction(-4), COUNT), (ONE, COUNT)], mean=False),
        extreme([finite([Fraction(0)]), COUNT], highest=True),
        extreme([COUNT, finite([Fraction(3), Fraction(9)])], highest=False),
        product("*", COUNT, finite([Fraction(2), Fraction(7)])),
        merged([COUNT, finite([Fraction(-1)])]),
        clipped(COUNT, between(Fraction(2), Fraction(8))),
    ],
)
def test_nothing_lies_between_two_whole_numbers(values: ValueSet) -> None:
    assert all(values.inside(opened(n, n + 1)) == () for n in range(-9, 9))


def test_halves_lie_on_the_grid_of_halves() -> None:
    halves = scaled(COUNT, Fraction(1, 2))
    assert halves.inside(opened(0, 1)) == (Fraction(1, 2),)
    quarter = between(Fraction(1, 4), Fraction(3, 8))
    assert halves.inside(quarter) == ()
    mean = total([(ONE, COUNT), (Fraction(2), COUNT)], mean=True)
    assert mean.inside(opened(0, 1)) == (Fraction(1, 3),)


@pytest.mark.parametrize(
    "values",
    [
        product("/", COUNT, COUNT),
        total([(ONE, COUNT), (ONE, ANYTHING)], mean=False),
        extreme([COUNT, ANYTHING], highest=True),
        scaled(COUNT, Fraction(1, 2 * MAX_GRID)),
    ],
)
def test_what_may_lie_anywhere_has_no_grid(values: ValueSet) -> None:
    assert values.inside(opened(5, 6)) != ()
