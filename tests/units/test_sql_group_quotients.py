"""Groups sum up quotients of data where the divisors have a short common multiple."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest

from evaluator.backends.sql.compile import compile_groups
from evaluator.backends.sql.groups import What
from evaluator.backends.sql.plan import INPUT_ROWS
from evaluator.pipeline import compile_edition
from units.rules_at_hand import program
from units.test_sql import YEAR

RULES = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assesses staff "Staff" in office "Office"
  input done "Done" number from -100 to 100
  input months "Months" number from LOW to HIGH
  value pace = done / months
  for each office { value average = mean of pace; value best = highest of pace }
}
"""


def test_a_quotient_by_few_numbers_is_summed_up_exactly() -> None:
    rules = RULES.replace("LOW", "1").replace("HIGH", "12")
    instrument = compile_edition(program(rules), ("x", "1")).value
    assert instrument is not None
    (summed,) = compile_groups(instrument, YEAR, {"done": 0, "months": 0}).value or ()
    rows = "('1', 'a', 1, 3), ('2', 'a', 1, 4), ('3', 'a', -5, 11), ('4', 'b', NULL, 2)"
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS}"
            " (id VARCHAR, office VARCHAR, done DECIMAL(18, 0), months DECIMAL(18, 0))"
        )
        connection.execute(f"INSERT INTO {INPUT_ROWS} VALUES {rows}")
        found = {row[0]: summed.terms(row) for row in connection.execute(summed.text).fetchall()}
    mean, best = found["a"].values()
    # 1/3 + 1/4 - 5/11 = (44 + 33 - 60) / 132
    assert (mean[What.TOTAL], mean[What.COUNT]) == (Fraction(17, 132), 3)
    assert (best[What.HIGHEST], best[What.LOWEST]) == (Fraction(1, 3), Fraction(-5, 11))
    nobody, _ = found["b"].values()
    assert (nobody[What.TOTAL], nobody[What.COUNT], nobody[What.OPEN]) == (0, 0, 1)


@pytest.mark.parametrize(("low", "high"), [("1", "366"), ("0", "30"), ("1", "23")])
def test_a_quotient_by_many_numbers_is_refused(low: str, high: str) -> None:
    """The numbers from 1 to 22 all go into 232,792,560, those to 23 into 23 times as much."""
    rules = RULES.replace("LOW", low).replace("HIGH", high)
    instrument = compile_edition(program(rules), ("x", "1")).value
    assert instrument is not None
    compiled = compile_groups(instrument, YEAR, {"done": 0, "months": 0})
    assert [found.code for found in compiled.diagnostics] == ["sql-group"]
