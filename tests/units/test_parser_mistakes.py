"""A mistake is found once, where it is, and takes nothing else with it."""

from __future__ import annotations

import re

import pytest
from tests.units.rule_text import TEXT

from evaluator.diagnostics.model import Diagnostic, Shape
from evaluator.source import Source
from evaluator.syntax import tree as t
from evaluator.syntax.parse import parse


def found(text: str) -> tuple[Diagnostic, ...]:
    return parse(Source("contoh.takar", text)).diagnostics


def spoilt(good: str, bad: str) -> tuple[str, int]:
    """The text with a mistake, and the line it is on."""
    assert good in TEXT
    before, after = TEXT.split(good, 1)
    return before + bad + after, before.count("\n") + 1


MISTAKES = [
    # words
    ("unknown-word", "mulai berlaku", "mulai berlku"),
    ("unknown-word", "mulai berlaku", "mulai"),
    ("unknown-word", "subkriteria komitmen", "subkritera komitmen"),
    ("unknown-word", "diharapkan indeks", "diharapakn indeks"),
    ("unknown-word", "kriteria kebijakan", "Kriteria kebijakan"),
    ("unknown-word", "kriteria kebijakan", "KRITERIA kebijakan"),
    ("unknown-word", "bobot 60% berdasarkan", "bobto 60% berdasarkan"),
    ("unknown-word", "bobot 60% berdasarkan", "bobot 60% berdasar"),
    ("unknown-word", "rata-rata tertimbang dari kriteria", "rata-rata tertimbang kriteria"),
    ("unknown-word", "rata-rata tertimbang dari kriteria", "rata-rata tertimbng dari kriteria"),
    ("unknown-word", "tertimbang dari kriteria", "tertimbang dari kritera"),
    ("foreign-word", "rata-rata tertimbang dari kriteria", "weighted mean of criteria"),
    ("foreign-word", "diketahui setiap", "given setiap"),
    ("foreign-word", "setengah ke atas", "half up"),
    ("missing-word", "nilai indeks = skor", "nilai indeks skor"),
    ("missing-word", "skor / 300", "(skor / 300"),
    ("missing-word", "memerlukan 1 dokumen", "1 dokumen"),
    ("missing-word", "untuk im_contoh edisi", "im_contoh edisi"),
    ("unknown-line", "  mulai berlaku", '  catatan "x"\n  mulai berlaku'),
    ("unknown-line", "kriteria penerapan", "sasaran penerapan"),
    ("unknown-line", "ubah kriteria penerapan", "penerapan"),
    ("unfinished-line", "= rata-rata tertimbang dari kriteria * 100", "="),
    ("unfinished-line", "bobot 50% }", "bobot }"),
    ("unexpected-word", "skor / 300", "skor 300"),
    ("unexpected-word", "skor / 300", "skor /"),
    ("unexpected-word", "skor / 300", "skor / 300)"),
    ("unexpected-word", "bobot 40% {", "bobot {"),
    ("unexpected-word", "bobot 40% {", "bobot empat puluh persen {"),
    ("unknown-word", "memerlukan 1", "perlu 1"),
    ("id-missing", "subkriteria komitmen", "subkriteria"),
    ("id-missing", "kriteria penerapan", "kriteria"),
    ("bad-name", "subkriteria komitmen", "subkriteria komitmen pimpinan"),
    ("unexpected-word", "im_contoh edisi", "im_contoh"),
    ("wrong-sign", '0 "Belum ada";', '0 "Belum ada",'),
    ("id-missing", "instrumen im_contoh", "instrumen"),
    ("written-otherwise", "diketahui setiap subkriteria", "diketahui semua subkriteria"),
    # ids, texts
    ("bad-name", "subkriteria komitmen", "subkriteria komitmen-pimpinan"),
    ("bad-name", "subkriteria komitmen", "subkriteria 1a"),
    ("bad-name", "subkriteria komitmen", "subkriteria komitmén"),
    ("missing-quotes", '"Badan Contoh Nasional"', "Badan Contoh Nasional"),
    ("missing-quotes", '"Rendah" mulai', "Rendah mulai"),
    ("missing-quotes", '"Kebijakan" bobot', "Kebijakan Internal bobot"),
    ("missing-quotes", 'edisi "2022"', "edisi 2022"),
    ("missing-quotes", '= "Tinggi"', "= Tinggi"),
    ("unclosed-quote", '"Rendah" mulai', '"Rendah mulai'),
    ("unclosed-quote", '"Rendah" mulai', 'Rendah" mulai'),
    ("unclosed-quote", '"Komitmen"', '"Komitmen'),
    ("unclosed-quote", '"Lampiran, huruf A" {', '"Lampiran, huruf A {'),
    ("smart-quotes", '"Rendah" mulai', "“Rendah” mulai"),
    ("smart-quotes", '"Rendah" mulai', '"Rendah” mulai'),
    ("single-quotes", '"Rendah" mulai', "'Rendah' mulai"),
    ("single-quotes", '"Rendah" mulai', "‘Rendah’ mulai"),
    # characters
    ("odd-space", "jumlah bobot", "jumlah\u00a0bobot"),
    ("odd-space", "bobot 60%", "bobot\u202f60%"),
    ("lookalike-character", "skor / 300", "skor ÷ 300"),
    ("lookalike-character", "kriteria * 100", "kriteria × 100"),
    ("lookalike-character", "2021-01-01", "2021–01–01"),
    ("lookalike-character", "bobot 60%", "b\u043ebot 60%"),
    ("lookalike-character", "100%", "100％"),
    ("hidden-character", "bobot 60%", "bo\u200bbot 60%"),
    ("hidden-character", "bobot 60%", "\u202ebobot 60%"),
    ("hidden-in-text", "Komitmen", "Komit\u200bmen"),
    ("control-character", "bobot 60%", "\0bobot 60%"),
    ("control-character", "Komitmen", "Komit\x07men"),
    # numbers and dates
    ("decimal-comma", "0.67", "0,67"),
    ("comma-in-list", "= skor / 300", "= terendah dari (1,2, skor)"),
    ("thousands-separator", "skor / 300", "skor / 1.000.000"),
    ("thousands-separator", "skor / 300", "skor / 1.000,5"),
    ("looks-like-thousands", "skor / 300", "skor / 1.000"),
    ("exponent", "skor / 300", "skor / 3e2"),
    ("percent-form", "bobot 60%", "bobot 60 %"),
    ("percent-form", "bobot 60%", "bobot 60 persen"),
    ("bad-number", "0.67", ".67"),
    ("bad-number", "skor / 300", "skor / 3.0.0"),
    ("zero-divisor", "skor / 300", "skor / 0"),
    ("percent-of-quotient", "skor / 300", "skor * 100/3%"),
    ("percent-of-quotient", "bobot 60%", "bobot 180/3%"),
    ("date-form", "2021-01-01", "29/12/21"),
    ("date-form", "2021-01-01", "29-12-2021"),
    ("date-form", "2021-01-01", "2021/12/29"),
    ("date-form", "2021-01-01", "29 Desember 2021"),
    ("no-such-day", "2021-01-01", "2021-02-30"),
    # signs and braces
    ("wrong-sign", "nilai skor   =", "nilai skor   =="),
    ("wrong-sign", "nilai skor   =", "nilai skor   :="),
    ("wrong-sign", "nilai skor   =", "nilai skor:"),
    ("wrong-sign", "= skor / 300", "= rata-rata dari [skor, 300)"),
    ("missing-brace", '"Lampiran, huruf A" {', '"Lampiran, huruf A"'),
    ("unclosed-brace", '40% {\n    subkriteria sosialisasi "Sosialisasi"\n  }', "40% {"),
    ("unclosed-brace", "  setiap subkriteria", "  setiap aspek { nilai = 1\n  setiap subkriteria"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "good", "bad"), MISTAKES)
