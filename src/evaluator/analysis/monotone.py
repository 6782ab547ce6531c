"""Whether raising an answer, or adding a record, can lower a value, by the signs of its formula."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import assert_never

from evaluator.analysis.added import of_added, reaches_an_end, towards
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction, joined, unless_same
from evaluator.analysis.intervals import is_empty, meet
from evaluator.analysis.references import formula_of
from evaluator.model import formula as f
from evaluator.model.instrument import ChoiceType, Input
from evaluator.values.functions import Function

_NO_CHOICE = ""
"""Stands for no choice at all among those of records: no id is like it."""


class Directions:
    """The directions of the values of one instrument, by the signs of their formulas."""

    def __init__(self, attainable: Attainable, added_to: str | None = None) -> None:
        """Nothing is worked out yet. With `added_to` that list gets a record; else answers rise.

        Values are compared where there is one both before and after.
        """
        self.attainable, self._added_to = attainable, added_to
        self._found: dict[str, Direction] = {}

    def of_name(self, name: str) -> Direction:
        """The direction of an item, a named value or an input."""
        if name not in self._found:
            formula = formula_of(self.attainable.defined[name])
            self._found[name] = self._of_answer() if formula is None else self.of(formula)
        return self._found[name]

    def _of_answer(self) -> Direction:
        return Direction.UP if self._added_to is None else Direction.SAME

    def of(self, formula: f.Formula) -> Direction:
        """The direction of a formula."""
        match formula:
            case f.Constant() | f.LeftOut() | f.DaysBetween():
                return Direction.SAME
            case f.ItemValue() | f.NamedValue() | f.InputValue():
                return self.of_name(formula.id)
            case f.Negative():
                return self.of(formula.operand).flipped()
            case f.Rounded():
                return self.of(formula.operand)
            case f.Applied():
                return self._applied(formula)
            case f.Arithmetic():
                return self._arithmetic(formula)
            case f.Over():
                return joined(self.of(operand.formula) for operand in formula.operands)
            case f.Cases():
                return self._cases(formula)
            case f.Lookup():
                return self._lookup(formula)
            case f.OverRecords():
                return self._over_records(formula)
            case f.OverSubjects() | f.FieldValue() | f.RecordValue():
                return Direction.UNKNOWN
            case _:
                assert_never(formula)

    def _over_records(self, over: f.OverRecords) -> Direction:
        """What one record more does; an answer that rises may change which records count."""
        if self._added_to is None:
            return Direction.UNKNOWN
        return Direction.SAME if over.list != self._added_to else of_added(over, self.attainable)

    def _applied(self, formula: f.Applied) -> Direction:
        inner = self.of(formula.operand)
        even = formula.argument is not None and formula.argument % 2 == 0
        match formula.function:
            case Function.ROOT | Function.NATURAL_LOGARITHM:
                return inner
            case Function.LOGARITHM:
                shrinks = formula.argument is not None and formula.argument < 1
                return inner.flipped() if shrinks else inner
            case Function.POWER if not even:
                return inner
            case Function.POWER | Function.ABSOLUTE:
                return inner if self._least(formula.operand, 0) else unless_same(inner)
            case _:
                raise AssertionError("every function has a direction")

    def _arithmetic(self, formula: f.Arithmetic) -> Direction:
        left, right = self.of(formula.left), self.of(formula.right)
        match formula.operator:
            case "+":
                return joined((left, right))
            case "-":
                return joined((left, right.flipped()))
            case "*":
                return self._product(formula.left, left, formula.right, right)
            case _:
                return self._quotient(formula.left, left, formula.right, right)

    def _product(self, a: f.Formula, left: Direction, b: f.Formula, right: Direction) -> Direction:
        if self._least(a, 0) and self._least(b, 0):
            return joined((left, right))
        for fixed, way, other in ((a, left, right), (b, right, left)):
            if way is Direction.SAME and self._most(fixed, 0):
                return other.flipped()
            if way is Direction.SAME and self._least(fixed, 0):
                return other
        return unless_same(joined((left, right)))

    def _quotient(
        self, part: f.Formula, left: Direction, divisor: f.Formula, right: Direction
    ) -> Direction:
        if right is Direction.SAME and self._least(divisor, 0):
            return left
        if right is Direction.SAME and self._most(divisor, 0):
            return left.flipped()
        if left is Direction.SAME and self._least(part, 0) and self._least(divisor, 0):
            return right.flipped()
        return unless_same(joined((left, right)))

    def _cases(self, cases: f.Cases) -> Direction:
        """Lines chosen by what stays, or by thresholds with results in one order."""
        results = [*(line.result for line in cases.lines), cases.otherwise]
        ways = [self.of(result) for result in results]
        conditions = [self._condition(line.condition) for line in cases.lines]
        if all(way is Direction.SAME for way in conditions):
            return joined(ways)
        way = joined(conditions)
        if way is Direction.UNKNOWN:
            return way
        # Conditions that come to hold lead to an earlier line, those that fail to a later one.
        if self._ordered(results):
            return joined((*ways, way))
        return joined((*ways, way.flipped())) if self._ordered(results[::-1]) else Direction.UNKNOWN

    def _lookup(self, table: f.Lookup) -> Direction:
        """Rows chosen by what stays, or rows that rise or fall with all that is looked up."""
        ways = joined(self.of(row.result) for row in table.rows)
        subjects = [self._of_subject(subject) for subject in table.subjects]
        if joined(subjects) is Direction.SAME:
            return ways
        orders = [self._order_of(subject) for subject in table.subjects]
        if joined(subjects) is not Direction.UP:
            return Direction.UNKNOWN
        steps = [
            (upper.result, lower.result)
            for upper in table.rows
            for lower in table.rows
            if _above(upper, lower, orders)
        ]
        if all(map(self._ordered, steps)):
            return joined((ways, Direction.UP))
        falls = all(self._ordered((lower, upper)) for upper, lower in steps)
        return joined((ways, Direction.DOWN)) if falls else Direction.UNKNOWN

    def _of_subject(self, subject: f.Subject) -> Direction:
        if isinstance(subject, f.PickRecord):
            if self._added_to is None:
                return Direction.UNKNOWN
            return Direction.UP if subject.list == self._added_to else Direction.SAME
        if isinstance(subject, f.InputChoice):
            return self._of_answer() if self._order_of(subject) else Direction.SAME
        if isinstance(subject, f.FieldChoice):
            return Direction.UNKNOWN
        return self.of(subject)

    def _order_of(self, subject: f.Subject | f.InputIs) -> tuple[str, ...]:
        """The choices of an answer, lowest first; none where they have no order.

        Of a choice among records, none and then the choices as more records lead to them.
        """
        if isinstance(subject, f.PickRecord):
            return (_NO_CHOICE, *towards(subject))
        if not isinstance(subject, f.InputChoice | f.InputIs):
            return ()
        match self.attainable.defined[subject.id]:
            case Input(type=ChoiceType() as kind) if kind.ordered:
                return tuple(choice for choice, _ in kind.choices)
            case _:
                return ()

    def _is_choice(self, condition: f.InputIs) -> Direction:
        """Only the highest choice is held once it is reached, only the lowest is only left."""
        order = self._order_of(condition)
        if not order or self._added_to is not None:
            return Direction.SAME
        if condition.choice == order[-1]:
            return Direction.UP
        return Direction.DOWN if condition.choice == order[0] else Direction.UNKNOWN

    def _condition(self, condition: f.Condition) -> Direction:
        """Whether raising answers can only make it hold, or only make it fail."""
        match condition:
            case f.Compare(operator=operator):
                left, right = self.of(condition.left), self.of(condition.right)
                way = joined((left, right.flipped()))
                if operator == "=":
                    return unless_same(way)
                return way if operator in {">", ">="} else way.flipped()
            case f.InputIs():
                return self._is_choice(condition)
            case f.FieldIs() | f.Within() | f.CompareDays():
                return Direction.SAME
            case f.PickIs(pick=pick):
                if self._added_to is None:
                    return Direction.UNKNOWN
                ends = pick.list == self._added_to and condition.choice == towards(pick)[-1]
                same = pick.list != self._added_to
                return Direction.SAME if same else Direction.UP if ends else Direction.UNKNOWN
            case f.BandIs():
                return Direction.UNKNOWN
            case f.Not():
                return self._condition(condition.operand).flipped()
            case f.Any() if reaches_an_end(condition, self._added_to):
                return Direction.UP
            case f.All() | f.Any():
                return joined(self._condition(each) for each in condition.operands)
            case _:
                assert_never(condition)

    def _ordered(self, results: Sequence[f.Formula]) -> bool:
        """Whether each result is never less than any after it."""
        hulls = [self.attainable.of_formula(result).hull for result in results]
        return all(
            one is not None
            and other is not None
            and one.low is not None
            and other.high is not None
            and one.low >= other.high
            for one, other in pairwise(hulls)
        )

    def _least(self, formula: f.Formula, least: int) -> bool:
        hull = self.attainable.of_formula(formula).hull
        return hull is not None and hull.low is not None and hull.low >= least

    def _most(self, formula: f.Formula, most: int) -> bool:
        hull = self.attainable.of_formula(formula).hull
        return hull is not None and hull.high is not None and hull.high <= most


def _above(upper: f.Row, lower: f.Row, orders: Sequence[tuple[str, ...]]) -> bool:
    """Whether raising one answer alone can lead from the lower row to the upper one.

    `orders` are the choices of each column, lowest first; none where they have no order.
    """
    if upper is lower:
        return False
    pairs = list(zip(upper.cells, lower.cells, strict=True))
    return any(
        _higher(one, other, orders[at])
        and all(_shared(a, b) for place, (a, b) in enumerate(pairs) if place != at)
        for at, (one, other) in enumerate(pairs)
    )


def _higher(one: f.Cell, other: f.Cell, order: Sequence[str]) -> bool:
    """Whether some answer of one cell is higher than some answer of the other.

    Where there was nothing to take the highest or lowest of, there is once a record is added.
    """
    if order:
        ranks, others = _ranks(one, order), _ranks(other, order)
        return bool(ranks and others) and max(ranks) > min(others)
    if isinstance(other, f.NoneCell):
        return isinstance(one, f.Stretches | f.AnyCell)
    if not isinstance(one, f.Stretches) or not isinstance(other, f.Stretches):
        return isinstance(one, f.Stretches | f.AnyCell) and isinstance(
            other, f.Stretches | f.AnyCell
        )
    return any(
        x.high is None or y.low is None or x.high > y.low
        for x in one.intervals
        for y in other.intervals
    )


def _ranks(cell: f.Cell, order: Sequence[str]) -> list[int]:
    if isinstance(cell, f.Keys):
        return [order.index(choice) for choice in cell.choices]
    if isinstance(cell, f.NoneCell):
        return [order.index(_NO_CHOICE)]
    return list(range(len(order))) if isinstance(cell, f.AnyCell) else []


def _shared(one: f.Cell, other: f.Cell) -> bool:
    """Whether two cells can hold for the same answer."""
    match one, other:
        case f.AnyCell(), _:
            return True
        case _, f.AnyCell():
            return True
        case f.Keys(), f.Keys():
            return bool(set(one.choices) & set(other.choices))
        case f.Stretches(), f.Stretches():
            return any(not is_empty(meet(x, y)) for x in one.intervals for y in other.intervals)
        case _:
            return type(one) is type(other)
