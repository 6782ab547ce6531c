"""Pages name the parts a condition asks for, and print weights of one tree in one way."""

from __future__ import annotations

from pathlib import Path

from evaluator.diagnostics.language import Language
from golden.explain.samples import sample_by

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale q { 0 to 4 }
  weights of domain add up to 100%
  weights of indicator add up to the weight of their domain
  every domain { value = weighted mean of indicators }
  every indicator { rated on q }
  domain policy "Policy" weight 1/6 {
    indicator rules "Rules" weight 1/12
    indicator plans "Plans" weight 1/12
  }
  domain security "Security" weight 5/6 {
    indicator safe "Safety" weight 50%
    indicator audit "Audit" weight 1/3
  }
  value total "Total" = weighted mean of domains
  bands grade "Grade" of total {
    "Low" below 2
    "High" from 2 to below 4 only when lowest of (safe, audit) >= 3 or mean of (rules, plans) > 3
    "Top" from 4 only when lowest of indicators >= 3
  }
}
"""
ANSWERS = {"rules": 2, "plans": 2, "safe": 4, "audit": 2}


def page(folder: Path, language: Language) -> str:
    return " ".join(sample_by(folder, RULES, "x", ANSWERS).page(language, "text").split())


def test_a_condition_names_the_parts_it_asks_for(tmp_path: Path) -> None:
    told = page(tmp_path, Language.EN)
    assert "given only when lowest (Safety; Audit) ≥ 3 or mean (Rules; Plans) > 3" in told
    assert "lowest of (safe, audit)" not in told
    indonesian = page(tmp_path, Language.ID)
    assert "terendah (Safety; Audit) ≥ 3 atau rata-rata (Rules; Plans) > 3" in indonesian


def test_weights_within_shares_are_shares(tmp_path: Path) -> None:
    """A twelfth of the whole is 8.3333 percent of it, as the sixth above it is 16.6667."""
    told = sample_by(tmp_path, RULES, "x", ANSWERS).page(Language.EN, "md")
    assert "1/12 (about 8.3333%)" in told
    assert "1/12 (about 0.0833) (effective" not in told
    assert "1/3 (about 33.3333%)" in told
    assert "1/6 (about 16.6667%)" in told
