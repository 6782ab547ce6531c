"""Tables by one or several subjects as a layered CASE: the one row that holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.backends.sql.conditions import settled_by_one
from evaluator.backends.sql.draft import Draft, Truth
from evaluator.backends.sql.figure import Figure, Waits, joined
from evaluator.backends.sql.nodes import (
    Case,
    Column,
    Compared,
    IsNull,
    Node,
    Null,
    Number,
    OneOf,
    Opposite,
    Text,
    When,
    any_of,
)
from evaluator.backends.sql.stretches import (
    Measured,
    Stretch,
    inside,
    layered_by,
    measured,
    measured_input,
)
from evaluator.model.formula import (
    AnyCell,
    Cell,
    Formula,
    InputChoice,
    InputValue,
    Interval,
    Keys,
    Lookup,
    MissingCell,
    NoneCell,
    PickRecord,
    Side,
    Stretches,
    Subject,
)
from evaluator.model.instrument import YesNoType

Compute = Callable[[Formula], Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A column of a table: what it is looked up by.

    Attributes:
        number: where it is a number.
        yes_no: where it is a question of yes or no.
        has_missing: whether a row takes what nobody answered.
    """

    node: Node
    waits: Waits
    number: Measured | None
    yes_no: bool
    has_missing: bool


def asked_of(draft: Draft, table: Lookup, compute: Compute) -> tuple[Asked, ...]:
    """The columns of a table."""
    return tuple(
        _asked(draft, subject, compute, has_missing=_takes_missing(table, column))
        for column, subject in enumerate(table.subjects)
    )


def row_truths(table: Lookup, asked: Sequence[Asked]) -> list[Truth]:
    """Whether each row holds; a number between two rows is in the one it is read into."""
    return [_row_truth(cells, asked) for cells in _cells(table)]


def _row_truth(cells: Sequence[Cell], asked: Sequence[Asked]) -> Truth:
    pairs = zip(cells, asked, strict=True)
    truths = [
        _takes(*pair) for pair in pairs if not isinstance(pair[0], AnyCell) or pair[1].has_missing
    ]
    always = Truth(node=Compared("=", Number(1), Number(1)), waits=frozenset())
    return settled_by_one("AND", truths) if truths else always


def picked(table: Lookup, asked: Sequence[Asked], results: Sequence[Node], *, noted: bool) -> Node:
    """The result of the row that holds; NULL while none is sure to.

    Rows are disjoint and complete: where none holds, one still may.
    """
    notes = [f"line {row.ground.at.line}" if noted else "" for row in table.rows]
    asks = not any(isinstance(row.cells[0], AnyCell) for row in table.rows)
    if len(asked) == 1 and asks and not asked[0].has_missing:
        return _by_one(table, asked[0], results, notes)
    truths = row_truths(table, asked)
    return Case(tuple(map(When, (t.node for t in truths), results, notes)), Null())


def waits_of(table: Lookup, asked: Sequence[Asked], results: Sequence[Figure]) -> Waits:
    """What the result waits for, where that is simply what the table is looked up by."""
    by_all = not any(
        isinstance(cell, AnyCell | MissingCell) for row in table.rows for cell in row.cells
    )
    later = joined(result.waits for result in results)
    subjects = joined(one.waits for one in asked)
    if len(asked) == 1 and asked[0].has_missing and later == frozenset():
        return frozenset()
    if not by_all or subjects is None or later is None or not later <= subjects:
        return None
    return subjects


def _takes_missing(table: Lookup, column: int) -> bool:
    return any(isinstance(row.cells[column], MissingCell) for row in table.rows)


def _asked(draft: Draft, subject: Subject, compute: Compute, *, has_missing: bool) -> Asked:
    number: Measured | None
    match subject:
        case InputChoice(id=name):
            node, waits, number = Column(name), frozenset({name}), None
            yes_no = isinstance(draft.inputs[name].type, YesNoType)
            return Asked(
                node=node, waits=waits, number=number, yes_no=yes_no, has_missing=has_missing
            )
        case PickRecord():
            raise AssertionError("lists of records have been refused")
        case InputValue(id=name):
            number = measured_input(draft, name)
        case _:
            number = measured(compute(subject))
    return Asked(
        node=number.node, waits=number.waits, number=number, yes_no=False, has_missing=has_missing
    )


