"""A word for parts that the language does not have: one message, with the words there are."""

from __future__ import annotations

import pytest

from units.rules_at_hand import codes, found

ENGLISH = """instrument w "W" edition "2024" {
  in force from 2024-01-01
  scale q { 0; 1 }
  every component { value = sum of clusters }
  weights of cluster add up to 100
  every cluster { value = weight * mean of criteria }
  every criterion { rated on q }
  component c "C" {
    cluster a "A" weight 60 { criterion x "X" }
    cluster b "B" weight 40 { criterion y "Y" }
  }
  value score = c
}
"""
INDONESIAN = """instrumen w "W" edisi "2024" {
  mulai berlaku 2024-01-01
  skala q { 0; 1 }
  setiap komponen { nilai = jumlah dari rumpun }
  jumlah bobot rumpun harus 100
  setiap rumpun { nilai = bobot * rata-rata dari kriteria }
  setiap kriteria { dinilai dengan q }
  komponen c "C" {
    rumpun a "A" bobot 60 { kriteria x "X" }
    rumpun b "B" bobot 40 { kriteria y "Y" }
  }
  nilai skor = c
}
"""


@pytest.mark.parametrize(
    ("rules", "word", "listed"),
    [
        (ENGLISH, "cluster", ("aspect", "component", "subcomponent", "subcriterion")),
        (INDONESIAN, "rumpun", ("aspek", "komponen", "subkomponen", "subkriteria")),
    ],
)
def test_an_unknown_word_for_parts_is_told_once_with_those_there_are(
    rules: str, word: str, listed: tuple[str, ...]
) -> None:
    (told,) = found(rules)
    assert (told.code, told.at.line, told.at.text) == ("unknown-word", 5, word)
    meant = told.facts["meant"]
    assert isinstance(meant, tuple)
    assert set(listed) <= set(meant)


@pytest.mark.parametrize(
    ("rules", "word", "known"),
    [(ENGLISH, "cluster", "subcomponent"), (INDONESIAN, "rumpun", "subkomponen")],
)
def test_parts_of_components_have_a_word(rules: str, word: str, known: str) -> None:
    assert codes(rules.replace(word, known)) == []


def test_only_declared_it_is_told_where_it_first_stands() -> None:
    rules = ENGLISH.replace("  weights of cluster add up to 100\n", "").replace(
        "every cluster", "every aspect"
    )
    assert ("unknown-word", 8) in codes(rules)
    assert [line for code, line in codes(rules) if code == "unknown-line"] == []


def test_other_mistakes_are_told_beside_it() -> None:
    rules = ENGLISH.replace("weight 40 ", "weight 30 ")
    # 60 and 30 are not 100, whatever the parts are called.
    assert sorted(codes(rules)) == [("unknown-word", 5), ("weights-sum", 5)]
    assert codes(ENGLISH.replace("weight 40 ", "weight 40,0 ")) == [
        ("unknown-word", 5),
        ("decimal-comma", 10),
    ]


@pytest.mark.parametrize("line", ['cluster a "A" = 3', 'inptu x "X" number', 'bukti d "D"'])
def test_a_line_of_another_kind_is_no_part(line: str) -> None:
    rules = ENGLISH.replace("cluster", "aspect").replace("  value", f"  {line}\n  value", 1)
    told = [each for each in found(rules) if each.code == "unknown-word"]
    assert all(not isinstance(each.facts["meant"], tuple) for each in told)
