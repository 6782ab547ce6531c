"""What a person sees of a diagnostic: the exact text, and that nothing in it can do harm."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from evaluator.diagnostics import text, words
from evaluator.diagnostics.catalogue import Entry, Words
from evaluator.diagnostics.excerpt import excerpt
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, Fact, Kind, Severity
from evaluator.diagnostics.visible import cells, visible
from evaluator.source import Source, Span

HOLE = Kind("x-hole", Severity.ERROR)
NOTE = Kind("x-note", Severity.NOTE)
CODES = {
    "x-hole": Entry(
        code="x-hole",
        words={
            Language.ID: Words(
                title="Lubang",
                found="nilai {value} dari `{of}` tidak masuk ambang mana pun",
                expected="salah satu dari `{bands}`",
                repair="ubah batas `{of}`",
                why="Penting.",
            ),
            Language.EN: Words(
                title="Hole",
                found="the value {value} of `{of}` is in no band",
                expected="one of `{bands}`",
                repair="change the bounds of `{of}`",
                why="It matters.",
            ),
        },
        bad=None,
        good=None,
    ),
    "x-note": Entry(
        code="x-note",
        words={
            each: Words(title="N", found="f {missing}", expected=None, repair="r", why="w.")
            for each in Language
        },
        bad=None,
        good=None,
    ),
}
SOURCE = Source("im_nkk/2021.takar", 'ambang {\n\t"Sedang" mulai dari 101\n}\n')


@pytest.fixture(autouse=True)
def _small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "catalogue", lambda: CODES)


def at(source: Source, part: str) -> Span:
    start = source.text.index(part)
    return Span(source, start, start + len(part))


def hole(**changes: Fact) -> Diagnostic:
    facts: dict[str, Fact] = {
        "value": Fraction(201, 2),
        "of": "skor",
        "bands": ("Sedang", "Tinggi"),
    }
    return Diagnostic(kind=HOLE, at=at(SOURCE, '"Sedang"'), facts=facts | changes)


def test_a_person_reads_place_words_line_repair_and_page() -> None:
    assert text.human([hole()], Language.ID) == (
        "im_nkk/2021.takar:2:2: galat[x-hole]: nilai 100.5 dari `skor` tidak masuk ambang mana pun;"
        " seharusnya salah satu dari `Sedang` atau `Tinggi`\n"
        '  2 |     "Sedang" mulai dari 101\n'
        "    |     ^^^^^^^^\n"
        "  perbaikan: ubah batas `skor`\n"
        "  penjelasan: takar check --explain x-hole\n"
    )


def test_related_places_are_shown_with_their_lines() -> None:
    d = Diagnostic(kind=NOTE, at=at(SOURCE, "101"), related=(at(SOURCE, "ambang"),))
    assert text.human([d], Language.EN) == (
        "im_nkk/2021.takar:2:22: note[x-note]: f {missing}\n"
        '  2 |     "Sedang" mulai dari 101\n'
        "    |                         ^^^\n"
        "  see also: im_nkk/2021.takar:1:1\n"
        "  1 | ambang {\n"
        "    | ^^^^^^\n"
        "  repair: r\n"
        "  explanation: takar check --explain x-note\n"
    )


def test_a_related_line_of_the_same_words_is_named_and_not_printed_again() -> None:
    other = Source("im_nkk/salinan.takar", "# disalin\n" + SOURCE.text)
    d = Diagnostic(kind=NOTE, at=at(SOURCE, "101"), related=(at(other, "101"),))
    assert text.human([d], Language.EN) == (
        "im_nkk/2021.takar:2:22: note[x-note]: f {missing}\n"
        '  2 |     "Sedang" mulai dari 101\n'
        "    |                         ^^^\n"
        "  see also: im_nkk/salinan.takar:3:22\n"
        "  repair: r\n"
        "  explanation: takar check --explain x-note\n"
    )


def test_one_line_each_for_searching() -> None:
    lines = text.plain([hole(of="a\tb\nc")], Language.EN)
    assert lines == (
        "im_nkk/2021.takar:2:2: error[x-hole]: the value 100.5 of `a\\u0009b\\u000ac` is in no"
        " band; expected one of `Sedang` or `Tinggi`;"
        " repair: change the bounds of `a\\u0009b\\u000ac`\n"
    )


def test_a_response_is_pointed_into() -> None:
    source = Source("jawaban.json", '{"answers": {"inovasi": 4}}')
    placed = Diagnostic(kind=NOTE, at=at(source, "4"), pointer="/answers/inovasi")
    assert "\n  bagian: /answers/inovasi\n" in text.human([placed], Language.ID)
    assert text.plain([placed], Language.ID).startswith(
        "jawaban.json:1:25: catatan[x-note]: /answers/inovasi: f"
    )
    unplaced = Diagnostic(kind=NOTE, pointer="/answers/inovasi")
    assert text.plain([unplaced], Language.ID).startswith("/answers/inovasi: catatan[x-note]: f")
    whole = Diagnostic(kind=NOTE, pointer="")
    assert text.plain([whole], Language.ID).startswith("catatan[x-note]: f")


def test_a_file_without_text_is_only_named() -> None:
    empty = Source("kosong.takar", "")
    d = Diagnostic(kind=NOTE, at=Span(empty, 0, 0))
    assert text.human([d], Language.ID).startswith("kosong.takar: catatan[x-note]")


@pytest.mark.parametrize(
    ("fact", "indonesian", "english"),
    [
        (Fraction(73, 100), "0.73", "0.73"),
        (Fraction(2, 3), "2/3", "2/3"),
        (7, "7", "7"),
        (date(2021, 12, 29), "2021-12-29", "2021-12-29"),
        ((), "tidak ada", "none"),
        (("a",), "a", "a"),
        (("a", "b"), "a atau b", "a or b"),
        (("a", "b", Fraction(1, 4)), "a, b, atau 0.25", "a, b or 0.25"),
        (
            (("skor", 200), ("indeks", Fraction(2, 3))),
            "(skor, 200) atau (indeks, 2/3)",
            "(skor, 200) or (indeks, 2/3)",
        ),
        ("a\u202eb", "a\\u202eb", "a\\u202eb"),
        ("x" * 500, "x" * 399 + "…", "x" * 399 + "…"),
    ],
)
def test_facts_are_written_as_rules_write_them(fact: Fact, indonesian: str, english: str) -> None:
    for language, wanted in ((Language.ID, indonesian), (Language.EN, english)):
        assert f" {wanted} " in words.message(hole(value=fact), language).found


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (Fraction(1000, 3), "1000/3 (kira-kira 333.3333)", "1000/3 (about 333.3333)"),
        (Fraction(-2, 3), "-2/3 (kira-kira -0.6667)", "-2/3 (about -0.6667)"),
        (Fraction(5, 8), "0.625", "0.625"),
    ],
)
def test_decimals_stand_beside_a_fraction_that_does_not_end(
    value: Fraction, indonesian: str, english: str
) -> None:
    found = Diagnostic(kind=HOLE, facts={"value": value, "of": value, "bands": ()})
    exact = "0.625" if value == Fraction(5, 8) else f"{value}"
    for language, near in ((Language.ID, indonesian), (Language.EN, english)):
        told = words.message(found, language)
        assert f" {near} " in told.found
        assert f"`{exact}`" in told.found, "what is quoted can be written into the file"


def test_backticks_go_around_every_alternative() -> None:
    three = words.message(hole(bands=("a", "b", "c")), Language.EN)
    assert three.expected == "one of `a`, `b` or `c`"
    assert words.message(hole(bands=()), Language.EN).expected == "one of none"


def test_the_summary_counts_in_words() -> None:
    note = Diagnostic(kind=NOTE)
    warning = Diagnostic(kind=Kind("x-note", Severity.WARNING))
    assert text.summary([hole(), hole(), warning], Language.ID) == "2 galat, 1 peringatan"
    assert text.summary([hole(), warning, warning, note], Language.EN) == (
        "1 error, 2 warnings, 1 note"
    )
    assert text.summary([], Language.ID) == "tidak ada galat"
    assert text.summary([note], Language.EN) == "no errors, 1 note"


def test_colour_adds_nothing_to_the_words() -> None:
    coloured = text.human([hole()], Language.ID, text.Paint.ANSI)
    assert "\x1b[1;31mgalat[x-hole]\x1b[0m" in coloured
    stripped = coloured.replace("\x1b[1;31m", "").replace("\x1b[0m", "")
    assert stripped == text.human([hole()], Language.ID)


@pytest.mark.parametrize(
    "hidden",
    [
        *("\x00", "\x07", "\x1b[31m", "\u00a0", "\u00ad", "\u200b", "\u2066", "\ufeff", "\u3164"),
        *("\ud800", "\U000e0041", "\ufe0f", "\u2028", "\u0085", "\ue000"),
    ],
)
def test_what_cannot_be_seen_is_written_out(hidden: str) -> None:
    shown = visible(f"a{hidden}b")
    assert shown.startswith("a\\")
    assert all(" " <= char <= "~" for char in shown)


def test_ordinary_text_stays() -> None:
    for ordinary in ("Bangka Belitung", "é", "漢字", "naïve — “x”", "🙂"):
        assert visible(ordinary) == ordinary


@pytest.mark.parametrize("before", ["", "漢字", "e\u0301", "\u200b", "\t", "a\tb", "\x1b"])
def test_carets_stand_under_what_they_mean(before: str) -> None:
    source = Source("f", f"{before}HERE after")
    line, carets = excerpt(at(source, "HERE"), 1)
    assert carets.index("^") == cells(line[: line.index("HERE")])
    assert carets.count("^") == 4


def test_a_place_at_the_end_of_a_line_has_a_caret_behind_it() -> None:
    source = Source("f", "abc\ndef")
    assert excerpt(Span(source, 3, 3), 1) == ("  1 | abc", "    |    ^")
    assert excerpt(Span(source, 7, 7), 1) == ("  2 | def", "    |    ^")


def test_a_place_over_several_lines_shows_the_first() -> None:
    source = Source("f", "abc\ndef")
    assert excerpt(Span(source, 1, 6), 1) == ("  1 | abc", "    |  ^^")


def test_a_long_line_is_cut_around_the_place() -> None:
    source = Source("f", "x" * 50_000 + "HERE" + "y" * 50_000)
    line, carets = excerpt(at(source, "HERE"), 1)
    assert len(line) < 120
    assert line[carets.index("^") :].startswith("HERE")
    assert carets.count("^") == 4
