"""One of several results, by conditions read downwards or by the row of a table that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import lcm
from typing import Protocol

from evaluator.backends.sql.draft import About, Draft, Truth
from evaluator.backends.sql.figure import Figure, Units, Waits, multiple, number
from evaluator.backends.sql.nodes import (
    Bool,
    Case,
    Column,
    IsNull,
    Node,
    Null,
    Number,
    When,
    any_of,
    surely,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Conditions that are read downwards.

    Attributes:
        notes: what is printed behind each line; nothing where there are none.
        without: the result where a condition that is come to has no value.
        owner: the id of what they stand in.
    """

    truths: tuple[Truth, ...]
    notes: tuple[str, ...] = ()
    without: Node = field(default_factory=Null)
    owner: str

    @property
    def certain(self) -> bool:
        """Whether every condition has a value."""
        return all(truth.none is None for truth in self.truths)


def layered(draft: Draft, ladder: Ladder, results: Sequence[Node]) -> Node:
    """A CASE that is NULL as soon as it comes to a line that is open.

    The last result is that of no line.
    """
    lines: list[When] = []
    tested: frozenset[str] = frozenset()
    notes = ladder.notes or ("",) * len(ladder.truths)
    for truth, note, result in zip(ladder.truths, notes, results, strict=False):
        if truth.waits is None:
            condition = draft.part(truth.node, f"{ladder.owner}_holds", About.HOLDS, note or None)
            lines += [When(condition, result, note), When(IsNull(condition), Null())]
            if truth.none is not None:
                lines.append(When(truth.none, ladder.without))
            continue
        untested = sorted(truth.waits - tested)
        if untested:
            tested |= truth.waits
            lines.append(When(any_of(tuple(IsNull(Column(x)) for x in untested)), Null()))
        lines.append(When(truth.node, result, note))
    return Case(tuple(lines), results[-1]) if lines else results[-1]


class Write(Protocol):
    """Writes a choice between nodes, and what it is where the choice has no value."""

    def __call__(self, nodes: Sequence[Node], without: Node, *, noted: bool) -> Node:
        """With the lines of the rules behind the lines, or without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice between several results.

    Attributes:
        waits: what it waits for.
        certain: whether it has a value wherever the result has one.
        owner: the id of what it stands in.
    """

    write: Write
    waits: Waits
    certain: bool
    owner: str


def chosen(draft: Draft, choice: Choice, results: Sequence[Figure]) -> Figure:
    """One of several results, over one denominator; each may have a divisor of its own."""
    scale = lcm(*(result.scale for result in results))
    units = [multiple(result.units, scale // result.scale) for result in results]
    # What is said of the record at hand stands in one line.
    noted = draft.at_hand is None
    node = choice.write([one.node for one in units], Number(0), noted=noted)
    whole = _one_of(node, units if choice.certain else [*units, number(0)])
    divisor = None
    if any(result.divisor is not None for result in results):
        divisors = [result.divisor or number(1) for result in results]
        written = choice.write([x.node for x in divisors], Number(1), noted=False)
        node = draft.part(written, f"{choice.owner}_divisor")
        divisor = _one_of(node, divisors if choice.certain else [*divisors, number(1)])
    nones, absents = [x.none for x in results], [x.absent for x in results]
    return Figure(
        units=whole,
        scale=scale,
        divisor=divisor,
        waits=choice.waits if choice.certain else None,
        none=_told(draft, choice, nones, "no_value", without=not choice.certain),
        absent=_told(draft, choice, absents, "not_applicable", without=False),
    )


def _told(
    draft: Draft, choice: Choice, nodes: Sequence[Node | None], wanted: str, *, without: bool
) -> Node | None:
    """Whether something holds of the result that is chosen, or of none."""
    if all(node is None for node in nodes) and not without:
        return None
    each = [Bool(value=False) if node is None else node for node in nodes]
    written = choice.write(each, Bool(value=without), noted=False)
    return draft.part(surely(written), f"{choice.owner}_{wanted}")


def _one_of(node: Node, several: Sequence[Units]) -> Units:
    if isinstance(node, Number):  # nothing is left to choose
        return number(node.value)
    return Units(
        node=node,
        type=max(one.type for one in several),
        low=min(one.low for one in several),
        high=max(one.high for one in several),
    )
