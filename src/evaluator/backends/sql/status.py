"""Whether a row has a result: complete, incomplete with what is missing, or not scored and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.backends.sql.awaited import missing, open_gates
from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.figure import Waits
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Column,
    Function,
    IsNull,
    Negated,
    Node,
    Null,
    Number,
    Text,
    When,
    any_of,
    needed,
)
from evaluator.model.columns import STATUS

COMPLETE = "complete"
INCOMPLETE = "incomplete: "
NOT_SCORED = "not_scored: "


def status(draft: Draft) -> Node:
    """The text of the column `status`."""
    lines = [
        When(gate.node, Text(NOT_SCORED + rule.because))
        for gate, rule in zip(draft.gates, draft.instrument.gates, strict=True)
    ]
    awaited = list(missing(draft))
    if awaited:
        told = (Case((When(condition, Text(name)),), Null()) for name, condition in awaited)
        names = Call(Function.CONCAT_WS, (Text(", "), *told))
        lines.append(When(_incomplete(draft), Binary("||", Text(INCOMPLETE), names)))
    return Case(tuple(lines), Text(COMPLETE)) if lines else Text(COMPLETE)


def is_incomplete(draft: Draft) -> Node | None:
    """Whether a row waits for answers, where it has a score at all; `None` where none ever does."""
    awaited = list(missing(draft))
    return _incomplete(draft) if awaited else None


def told_by(outputs: Mapping[str, Node], made: Mapping[str, Node]) -> str | None:
    """A column of the result that is NULL just where a row is incomplete, if no row is not scored.

    Args:
        outputs: what stands in the columns of the result.
        made: what stands in the columns that the steps made.
    """
    match outputs[STATUS]:
        case Case((When(IsNull(asked), Binary("||", Text(value=began))),), Text(value=ended)):
            if (began, ended) != (INCOMPLETE, COMPLETE):
                return None
        case _:
            return None
    same = set(_null_with(asked, made))
    return next(
        (name for name, node in outputs.items() if not same.isdisjoint(_null_with(node, made))),
        None,
    )


def _null_with(node: Node, made: Mapping[str, Node]) -> Iterator[str]:
    """Columns that are NULL exactly where a node is."""
    match node:
        case Column(name=name):
            yield name
            if name in made:
                yield from _null_with(made[name], made)
        case Cast(operand=operand) | Negated(operand=operand):
            yield from _null_with(operand, made)
        case Binary("+" | "-" | "*", Number(), operand) | Binary(
            "+" | "-" | "*", operand, Number()
        ):
            yield from _null_with(operand, made)
        case Binary("//", operand, Number(value=value)) if value:
            yield from _null_with(operand, made)
        case _:
            pass


def _incomplete(draft: Draft) -> Node:
    """Whether anything is waited for: whether something that is worked out is NULL.

    A value that needs every answer of many is asked instead of all that need fewer of them.
    """
    asked: list[Node] = []
    seen: frozenset[str] = frozenset()
    for node, waits in sorted(_roots(draft), key=lambda root: -len(root[1] or ())):
        if waits is None:
            asked.append(node)
        elif not waits <= seen:
            asked.append(node)
            seen |= waits
    told = _told_by_others(draft, asked)
    tests = [IsNull(node) for node in asked if not (isinstance(node, Column) and node.name in told)]
    # A band may be NULL because the value lies outside the table, so that its gates are asked.
    return any_of((*tests, *open_gates(draft)))


def _told_by_others(draft: Draft, asked: Sequence[Node]) -> frozenset[str]:
    """Columns that need not be asked: where one is NULL, so is another of those that are."""
    made_of = {name: needed(node) for step in draft.steps for name, node in step.columns}
    told: set[str] = set()
    # A column is made of earlier ones alone, so that none is told by itself.
    waiting = [
        name for node in asked if isinstance(node, Column) for name in made_of.get(node.name, ())
    ]
    while waiting:
        name = waiting.pop()
        if name not in told:
            told.add(name)
            waiting += made_of.get(name, ())
    return frozenset(told)


def _roots(draft: Draft) -> Iterator[tuple[Node, Waits]]:
    """Everything that is NULL exactly while it is open, with the answers it waits for."""
    yield from ((figure.units.node, figure.waits) for figure in draft.figures.values())
    yield from ((gate.node, gate.waits) for gate in draft.gates)
    for table in draft.instrument.categories:
        none = draft.unlabelled.get(table.id)
        # An empty text stands for a category that there is not.
        column: Node = Column(table.id)
        yield (column if none is None else Case((When(none, Text("")),), column)), None
