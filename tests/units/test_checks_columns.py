"""Ids that a table of many subjects would have twice: `check` tells them, and so does scoring."""

from __future__ import annotations

import pytest

from evaluator.backends.sql.support import unsupported
from evaluator.diagnostics.kinds.sql import SQL_COLUMN_TWICE
from evaluator.pipeline import compile_edition
from units.rules_at_hand import codes, program

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  assesses person "Person" in office "Office"
  assumption own "Written for a test" because "no regulation says it"
  input a "A" number from 0 to 100 under assumption own
  LINES
}
"""
CLASHES = {
    "value status = a": "status",
    "value id = a": "id",
    "value STATUS = a": "STATUS",
    "value b = a published with 1 decimals half up\n  value b_exact = a": "b_exact",
    "value b_exact = a\n  value b = a published with 1 decimals half up": "b",
    "value b = a\n  value B = a": "B",
    'value b = a\n  bands status of b { "Low" below 50; "High" from 50 }': "status",
    "value file_row_number = a": "file_row_number",
    "for each office { value kind = mean of a }": "kind",
    "for each office { value left_out = mean of a published with 1 decimals half up }": "left_out",
}
SOUND = (
    "value b = a\n  value b_exact = a",
    "value not_applicable = a",
    "value rules = a",
    "value kind = a\n  value subjects = a",
    "for each office { value b = mean of a; value b_exact = sum of a }",
)


@pytest.mark.parametrize("lines", CLASHES)
def test_a_column_that_would_be_there_twice_is_told(lines: str) -> None:
    found = codes(RULES.replace("LINES", lines))
    assert [code for code, _ in found if code != "item-unused"] == ["column-name"]
    assert found[0][1] in {7, 8}


@pytest.mark.parametrize("lines", SOUND)
def test_other_names_are_no_matter(lines: str) -> None:
    assert not codes(RULES.replace("LINES", lines))


@pytest.mark.parametrize("lines", [each for each in CLASHES if "for each" not in each])
def test_what_scoring_refuses_was_told_before(lines: str) -> None:
    compiled = compile_edition(program(RULES.replace("LINES", lines)), ("x", "1"))
    assert compiled.value is not None
    refused = [each.kind for each in unsupported(compiled.value, ())]
    assert refused == ([] if "file_row" in lines else [SQL_COLUMN_TWICE])
