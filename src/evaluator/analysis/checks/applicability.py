"""Exemptions: what may be declared not applicable has a consequence, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.instrument import Instrument
from evaluator.source import Span


def consequences(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Exemptions without a consequence, and consequences that no item can ever have."""
    unsaid: dict[Span, str] = {}
    stated: dict[Span, str] = {}
    used: set[Span] = set()
    for item in instrument.leaves():
        if item.rating is None:
            continue
        may, exempt = item.rating.may_be_not_applicable, item.rating.not_applicable
        if may is not None and exempt is None:
            unsaid.setdefault(may.at, item.id)
        if exempt is not None:
            stated.setdefault(exempt.ground.at, item.id)
            used.update([exempt.ground.at] if may is not None else ())
    for at, item_id in unsaid.items():
        yield Diagnostic(kind=kinds.NOT_APPLICABLE_UNSAID, at=at, facts={"item": item_id})
    for at, item_id in stated.items():
        if at not in used:
            yield Diagnostic(kind=kinds.NOT_APPLICABLE_UNUSED, at=at, facts={"item": item_id})
