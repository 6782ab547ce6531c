"""How far a result goes: what the response holds decides, unless a stage is asked for."""

from __future__ import annotations

from typing import assert_never

from evaluator.diagnostics.kinds.inputs import STAGE_WITHOUT_DECISIONS, STAGE_WITHOUT_FINDINGS
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.response import Response, Stage


def stage_of(response: Response, asked: Stage | None = None) -> Stage | Diagnostic:
    """The stage of a result; a diagnostic for a stage the response has no data for."""
    if asked is None:
        return _furthest(response)
    match asked:
        case Stage.SELF:
            return asked
        case Stage.VERIFIED:
            return asked if _is_verified(response) else _missing(asked)
        case Stage.FINAL:
            return asked if _is_decided(response) else _missing(asked)
        case _:
            assert_never(asked)


def _furthest(response: Response) -> Stage:
    if _is_decided(response):
        return Stage.FINAL
    return Stage.VERIFIED if _is_verified(response) else Stage.SELF


def _is_verified(response: Response) -> bool:
    return bool(response.findings or response.record_findings or response.evidence_findings)


def _is_decided(response: Response) -> bool:
    return bool(response.decisions or response.record_decisions)


def _missing(asked: Stage) -> Diagnostic:
    kind = STAGE_WITHOUT_DECISIONS if asked is Stage.FINAL else STAGE_WITHOUT_FINDINGS
    return Diagnostic(kind=kind, pointer="", facts={"stage": asked.value})
