"""Amendments: nothing is lost on the way, and nothing is taken in that stands where it cannot."""

from __future__ import annotations

import pytest
from tests.units.rules_at_hand import codes, program

from evaluator.analysis.editions import consolidated
from evaluator.pipeline import fingerprint

BASE = """
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale q { 0; 1; 2 }
  weights of aspect add up to 100%
  every aspect { value = mean of criteria }
  every criterion { rated on q }
  aspect a "A" weight 60% { criterion c; criterion d }
  aspect b "B" weight 40% { criterion e }
  value s = weighted mean of aspects
}
"""


def amended(lines: str) -> str:
    return (
        BASE + 'instrument x edition "2" amends "1" {\nin force from 2025-01-01\n' + lines + "\n}"
    )


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("change aspect a { weight 50% }\nchange aspect a { weight 60% }", "statement-twice"),
        ('change aspect a "A" { label "B" }', "statement-twice"),
        ("change aspect a { add value v = 1 }", "statement-misplaced"),
        ("add value = 1", "statement-misplaced"),
        ("change aspect a { add criterion f; add criterion f }", "already-there"),
    ],
)
def test_what_cannot_be_meant_is_refused(lines: str, code: str) -> None:
    assert code in [found for found, _ in codes(amended(lines))]


def test_a_part_can_be_removed_and_stated_anew_in_one_change() -> None:
    assert codes(amended('change aspect a { remove criterion d; add criterion d "D" }')) == []


def sha256(text: str) -> str:
    whole = consolidated(program(text).declared, ("x", "1")).value
    assert whole is not None
    return fingerprint(whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("criterion e }", "criterion e {} }"),
        ('aspect a "A" weight 60% {', 'aspect a { label "A"; weight 3/5\n'),
        ("  scale q", "  # a scale\n  scale q"),
    ],
)
def test_layout_leaves_the_fingerprint_alone(old: str, new: str) -> None:
    assert sha256(BASE.replace(old, new)) == sha256(BASE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("mean of criteria", "highest of criteria"), ('"A"', '"AA"'), ("0; 1; 2", "0; 1; 2; 3")],
)
def test_meaning_changes_the_fingerprint(old: str, new: str) -> None:
    assert sha256(BASE.replace(old, new)) != sha256(BASE)
