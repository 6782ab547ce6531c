"""Where there is no score, the page still says why a condition for none read a part as it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

RULES = """takar 1
instrument g "G" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2 }
  every criterion {
    rated on s
    may be declared not applicable
    not applicable counts as 0
  }
  criterion x "X" { repeated for service "Service" 1 to 3 times each counted }
  value t = mean of criteria
  not scored when x < 1 because "nothing"
}
"""
RESPONSE = {
    "instrument": "g",
    "subject": {"id": "x"},
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "answers": {"x": {"items": [{"id": "i1", "not_applicable": "no such service"}]}},
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.EN, ("not applicable counts as 0", "1 — holds")),
        (Language.ID, ("tidak berlaku dihitung sebagai 0", "1 — terpenuhi")),
    ],
)
def test_a_part_that_is_exempt_says_what_it_counted_as(
    language: Language, told: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "g.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(RESPONSE), rulebook=rules_in(tmp_path))
    assert found.document["status"] == "not_scored"
    page = Sample(found).page(language, "text")
    assert all(text in " ".join(page.split()) for text in told)
