"""`maximum n` is a promise about an item's value: it is held against what can be attained."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import above, between
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.instrument import Instrument


def maxima(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Items whose value can exceed, or is not shown to stay below, their maximum."""
    for item in instrument.walk():
        if item.maximum is None:
            continue
        values = attainable.of(item.id)
        beyond = values.inside(above(between(item.maximum, item.maximum)))
        if beyond:
            yield Diagnostic(
                kind=kinds.MAXIMUM_EXCEEDED if values.exact else kinds.MAXIMUM_UNPROVED,
                at=item.ground.at,
                facts={"item": item.id, "maximum": item.maximum, "value": beyond[-1]},
            )
