"""Braces left out, and brackets written for them: one message, whose repair repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from rule_text import TEXT

from evaluator.diagnostics.model import Diagnostic
from evaluator.source import Source
from evaluator.syntax.parse import parse

ENGLISH = """instrument t "T" edition "2030" {
  in force from 2030-01-01
  scale s { 0; 1; 2 }
  input x "X" one of {
    yes_it_is "Yes"
    not_at_all "No"
  }
  every criterion { rated on s }
  criterion a "A" {
    applies when x is yes_it_is
    not applicable is left out
  }
  value score = mean of criteria
  value other {
    1 when x is yes_it_is
    0 otherwise
  }
}
example "E" for t edition "2030" {
  given x is yes_it_is
  given a = 2
  expect score = 2
}
"""
_PIECE = re.compile(r'"[^"]*"|[{}]')


def errors(text: str) -> list[Diagnostic]:
    return [found for found in parse(Source("t.takar", text)).diagnostics if found.is_error]


def pairs(text: str) -> Iterator[tuple[int, int]]:
    """Where the braces of a text open and close."""
    open_at: list[int] = []
    for piece in _PIECE.finditer(text):
        if piece[0] == "{":
            open_at.append(piece.start())
        elif piece[0] == "}":
            yield open_at.pop(), piece.start()


def put(text: str, marks: dict[int, str]) -> str:
    chars = list(text)
    for place, mark in marks.items():
        chars[place] = mark
    return "".join(chars)


PAIRS = [(text, *pair) for text in (TEXT, ENGLISH) for pair in pairs(text)]


@pytest.mark.parametrize(
    ("pair", "brackets"),
    list(product(PAIRS, ("[]", "()", "[}", "(}", "{]", "{)", "[)", "(]"))),
)
def test_a_bracket_for_a_brace_is_told_once_for_its_pair(
    pair: tuple[str, int, int], brackets: str
) -> None:
    text, opening, closing = pair
    (found,) = errors(put(text, {opening: brackets[0], closing: brackets[1]}))
    assert found.kind.code == "bracket-for-brace"
    assert found.at.start == (closing if brackets[0] == "{" else opening)
    assert found.facts["line"] == text.count("\n", 0, opening) + 1
    assert found.facts["end"] == text.count("\n", 0, closing) + 1


@pytest.mark.parametrize("text", [TEXT, ENGLISH])
@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_brackets_throughout_are_told_once_for_each_pair(text: str, brackets: str) -> None:
    spoiled = text.translate(str.maketrans("{}", brackets))
    found = errors(spoiled)
    assert [each.at.start for each in found] == sorted(opening for opening, _ in pairs(text))
    assert {each.kind.code for each in found} == {"bracket-for-brace"}


@pytest.mark.parametrize("pair", PAIRS)
def test_a_brace_left_out_is_told_once_and_put_in_where_it_is_said(
    pair: tuple[str, int, int],
) -> None:
    text, opening, closing = pair
    spoiled = put(text, {opening: " "})
    (found,) = errors(spoiled)
    is_on_one_line = "\n" not in text[opening:closing]
    assert found.kind.code == ("missing-word" if is_on_one_line else "missing-brace")
    assert errors(f"{spoiled[: found.at.start]} {{ {spoiled[found.at.start :]}") == []


def test_the_head_of_a_block_may_stand_on_two_lines() -> None:
    """The braces of another block are found by its indentation all the same."""
    text = (
        ENGLISH.replace(
            "  value other {\n",
            "  input done list of { day date }\n"
            "  value other by count of done\n      where (day within period) {\n",
        )
        .replace("1 when x is yes_it_is", "from 1: 1")
        .replace("0 otherwise", "0: 0")
    )
    assert errors(text) == []
    (found,) = errors(text.replace('criterion a "A" {', 'criterion a "A"'))
    assert (found.kind.code, found.at.line) == ("missing-brace", 9)


@pytest.mark.parametrize(
    "wrong",
    ["value score = mean of criteria)", "value score = lowest of [a, 1]"],
)
def test_brackets_in_formulas_are_no_braces(wrong: str) -> None:
    found = errors(ENGLISH.replace("value score = mean of criteria", wrong))
    assert "bracket-for-brace" not in {each.kind.code for each in found}
    assert found


@pytest.mark.parametrize(
    "line",
    [
        "value other by absolute (a) { any: 1 }",
        "value other by root(a, 2) { any: 1 }",
        "value other by power (a, 2) { any: 1 }",
    ],
)
def test_a_function_behind_by_has_its_own_brackets(line: str) -> None:
    assert errors(ENGLISH.replace("value score = mean of criteria", line)) == []