def test_a_mistake_is_found_once_where_it_is(code: str, good: str, bad: str) -> None:
    text, line = spoilt(good, bad)
    assert [(d.code, d.at.line) for d in found(text)] == [(code, line)]


def test_a_clean_text_has_no_mistake() -> None:
    assert found(TEXT) == ()


def test_a_brace_too_many_is_found_by_its_indentation() -> None:
    text, line = spoilt('  kriteria penerapan "', '  }\n  kriteria penerapan "')
    assert [(d.code, d.at.line) for d in found(text)] == [("extra-brace", line)]


def test_many_mistakes_are_found_in_one_run() -> None:
    text = TEXT
    for good, bad in (
        ("mulai berlaku", "mulai berlku"),
        ("2021-12-31", "31/12/21"),
        ("bobot 60%", "bobot 60 %"),
        ("skor / 300", "skor 300"),
        ("0.67", "0,67"),
        ('"Komitmen"', "Komitmen"),
    ):
        text = text.replace(good, bad, 1)
    assert [d.code for d in found(text)] == [
        "unknown-word",
        "date-form",
        "percent-form",
        "missing-quotes",
        "unexpected-word",
        "decimal-comma",
    ]


def test_what_is_meant_is_kept() -> None:
    text, _ = spoilt("mulai berlaku 2021-01-01", "mulai berlku 1 Januari 2021")
    assert parse(Source("x", text)).value.tree == parse(Source("x", TEXT)).value.tree  # type: ignore[union-attr]


