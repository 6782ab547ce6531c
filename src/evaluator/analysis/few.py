"""What the few highest or lowest of several independent values can come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.intervals import EVERYTHING
from evaluator.analysis.set_arithmetic import NOTHING
from evaluator.analysis.value_sets import (
    Finite,
    Range,
    ValueSet,
    finite,
    is_connected,
    is_empty,
)
from evaluator.model.formula import Aggregate, End, Few, Interval

MAX_WORK = 200_000
"""The most steps in which the rows of few values are followed; then only their ends are."""

_Taken = tuple[Fraction, ...]
"""The few values so far, the furthest towards their end first."""


def of_few(aggregate: Aggregate, few: Few, sets: Sequence[ValueSet]) -> ValueSet:
    """The aggregate of the few highest or lowest of one value from each set."""
    if any(is_empty(x) and not x.left_out for x in sets):
        return NOTHING
    left_out = all(x.left_out for x in sets)
    known = [x for x in sets if isinstance(x, Finite)]
    if aggregate is not Aggregate.GEOMETRIC_MEAN and len(known) == len(sets):
        rows = _rows(few, known)
        if rows is not None:
            found = (aggregated(aggregate, row) for row in rows if row)
            return finite(found, left_out=left_out, exact=all(x.exact for x in known))
    return _between_ends(aggregate, few, sets, left_out=left_out)


def aggregated(aggregate: Aggregate, taken: Sequence[Fraction]) -> Fraction:
    """The aggregate of values that are taken; a geometric mean is not worked out here."""
    match aggregate:
        case Aggregate.SUM:
            return sum(taken, Fraction(0))
        case Aggregate.MEAN:
            return sum(taken, Fraction(0)) / len(taken)
        case Aggregate.HIGHEST:
            return max(taken)
        case Aggregate.LOWEST:
            return min(taken)
        case (
            Aggregate.GEOMETRIC_MEAN
            | Aggregate.WEIGHTED_MEAN
            | Aggregate.WEIGHTED_SUM
            | Aggregate.THE_ONE
        ):
            raise AssertionError("not an aggregate of few whose value is a fraction")
        case _:
            assert_never(aggregate)


def _rows(few: Few, sets: Sequence[Finite]) -> set[_Taken] | None:
    """Every row of few values that can be taken; `None` where there are too many."""
    rows: set[_Taken] = {()}
    work = 0
    for one in sets:
        work += len(rows) * len(one.steps)
        if work > MAX_WORK:
            return None
        grown = {_with(few, row, x) for row in rows for x in one.values}
        rows = grown | rows if one.left_out else grown
    return rows


def _with(few: Few, row: _Taken, value: Fraction) -> _Taken:
    ordered = sorted((*row, value), reverse=few.end is End.HIGHEST)
    return tuple(ordered[: few.count])


def _between_ends(
    aggregate: Aggregate, few: Few, sets: Sequence[ValueSet], *, left_out: bool
) -> Range:
    """From the least to the most; each number between comes about where all are stretches."""
    if aggregate is Aggregate.GEOMETRIC_MEAN:
        # It lies between the least and the most of what it is taken of.
        low = _end(Aggregate.LOWEST, few, sets, 0)
        high = _end(Aggregate.HIGHEST, few, sets, 1)
    else:
        low, high = _end(aggregate, few, sets, 0), _end(aggregate, few, sets, 1)
    closed = all(_is_closed(x) for x in sets)
    interval = Interval(low=low, low_included=True, high=high, high_included=True)
    if low is None and high is None:
        interval = EVERYTHING
    exact = closed and all(is_connected(x) and not x.left_out for x in sets)
    return Range(interval, left_out, exact and aggregate is not Aggregate.GEOMETRIC_MEAN)


def _is_closed(values: ValueSet) -> bool:
    hull = values.hull
    if hull is None or hull.low is None or hull.high is None:
        return False
    return hull.low_included and hull.high_included


def _end(aggregate: Aggregate, few: Few, sets: Sequence[ValueSet], end: int) -> Fraction | None:
    """The least (0) or most (1): all stand at that end, with so many that may be left out."""
    certain: list[Fraction] = []
    optional: list[Fraction] = []
    for one in sets:
        hull = one.hull
        if hull is None:
            continue
        value = hull.low if end == 0 else hull.high
        if value is None:
            return None
        (optional if one.left_out else certain).append(value)
    values = [*certain, *sorted(optional, reverse=end == 1)]
    found = []
    for size in range(max(len(certain), 1), len(values) + 1):
        row: _Taken = ()
        for value in values[:size]:
            row = _with(few, row, value)
        found.append(aggregated(aggregate, row))
    return min(found) if end == 0 else max(found)
