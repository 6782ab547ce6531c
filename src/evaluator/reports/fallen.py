"""Parts that nobody judged and that count less, because documents they rest on were refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluator.backends.exact.documents import Status
from evaluator.backends.exact.judge import judge_leaves
from evaluator.intake.response import Response, Stage
from evaluator.model.instrument import Instrument


def fallen_in(
    instrument: Instrument, response: Response, stage: Stage
) -> Mapping[str, Mapping[str, Any]]:
    """What is to be noted of each such part, by its id: the level before, and what is left.

    The result notes that nobody judged the part itself, which is so. That it keeps the value of
    the stage before is not, and a page says what happened instead.
    """
    if stage is Stage.SELF or all(x.accepted for x in response.evidence_findings.values()):
        return {}
    before, now = (judge_leaves(instrument, response, each) for each in (Stage.SELF, stage))
    found = {}
    for name, judgement in now.items():
        refused = [one.id for one in judgement.documents if one.status is Status.REFUSED]
        stood, left = before[name].left, judgement.left
        if refused and name not in response.findings and left != stood:
            facts = {"before": _text(stood), "value": _text(left), "documents": refused}
            found[name] = {"code": "documents_refused", "at": name, "facts": facts, "text": None}
    return found


def _text(level: int | None) -> str:
    return "" if level is None else str(level)
