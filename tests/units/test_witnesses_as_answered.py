"""The answers that break a promise of the rules are told as a response states them."""

from __future__ import annotations

from evaluator.diagnostics.model import Fact
from evaluator.pipeline import check, read
from evaluator.source import Source

RULES = """takar 1
instrument w "W" edition "1" {
  in force from 2025-01-01
  scale s { 0 counts as 0; 3 counts as 25; 5 counts as 40 }
  every criterion { rated on s }
  criterion c1 "One"
  value total = c1
  value debt = 100 - c1
  LINE
}
"""


def facts(line: str, code: str) -> dict[str, Fact]:
    """What the one finding of a code says of the rules with a line."""
    found = check(read([Source("w.takar", RULES.replace("LINE", line))]))
    (one,) = (each for each in found if each.code == code)
    return dict(one.facts)


def test_a_claim_is_refuted_by_a_level_not_by_what_it_counts_as() -> None:
    told = facts("claim total at most 30", "claim-refuted")
    assert (told["value"], told["answers"]) == (40, "c1 = 5")


def test_so_is_one_on_raising_an_answer() -> None:
    told = facts("claim raising any answer never lowers debt", "claim-refuted-by-raising")
    assert (told["low"], told["high"]) == (0, 3)
    assert (told["before"], told["after"]) == (100, 75)
