"""What a page says of a condition that is open and that no answer can change."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.diagnostics.language import Language
from golden.explain.samples import sample_by

RULES = """takar 1
instrument gate "Gate" edition "1" {
  in force from 2024-01-01
  scale q { 0; 1; 2; 3 }
  every criterion { rated on q }
  criterion x "X"
  criterion y "Y"
  criterion z "Z"
  value total "Total" = x + y + z
  bands level "Level" of total { "Low" below 3; "High" from 3 }
  value bonus "Bonus" { 5 when total > 9; 0 otherwise }
  not scored when total LIMIT because "too little"
}
"""


def page(folder: Path, limit: str, language: str) -> str:
    found = sample_by(folder, RULES.replace("LIMIT", limit), "gate", {"x": 3, "y": 3})
    return " ".join(found.page(Language(language), "text").split())


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_score_that_is_certain_is_not_in_doubt(language: str, tmp_path: Path) -> None:
    """The total is from 6 to 9, so that it is neither below 3 nor above 9."""
    found = page(tmp_path, "< 3", language)
    doubts = {"en": ("undecided", "no score"), "id": ("belum dapat dipastikan", "tidak dinilai")}
    for words in doubts[language]:
        assert words not in found
    settled = {
        "en": "does not hold, whatever is still answered",
        "id": "tidak terpenuhi, apa pun jawaban yang masih ditunggu",
    }
    assert settled[language] in found


@pytest.mark.parametrize("language", ["en", "id"])
def test_that_there_will_be_no_score_is_said(language: str, tmp_path: Path) -> None:
    """The total is from 6 to 9: it is below 10 whatever is answered."""
    found = page(tmp_path, "< 10", language)
    said = {
        "en": (
            "There will be no score, whatever is still answered.",
            "Level: not settled; only no score is still possible",
            "holds whatever is still answered",
        ),
        "id": (
            "Tidak akan ada penilaian, apa pun jawaban yang masih ditunggu.",
            "Level: belum ditetapkan; yang masih mungkin hanya tidak dinilai",
            "terpenuhi apa pun jawaban yang masih ditunggu",
        ),
    }
    for words in said[language]:
        assert words in found


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_answers_decide_stays_open(language: str, tmp_path: Path) -> None:
    """With z at 0 the total is 6, with more it is above."""
    found = page(tmp_path, "< 7", language)
    doubt = {"en": "It is still open whether there is a score", "id": "Belum pasti apakah ada"}
    assert doubt[language] in found
