"""What a message quotes to be written into a rule file is in the words of that file."""

from __future__ import annotations

import re

import pytest

from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.words import message, with_quotes_of, written_in
from evaluator.pipeline import check, read
from evaluator.source import Source

QUOTED = re.compile(r"`[^`]*`")
FACT = re.compile(r"\{[a-z][a-z0-9_]*\}")
OF_DATA = {"columns-file-id", "unknown-record"}
"""Told of data and responses, which have no keywords."""

GATED = """instrumen x "X" edisi "1" {
  mulai berlaku 2024-01-01
  isian a "A" bilangan mulai dari 0 sampai dengan 3
  nilai skor "Skor" = a
  ambang kategori "Kategori" dari skor {
    "Rendah" kurang dari 2 hanya jika a > 0
    "Tinggi" mulai dari 2
  }
}
"""


def sentences(code: str, language: Language) -> list[str]:
    words = catalogue()[code].words[language]
    return [words.found, words.expected or "", words.repair]


@pytest.mark.parametrize("code", sorted(set(catalogue()) - OF_DATA))
def test_both_languages_quote_the_same_things_in_the_same_order(code: str) -> None:
    pairs = zip(sentences(code, Language.EN), sentences(code, Language.ID), strict=True)
    for english, indonesian in pairs:
        quoted = QUOTED.findall(english), QUOTED.findall(indonesian)
        facts = [[sorted(FACT.findall(quote)) for quote in quotes] for quotes in quoted]
        assert facts[0] == facts[1]


def test_an_english_message_quotes_the_words_of_an_indonesian_file() -> None:
    program = read([Source("x.takar", GATED)])
    (found,) = (d for d in check(program) if d.code == "band-gate-lowest")
    assert "expected a lowest band without `hanya jika`" in message(found, Language.EN).sentence
    assert "tanpa `hanya jika`" in message(found, Language.ID).sentence


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.takar", "# instrument\ntakar 1\n\ninstrumen x", Language.ID),
        ("a.takar", 'example "A" for x edition "1" {', Language.EN),
        ("a.takar", "", None),
        ("response.yaml", "instrument: x", None),
    ],
)
def test_a_file_is_in_the_language_of_its_first_head(
    name: str, text: str, language: Language | None
) -> None:
    assert written_in(Source(name, text)) is language


def test_sentences_that_quote_differently_keep_their_own_words() -> None:
    assert with_quotes_of("write `a` or `b`", "tulis `c`") == "write `a` or `b`"
