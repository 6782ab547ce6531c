"""Whether what has been asked before a part of a formula excludes zero there.

Whether a number can be zero there is decided for every combination of answers where
these can be listed, else by the comparisons that have been asked: each proof is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.analysis.asked import Given, asked_by_row, lines
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import EVERYTHING, between, is_empty, meet
from evaluator.analysis.pointwise import Absent, holds_at, value_at
from evaluator.analysis.references import formula_of, references, walk
from evaluator.analysis.set_arithmetic import total
from evaluator.analysis.value_sets import Range, ValueSet
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.values.comparisons import FAILING, MIRRORED, compares

ZERO = between(Fraction(0), Fraction(0))
MAX_FOLLOWED = 500
"""The most parts in which one number is followed to what it can be."""


def can_be_zero(number: f.Formula, given: Given, attainable: Attainable) -> bool:
    """Whether a number can come to zero where these conditions do not fail.

    `False` is proved.
    """
    return _Search(attainable).can_be_zero(number, given)


@dataclass(slots=True)
class _Search:
    attainable: Attainable
    left: int = MAX_FOLLOWED

    def can_be_zero(self, number: f.Formula, given: Given) -> bool:
        self.left -= 1
        if not self.attainable.of_formula(number).inside(ZERO):
            return False
        if given and (
            self._is_left_out_of(number, given)
            or self._is_never_met(number, given)
            or self._is_excluded(number, given)
        ):
            return False
        return self.left <= 0 or self._inner(number, given)

    def _inner(self, number: f.Formula, given: Given) -> bool:
        """Whether what makes the number zero can come about."""
        match number:
            case f.NamedValue(as_published=False) | f.ItemValue(as_published=False):
                formula = formula_of(self.attainable.defined[number.id])
                return formula is None or self.can_be_zero(formula, given)
            case f.Negative():
                return self.can_be_zero(number.operand, given)
            case f.Arithmetic(operator="*"):
                return any(self.can_be_zero(x, given) for x in (number.left, number.right))
            case f.Arithmetic(operator="/"):
                return self.can_be_zero(number.left, given)
            case f.Cases():
                return any(
                    self.can_be_zero(result, before if condition is None else (*before, condition))
                    for condition, result, before in lines(number, given)
                )
            case f.Lookup():
                return any(
                    self.can_be_zero(row.result, (*given, *asked_by_row(number, row)))
                    for row in number.rows
                )
            case _:
                return True

    def _is_left_out_of(self, number: f.Formula, given: Given) -> bool:
        """Whether the bounds under these conditions leave no zero; each of them must be decided."""
        if any(self.attainable.of(name).left_out for x in given for name in references(x)):
            return False
        return not self.attainable.given_that(given, number).inside(ZERO)

    def _is_never_met(self, number: f.Formula, given: Given) -> bool:
        """Whether no combination of answers comes to zero there; each is looked at."""
        zero = f.Compare(operator="=", left=number, right=f.Constant(value=Fraction(0)))
        asked = f.All(operands=(*given, zero))
        if any(isinstance(x, _WITHOUT_POINTS) for x in walk(asked)):
            return False
        situations = self.attainable.situations(asked)
        defined = self.attainable.defined
        return situations is not None and not any(
            value_at(number, points, defined) == 0
            and all(holds_at(x, points, defined) in _NOT_FAILING for x in given)
            for points in situations
        )

    def _is_excluded(self, number: f.Formula, given: Given) -> bool:
        """Whether the comparisons that have been asked leave no zero."""
        sums = _Sums(self.attainable)
        wanted = sums.of(number)
        if any(sums.excludes(wanted, condition, holds=True) for condition in given):
            return True
        asked = [x for condition in given for x in _literals(condition, holds=True)]
        stretches = [(factor, sums.stretch(term, asked)) for term, factor in wanted.terms.items()]
        if any(stretch is None for _, stretch in stretches):
            return True  # nothing comes to this place
        known = [(factor, x) for factor, x in stretches if x is not None]
        fixed: ValueSet = Range(between(wanted.fixed, wanted.fixed))
        return not total([*known, (Fraction(1), fixed)], mean=False).inside(ZERO)


_WITHOUT_POINTS = f.FieldValue | f.FieldIs | f.OverSubjects | f.BandIs
_NOT_FAILING = (True, Absent.UNDEFINED)

# Comparisons of sums -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sum:
    """Multiples of terms, by how these are written, and a number."""

    terms: Mapping[str, Fraction]
    fixed: Fraction

    def plus(self, other: _Sum, factor: Fraction = Fraction(1)) -> _Sum:
        terms = dict(self.terms)
        for term, times in other.terms.items():
            terms[term] = terms.get(term, Fraction(0)) + factor * times
        left = {term: times for term, times in terms.items() if times}
        return _Sum(left, self.fixed + factor * other.fixed)

    def times(self, factor: Fraction) -> _Sum:
        return _Sum({}, Fraction(0)).plus(self, factor)


@dataclass(slots=True)
class _Sums:
    """Formulas as sums; `found` are the terms, by how they are written."""

    attainable: Attainable
    found: dict[str, f.Formula]
    left: int

    def __init__(self, attainable: Attainable) -> None:
        self.attainable, self.found, self.left = attainable, {}, MAX_FOLLOWED

    def of(self, formula: f.Formula) -> _Sum:
        """The formula as a sum, the names of other sums followed."""
        self.left -= 1
        match formula:
            case f.Constant(value=value):
                return _Sum({}, value)
            case f.Negative():
                return self.of(formula.operand).times(Fraction(-1))
            case f.Arithmetic():
                return self._arithmetic(formula)
            case f.Over(aggregate=f.Aggregate.SUM, few=None) if not self._may_leave_out(formula):
                whole = _Sum({}, Fraction(0))
                for operand in formula.operands:
                    whole = whole.plus(self.of(operand.formula))
                return whole
            case f.NamedValue(as_published=False) | f.ItemValue(as_published=False):
                inner = formula_of(self.attainable.defined[formula.id])
                if isinstance(inner, f.Arithmetic | f.Over | f.Negative) and self.left > 0:
                    return self.of(inner)
                return self._term(formula)
            case _:
                return self._term(formula)

    def _arithmetic(self, formula: f.Arithmetic) -> _Sum:
        left, right = self.of(formula.left), self.of(formula.right)
        match formula.operator:
            case "+":
                return left.plus(right)
            case "-":
                return left.plus(right, Fraction(-1))
            case "*" if not left.terms or not right.terms:
                return left.times(right.fixed) if not right.terms else right.times(left.fixed)
            case "/" if not right.terms and right.fixed:
                return left.times(1 / right.fixed)
            case _:
                return self._term(formula)

    def _may_leave_out(self, over: f.Over) -> bool:
        return any(self.attainable.of_formula(x.formula).left_out for x in over.operands)

    def _term(self, formula: f.Formula) -> _Sum:
        written = repr(formula)  # without the place it stands at
        self.found[written] = formula
        return _Sum({written: Fraction(1)}, Fraction(0))

    def excludes(self, zero: _Sum, condition: f.Condition, *, holds: bool) -> bool:
        """Whether the sum is not zero wherever the condition holds, or fails."""
        match condition:
            case f.Not():
                return self.excludes(zero, condition.operand, holds=not holds)
            case f.All() | f.Any():
                each = (self.excludes(zero, x, holds=holds) for x in condition.operands)
                return any(each) if isinstance(condition, f.All) is holds else all(each)
            case f.Compare():
                compared = self.of(condition.left).plus(self.of(condition.right), Fraction(-1))
                factor = _multiple(compared, zero)
                if factor is None:
                    return False
                # What the comparison asks of where the sum is zero.
                there = compared.fixed - factor * zero.fixed
                return compares(condition.operator, there, Fraction(0)) is not holds
            case _:
                return False

    def stretch(self, term: str, asked: list[tuple[f.Compare, bool]]) -> Range | None:
        """What a term can come to where these comparisons hold or fail; `None`: nothing."""
        stretch = self.attainable.of_formula(self.found[term]).hull or EVERYTHING
        for compare, holds in asked:
            compared = self.of(compare.left).plus(self.of(compare.right), Fraction(-1))
            if set(compared.terms) == {term}:
                factor = compared.terms[term]
                operator = compare.operator if factor > 0 else MIRRORED[compare.operator]
                stretch = _narrowed(stretch, operator, -compared.fixed / factor, holds=holds)
        return None if is_empty(stretch) else Range(stretch, exact=False)


def _multiple(one: _Sum, other: _Sum) -> Fraction | None:
    """The factor by which the terms of one sum are those of another."""
    if not other.terms or one.terms.keys() != other.terms.keys():
        return None
    factors = {times / other.terms[term] for term, times in one.terms.items()}
    return factors.pop() if len(factors) == 1 else None


def _literals(condition: f.Condition, *, holds: bool) -> Iterator[tuple[f.Compare, bool]]:
    """The comparisons that hold, or fail, wherever the condition does."""
    match condition:
        case f.Not():
            yield from _literals(condition.operand, holds=not holds)
        case f.All() | f.Any() if isinstance(condition, f.All) is holds:
            for operand in condition.operands:
                yield from _literals(operand, holds=holds)
        case f.Compare():
            yield condition, holds
        case _:
            return


def _narrowed(stretch: Interval, operator: str, end: Fraction, *, holds: bool) -> Interval:
    """The numbers of a stretch for which a comparison with `end` holds, or fails."""
    if operator == "=" and not holds:
        return replace(
            stretch,
            low_included=stretch.low_included and stretch.low != end,
            high_included=stretch.high_included and stretch.high != end,
        )
    told = operator if holds else FAILING[operator]
    return meet(
        stretch,
        Interval(
            low=end if told in {">", ">=", "="} else None,
            low_included=told in {">=", "="},
            high=end if told in {"<", "<=", "="} else None,
            high_included=told in {"<=", "="},
        ),
    )
