"""The functions of one number: what each gives, and where it has no value."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from evaluator.values.reals import Number, logarithm, root, sign


class Function(StrEnum):
    """A function of one number; some take a second, fixed one."""

    ROOT = "root"
    """The root of a degree, 2 unless stated."""
    LOGARITHM = "logarithm"
    """The logarithm to a base, 10 unless stated."""
    NATURAL_LOGARITHM = "natural_logarithm"
    POWER = "power"
    """The power with a whole exponent."""
    ABSOLUTE = "absolute"
    """The number without its sign."""


IRRATIONAL = frozenset({Function.ROOT, Function.LOGARITHM, Function.NATURAL_LOGARITHM})
"""The functions whose value may have no end."""


class Undefined(ValueError):  # noqa: N818 - says what the value is, to the one who catches it
    """The function has no value there; the message is a code."""


def applied(function: Function, value: Number, argument: int | Fraction | None) -> Number:
    """The value of the function.

    Raises:
        Undefined: it has none there.
        Undecided: the number is too close to zero to tell.
    """
    match function:
        case Function.ROOT:
            if sign(value) < 0:
                raise Undefined("root_of_negative")
            return root(value, int(argument or 2)) if sign(value) else Fraction(0)
        case Function.LOGARITHM | Function.NATURAL_LOGARITHM:
            if sign(value) <= 0:
                raise Undefined("logarithm_of_nothing")
            natural = function is Function.NATURAL_LOGARITHM
            return logarithm(value, None if natural else Fraction(argument or 10))
        case Function.POWER:
            power: Number = Fraction(1)
            for _ in range(int(argument or 1)):
                power = power * value
            return power
        case Function.ABSOLUTE:
            return -value if sign(value) < 0 else value
        case _:
            assert_never(function)


def geometric_mean(values: Sequence[Number]) -> Number:
    """The root of the product, of the degree of how many there are.

    Raises:
        Undefined: one of them is negative.
        Undecided: one of them is too close to zero to tell.
    """
    if any(sign(value) < 0 for value in values):
        raise Undefined("root_of_negative")
    product: Number = Fraction(1)
    for value in values:
        product = product * value
    if len(values) == 1 or not sign(product):
        return product
    return root(product, len(values))
