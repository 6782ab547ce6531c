"""What a page says of what keeps a category down, worked out by hand from small rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluator.diagnostics.language import Language
from golden.explain.samples import Sample, sample_by

GATED = """takar 1
instrument g "Gated" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  input standard "Standard set" yes or no
  input open_ones "Open findings" number from 0 to 9
  every indicator { rated on s }
  indicator p "First"
  indicator q "Second"
  value i "Index" = mean of indicators published with 2 decimals half up
  bands k "Grade" of i {
    "C" below 3
    "B" from 3 to below 4.5 only when standard under "Article 8"
    "A" from 4.5 only when standard and open_ones is 0 under "Article 9"
  }
}
"""

PUBLISHED = """takar 1
instrument w "Printed" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  every indicator { rated on s }
  indicator a "First" weight 75%
  indicator b "Second" weight 25%
  value i "Index" = weighted mean of indicators published with 2 decimals MODE
  bands k "Grade" of i as published { "B" below 4.51; "A" from 4.51 to 5 }
}
"""


def sample(folder: Path, rules: str, name: str, answers: dict[str, Any]) -> Sample:
    return sample_by(folder, rules, name, answers, 2025)


def rising(folder: Path, rules: str, name: str, answers: dict[str, Any], language: Language) -> str:
    """The section on how to rise, on one line."""
    page = sample(folder, rules, name, answers).page(language, "text")
    heading = "Cara naik" if language is Language.ID else "How to rise"
    following = "Yang belum ada" if language is Language.ID else "What is missing"
    section = page.rpartition(f"{heading}\n")[2].partition(following)[0]
    return " ".join(section.split())


def answers(standard: str, open_ones: int, p: int, q: int) -> dict[str, Any]:
    return {"standard": standard == "yes", "open_ones": open_ones, "p": p, "q": q}


def test_each_condition_that_keeps_a_result_down_says_what_follows(tmp_path: Path) -> None:
    # 5 lies in A. A asks for the standard and no open finding, B for the standard alone.
    told = rising(tmp_path, GATED, "g", answers("no", 2, 5, 5), Language.EN)
    assert "Index (5) lies in A, but conditions that are not met keep the category at C." in told
    assert "B is given only when the answer to Standard set is yes" in told
    assert "If that held and Index stayed at 5, the category would be B." in told
    assert "A is given only when the answer to Standard set is yes and Open findings = 0" in told
    assert "“Article 9”" in told
    assert "“Article 8”" in told
    assert "More points alone do not lead to A." in told
    assert "highest category" not in told
    # What is said to follow does follow.
    met = sample(tmp_path, GATED, "g", answers("yes", 2, 5, 5))
    assert met.result["bands"]["k"]["label"] == "B"
    met = sample(tmp_path, GATED, "g", answers("yes", 0, 5, 5))
    assert met.result["bands"]["k"]["label"] == "A"


def test_the_same_in_indonesian_without_a_word_of_english(tmp_path: Path) -> None:
    told = rising(tmp_path, GATED, "g", answers("no", 0, 4, 4), Language.ID)
    assert "B hanya diberikan jika jawaban Standard set adalah ya" in told
    assert "Standard set adalah ya; jawabannya tidak — tidak terpenuhi" in told
    assert "Jika syarat itu terpenuhi dan Index tetap 4, kategorinya menjadi B." in told
    # From 4 it is 0.5 to where A begins.
    assert "Di atas B, A dimulai 0,5 lebih tinggi dan hanya diberikan jika" in told
    assert " yes" not in told


def test_the_lowest_band_below_one_with_a_condition(tmp_path: Path) -> None:
    # From 2 it is 1 to 3, where B begins.
    told = rising(tmp_path, GATED, "g", answers("no", 0, 2, 2), Language.EN)
    assert "B is given only when the answer to Standard set is yes" in told
    assert "B begins 1 higher. Points alone are not enough" in told
    assert "Index gains" in told
    assert "Enough for the next category" not in told


def test_only_the_highest_band_is_called_so(tmp_path: Path) -> None:
    told = rising(tmp_path, GATED, "g", answers("yes", 0, 5, 5), Language.EN)
    assert "This result is in the highest category already." in told


def test_a_result_without_a_category_says_why(tmp_path: Path) -> None:
    left_out = "every indicator { may be declared not applicable; not applicable is left out; "
    rules = GATED.replace("every indicator { ", left_out)
    exempt = {"not_applicable": "no counter"}
    given = {"standard": True, "open_ones": 0, "p": exempt, "q": exempt}
    told = rising(tmp_path, rules, "g", given, Language.EN)
    assert "in no category: Index has no value: a part of it is not applicable." in told
    told = rising(tmp_path, rules, "g", given, Language.ID)
    assert "Hasil ini tidak mendapat kategori: Index tidak bernilai" in told


def test_conditions_are_named_once_and_by_labels(tmp_path: Path) -> None:
    same = GATED.replace("only when standard and open_ones is 0", "only when standard")
    page = sample(tmp_path, same, "g", answers("no", 0, 5, 5)).page(Language.ID, "text")
    text = " ".join(page.split())
    reason = "karena syarat ini tidak terpenuhi: jawaban Standard set adalah ya"
    assert reason in text
    assert f"{reason} dan" not in text
    assert text.count("Syarat kategori:") == 1
    assert "adalah yes" not in text
    assert "jawaban Standard set adalah ya dasar" not in text


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        # 4 + 3 × 0.25 … of (4, 5): 0.75 × 4 + 0.25 × 5 = 4.25.
        ("half up", "must be published as at least 4.51: the exact value 4.25 must gain at least"),
        ("always up", "the exact value 4.25 must gain more than 0.25"),
        ("always down", "the exact value 4.25 must gain at least 0.26"),
        ("truncated", "the exact value 4.25 must gain at least 0.26"),
        # 4.505 lies half-way between 4.50 and 4.51; the even digit is the 0.
        ("half even", "the exact value 4.25 must gain more than 0.255"),
    ],
)
def test_the_least_gain_where_the_published_value_is_read(
    tmp_path: Path, mode: str, told: str
) -> None:
    rules = PUBLISHED.replace("MODE", mode)
    given = rising(tmp_path, rules, "w", {"a": 4, "b": 5}, Language.EN)
    assert told in given
    if mode == "half up":
        assert "at least 0.255." in given
    # One more level of the first adds 0.75: 5, which is in A.
    assert "yes, A" in given


def test_a_gain_that_is_not_enough(tmp_path: Path) -> None:
    # 0.75 × 3 + 0.25 × 3 = 3; one level more of either comes to 3.75 or 3.25.
    given = rising(
        tmp_path, PUBLISHED.replace("MODE", "half up"), "w", {"a": 3, "b": 3}, Language.EN
    )
    assert "yes, A" not in given
    assert given.count("not yet") == 2


def test_the_end_of_the_period_is_named_as_such(tmp_path: Path) -> None:
    rules = """takar 1
instrument v "Visits" edition "1" {
  in force from 2025-01-01
  input last "Last visit" date
  verdict due "Due" {
    "Overdue" when full years from last until period end >= 2
    "Not due" otherwise
  }
}
"""
    page = sample(tmp_path, rules, "v", {"last": "2025-03-01"}).page(Language.EN, "text")
    text = " ".join(page.split())
    reason = "this does not hold: full years from Last visit until period end ≥ 2"
    assert f"Due: “Overdue” is not given, because {reason}" in text
