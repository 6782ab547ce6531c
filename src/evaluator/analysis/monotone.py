"""Whether raising an answer can lower a value: by the signs of its formula, else by trying."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from itertools import product as combinations
from math import prod
from typing import assert_never

from evaluator.analysis.attainable import MAX_COMBINATIONS, Attainable
from evaluator.analysis.intervals import EVERYTHING, between, is_empty, meet
from evaluator.analysis.pointwise import Point, filled
from evaluator.analysis.references import (
    asks_dates,
    formula_of,
    reached,
    steps_to,
    walk,
)
from evaluator.analysis.value_sets import Finite
from evaluator.model import formula as f
from evaluator.model.instrument import ChoiceType, Input, Item, NumberType, YesNoType
from evaluator.values.functions import Function

TRIALS = 300
"""How many answers are drawn where not all can be tried; always the same ones."""


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
        if _joined(subjects) is Direction.UP and all(
            self._ordered((upper.result, lower.result))
            for upper in table.rows
            for lower in table.rows
            if _above(upper, lower)
        ):
            return _joined((ways, Direction.UP))
        return Direction.UNKNOWN

    def _of_subject(self, subject: f.Subject) -> Direction:
        if isinstance(subject, f.PickRecord):
            return Direction.UNKNOWN
        return Direction.SAME if isinstance(subject, f.InputChoice) else self.of(subject)

    def _condition(self, condition: f.Condition) -> Direction:
        """Whether raising answers can only make it hold, or only make it fail."""
        match condition:
            case f.Compare(operator=operator):
                left, right = self.of(condition.left), self.of(condition.right)
                way = _joined((left, right.flipped()))
                if operator == "=":
                    return _unless_same(way)
                return way if operator in {">", ">="} else way.flipped()
            case f.InputIs() | f.FieldIs() | f.Within() | f.CompareDays():
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


def _above(upper: f.Row, lower: f.Row) -> bool:
    """Whether raising one number alone can lead from the lower row to the upper one."""
    if upper is lower:
        return False
    pairs = list(zip(upper.cells, lower.cells, strict=True))
    return any(
        _higher(one, other)
        and all(_shared(a, b) for place, (a, b) in enumerate(pairs) if place != at)
        for at, (one, other) in enumerate(pairs)
    )


def _higher(one: f.Cell, other: f.Cell) -> bool:
    """Whether some number of one cell is greater than some number of the other."""
    if not isinstance(one, f.Stretches) or not isinstance(other, f.Stretches):
        return isinstance(one, f.Stretches | f.AnyCell) and isinstance(
            other, f.Stretches | f.AnyCell
        )
    return any(
        x.high is None or y.low is None or x.high > y.low
        for x in one.intervals
        for y in other.intervals
    )


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


# By trying ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fall:
    """An answer that was raised from `low` to `high` and took the value down."""

    answer: str
    low: Fraction
    high: Fraction
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying showed: a fall, or none; `all_tried` where nothing was left to try."""

    fall: Fall | None
    all_tried: bool


def falling(attainable: Attainable, name: str) -> Tried:
    """Look for answers of which one, raised, lowers the value."""
    inner = formula_of(attainable.defined[name])
    atoms = sorted(attainable.atoms([inner])) if inner is not None else [name]
    if any(attainable.is_unlisted(atom) for atom in atoms) or _asks_dates(attainable, name):
        return Tried(None, all_tried=False)
    trial = _Trial(
        attainable=attainable,
        name=name,
        steps=steps_to(frozenset({name}), frozenset(atoms), attainable.defined),
        grids={atom: _grid(attainable, atom) for atom in atoms},
    )
    points = [grid.points for grid in trial.grids.values()]
    everything = prod(map(len, points)) <= MAX_COMBINATIONS
    for values in combinations(*points) if everything else _drawn(points):
        fall = trial.fall_at(dict(zip(atoms, values, strict=True)))
        if fall is not None:
            return Tried(fall, all_tried=False)
    whole = all(grid.whole for grid in trial.grids.values())
    return Tried(None, all_tried=everything and whole)


def _asks_dates(attainable: Attainable, name: str) -> bool:
    names = reached(frozenset({name}), attainable.defined)
    formulas = (formula_of(attainable.defined[each]) for each in names)
    return any(asks_dates(formula) for formula in formulas if formula is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """The value that is tried, what it needs, and what each answer can be."""

    attainable: Attainable
    name: str
    steps: Sequence[str]
    grids: Mapping[str, _Grid]

    def fall_at(self, here: Mapping[str, Point]) -> Fall | None:
        """An answer that lowers the value when it is raised from here to what comes next."""
        for atom, low in here.items():
            following = self.grids[atom].after(low)
            if not isinstance(low, Fraction) or not isinstance(following, Fraction):
                continue
            before, after = self._value(here), self._value({**here, atom: following})
            if isinstance(before, Fraction) and isinstance(after, Fraction) and after < before:
                return Fall(atom, low, following, before, after)
        return None

    def _value(self, points: Mapping[str, Point]) -> Point:
        return filled(points, self.steps, self.attainable.defined)[self.name]


def _drawn(points: Sequence[Sequence[Point]]) -> Iterator[tuple[Point, ...]]:
    draw = random.Random(0)  # noqa: S311 - the same answers every time
    for _ in range(TRIALS):
        yield tuple(draw.choice(each) for each in points)


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is tried of one answer, lowest first; `whole` where that is all it can be."""

    points: tuple[Point, ...]
    whole: bool

    def after(self, point: Point) -> Point | None:
        """The next higher one."""
        place = self.points.index(point) + 1
        return self.points[place] if place < len(self.points) else None


_NEAR = Fraction(1, 100)
"""How far beside a number of the rules a number input is tried."""


def _numbers(attainable: Attainable) -> Iterator[Fraction]:
    """Every number that stands in a formula of the rules."""
    for definition in attainable.defined.values():
        formula = formula_of(definition)
        if formula is not None:
            yield from (part.value for part in walk(formula) if isinstance(part, f.Constant))


def _grid(attainable: Attainable, atom: str) -> _Grid:
    match attainable.defined[atom]:
        case Input(type=ChoiceType(choices=choices)):
            return _Grid(tuple(choice for choice, _ in choices), whole=True)
        case Input(type=YesNoType()):
            return _Grid(("yes", "no"), whole=True)
        case Input(type=NumberType() as kind):
            stated = {kind.low, kind.high, *_numbers(attainable)} - {None}
            near = {x + d for x in stated if x is not None for d in (-_NEAR, Fraction(0), _NEAR)}
            held = [x for x in sorted(near) if attainable.of(atom).inside(between(x, x))]
            return _Grid(tuple(held) or (Fraction(0),), whole=False)
        case Item() | Input():
            values = attainable.of(atom)
            finite = isinstance(values, Finite)
            points = values.values if isinstance(values, Finite) else values.inside(EVERYTHING)
            return _Grid(tuple(points), whole=finite and not values.left_out)
        case _:
            raise AssertionError("an answer is an item's or an input's")
