"""Tables laid out by column: what each subject can come to, and the rows that take it.

What a subject comes to matters only as far as the rows tell it apart. So a column is a short list
of options, each with the rows that take it, and the rows of a whole table are looked at for every
combination of options that leaves different rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.analysis.pointwise import Absent, Point, asks_missing
from evaluator.analysis.references import Part, Reference, walk
from evaluator.analysis.value_sets import ValueSet
from evaluator.model import formula as f
from evaluator.model.formula import Interval

MAX_STEPS = 200_000
"""The most steps in which the combinations of one table are looked at."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a subject can come to; `rows` are those that take it, a bit a row."""

    given: Point
    rows: int


Column = tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """What every subject comes to, and the rows that take all of it, a bit a row."""

    given: tuple[Point, ...]
    rows: int


def regions(ends: Iterable[Fraction]) -> list[Interval]:
    """The number line cut at these ends: each end by itself, and the stretches between them."""
    found: list[Interval] = []
    low: Fraction | None = None
    for end in sorted(set(ends)):
        found.append(_open(low, end))
        found.append(Interval(low=end, low_included=True, high=end, high_included=True))
        low = end
    return [*found, _open(low, None)]


def _open(low: Fraction | None, high: Fraction | None) -> Interval:
    return Interval(low=low, low_included=False, high=high, high_included=False)


def options(lookup: f.Lookup, index: int, given: ValueSet | Sequence[str]) -> Column:
    """The options of one subject, of those that leave the same rows the first."""
    found: dict[int, Option] = {}
    for point, rows in _told_apart(lookup, index, given):
        if rows not in found:
            found[rows] = Option(point, rows)
    return tuple(found.values())


def _told_apart(
    lookup: f.Lookup, index: int, given: ValueSet | Sequence[str]
) -> Iterator[tuple[Point, int]]:
    """Everything the rows tell apart, with those that take it."""
    cells = [row.cells[index] for row in lookup.rows]
    anyway = _bits(isinstance(cell, f.AnyCell) for cell in cells)
    if isinstance(given, Sequence):
        takers = _by_choice(cells)
        yield from ((choice, anyway | takers.get(choice, 0)) for choice in given)
    else:
        yield from _by_number(lookup, index, given, anyway)
    if f.may_be_of_none(lookup.subjects[index]):
        said = _bits(isinstance(cell, f.NoneCell) for cell in cells)
        yield Absent.NONE, said or anyway
    if asks_missing(lookup, index):
        yield Absent.MISSING, _bits(isinstance(cell, f.MissingCell) for cell in cells)


def _bits(each: Iterable[bool]) -> int:
    return sum(1 << number for number, holds in enumerate(each) if holds)


def _by_choice(cells: Sequence[f.Cell]) -> dict[str, int]:
    takers: dict[str, int] = {}
    for number, cell in enumerate(cells):
        for choice in cell.choices if isinstance(cell, f.Keys) else ():
            takers[choice] = takers.get(choice, 0) | 1 << number
    return takers


def _by_number(
    lookup: f.Lookup, index: int, given: ValueSet, anyway: int
) -> Iterator[tuple[Point, int]]:
    """A number of every region that there is one in; one between two rows as the table says."""
    ends = sorted(set(_column_ends(lookup, index)))
    takers = [anyway] * (2 * len(ends) + 1)
    for number, row in enumerate(lookup.rows):
        cell = row.cells[index]
        for interval in cell.intervals if isinstance(cell, f.Stretches) else ():
            first, last = _covered(interval, ends)
            for covered in range(first, last + 1):
                takers[covered] |= 1 << number
    for region, rows in zip(regions(ends), takers, strict=True):
        for point in given.inside(region)[:1]:
            read = None if rows else lookup.read_into(point)
            yield point, rows if read is None else 1 << lookup.rows.index(read)


def _covered(interval: Interval, ends: Sequence[Fraction]) -> tuple[int, int]:
    """The first and the last region of a stretch; region 2n + 1 is the end n by itself."""
    first, last = 0, 2 * len(ends)
    if interval.low is not None:
        first = 2 * bisect_left(ends, interval.low) + (1 if interval.low_included else 2)
    if interval.high is not None:
        last = 2 * bisect_left(ends, interval.high) + (1 if interval.high_included else 0)
    return first, last


def _column_ends(lookup: f.Lookup, index: int) -> Iterator[Fraction]:
    for row in lookup.rows:
        cell = row.cells[index]
        if isinstance(cell, f.Stretches):
            yield from (x for i in cell.intervals for x in (i.low, i.high) if x is not None)


def combined(columns: Sequence[Column]) -> list[Combination] | None:
    """The combinations of options, of those that leave the same rows the first.

    `None` where they are too many to look at.
    """
    found = {-1: Combination((), -1)}
    steps = 0
    for column in columns:
        steps += len(found) * len(column)
        if steps > MAX_STEPS:
            return None
        further: dict[int, Combination] = {}
        for before in found.values():
            for option in column:
                rows = before.rows & option.rows
                if rows not in further:
                    further[rows] = Combination((*before.given, option.given), rows)
        found = further
    return list(found.values())


def options_by_row(lookup: f.Lookup, columns: Sequence[Column]) -> frozenset[int]:
    """The numbers of the rows that hold for some combination of options."""
    return frozenset(
        row.number
        for bit, row in enumerate(lookup.rows)
        if all(any(option.rows >> bit & 1 for option in column) for column in columns)
    )


def subjects_of(lookup: f.Lookup) -> f.Lookup:
    """The table with its rows, and nothing in their results."""
    nothing = f.Constant(value=Fraction(0))
    return replace(lookup, rows=tuple(replace(row, result=nothing) for row in lookup.rows))


def looked_at(part: Part, name: str) -> Iterator[tuple[Fraction, ...]]:
    """For each place where a table or a comparison with a number looks at a name: the numbers."""
    for inner in walk(part):
        match inner:
            case f.Lookup():
                for index, subject in enumerate(inner.subjects):
                    if _is(subject, name):
                        yield tuple(_column_ends(inner, index))
            case f.Compare():
                for one, other in ((inner.left, inner.right), (inner.right, inner.left)):
                    number = _number(other)
                    if number is not None and _is(one, name):
                        yield (number,)
            case _:
                pass


def _is(part: Part, name: str) -> bool:
    return isinstance(part, Reference) and part.id == name


def _number(part: f.Formula) -> Fraction | None:
    match part:
        case f.Constant(value=value):
            return value
        case f.Negative(operand=f.Constant(value=value)):
            return -value
        case _:
            return None
