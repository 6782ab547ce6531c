"""Mistakes of people who know the regulation and Excel: one message, whose repair repairs."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.words import message
from evaluator.pipeline import check, read
from evaluator.source import Source

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  input x "X" yes or no
  input n "N" number from 0 to 10
  evidence d "Document"
  weights of criterion add up to 100%
  every criterion { rated on s }
  criterion a "A" weight 60% {
    applies when x
    not applicable is left out
    level 1 and up needs 1 d
    without evidence counts as 0
  }
  criterion b "B" weight 40% {
    level 1 and up needs no evidence
  }
  value score = weighted mean of criteria * 20
  value other = n
  bands category of score {
    "Low" below 50
    "High" from 50 to 100
  }
}
example "E" for t edition "2030" {
  given x is yes
  given a = 3
  given b = 3
  expect score = 60
}
"""
INDONESIAN = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  skala s { 0; 1; 2; 3; 4; 5 }
  isian x "X" ya atau tidak
  isian n "N" bilangan mulai dari 0 sampai dengan 10
  bukti dukung d "Dokumen"
  jumlah bobot kriteria harus 100%
  setiap kriteria { dinilai dengan s }
  kriteria a "A" bobot 60% {
    berlaku jika x
    tidak berlaku dikeluarkan dari perhitungan
    tingkat 1 ke atas memerlukan 1 d
    tanpa bukti dihitung sebagai 0
  }
  kriteria b "B" bobot 40% {
    tingkat 1 ke atas tidak memerlukan bukti
  }
  nilai skor = rata-rata tertimbang dari kriteria * 20
  nilai lain = n
  ambang kategori dari skor {
    "Rendah" kurang dari 50
    "Tinggi" mulai dari 50 sampai dengan 100
  }
}
contoh "E" untuk t edisi "2030" {
  diketahui x adalah ya
  diketahui a = 3
  diketahui b = 3
  diharapkan skor = 60
}
"""

SLIPS_EN = [
    ("weight 60%", "weight: 60%", "written-otherwise"),
    ("weight 60%", "weight = 60%", "written-otherwise"),
    ("weight 60%", "bobot: 60%", "written-otherwise"),
    ("weight 60%", "weight 60 %", "percent-form"),
    ("applies when x", "applies if x", "unknown-word"),
    ("applies when x", "only if x", "unknown-word"),
    ("applies when x", "applies when x == yes", "wrong-sign"),
    ("applies when x", "applies when x && n > 1", "wrong-sign"),
    ("applies when x", "applies when x or n <> 1", "wrong-sign"),
    ("applies when x", "applies when x or n is at least 1", "written-otherwise"),
    ("and up needs 1 d", "and up requires 1 d", "unknown-word"),
    ("= n\n", "= mean of all criteria\n", "written-otherwise"),
    ("= n\n", "= average of criteria\n", "unknown-word"),
    ("= n\n", "= average(criteria)\n", "written-otherwise"),
    ("= n\n", "= max(a, b)\n", "unknown-word"),
    ("= n\n", "= min(a, b)\n", "unknown-word"),
    ("= n\n", "= avg(a, b)\n", "unknown-word"),
    ("= n\n", "= sum(a, b)\n", "unknown-word"),
    ("= n\n", "= sum of (a; b)\n", "wrong-sign"),
    ("= n\n", "= rounded(root(n; 3) to 2 decimals half up)\n", "wrong-sign"),
    ("= n\n", "= n rounded to 2 decimals\n", "rounding-mode-missing"),
    ("= n\n", "= round(n, 2)\n", "rounding-mode-missing"),
    ("= n\n", "= rounded(n to 2 decimals)\n", "rounding-mode-missing"),
    ("= n\n", "= if n > 5 then 1 else 0\n", "written-otherwise"),
    ("= n\n", "= IF(n > 5; 1; 0)\n", "written-otherwise"),
    ("= n\n", "= n * 1.000,5\n", "thousands-separator"),
    ("below 50", "under 50", "written-otherwise"),
    ("below 50", "less than 50", "written-otherwise"),
    ("below 50", "< 50", "written-otherwise"),
    ("from 50 to 100", "at least 50", "written-otherwise"),
    ("from 50 to 100", "between 50 and 100", "written-otherwise"),
    ("from 50 to 100", "50-100", "written-otherwise"),
    ("from 50 to 100", "50–100", "written-otherwise"),
    ("from 50 to 100", ">= 50", "written-otherwise"),
    ("from 50 to 100", "50 and above", "written-otherwise"),
    ("in force from 2030", "effective from 2030", "unknown-word"),
    ("from 2030-01-01", "from 1 January 2030", "date-form"),
    ("from 2030-01-01", "from 01/01/2030", "date-form"),
    ('"A" weight', "“A” weight", "smart-quotes"),
    ('"A" weight', "A weight", "missing-quotes"),
    ('x "X" yes or', "x X yes or", "missing-quotes"),
]
SLIPS_ID = [
    ("bobot 60%", "bobot: 60%", "written-otherwise"),
    ("bobot 60%", "bobot = 60%", "written-otherwise"),
    ("bobot 60%", "bobot 60 %", "percent-form"),
    ("bobot 60%", "weight: 60%", "written-otherwise"),
    ("berlaku jika x", "berlaku apabila x", "unknown-word"),
    ("berlaku jika x", "hanya jika x", "unknown-word"),
    ("berlaku jika x", "berlaku jika x == ya", "wrong-sign"),
    ("berlaku jika x", "berlaku jika x && n > 1", "wrong-sign"),
    ("berlaku jika x", "berlaku jika x atau n lebih besar dari 1", "written-otherwise"),
    ("ke atas memerlukan 1 d", "ke atas wajib memuat 1 d", "unknown-word"),
    ("= n\n", "= rata-rata dari semua kriteria\n", "written-otherwise"),
    ("= n\n", "= rata-rata kriteria\n", "unknown-word"),
    ("= n\n", "= maks(a, b)\n", "unknown-word"),
    ("= n\n", "= jumlah(a, b)\n", "unknown-word"),
    ("= n\n", "= dibulatkan(akar(n; 3) pada 2 desimal setengah ke atas)\n", "wrong-sign"),
    ("= n\n", "= n dibulatkan 2 desimal\n", "rounding-mode-missing"),
    ("= n\n", "= round(n, 2)\n", "rounding-mode-missing"),
    ("= n\n", "= jika n > 5 maka 1 selain itu 0\n", "written-otherwise"),
    ("= n\n", "= JIKA(n > 5; 1; 0)\n", "written-otherwise"),
    ("= n\n", "= n * 1.000,5\n", "thousands-separator"),
    ("kurang dari 50", "di bawah 50", "written-otherwise"),
    ("kurang dari 50", "< 50", "written-otherwise"),
    ("mulai dari 50 sampai dengan 100", "antara 50 dan 100", "written-otherwise"),
    ("mulai dari 50 sampai dengan 100", "50-100", "written-otherwise"),
    ("mulai dari 50 sampai dengan 100", "50–100", "written-otherwise"),
    ("mulai dari 50 sampai dengan 100", "50 s.d. 100", "written-otherwise"),
    ("mulai dari 50 sampai dengan 100", "minimal 50", "written-otherwise"),
    ("mulai berlaku 2030", "berlaku mulai 2030", "unknown-word"),
    ("berlaku 2030-01-01", "berlaku 1 Januari 2030", "date-form"),
    ("berlaku 2030-01-01", "berlaku pada 2030-01-01", "written-otherwise"),
    ('"A" bobot', "“A” bobot", "smart-quotes"),
    ('"A" bobot', "A bobot", "missing-quotes"),
]


def errors(text: str) -> list[Diagnostic]:
    return [found for found in check(read([Source("t.takar", text)])) if found.is_error]


def repaired(text: str, found: Diagnostic) -> str:
    """The text with what the message quotes written in the place it points at."""
    if found.kind.code in {"smart-quotes", "missing-quotes"}:
        new = f'"{found.facts["text"]}"'
    else:
        new = str(found.facts["meant"])
    return text[: found.at.start] + new + text[found.at.end :]


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_files_are_without_mistakes_before(text: str) -> None:
    assert check(read([Source("t.takar", text)])) == ()


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code"),
    [(ENGLISH, *slip) for slip in SLIPS_EN] + [(INDONESIAN, *slip) for slip in SLIPS_ID],
)
def test_a_slip_is_told_once_and_its_repair_repairs(
    text: str, right: str, wrong: str, code: str
) -> None:
    spoiled = text.replace(right, wrong, 1)
    assert spoiled != text
    found = errors(spoiled)
    assert [each.kind.code for each in found] == [code]
    mended = repaired(spoiled, found[0])
    assert [each.kind.code for each in errors(mended)] == []
    quoted = str(found[0].facts.get("meant", found[0].facts.get("text")))
    for language in Language:
        assert quoted in message(found[0], language).sentence + message(found[0], language).repair


CHOICES = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  input k one of { met "Met"; true "True"; least "Least" }
  input x yes or no
  criterion a {
    answer one of { met; not_met }
    value by answer { met: 1; not_met: 0 }
  }
  value other { 1 when k is met; 2 when k is true; 3 when k is least and x; 4 otherwise }
  value score = sum of criteria + other
}
example "E" for t edition "2030" {
  given a is met
  given k is met
  given x is yes
  expect score = 2
}
"""


def test_ids_like_the_words_of_the_table_stay_ids() -> None:
    assert errors(CHOICES) == []


def test_an_id_behind_the_sign_of_equality_in_an_example_is_the_one_that_was_meant() -> None:
    (found,) = errors(CHOICES.replace("given k is met", "given k = met"))
    assert (found.kind.code, found.facts["meant"]) == ("written-otherwise", "is met")
