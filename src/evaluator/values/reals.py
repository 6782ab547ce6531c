"""Roots and logarithms: numbers without an end, known as closely as anybody asks.

A `Real` is told by bounds that can be drawn as close together as wanted. Rounding asks for closer
bounds until every printed digit is certain; what comes out even is an exact fraction and no `Real`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from itertools import product
from typing import TypeVar

from evaluator.values import forms
from evaluator.values.forms import Form, whole_root
from evaluator.values.rounding import Rounding

MAX_BITS = 4096
"""How closely a number is looked at before its digits are given up as undecided."""
_FIRST_BITS = 64

Bounds = tuple[Fraction, Fraction]
T = TypeVar("T")


class Undecided(ArithmeticError):  # noqa: N818 - says what the number is, to the one who catches it
    """The number is too close to a limit to tell on which side it lies."""


@dataclass(frozen=True, slots=True, eq=False)
class Real:
    """A number told by bounds: `bounds(bits)` are about 2^-bits apart, relative to its size.

    `form` tells how it is made, as far as that is known; what comes out as a fraction is no `Real`.
    """

    bounds: Callable[[int], Bounds]
    form: Form

    def __add__(self, other: Number | int) -> Number:
        """The sum."""
        form = forms.plus(self.form, _form_of(other))
        return _joined(self, other, form, lambda a, b: (a[0] + b[0], a[1] + b[1]))

    __radd__ = __add__

    def __neg__(self) -> Number:
        """Minus the number."""
        return self * -1

    def __sub__(self, other: Number | int) -> Number:
        """The difference."""
        return self + (-other)

    def __rsub__(self, other: Fraction | int) -> Number:
        """The difference the other way round."""
        return -self + other

    def __mul__(self, other: Number | int) -> Number:
        """The product."""
        return _joined(self, other, forms.times(self.form, _form_of(other)), _times)

    __rmul__ = __mul__

    def __truediv__(self, other: Number | int) -> Number:
        """The quotient; the divisor is not zero."""
        return _quotient(self, other)

    def __rtruediv__(self, other: Fraction | int) -> Number:
        """The quotient the other way round."""
        return _quotient(Fraction(other), self)

    def __gt__(self, other: Number | int) -> bool:
        """Whether it is greater; numbers that cannot be told apart are taken as equal."""
        try:
            return sign(self - other) > 0
        except Undecided:
            return False

    def __lt__(self, other: Number | int) -> bool:
        """Whether it is less; numbers that cannot be told apart are taken as equal."""
        try:
            return sign(self - other) < 0
        except Undecided:
            return False


Number = Fraction | Real


def sign(value: Number) -> int:
    """1, 0 or -1.

    Raises:
        Undecided: it is too close to zero.
    """
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    return _settled(value, lambda low, high: 1 if low > 0 else -1 if high < 0 else None)


def rounded(value: Number, rounding: Rounding) -> Fraction:
    """The number rounded, every digit certain.

    Raises:
        Undecided: it is too close to where the rounding turns.
    """
    if isinstance(value, Fraction):
        return rounding.apply(value)

    def agreed(low: Fraction, high: Fraction) -> Fraction | None:
        first = rounding.apply(low)
        return first if first == rounding.apply(high) else None

    return _settled(value, agreed)


def root(value: Number, degree: int) -> Number:
    """The root of a number that is not negative; exact where it comes out even."""
    if isinstance(value, Fraction):
        top, bottom = whole_root(value.numerator, degree), whole_root(value.denominator, degree)
        if top**degree == value.numerator and bottom**degree == value.denominator:
            return Fraction(top, bottom)
    form = forms.power(_form_of(value), Fraction(1, degree))
    return _rising(value, form, lambda x, bits: _root_bounds(x, degree, bits))


def logarithm(value: Number, base: Fraction | None) -> Number:
    """The logarithm of a positive number to a base, natural without one; exact if it is rational.

    The base is positive and not 1.
    """
    if isinstance(value, Fraction):
        even = Fraction(0) if value == 1 else None if base is None else _even_power(value, base)
        if even is not None:
            return even
    natural = _natural(value)
    return natural if base is None else natural / _natural(base)


def _natural(value: Number) -> Number:
    return _rising(value, forms.logarithm(_form_of(value)), _ln_bounds)


def outward(value: Number) -> Bounds:
    """Two decimals near the number, one on each side of it or on it."""
    if isinstance(value, Fraction):
        return value, value
    low, high = value.bounds(_FIRST_BITS)
    grid = 10**10
    return Fraction(low * grid // 1, grid), Fraction(-(-high * grid // 1), grid)


# Bounds ------------------------------------------------------------------------------------------


def _settled(value: Real, look: Callable[[Fraction, Fraction], T | None]) -> T:
    """What the bounds tell, once they are close enough to tell it."""
    bits = _FIRST_BITS
    while bits <= MAX_BITS:
        found = look(*value.bounds(bits))
        if found is not None:
            return found
        bits *= 2
    raise Undecided


def _made(bounds: Callable[[int], Bounds], form: Form | None) -> Number:
    """The fraction that a form comes to, else the number these bounds tell."""
    if form is None:
        return Real(bounds, forms.other(_Unlike()))
    exact = forms.fraction_of(form)
    return Real(bounds, form) if exact is None else exact


class _Unlike:
    """The name of a number that is like no other."""


def _form_of(value: Number | int) -> Form:
    return value.form if isinstance(value, Real) else forms.number(Fraction(value))


def _joined(
    one: Real, other: Number | int, form: Form | None, join: Callable[[Bounds, Bounds], Bounds]
) -> Number:
    if isinstance(other, Real):
        return _made(lambda bits: join(one.bounds(bits), other.bounds(bits)), form)
    exact = Fraction(other)
    return _made(lambda bits: join(one.bounds(bits), (exact, exact)), form)


def _quotient(one: Number, other: Number | int) -> Number:
    if not isinstance(other, Real):
        return one * (1 / Fraction(other))

    def bounds(bits: int) -> Bounds:
        low, high = _beside_zero(other, bits)
        above = one.bounds(bits) if isinstance(one, Real) else (one, one)
        return _times(above, (1 / high, 1 / low))

    return _made(bounds, forms.over(_form_of(one), other.form))


def _times(one: Bounds, other: Bounds) -> Bounds:
    corners = [a * b for a, b in product(one, other)]
    return min(corners), max(corners)


def _rising(value: Number, form: Form, bounds_of: Callable[[Fraction, int], Bounds]) -> Number:
    """A rising function of a positive number."""
    if isinstance(value, Fraction):
        return _made(lambda bits: bounds_of(value, bits), form)

    def bounds(bits: int) -> Bounds:
        low, high = _beside_zero(value, bits)
        return bounds_of(low, bits)[0], bounds_of(high, bits)[1]

    return _made(bounds, form)


def _beside_zero(value: Real, bits: int) -> Bounds:
    """Bounds on one side of zero, at least that close."""
    while bits <= 2 * MAX_BITS:
        low, high = value.bounds(bits)
        if low > 0 or high < 0:
            return low, high
        bits *= 2
    raise Undecided


def _root_bounds(value: Fraction, degree: int, bits: int) -> Bounds:
    scaled = (value.numerator << degree * bits) // value.denominator
    low = whole_root(scaled, degree)
    return Fraction(low, 1 << bits), Fraction(low + 1, 1 << bits)


def _ln_bounds(value: Fraction, bits: int) -> Bounds:
    """By the decimal module, whose logarithm is the nearest number it can write."""
    context = Context(prec=bits * 30103 // 100_000 + 5, rounding=ROUND_HALF_EVEN)
    near = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    low = context.ln(context.next_minus(near))
    high = context.ln(context.next_plus(near))
    return Fraction(context.next_minus(low)), Fraction(context.next_plus(high))


def _even_power(value: Fraction, base: Fraction) -> Fraction | None:
    """The rational power of the base that is the value, if there is one."""
    above, below = _ln_bounds(value, _EVEN_BITS), _ln_bounds(base, _EVEN_BITS)
    power = (above[0] / below[0]).limit_denominator(_MOST_EVEN)
    if abs(power.numerator) > _MOST_EVEN:
        return None
    return power if value**power.denominator == base**power.numerator else None


_EVEN_BITS = 128
_MOST_EVEN = 200
"""The largest terms of a power that is looked for; numbers have fewer digits than it needs."""
