"""The lowest or highest of one repeated part by its name: that is the mean of its instances."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.references import stated, walk
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument

_EXTREMES = frozenset({f.Aggregate.LOWEST, f.Aggregate.HIGHEST})


def extremes_of_means(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Extremes of a single repeated part, which are no extremes of what it is repeated for."""
    repeated = {item.id for item, _ in instrument.repeated}
    if not repeated:
        return
    for over in (part for each in stated(instrument) for part in walk(each)):
        if not isinstance(over, f.Over) or over.aggregate not in _EXTREMES:
            continue
        match over.operands:
            case (f.Operand(formula=f.ItemValue(id=name)),) if name in repeated:
                facts = {"item": name}
                yield Diagnostic(kind=kinds.EXTREME_OF_MEAN, at=over.ground.at, facts=facts)
