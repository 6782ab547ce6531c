"""The stretch that a quotient of polynomials lies in while its terms lie in theirs.

In each term a polynomial is written as a sum of parts that are never negative: in Bernstein's form
between two ends, in powers of the distance from its only end. Between the least and the most of the
factors' quotients the quotient lies; at corners it reaches them. Where it does not, the stretches
are cut in two, where a polynomial turns if that is known, a bounded number of times. All numbers
are exact fractions, and every answer is a bound, whether or not it is the closest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from itertools import product as combinations
from math import comb, isqrt, prod

from evaluator.analysis.polynomials import Polynomial, Quotient, terms_of
from evaluator.model.formula import Interval

MAX_FACTORS = 300
"""The most factors of one polynomial in its form."""
MAX_TERMS = 5
"""The most terms of a quotient that is enclosed."""
MAX_CUTS = 24
"""How often stretches are cut in two to bring one bound closer."""
_COARSE = 10**6
"""Places whose fraction has a greater divisor are not cut at exactly."""

Box = Mapping[str, Interval]
_Factors = Mapping[tuple[int, ...], Fraction]


@dataclass(slots=True)
class Cuts:
    """How many cuts are left for all that is enclosed."""

    left: int

    def take(self) -> bool:
        """Whether there is one left; it is taken."""
        self.left -= 1
        return self.left >= 0


def enclosed(quotient: Quotient, box: Box, cuts: Cuts) -> Interval | None:
    """Where the quotient lies; `None` where it has too many terms or too high powers."""
    names = tuple(sorted(terms_of(quotient.part) | terms_of(quotient.divisor)))
    powers = tuple(_power(quotient, name) for name in names)
    if len(names) > MAX_TERMS or prod(x + 1 for x in powers) > MAX_FACTORS:
        return None
    there = _Place(quotient, names, powers, tuple(box[name] for name in names))
    lows = _Least(there, cuts)
    low, low_included = lows.found()
    mirrored = Quotient({m: -x for m, x in quotient.part.items()}, quotient.divisor)
    high, high_included = _Least(replace(there, quotient=mirrored), cuts).found()
    return Interval(
        low=low,
        low_included=low_included and low is not None,
        high=None if high is None else -high,
        high_included=high_included and high is not None,
    )


def _power(quotient: Quotient, name: str) -> int:
    monomials = (*quotient.part, *quotient.divisor)
    return max((x for monomial in monomials for n, x in monomial if n == name), default=0)


@dataclass(frozen=True, slots=True)
class _Place:
    """The quotient, and a stretch for each of its terms, with the highest power of each."""

    quotient: Quotient
    names: tuple[str, ...]
    powers: tuple[int, ...]
    stretches: tuple[Interval, ...]

    def with_stretch(self, at: int, stretch: Interval) -> _Place:
        return replace(self, stretches=(*self.stretches[:at], stretch, *self.stretches[at + 1 :]))

    def halves(self, at: int, where: Fraction) -> tuple[_Place, _Place]:
        """Cut at a number; it belongs to both."""
        stretch = self.stretches[at]
        return (
            self.with_stretch(at, replace(stretch, high=where, high_included=True)),
            self.with_stretch(at, replace(stretch, low=where, low_included=True)),
        )

    def factors(self, polynomial: Polynomial) -> _Factors:
        """The factors of a polynomial in its form here."""
        dense = dict.fromkeys(combinations(*(range(x + 1) for x in self.powers)), Fraction(0))
        at = {name: index for index, name in enumerate(self.names)}
        for monomial, factor in polynomial.items():
            exponents = [0] * len(self.names)
            for name, exponent in monomial:
                exponents[at[name]] = exponent
            dense[tuple(exponents)] = factor
        for index, stretch in enumerate(self.stretches):
            dense = self._along(dense, index, stretch)
        return dense

    def _along(
        self, dense: dict[tuple[int, ...], Fraction], index: int, stretch: Interval
    ) -> dict[tuple[int, ...], Fraction]:
        """The form in one term, everything else as it is."""
        power = self.powers[index]
        found: dict[tuple[int, ...], Fraction] = {}
        others = [range(x + 1) for x in self.powers]
        others[index] = range(1)
        for first in combinations(*others):
            keys = [(*first[:index], i, *first[index + 1 :]) for i in range(power + 1)]
            form = _form([dense[key] for key in keys], stretch)
            found.update(zip(keys, form, strict=True))
        return found


def _form(row: Sequence[Fraction], stretch: Interval) -> list[Fraction]:
    """The factors of a polynomial in one term, given by those of its powers."""
    power = len(row) - 1
    if stretch.low is not None and stretch.high is not None:
        width = stretch.high - stretch.low
        moved = [x * width**i for i, x in enumerate(_moved(row, stretch.low))]
        return [
            sum(
                (Fraction(comb(i, j), comb(power, j)) * moved[j] for j in range(i + 1)), Fraction(0)
            )
            for i in range(power + 1)
        ]
    if stretch.low is not None:
        return _moved(row, stretch.low)
    if stretch.high is None:
        raise AssertionError("a stretch without ends is cut before")
    return [-x if i % 2 else x for i, x in enumerate(_moved(row, stretch.high))]


def _moved(row: Sequence[Fraction], by: Fraction) -> list[Fraction]:
    """The factors of the powers of the distance from a number."""
    found = list(row)
    for start in range(len(found) - 1):
        for i in range(len(found) - 2, start - 1, -1):
            found[i] += by * found[i + 1]
    return found


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A place with a bound below, and the least value that a corner of it comes or tends to."""

    place: _Place
    low: Fraction | None
    corner: Fraction | None
    by_corner: tuple[int, ...] | None
    rest: _Factors
    """What is left of the part without so many times the divisor as the corner tells."""
    included: bool = False


