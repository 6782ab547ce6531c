"""Rounding by rule as quotient and remainder of whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd
from typing import assert_never

from evaluator.backends.sql.figure import Figure, Units, multiple, number, product, total
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Compared,
    Function,
    Node,
    Number,
    When,
    all_of,
    any_of,
)
from evaluator.values.rounding import Mode, Rounding

Name = Callable[[Units], Units]
"""Gives a number a column of its own, so that it is written once and used several times."""


def rounded(figure: Figure, rounding: Rounding, name: Name) -> Figure:
    """The figure on the grid of 10^-decimals, and no divisor any more."""
    grid = 10**rounding.decimals
    shared = gcd(grid, figure.scale)
    above = multiple(figure.units, grid // shared)
    below = number(figure.scale // shared)
    if figure.divisor is not None:
        below = product(figure.divisor, below)
    if below.node == Number(1):
        return Figure(units=above, scale=grid, waits=figure.waits)
    low, high = _ends(above, below, rounding.mode)
    node = _quotient(above, below, rounding.mode, name)
    kind = max(above.type, below.type)
    units = Units(node=node, type=kind, low=low, high=high)
    return Figure(units=units, scale=grid, waits=figure.waits)


def _ends(above: Units, below: Units, mode: Mode) -> tuple[int, int]:
    whole = Rounding(0, mode)
    ends = [Fraction(x, y) for x in (above.low, above.high) for y in (below.low, below.high)]
    return int(whole.apply(min(ends))), int(whole.apply(max(ends)))


def _quotient(above: Units, below: Units, mode: Mode, name: Name) -> Node:
    """`above / below` as a whole number; `//` cuts off towards zero, `%` keeps the sign."""
    natural = above.low >= 0
    match mode:
        case Mode.HALF_UP:
            return _half_up(above, below, name)
        case Mode.TRUNCATED:
            return Binary("//", above.node, below.node)
        case Mode.ALWAYS_DOWN if natural:
            return Binary("//", above.node, below.node)
        case Mode.ALWAYS_DOWN:
            above = name(above)
            rest = Compared("<", Binary("%", above.node, below.node), Number(0))
            return Binary("-", Binary("//", above.node, below.node), _one_if(rest))
        case Mode.ALWAYS_UP:
            above = name(above)
            rest = Compared(">", Binary("%", above.node, below.node), Number(0))
            return Binary("+", Binary("//", above.node, below.node), _one_if(rest))
        case Mode.HALF_EVEN:
            return _half_even(name(above), below)
        case _:
            assert_never(mode)


def _half_up(above: Units, below: Units, name: Name) -> Node:
    """A half is added away from zero before the rest is cut off."""
    if isinstance(below.node, Number) and below.node.value % 2 == 0:
        half, whole, doubled = number(below.node.value // 2), below, above
    else:
        half, whole, doubled = below, multiple(below, 2), multiple(above, 2)
    if above.low >= 0:
        return Binary("//", total([(1, doubled), (1, half)]).node, whole.node)
    doubled = name(doubled)
    below_zero = When(Compared("<", doubled.node, Number(0)), multiple(half, -1).node)
    signed = Units(
        node=Case((below_zero,), half.node), type=half.type, low=-half.high, high=half.high
    )
    return Binary("//", total([(1, doubled), (1, signed)]).node, whole.node)


def _half_even(above: Units, below: Units) -> Node:
    quotient = Binary("//", above.node, below.node)
    rest = Units(
        node=Binary("%", above.node, below.node),
        type=max(above.type, below.type),
        low=1 - below.high if above.low < 0 else 0,
        high=below.high - 1,
    )
    size = (
        rest
        if above.low >= 0
        else Units(
            node=Call(Function.ABS, (rest.node,)), type=rest.type, low=0, high=below.high - 1
        )
    )
    doubled = multiple(size, 2)
    odd = Compared("<>", Binary("%", quotient, Number(2)), Number(0))
    up = any_of(
        (
            Compared(">", doubled.node, below.node),
            all_of((Compared("=", doubled.node, below.node), odd)),
        )
    )
    if above.low >= 0:
        return Binary("+", quotient, _one_if(up))
    sign = Case((When(Compared("<", above.node, Number(0)), Number(-1)),), Number(1))
    return Binary("+", quotient, Case((When(up, sign),), Number(0)))


def _one_if(condition: Node) -> Node:
    return Case((When(condition, Number(1)),), Number(0))
