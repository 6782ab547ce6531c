"""Beside “no value” a page says why, and of what; worked out by hand."""

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
instrument w "Without" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2 }
  input a "A" number from 0 to 10
  input b "B" number from 0 to 10
  input here "Here" yes or no
  aspect x "Costs" weight 50% {
    value = mean of criteria
    criterion xa "Unit cost" { value = a / b }
    criterion xb "Cost" { value = a }
  }
  aspect y "Branches" weight 50% {
    value = mean of criteria
    criterion ya "Branch" { applies when here; not applicable is left out; rated on s }
  }
  value r "Result" = weighted mean of aspects published with 2 decimals half up
  value twice "Twice" = r * 2
  value alone "Alone" = 1 / b
  bands k "Grade" of r { "Low" below 5; "High" from 5 }
  not scored when a < 1 because "nothing was spent"
}
"""


def page(folder: Path, answers: dict[str, Any], language: Language = Language.EN) -> str:
    """The page of a response, on one line."""
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "w",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": answers,
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder))
    return " ".join(Sample(found).page(language, "md").replace("\\", "").split())


@pytest.mark.parametrize(
    ("language", "none", "of", "category", "sums"),
    [
        (
            Language.EN,
            "no value (division by zero)",
            "no value (Unit cost has none: division by zero)",
            "- **Grade:** no category - Result has no value: division by zero",
            "The contributions are not added up, because Result has no value.",
        ),
        (
            Language.ID,
            "tidak ada nilai (pembagian dengan nol)",
            "tidak ada nilai (Unit cost tidak bernilai: pembagian dengan nol)",
            "- **Grade:** tidak ada kategori - Result tidak bernilai: pembagian dengan nol",
            "Kontribusi tidak dijumlahkan, karena Result tidak bernilai.",
        ),
    ],
)
def test_the_reason_stands_beside_no_value(  # noqa: PLR0917 — the words of one page
    tmp_path: Path, language: Language, none: str, of: str, category: str, sums: str
) -> None:
    told = page(tmp_path, {"a": 6, "b": 0, "here": True, "ya": 1}, language)
    # In the head, in the result, and in the calculation.
    assert told.count(f"**Result:** {of}") == 2
    assert told.count(f"**Twice:** {of}") == 2
    assert told.count(f"**Alone:** {none}") == 2
    assert f"- **Unit cost** - = A / B - = 6 / 0 - = {none}" in told
    assert f"| Costs | 50% | {of} |" in told.replace("[", "").replace("]", "")
    assert category in told
    assert sums in told


def test_a_part_without_value_is_not_one_that_takes_no_part(tmp_path: Path) -> None:
    told = page(tmp_path, {"a": 6, "b": 0, "here": False})
    assert "takes no part" not in told.partition("### Unit cost")[2].partition("###")[0]
    # Nothing of the branches applies: they are no value that went wrong.
    assert "- **Branches** - = nothing of it applies - = not applicable" in told
    assert "Branches has none" not in told


def test_without_a_score_that_is_the_reason(tmp_path: Path) -> None:
    told = page(tmp_path, {"a": 0, "b": 1, "here": False})
    assert told.count("**Result:** no value (there is no score)") == 2
    told = page(tmp_path, {"a": 0, "b": 1, "here": False}, Language.ID)
    assert told.count("**Result:** tidak ada nilai (tidak dinilai)") == 2
