"""The steps of the query as it is run: what comes to the same, with less for the engine to do.

The query that people read has a step for each part of the rules, in the words of the rules. Here
steps that need nothing of each other are one, and what an engine of columns is slow at is written
otherwise. Both are made of the same nodes, and each rewriting is a rule of SQL of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from evaluator.backends.sql.nodes import (
    Call,
    Case,
    Column,
    Compared,
    Day,
    Fixed,
    Function,
    IsNull,
    Listed,
    Logic,
    Node,
    Null,
    Number,
    OneOf,
    Text,
    When,
    all_of,
    columns_in,
    contrary,
    fails_on,
    place_among,
    rebuilt,
)

Named = tuple[str, Node]
"""A column and what stands in it."""
Choices = Mapping[str, tuple[str, ...]]
"""The only texts that a column has beside NULL, by the column."""


# Steps -------------------------------------------------------------------------------------------


def together(steps: Iterable[Named], wanted: Iterable[Node]) -> list[list[Named]]:
    """Columns that are wanted, directly or by others: each in the first step that it can be in.

    Args:
        steps: every column, behind those that it is made of.
        wanted: what is told of them in the end.
    """
    at: dict[str, int] = {}
    found: list[list[Named]] = []
    for name, node in _needed(list(steps), wanted):
        at[name] = 1 + max((at[each] for each in columns_in((node,)) if each in at), default=-1)
        if at[name] == len(found):
            found.append([])
        found[at[name]].append((name, node))
    return found


def _needed(steps: Sequence[Named], wanted: Iterable[Node]) -> list[Named]:
    """The columns without those that nothing reads."""
    asked = set(columns_in(wanted))
    kept = []
    for name, node in reversed(steps):
        if name in asked:
            kept.append((name, node))
            asked |= columns_in((node,))
    return kept[::-1]


# Nodes -------------------------------------------------------------------------------------------


def quicker(node: Node, choices: Choices) -> Node:
    """A node that comes to the same on rows whose choices are known, without notes."""
    changed = rebuilt(node, partial(quicker, choices=choices))
    if not isinstance(changed, Case):
        return changed
    return _by_place(changed, choices) or Case(tuple(_read_downwards(changed)), changed.otherwise)


def _by_place(case: Case, choices: Choices) -> Node | None:
    """A number for each choice of a column, by the place of the choice among them."""
    # That the other lines ask the same column is seen from what they come to.
    asked = next((columns_in((line.condition,)) for line in case.lines), frozenset())
    name = next(iter(asked), None)
    if len(asked) != 1 or name is None or name not in choices:
        return None
    column = Column(name)
    numbers = tuple(_result(case, column, each) for each in choices[name])
    if None in numbers or not isinstance(_result(case, column, None), Null):
        return None
    if not any(isinstance(each, Number) for each in numbers):
        return None
    place = place_among(tuple(map(Text, choices[name])), column)
    listed = Listed(tuple(each for each in numbers if each is not None))
    return Call(Function.LIST_EXTRACT, (listed, place))


def _result(case: Case, column: Column, value: str | None) -> Number | Null | None:
    """What a CASE comes to where a column has this value; `None` if that is not known, or long."""
    for line in case.lines:
        holds = _holds(line.condition, column, value)
        if holds is None:
            return None
        if holds:
            return _short(line.result)
    return _short(case.otherwise)


def _short(node: Node) -> Number | Null | None:
    return node if isinstance(node, Number | Null) else None


def _holds(condition: Node, column: Column, value: str | None) -> bool | None:
    """Whether a condition holds where a column has this value; `None` if that is not known."""
    match condition:
        case IsNull(operand) if operand == column:
            return value is None
        case Compared("=", left, Text(text)) if left == column:
            return value == text
        case OneOf(operand, options) if operand == column:
            texts = [each.value for each in options if isinstance(each, Text)]
            return value in texts if len(texts) == len(options) else None
        case _:
            return None


def _read_downwards(case: Case) -> Iterator[When]:
    """The lines, each without what the lines above it have already settled: `x > 9`, then `x <= 9`.

    Where it cannot be told, since `x` is NULL, another part of the same condition fails.
    """
    above: set[Node] = set()
    for line in case.lines:
        condition = line.condition
        if isinstance(condition, Logic) and condition.operator == "AND":
            condition = all_of(_unsettled(condition.operands, above))
        above.add(condition)
        yield When(condition, line.result)


def _unsettled(operands: tuple[Node, ...], above: set[Node]) -> tuple[Node, ...]:
    """The parts of a condition that may fail where no condition above held.

    What is compared with is written out: what is worked out may be NULL, and another part hold.
    """
    left = list(operands)
    for each in operands:
        if isinstance(each, Compared) and _is_fixed(each.right) and contrary(each) in above:
            others = [other for other in left if other is not each]
            if any(fails_on(other, each.left) for other in others):
                left = others
    return tuple(left)


def _is_fixed(node: Node) -> bool:
    """Whether it is a number, a text or a date that is written out."""
    return isinstance(node, Number | Fixed | Text | Day)
