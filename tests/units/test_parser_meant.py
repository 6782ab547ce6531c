"""Words for a phrase that are not spelled like it: one message, which names the phrase meant."""

from __future__ import annotations

import pytest

from evaluator.pipeline import check, read
from evaluator.source import Source

ENGLISH = """instrument t "T" edition "1" {{
  in force from 2024-01-01
  scale s {{ 0; 1; 2 }}
  weights of criterion add up to 100%
  every criterion {{ rated on s }}
  criterion a weight 40%
  criterion b weight 60%
  input works list of {{ size number from 0 to 9 }}
  value w = weighted mean of criteria + count of works + highest of size in works
  value v = {formula}
}}
"""
INDONESIAN = """instrumen t "T" edisi "1" {{
  mulai berlaku 2024-01-01
  skala s {{ 0; 1; 2 }}
  jumlah bobot kriteria harus 100%
  setiap kriteria {{ dinilai dengan s }}
  kriteria a bobot 40%
  kriteria b bobot 60%
  nilai w = rata-rata tertimbang dari kriteria
  nilai v = {formula}
}}
"""


def told(template: str, formula: str) -> list[tuple[str, object]]:
    """The code of every message, with the phrase it names."""
    program = read([Source("x.takar", template.format(formula=formula))])
    return [(found.kind.code, found.facts.get("meant")) for found in check(program)]


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        ("rata-rata tertimbang kriteria", "rata-rata tertimbang dari"),
        ("rata-rata terbobot dari kriteria", "rata-rata tertimbang dari"),
        ("rata-rata berbobot kriteria", "rata-rata tertimbang dari"),
        ("jumlah tertimbang kriteria", "jumlah tertimbang dari"),
        ("jumlah terbobot dari kriteria", "jumlah tertimbang dari"),
        ("rata-rata kriteria", "rata-rata dari"),
        ("rerata dari kriteria", "rata-rata dari"),
        ("maks(a, b)", "tertinggi dari"),
    ],
)
def test_indonesian_words_for_a_phrase(formula: str, meant: str) -> None:
    assert told(INDONESIAN, formula) == [("unknown-word", meant)]


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        ("weighted mean criteria", "weighted mean of"),
        ("weighted average of criteria", "weighted mean of"),
        ("average of criteria", "mean of"),
        ("rounded(geomean of criteria to 2 decimals half up)", "geometric mean of"),
        ("max(a, b)", "highest of"),
    ],
)
def test_english_words_for_a_phrase(formula: str, meant: str) -> None:
    assert told(ENGLISH, formula) == [("unknown-word", meant)]


@pytest.mark.parametrize("word", ["average", "max", "number", "geomean"])
def test_an_id_of_such_a_word_stays_an_id(word: str) -> None:
    text = ENGLISH.format(formula=f"{word} / 2").replace("value w", f"value {word}")
    assert [found.kind.code for found in check(read([Source("x.takar", text)]))] == []


ASKED = {
    "id": """instrumen t "T" edisi "1" {{
  mulai berlaku 2024-01-01
  {isian} hukuman "Hukuman" {daftar} {{ lama "Lama" {bilangan} mulai dari 0 sampai dengan 9 }}
  isian jenis "Jenis" {salah_satu} {{ a "A"; b "B" }}
  isian sah "Sah" {ya_tidak}
  nilai n {{ jumlah dari lama dalam hukuman jika sah dan jenis adalah a; 0 selain itu }}
  {ambang} kategori dari n {{ "Tinggi" mulai dari 5; "Rendah" kurang dari 5 }}
}}
""",
    "en": """instrument t "T" edition "1" {{
  in force from 2024-01-01
  {isian} punished "Punished" {daftar} {{ years "Years" {bilangan} from 0 to 9 }}
  input sort "Sort" {salah_satu} {{ a "A"; b "B" }}
  input valid "Valid" {ya_tidak}
  value n {{ sum of years in punished when valid and sort is a; 0 otherwise }}
  {ambang} category of n {{ "High" from 5; "Low" below 5 }}
}}
""",
}
RIGHT = {
    "id": {
        "isian": "isian",
        "daftar": "daftar",
        "bilangan": "bilangan",
        "salah_satu": "salah satu dari",
        "ya_tidak": "ya atau tidak",
        "ambang": "ambang",
    },
    "en": {
        "isian": "input",
        "daftar": "list of",
        "bilangan": "number",
        "salah_satu": "one of",
        "ya_tidak": "yes or no",
        "ambang": "bands",
    },
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_is_asked_in_the_words_of_the_language(language: str) -> None:
    text = ASKED[language].format(**RIGHT[language])
    assert check(read([Source("x.takar", text)])) == ()


@pytest.mark.parametrize(
    ("language", "place", "written"),
    [
        ("id", "isian", "masukan"),
        ("id", "daftar", "senarai"),
        ("id", "bilangan", "angka"),
        ("id", "salah_satu", "salah satu"),
        ("id", "ya_tidak", "boolean"),
        ("id", "ambang", "predikat"),
        ("en", "isian", "inputs"),
        ("en", "daftar", "table of"),
        ("en", "bilangan", "numeric"),
        ("en", "salah_satu", "choice of"),
        ("en", "ya_tidak", "boolean"),
        ("en", "ambang", "thresholds"),
    ],
)
def test_what_is_asked_in_other_words(language: str, place: str, written: str) -> None:
    text = ASKED[language].format(**{**RIGHT[language], place: written})
    (found,) = check(read([Source("x.takar", text)]))
    assert found.kind.code == "unknown-word"
    assert found.facts["meant"] == RIGHT[language][place]
