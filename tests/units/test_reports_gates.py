"""What a page says where there is no score, and where it is still open whether there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import Rulebook, root_at
from golden.explain.samples import Sample
from units.reports_html import parsed

RULES = """
instrument security "Security check" edition "2024" {
  in force from 2024-01-01
  input staff "Staff" number from 0
  every control {
    answer one of { met "Met"; partial "Partly"; not_met "Not met" }
    value { 0 when answer is met; weight / 2 when answer is partial; weight otherwise }
  }
  control plan "Security plan" weight 5
  control access "Access" weight 3
  value score "Score" = 110 - sum of controls
  bands level "Level" of score { "Poor" below 100; "Good" from 100 }
  not scored when answer of plan is not_met because "there is nothing to assess" under "Section 5"
  not scored when score / staff < 20 because "too few points for the staff" under "Section 6"
}
"""


def page(folder: Path, form: Any, language: Language = Language.EN, **answers: object) -> str:
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "security",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers,
    }
    book = Rulebook((root_at(folder),))
    text = Sample(evaluate_text(response, rulebook=book)).page(language, form, trace=False)
    return " ".join((parsed(text).text if form == "html" else text).split())


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_the_rule_by_which_there_is_no_score_stands_there_with_the_answers(
    tmp_path: Path, form: str
) -> None:
    text = page(tmp_path, form, plan="not_met", staff=2)
    assert "Condition for no score, which holds" in text
    assert "Security plan is Not met; the answer is Not met — holds" in text
    assert "basis: “Section 5”" in text
    assert "Section 6" not in text
    # 110 less 5, less 0 to 3 for access: nobody has such a score, and nothing waits for it.
    assert "between 102" not in text
    assert "the result does not wait for them" in text
    assert "Gains can be stated once" not in text
    assert "takes no part in the computation" not in text


def test_of_the_computation_stands_there_what_the_condition_rests_on(tmp_path: Path) -> None:
    text = page(tmp_path, "text", plan="met", access="partial", staff=10)
    assert "108.5 / 10 < 20" in text
    assert "basis: “Section 6”" in text
    assert "The condition for no score rests on these values: Security plan" in text
    assert "= 110 − (0 + 1.5)" in text


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_while_it_is_open_the_page_says_so_and_by_which_answers(tmp_path: Path, form: str) -> None:
    text = page(tmp_path, form, access="met", staff=2)
    assert text.count("It is still open whether there is a score at all") == 2
    assert "depends on answers that are missing (Security plan)" in text
    assert "Good or no score" in text
    assert "only Good" not in text
    assert "“there is nothing to assess”" in text


def test_what_is_settled_is_not_said_to_be_open(tmp_path: Path) -> None:
    text = page(tmp_path, "text", plan="met", access="met", staff=2)
    assert "no score" not in text
    assert "Condition for no score" not in text


def test_both_languages_say_so(tmp_path: Path) -> None:
    text = page(tmp_path, "text", Language.ID, plan="not_met", staff=2)
    assert "Syarat tidak dinilai, terpenuhi" in text
    assert "Belum pasti" not in text
    text = page(tmp_path, "text", Language.ID, access="met", staff=2)
    assert "Belum pasti apakah ada penilaian" in text
    assert "Good atau tidak dinilai" in text
