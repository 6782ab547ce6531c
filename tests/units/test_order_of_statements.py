"""Statements in another order, not to their end, or without their word or id: one message each."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.words import message
from evaluator.pipeline import check, read
from evaluator.source import Source

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  assesses agency
  scale s { 0; 1; 2 }
  assumption sameday "Same day" because "nothing is said"
  input x "X" yes or no under "Article 1"
  input works "Works" list of { size number from 0 to 9 }
  evidence d "D"
  weights of criterion add up to 100%
  every criterion {
    rated on s
    level 1 and up needs d under "Article 2"
    without evidence counts as 0
  }
  criterion a "A" weight 60% under "Article 3"
  criterion b "B" weight 40% under "Article 3" {
    applies when x
    not applicable is left out
  }
  value score = weighted mean of criteria published with 2 decimals half up under "Article 4"
  value other = score + highest of (sum of size in works, 0) under assumption sameday
  value bonus { 2 when x under "Article 5"; 0 otherwise }
  bands cat of score { "Low" from 0 to below 1 under "Article 6"; "High" from 1 to 2 }
  for all {
    an incomplete subject is left out
    rank r "R" of score highest first equal values share a rank and the next is skipped
  }
}
instrument t edition "2031" amends "2030" {
  in force from 2031-01-01
  remove value bonus
}
"""
INDONESIAN = """instrumen t "T" edisi "2030" {
  mulai berlaku 2030-01-01
  menilai instansi
  skala s { 0; 1; 2 }
  asumsi harisama "Hari yang sama" karena "tidak diatur"
  isian x "X" ya atau tidak berdasarkan "Pasal 1"
  isian karya "Karya" daftar { besar bilangan mulai dari 0 sampai dengan 9 }
  jumlah bobot kriteria harus 100%
  setiap kriteria { dinilai dengan s }
  kriteria a "A" bobot 60% berdasarkan "Pasal 3"
  kriteria b "B" bobot 40% {
    berlaku jika x
    tidak berlaku dikeluarkan dari perhitungan
  }
  nilai skor = rata-rata tertimbang dari kriteria disajikan dengan 2 desimal setengah ke atas
    berdasarkan "Pasal 4"
  nilai lain = skor + tertinggi dari (jumlah dari besar dalam karya, 0) berdasarkan asumsi harisama
  nilai tambahan { 2 jika x; 0 selain itu }
  untuk seluruh {
    subjek belum lengkap dikeluarkan dari perhitungan
    peringkat r dari skor tertinggi lebih dahulu nilai sama berbagi peringkat tanpa dilewati
  }
}
instrumen t edisi "2031" mengubah "2030" {
  mulai berlaku 2031-01-01
  hapus nilai tambahan
}
"""
HALF = "published with 2 decimals half up"


def errors(text: str) -> list[Diagnostic]:
    return [found for found in check(read([Source("t.takar", text)])) if found.is_error]


def replaced(text: str, right: str, wrong: str) -> str:
    spoiled = text.replace(right, wrong, 1)
    assert spoiled != text
    return spoiled


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_the_files_are_without_mistakes_before(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    ("text", "meant", "wrong"),
    [
        (ENGLISH, f'{HALF} under "Article 4"', f'under "Article 4" {HALF}'),
        (ENGLISH, 'weight 60% under "Article 3"', 'under "Article 3" weight 60%'),
        (ENGLISH, 'weight 40% under "Article 3"', 'under "Article 3" weight 40%'),
        (ENGLISH, 'yes or no under "Article 1"', 'under "Article 1" yes or no'),
        (ENGLISH, 'needs d under "Article 2"', 'under "Article 2" needs d'),
        (ENGLISH, 'when x under "Article 5"', 'under "Article 5" when x'),
        (
            ENGLISH,
            'from 0 to below 1 under "Article 6"',
            'under "Article 6" from 0 to below 1',
        ),
        (INDONESIAN, 'bobot 60% berdasarkan "Pasal 3"', 'berdasarkan "Pasal 3" bobot 60%'),
        (INDONESIAN, 'ya atau tidak berdasarkan "Pasal 1"', 'berdasarkan "Pasal 1" ya atau tidak'),
    ],
)
def test_the_origin_of_a_rule_stands_last(text: str, meant: str, wrong: str) -> None:
    (found,) = errors(replaced(text, meant, wrong))
    assert (found.kind.code, found.at.text, found.facts["meant"]) == ("behind-origin", wrong, meant)


