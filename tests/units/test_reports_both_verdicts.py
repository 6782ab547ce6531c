"""A decision stands beside the finding it replaces: neither name nor reason is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

RULES = """takar 1
instrument a "A" edition "1" {
  in force from 2024-01-01
  input punishments "Punishments" list of { weight "Weight" number from 0 to 10 }
  input points "Points" number from -2 to 2 given by verifier
  value score = sum of weight in punishments + points
}
"""
RESPONSE = {
    "instrument": "a",
    "subject": {"id": "x"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {"punishments": [{"id": "SK3", "weight": 2}]},
    "findings": {
        "punishments/SK3": {"accepted": False, "by": "V", "reason": "double"},
        "points": {"value": -1.5, "by": "V", "reason": "late"},
    },
    "decisions": {
        "punishments/SK3": {"accepted": True, "by": "P", "reason": "two cases"},
        "points": {"value": 0.25, "by": "P", "reason": "fair"},
    },
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.EN,
            (
                (
                    "Verified: not accepted by V: “double”; it counts for nothing;"
                    " Final: let stand by P: “two cases”"
                ),
                "Verified: −1.5, V, “late”",
                "Final: “fair”",
            ),
        ),
        (
            Language.ID,
            (
                (
                    "Verifikasi: tidak diterima oleh V: “double”; tidak dihitung sama sekali;"
                    " Final: dibenarkan oleh P: “two cases”"
                ),
                "Verifikasi: −1,5, V, “late”",
                "Final: “fair”",
            ),
        ),
    ],
)
def test_both_verdicts_stand_on_the_page(
    language: Language, told: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "rules.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(RESPONSE), rulebook=rules_in(tmp_path))
    page = " ".join(Sample(found).page(language, "md").replace("\\", "").split())
    for each in told:
        assert each in page
