"""The few highest or lowest, held against every combination tried one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from evaluator.analysis.few import of_few
from evaluator.analysis.value_sets import Finite, Range, finite
from evaluator.backends.exact.aggregate import combine
from evaluator.model.formula import Aggregate, End, Few
from evaluator.values.amounts import Absent, Known, Open

AGGREGATES = (Aggregate.SUM, Aggregate.MEAN, Aggregate.HIGHEST, Aggregate.LOWEST)
TRIES = 150


def by_hand(aggregate: Aggregate, few: Few, values: list[Fraction]) -> Fraction:
    taken = sorted(values)[-few.count :] if few.end is End.HIGHEST else sorted(values)[: few.count]
    match aggregate:
        case Aggregate.SUM:
            return sum(taken, Fraction(0))
        case Aggregate.MEAN:
            return sum(taken, Fraction(0)) / len(taken)
        case Aggregate.HIGHEST:
            return max(taken)
        case _:
            return min(taken)


def drawn(random: Random) -> tuple[Few, list[tuple[list[Fraction], bool]]]:
    """A few, and operands: what each can be and whether it may be left out."""
    operands = [
        (
            [Fraction(x) for x in random.sample(range(-3, 7), random.randint(1, 3))],
            random.random() < 0.4,
        )
        for _ in range(random.randint(2, 5))
    ]
    few = Few(count=random.randint(1, len(operands) - 1), end=random.choice(list(End)))
    return few, operands


def outcomes(
    aggregate: Aggregate, few: Few, operands: list[tuple[list[Fraction], bool]]
) -> set[Fraction | None]:
    """Everything it can come to; `None` where all are left out."""
    choices = [[*values, *([None] if vanishes else [])] for values, vanishes in operands]
    found: set[Fraction | None] = set()
    for each in product(*choices):
        present = [x for x in each if x is not None]
        found.add(by_hand(aggregate, few, present) if present else None)
    return found


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_what_is_attainable_is_what_some_combination_comes_to(aggregate: Aggregate) -> None:
    random = Random(7)  # noqa: S311 - the same cases every time
    for _ in range(TRIES):
        few, operands = drawn(random)
        sets = [finite(values, left_out=vanishes) for values, vanishes in operands]
        values = of_few(aggregate, few, sets)
        assert isinstance(values, Finite)
        assert values.exact
        expected = outcomes(aggregate, few, operands)
        assert set(values.values) == expected - {None}
        assert values.left_out == (None in expected)


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_least_and_most_are_those_of_all_combinations(aggregate: Aggregate) -> None:
    random = Random(8)  # noqa: S311 - the same cases every time
    for _ in range(TRIES):
        few, operands = drawn(random)
        # Of every operand the ends matter; one that is settled is known.
        ends = [(sorted({min(values), max(values)}), vanishes) for values, vanishes in operands]
        amounts = [
            Open(values[0], values[-1], vanishes)
            if vanishes or len(values) > 1
            else Known(values[0])
            for values, vanishes in ends
        ]
        found = combine(aggregate, amounts, [None] * len(amounts), few)
        expected = [x for x in outcomes(aggregate, few, ends) if x is not None]
        if isinstance(found, Known):
            assert {found.value} == set(expected)
        else:
            assert isinstance(found, Open)
            assert (found.least, found.most) == (min(expected), max(expected))


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_stretches_give_a_stretch_with_the_same_ends(aggregate: Aggregate) -> None:
    random = Random(9)  # noqa: S311 - the same cases every time
    for _ in range(TRIES):
        few, operands = drawn(random)
        sets = [
            finite(values, left_out=vanishes, exact=False) if number else _stretch(values)
            for number, (values, vanishes) in enumerate(operands)
        ]
        operands[0] = (operands[0][0], False)
        values = of_few(aggregate, few, sets)
        expected = [x for x in outcomes(aggregate, few, operands) if x is not None]
        assert isinstance(values, Range)
        assert values.interval.low == min(expected)
        assert values.interval.high == max(expected)


def _stretch(values: list[Fraction]) -> Range:
    hull = finite(values).hull
    assert hull is not None
    return Range(hull)


def test_what_has_no_end_is_passed_over_where_enough_others_are() -> None:
    amounts = [Known(Fraction(4)), Known(Fraction(2)), Open(None, Fraction(3))]
    none = [None] * len(amounts)
    two, lowest = Few(count=2, end=End.HIGHEST), Few(count=2, end=End.LOWEST)
    assert combine(Aggregate.SUM, amounts, none, two) == Open(Fraction(6), Fraction(7))
    assert combine(Aggregate.SUM, amounts, none, lowest) == Open(None, Fraction(5))
    assert combine(Aggregate.SUM, [Absent()], [None], two) == Absent()