def test_lines_in_braces_are_read_although_their_head_is_not() -> None:
    text, line = spoilt("kriteria kebijakan", "kriteria")
    text = text.replace('subkriteria proses   "Proses"', 'subkritera proses   "Proses"')
    assert [(d.code, d.at.line) for d in found(text)] == [
        ("id-missing", line),
        ("unknown-word", line + 2),
    ]


def test_a_line_that_is_given_up_is_an_error_in_the_tree() -> None:
    text, _ = spoilt("= rata-rata tertimbang dari kriteria * 100", "=")
    outcome = parse(Source("x", text))
    assert outcome.value is not None
    instrument = outcome.value.tree.declarations[0]
    assert isinstance(instrument, t.Instrument)
    assert [s.at.text for s in instrument.body if isinstance(s, t.Error)] == ["nilai skor   ="]
    assert len(instrument.body) == 15


def test_expected_words_are_few_and_in_the_language_of_the_file() -> None:
    text, _ = spoilt("bobot 40% {", "bobot {")
    (diagnostic,) = found(text)
    number = (Shape("number"),)
    assert diagnostic.facts == {"found": "{", "expected": number, "instead": number}
    text, _ = spoilt("kriteria penerapan", "sasaran penerapan")
    (diagnostic,) = found(text)
    expected = diagnostic.facts["expected"]
    assert isinstance(expected, tuple)
    assert len(expected) == 6
    assert Shape("part", "kriteria") in expected


def test_a_repair_offers_four_of_what_could_stand_there_and_no_end() -> None:
    text, _ = spoilt("bobot 40% {", "bobot 40% seberat {")
    (diagnostic,) = found(text)
    # The end of the line is expected first, and is nothing that could be written.
    assert diagnostic.facts["instead"] == tuple(diagnostic.facts["expected"])[1:5]  # type: ignore[arg-type]


def test_characters_in_texts_and_comments_are_the_authors_own() -> None:
    text = TEXT.replace('"Komitmen"', '"Komitmen – “dan” ½ × ٣\u00a0é ‘x’" # “–\u00a0é')
    assert found(text) == ()


def test_a_space_before_a_comma_in_a_list_makes_no_decimal() -> None:
    assert found(TEXT.replace("= skor / 300", "= terendah dari (1, 2, skor)")) == ()


PIECES = re.findall(r'"[^"\n]*"|\w+|\s+|.', TEXT)


def test_a_word_or_mark_left_out_is_at_most_one_mistake() -> None:
    for index, piece in enumerate(PIECES):
        if not piece.isspace():
            text = "".join(PIECES[:index] + PIECES[index + 1 :])
            assert len(found(text)) <= 1, piece


def test_another_word_in_a_place_is_found_with_no_more_than_it_takes_away() -> None:
    for index, piece in enumerate(PIECES):
        if not piece.isspace():
            text = "".join([*PIECES[:index], "xyz", *PIECES[index + 1 :]])
            assert len(found(text)) <= (2 if piece == "}" else 1), piece
