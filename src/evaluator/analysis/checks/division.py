"""Quotients whose divisor can be zero: such a quotient has no value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import between
from evaluator.analysis.references import (
    Definitions,
    Part,
    asked_of_subjects,
    formula_of,
    formulas,
    over_subjects,
    parts,
    references,
)
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument
from evaluator.source import NOWHERE, Span

ZERO = between(Fraction(0), Fraction(0))


def divisions(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Divisions by what is always, or can be, zero."""
    seen: set[Span] = set()
    for formula in formulas(instrument):
        for quotient in _unguarded(formula):
            if quotient.ground.at in seen and quotient.ground.at != NOWHERE:
                continue
            if _is_headcount(quotient.right, attainable.defined):
                continue
            values = attainable.of_formula(quotient.right)
            if not values.inside(ZERO):
                continue
            seen.add(quotient.ground.at)
            always = values.hull == ZERO and not attainable.atoms([quotient.right])
            kind = kinds.DIVISION_BY_ZERO if always else kinds.DIVISION_BY_ZERO_POSSIBLE
            asked = (x for term in over_subjects(quotient.right) for x in asked_of_subjects(term))
            names = ", ".join(sorted(references(quotient.right).union(asked)))
            yield Diagnostic(kind=kind, at=quotient.ground.at, facts={"divisor": names or "0"})


def _is_headcount(divisor: f.Formula, defined: Definitions) -> bool:
    """Whether it is a number of subjects: that there is nobody to share among is no oversight."""
    inner: f.Formula | None = divisor
    while isinstance(inner, f.NamedValue):
        inner = formula_of(defined[inner.id])
    return isinstance(inner, f.OverSubjects) and inner.aggregate is f.Gathering.COUNT


def _unguarded(part: Part) -> Iterator[f.Arithmetic]:
    """The quotients that no condition of the rules stands before."""
    if isinstance(part, f.Arithmetic) and part.operator == "/":
        yield part
    if isinstance(part, f.Cases):
        return
    for inner in part.subjects if isinstance(part, f.Lookup) else parts(part):
        yield from _unguarded(inner)
