"""Quotients whose divisor can be zero: such a quotient has no value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import between
from evaluator.analysis.references import Part, formulas, parts, references
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
            values = attainable.of_formula(quotient.right)
            if not values.inside(ZERO):
                continue
            seen.add(quotient.ground.at)
            always = values.hull == ZERO and not attainable.atoms([quotient.right])
            kind = kinds.DIVISION_BY_ZERO if always else kinds.DIVISION_BY_ZERO_POSSIBLE
            names = ", ".join(sorted(references(quotient.right)))
            yield Diagnostic(kind=kind, at=quotient.ground.at, facts={"divisor": names or "0"})


def _unguarded(part: Part) -> Iterator[f.Arithmetic]:
    """The quotients that no condition of the rules stands before."""
    if isinstance(part, f.Arithmetic) and part.operator == "/":
        yield part
    if isinstance(part, f.Cases):
        return
    for inner in part.subjects if isinstance(part, f.Lookup) else parts(part):
        yield from _unguarded(inner)
