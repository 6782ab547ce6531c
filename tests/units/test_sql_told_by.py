"""The column of a result that tells which rows are complete, where there is one."""

from __future__ import annotations

from textwrap import indent

import pytest

from units.test_sql import plan_of

TEXT = """
instrument x "X" edition "1" {{
  in force from 2024-01-01
  input a "A" number from 0 to 100
  input b "B" number from 0 to 100
{}
}}
"""
READING = 'assumption reading "Ten otherwise" because "the table is silent"'
RULES = {
    "a sum of all answers": (["value total = 0.7 * a + 0.3 * b"], "total"),
    "the published one where the exact one is a text": (
        ["value total = (a + b) / 3 published with 2 decimals half up"],
        "total",
    ),
    "nothing but a text": (["value total = (a + b) / 3"], None),
    "two values that wait for different answers": (["value one = a", "value other = b"], None),
    "an answer that is not always needed": (
        [
            READING,
            "value one { a when b > 50; 10 otherwise under assumption reading }",
        ],
        "one",
    ),
    "rows that are not scored": (
        ["value total = a + b", 'not scored when a > 90 because "too many"'],
        None,
    ),
    "nothing is waited for": (["value total = 4"], None),
}


@pytest.mark.parametrize("what", RULES)
def test_the_column_that_is_null_where_a_row_is_incomplete(what: str) -> None:
    rules, column = RULES[what]
    assert (
        plan_of(TEXT.format(indent("\n".join(rules), "  "))).stored.null_where_incomplete == column
    )
