"""The levels of a scale one by one, those that stand in a row among them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.syntax import tree

MAX_LEVEL = 1000
"""The highest level there is."""


def levels_of(scale: tree.Scale) -> tuple[tree.Choice, ...]:
    """Every level of a scale; one of a row that has a line of its own keeps what that says.

    They stand from the lowest up, unless the lines of their own do not.
    """
    own = [line for line in scale.choices if isinstance(line, tree.Choice)]
    in_rows = {x: level for row in scale.rows for x, level in _of_row(row)}
    levels = [_with_worth(line, in_rows) for line in own]
    stated = [number for line in own if (number := _number(line)) is not None]
    for row in scale.rows:
        levels += [level for x, level in _of_row(row) if x not in stated]
    if any(a > b for a, b in pairwise(stated)):
        return tuple(levels)
    return tuple(sorted(levels, key=lambda level: _number(level) or Fraction(0)))


def wrong_rows(scale: tree.Scale) -> Iterator[Diagnostic]:
    """Rows that are none: whole levels from a lower one to a higher one."""
    for row in scale.rows:
        if not _is_row(row):
            facts = {"first": row.first.written, "last": row.last.written}
            yield Diagnostic(kind=names.LEVELS_NOT_RISING, at=row.at, facts=facts)


def _is_row(row: tree.Levels) -> bool:
    first, last = row.first.value, row.last.value
    whole = first.denominator == last.denominator == 1
    return whole and 0 <= first < last <= MAX_LEVEL


def _of_row(row: tree.Levels) -> Iterator[tuple[Fraction, tree.Choice]]:
    if not _is_row(row):
        return
    first, last = row.first.value, row.last.value
    for number in range(first.numerator, last.numerator + 1):
        key = tree.Number(at=row.at, written=str(number))
        worth = None
        if row.low is not None and row.high is not None:
            share = (number - first) / (last - first)
            worth = row.low.value + (row.high.value - row.low.value) * share
        yield Fraction(number), tree.Choice(at=row.at, key=key, counts_as=_written(worth, row))


def _written(worth: Fraction | None, row: tree.Levels) -> tree.Number | None:
    return None if worth is None else tree.Number(at=row.at, written=str(worth))


def _with_worth(line: tree.Choice, in_rows: dict[Fraction, tree.Choice]) -> tree.Choice:
    number = _number(line)
    row = in_rows.get(number) if number is not None else None
    if row is None or line.counts_as is not None:
        return line
    return tree.Choice(at=line.at, key=line.key, label=line.label, counts_as=row.counts_as)


def _number(line: tree.Choice) -> Fraction | None:
    return line.key.value if isinstance(line.key, tree.Number) else None
