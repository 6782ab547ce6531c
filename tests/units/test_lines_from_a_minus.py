"""A line that begins with `-` goes on with a formula, unless a line of its own can begin so."""

from __future__ import annotations

from evaluator.pipeline import check, read
from evaluator.source import Source

RULES = """instrument m "M" edition "1" {
  in force from 2025-01-01
  input n "N" number from -10 to 10
  value t = n
LINES
}
"""


def codes(lines: str) -> list[str]:
    """What is found in the rules with some lines."""
    return [each.code for each in check(read([Source("m.takar", RULES.replace("LINES", lines))]))]


def test_a_formula_goes_on() -> None:
    lines = "    - 1\n    -n\n  claim t from -1 to -1"
    assert codes(lines) == []


def test_a_row_of_a_table_does_not() -> None:
    rows = "  value u by n {\n    below -5: n\n    from -5 to 5: n\n      * 2\n    above 5: 3\n  }"
    assert codes(rows) == []
    rows = "  value u by n {\n    above -10: n\n    -10: 3\n  }"
    assert codes(rows) == []


def test_a_mark_before_a_statement_is_told() -> None:
    assert codes("  - value u = n") == ["unknown-line"]
    assert codes('  - input k "K" yes or no') == ["unknown-line"]
