"""Quotients whose divisor can be zero: such a quotient has no value."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.asked import Given, places
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.guards import ZERO, can_be_zero
from evaluator.analysis.references import (
    Definitions,
    Part,
    asked_of_subjects,
    formula_of,
    over_subjects,
    references,
)
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument
from evaluator.source import NOWHERE, Span


def divisions(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Divisions by what is always, or can be, zero where they stand."""
    seen: set[Span] = set()
    for quotient, given, where in _quotients(instrument, attainable):
        divisor = quotient.right
        if quotient.ground.at in seen and quotient.ground.at != NOWHERE:
            continue
        if _is_headcount(divisor, where.defined) or not can_be_zero(divisor, given, where):
            continue
        seen.add(quotient.ground.at)
        always = where.of_formula(divisor).hull == ZERO and not where.atoms([divisor])
        kind = kinds.DIVISION_BY_ZERO if always else kinds.DIVISION_BY_ZERO_POSSIBLE
        asked = (x for term in over_subjects(divisor) for x in asked_of_subjects(term))
        names = ", ".join(sorted(references(divisor).union(asked)))
        yield Diagnostic(kind=kind, at=quotient.ground.at, facts={"divisor": names or "0"})


def _quotients(
    instrument: Instrument, attainable: Attainable
) -> Iterator[tuple[f.Arithmetic, Given, Attainable]]:
    """Every quotient, what was asked before it, and what the names in it can come to."""
    gates = [gate.condition for gate in instrument.gates]
    # Where one of these holds there is no score, so that nobody misses the quotient.
    scored = tuple(f.Not(operand=gate) for gate in gates)
    for part in _roots(instrument, attainable.defined):
        yield from _quotients_in(part, attainable, () if part in gates else scored)


def _quotients_in(
    part: Part, attainable: Attainable, asked: Given = ()
) -> Iterator[tuple[f.Arithmetic, Given, Attainable]]:
    for inner, given in places(part, asked):
        match inner:
            case f.Arithmetic(operator="/"):
                yield inner, given, attainable
            case f.OverSubjects(where=where) if where is not None:
                subjects = attainable.subjects_of(inner)
                if subjects is not None:
                    yield from _quotients_in(where, subjects)
            case _:
                pass


def _roots(instrument: Instrument, defined: Definitions) -> Iterator[Part]:
    """Every formula, those of parts under what they apply to, and every condition beside them."""
    for name in (*(x.id for x in instrument.walk()), *(x.id for x in instrument.values)):
        formula = formula_of(defined[name])
        if formula is not None:
            yield formula
    yield from (table.cases for table in instrument.categories)
    yield from instrument.conditions()


def _is_headcount(divisor: f.Formula, defined: Definitions) -> bool:
    """Whether it is a number of subjects: that there is nobody to share among is no oversight."""
    inner: f.Formula | None = divisor
    while isinstance(inner, f.NamedValue):
        inner = formula_of(defined[inner.id])
    return isinstance(inner, f.OverSubjects) and inner.aggregate is f.Gathering.COUNT
