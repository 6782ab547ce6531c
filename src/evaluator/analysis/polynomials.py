"""Sums of products of terms with factors, and quotients of two of these, added and multiplied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Monomial = tuple[tuple[str, int], ...]
"""How often each term is a factor, by the names of the terms in their order."""
Polynomial = Mapping[Monomial, Fraction]
"""The factor each product of terms stands with; none of them is zero."""

MAX_PRODUCTS = 80
"""The most products of one polynomial that is followed."""


class TooLongError(Exception):
    """More products than are followed."""


def constant(value: Fraction) -> Polynomial:
    """A number."""
    return {(): value} if value else {}


def term(name: str) -> Polynomial:
    """A term by itself."""
    return {((name, 1),): Fraction(1)}


def plus(one: Polynomial, other: Polynomial, factor: Fraction = Fraction(1)) -> Polynomial:
    """One and so many times the other."""
    found = dict(one)
    for monomial, times in other.items():
        found[monomial] = found.get(monomial, Fraction(0)) + factor * times
    return _kept(found)


def times(one: Polynomial, other: Polynomial) -> Polynomial:
    """Every product of the one with every product of the other."""
    if len(one) * len(other) > MAX_PRODUCTS**2:
        raise TooLongError
    found: dict[Monomial, Fraction] = {}
    for left, by in one.items():
        for right, and_by in other.items():
            both = _product(left, right)
            found[both] = found.get(both, Fraction(0)) + by * and_by
    return _kept(found)


def terms_of(polynomial: Polynomial) -> frozenset[str]:
    """The names of the terms in it."""
    return frozenset(name for monomial in polynomial for name, _ in monomial)


def is_number(polynomial: Polynomial) -> bool:
    """Whether there is no term in it."""
    return not terms_of(polynomial)


def separated(polynomial: Polynomial) -> Iterator[Polynomial]:
    """Polynomials that add up to it, of which no two share a term."""
    groups: list[tuple[set[str], dict[Monomial, Fraction]]] = []
    for monomial, factor in polynomial.items():
        names = {name for name, _ in monomial}
        together = {monomial: factor}
        apart = []
        for others, products in groups:
            if others & names:
                names |= others
                together |= products
            else:
                apart.append((others, products))
        groups = [*apart, (names, together)]
    return (products for _, products in groups)


def _product(one: Monomial, other: Monomial) -> Monomial:
    exponents = dict(one)
    for name, exponent in other:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted(exponents.items()))


def _kept(found: Mapping[Monomial, Fraction]) -> Polynomial:
    if len(found) > MAX_PRODUCTS:
        raise TooLongError
    return {monomial: factor for monomial, factor in found.items() if factor}


@dataclass(frozen=True, slots=True)
class Quotient:
    """One polynomial divided by another; where that is zero there is no value."""

    part: Polynomial
    divisor: Polynomial

    @staticmethod
    def of(polynomial: Polynomial) -> Quotient:
        """A polynomial as a quotient by 1."""
        return Quotient(polynomial, constant(Fraction(1)))

    def plus(self, other: Quotient, factor: Fraction = Fraction(1)) -> Quotient:
        """This and so many times the other."""
        if self.divisor == other.divisor:
            return Quotient(plus(self.part, other.part, factor), self.divisor)
        left, right = times(self.part, other.divisor), times(other.part, self.divisor)
        return Quotient(plus(left, right, factor), times(self.divisor, other.divisor)).reduced()

    def times(self, other: Quotient) -> Quotient:
        """This times the other."""
        part, divisor = times(self.part, other.part), times(self.divisor, other.divisor)
        return Quotient(part, divisor).reduced()

    def divided(self, other: Quotient) -> Quotient:
        """This divided by the other."""
        return self.times(Quotient(other.divisor, other.part))

    def reduced(self) -> Quotient:
        """Without the terms that are a factor of every product above and below.

        Where such a term is zero the quotient had no value; now it may have one.
        """
        shared: dict[str, int] | None = None
        for monomial in (*self.part, *self.divisor):
            exponents = dict(monomial)
            if shared is None:
                shared = exponents
            shared = {name: min(x, exponents.get(name, 0)) for name, x in shared.items()}
        common = {name: x for name, x in (shared or {}).items() if x}
        if not common:
            return self
        return Quotient(_without(self.part, common), _without(self.divisor, common))


def _without(polynomial: Polynomial, common: Mapping[str, int]) -> Polynomial:
    return {
        tuple((n, x - common.get(n, 0)) for n, x in monomial if x > common.get(n, 0)): factor
        for monomial, factor in polynomial.items()
    }
