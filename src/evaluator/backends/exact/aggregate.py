"""Aggregates over amounts, and their exact bounds while some operands are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.arithmetic import either
from evaluator.model.formula import Aggregate, End, Few
from evaluator.values.amounts import (
    Absent,
    Amount,
    Endless,
    Known,
    NoValue,
    Open,
    amount_of,
    bounds,
)
from evaluator.values.functions import Undefined, geometric_mean
from evaluator.values.numbers import total
from evaluator.values.reals import Number, Undecided, outward
from evaluator.values.record import record


@record()
class Part:
    """One operand of an aggregate with its weight; `None` where weights play no part."""

    amount: Amount
    weight: Fraction | None


_Pair = tuple[Number, Fraction | None]
"""A value and its weight."""


def combine(aggregate: Aggregate, parts: Sequence[Part], few: Few | None = None) -> Amount:
    """The aggregate of the parts that apply, or of the few highest or lowest of them.

    With nothing left it is not applicable where every part is absent, and no value where there
    never was a part. The bounds are exact where no two parts wait for the same answer.
    """
    if not parts:
        return NoValue("nothing_to_aggregate")
    known = [(p.amount.value, p.weight) for p in parts if isinstance(p.amount, Known | Endless)]
    present = parts if len(known) == len(parts) else _present(parts)
    if isinstance(present, NoValue | Absent):
        return present
    if aggregate is Aggregate.THE_ONE:
        return _the_one([part.amount for part in present])
    if len(known) == len(present):
        value = _of_few(aggregate, few, known, parts)
        return value if isinstance(value, NoValue) else amount_of(value)
    if few is not None:
        return _bounded_of_few(aggregate, few, present)
    return _bounded(aggregate, present, parts)


def _present(parts: Sequence[Part]) -> Sequence[Part] | NoValue | Absent:
    """The parts that apply or may still; else that one has no value, or that none is left."""
    for part in parts:
        if isinstance(part.amount, NoValue):
            return part.amount
    return [p for p in parts if not isinstance(p.amount, Absent)] or Absent()


def shares(
    aggregate: Aggregate, parts: Sequence[Part], few: Few | None = None
) -> list[Fraction | None]:
    """What each part's value is multiplied with, part by part.

    `None` where the aggregate is not additive, or where it is still open which parts apply.
    """
    if few is not None:
        return [None for _ in parts]
    active = [p for p in parts if not isinstance(p.amount, Absent)]
    scale = _scale(aggregate, active, parts)
    if not scale or any(isinstance(p.amount, Open) and p.amount.may_vanish for p in active):
        return [None for _ in parts]
    each = 1 / scale
    return [
        _NOTHING if isinstance(p.amount, Absent) else each if p.weight is None else each * p.weight
        for p in parts
    ]


_NOTHING = Fraction(0)


def _scale(aggregate: Aggregate, active: Sequence[Part], parts: Sequence[Part]) -> Fraction | None:
    """What the sum of the values, or of the values times their weights, is divided by."""
    match aggregate:
        case Aggregate.WEIGHTED_MEAN:
            return _weight(active)
        case Aggregate.WEIGHTED_SUM:
            left, whole = _weight(active), _weight(parts)
            return left / whole if whole else None
        case Aggregate.MEAN:
            return Fraction(len(active))
        case Aggregate.SUM:
            return Fraction(1)
        case Aggregate.THE_ONE:
            return Fraction(1) if len(active) == 1 else None
        case Aggregate.HIGHEST | Aggregate.LOWEST | Aggregate.GEOMETRIC_MEAN:
            return None
        case _:
            assert_never(aggregate)


def _weight(parts: Sequence[Part]) -> Fraction:
    return total([p.weight for p in parts if p.weight is not None])


def _of_few(
    aggregate: Aggregate, few: Few | None, pairs: Sequence[_Pair], parts: Sequence[Part]
) -> Number | NoValue:
    """The aggregate of all, or of the few highest or lowest."""
    if few is None:
        return _combined(aggregate, pairs, parts)
    try:
        ordered = sorted(pairs, key=lambda pair: pair[0], reverse=few.end is End.HIGHEST)
    except Undecided:
        return NoValue("digits_undecided")
    return _combined(aggregate, ordered[: few.count], parts)


def _combined(
    aggregate: Aggregate, pairs: Sequence[_Pair], parts: Sequence[Part]
) -> Number | NoValue:
    """The aggregate of one or more known values; none where their weights add up to zero.

    `parts` are all there are: what a part that does not apply weighs goes to the others.
    """
    match aggregate:
        case Aggregate.MEAN:
            return _sum([x for x, _ in pairs]) / len(pairs)
        case Aggregate.WEIGHTED_MEAN:
            weighted = [(x, w) for x, w in pairs if w is not None]
            weight = total([w for _, w in weighted])
            products = _sum([x * w for x, w in weighted])
            return products / weight if weight else NoValue("division_by_zero")
        case Aggregate.WEIGHTED_SUM:
            whole = _weight(parts)
            if not whole:
                return Fraction(0)
            mean = _combined(Aggregate.WEIGHTED_MEAN, pairs, parts)
            return mean if isinstance(mean, NoValue) else mean * whole
        case Aggregate.SUM:
            return _sum([x for x, _ in pairs])
        case Aggregate.GEOMETRIC_MEAN:
            try:
                return geometric_mean([x for x, _ in pairs])
            except Undefined as reason:
                return NoValue(str(reason))
            except Undecided:
                return NoValue("digits_undecided")
        case Aggregate.HIGHEST:
            return max(x for x, _ in pairs)
        case Aggregate.LOWEST:
            return min(x for x, _ in pairs)
        case Aggregate.THE_ONE:
            raise AssertionError("one value is taken as it is")
        case _:
            assert_never(aggregate)


def _the_one(present: Sequence[Amount]) -> Amount:
    """The one amount there is; while it is open which of several applies, any of them.

    Answers never make two apply, but an example may give values for two.
    """
    if len([amount for amount in present if isinstance(amount, Known | Endless)]) > 1:
        return NoValue("several_apply")
    taken = either(present)
    # Exactly one applies, so that it may vanish says only that another one is it.
    return Open(taken.least, taken.most) if isinstance(taken, Open) and len(present) > 1 else taken


def _sum(numbers: Sequence[Number]) -> Number:
    exact = [x for x in numbers if isinstance(x, Fraction)]
    endless = [x for x in numbers if not isinstance(x, Fraction)]
    return sum(endless, total(exact)) if endless else total(exact)


def _bounded(aggregate: Aggregate, present: Sequence[Part], parts: Sequence[Part]) -> Open:
    least = _extreme(aggregate, present, parts, end=0, better=lambda new, old: new < old)
    most = _extreme(aggregate, present, parts, end=1, better=lambda new, old: new > old)
    vanishes = all(isinstance(p.amount, Open) and p.amount.may_vanish for p in present)
    return Open(least, most, vanishes)


def _bounded_of_few(aggregate: Aggregate, few: Few, present: Sequence[Part]) -> Open:
    """The least and most of the few; exact where no two parts wait for the same answer."""
    found = [_end_of_few(aggregate, few, present, end) for end in (0, 1)]
    vanishes = all(isinstance(p.amount, Open) and p.amount.may_vanish for p in present)
    return Open(found[0], found[1], vanishes)


def _end_of_few(
    aggregate: Aggregate, few: Few, present: Sequence[Part], end: int
) -> Fraction | None:
    """The least (0) or most (1) of the few.

    Every operand stands at that end. Of those that may vanish so many are taken in as give the
    least or most: if so many, then those that lie furthest towards that end.
    """
    certain: list[Fraction] = []
    optional: list[Fraction] = []
    beyond = 0
    for part in present:
        amount = part.amount
        if not isinstance(amount, Known | Endless | Open):
            continue
        value = bounds(amount)[end]
        if value is None:
            beyond += 1
        elif isinstance(amount, Open) and amount.may_vanish:
            optional.append(value)
        else:
            certain.append(value)
    # Without an end to the other side it is never among the few where enough others are.
    passed_over = end == (0 if few.end is End.HIGHEST else 1) and len(certain) >= few.count
    if beyond and not passed_over:
        return None
    optional.sort(reverse=end == 1)
    pairs: list[_Pair] = [(value, None) for value in (*certain, *optional)]
    fewest = max(len(certain), 1)
    tried = [
        _of_few(aggregate, few, pairs[:size], present) for size in range(fewest, len(pairs) + 1)
    ]
    ends = [outward(x)[end] for x in tried if not isinstance(x, NoValue)]
    return (min(ends) if end == 0 else max(ends)) if ends else None


def _extreme(
    aggregate: Aggregate,
    present: Sequence[Part],
    parts: Sequence[Part],
    *,
    end: int,
    better: Callable[[Fraction, Fraction], bool],
) -> Fraction | None:
    """The least or most of an aggregate.

    Every operand stands at that end, and those that may vanish are taken in only while that helps.
    Weights are never negative, so each operand counts its own way.
    """
    certain: list[_Pair] = []
    optional: list[_Pair] = []
    unbounded = False
    for part in present:
        amount = part.amount
        if not isinstance(amount, Known | Endless | Open):
            continue
        value = bounds(amount)[end]
        if value is None:
            unbounded = True
            continue
        vanishes = isinstance(amount, Open) and amount.may_vanish
        (optional if vanishes else certain).append((value, part.weight))
    # What has no end here decides nothing where another operand surely stands below or above it.
    decides = (aggregate, end) not in {(Aggregate.LOWEST, 1), (Aggregate.HIGHEST, 0)}
    if unbounded and (decides or not certain):
        return None
    optional.sort(reverse=end == 1)
    if not certain:
        certain.append(optional.pop(0))
    best = _combined(aggregate, certain, parts)
    for pair in optional:
        tried = _combined(aggregate, [*certain, pair], parts)
        if isinstance(tried, NoValue):
            continue
        if isinstance(best, NoValue) or better(outward(tried)[end], outward(best)[end]):
            certain.append(pair)
            best = tried
    return None if isinstance(best, NoValue) else outward(best)[end]
