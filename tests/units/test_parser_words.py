"""Ids are not reserved: every word of both languages stands wherever an id does."""

from __future__ import annotations

import pytest

from evaluator.source import Source
from evaluator.syntax import grammar
from evaluator.syntax.keywords import Language
from evaluator.syntax.parse import parse

WORDS = sorted(
    {
        word
        for vocabulary in grammar.load().words.values()
        for phrases in vocabulary.by_terminal.values()
        for phrase in phrases
        for word in phrase.text.replace("-", " ").split(" ")
    }
)
RESERVED = grammar.load().words[Language.EN].reserved

ENGLISH = """instrument {0} "X" edition "1" amends "0" {{
  assesses {0} "S"
  assumption {0} "t" because "b"
  scale {0} cumulative {{ {0} "L"; {0} }}
  evidence {0} "E" {{ requires {0}, {0}; valid on period end under assumption {0} }}
  input {0} "I" one of {{ {0}; {0} "C"
    {0} }}
  input {0} number from 1 to 2 in {0}
  input {0} yes or no
  input {0} date under assumption {0}
  criterion {0} "K" weight 20% {{
    rated on {0}
    level 1 and up needs {0} and 2 {0} or 2 of ({0}, {0})
    level 2 needs {0}
    under "x"
    level 3 needs 2 {0}
  }}
  bands {0} "B" of {0} as published {{
    "R" from 1 to 2 printed as {0} from 1 printed as {0} below 2 under assumption {0}
  }}
  change criterion {0} {{ weight 1 }}
  change bands {0} {{ "R" below 2 }}
  remove criterion {0}
  remove value {0}
}}
example "E" for {0} edition "1" {{
  given {0} = 2
  given {0} is other
  expect {0} = "R"
  expect contribution of {0} = 2 contradicts assumption {0} because "c"
  expect {0} is incomplete
}}
"""
IN_FORMULAS = """instrument x edition "1" {{
  value {0} "V" = {0}
  value {0} = {0} + {0} * ({0} - {0}) / {0}
    under assumption {0}
  value a = rounded({0} to 2 decimals half up) published with 2 decimals half up
  value b = highest of ({0}, {0}) - {0} as published
  value c = -{0} under "x"
  value {0} {{ {0} when {0} >= {0} and not {0} or {0} is {0}; {0} when {0}; {0} otherwise }}
  not scored when {0} is not {0} or {0} < 2 because "b"
}}
example "E" for x edition "1" {{ given a is {0} }}
"""


def in_indonesian(english: str) -> str:
    """The same rules with every keyword in Indonesian; `{0}` stays where it is."""
    source = Source("x.takar", english.format("placeholder"))
    file = parse(source).value
    assert file is not None
    words = grammar.load().words[Language.ID]
    text, at = "", 0
    for token in file.tokens:
        text += source.text[at : token.at.start]
        is_phrase = token.terminal in words.by_terminal
        text += words.spelled(token.terminal, token.text) if is_phrase else token.at.text
        at = token.at.end
    return (
        (text + source.text[at:])
        .replace("{", "{{")
        .replace("}", "}}")
        .replace("placeholder", "{0}")
    )


def problems(template: str, word: str) -> list[tuple[str, str]]:
    text = template.format(word)
    return [(d.code, d.at.text) for d in parse(Source("x.takar", text)).diagnostics]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("template", [ENGLISH, in_indonesian(ENGLISH)])
def test_every_word_is_an_id_in_declarations(template: str, word: str) -> None:
    assert problems(template, word) == []


@pytest.mark.parametrize("word", [word for word in WORDS if word not in RESERVED])
@pytest.mark.parametrize("template", [IN_FORMULAS, in_indonesian(IN_FORMULAS)])
def test_every_word_but_the_reserved_is_an_id_in_formulas(template: str, word: str) -> None:
    assert problems(template, word) == []


def test_few_words_are_reserved() -> None:
    in_formulas = {"not", "yes", "no", "count of", "tidak", "ya", "banyaknya"}
    in_tables = {"any", "apa pun", "none", "nihil", "missing", "belum diisi"}
    assert in_formulas | in_tables == RESERVED