def _by_one(table: Lookup, asked: Asked, results: Sequence[Node], notes: Sequence[str]) -> Node:
    """A table by one subject: NULL is looked at first, the last row needs no condition."""
    if asked.number is not None:
        stretches = [
            Stretch(interval=interval, result=results[place], note=notes[place])
            for place, (cell,) in enumerate(_cells(table))
            if isinstance(cell, Stretches)
            for interval in cell.intervals
        ]
        return layered_by(asked.number, sorted(stretches, key=lambda one: _start(one.interval)))
    truths = row_truths(table, [asked])
    lines = [When(IsNull(asked.node), Null())]
    lines += map(When, (truth.node for truth in truths[:-1]), results, notes)
    return Case(tuple(lines), results[-1], notes[-1])


def _start(interval: Interval) -> tuple[bool, Fraction, bool]:
    return interval.low is not None, interval.low or Fraction(0), not interval.low_included


# Cells -------------------------------------------------------------------------------------------


def _takes(cell: Cell, asked: Asked) -> Truth:
    """Whether a cell takes what a subject came to."""
    match cell:
        case MissingCell():
            return Truth(node=IsNull(asked.node), waits=frozenset())
        case AnyCell():
            return Truth(node=Opposite(IsNull(asked.node)), waits=frozenset())
        case NoneCell():
            raise AssertionError("records have been refused")
        case Keys(choices=choices):
            return _known(_among(asked, choices), asked)
        case Stretches(intervals=intervals):
            if asked.number is None:
                raise AssertionError("only numbers lie in stretches")
            return _known(inside(asked.number, intervals), asked)
        case _:
            assert_never(cell)


def _known(node: Node, asked: Asked) -> Truth:
    """A cell beside one that takes what is missing does not hold then, and is never open."""
    if not asked.has_missing:
        return Truth(node=node, waits=asked.waits)
    given = Opposite(IsNull(asked.node))
    return settled_by_one(
        "AND",
        [Truth(node=given, waits=frozenset()), Truth(node=node, waits=frozenset())],
    )


def _among(asked: Asked, choices: Sequence[str]) -> Node:
    if asked.yes_no:
        ways = (asked.node if choice == "yes" else Opposite(asked.node) for choice in choices)
        return any_of(tuple(ways))
    if len(choices) == 1:
        return Compared("=", asked.node, Text(choices[0]))
    return OneOf(asked.node, tuple(map(Text, choices)))


def _cells(table: Lookup) -> list[tuple[Cell, ...]]:
    """The cells of each row; what lies between two stretches is given to one of them."""
    if table.hole is None or len(table.subjects) > 1:
        return [row.cells for row in table.rows]
    ordered = sorted((x for row in table.rows for x in row.stretches), key=_start)
    taken: dict[Interval, Interval] = {}
    for at, interval in enumerate(ordered):
        below = ordered[at - 1] if at else None
        above = ordered[at + 1] if at + 1 < len(ordered) else None
        taken[interval] = _widened(interval, below, above, table.hole.takes)
    return [tuple(_replaced(cell, taken) for cell in row.cells) for row in table.rows]


def _replaced(cell: Cell, taken: Mapping[Interval, Interval]) -> Cell:
    if not isinstance(cell, Stretches):
        return cell
    return Stretches(intervals=tuple(taken[interval] for interval in cell.intervals))


def _widened(
    interval: Interval, below: Interval | None, above: Interval | None, takes: Side
) -> Interval:
    low, low_included = interval.low, interval.low_included
    high, high_included = interval.high, interval.high_included
    if takes is Side.UPPER and below is not None and below.high is not None:
        low, low_included = below.high, not below.high_included
    if takes is Side.LOWER and above is not None and above.low is not None:
        high, high_included = above.low, not above.low_included
    return Interval(low=low, low_included=low_included, high=high, high_included=high_included)