@dataclass(slots=True)
class _Least:
    """Looks for the greatest number that a quotient is never below."""

    start: _Place
    cuts: Cuts

    def found(self) -> tuple[Fraction | None, bool]:
        """The number, and whether the quotient may come to it; `None` where none is known."""
        order = count()
        waiting: list[tuple[bool, Fraction, int, int, _Bounded]] = []
        best: Fraction | None = None
        for place in _with_ends(self.start):
            best = self._push(waiting, place, 0, next(order), best)
        for _ in range(MAX_CUTS):
            if not waiting or (waiting[0][0] and best is not None and waiting[0][1] >= best):
                break
            depth, bounded = waiting[0][3], waiting[0][4]
            cut = _cut(bounded, depth)
            if cut is None or not self.cuts.take():
                break
            heappop(waiting)
            for half in bounded.place.halves(*cut):
                best = self._push(waiting, half, depth + 1, next(order), best)
        if not waiting or not waiting[0][0]:
            return None, False
        low = waiting[0][1]
        return low, any(x[1] == low and x[4].included for x in waiting)

    @staticmethod
    def _push(
        waiting: list[tuple[bool, Fraction, int, int, _Bounded]],
        place: _Place,
        depth: int,
        number: int,
        best: Fraction | None,
    ) -> Fraction | None:
        bounded = _bounded(place)
        if bounded is None:
            return best
        known = bounded.low is not None
        heappush(waiting, (known, bounded.low or Fraction(0), number, depth, bounded))
        reached = [x for x in (best, bounded.corner) if x is not None]
        return min(reached, default=None)


def _with_ends(place: _Place) -> Iterator[_Place]:
    """The place, with every stretch that has no end cut at zero."""
    for index, stretch in enumerate(place.stretches):
        if stretch.low is None and stretch.high is None:
            for half in place.halves(index, Fraction(0)):
                yield from _with_ends(half)
            return
    yield place


def _bounded(place: _Place) -> _Bounded | None:
    """The bound that the form gives; `None` where the quotient has no value at this place."""
    part, divisor = place.factors(place.quotient.part), place.factors(place.quotient.divisor)
    if not any(divisor.values()):
        return None
    if all(x <= 0 for x in divisor.values()):
        part, divisor = ({k: -x for k, x in each.items()} for each in (part, divisor))
    corners = {
        key: part[key] / divisor[key]
        for key in combinations(*((0, x) for x in place.powers))
        if divisor[key]
    }
    by_corner = min(corners, key=lambda key: corners[key], default=None)
    corner = None if by_corner is None else corners[by_corner]
    rest = {key: x - (corner or 0) * divisor[key] for key, x in part.items()}
    if any(x < 0 for x in divisor.values()):
        # What has both signs tells nothing, not even at the corners.
        return _Bounded(place, None, None, by_corner, rest)
    if any(part[key] < 0 for key, x in divisor.items() if not x):
        return _Bounded(place, None, corner, by_corner, rest)
    low = min(part[key] / x for key, x in divisor.items() if x)
    over = {key: part[key] - low * x for key, x in divisor.items()}
    return _Bounded(place, low, corner, by_corner, rest, not _is_positive(place, over))


