"""What the rules promise about their values: proved, refuted with a witness, or undecided."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import above, below
from evaluator.analysis.monotone import Direction, Directions
from evaluator.analysis.trying import (
    Fall,
    Outside,
    asked_name,
    falling,
    outside,
    rests_on_order,
    told,
)
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.instrument import ClaimBetween, ClaimRising, Instrument


def claims(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Every claim that is not proved."""
    for claim in instrument.claims:
        found = (
            _between(claim, attainable)
            if isinstance(claim, ClaimBetween)
            else _rising(claim, attainable)
        )
        if found is not None:
            yield found


def _between(claim: ClaimBetween, attainable: Attainable) -> Diagnostic | None:
    values, at = attainable.of(claim.of), claim.ground.at
    beyond = [*values.inside(below(claim.interval)), *values.inside(above(claim.interval))]
    if not beyond:
        return None
    tried = outside(attainable, claim.of, claim.interval)
    if isinstance(tried.found, Outside):
        facts: dict[str, Fact] = {
            "id": claim.of,
            "value": tried.found.value,
            "answers": told(tried.found.answers),
        }
        return Diagnostic(kind=kinds.CLAIM_REFUTED, at=at, facts=facts)
    if values.exact:
        facts = {"id": claim.of, "value": beyond[0]}
        return Diagnostic(kind=kinds.CLAIM_REFUTED_BY_VALUE, at=at, facts=facts)
    if tried.all_tried:
        return None
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=at, facts={"id": claim.of})


def _rising(claim: ClaimRising, attainable: Attainable) -> Diagnostic | None:
    if not rests_on_order(attainable, claim.of):
        facts = {"id": claim.of}
        return Diagnostic(kind=kinds.CLAIM_WITHOUT_ORDER, at=claim.ground.at, facts=facts)
    if Directions(attainable).of_name(claim.of) in {Direction.SAME, Direction.UP}:
        return None
    tried = falling(attainable, claim.of)
    if isinstance(tried.found, Fall):
        return Diagnostic(
            kind=kinds.CLAIM_REFUTED_BY_RAISING,
            at=claim.ground.at,
            facts={
                "id": claim.of,
                "answer": asked_name(tried.found.answer),
                "low": tried.found.low,
                "high": tried.found.high,
                "before": tried.found.before,
                "after": tried.found.after,
            },
        )
    if tried.all_tried:
        return None
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=claim.ground.at, facts={"id": claim.of})
