"""Whether raising an answer can lower a value, by the signs of its formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import assert_never

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import is_empty, meet
from evaluator.analysis.references import formula_of
from evaluator.model import formula as f
from evaluator.model.instrument import ChoiceType, Input
from evaluator.values.functions import Function


class Direction(Enum):
    """What becomes of a value when answers are raised and everything else stays."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"

    def flipped(self) -> Direction:
        """The direction of minus the value."""
        return {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(self, self)


def _joined(several: Iterable[Direction]) -> Direction:
    moving = {each for each in several if each is not Direction.SAME}
    if not moving:
        return Direction.SAME
    return moving.pop() if len(moving) == 1 else Direction.UNKNOWN


class Directions:
    """The directions of the values of one instrument, by the signs of their formulas."""

    def __init__(self, attainable: Attainable) -> None:
        """Nothing is worked out yet."""
        self.attainable = attainable
        self._found: dict[str, Direction] = {}

    def of_name(self, name: str) -> Direction:
        """The direction of an item, a named value or an input."""
        if name not in self._found:
            formula = formula_of(self.attainable.defined[name])
            self._found[name] = Direction.UP if formula is None else self.of(formula)
        return self._found[name]

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
                return _joined(self.of(operand.formula) for operand in formula.operands)
            case f.Cases():
                return self._cases(formula)
            case f.Lookup():
                return self._lookup(formula)
            case f.OverSubjects() | f.OverRecords() | f.FieldValue():
                return Direction.UNKNOWN
            case _:
                assert_never(formula)

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
                return inner if self._least(formula.operand, 0) else _unless_same(inner)
            case _:
                raise AssertionError("every function has a direction")

    def _arithmetic(self, formula: f.Arithmetic) -> Direction:
        left, right = self.of(formula.left), self.of(formula.right)
        match formula.operator:
            case "+":
                return _joined((left, right))
            case "-":
                return _joined((left, right.flipped()))
            case "*":
                return self._product(formula.left, left, formula.right, right)
            case _:
                return self._quotient(formula.left, left, formula.right, right)

    def _product(self, a: f.Formula, left: Direction, b: f.Formula, right: Direction) -> Direction:
        if self._least(a, 0) and self._least(b, 0):
            return _joined((left, right))
        for fixed, way, other in ((a, left, right), (b, right, left)):
            if way is Direction.SAME and self._most(fixed, 0):
                return other.flipped()
            if way is Direction.SAME and self._least(fixed, 0):
                return other
        return _unless_same(_joined((left, right)))

    def _quotient(
        self, part: f.Formula, left: Direction, divisor: f.Formula, right: Direction
    ) -> Direction:
        if right is Direction.SAME and self._least(divisor, 0):
            return left
        if right is Direction.SAME and self._most(divisor, 0):
            return left.flipped()
        if left is Direction.SAME and self._least(part, 0) and self._least(divisor, 0):
            return right.flipped()
        return _unless_same(_joined((left, right)))

    def _cases(self, cases: f.Cases) -> Direction:
        """Lines chosen by what cannot be raised, or by thresholds with falling results."""
        results = [*(line.result for line in cases.lines), cases.otherwise]
        ways = [self.of(result) for result in results]
        conditions = [self._condition(line.condition) for line in cases.lines]
        if all(way is Direction.SAME for way in conditions):
            return _joined(ways)
        if _joined(conditions) is Direction.UP and self._ordered(results):
            return _joined((*ways, Direction.UP))
        if _joined(conditions) is Direction.DOWN and self._ordered(results[::-1]):
            return _joined((*ways, Direction.UP))
        return Direction.UNKNOWN

    def _lookup(self, table: f.Lookup) -> Direction:
        """Rows chosen by what cannot be raised, or rows that rise with every number looked up."""
        ways = _joined(self.of(row.result) for row in table.rows)
        subjects = [self._of_subject(subject) for subject in table.subjects]
        if _joined(subjects) is Direction.SAME:
            return ways
        orders = [self._order_of(subject) for subject in table.subjects]
        if _joined(subjects) is Direction.UP and all(
            self._ordered((upper.result, lower.result))
            for upper in table.rows
            for lower in table.rows
            if _above(upper, lower, orders)
        ):
            return _joined((ways, Direction.UP))
        return Direction.UNKNOWN

    def _of_subject(self, subject: f.Subject) -> Direction:
        if isinstance(subject, f.PickRecord):
            return Direction.UNKNOWN
        if isinstance(subject, f.InputChoice):
            return Direction.UP if self._order_of(subject) else Direction.SAME
        return self.of(subject)

    def _order_of(self, subject: f.Subject | f.InputIs) -> tuple[str, ...]:
        """The choices of an answer, lowest first; none where they have no order."""
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
        if not order:
            return Direction.SAME
        if condition.choice == order[-1]:
            return Direction.UP
        return Direction.DOWN if condition.choice == order[0] else Direction.UNKNOWN

    def _condition(self, condition: f.Condition) -> Direction:
        """Whether raising answers can only make it hold, or only make it fail."""
        match condition:
            case f.Compare(operator=operator):
                left, right = self.of(condition.left), self.of(condition.right)
                way = _joined((left, right.flipped()))
                if operator == "=":
                    return _unless_same(way)
                return way if operator in {">", ">="} else way.flipped()
            case f.InputIs():
                return self._is_choice(condition)
            case f.FieldIs() | f.Within() | f.CompareDays():
                return Direction.SAME
            case f.BandIs() | f.PickIs():
                return Direction.UNKNOWN
            case f.Not():
                return self._condition(condition.operand).flipped()
            case f.All() | f.Any():
                return _joined(self._condition(each) for each in condition.operands)
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
    """Whether some answer of one cell is higher than some answer of the other."""
    if order:
        ranks, others = _ranks(one, order), _ranks(other, order)
        return bool(ranks and others) and max(ranks) > min(others)
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


def _unless_same(way: Direction) -> Direction:
    return way if way is Direction.SAME else Direction.UNKNOWN
