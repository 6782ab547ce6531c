"""Parts that nobody judged and that count less, because documents they rest on were refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.backends.exact.documents import Judged, Status
from evaluator.backends.exact.judge import (
    answer_text,
    judge_answers,
    judge_documents,
    judge_leaves,
)
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
    before, now = (_left(instrument, response, each) for each in (Stage.SELF, stage))
    found = {}
    for name, (left, documents) in now.items():
        refused = [one.id for one in documents if one.status is Status.REFUSED]
        stood, _ = before[name]
        if refused and name not in response.findings and left != stood:
            facts = {"before": stood, "value": left, "documents": refused}
            found[name] = {"code": "documents_refused", "at": name, "facts": facts, "text": None}
    return found


def _left(
    instrument: Instrument, response: Response, stage: Stage
) -> Mapping[str, tuple[str, Sequence[Judged]]]:
    """What is left of the claim of each part, as text, and what was shown for it."""
    documents = judge_documents(instrument, response, stage)
    leaves = judge_leaves(instrument, response, stage, documents)
    answers = judge_answers(instrument, response, stage, documents)
    found: dict[str, tuple[str, Sequence[Judged]]] = {
        name: ("" if leaf.left is None else str(leaf.left), leaf.documents)
        for name, leaf in leaves.items()
    }
    found |= {name: (answer_text(one.proved) or "", one.documents) for name, one in answers.items()}
    return found
