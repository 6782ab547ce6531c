"""What has been asked before a part of a formula is looked at.

A line of cases is read where its condition holds and none above it does, the result of a row where
its cells hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.references import Part, parts
from evaluator.model import formula as f
from evaluator.model.formula import Interval

Given = tuple[f.Condition, ...]
"""Conditions of which none fails."""


def places(part: Part, given: Given = ()) -> Iterator[tuple[Part, Given]]:
    """The part and everything in it, names not followed, each with what was asked before it."""
    yield part, given
    match part:
        case f.Cases():
            for condition, result, before in lines(part, given):
                if condition is not None:
                    yield from places(condition, before)
                    before = (*before, condition)  # noqa: PLW2901 - what is known from here on
                yield from places(result, before)
        case f.Lookup():
            for subject in part.subjects:
                yield from places(subject, given)
            for row in part.rows:
                yield from places(row.result, (*given, *asked_by_row(part, row)))
        case f.All() | f.Any():
            # Where another operand settles it, this one is no matter.
            for index, operand in enumerate(part.operands):
                others = (x for at, x in enumerate(part.operands) if at != index)
                known = others if isinstance(part, f.All) else (f.Not(operand=x) for x in others)
                yield from places(operand, (*given, *known))
        case _:
            for inner in parts(part):
                yield from places(inner, given)


def lines(
    cases: f.Cases, given: Given = ()
) -> Iterator[tuple[f.Condition | None, f.Formula, Given]]:
    """Each line with what was asked before its condition; the last has none."""
    for line in cases.lines:
        yield line.condition, line.result, given
        given = (*given, f.Not(operand=line.condition))
    yield None, cases.otherwise, given


def asked_by_row(table: f.Lookup, row: f.Row) -> Given:
    """What holds wherever a row of a table does, as far as its cells ask for it."""
    if table.hole is not None:
        return ()  # the row takes numbers beside its own as well
    asked = (_asked_by_cell(x, cell) for x, cell in zip(table.subjects, row.cells, strict=True))
    return tuple(condition for condition in asked if condition is not None)


def _asked_by_cell(subject: f.Subject, cell: f.Cell) -> f.Condition | None:
    match subject, cell:
        case f.InputChoice(id=name), f.Keys(choices=choices):
            return f.Any(operands=tuple(f.InputIs(id=name, choice=x) for x in choices))
        case ((f.InputChoice() | f.FieldChoice() | f.PickRecord()), _):
            return None
        case _, f.Stretches(intervals=intervals):
            return f.Any(operands=tuple(_lies_in(subject, x) for x in intervals))
        case _:
            return None


def _lies_in(number: f.Formula, interval: Interval) -> f.Condition:
    ends = (
        (">=" if interval.low_included else ">", interval.low),
        ("<=" if interval.high_included else "<", interval.high),
    )
    return f.All(
        operands=tuple(
            f.Compare(operator=operator, left=number, right=f.Constant(value=end))
            for operator, end in ends
            if end is not None
        )
    )
