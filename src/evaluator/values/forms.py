"""How a number without an end is made of logarithms and powers, so that what cancels is seen.

A form is a sum of products: `2*ln(3) - 5^(1/2)*ln(7) + 1/4`. Whole numbers under logarithms and
powers are split into factors without common divisors, which is quick where prime factors are not.
Then `ln(100) - 2*ln(10)`, `root(8) - 2*root(2)` and `ln(8) / ln(4)` come out as fractions. A form
without anything left but a number is that number; nothing is concluded from any other form.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import floor, gcd, isqrt, prod

LOGARITHM, POWER, OTHER = "ln", "power", "other"
Atom = tuple[str, Hashable]
"""The logarithm of a whole number, a whole number under a power, or anything else by its name."""
Monomial = frozenset[tuple[Atom, Fraction]]
"""A product of atoms, each with its exponent."""
Form = Mapping[Monomial, Fraction]
"""A sum of products, each with its factor, none of which is zero."""

ONE: Monomial = frozenset()
MAX_TERMS = 32
"""The most products in a form; what is longer is a number of its own."""
MAX_BITS = 512
"""The longest whole number that is split."""


def number(value: Fraction) -> Form:
    """The form of a fraction."""
    return {ONE: value} if value else {}


def other(name: Hashable) -> Form:
    """The form of a number of which nothing is known but what it is called."""
    return {frozenset({((OTHER, name), Fraction(1))}): Fraction(1)}


def fraction_of(form: Form) -> Fraction | None:
    """The fraction that a form is, if it is one."""
    if not form:
        return Fraction(0)
    return form[ONE] if form.keys() == {ONE} else None


def name_of(form: Form) -> Hashable:
    """What tells a form from others."""
    return frozenset(form.items())


def plus(one: Form, two: Form) -> Form:
    """The sum."""
    return _split(_gathered((*one.items(), *two.items())))


def times(one: Form, two: Form) -> Form | None:
    """The product; `None` where it is too long."""
    if len(one) * len(two) > MAX_TERMS:
        return None
    pairs = product(one.items(), two.items())
    return _split(_gathered((_multiplied(a, b), x * y) for (a, x), (b, y) in pairs))


def over(one: Form, two: Form) -> Form | None:
    """The quotient; the divisor is not zero. `None` where it is too long."""
    factor = _ratio(one, two)
    return number(factor) if factor is not None else times(one, _inverse(two))


def power(form: Form, exponent: Fraction) -> Form:
    """A power of a positive number with a fraction as its exponent."""
    if len(form) == 1:
        ((monomial, factor),) = form.items()
        if _is_short(factor) and factor > 0 and all(atom[0] == POWER for atom, _ in monomial):
            raised = frozenset((atom, x * exponent) for atom, x in monomial)
            parts = _powers(factor, exponent)
            return _split({_multiplied(raised, parts): Fraction(1)})
    return other((POWER, name_of(form), exponent))


def logarithm(form: Form) -> Form:
    """The natural logarithm of a positive number."""
    if len(form) == 1:
        ((monomial, factor),) = form.items()
        if _is_short(factor) and factor > 0 and all(atom[0] == POWER for atom, _ in monomial):
            bases = (*monomial, *_powers(factor, Fraction(1)))
            logs = ((_alone((LOGARITHM, atom[1])), exponent) for atom, exponent in bases)
            return _split(_gathered(logs))
    return other((LOGARITHM, name_of(form)))


def _is_short(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= MAX_BITS


def _powers(value: Fraction, exponent: Fraction) -> Monomial:
    found = {value.numerator: exponent, value.denominator: -exponent}
    return frozenset(((POWER, n), x) for n, x in found.items() if n != 1)


def _alone(atom: Atom) -> Monomial:
    return frozenset({(atom, Fraction(1))})


def _gathered(terms: Iterable[tuple[Monomial, Fraction]]) -> Form:
    found: dict[Monomial, Fraction] = {}
    for monomial, factor in terms:
        found[monomial] = found.get(monomial, Fraction(0)) + factor
    return {monomial: factor for monomial, factor in found.items() if factor}


def _multiplied(*several: Monomial) -> Monomial:
    found: dict[Atom, Fraction] = {}
    for monomial in several:
        for atom, exponent in monomial:
            found[atom] = found.get(atom, Fraction(0)) + exponent
    return frozenset((atom, exponent) for atom, exponent in found.items() if exponent)


def _ratio(one: Form, two: Form) -> Fraction | None:
    """The fraction that one form is of another, where it is one."""
    wholes = _wholes(one) | _wholes(two)
    left, right = _split(one, wholes), _split(two, wholes)
    if not left:
        return Fraction(0)
    if left.keys() != right.keys():
        return None
    factors = {left[monomial] / right[monomial] for monomial in right}
    return factors.pop() if len(factors) == 1 else None


def _inverse(form: Form) -> Form:
    if len(form) == 1:
        ((monomial, factor),) = form.items()
        turned = frozenset((atom, -exponent) for atom, exponent in monomial)
        return _split({turned: 1 / factor})
    # Multiples of one sum have one name.
    first = form[min(form, key=lambda monomial: sorted(map(repr, monomial)))]
    unit = {monomial: factor / first for monomial, factor in form.items()}
    sums = frozenset({((OTHER, name_of(unit)), Fraction(-1))})
    return {sums: 1 / first}


# Whole numbers -----------------------------------------------------------------------------------


def _wholes(form: Form) -> frozenset[int]:
    """The whole numbers under its logarithms and powers."""
    atoms = (atom for monomial in form for atom, _ in monomial)
    return frozenset(n for kind, n in atoms if kind != OTHER and isinstance(n, int))


def _split(form: Form, wholes: frozenset[int] = frozenset()) -> Form:
    """The form with its whole numbers split as far as they share divisors."""
    bases = _bases(wholes | _wholes(form))
    terms = (
        (monomial, factor * times_)
        for written, factor in form.items()
        for monomial, times_ in _written(written, bases)
    )
    return _gathered(terms)


def _written(monomial: Monomial, bases: tuple[int, ...]) -> Iterator[tuple[Monomial, Fraction]]:
    """The products that one product is the sum of, with their factors."""
    factor = Fraction(1)
    powers: dict[Atom, Fraction] = {}
    sums: list[list[tuple[Monomial, Fraction]]] = []
    for (kind, name), exponent in monomial:
        if kind == OTHER or not isinstance(name, int):
            powers[kind, name] = powers.get((kind, name), Fraction(0)) + exponent
            continue
        within = _exponents(name, bases)
        if kind == POWER:
            for base, count in within:
                key = (POWER, base)
                powers[key] = powers.get(key, Fraction(0)) + count * exponent
        elif len(within) == 1:
            ((base, count),) = within
            factor *= Fraction(count) ** int(exponent)
            powers[LOGARITHM, base] = powers.get((LOGARITHM, base), Fraction(0)) + exponent
        elif exponent > 0:
            logs = [(_alone((LOGARITHM, base)), Fraction(count)) for base, count in within]
            sums += [logs] * int(exponent)
        else:
            powers[LOGARITHM, name] = powers.get((LOGARITHM, name), Fraction(0)) + exponent
    for (kind, name), exponent in powers.items():
        if kind == POWER and isinstance(name, int):
            whole = floor(exponent)
            factor *= Fraction(name) ** whole
            powers[kind, name] = exponent - whole
    own = frozenset((atom, exponent) for atom, exponent in powers.items() if exponent)
    for chosen in product(*sums):
        counted = prod((count for _, count in chosen), start=factor)
        yield _multiplied(own, *(logs for logs, _ in chosen)), counted


def _exponents(whole: int, bases: tuple[int, ...]) -> list[tuple[int, int]]:
    """How often each base is in a whole number, which is the product of some of them."""
    found = []
    for base in bases:
        count = 0
        while whole % base == 0:
            whole //= base
            count += 1
        if count:
            found.append((base, count))
    return found


@lru_cache(maxsize=4096)
def _bases(wholes: frozenset[int]) -> tuple[int, ...]:
    """Numbers without common divisors, of whose powers all of these are products."""
    found: list[int] = []
    waiting = list(wholes)
    while waiting:
        whole = waiting.pop()
        if whole == 1:
            continue
        sharing = next((base for base in found if gcd(base, whole) > 1), None)
        if sharing is None:
            found.append(whole)
        else:
            shared = gcd(sharing, whole)
            found.remove(sharing)
            waiting += (whole // shared, sharing // shared, shared)
    return tuple(sorted(map(_least_base, found)))


@lru_cache(maxsize=4096)
def _least_base(whole: int) -> int:
    """The least number of which it is a power."""
    for degree in range(2, whole.bit_length()):
        base = whole_root(whole, degree)
        if base**degree == whole:
            return _least_base(base)
    return whole


def whole_root(value: int, degree: int) -> int:
    """The greatest whole number whose power is not greater; Newton's iteration from above."""
    if degree == 2:
        return isqrt(value)
    if value < 2 or degree == 1:
        return value
    guess = 1 << -(-value.bit_length() // degree)
    while True:
        closer = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if closer >= guess:
            return guess
        guess = closer
