"""Aggregates over operands of which some may not apply: these take no part.

The weight of what is left out goes to the others, so that the divisor depends on the row. It has
few values, which the rules settle: a number that all of them go into keeps one denominator for
every row. Where that number would be long, the row carries its divisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm
from typing import assert_never

from evaluator.backends.sql.draft import About, Draft
from evaluator.backends.sql.figure import (
    Figure,
    Units,
    alike,
    linear,
    number,
    over_one_divisor,
    product,
    scaled,
    shared_out,
    total,
)
from evaluator.backends.sql.nodes import (
    Call,
    Case,
    Cast,
    Column,
    Compared,
    Function,
    IsNull,
    Lambda,
    Listed,
    Node,
    Null,
    Number,
    Opposite,
    When,
    Whole,
    all_of,
    any_of,
    surely,
)
from evaluator.backends.sql.refusal import refused
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.model.formula import Aggregate, End, Few, Over

ONE = Fraction(1)
LONGEST = 10**9
"""No denominator that all rows share is made longer than this for the sake of one weight."""
MOST_WEIGHTS = 5000
"""The weights that are looked at for such a denominator."""


def aggregated_of_some(
    draft: Draft, formula: Over, figures: Sequence[Figure], owner: str
) -> Figure:
    """The aggregate of the operands that apply; with nothing left it does not apply itself."""
    found = _aggregated(draft, formula, figures, owner)
    absents = [figure.absent for figure in figures if figure.absent is not None]
    absent: Node | None = None
    if len(absents) == len(figures):
        absent = draft.part(all_of(tuple(absents)), f"{owner}_nothing_left")
        units = replace(found.units, node=Case((When(absent, Number(0)),), found.units.node))
        units = replace(units, low=min(units.low, 0), high=max(units.high, 0))
        found = replace(found, units=units)
        if found.none is not None:
            found = replace(found, none=all_of((Opposite(absent), found.none)))
    return replace(found, absent=absent, waits=None)


def _aggregated(draft: Draft, formula: Over, figures: Sequence[Figure], owner: str) -> Figure:
    if formula.few is not None:
        return _of_few(draft, formula, formula.few, figures, owner)
    weights = [ONE if x.weight is None else x.weight for x in formula.operands]
    match formula.aggregate:
        case Aggregate.WEIGHTED_MEAN | Aggregate.MEAN:
            return _mean(draft, figures, weights, owner)
        case Aggregate.WEIGHTED_SUM if any(weights):
            mean = _mean(draft, figures, weights, owner)
            return replace(scaled(mean, sum(weights, Fraction(0))), none=mean.none)
        case Aggregate.SUM | Aggregate.WEIGHTED_SUM:
            return linear(list(zip(weights, figures, strict=True)))
        case Aggregate.HIGHEST | Aggregate.LOWEST:
            return _extreme(draft, formula.aggregate, figures, owner)
        case Aggregate.THE_ONE:
            return _the_one(figures)
        case Aggregate.GEOMETRIC_MEAN:
            raise refused(kinds.SQL_FUNCTION, formula.ground, name=owner)
        case _:
            assert_never(formula.aggregate)


# Means -------------------------------------------------------------------------------------------


def _mean(
    draft: Draft, figures: Sequence[Figure], weights: Sequence[Fraction], owner: str
) -> Figure:
    """The sum of the products over the weight of what applies, which stands in a column."""
    brought, divisor = over_one_divisor(figures)
    scale = lcm(*(figure.scale for figure in brought))
    shares = _whole_numbers(weights)
    factors = (x * (scale // figure.scale) for x, figure in zip(shares, brought, strict=True))
    above = total(list(zip(factors, (figure.units for figure in brought), strict=True)))
    parts = list(zip(shares, figures, strict=True))
    certain = sum(share for share, figure in parts if figure.absent is None)
    optional = [(share, figure.absent) for share, figure in parts if figure.absent is not None]
    weight = total([(1, _unless(absent, share)) for share, absent in optional], certain)
    weight = replace(weight, low=certain, high=sum(shares))
    weight = replace(weight, node=draft.column(weight.node, f"{owner}_weight", About.WEIGHT))
    none = None
    if certain == 0:
        if 0 in (share for share, _ in optional):
            above = draft.named(above, f"{owner}_part")
            known = Opposite(IsNull(above.node))
            none = surely(all_of((Compared("=", weight.node, Number(0)), known)))
        # What nothing is divided by does not matter: the sum is 0 then, or open.
        least = min(share for share in shares if share)
        node = Call(Function.GREATEST, (weight.node, Number(1)))
        weight = replace(weight, node=node, low=min(least, 1))
    common = _common(certain, [share for share, _ in optional])
    if common is None:
        whole = weight if divisor is None else product(divisor, weight)
        return Figure(units=above, scale=scale, divisor=whole, waits=None, none=none)
    lows = (x.units.low * (scale // x.scale) for x in brought)
    highs = (x.units.high * (scale // x.scale) for x in brought)
    ends = common * min(0, *lows), common * max(0, *highs)
    mean = shared_out(above, common, weight, ends)
    return Figure(units=mean, scale=scale * common, divisor=divisor, waits=None, none=none)


def _whole_numbers(weights: Sequence[Fraction]) -> list[int]:
    """Whole numbers in the same proportion, as small as can be."""
    scale = lcm(*(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    shared = gcd(*whole)
    return [each // shared for each in whole] if shared else whole


def _unless(absent: Node, value: int) -> Units:
    """A number, 0 where it does not apply."""
    units = number(value)
    return replace(units, node=Case((When(absent, Number(0)),), Number(value)), low=0)


def _common(certain: int, optional: Iterable[int]) -> int | None:
    """What every weight that can be left goes into; `None` where that is a long number."""
    sums = {certain}
    for share in optional:
        sums |= {x + share for x in sums}
        if len(sums) > MOST_WEIGHTS:
            return None
    common = lcm(*(x for x in sums if x))
    return common if common <= LONGEST else None


# One of them -------------------------------------------------------------------------------------


def _extreme(draft: Draft, aggregate: Aggregate, figures: Sequence[Figure], owner: str) -> Figure:
    """The highest or lowest: the functions of DuckDB pass over NULL."""
    function = Function.GREATEST if aggregate is Aggregate.HIGHEST else Function.LEAST
    units, scale, divisor = _named(draft, figures, owner)
    best = Call(function, _present(units, figures))
    return _one_of(_unless_open(units, figures, best), units, scale, divisor)


def _the_one(figures: Sequence[Figure]) -> Figure:
    """The one that applies; open while it is open which. Answers never make two apply."""
    if len(figures) == 1:
        return figures[0]
    units, scale, divisor = alike(figures)
    lines = []
    for place, one in enumerate(units):
        others = [figure.absent for at, figure in enumerate(figures) if at != place]
        if None not in others:
            alone = tuple(absent for absent in others if absent is not None)
            lines.append(When(all_of(alone), one.node))
    return _one_of(Case(tuple(lines), Null()), units, scale, divisor)


def _of_few(draft: Draft, formula: Over, few: Few, figures: Sequence[Figure], owner: str) -> Figure:
    """The few highest or lowest of a sorted list, or all of it where it is no longer."""
    units, scale, divisor = _named(draft, figures, owner)
    sort = Function.LIST_REVERSE_SORT if few.end is End.HIGHEST else Function.LIST_SORT
    record = draft.record
    there = Lambda(record, Opposite(IsNull(Column(record))))
    listed = Call(Function.LIST_FILTER, (Listed(_present(units, figures)), there))
    cut = Call(Function.LIST_SLICE, (Call(sort, (listed,)), Number(1), Number(few.count)))
    taken = draft.column(cut, f"{owner}_taken")
    match formula.aggregate:
        case Aggregate.SUM | Aggregate.MEAN:
            kind = total([(few.count, one) for one in units]).type
            node = Cast(_or_0(Function.LIST_SUM, taken), kind)
            ends = [few.count * x for one in units for x in (one.low, one.high)]
            whole = Units(node=node, type=kind, low=min(0, *ends), high=max(0, *ends))
        case Aggregate.HIGHEST | Aggregate.LOWEST:
            highest = formula.aggregate is Aggregate.HIGHEST
            best = _or_0(Function.LIST_MAX if highest else Function.LIST_MIN, taken)
            whole = _one_of(best, units, scale, divisor).units
        case Aggregate.GEOMETRIC_MEAN:
            raise refused(kinds.SQL_FUNCTION, formula.ground, name=owner)
        case _:
            raise AssertionError("a weighted aggregate is of all")
    whole = replace(whole, node=_unless_open(units, figures, whole.node))
    if formula.aggregate is not Aggregate.MEAN:
        return Figure(units=whole, scale=scale, divisor=divisor, waits=None)
    certain = sum(figure.absent is None for figure in figures)
    fewest = max(1, min(certain, few.count))
    common = lcm(*range(fewest, few.count + 1))
    counted = Call(Function.GREATEST, (Call(Function.LEN, (taken,)), Number(1)))
    count = Units(node=counted, type=Whole.BIGINT, low=1, high=few.count)
    lows, highs = [one.low for one in units], [one.high for one in units]
    bounds = common * min(0, *lows), common * max(0, *highs)
    mean = shared_out(whole, common, count, bounds)
    return Figure(units=mean, scale=scale * common, divisor=divisor, waits=None)


def _named(
    draft: Draft, figures: Sequence[Figure], owner: str
) -> tuple[list[Units], int, Units | None]:
    units, scale, divisor = alike(figures)
    return [draft.named(one, f"{owner}_part") for one in units], scale, divisor


def _or_0(function: Function, values: Node) -> Node:
    return Call(Function.COALESCE, (Call(function, (values,)), Number(0)))


def _present(units: Sequence[Units], figures: Sequence[Figure]) -> tuple[Node, ...]:
    """The numbers, NULL in place of what does not apply."""
    pairs = zip(units, figures, strict=True)
    return tuple(
        x.node if f.absent is None else Case((When(f.absent, Null()),), x.node) for x, f in pairs
    )


def _unless_open(units: Sequence[Units], figures: Sequence[Figure], node: Node) -> Node:
    """NULL while one that may apply is."""
    pairs = zip(units, figures, strict=True)
    waiting = tuple(IsNull(one.node) for one, figure in pairs if figure.waits != frozenset())
    return Case((When(any_of(waiting), Null()),), node) if waiting else node


def _one_of(node: Node, units: Sequence[Units], scale: int, divisor: Units | None) -> Figure:
    """One of these numbers."""
    one = Units(
        node=node,
        type=max(one.type for one in units),
        low=min(one.low for one in units),
        high=max(one.high for one in units),
    )
    return Figure(units=one, scale=scale, divisor=divisor, waits=None)
