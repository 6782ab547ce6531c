"""Where the numbers lie that conditions compare, wherever these conditions hold.

A comparison says it of a name, and of the name in a sum, product or quotient with a number; `or`
says no more than what all of its operands say that can hold at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.asked import Given
from evaluator.analysis.intervals import EVERYTHING, between, cover, is_empty, meet
from evaluator.analysis.references import Definitions, formula_of
from evaluator.analysis.set_arithmetic import scaled, total
from evaluator.analysis.value_sets import Range
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.model.instrument import Input
from evaluator.values.comparisons import FAILING, MIRRORED

MAX_DEPTH = 16
"""How far the names in a comparison are followed to what they stand for."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A formula and the stretch it lies in."""

    formula: f.Formula
    within: Interval


Held = Mapping[str, Lying]
"""What lies where, by `key_of` the formula; an empty stretch: the conditions never hold."""

_NEVER = Lying(
    f.LeftOut(),
    Interval(low=Fraction(0), low_included=False, high=Fraction(0), high_included=False),
)


def key_of(formula: f.Formula, defined: Definitions) -> str | None:
    """By what a formula is found that conditions can say something of; `None` for any other."""
    match formula:
        case f.InputValue(id=name):
            return name
        case f.ItemValue(id=name) | f.NamedValue(id=name):
            definition = defined[name]
            rounds = not isinstance(definition, Input) and definition.published is not None
            return published_key(name) if formula.as_published and rounds else name
        case f.OverRecords() | f.OverSubjects():
            return repr(formula)  # without the place it stands at
        case _:
            return None


def published_key(name: str) -> str:
    """By what the rounded value of a name is found; no id is like it."""
    return f"{name} published"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Reads conditions. `hull` is the stretch a formula lies in; `None` where it has no value."""

    hull: Callable[[f.Formula], Interval | None]
    defined: Definitions

    def by(self, given: Given) -> Held | None:
        """Where numbers lie that these conditions compare; `None` where they cannot all hold."""
        held: Held = {}
        for _ in range(2):  # what a later condition says may settle an `or` before it
            for condition in given:
                held = self._asked(condition, held, holds=True)
        return held if _can_be(held) else None

    def _asked(self, condition: f.Condition, held: Held, *, holds: bool) -> Held:
        match condition:
            case f.Not():
                return self._asked(condition.operand, held, holds=not holds)
            case f.All() | f.Any() if isinstance(condition, f.All) is holds:
                for operand in condition.operands:
                    held = self._asked(operand, held, holds=holds)
                return held
            case f.All() | f.Any():
                each = [self._asked(x, held, holds=holds) for x in condition.operands]
                return _either([x for x in each if _can_be(x)])
            case f.Compare():
                operator = condition.operator
                held = self._compared(condition.left, operator, condition.right, held, holds)
                mirrored = MIRRORED[operator]
                return self._compared(condition.right, mirrored, condition.left, held, holds)
            case _:
                return held

    def _compared(
        self,
        one: f.Formula,
        operator: str,
        other: f.Formula,
        held: Held,
        holds: bool,  # noqa: FBT001
    ) -> Held:
        ends = self._stretch(other, held)
        if ends is None:
            return held
        if operator == "=" and not holds:
            return self._beside(one, ends, held)
        told = operator if holds else FAILING[operator]
        lower, upper = told in {">", ">=", "="}, told in {"<", "<=", "="}
        there = Interval(
            low=ends.low if lower else None,
            low_included=lower and ends.low_included and told != ">",
            high=ends.high if upper else None,
            high_included=upper and ends.high_included and told != "<",
        )
        return self._lies(one, there, held, MAX_DEPTH)

    def _beside(self, one: f.Formula, number: Interval, held: Held) -> Held:
        """What is not a number, and cannot lie on one side of it, lies on the other side."""
        stretch = self._stretch(one, held)
        if stretch is None or number.low is None or number.low != number.high:
            return held
        if stretch.low is not None and stretch.low >= number.low:
            there = Interval(low=number.low, low_included=False, high=None, high_included=False)
            return self._lies(one, there, held, MAX_DEPTH)
        if stretch.high is not None and stretch.high <= number.low:
            there = Interval(low=None, low_included=False, high=number.low, high_included=False)
            return self._lies(one, there, held, MAX_DEPTH)
        return held

    def _stretch(self, formula: f.Formula, held: Held) -> Interval | None:
        key = key_of(formula, self.defined)
        known = None if key is None else held.get(key)
        return self.hull(formula) if known is None else known.within

    def _lies(self, formula: f.Formula, there: Interval, held: Held, depth: int) -> Held:
        """What is said of the names in a formula that lies in a stretch."""
        if depth <= 0 or there == EVERYTHING:
            return held
        key = key_of(formula, self.defined)
        if key is not None:
            before = self._stretch(formula, held) or EVERYTHING
            held = {**held, key: Lying(formula, meet(before, there))}
        match formula:
            case f.ItemValue(id=name) | f.NamedValue(id=name) if key == name:
                inner = formula_of(self.defined[name])
                return held if inner is None else self._lies(inner, there, held, depth - 1)
            case f.Negative(operand=operand):
                return self._lies(operand, _times(there, Fraction(-1)), held, depth - 1)
            case f.Arithmetic():
                return self._arithmetic(formula, there, held, depth - 1)
            case _:
                return held

    def _arithmetic(self, formula: f.Arithmetic, there: Interval, held: Held, depth: int) -> Held:
        left, right = _number(self.hull(formula.left)), _number(self.hull(formula.right))
        one, other = formula.left, formula.right
        match formula.operator:
            case "+" if right is not None:
                return self._lies(one, _plus(there, -right), held, depth)
            case "+" if left is not None:
                return self._lies(other, _plus(there, -left), held, depth)
            case "-" if right is not None:
                return self._lies(one, _plus(there, right), held, depth)
            case "-" if left is not None:
                turned = _plus(_times(there, Fraction(-1)), left)
                return self._lies(other, turned, held, depth)
            case "*" if right:
                return self._lies(one, _times(there, 1 / right), held, depth)
            case "*" if left:
                return self._lies(other, _times(there, 1 / left), held, depth)
            case "/" if right:
                return self._lies(one, _times(there, right), held, depth)
            case _:
                return held


def _can_be(held: Held) -> bool:
    return not any(is_empty(x.within) for x in held.values())


def _either(several: list[Held]) -> Held:
    """What is said by each of these."""
    if not several:
        return {"": _NEVER}
    shared = set.intersection(*(set(held) for held in several))
    return {
        key: Lying(several[0][key].formula, cover([held[key].within for held in several]))
        for key in shared
    }


def _number(interval: Interval | None) -> Fraction | None:
    if interval is None or interval.low is None or interval.low != interval.high:
        return None
    return interval.low


def _times(interval: Interval, factor: Fraction) -> Interval:
    return scaled(Range(interval), factor).hull or EVERYTHING


def _plus(interval: Interval, number: Fraction) -> Interval:
    both = ((Fraction(1), Range(interval)), (Fraction(1), Range(between(number, number))))
    return total(both, mean=False).hull or EVERYTHING
