"""Lines of cases that no answers ever choose."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.references import formulas, walk
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument


def unreachable_cases(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Lines whose condition never decides, and an `otherwise` that is never needed."""
    for formula in formulas(instrument):
        for part in walk(formula):
            if isinstance(part, f.Cases):
                yield from _unreachable(part, attainable)


def _unreachable(cases: f.Cases, attainable: Attainable) -> Iterator[Diagnostic]:
    chosen = attainable.chosen_lines(cases)
    if not chosen:
        return
    for number, line in enumerate(cases.lines):
        if number not in chosen:
            yield Diagnostic(
                kind=kinds.CASE_UNREACHABLE, at=line.ground.at, facts={"line": number + 1}
            )
    if None not in chosen:
        yield Diagnostic(kind=kinds.OTHERWISE_UNREACHABLE, at=cases.otherwise.ground.at)
