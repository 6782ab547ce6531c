"""Findings on records, on the pages people read; what they mean is said by tests/spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.reports.explain import explain
from evaluator.rulebook import rules_in

RULES = """
instrument conduct edition "1" {
  in force from 2024-01-01
  scale severity { light "Light"; heavy "Heavy" }
  input punishments "Punishments" list of { level "Level" scale severity }
  value heavy_ones "Heavy ones" = count of punishments where (level is heavy)
}
"""
RESPONSE = {
    "instrument": "conduct",
    "subject": {"id": "1"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {
        "punishments": [
            {"id": "SK-1", "level": "heavy"},
            {"id": "SK-2", "level": "heavy"},
            {"id": "SK-3", "level": "light"},
        ]
    },
    "findings": {
        "punishments/SK-1": {"value": {"level": "light"}, "by": "Tim A", "reason": "on appeal"},
        "punishments/SK-2": {"accepted": False, "by": "Tim B", "reason": "<b>revoked</b>"},
        "punishments/SK-3": {"accepted": True, "by": "Tim A"},
    },
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.EN,
            (
                "claimed: Heavy",
                "Verified: corrected by Tim A: “on appeal”",
                "Verified: not accepted by Tim B: “<b>revoked</b>”; it counts for nothing",
                "Verified: let stand by Tim A: no reason",
                "record SK-2: not accepted (verified) by Tim B",
                "changed: level",
            ),
        ),
        (
            Language.ID,
            (
                "klaim: Heavy",
                "Verifikasi: dikoreksi oleh Tim A: “on appeal”",
                "Verifikasi: tidak diterima oleh Tim B: “<b>revoked</b>”",
                "Verifikasi: dibenarkan oleh Tim A: ",
                "catatan SK-2: tidak diterima (verifikasi) oleh Tim B",
            ),
        ),
    ],
)
def test_a_page_says_what_was_found_of_each_record(
    tmp_path: Path, language: Language, words: tuple[str, ...]
) -> None:
    (tmp_path / "x.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(RESPONSE), rulebook=rules_in(tmp_path), stage=None)
    assert found.document["values"] == {"heavy_ones": {"exact": "0", "published": "0"}}
    decoded = found.decoded
    page = explain(
        json.loads(found.to_json()),
        decoded.instrument,
        decoded.response,
        language=language,
        form="text",
        trace=True,
    )
    # A cell may be broken into lines: columns are told apart by their rules.
    text = " ".join(page.replace("|", " ").split())
    for said in words:
        assert said in text
