"""Messages that name the part, the answers or the unit they are about."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.words import message
from evaluator.pipeline import check, read
from evaluator.source import Source

FRAME = """instrument t "T" edition "2030" {{
  in force from 2030-01-01
  scale s {{ 0; 1; 2 }}
  input n "N" number from 0 to 10
  input budget "Budget" number from 0 in rupiah
  input spent "Spent" number from 1 in rupiah
  input staff "Staff" number from 1
  input x "X" yes or no
  criterion a "A" {{ rated on s }}
  criterion b "B" maximum 5 {{ value = {points} }}
  value v {value}
  value score = sum of criteria
}}
"""
CAPPED = "lowest of (n, 5)"


def told(points: str = CAPPED, value: str = "= budget / spent") -> list[Diagnostic]:
    program = read([Source("t.takar", FRAME.format(points=points, value=value))])
    return [found for found in check(program) if "unused" not in found.kind.code]


def test_the_frame_is_without_mistakes() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("value", "parts", "others"),
    [
        ("= a + budget", ("a",), ("budget",)),
        ("= budget - staff", ("staff",), ("budget",)),
        ("= highest of (a, budget, staff, spent)", ("a", "staff"), ("budget", "spent")),
        ("{ 1 when budget > staff; 0 otherwise }", ("staff",), ("budget",)),
        ("{ budget when x; staff * 2 otherwise }", ("staff * 2",), ("budget",)),
        ("by x { yes: spent; no: staff }", ("staff",), ("spent",)),
    ],
)
def test_what_has_no_unit_is_named_with_the_unit_it_needs(
    value: str, parts: tuple[str, ...], others: tuple[str, ...]
) -> None:
    (found,) = [each for each in told(value=value) if each.is_error]
    assert found.kind.code == "unit-missing"
    assert (found.facts["parts"], found.facts["others"]) == (parts, others)
    assert found.facts["units"] == ("rupiah",)
    for language in Language:
        words = message(found, language)
        assert f"`{parts[0]}`" in words.sentence
        assert f"`{parts[0]}`" in words.repair


def test_answers_that_exceed_a_maximum_are_named() -> None:
    # At n = 0 it is the highest of (0, 6) less nothing, which is 6.
    (found,) = told("highest of (n, 6) - n / 2")
    assert (found.kind.code, found.facts["answers"]) == ("maximum-exceeded-by-answers", "n = 0")
    assert found.facts["value"] == 6
    for language in Language:
        assert "`n = 0`" in message(found, language).sentence


def test_a_maximum_that_all_answers_keep_is_proved_by_its_ends() -> None:
    # It rises with n and x: at most 10 / 2 + 0.
    assert told("(n + n) / 4") == []


def test_a_maximum_that_is_not_proved_says_where_the_proof_stops() -> None:
    (found,) = told("highest of (n, 5) - n")
    assert (found.kind.code, found.facts["part"]) == ("maximum-unproved", "b")
