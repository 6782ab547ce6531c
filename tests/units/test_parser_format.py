"""The one layout: what stands where, and what is never touched."""

from __future__ import annotations

import pytest
from tests.units.rule_text import TEXT

from evaluator.source import Source
from evaluator.syntax.format import format_text
from evaluator.syntax.keywords import Language


def formatted(text: str, language: Language | None = None) -> str:
    outcome = format_text(Source("contoh.takar", text), language)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def body(lines: str) -> str:
    """The layout of the lines of an instrument."""
    laid_out = formatted(f'instrument x edition "1" {{\n{lines}\n}}\n')
    first, *inner, last = laid_out.removesuffix("\n").split("\n")
    assert (first, last) == ('instrument x edition "1" {', "}")
    return "\n".join(line.removeprefix("  ") for line in inner)


def test_a_file_in_the_layout_stays_as_it_is() -> None:
    text = TEXT.replace("penerbit    ", "penerbit ")
    assert formatted(text) == text


def test_columns_stand_below_each_other() -> None:
    assert body(
        'criterion a "A" {\nsubcriterion wbs "W"\nsubcriterion peta_jalan "P"\n}\n'
        'bands k of a {\n"R" from 0 to 100 printed as b from 0 to 0.33\n'
        '"Tinggi" from 101 to 200 printed as b from 0.34 to 1\n}\n'
        "value skor = a\nvalue indeks=a/3\n"
        'change criterion a { weight 1 }\nchange criterion bcd { weight 1; label "B" }'
    ) == (
        'criterion a "A" {\n'
        '  subcriterion wbs        "W"\n'
        '  subcriterion peta_jalan "P"\n'
        "}\n"
        "bands k of a {\n"
        '  "R"      from 0   to 100 printed as b from 0    to 0.33\n'
        '  "Tinggi" from 101 to 200 printed as b from 0.34 to 1\n'
        "}\n"
        "value skor   = a\n"
        "value indeks = a / 3\n"
        "change criterion a   { weight 1 }\n"
        'change criterion bcd { weight 1; label "B" }'
    )


@pytest.mark.parametrize("between", ["\n", "# remark\n", 'issuer "x"\n'])
def test_a_gap_ends_the_columns(between: str) -> None:
    laid_out = body(f"value a = 1\n{between}value bcd = 1")
    assert laid_out.startswith("value a = 1\n")
    assert laid_out.endswith("value bcd = 1")


def test_words_stand_one_space_apart() -> None:
    assert body(
        "value v=( a+b )*-c/100 -  rounded ( d  to 2 decimals half up )\n"
        "criterion k weight 100 / 3 maximum - 2\n"
        "value w = lowest of(a ,25)\n"
        "input i number from -2 to 2 in  poin"
    ) == (
        "value v = (a + b) * -c / 100 - rounded(d to 2 decimals half up)\n"
        "criterion k weight 100/3 maximum -2\n"
        "value w = lowest of (a, 25)\n"
        "input i number from -2 to 2 in poin"
    )


def test_comments_and_single_blank_lines_stay_where_they_are() -> None:
    text = (
        '# first\n\n\n# second\ninstrument x edition "1" {   # beside the brace\n\n'
        "   # above\n draft  # beside\n\n\n\n  weight 1;# one\n weight 2\n\n # last\n\n}\n\n\n# end"
    )
    assert formatted(text) == (
        '# first\n\n# second\ninstrument x edition "1" {  # beside the brace\n'
        "  # above\n  draft  # beside\n\n  weight 1  # one\n  weight 2\n\n  # last\n}\n\n# end\n"
    )


def test_a_comment_inside_a_statement_stays_there() -> None:
    assert body(
        'value v = a + # first\n  b\n  # second\n  under "x"\ncriterion k # third\n{\n}'
    ) == ('value v = a +  # first\n  b\n  # second\n  under "x"\ncriterion k  # third\n{}')


def test_a_body_stays_as_it_was_written_where_it_fits() -> None:
    assert body('criterion a { weight 1;   label "A" }') == 'criterion a { weight 1; label "A" }'
    assert body("criterion a { weight 1\n }") == "criterion a {\n  weight 1\n}"
    assert body("criterion a {\n}") == "criterion a {}"
    long = body(f'criterion a {{ weight 1; label "{"A" * 100}" }}')
    assert long == f'criterion a {{\n  weight 1\n  label "{"A" * 100}"\n}}'


def test_a_long_line_is_broken_before_its_reasons() -> None:
    text = "x" * 60
    assert body(f'assumption a "{text}" because "{text}"') == (
        f'assumption a "{text}"\n  because "{text}"'
    )
    assert body('assumption a "x"\n   because "y"') == 'assumption a "x" because "y"'
    text = "x" * 30
    wide = " + ".join(["abcdefgh"] * 9)
    assert body(f'value v = {wide} published with 2 decimals half up under "{text}"') == (
        f'value v = {wide}\n  published with 2 decimals half up under "{text}"'
    )


def test_what_follows_on_empty_braces_stays_on_their_line() -> None:
    beginning = "  isian komponen daftar {} diberikan oleh verifikator {"
    line = '    sebelum verifikasi dihitung sebagai 0 berdasarkan "Pasal 9 ayat (2)"'
    text = f'instrumen a edisi "1" {{\n{beginning}\n{line}\n  }}\n}}\n'
    assert formatted(text) == text


def test_a_line_that_would_go_on_keeps_its_semicolon() -> None:
    text = "value v {\n  1 when a;\n  and otherwise\n}"
    assert body(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_become_plain(end: str) -> None:
    assert formatted(TEXT.replace("\n", end)) == formatted(TEXT)


def test_keywords_change_and_nothing_else_does() -> None:
    text = (
        '# nilai\ninstrumen nilai "nilai" edisi "1" {\n  nilai bobot = rata-rata dari kriteria\n}\n'
    )
    english = (
        '# nilai\ninstrument nilai "nilai" edition "1" {\n  value bobot = mean of criteria\n}\n'
    )
    assert formatted(text, Language.EN) == english
    assert formatted(english, Language.ID) == text
    assert formatted(formatted(TEXT, Language.EN), Language.ID) == formatted(TEXT)


def test_an_empty_file_stays_empty() -> None:
    assert formatted("\n\n") == ""


def test_a_file_with_mistakes_is_not_laid_out() -> None:
    outcome = format_text(Source("x.takar", TEXT.replace("mulai berlaku", "mulai berlku")))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["unknown-word"]


def test_warnings_do_not_stop_the_layout() -> None:
    outcome = format_text(Source("x.takar", TEXT.replace("skor / 300", "skor / 1.000")))
    assert outcome.value is not None
    assert [d.code for d in outcome.diagnostics] == ["looks-like-thousands"]
