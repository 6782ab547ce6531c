"""`maximum n` is a promise about an item's value: it is held against what can be attained."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.claims import tried_within
from evaluator.analysis.intervals import above, between
from evaluator.analysis.trying import Outside, answered, told
from evaluator.analysis.unproved import first_inexact
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import Interval
from evaluator.model.instrument import Instrument


def maxima(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Items whose value can exceed, or is not shown to stay below, their maximum."""
    for item in instrument.walk():
        if item.maximum is None:
            continue
        values, at = attainable.of(item.id), item.ground.at
        beyond = values.inside(above(between(item.maximum, item.maximum)))
        if not beyond:
            continue
        facts: dict[str, Fact] = {"item": item.id, "maximum": item.maximum, "value": beyond[-1]}
        if values.exact:
            yield Diagnostic(kind=kinds.MAXIMUM_EXCEEDED, at=at, facts=facts)
            continue
        upto = Interval(low=None, low_included=False, high=item.maximum, high_included=True)
        tried = tried_within(attainable, item.id, upto)
        if isinstance(tried.found, Outside):
            answers = told(answered(attainable, tried.found.answers))
            facts |= {"value": tried.found.value, "answers": answers}
            yield Diagnostic(kind=kinds.MAXIMUM_EXCEEDED_BY_ANSWERS, at=at, facts=facts)
        elif not tried.all_tried:
            facts["part"] = first_inexact(attainable, item.id)
            yield Diagnostic(kind=kinds.MAXIMUM_UNPROVED, at=at, facts=facts)