def test_an_assumption_as_origin_stands_last() -> None:
    meant = "published with 1 decimals truncated under assumption sameday"
    wrong = "under assumption sameday published with 1 decimals truncated"
    spoiled = replaced(ENGLISH, "under assumption sameday", wrong)
    (found,) = errors(spoiled)
    assert (found.kind.code, found.facts["meant"]) == ("behind-origin", meant)
    assert errors(spoiled.replace(wrong, meant)) == []


SKIPPED = "equal values share a rank and the next is skipped"
RANKS = (["rank", "r"], ["peringkat", "r"])
DENSE = "nilai sama berbagi peringkat tanpa dilewati"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (ENGLISH, f" {SKIPPED}", ""),
        (ENGLISH, f" highest first {SKIPPED}", ""),
        (ENGLISH, f" {SKIPPED}", " equal values"),
        (ENGLISH, f" {SKIPPED}", " equal values share a rank"),
        (ENGLISH, f" {SKIPPED}", " ties share a rank"),
        (ENGLISH, f" highest first {SKIPPED}", " descending"),
        (INDONESIAN, f" {DENSE}", ""),
        (INDONESIAN, f" {DENSE}", " nilai sama berbagi peringkat"),
        (INDONESIAN, f" tertinggi lebih dahulu {DENSE}", ""),
    ],
)
def test_a_rank_without_its_end_is_told_with_both_that_there_are(
    text: str, right: str, wrong: str
) -> None:
    spoiled = replaced(text, right, wrong)
    (found,) = errors(spoiled)
    assert found.kind.code == "rank-unfinished"
    lines = found.facts["lines"]
    assert isinstance(lines, tuple)
    assert len(lines) == 2
    broken = next(line for line in spoiled.splitlines() if line.split()[:2] in RANKS)
    for line in lines:
        assert errors(spoiled.replace(broken.strip(), str(line))) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "line"),
    [
        (ENGLISH, "remove value bonus", "remove sameday", "remove assumption sameday"),
        (ENGLISH, "remove value bonus", "remove a", "remove criterion a"),
        (ENGLISH, "remove value bonus", "remove cat", "remove bands cat"),
        (ENGLISH, "remove value bonus", "remove r", "remove rank r"),
        (ENGLISH, "remove value bonus", "rename bonus as extra", "rename value bonus"),
        (ENGLISH, "remove value bonus", "change a weight 60%", "change criterion a"),
        (INDONESIAN, "hapus nilai tambahan", "hapus harisama", "hapus asumsi harisama"),
        (INDONESIAN, "hapus nilai tambahan", "ubah a bobot 60%", "ubah kriteria a"),
    ],
)
def test_an_id_without_its_word_is_told_with_the_word_that_declares_it(
    text: str, right: str, wrong: str, line: str
) -> None:
    found = [x for x in errors(replaced(text, right, wrong)) if x.kind.code != "unknown-id"]
    assert [(x.kind.code, x.facts["lines"]) for x in found] == [("id-without-word", (line,))]


def test_of_an_id_declared_elsewhere_some_words_are_offered() -> None:
    (found,) = errors(replaced(ENGLISH, "remove value bonus", "remove elsewhere"))
    assert found.facts["lines"] == (
        "remove value elsewhere",
        "remove input elsewhere",
        "remove assumption elsewhere",
        "remove scale elsewhere",
    )
    told = message(found, Language.EN)
    assert "`remove value elsewhere`, `remove input elsewhere`" in told.repair


@pytest.mark.parametrize(
    ("text", "right", "wrong", "code", "meant"),
    [
        (ENGLISH, '"Works" list of', '"Works" list of works', "written-otherwise", "list of"),
        (ENGLISH, '"Works" list of', '"Works" table', "unknown-word", "list of"),
        (ENGLISH, '"Works" list of', '"Works" records', "unknown-word", "list of"),
        (ENGLISH, 'works "Works" list of', "list of", "id-missing", None),
        (INDONESIAN, '"Karya" daftar', '"Karya" daftar dari', "written-otherwise", "daftar"),
        (INDONESIAN, '"Karya" daftar', '"Karya" daftar karya', "written-otherwise", "daftar"),
    ],
)
def test_a_list_with_other_words_is_told_once(
    text: str, right: str, wrong: str, code: str, meant: str | None
) -> None:
    spoiled = replaced(text, right, wrong)
    found = [x for x in errors(spoiled) if x.kind.code != "unknown-id"]
    assert [(x.kind.code, x.facts.get("meant")) for x in found] == [(code, meant)]
    if meant is not None:
        mended = spoiled[: found[0].at.start] + meant + spoiled[found[0].at.end :]
        assert errors(mended) == []
