"""Counting written as adding up, conditions without their word, functions of spreadsheets."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.model import Diagnostic
from evaluator.pipeline import check, read
from evaluator.source import Source

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  assesses agency "Agency" in province "Province" in country
  scale s { 0; 1; 2 }
  input x "X" yes or no
  input works "Works" list of { size number from 0 to 9; fine yes or no }
  input jobs list of { fine yes or no }
  every criterion { rated on s }
  criterion a "A"
  value score = mean of criteria * 20
  value w = count of works
  value v = count of jobs
  for each province {
    value n "N" = count of agency
  }
  for all {
    value provinces = count of province
  }
}
"""
INDONESIAN = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  menilai instansi "Instansi" dalam kabupaten "Kabupaten"
  skala s { 0; 1; 2 }
  isian x "X" ya atau tidak
  isian karya "Karya" daftar { besar bilangan mulai dari 0 sampai dengan 9; baik ya atau tidak }
  setiap kriteria { dinilai dengan s }
  kriteria a "A"
  nilai skor = rata-rata dari kriteria * 20
  nilai w = banyaknya karya
  untuk setiap kabupaten {
    nilai n "N" = banyaknya instansi
  }
  untuk seluruh {
    nilai kabupaten_ada = banyaknya kabupaten
  }
}
"""
OF_GROUPS_EN = [
    ("sum of agency", "count of agency"),
    ("sum of agencies", "count of agency"),
    ("number of agencies", "count of agency"),
    ("count of all agencies", "count of agency"),
    ("count(agency)", "count of agency"),
    ("sum of agency where (score > 20)", "count of agency where (score > 20)"),
    ("number of agency if score > 20", "count of agency where (score > 20)"),
    ("count of agency if score > 20", "where (score > 20)"),
    ("count of agency when (score > 20)", "where (score > 20)"),
    ("count of agency if score > 20 published with 1 decimals half up", "where (score > 20)"),
    ('count of agency if score > 20 under "Article 1"', "where (score > 20)"),
    ("count of agency where score > 20", "(score > 20)"),
    ("mean of score if x", "where (x)"),
    ("COUNTIF(agency; score > 20)", "count of agency where (score > 20)"),
]
OF_LISTS_EN = [
    ("sum of works", "count of works"),
    ("number of works if fine", "count of works where (fine)"),
    ("count of size in works", "count of works"),
    ("COUNTIF(works, fine)", "count of works where (fine)"),
    ("SUMIF(works; fine; size)", "sum of size in works where (fine)"),
    ("AVERAGEIF(works; fine; size)", "mean of size in works where (fine)"),
    ("sum of size in works if fine and size > 2", "where (fine and size > 2)"),
    ("highest of size in works where fine", "(fine)"),
]
OF_GROUPS_ID = [
    ("jumlah instansi", "banyaknya instansi"),
    ("jumlah dari instansi", "banyaknya instansi"),
    ("banyaknya dari instansi", "banyaknya instansi"),
    ("jumlah instansi yang skor > 20", "banyaknya instansi yang (skor > 20)"),
    ("jumlah instansi yang (skor > 20)", "banyaknya instansi yang (skor > 20)"),
    ("banyaknya instansi jika skor > 20", "yang (skor > 20)"),
    ("banyaknya instansi dengan skor > 20", "yang (skor > 20)"),
    ("banyaknya instansi yang skor > 20", "(skor > 20)"),
    ("rata-rata dari skor apabila x", "yang (x)"),
]
OF_LISTS_ID = [
    ("jumlah karya", "banyaknya karya"),
    ("banyak karya jika baik", "banyaknya karya yang (baik)"),
    ("banyaknya karya yang baik", "(baik)"),
    ("COUNTIF(karya; baik)", "banyaknya karya yang (baik)"),
    ("SUMIF(karya; baik; besar)", "jumlah dari besar dalam karya yang (baik)"),
]
SLIPS = [
    *((ENGLISH, "count of agency", *slip) for slip in OF_GROUPS_EN),
    *((ENGLISH, "count of works", *slip) for slip in OF_LISTS_EN),
    (ENGLISH, "count of province", "sum of provinces", "count of province"),
    *((INDONESIAN, "banyaknya instansi", *slip) for slip in OF_GROUPS_ID),
    *((INDONESIAN, "banyaknya karya", *slip) for slip in OF_LISTS_ID),
    (INDONESIAN, "banyaknya kabupaten", "jumlah kabupaten", "banyaknya kabupaten"),
]


def errors(text: str) -> list[Diagnostic]:
    return [found for found in check(read([Source("t.takar", text)])) if found.is_error]


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_files_are_without_mistakes_before(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(("text", "right", "wrong", "meant"), SLIPS)
def test_a_slip_of_counting_is_told_once_and_its_repair_repairs(
    text: str, right: str, wrong: str, meant: str
) -> None:
    spoiled = text.replace(right, wrong)
    (found,) = errors(spoiled)
    assert (found.kind.code, found.facts["meant"]) == ("written-otherwise", meant)
    assert errors(spoiled[: found.at.start] + meant + spoiled[found.at.end :]) == []


@pytest.mark.parametrize(
    "right",
    [
        "sum of size in works",
        "sum of size in works where (fine)",
        "mean of size in works where ((fine) or (size > 2))",
        "count of works where (fine)",
    ],
)
def test_what_is_right_is_left_alone(right: str) -> None:
    assert errors(ENGLISH.replace("count of works", right)) == []


def test_a_field_called_as_a_list_is_added_up() -> None:
    text = ENGLISH.replace("works list", "jobs_done list").replace("size number", "works number")
    text = text.replace('input works "Works"', 'input done "Done"').replace(
        "count of works", "sum of works in done"
    )
    assert errors(text) == []


@pytest.mark.parametrize("function", ["VLOOKUP(score; works; 2)", "IF(x; (1 + 2); 0)", "F()"])
def test_a_function_that_is_none_is_one_mistake(function: str) -> None:
    spoiled = ENGLISH.replace("count of works", f"1 + {function} * 2")
    (found,) = errors(spoiled)
    assert (found.kind.code, found.at.text) == ("unknown-function", function)


@pytest.mark.parametrize("aggregate", ["mean of", "highest of", "lowest of"])
def test_a_list_has_no_figure_of_its_own(aggregate: str) -> None:
    (found,) = errors(ENGLISH.replace("count of works", f"{aggregate} works"))
    assert (found.kind.code, found.facts["id"]) == ("list-in-formula", "works")
