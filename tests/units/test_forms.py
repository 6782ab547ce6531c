"""Numbers that come out as fractions because what they are made of cancels."""

from __future__ import annotations

from fractions import Fraction as Q
from random import Random

from evaluator.values.reals import Number, Real, logarithm, root, sign


def ln(value: int | str) -> Number:
    return logarithm(Q(value), None)


def test_logarithms_cancel_where_the_product_of_powers_is_one() -> None:
    assert ln(6) - ln(2) - ln(3) == 0
    assert ln("0.1") + ln(10) == 0
    # 12^3 * 18^-3 * (3/2)^3 = 1
    assert 3 * ln(12) - 3 * ln(18) + 3 * ln("1.5") == 0
    assert isinstance(ln(6) - ln(2) - ln(2), Real)


def test_quotients_of_sums_of_logarithms() -> None:
    part, whole = ln(5) - ln(2), ln(7) - ln(2)
    assert (ln(25) - ln(4)) / part == 2
    assert (ln(25) - ln(4)) / whole - 2 * (part / whole) == 0
    assert ln(4) * ln(9) / (ln(2) * ln(3)) == 4


def test_roots() -> None:
    assert root(Q(12), 2) / root(Q(3), 2) == 2
    assert 2 * root(Q(10), 2) - root(Q(40), 2) == 0
    assert root(Q(2), 3) * root(Q(4), 3) == 2
    assert logarithm(root(Q(7), 3), None) / ln(7) == Q(1, 3)
    assert isinstance(root(Q(2), 2) + root(Q(3), 2) - root(Q(5), 2), Real)


def test_a_fraction_is_told_only_where_the_bounds_agree() -> None:
    random = Random(1)  # noqa: S311 - the same numbers every time
    for _ in range(300):
        numbers: list[Number] = [Q(random.randint(1, 12), random.randint(1, 6)) for _ in range(3)]
        low, high = Q(0), Q(0)
        found: Number = Q(0)
        for number in numbers:
            made = root(number, 2) if random.random() < 0.5 else logarithm(number, None)
            factor = random.randint(-3, 3)
            found = found + factor * made
            ends = made.bounds(96) if isinstance(made, Real) else (made, made)
            low += min(factor * x for x in ends)
            high += max(factor * x for x in ends)
        if isinstance(found, Q):
            assert low <= found <= high
        else:
            assert sign(found) in {1, -1}
