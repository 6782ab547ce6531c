"""Stretches of the number line as comparisons of whole numbers, or of a number as it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from evaluator.backends.sql.columns import range_of
from evaluator.backends.sql.conditions import compared, input_compared
from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.figure import Figure, Waits, constant
from evaluator.backends.sql.nodes import (
    Case,
    Compared,
    IsNull,
    Node,
    Null,
    When,
    all_of,
    any_of,
)
from evaluator.model.formula import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A number that is held against stretches.

    Attributes:
        node: what is NULL while it is open.
        against: compares it with a number.
        grid: its lowest and highest in whole units, and the units in one; `None` where it is not
            counted in units.
    """

    node: Node
    waits: Waits
    against: Callable[[str, Fraction], Node]
    grid: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What comes of a number in an interval."""

    interval: Interval
    result: Node
    note: str = ""


def measured(figure: Figure) -> Measured:
    """A figure that was worked out."""
    if figure.nothing is not None:
        raise AssertionError("what has no value lies in no stretch")
    units = figure.units
    grid = (units.low, units.high, figure.scale) if figure.divisor is None else None

    def against(operator: str, limit: Fraction) -> Node:
        return compared(operator, figure, constant(limit)).node

    return Measured(node=units.node, waits=figure.waits, against=against, grid=grid)


def measured_input(draft: Draft, name: str) -> Measured:
    """A number input as it was read."""
    decimals = draft.decimals[name]
    low, high = range_of(draft.inputs[name].type, decimals)

    def against(operator: str, limit: Fraction) -> Node:
        return input_compared(draft, operator, name, limit).node

    grid = (low, high, 10**decimals)
    return Measured(node=draft.place(name), waits=frozenset({name}), against=against, grid=grid)


def layered_by(number: Measured, stretches: Sequence[Stretch]) -> Node:
    """What comes of the stretch a number lies in; NULL while it is open, and outside them all.

    The stretches stand lowest first and do not overlap.
    """
    lines, otherwise, note = _lines(number, stretches)
    if number.waits != frozenset():
        lines.insert(0, When(IsNull(number.node), Null()))
    return Case(tuple(lines), otherwise, note) if lines else otherwise


def _lines(number: Measured, stretches: Sequence[Stretch]) -> tuple[list[When], Node, str]:
    """The lines of the CASE and its end; one comparison a line where a stretch joins the last."""
    lines: list[When] = []
    above = number.grid[0] if number.grid is not None else None  # no stretch has taken this yet
    for stretch in stretches:
        low, high = _ends(number, stretch.interval)
        if low is not None and high is not None and low > high:
            continue
        tests: list[Node] = []
        if low is None or above is None or low > above:
            tests += _lower(number, stretch.interval)
        if high is None or number.grid is None or high < number.grid[1]:
            tests += _upper(number, stretch.interval)
        if not tests:
            return lines, stretch.result, stretch.note
        lines.append(When(all_of(tuple(tests)), stretch.result, stretch.note))
        above = None if high is None else high + 1
    return lines, Null(), ""


def inside(number: Measured, intervals: Sequence[Interval]) -> Node:
    """Whether a number lies in one of these stretches; NULL while it is open."""
    ways = []
    for interval in intervals:
        tests = (*_lower(number, interval), *_upper(number, interval))
        ways.append(all_of(tests) if tests else Compared("=", number.node, number.node))
    return any_of(tuple(ways))


def _lower(number: Measured, interval: Interval) -> tuple[Node, ...]:
    if interval.low is None:
        return ()
    return (number.against(">=" if interval.low_included else ">", interval.low),)


def _upper(number: Measured, interval: Interval) -> tuple[Node, ...]:
    if interval.high is None:
        return ()
    return (number.against("<=" if interval.high_included else "<", interval.high),)


def _ends(number: Measured, interval: Interval) -> tuple[int | None, int | None]:
    """The first and last whole number of units in an interval; `None` without units."""
    if number.grid is None:
        return None, None
    low, high, unit = number.grid
    if interval.low is not None:
        at = interval.low * unit
        low = max(low, ceil(at) if interval.low_included else floor(at) + 1)
    if interval.high is not None:
        at = interval.high * unit
        high = min(high, floor(at) if interval.high_included else ceil(at) - 1)
    return low, high
