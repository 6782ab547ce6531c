"""Points of a verifier on the pages people read; what they mean is said by tests/spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.pipeline import compile_edition
from evaluator.reports.explain import explain
from evaluator.reports.regulation import document
from evaluator.rulebook import RuleFile, program_of, rules_in

RULES = """
instrument service "Service" edition "1" {
  in force from 2024-01-01
  scale s { 0; 1; 2; 3 }
  every criterion { rated on s }
  criterion a "A"
  input correction "Correction" number from -2 to 2 given by verifier {
    before verification counts as 0.5 under "Article 9 (2)"
  } under "Article 9"
  value score "Score" = a + correction
}
"""


def page(folder: Path, language: Language, **said: Any) -> str:
    """The explanation of one response."""
    response = {
        "instrument": "service",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"a": 2},
        **said,
    }
    (folder / "x.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=None)
    decoded = found.decoded
    text = explain(
        json.loads(found.to_json()),
        decoded.instrument,
        decoded.response,
        language=language,
        form="md",
        trace=True,
    )
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, ("0.5 until a verifier gives the points", "until then they count as 0.5")),
        (Language.ID, ("0,5 sebelum diberikan verifikator", "sementara dihitung sebagai 0,5")),
    ],
)
def test_a_page_says_what_stands_until_a_verifier_gives_points(
    tmp_path: Path, language: Language, words: tuple[str, ...]
) -> None:
    shown = page(tmp_path, language)
    for said in (*words, "Article 9 (2)"):
        assert said in shown


@pytest.mark.parametrize(
    ("language", "stages"),
    [(Language.EN, ("Verified", "Final")), (Language.ID, ("Verifikasi", "Final"))],
)
def test_a_page_says_who_gave_points_at_which_stage_and_why(
    tmp_path: Path, language: Language, stages: tuple[str, str]
) -> None:
    finding = {"value": -1, "by": "Tim A", "on": "2025-02-01", "reason": "late report"}
    decision = {"value": 1, "by": "Panel", "on": "2025-03-01", "reason": "upheld"}
    shown = page(tmp_path, language, findings={"correction": finding})
    assert f"{stages[0]}: “late report”" in shown
    shown = page(
        tmp_path, language, findings={"correction": finding}, decisions={"correction": decision}
    )
    assert f"{stages[1]}: “upheld”" in shown
    assert "Panel" in shown


def test_the_document_of_an_edition_says_it() -> None:
    edition = compile_edition(program_of([RuleFile("x.takar", RULES.encode())]), ("service", "1"))
    assert edition.value is not None
    shown = " ".join(document(edition.value, Language.EN, "md").split())
    assert "given by a verifier, with a reason; until then it counts as 0.5" in shown
