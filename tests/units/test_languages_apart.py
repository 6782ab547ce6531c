"""A message is in the language that was asked for: nothing of the other one stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.pages import staged_kinds
from evaluator.diagnostics.words import message
from evaluator.pipeline import check, read
from evaluator.source import Source
from evaluator.syntax import grammar
from evaluator.syntax.expected import expected
from evaluator.syntax.keywords import Language as Keywords
from evaluator.syntax.parse import parse
from examples import diagnose

WRITTEN = re.compile(r'`[^`]*`|"[^"]*"|\{\w+\}')
"""What an author wrote, a file holds, or a fact stands for."""
WORD = re.compile(r"[a-z]{2,}")


def words_of(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(WRITTEN.sub(" ", text.lower())))


def spoken(language: Language) -> frozenset[str]:
    """Every word that the messages and pages of a language are made of."""
    sentences = [
        sentence
        for entry in catalogue().values()
        for sentence in (
            entry.words[language].title,
            entry.words[language].found,
            entry.words[language].expected or "",
            entry.words[language].repair,
            entry.words[language].why,
        )
    ]
    phrases = PHRASES[language]
    shared = (phrases.expected, phrases.alternative, phrases.nothing, *phrases.shapes.values())
    return frozenset[str]().union(*map(words_of, (*sentences, *shared)))


SPOKEN = {language: spoken(language) for language in Language}
FOREIGN = {
    Language.ID: SPOKEN[Language.EN] - SPOKEN[Language.ID],
    Language.EN: SPOKEN[Language.ID] - SPOKEN[Language.EN],
}


def foreign_words(found: Diagnostic, language: Language) -> frozenset[str]:
    said = message(found, language)
    return words_of(f"{said.sentence} {said.repair}") & FOREIGN[language]


def test_the_two_languages_are_told_apart_by_their_words() -> None:
    assert {"bilangan", "sebuah", "baris"} <= FOREIGN[Language.EN]
    assert {"number", "the", "line"} <= FOREIGN[Language.ID]


CODES = sorted(code for code, entry in catalogue().items() if entry.bad is not None)


@pytest.mark.parametrize("code", CODES)
def test_a_message_on_its_example_is_in_one_language(code: str) -> None:
    entry, staged = catalogue()[code], staged_kinds()[code]
    for found in diagnose(staged, entry, entry.bad or ""):
        for language in Language:
            assert not foreign_words(found, language), message(found, language).sentence


def states() -> Iterator[tuple[str, ...]]:
    """What can stand next in each state of the grammar."""
    tables = grammar.load().tables
    for row in tables.moves:
        yield tuple(terminal for terminal in row if terminal in tables.terminals)


@pytest.mark.parametrize("keywords", list(Keywords))
def test_what_could_stand_at_a_place_is_said_in_one_language(keywords: Keywords) -> None:
    """Whatever the language of the file, in every state reading can be in."""
    words = grammar.load().words[keywords]
    (found,) = parse(Source("x.takar", "catatan\n")).diagnostics
    for acceptable in states():
        facts = {"found": "x", "expected": expected(acceptable, words, "x")}
        told = Diagnostic(kind=found.kind, at=found.at, facts=facts)
        for language in Language:
            assert not foreign_words(told, language), message(told, language).sentence


UNITS = """instrumen x edisi "1" {
  mulai berlaku 2024-01-01
  isian jam bilangan mulai dari 0 dalam jp
  isian cuti bilangan mulai dari 0 dalam hari
  nilai n = jam + cuti
}
"""


@pytest.mark.parametrize(("language", "unit"), [(Language.ID, "`hari`"), (Language.EN, "`days`")])
def test_a_unit_of_time_is_told_in_the_language_of_the_message(
    language: Language, unit: str
) -> None:
    (found,) = (d for d in check(read([Source("x.takar", UNITS)])) if d.is_error)
    assert unit in message(found, language).found
