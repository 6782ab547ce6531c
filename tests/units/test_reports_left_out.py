"""Of a part that does not apply a page says why, and nothing that nobody was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

RULES = """takar 1
instrument b "Branches" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2 }
  evidence d "Document"
  input branch "Has a branch" yes or no
  every indicator { without evidence stays unverified }
  indicator p "First" { applies when branch; not applicable is left out; rated on s
    level 1 and up needs 1 d }
  indicator q "Second" { may be declared not applicable; not applicable is left out; rated on s
    level 1 and up needs 1 d }
  indicator r "Third" { applies when branch; not applicable is left out
    answer yes or no; answer yes needs 1 d; value by answer { yes: 2; no: 0 } }
  indicator t "Fourth" { rated on s; level 1 and up needs 1 d }
  value i "Index" = mean of indicators
}
"""
RESPONSE: dict[str, Any] = {
    "instrument": "b",
    "subject": {"id": "x"},
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "answers": {
        "branch": False,
        "q": {"not_applicable": "none here"},
        "t": {"value": 0},
    },
    # Somebody judged another part, and somebody decided on it.
    "findings": {"t": {"value": 0, "by": "V", "reason": "seen"}},
    "decisions": {"t": {"value": 0, "by": "P", "reason": "agreed"}},
}


def entries(folder: Path, response: dict[str, Any], language: Language) -> dict[str, str]:
    """What the page says of each part, by its name."""
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder))
    page = Sample(found).page(language, "md")
    told = page.partition("### ")[2].partition("\n## ")[0]
    return dict(entry.split(" ", 1) for entry in told.split("### "))


@pytest.mark.parametrize(
    ("language", "unsaid", "declared"),
    [
        (
            Language.EN,
            ("Evidence", "Verified:", "Final:", "not answered"),
            "declared not applicable",
        ),
        (
            Language.ID,
            ("Bukti", "Verifikasi:", "Final:", "belum diisi"),
            "dinyatakan tidak berlaku",
        ),
    ],
)
def test_nothing_is_said_of_what_was_not_asked(
    tmp_path: Path, language: Language, unsaid: tuple[str, ...], declared: str
) -> None:
    told = entries(tmp_path, RESPONSE, language)
    for name in ("First", "Second", "Third"):
        assert not any(words in told[name] for words in unsaid), name
    assert declared in told["Second"]
    # Of a part that applies, it is said that nothing was presented, and who judged it.
    assert all(words in told["Fourth"] for words in unsaid[:3])


def test_what_was_presented_or_is_awaited_is_still_said(tmp_path: Path) -> None:
    answers = {"q": {"not_applicable": "none here", "evidence": ["e"]}, "t": 0}
    response = RESPONSE | {"answers": answers, "evidence": {"e": {"kind": "d", "title": "Letter"}}}
    told = entries(tmp_path, response, Language.EN)
    assert "Letter" in told["Second"]
    # Whether there is a branch is open, so the first part may apply: its answer is awaited.
    assert "Claim:** not answered" in told["First"]
    assert "no document was presented" in told["First"]
