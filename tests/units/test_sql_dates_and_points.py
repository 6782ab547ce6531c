"""Full years and months between dates, and points that a verifier has yet to give, as SQL."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from evaluator.backends.sql.days import full_time
from evaluator.backends.sql.nodes import Column
from evaluator.backends.sql.printer import expression
from evaluator.values.windows import Length, length
from units.test_sql import plan_of
from units.test_sql_applies import told

ENDS = [
    day + timedelta(days=beside)
    for day in (
        date(2019, 2, 28),
        date(2020, 2, 29),
        date(2020, 12, 31),
        date(2021, 4, 30),
        date(2023, 1, 31),
        date(2024, 2, 29),
    )
    for beside in range(-3, 4)
]


@pytest.mark.parametrize("unit", [Length.FULL_YEARS, Length.FULL_MONTHS])
def test_time_between_any_two_days_is_that_of_the_rules(unit: Length) -> None:
    node = expression(full_time(unit, Column("a"), Column("b")))
    pairs = [(a, b) for a in ENDS for b in ENDS]
    values = ", ".join(f"(DATE '{a}', DATE '{b}')" for a, b in pairs)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {node} FROM (VALUES {values}) AS t(a, b)").fetchall()
    assert [months for (months,) in found] == [length(unit, a, b) for a, b in pairs]


def test_who_is_born_on_29_february_is_a_year_older_on_the_28th() -> None:
    rules = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input born "Born" date
  input left "Left" date
  value age = full years from born until left
  value months = full months from born until left
}
"""
    found, _ = told(
        plan_of(rules),
        {"id": "VARCHAR", "born": "DATE", "left": "DATE"},
        "('1', '2000-02-29', '2001-02-27'), ('2', '2000-02-29', '2001-02-28'),"
        " ('3', '2000-02-29', '2004-02-28'), ('4', '2000-02-29', '2004-02-29'),"
        " ('5', '2001-02-28', '2000-02-29'), ('6', NULL, '2000-02-29')",
    )
    assert [row[1:] for row in found] == [
        ("0", "11", "complete"),
        ("1", "12", "complete"),
        ("3", "47", "complete"),
        ("4", "48", "complete"),
        ("-1", "-12", "complete"),
        (None, None, "incomplete: born"),
    ]


POINTS = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input hours "Hours" number from 0 to 100
  input late "Late" number from -2 to 0 given by verifier {
    before verification counts as -1/3 under "Article 7"
  }
  input extra "Extra" number from 0 to 5 given by verifier
  value base = hours / 10 + late
  value fined { 0 when late < 0; 1 otherwise }
  value all = base + extra
}
"""


def test_points_count_as_before_verification_or_are_missing() -> None:
    plan = plan_of(POINTS, decimals={"hours": 0})
    assert [column.name for column in plan.inputs] == ["id", "hours"]
    found, rejected = told(
        plan, {"id": "VARCHAR", "hours": "DECIMAL(18, 0)"}, "('1', 8), ('2', NULL)"
    )
    assert not rejected
    # 8/10 - 1/3 = 7/15; nobody has said what the extra points are.
    assert [row[1:] for row in found] == [
        ("7/15", "0", None, "incomplete: extra"),
        (None, "0", None, "incomplete: hours, extra"),
    ]
    step = plan.text[plan.text.index("-- Late") : plan.text.index("-- Extra")]
    assert (
        step
        == """\
-- Late, before verification, x.takar:6
-- under Article 7
late_per_3 AS (
  SELECT
    *,
    -1 AS late_per_3
  FROM valid_rows
),

"""
    )
