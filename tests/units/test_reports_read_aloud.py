"""What a page says, read as somebody who knows the regulation and not the engine reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.diagnostics.language import Language
from golden.explain.samples import RESPONSES, quality, sample_by, sample_of

QUESTIONS = """takar 1
instrument q "Questions" edition "1" {
  in force from 2024-01-01
  assesses town "Town"
  evidence note "Note" {}
  scale s { 0; 1; 2 }
  component a "A" {
    indicator x "X" code "1.1" {
      rated on s; level 1 needs 1 note; level 2 needs no evidence; without evidence counts as 0
    }
    indicator w "W" code "1.2" {
      rated on s; level 1 and up needs 1 note; without evidence counts as 0
    }
    value = sum of indicators
  }
  component b "B" {
    question y "Y" code "2.1" {
      answer one of { a "Always"; b "Never" }
      answer a needs 1 note; answer b needs no evidence; without evidence stays unverified
      value by answer { a: 5; b: 0 }
    }
    value = sum of questions
  }
  value total "Total" = a + b
  bands k "Grade" of total { "Low" below 5; "High" from 5 }
}
"""


def told(folder: Path, language: Language, **answers: object) -> str:
    """The page of these answers as one line of text."""
    page = sample_by(folder, QUESTIONS, "q", answers).page(language, "text")
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("language", "of_level", "of_answer"),
    [
        (
            Language.EN,
            "Evidence: no document was presented; level 2 needs none",
            "Evidence: no document was presented; the answer Never needs none",
        ),
        (
            Language.ID,
            "Bukti: tidak ada dokumen yang diajukan; tingkat 2 tidak memerlukannya",
            "Bukti: tidak ada dokumen yang diajukan; jawaban Never tidak memerlukannya",
        ),
    ],
)
def test_a_claim_that_needs_no_document_says_so(
    tmp_path: Path, language: Language, of_level: str, of_answer: str
) -> None:
    page = told(tmp_path, language, x=2, w=0, y="b")
    assert of_level in page
    assert of_answer in page


def test_a_level_no_rule_asks_evidence_for_needs_none(tmp_path: Path) -> None:
    page = told(tmp_path, Language.EN, x=1, w=0, y="b")
    assert "no document was presented; level 0 needs none" in page
    # Level 1 does need one.
    assert "Evidence: no document was presented Evidence needed: level 1 needs" in page


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (Language.EN, "2.1 Y = table by the answer to 2.1 Y = the answer to 2.1 Y: Never — row"),
        (Language.ID, "2.1 Y = tabel menurut jawaban 2.1 Y = jawaban 2.1 Y: Never — baris"),
    ],
)
def test_a_part_is_not_told_by_itself(tmp_path: Path, language: Language, lines: str) -> None:
    assert lines in told(tmp_path, language, x=2, w=0, y="b")


FALLING = """takar 1
instrument u "Undecided" edition "1" {
  in force from 2024-01-01
  assesses town "Town"
  scale s { 0; 1; 2; 3; 4; 5 }
  input plan "A plan is there" yes or no
  input staff "Staff" number from 0 to 100
  indicator x "X" { rated on s }
  value total "Total" = x
  bands k "Grade" of total {
    "Low" below 2
    "Mid" from 2 to below 4 only when plan is yes
    "High" from 4 to below 5 only when plan is yes and staff >= 10
    "Top" from 5 only when staff >= 20
  }
}
"""


@pytest.mark.parametrize(
    ("language", "asked", "joined"),
    [
        (
            Language.EN,
            "the answer to A plan is there is yes A plan is there is yes; not answered —",
            "Condition of a category: the answer to A plan is there is yes and Staff ≥ 10",
        ),
        (
            Language.ID,
            "jawaban A plan is there adalah ya A plan is there adalah ya; belum diisi —",
            "Syarat kategori: jawaban A plan is there adalah ya dan Staff ≥ 10",
        ),
    ],
)
def test_conditions_below_an_undecided_table_say_what_they_ask(
    tmp_path: Path, language: Language, asked: str, joined: str
) -> None:
    """The value 4 lies in High: that condition is looked at, then that of Mid, not that of Top."""
    found = sample_by(tmp_path, FALLING, "u", {"x": 4, "staff": 15})
    page = " ".join(found.page(language, "text").split())
    assert asked in page
    assert joined in page
    assert "Staff ≥ 20 " not in page.split("Grade: ")[-1]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.EN, "weight 60%; has no value, for there is no score"),
        (Language.ID, "bobot 60%; tidak bernilai, karena tidak ada penilaian"),
    ],
)
def test_a_part_without_a_score_is_said_to_have_no_value(language: Language, told: str) -> None:
    assert told in quality(staff=0).page(language, "text")


@pytest.mark.parametrize(
    ("language", "told"),
    [(Language.EN, "between 231 and 300"), (Language.ID, "antara 231 dan 300")],
)
def test_bounds_stand_without_the_most_there_can_be(language: Language, told: str) -> None:
    response = json.loads((RESPONSES / "belum-lengkap-2022.json").read_text(encoding="utf-8"))
    head = sample_of(response).page(language, "text").partition("1. ")[0]
    (line,) = [one for one in head.split("\n") if told in one]
    assert line.endswith(told)
