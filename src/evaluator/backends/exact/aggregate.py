"""Aggregates over amounts, and their exact bounds while some operands are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.arithmetic import either
from evaluator.model.formula import Aggregate, End, Few, Over, shares
from evaluator.values.amounts import (
    VALUES,
    Absent,
    Amount,
    Endless,
    Known,
    NoValue,
    Open,
    amount_of,
    ends,
)
from evaluator.values.functions import Undefined, geometric_mean
from evaluator.values.numbers import Factors
from evaluator.values.reals import Number, Undecided

_Pair = tuple[Number, Fraction | None]
"""A value and its weight."""

Weights = Sequence[Fraction | None]
"""The weights of the operands in their order; `None` where weights play no part."""


def combine(
    aggregate: Aggregate, amounts: Sequence[Amount], weights: Weights, few: Few | None = None
) -> Amount:
    """The aggregate of the operands that apply, or of the few highest or lowest of them.

    With nothing left it is not applicable where every operand is absent, and no value where there
    never was one. The bounds are exact where no two operands wait for the same answer.
    """
    if not amounts:
        return NoValue("nothing_to_aggregate")
    present = _present(amounts, weights)
    if isinstance(present, NoValue | Absent):
        return present
    if aggregate is Aggregate.THE_ONE:
        return _the_one([amount for amount, _ in present])
    known = [(x.value, weight) for x, weight in present if isinstance(x, VALUES)]
    if len(known) == len(present):
        value = _of_few(aggregate, few, known, weights)
        return value if isinstance(value, NoValue) else amount_of(value)
    if few is not None:
        return _bounded_of_few(aggregate, few, present)
    return _bounded(aggregate, present, weights)


def _present(
    amounts: Sequence[Amount], weights: Weights
) -> Sequence[tuple[Amount, Fraction | None]] | NoValue | Absent:
    """The operands that apply or may still; else that one has no value, or that none is left."""
    for amount in amounts:
        if isinstance(amount, NoValue):
            return amount
    pairs = zip(amounts, weights, strict=True)
    return [pair for pair in pairs if not isinstance(pair[0], Absent)] or Absent()


def shares_of(formula: Over, amounts: Sequence[Amount]) -> Sequence[Fraction | None]:
    """What each operand is multiplied with, operand by operand.

    `None` where the aggregate is not additive, or where it is still open which operands apply.
    """
    if all(isinstance(amount, VALUES) for amount in amounts):
        return formula.shares
    if formula.few or any(isinstance(x, Open) and x.may_vanish for x in amounts):
        return [None for _ in amounts]
    applies = [not isinstance(amount, Absent) for amount in amounts]
    left = [weight for weight, here in zip(formula.weights, applies, strict=True) if here]
    found = iter(shares(formula.aggregate, left, formula.weights) or [None for _ in left])
    return [next(found) if here else _NOTHING for here in applies]


_NOTHING = Fraction(0)


def _of_few(
    aggregate: Aggregate, few: Few | None, pairs: Sequence[_Pair], weights: Weights
) -> Number | NoValue:
    """The aggregate of all, or of the few highest or lowest."""
    if few is None:
        return _combined(aggregate, pairs, weights)
    try:
        ordered = sorted(pairs, key=lambda pair: pair[0], reverse=few.end is End.HIGHEST)
    except Undecided:
        return NoValue("digits_undecided")
    return _combined(aggregate, ordered[: few.count], weights)


def _combined(aggregate: Aggregate, pairs: Sequence[_Pair], weights: Weights) -> Number | NoValue:
    """The aggregate of one or more known values; none where their weights add up to zero.

    `weights` are those of all operands there are: what an operand that does not apply weighs goes
    to the others.
    """
    values = [x for x, _ in pairs]
    match aggregate:
        case Aggregate.MEAN | Aggregate.SUM | Aggregate.WEIGHTED_MEAN | Aggregate.WEIGHTED_SUM:
            found = shares(aggregate, [weight for _, weight in pairs], weights)
            if found is not None:
                return _sum_of_products(values, found)
            weightless = aggregate is Aggregate.WEIGHTED_SUM and not any(weights)
            return _NOTHING if weightless else NoValue("division_by_zero")
        case Aggregate.GEOMETRIC_MEAN:
            try:
                return geometric_mean(values)
            except Undefined as reason:
                return NoValue(str(reason))
            except Undecided:
                return NoValue("digits_undecided")
        case Aggregate.HIGHEST:
            return max(values)
        case Aggregate.LOWEST:
            return min(values)
        case Aggregate.THE_ONE:
            raise AssertionError("one value is taken as it is")
        case _:
            assert_never(aggregate)


def _the_one(present: Sequence[Amount]) -> Amount:
    """The one amount there is; while it is open which of several applies, any of them.

    Answers never make two apply, but an example may give values for two.
    """
    if len([amount for amount in present if isinstance(amount, VALUES)]) > 1:
        return NoValue("several_apply")
    taken = either(present)
    # Exactly one applies, so that it may vanish says only that another one is it.
    return Open(taken.least, taken.most) if isinstance(taken, Open) and len(present) > 1 else taken


def _sum_of_products(values: Sequence[Number], factors: Sequence[Fraction]) -> Number:
    exact = [x for x in values if isinstance(x, Fraction)]
    if len(exact) == len(values):
        return Factors.of(factors).sum_of_products(exact)
    return sum((x * factor for x, factor in zip(values, factors, strict=True)), _NOTHING)


def _bounded(
    aggregate: Aggregate, present: Sequence[tuple[Amount, Fraction | None]], weights: Weights
) -> Open:
    least = _extreme(aggregate, present, weights, end=0, better=lambda new, old: new < old)
    most = _extreme(aggregate, present, weights, end=1, better=lambda new, old: new > old)
    vanishes = all(isinstance(amount, Open) and amount.may_vanish for amount, _ in present)
    return Open(least, most, vanishes)


def _bounded_of_few(
    aggregate: Aggregate, few: Few, present: Sequence[tuple[Amount, Fraction | None]]
) -> Open:
    """The least and most of the few; exact where no two operands wait for the same answer."""
    found = [_end_of_few(aggregate, few, present, end) for end in (0, 1)]
    vanishes = all(isinstance(amount, Open) and amount.may_vanish for amount, _ in present)
    return Open(found[0], found[1], vanishes)


def _end_of_few(
    aggregate: Aggregate, few: Few, present: Sequence[tuple[Amount, Fraction | None]], end: int
) -> Number | None:
    """The least (0) or most (1) of the few.

    Every operand stands at that end. Of those that may vanish so many are taken in as give the
    least or most: if so many, then those that lie furthest towards that end.
    """
    certain: list[Number] = []
    optional: list[Number] = []
    beyond = 0
    for amount, _ in present:
        if not isinstance(amount, Known | Endless | Open):
            continue
        value = ends(amount)[end]
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
    tried = [_of_few(aggregate, few, pairs[:size], ()) for size in range(fewest, len(pairs) + 1)]
    found = [value for value in tried if not isinstance(value, NoValue)]
    return (min(found) if end == 0 else max(found)) if found else None


def _extreme(
    aggregate: Aggregate,
    present: Sequence[tuple[Amount, Fraction | None]],
    weights: Weights,
    *,
    end: int,
    better: Callable[[Number, Number], bool],
) -> Number | None:
    """The least or most of an aggregate.

    Every operand stands at that end, and those that may vanish are taken in only while that helps.
    Weights are never negative, so each operand counts its own way.
    """
    certain: list[_Pair] = []
    optional: list[_Pair] = []
    unbounded = False
    for amount, weight in present:
        if not isinstance(amount, Known | Endless | Open):
            continue
        value = ends(amount)[end]
        if value is None:
            unbounded = True
            continue
        vanishes = isinstance(amount, Open) and amount.may_vanish
        (optional if vanishes else certain).append((value, weight))
    # What has no end here decides nothing where another operand surely stands below or above it.
    decides = (aggregate, end) not in {(Aggregate.LOWEST, 1), (Aggregate.HIGHEST, 0)}
    if unbounded and (decides or not certain):
        return None
    optional.sort(reverse=end == 1)
    if not certain:
        certain.append(optional.pop(0))
    best = _combined(aggregate, certain, weights)
    for pair in optional:
        tried = _combined(aggregate, [*certain, pair], weights)
        if isinstance(tried, NoValue):
            continue
        if isinstance(best, NoValue) or better(tried, best):
            certain.append(pair)
            best = tried
    return None if isinstance(best, NoValue) else best
