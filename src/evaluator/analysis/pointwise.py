"""The value of a formula where some names have known values: the checks' own small evaluator.

It knows no missing answers and no reasons, and works on known points only. What a rule means is
defined by the exact evaluator; this one answers questions about the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.references import Definitions, formula_of
from evaluator.model import formula as f
from evaluator.model.instrument import Input
from evaluator.values.comparisons import compares
from evaluator.values.functions import Undefined, applied, geometric_mean
from evaluator.values.reals import Real, Undecided, rounded
from evaluator.values.rounding import Rounding


class Absent(Enum):
    """Why there is no number."""

    LEFT_OUT = "left_out"
    """Not applicable: an aggregate goes on without it."""
    NONE = "none"
    """No record counts: there is nothing to take the highest or the mean of."""
    MISSING = "missing"
    """Nobody answered: only a row of a table that says so has a value then."""
    UNDEFINED = "undefined"
    """No value, such as a quotient by zero: nothing that needs it has one."""


Point = Fraction | Real | str | Absent
Number = Fraction | Real | Absent
Points = Mapping[str, Point]


def value_at(formula: f.Formula, points: Points, defined: Definitions) -> Number:
    """The value where the names have the values in `points`, which holds every name in it."""
    match formula:
        case f.Constant():
            return formula.value
        case f.LeftOut():
            return Absent.LEFT_OUT
        case f.ItemValue() | f.NamedValue() | f.InputValue():
            return _named(formula, points, defined)
        case f.Negative():
            operand = value_at(formula.operand, points, defined)
            return calculate("-", Fraction(0), operand)
        case f.Rounded():
            operand = value_at(formula.operand, points, defined)
            return rounded_at(operand, formula.rounding)
        case f.Applied():
            return apply(formula, value_at(formula.operand, points, defined))
        case f.Arithmetic():
            left = value_at(formula.left, points, defined)
            right = value_at(formula.right, points, defined)
            return calculate(formula.operator, left, right)
        case f.Over():
            return _over(formula, points, defined)
        case f.OverSubjects():
            raise AssertionError("what is said of the subjects of a group is no point")
        case f.OverRecords() | f.FieldValue() | f.RecordValue() | f.DaysBetween():
            raise _unlisted()
        case f.Cases():
            line = line_at(formula, points, defined)
            if isinstance(line, Absent):
                return line
            chosen = formula.otherwise if line is None else formula.lines[line].result
            return value_at(chosen, points, defined)
        case f.Lookup():
            row = row_at(formula, points, defined)
            if isinstance(row, Absent):
                return row
            return Absent.UNDEFINED if row is None else value_at(row.result, points, defined)
        case _:
            assert_never(formula)


def rounded_at(number: Number, rounding: Rounding) -> Number:
    """A number rounded; it has no value where its digits stay uncertain."""
    if isinstance(number, Absent):
        return number
    try:
        return rounded(number, rounding)
    except Undecided:
        return Absent.UNDEFINED


def apply(formula: f.Applied, operand: Number) -> Number:
    """A function of a number; it has no value where the exact evaluator finds none."""
    if isinstance(operand, Absent):
        return Absent.UNDEFINED
    try:
        return applied(formula.function, operand, formula.argument)
    except (Undefined, Undecided):
        return Absent.UNDEFINED


def line_at(cases: f.Cases, points: Points, defined: Definitions) -> int | Absent | None:
    """The number of the first line whose condition holds; `None` is `otherwise`."""
    for number, line in enumerate(cases.lines):
        holds = holds_at(line.condition, points, defined)
        if isinstance(holds, Absent):
            return holds
        if holds:
            return number
    return None


def holds_at(condition: f.Condition, points: Points, defined: Definitions) -> bool | Absent:
    """Whether the condition holds there."""
    match condition:
        case f.Compare():
            left = value_at(condition.left, points, defined)
            right = value_at(condition.right, points, defined)
            if not isinstance(left, Fraction) or not isinstance(right, Fraction):
                return _without(left, right)
            return compares(condition.operator, left, right)
        case f.InputIs():
            point = points[condition.id]
            return point if isinstance(point, Absent) else point == condition.choice
        case f.BandIs():
            raise AssertionError("only an aggregate over subjects asks for a category")
        case f.FieldIs() | f.PickIs() | f.Within() | f.CompareDays():
            raise _unlisted()
        case f.Not():
            holds = holds_at(condition.operand, points, defined)
            return holds if isinstance(holds, Absent) else not holds
        case f.All() | f.Any():
            each = [holds_at(x, points, defined) for x in condition.operands]
            return _joined(each, settles=isinstance(condition, f.Any))
        case _:
            assert_never(condition)


def _joined(each: Sequence[bool | Absent], *, settles: bool) -> bool | Absent:
    """`and` is settled by one no, `or` by one yes; else it waits, else it has no value."""
    for outcome in (settles, Absent.MISSING, Absent.UNDEFINED):
        if outcome in each:
            return outcome
    return not settles


def _without(*several: Number) -> Absent:
    """What there is instead of a number where one of these is none."""
    found = {x for x in several if isinstance(x, Absent)}
    return Absent.MISSING if found == {Absent.MISSING} else Absent.UNDEFINED


def row_at(lookup: f.Lookup, points: Points, defined: Definitions) -> f.Row | Absent | None:
    """The row that holds; `None` where none does."""
    given = given_at(lookup, points, defined)
    # What is missing is taken by the rows that say so, where a column has any.
    said = [point is Absent.MISSING and asks_missing(lookup, i) for i, point in enumerate(given)]
    waits: list[Absent] = []
    for row in lookup.rows:
        cells = zip(row.cells, given, said, strict=True)
        holds = _joined(
            [isinstance(cell, f.MissingCell) if out else _takes(cell, x) for cell, x, out in cells],
            settles=False,
        )
        if holds is True:
            return row
        waits += [holds] if isinstance(holds, Absent) else []
    if waits:
        return Absent.MISSING if Absent.MISSING in waits else Absent.UNDEFINED
    only = given[0]
    return lookup.read_into(only) if len(given) == 1 and isinstance(only, Fraction) else None


def given_at(lookup: f.Lookup, points: Points, defined: Definitions) -> tuple[Point, ...]:
    """What the subjects of a table come to."""
    return tuple(_subject_at(x, points, defined) for x in lookup.subjects)


def _subject_at(subject: f.Subject, points: Points, defined: Definitions) -> Point:
    match subject:
        case f.InputChoice(id=name):
            return points[name]
        case f.PickRecord() | f.FieldChoice():
            raise _unlisted()
        case _:
            return value_at(subject, points, defined)


def asks_missing(lookup: f.Lookup, column: int) -> bool:
    """Whether a column has a cell for what nobody answered."""
    return any(isinstance(row.cells[column], f.MissingCell) for row in lookup.rows)


def _takes(cell: f.Cell, given: Point) -> bool | Absent:
    match cell:
        case f.AnyCell():
            return True
        case f.MissingCell() | f.NoneCell():
            return False
        case f.Keys(choices=choices):
            return given if isinstance(given, Absent) else given in choices
        case f.Stretches(intervals=intervals):
            if isinstance(given, Fraction):
                return any(given in interval for interval in intervals)
            return Absent.MISSING if given is Absent.MISSING else Absent.UNDEFINED
        case _:
            assert_never(cell)


def _unlisted() -> AssertionError:
    return AssertionError("records and days have no points, so nobody asks for a value at them")


def calculate(operator: str, left: Number, right: Number) -> Number:
    """One operation of arithmetic; it has no value where a side has none."""
    if isinstance(left, Absent) or isinstance(right, Absent):
        return _without(left, right)
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return Absent.UNDEFINED if right == 0 else left / right


def _named(
    formula: f.ItemValue | f.NamedValue | f.InputValue, points: Points, defined: Definitions
) -> Number:
    point, definition = points[formula.id], defined[formula.id]
    if isinstance(point, str):
        return Absent.UNDEFINED
    if isinstance(formula, f.InputValue) or isinstance(definition, Input):
        return point
    if formula.as_published and definition.published:
        return rounded_at(point, definition.published)
    return point


def filled(points: Points, steps: Iterable[str], defined: Definitions) -> Points:
    """The points, and the values that the names in `steps` have there, worked out in that order."""
    found = dict(points)
    for name in steps:
        formula = formula_of(defined[name])
        if formula is not None:
            found[name] = value_at(formula, found, defined)
    return found


def _over(formula: f.Over, points: Points, defined: Definitions) -> Number:
    taking: list[tuple[Fraction, Fraction | Real]] = []
    numbers = [value_at(operand.formula, points, defined) for operand in formula.operands]
    for without in (Absent.UNDEFINED, Absent.MISSING):
        if without in numbers:
            return without
    for operand, number in zip(formula.operands, numbers, strict=True):
        if not isinstance(number, Absent):
            taking.append((Fraction(1) if operand.weight is None else operand.weight, number))
    if not taking:
        return Absent.LEFT_OUT
    if formula.few is not None:
        backwards = formula.few.end is f.End.HIGHEST
        taking = sorted(taking, key=lambda x: x[1], reverse=backwards)[: formula.few.count]
    if formula.aggregate is f.Aggregate.WEIGHTED_SUM:
        return _weighted_sum(
            taking, sum((x.weight or Fraction(0) for x in formula.operands), Fraction(0))
        )
    return _aggregate(formula.aggregate, taking)


def _weighted_sum(taking: list[tuple[Fraction, Fraction | Real]], whole: Fraction) -> Number:
    """The weighted sum with the weight of what is left out passed on to the rest."""
    active = sum((weight for weight, _ in taking), Fraction(0))
    if not active:
        return Fraction(0) if not whole else Absent.UNDEFINED
    return sum((weight * x for weight, x in taking), Fraction(0)) * whole / active


def _aggregate(aggregate: f.Aggregate, taking: list[tuple[Fraction, Fraction | Real]]) -> Number:
    match aggregate:
        case f.Aggregate.WEIGHTED_MEAN:
            total = sum((weight for weight, _ in taking), Fraction(0))
            weighted = sum((weight * x for weight, x in taking), Fraction(0))
            return weighted / total if total else Absent.UNDEFINED
        case f.Aggregate.WEIGHTED_SUM:
            raise AssertionError("its weights are passed on first")
        case f.Aggregate.MEAN:
            return sum((x for _, x in taking), Fraction(0)) / len(taking)
        case f.Aggregate.SUM:
            return sum((x for _, x in taking), Fraction(0))
        case f.Aggregate.GEOMETRIC_MEAN:
            try:
                return geometric_mean([x for _, x in taking])
            except (Undefined, Undecided):
                return Absent.UNDEFINED
        case f.Aggregate.HIGHEST:
            return max(x for _, x in taking)
        case f.Aggregate.LOWEST:
            return min(x for _, x in taking)
        case f.Aggregate.THE_ONE:
            return taking[0][1] if len(taking) == 1 else Absent.UNDEFINED
        case _:
            assert_never(aggregate)
