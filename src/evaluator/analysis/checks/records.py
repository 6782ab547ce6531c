"""What aggregates over records weigh with."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.references import stated, walk
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument


def weights_of_records(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Weights that are worked out of each record and may be negative; a field says its range."""
    for part in stated(instrument):
        for over in walk(part):
            weight = over.weighing if isinstance(over, f.OverRecords) else None
            hull = None if weight is None else attainable.of_formula(weight).hull
            if weight is not None and hull is not None and (hull.low is None or hull.low < 0):
                facts = {"id": weight.id, "list": weight.list}
                kind = names.WEIGHT_MAY_BE_NEGATIVE
                yield Diagnostic(kind=kind, at=over.ground.at, facts=facts)
