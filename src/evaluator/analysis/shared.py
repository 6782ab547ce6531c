"""The stretch of a formula whose parts share answers, found by taking it as one quotient.

Taken one by one, `x` and `1 - x` can both be 1, so that their product could be 1. Multiplied out
and brought together it is a polynomial of `x`, which never exceeds 1/4. The names in a formula are
taken as terms first, and then for what they stand for, one step after the other: each way gives
bounds that hold, and where they meet is the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.analysis.enclosing import Cuts, enclosed
from evaluator.analysis.intervals import EVERYTHING, between, meet
from evaluator.analysis.narrowing import key_of
from evaluator.analysis.polynomials import (
    Quotient,
    TooLongError,
    constant,
    is_number,
    separated,
    term,
    terms_of,
)
from evaluator.analysis.references import Definitions, formula_of
from evaluator.analysis.set_arithmetic import total
from evaluator.analysis.value_sets import Range, ValueSet
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.values.functions import Function

MAX_STEPS = 6
"""How many steps names are followed to what they stand for."""
MAX_POWER = 8
"""The highest power that is multiplied out."""
_LINEAR = frozenset(
    {
        f.Aggregate.SUM,
        f.Aggregate.MEAN,
        f.Aggregate.WEIGHTED_SUM,
        f.Aggregate.WEIGHTED_MEAN,
    }
)


def stretch_of(
    formula: f.Formula,
    values_of: Callable[[f.Formula], ValueSet],
    defined: Definitions,
    cuts: Cuts,
) -> Interval:
    """Where a formula lies wherever it has a value; `values_of` are those of its parts."""
    found: Interval = EVERYTHING
    before: frozenset[str] | None = None
    for steps in range(MAX_STEPS):
        written = _Written(values_of, defined)
        try:
            quotient = written.of(formula, steps)
        except TooLongError:
            break
        terms = terms_of(quotient.part) | terms_of(quotient.divisor)
        if terms == before or any(x is formula for x in written.terms.values()):
            break
        before = terms
        stretch = written.stretch(quotient, cuts)
        found = found if stretch is None else meet(found, stretch)
    return found


@dataclass(slots=True)
class _Written:
    """Formulas as quotients; `terms` are what is not multiplied out, by name."""

    values_of: Callable[[f.Formula], ValueSet]
    defined: Definitions
    terms: dict[str, f.Formula] = field(default_factory=dict)

    def of(self, formula: f.Formula, steps: int) -> Quotient:
        """The formula as a quotient, names followed so many steps."""
        match formula:
            case f.Constant(value=value):
                return Quotient.of(constant(value))
            case f.Negative():
                return self._number(-1).times(self.of(formula.operand, steps))
            case f.Arithmetic():
                return self._arithmetic(formula, steps)
            case f.Applied(function=Function.POWER, argument=argument) if _is_small(argument):
                inner, found = self.of(formula.operand, steps), self._number(1)
                for _ in range(int(argument or 0)):
                    found = found.times(inner)
                return found
            case f.Over(aggregate=aggregate, few=None) if aggregate in _LINEAR:
                return self._over(formula, steps)
            case f.NamedValue(as_published=False) | f.ItemValue(as_published=False):
                inner_formula = formula_of(self.defined[formula.id])
                if steps and isinstance(inner_formula, _WRITTEN_OUT):
                    return self.of(inner_formula, steps - 1)
                return self._term(formula)
            case _:
                return self._term(formula)

    def _arithmetic(self, formula: f.Arithmetic, steps: int) -> Quotient:
        left, right = self.of(formula.left, steps), self.of(formula.right, steps)
        match formula.operator:
            case "+":
                return left.plus(right)
            case "-":
                return left.plus(right, Fraction(-1))
            case "*":
                return left.times(right)
            case _:
                return left.divided(right)

    def _over(self, over: f.Over, steps: int) -> Quotient:
        """A sum or mean; where something may be left out of it, a term."""
        weights = [Fraction(1) if x.weight is None else x.weight for x in over.operands]
        whole = sum(weights, Fraction(0))
        mean = over.aggregate in {f.Aggregate.MEAN, f.Aggregate.WEIGHTED_MEAN}
        if any(self.values_of(x.formula).left_out for x in over.operands) or not whole:
            return self._term(over)
        found = self._number(0)
        for operand, weight in zip(over.operands, weights, strict=True):
            factor = weight / whole if mean else weight
            found = found.plus(self.of(operand.formula, steps), factor)
        return found

    def _term(self, formula: f.Formula) -> Quotient:
        name = key_of(formula, self.defined) or repr(formula)  # without the place it stands at
        self.terms[name] = formula
        return Quotient.of(term(name))

    @staticmethod
    def _number(value: int) -> Quotient:
        return Quotient.of(constant(Fraction(value)))

    def stretch(self, quotient: Quotient, cuts: Cuts) -> Interval | None:
        """Where a quotient lies; `None` where no bound is known."""
        names = terms_of(quotient.part) | terms_of(quotient.divisor)
        hulls = {name: self.values_of(self.terms[name]).hull for name in names}
        box = {name: hull for name, hull in hulls.items() if hull is not None}
        if len(box) < len(hulls) or not quotient.divisor:
            return None  # there is no value at all
        if not is_number(quotient.divisor):
            return enclosed(quotient, box, cuts)
        parts = [
            enclosed(Quotient(part, quotient.divisor), box, cuts)
            for part in separated(quotient.part)
        ]
        known = [(Fraction(1), Range(part)) for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        zero = Range(between(Fraction(0), Fraction(0)))
        return total([(Fraction(1), zero), *known], mean=False).hull


_WRITTEN_OUT = f.Arithmetic | f.Negative | f.Over | f.Applied | f.NamedValue | f.ItemValue


def _is_small(argument: Fraction | None) -> bool:
    return argument is not None and argument.denominator == 1 and 1 <= argument <= MAX_POWER
