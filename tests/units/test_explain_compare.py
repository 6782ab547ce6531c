"""The same answers under another edition, beside the result; worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluated_under
from evaluator.diagnostics.language import Language
from evaluator.rulebook import rules_in
from golden.explain.samples import sample_by
from units.reports_html import parsed

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale s { 0; 1; 2; 3; 4 }
  weights of criterion add up to 100%
  every criterion { rated on s }
  criterion a "First" weight 40%
  criterion b "Second" weight 60%
  value score "Score" = weighted mean of criteria * 25
  bands k "Grade" of score { "Low" below 50; "High" from 50 }
}
instrument x edition "2" amends "1" {
  in force from 2025-01-01
  rename criterion a as first
  rename value score as total
  change criterion first { weight 80% }
  change criterion b { weight 20% }
  add value bonus "Bonus" = 3
}
"""


def section(
    folder: Path,
    year: int,
    edition: str,
    answers: dict[str, Any],
    *,
    language: Language,
    form: Any,
    rules: str = RULES,
) -> str:
    """What stands of the other edition, on one line."""
    found = sample_by(folder, rules, "x", answers, year)
    other = evaluated_under(found.found, rules_in(folder), edition)
    page = found.page(language, form, other=other)
    told = " ".join((parsed(page).text if form == "html" else page).split())
    begin = {Language.EN: "by edition", Language.ID: "menurut edisi"}[language]
    return told.partition(f"{begin} {edition} ")[2].partition("Assumptions")[0]


@pytest.mark.parametrize("form", ["text", "html"])
def test_it_says_what_the_newer_edition_makes_of_the_answers(tmp_path: Path, form: str) -> None:
    # (0.4 × 1 + 0.6 × 4) × 25 = 70; (0.8 × 1 + 0.2 × 4) × 25 = 40.
    answers = {"a": 1, "b": 4}
    told = section(tmp_path, 2024, "2", answers, language=Language.EN, form=form)
    assert "is called first in that edition" in told
    assert "Grade High Low another" in told
    assert "Score 70 40 −30" in told
    assert "Bonus – 3 –" in told
    # 0.4 × 1 × 25 = 10 and 0.8 × 1 × 25 = 20; 0.6 × 4 × 25 = 60 and 0.2 × 4 × 25 = 20.
    assert "First 10 20 +10" in told
    assert "Second 60 20 −40" in told
    assert "The parts together make −30, which is exactly the difference of Score." in told


def test_it_goes_back_to_the_older_edition_too(tmp_path: Path) -> None:
    answers = {"first": 1, "b": 4}
    told = section(tmp_path, 2025, "1", answers, language=Language.ID, form="text")
    assert "/answers/first: bernama a dalam edisi itu" in told
    assert "Grade Low High lain" in told
    assert "Score 40 70 +30" in told
    assert "First 20 10 −10" in told
    assert "Second 20 60 +40" in told


def test_a_scale_that_is_renamed_takes_no_table_of_its_id_along(tmp_path: Path) -> None:
    rules = RULES.replace("scale s {", "scale k {").replace("rated on s", "rated on k")
    rules = rules.replace("  rename criterion", "  rename scale k as q\n  rename criterion", 1)
    answers = {"a": 1, "b": 4}
    told = section(tmp_path, 2024, "2", answers, language=Language.EN, form="text", rules=rules)
    assert "Grade High Low another" in told


CAPPED = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale s { 0; 1; 2; 3 }
  every criterion { rated on s }
  criterion a "First" weight 40
  criterion b "Second" weight 60
  component c "Third" {
    answer one of { low; high }
    value by answer { low: 80; high: 100 }
  }
  weights of criterion add up to 100
  value score "Score" = lowest of (weighted mean of criteria, 2.5)
  bands k "Grade" of score { "Low" below 1.5; "High" from 1.5 }
}
instrument x edition "2" amends "1" {
  in force from 2025-01-01
  change criterion a weight 60
  change criterion b weight 40
}
"""


@pytest.mark.parametrize(
    ("language", "same", "weight"),
    [
        (Language.EN, "Every part comes to the same under both editions.", "effective"),
        (Language.ID, "Nilai setiap bagian sama menurut kedua edisi.", "efektif"),
    ],
)
def test_contributions_that_are_not_known_are_not_said_to_be_the_same(
    tmp_path: Path, language: Language, same: str, weight: str
) -> None:
    """0.4 × 1 + 0.6 × 2 = 1.6 under one edition, and 0.6 × 1 + 0.4 × 2 = 1.4 under the other."""
    answers = {"a": 1, "b": 2, "c": "high"}
    told = section(tmp_path, 2024, "2", answers, language=language, form="text", rules=CAPPED)
    assert f"First 40 60 {weight}" in told
    assert same in told
    denied = ("brings in the same", "Kontribusi setiap bagian sama")
    assert not any(words in told for words in denied)


def test_values_of_parts_that_differ_are_told(tmp_path: Path) -> None:
    rules = CAPPED.replace(
        "  change criterion a weight 60\n  change criterion b weight 40\n",
        "  change component c { value by answer { low: 80; high: 90 } }\n",
    )
    answers = {"a": 1, "b": 2, "c": "high"}
    told = section(tmp_path, 2024, "2", answers, language=Language.EN, form="text", rules=rules)
    assert "Values of parts that differ: Part Edition 1 Edition 2" in told
    assert "Third 100 90" in told
    assert "comes to the same" not in told