def _is_positive(place: _Place, factors: _Factors) -> bool:
    """Whether a polynomial without negative factors is zero nowhere at a place.

    The part of a factor is zero only at ends: every combination of ends and of what lies between
    must have a factor whose part is not.
    """
    choices = [
        (None, *((0,) if x.low_included else ()), *((1,) if x.high_included else ()))
        for x in place.stretches
    ]
    positive = [key for key, x in factors.items() if x > 0]
    return all(
        any(
            all(
                _is_met(end, i, at, place)
                for at, (end, i) in enumerate(zip(ends, key, strict=True))
            )
            for key in positive
        )
        for ends in combinations(*choices)
    )


def _is_met(end: int | None, factor: int, at: int, place: _Place) -> bool:
    """Whether the part of a factor is more than zero at an end, or between the ends."""
    if end is None:
        return True
    stretch = place.stretches[at]
    if stretch.low is None or stretch.high is None:
        return factor == 0
    return factor == (place.powers[at] if end else 0)


def _cut(bounded: _Bounded, depth: int) -> tuple[int, Fraction] | None:
    """Which stretch is cut, and where; `None` where a cut brings no bound closer."""
    place = bounded.place
    bent = [at for at, power in enumerate(place.powers) if power > 1 and _has_room(place, at)]
    if bounded.low is None:
        bent = bent or [
            at for at, power in enumerate(place.powers) if power and _has_room(place, at)
        ]
    if not bent:
        return None
    at = bent[depth % len(bent)]
    stretch = place.stretches[at]
    row = _row(bounded, at)
    if stretch.low is not None and stretch.high is not None:
        share = _turn(_powers_of(row)) if row is not None else None
        share = share if share is not None and 0 < share < 1 else Fraction(1, 2)
        return at, _plain(stretch.low + (stretch.high - stretch.low) * share, stretch)
    far = _turn(row) if row is not None else None
    away = far if far is not None and far > 0 else Fraction(2) ** depth
    end = stretch.low if stretch.low is not None else stretch.high
    if end is None:
        raise AssertionError("a stretch without ends is cut before")
    return at, end + away if stretch.low is not None else end - away


def _has_room(place: _Place, at: int) -> bool:
    return place.stretches[at].low != place.stretches[at].high


def _plain(number: Fraction, stretch: Interval) -> Fraction:
    """A number near by whose fraction is not long."""
    if number.denominator <= _COARSE:
        return number
    near = number.limit_denominator(_COARSE)
    return near if stretch.low != near != stretch.high and near in stretch else number


def _row(bounded: _Bounded, at: int) -> list[Fraction] | None:
    """The factors along one term where the others are at the corner with the least value."""
    key = bounded.by_corner
    if key is None:
        return None
    power = bounded.place.powers[at]
    return [bounded.rest[(*key[:at], i, *key[at + 1 :])] for i in range(power + 1)]


def _powers_of(row: Sequence[Fraction]) -> list[Fraction]:
    """The factors of the powers, from those of Bernstein's form."""
    power = len(row) - 1
    return [
        sum(
            (comb(power, i) * comb(i, j) * (-1) ** (i - j) * row[j] for j in range(i + 1)),
            Fraction(0),
        )
        for i in range(power + 1)
    ]


def _turn(row: Sequence[Fraction]) -> Fraction | None:
    """Where a polynomial of the second or third degree turns from falling to rising."""
    first, second, third = (*row[1:4], *(Fraction(0),) * 3)[:3]
    if any(row[4:]):
        return None
    if not third:
        return -first / (2 * second) if second > 0 else None
    root = _root((2 * second) ** 2 - 12 * third * first)
    return None if root is None else (-2 * second + root) / (6 * third)


def _root(square: Fraction) -> Fraction | None:
    """The square root, where it is a fraction."""
    if square < 0:
        return None
    above, below = isqrt(square.numerator), isqrt(square.denominator)
    exact = above * above == square.numerator and below * below == square.denominator
    return Fraction(above, below) if exact else None
