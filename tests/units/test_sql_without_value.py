"""Conditions and tables on what may have no value, as SQL: no value, never another line."""

from __future__ import annotations

import duckdb

from evaluator.backends.sql.compile import compile_groups
from evaluator.backends.sql.groups import What
from evaluator.backends.sql.plan import INPUT_ROWS
from evaluator.pipeline import compile_edition
from units.rules_at_hand import program
from units.test_sql import YEAR, plan_of
from units.test_sql_applies import told

SHARE = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input here "Here" number from 0 to 100
  input days "Days" number from 0 to 100
  input sent "Sent" yes or no
  value share = here / days
  value points { 1 when share >= 0.5; 2 when sent; 3 otherwise }
  value both { 1 when share >= 0.5 and sent; 3 otherwise }
  value either { 1 when share >= 0.5 or sent; 3 otherwise }
  value looked by share { below 0.5: 1; from 0.5: 2 }
  verdict kind { "Good" when not share < 0.5; "Poor" otherwise }
}
"""
COLUMNS = {
    "id": "VARCHAR",
    "here": "DECIMAL(18, 2)",
    "days": "DECIMAL(18, 2)",
    "sent": "BOOLEAN",
}


def test_a_condition_on_what_has_no_value_has_none() -> None:
    found, _ = told(
        plan_of(SHARE),
        COLUMNS,
        "('1', 1, 2, TRUE), ('2', 1, 4, TRUE), ('3', 1, 0, TRUE), ('4', 1, 0, FALSE),"
        " ('5', 1, 0, NULL), ('6', 1, NULL, FALSE)",
    )
    assert [row[1:] for row in found] == [
        ("0.5", "1", "1", "1", "2", "Good", "complete"),
        ("0.25", "2", "3", "1", "1", "Poor", "complete"),
        # No line after the first is come to; `or` is settled by what was sent.
        (None, None, None, "1", None, None, "complete"),
        # `and` is settled by what was not.
        (None, None, "3", None, None, None, "complete"),
        # Both wait: what has no value settles neither.
        (None, None, None, None, None, None, "incomplete: sent"),
        (None, None, "3", None, None, None, "incomplete: days"),
    ]


def test_the_text_says_where_there_is_no_value() -> None:
    text = plan_of(SHARE).text
    step = text[text.index("-- x.takar:9") : text.index("-- x.takar:10")]
    assert "share_no_value" in step
    assert "ELSE 3" in step


PART = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale s { 0; 1; 2; 3 }
  input here "Here" number from 0 to 100
  input days "Days" number from 0 to 100
  aspect rate "Rate" weight 1 { value = here / days }
  aspect a "A" weight 1 { applies when rate >= 0.5; not applicable is left out; rated on s }
  value score { a when a >= 1; 10 otherwise }
}
"""


def test_a_part_whose_condition_has_no_value_has_none_and_may_be_answered() -> None:
    columns = {"id": "VARCHAR", "here": "DECIMAL(18, 2)", "days": "DECIMAL(18, 2)", "a": "BIGINT"}
    found, rejected = told(
        plan_of(PART),
        columns,
        "('1', 1, 2, 2), ('2', 1, 2, 0), ('3', 1, 4, NULL), ('4', 1, 0, 2), ('5', 1, 4, 2),"
        " ('6', 1, 0, NULL)",
    )
    assert rejected == [("5", "a", "item-not-applicable")]
    assert [(row[0], row[2], row[3], row[-1]) for row in found] == [
        ("1", "2", "2", "complete"),
        ("2", "0", "10", "complete"),
        # What does not apply has no value in a condition.
        ("3", None, None, "complete"),
        ("4", None, None, "complete"),
        ("6", None, None, "complete"),
    ]


def test_a_subject_without_a_category_is_in_none_and_its_group_waits_for_nothing() -> None:
    rules = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assesses staff "Staff" in office "Office"
  input here "Here" number from 0 to 100
  input days "Days" number from 0 to 100
  value share = here / days
  verdict kind { "Good" when share >= 0.5; "Poor" otherwise }
  for each office { value poor = count of staff where (kind is "Poor") }
}
"""
    instrument = compile_edition(program(rules), ("x", "1")).value
    assert instrument is not None
    (summed,) = compile_groups(instrument, YEAR, {"here": 0, "days": 0}).value or ()
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, office VARCHAR, here DECIMAL(18, 0),"
            " days DECIMAL(18, 0))"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 'o', 1, 4), ('2', 'o', 1, 0), ('3', 'o', 1, 2),"
            " ('4', 'o', NULL, 2)"
        )
        (row,) = connection.execute(summed.text).fetchall()
    (numbers,) = summed.terms(row).values()
    # The first is poor, the third good; the second has no share, the fourth waits for one.
    assert (numbers[What.COUNT], numbers[What.OPEN]) == (1, 1)
