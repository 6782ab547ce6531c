"""What the rules promise about their values: proved, refuted with a witness, or undecided."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction
from evaluator.analysis.intervals import above, below
from evaluator.analysis.monotone import Directions
from evaluator.analysis.pointwise import Point
from evaluator.analysis.trying import (
    Fall,
    Outside,
    Tried,
    answer_of,
    answered,
    asked_name,
    ends_of,
    falling,
    lies_beyond,
    outside,
    rests_on_order,
    told,
    told_as,
    value_with,
)
from evaluator.analysis.unproved import first_inexact, first_unordered
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import Interval
from evaluator.model.instrument import ClaimAdding, ClaimBetween, ClaimRising, Instrument
from evaluator.values.reals import Real


def claims(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Every claim that is not proved; those on adding a record are looked into elsewhere."""
    for claim in instrument.claims:
        match claim:
            case ClaimBetween():
                found = _between(claim, attainable)
            case ClaimRising():
                found = _rising(claim, attainable)
            case ClaimAdding():
                found = None  # held against responses, which this layer cannot evaluate
            case _:
                assert_never(claim)
        if found is not None:
            yield found


def _between(claim: ClaimBetween, attainable: Attainable) -> Diagnostic | None:
    values, at = attainable.of(claim.of), claim.ground.at
    beyond = [*values.inside(below(claim.interval)), *values.inside(above(claim.interval))]
    if not beyond:
        return None
    tried = tried_within(attainable, claim.of, claim.interval)
    if isinstance(tried.found, Outside):
        facts: dict[str, Fact] = {
            "id": claim.of,
            "value": tried.found.value,
            "answers": told(answered(attainable, tried.found.answers)),
        }
        return Diagnostic(kind=kinds.CLAIM_REFUTED, at=at, facts=facts)
    if values.exact:
        facts = {"id": claim.of, "value": beyond[0]}
        return Diagnostic(kind=kinds.CLAIM_REFUTED_BY_VALUE, at=at, facts=facts)
    if tried.all_tried:
        return None
    facts = {"id": claim.of, "part": first_inexact(attainable, claim.of)}
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=at, facts=facts)


def tried_within(attainable: Attainable, name: str, interval: Interval) -> Tried:
    """Answers with which a value lies outside an interval; at the ends first, where they tell."""
    at_the_ends = _at_the_ends(attainable, name, interval)
    if isinstance(at_the_ends, Outside):
        return Tried(at_the_ends, all_tried=False)
    if at_the_ends is True:
        return Tried(None, all_tried=True)
    return outside(attainable, name, interval)


def _at_the_ends(attainable: Attainable, name: str, interval: Interval) -> bool | Outside | None:
    """Whether a value lies in an interval with all answers at their lowest and at their highest.

    All other values lie between these two, unless raising an answer can lower the value: `None`
    then, and where the ends do not tell. Where it does not hold, the answers that break it.
    """
    if Directions(attainable).of_name(name) is not Direction.UP:
        return None
    ends = ends_of(attainable, name)
    if ends is None:
        return None
    found = [(value_with(attainable, name, end), end) for end in ends]
    for value, end in found if not attainable.gates else ():
        if isinstance(value, Fraction | Real) and lies_beyond(value, interval):
            return Outside(told_as(value, interval), end)
    return all(_lies_in(value, interval) for value, _ in found) or None


def _lies_in(value: Point, interval: Interval) -> bool:
    if isinstance(value, Fraction):
        return value in interval
    if not isinstance(value, Real):
        return False
    above = interval.low is None or value > interval.low
    return above and (interval.high is None or value < interval.high)


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
                "low": answer_of(attainable, tried.found.answer, tried.found.low),
                "high": answer_of(attainable, tried.found.answer, tried.found.high),
                "before": tried.found.before,
                "after": tried.found.after,
            },
        )
    if tried.all_tried:
        return None
    facts = {"id": claim.of, "part": first_unordered(attainable, claim.of)}
    return Diagnostic(kind=kinds.CLAIM_UNDECIDED, at=claim.ground.at, facts=facts)
