"""Answers, levels and labels that are asked for or given by another name: one message each."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.model import Diagnostic
from evaluator.pipeline import check, read
from evaluator.source import Source

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  scale s { 0 "None"; 1 "Low"; 2 "High" }
  scale k { nothing "Nothing"; part "Part"; full "Full" }
  input kind "Kind" one of { large "Large one"; small "Small one" }
  criterion a "A" { rated on s }
  criterion b "B" {
    answer scale k
    value by answer { nothing: 0; part: 1; full: 2 }
  }
  value bonus { 2 when answer of b is full and kind is large; 0 otherwise }
  value score = mean of criteria + bonus
}
example "E" for t edition "2030" {
  given kind is large
  given a = 2
  given b is full
  expect score = 4
}
"""
INDONESIAN = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  skala s { 0 "Nihil"; 1 "Rendah"; 2 "Tinggi" }
  skala k { tiada "Tidak ada"; sebagian "Sebagian"; penuh "Penuh" }
  kriteria a "A" { dinilai dengan s }
  kriteria sk "SK" {
    jawaban skala k
    nilai menurut jawaban { tiada: 0; sebagian: 1; penuh: 2 }
  }
  nilai tambahan { 2 jika jawaban dari sk adalah penuh; 0 selain itu }
  nilai skor = rata-rata dari kriteria + tambahan
}
contoh "E" untuk t edisi "2030" {
  diketahui a = 2
  diketahui sk adalah penuh
  diharapkan skor = 4
}
"""


def errors(text: str) -> list[Diagnostic]:
    return [found for found in check(read([Source("t.takar", text)])) if found.is_error]


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_files_are_without_mistakes_before(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "asked"),
    [
        (ENGLISH, "answer of b is full", "b is full", "answer of b"),
        (ENGLISH, "answer of b is full", "b is not full", "answer of b"),
        (INDONESIAN, "jawaban dari sk adalah penuh", "sk adalah penuh", "jawaban dari sk"),
        (INDONESIAN, "jawaban dari sk adalah penuh", "sk bukan penuh", "jawaban dari sk"),
    ],
)
def test_the_answer_is_asked_for_with_its_words(
    text: str, right: str, wrong: str, asked: str
) -> None:
    spoiled = text.replace(right, wrong)
    (found,) = errors(spoiled)
    assert found.kind.code == "answer-meant"
    assert errors(spoiled[: found.at.start] + asked + spoiled[found.at.end :]) == []


def test_a_choice_behind_the_sign_of_equality_is_told_with_the_same_words() -> None:
    (found,) = errors(ENGLISH.replace("answer of b is full", "b = full"))
    assert (found.kind.code, found.facts["choice"]) == ("answer-meant", "full")


@pytest.mark.parametrize(
    ("text", "right", "wrong", "meant"),
    [
        (ENGLISH, "answer of b is", "answer b is", "answer of b"),
        (INDONESIAN, "jawaban dari sk adalah", "jawaban sk adalah", "jawaban dari sk"),
        (ENGLISH, "given a = 2", 'given a = "High"', "= 2"),
        (ENGLISH, "given a = 2", 'given a is "High"', "= 2"),
        (ENGLISH, "given b is full", 'given b is "Full"', "is full"),
        (ENGLISH, "given kind is large", 'given kind = "Large one"', "is large"),
        (INDONESIAN, "diketahui a = 2", 'diketahui a adalah "Tinggi"', "= 2"),
        (INDONESIAN, "diketahui sk adalah penuh", 'diketahui sk = "Penuh"', "adalah penuh"),
    ],
)
def test_a_label_or_a_missing_word_is_told_with_what_is_meant(
    text: str, right: str, wrong: str, meant: str
) -> None:
    spoiled = text.replace(right, wrong)
    (found,) = errors(spoiled)
    assert (found.kind.code, found.facts["meant"]) == ("written-otherwise", meant)
    assert errors(spoiled[: found.at.start] + meant + spoiled[found.at.end :]) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "line"),
    [
        (ENGLISH, "given a = 2", "given a is high", "given a = 2"),
        (ENGLISH, "given a = 2", "given a = met", "given a = 2"),
        (ENGLISH, "given a = 2", "given a is yes", "given a = 2"),
        (INDONESIAN, "diketahui a = 2", "diketahui a adalah tinggi", "diketahui a = 2"),
        (INDONESIAN, "diketahui a = 2", "diketahui a = terpenuhi", "diketahui a = 2"),
    ],
)
def test_a_choice_for_a_rated_part_is_told_with_its_levels(
    text: str, right: str, wrong: str, line: str
) -> None:
    spoiled = text.replace(right, wrong)
    (found,) = errors(spoiled)
    assert found.kind.code == "given-no-level"
    assert (found.facts["level"], found.facts["levels"]) == ("2", ("0", "1", "2"))
    assert errors(spoiled[: found.at.start] + line + spoiled[found.at.end :]) == []
