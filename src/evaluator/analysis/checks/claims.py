"""What the rules promise about their values: proved, refuted with a witness, or undecided."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import above, below
from evaluator.analysis.monotone import Direction, Directions, falling
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
    values = attainable.of(claim.of)
    outside = [*values.inside(below(claim.interval)), *values.inside(above(claim.interval))]
    if not outside:
        return None
    facts: dict[str, Fact] = {"id": claim.of, "value": outside[0]}
    if values.exact:
        return Diagnostic(kind=kinds.CLAIM_REFUTED, at=claim.ground.at, facts=facts)
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=claim.ground.at, facts={"id": claim.of})


def _rising(claim: ClaimRising, attainable: Attainable) -> Diagnostic | None:
    if Directions(attainable).of_name(claim.of) in {Direction.SAME, Direction.UP}:
        return None
    witness = falling(attainable, claim.of)
    if witness.fall is not None:
        return Diagnostic(
            kind=kinds.CLAIM_REFUTED_BY_RAISING,
            at=claim.ground.at,
            facts={
                "id": claim.of,
                "answer": witness.fall.answer,
                "low": witness.fall.low,
                "high": witness.fall.high,
                "before": witness.fall.before,
                "after": witness.fall.after,
            },
        )
    if witness.all_tried:
        return None
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=claim.ground.at, facts={"id": claim.of})
