"""Exact numbers: from the text they were read as to the text they are published as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

MAX_DIGITS = 40
"""The most digits a number may be written with, in rules and responses."""


def parse_decimal(text: str) -> Fraction:
    """The exact value of a plain decimal such as `-0.73`, with no exponent.

    The caller has bounded the digits and matched the form.
    """
    whole, _, decimals = text.partition(".")
    if not decimals:
        return Fraction(int(whole))
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def total(values: Sequence[Fraction]) -> Fraction:
    """The sum, over one common denominator: `sum` reduces a fraction after every addition."""
    ratios = [value.as_integer_ratio() for value in values]
    common = lcm(*[under for _, under in ratios])
    return Fraction(sum([over * (common // under) for over, under in ratios]), common)


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors over one common denominator: what they make of values is reduced once."""

    tops: tuple[int, ...]
    under: int

    @classmethod
    def of(cls, factors: Sequence[Fraction]) -> Factors:
        """These factors, in this order."""
        ratios = [factor.as_integer_ratio() for factor in factors]
        common = lcm(*[under for _, under in ratios])
        return cls(tuple(top * (common // under) for top, under in ratios), common)

    def sum_of_products(self, values: Sequence[Fraction]) -> Fraction:
        """The sum of each value times its factor."""
        ratios = [value.as_integer_ratio() for value in values]
        common = lcm(*[under for _, under in ratios])
        pairs = zip(ratios, self.tops, strict=True)
        tops = [top * (common // under) * factor for (top, under), factor in pairs]
        return Fraction(sum(tops), common * self.under)


def decimal_places(denominator: int) -> int | None:
    """How many decimals a reduced fraction over `denominator` needs; `None` if it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def fixed(value: Fraction, decimals: int) -> str:
    """A value that has at most `decimals` decimals, written with exactly that many."""
    over, under = value.as_integer_ratio()
    scaled, left = divmod(over * 10**decimals, under)
    if left:
        raise ValueError(f"{value} has more than {decimals} decimals")
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    sign = "-" if scaled < 0 else ""
    if decimals == 0:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def text_of(value: Fraction) -> str:
    """The one text of a value: a decimal without trailing zeros, or `n/d` where it never ends."""
    if value.denominator == 1:
        return str(value.numerator)
    places = decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return fixed(value, places)
