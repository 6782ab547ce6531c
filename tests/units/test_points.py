"""Points of a verifier on the pages people read; what they mean is said by tests/spec."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.backends.sql.columns import numbers_asked
from evaluator.backends.sql.compile import compile_sql
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
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

PART = RULES.replace(
    "  value score",
    """
  control c "C" {
    answer number from 0 to 9 given by verifier { before verification counts as 1 }
    value = answer
  }
  value extra = c
  value score""",
)


def page(folder: Path, language: Language, rules: str = RULES, **said: Any) -> str:
    """The explanation of one response."""
    response = {
        "instrument": "service",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"a": 2},
        **said,
    }
    (folder / "x.takar").write_text(rules, encoding="utf-8")
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


@pytest.mark.parametrize(
    ("language", "waiting"),
    [
        (Language.EN, "1 until a verifier gives the points"),
        (Language.ID, "1 sebelum diberikan verifikator"),
    ],
)
def test_a_page_says_the_same_of_a_part(tmp_path: Path, language: Language, waiting: str) -> None:
    assert waiting in page(tmp_path, language, PART)
    finding = {"value": 8, "by": "Tim A", "reason": "well done"}
    shown = page(tmp_path, language, PART, findings={"c": finding})
    assert waiting not in shown
    assert "“well done”" in shown


def test_the_document_of_an_edition_says_it() -> None:
    edition = compile_edition(program_of([RuleFile("x.takar", RULES.encode())]), ("service", "1"))
    assert edition.value is not None
    shown = " ".join(document(edition.value, Language.EN, "md").split())
    assert "given by a verifier, with a reason; until then it counts as 0.5" in shown


def test_a_table_has_no_column_for_points(tmp_path: Path) -> None:
    (tmp_path / "x.takar").write_text(PART, encoding="utf-8")
    edition = rules_in(tmp_path).load("service", "1")
    period = Period(first=date(2024, 1, 1), last=date(2024, 12, 31))
    plan = compile_sql(edition, period, dict.fromkeys(numbers_asked(edition), 2)).value
    assert plan is not None
    assert not {"correction", "c"} & {column.name for column in plan.inputs}
