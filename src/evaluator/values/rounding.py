"""Rounding by law: to a number of decimals in a named mode, never otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from evaluator.values.numbers import fixed


class Mode(StrEnum):
    """What happens to the digits that are cut off."""

    HALF_UP = "half_up"
    """To the nearest, a half away from zero."""
    HALF_EVEN = "half_even"
    """To the nearest, a half to the even digit."""
    ALWAYS_UP = "always_up"
    """Towards plus infinity."""
    ALWAYS_DOWN = "always_down"
    """Towards minus infinity."""
    TRUNCATED = "truncated"
    """Towards zero."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding rule as a regulation states it."""

    decimals: int
    mode: Mode

    def apply(self, value: Fraction) -> Fraction:
        """The rounded value, exact on the grid of 10^-decimals."""
        unit = 10**self.decimals
        over, under = value.as_integer_ratio()
        return Fraction(_whole(over * unit, under, self.mode), unit)

    def text(self, value: Fraction) -> str:
        """The rounded value with exactly the decimals of the rule, zeros included."""
        return fixed(self.apply(value), self.decimals)


NEAR = Rounding(4, Mode.HALF_UP)
"""To how many decimals a reader is told what a fraction is about; nothing is computed with it."""


def _whole(over: int, under: int, mode: Mode) -> int:
    """The quotient as a whole number; `under` is positive."""
    match mode:
        case Mode.HALF_UP:
            size = (2 * abs(over) + under) // (2 * under)
            return size if over >= 0 else -size
        case Mode.HALF_EVEN:
            whole, rest = divmod(over, under)
            # A half goes up from an odd number only.
            return whole + (2 * rest + whole % 2 > under)
        case Mode.ALWAYS_UP:
            return -(-over // under)
        case Mode.ALWAYS_DOWN:
            return over // under
        case Mode.TRUNCATED:
            return over // under if over >= 0 else -(-over // under)
        case _:
            assert_never(mode)
