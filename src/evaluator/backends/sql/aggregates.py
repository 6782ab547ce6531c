"""Aggregates over operands that all take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.figure import (
    Figure,
    Units,
    alike,
    joined,
    linear,
    nth,
    scaled,
    sum_of_few,
)
from evaluator.backends.sql.nodes import Call, Case, Function, IsNull, Node, Null, When, any_of
from evaluator.backends.sql.refusal import refused
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.model.formula import Aggregate, End, Few, Over

ONE = Fraction(1)


def aggregated(draft: Draft, formula: Over, figures: Sequence[Figure], owner: str) -> Figure:
    """The aggregate of the figures of the operands; `owner` is the id of what it stands in."""
    weights = [ONE if x.weight is None else x.weight for x in formula.operands]
    if formula.few is not None:
        return _of_few(draft, formula, formula.few, figures, owner)
    match formula.aggregate:
        case Aggregate.WEIGHTED_MEAN | Aggregate.MEAN:
            whole = sum(weights, Fraction(0))
            return linear([(w / whole, x) for w, x in zip(weights, figures, strict=True)])
        case Aggregate.WEIGHTED_SUM | Aggregate.SUM:
            return linear(list(zip(weights, figures, strict=True)))
        case Aggregate.HIGHEST:
            return _extreme(draft, Function.GREATEST, figures, owner)
        case Aggregate.LOWEST:
            return _extreme(draft, Function.LEAST, figures, owner)
        case Aggregate.THE_ONE:
            raise AssertionError("of several that always apply no rule takes the one")
        case Aggregate.GEOMETRIC_MEAN:
            raise refused(kinds.SQL_FUNCTION, formula.ground, name=owner)
        case _:
            assert_never(formula.aggregate)


def _of_few(draft: Draft, formula: Over, few: Few, figures: Sequence[Figure], owner: str) -> Figure:
    """The few highest or lowest of a sorted list, which has more: nothing may be left out here."""
    highest = few.end is End.HIGHEST
    units, scale, divisor = alike(figures)
    units = [draft.named(one, f"{owner}_part") for one in units]
    match formula.aggregate:
        case Aggregate.SUM | Aggregate.MEAN:
            taken = sum_of_few(units, few.count, highest=highest)
        case Aggregate.HIGHEST | Aggregate.LOWEST:
            first = (formula.aggregate is Aggregate.HIGHEST) == highest
            taken = nth(units, 1 if first else few.count, highest=highest)
        case Aggregate.GEOMETRIC_MEAN:
            raise refused(kinds.SQL_FUNCTION, formula.ground, name=owner)
        case _:
            raise AssertionError("a weighted aggregate is of all")
    taken = replace(taken, node=_unless_open(units, figures, taken.node))
    waits = joined(figure.waits for figure in figures)
    figure = Figure(units=taken, scale=scale, divisor=divisor, waits=waits)
    is_mean = formula.aggregate is Aggregate.MEAN
    return scaled(figure, Fraction(1, few.count)) if is_mean else figure


def _unless_open(units: Sequence[Units], figures: Sequence[Figure], node: Node) -> Node:
    """NULL where one of them is: the functions of DuckDB pass over NULL."""
    pairs = zip(units, figures, strict=True)
    waiting = tuple(IsNull(one.node) for one, figure in pairs if figure.waits != frozenset())
    return Case((When(any_of(waiting), Null()),), node) if waiting else node


def _extreme(draft: Draft, function: Function, figures: Sequence[Figure], owner: str) -> Figure:
    """The highest or lowest."""
    units, scale, divisor = alike(figures)
    units = [draft.named(one, f"{owner}_part") for one in units]
    node = _unless_open(units, figures, Call(function, tuple(one.node for one in units)))
    pick = max if function is Function.GREATEST else min
    best = Units(
        node=node,
        type=max(one.type for one in units),
        low=pick(one.low for one in units),
        high=pick(one.high for one in units),
    )
    waits = joined(figure.waits for figure in figures)
    return Figure(units=best, scale=scale, divisor=divisor, waits=waits)
