"""Answers that a table takes as missing and that something else still waits for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evaluator import resources
from evaluator.diagnostics.language import Language
from golden.explain.samples import Sample, sample_by

RATED = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  input n "N" number from 0 to 4
  value rated by n { at most 1: 10; above 1: n; missing: 10 }
  value total = n + rated
  bands level of total { "Low" below 5; "High" from 5 }
}
"""


def told(sample: Sample) -> Any:
    found = sample.result
    schema = json.loads(resources.read(resources.dsl(), "schemas", "result-1.json"))
    Draft202012Validator(schema).validate(found)
    return found


def ends(found: Any, name: str) -> tuple[str | None, str | None]:
    value = found["values"][name]
    return value["least"], value["most"]


def test_bounds_count_with_every_row_an_answer_may_lead_to(tmp_path: Path) -> None:
    """With N from 0 to 4 and a rate of N or 10; with N at 2 it comes to 4, which is low."""
    found = told(sample_by(tmp_path, RATED, "x", {}))
    assert found["status"] == "incomplete"
    assert found["missing"] == ["n"]
    assert ends(found, "total") == ("0", "14")
    assert found["bands"]["level"]["possible"] == ["Low", "High"]
    assert found["values"]["rated"]["exact"] == "10"
    (beside,) = (step for step in found["trace"] if step["op"] == "if_answered")
    assert (beside["least"], beside["most"]) == ("0", "10")
    named = [step["of"] for step in found["trace"] if "of" in step]
    assert sorted(named) == ["level", "rated", "total"]


@pytest.mark.parametrize(
    ("language", "bounds"),
    [
        (Language.EN, "between 0 and 4 + between 0 and 10"),
        (Language.ID, "antara 0 dan 4 + antara 0 dan 10"),
    ],
)
def test_a_page_names_what_stands_and_tells_what_it_may_come_to(
    language: Language, bounds: str, tmp_path: Path
) -> None:
    page = " ".join(sample_by(tmp_path, RATED, "x", {}).page(language, "text").split())
    assert "N + rated" in page
    assert bounds in page


def test_what_nobody_waits_for_is_missing_for_good(tmp_path: Path) -> None:
    rules = RATED.replace("= n + rated", "= m + rated").replace(
        "  value rated", '  input m "M" number from 0 to 4\n  value rated'
    )
    found = told(sample_by(tmp_path, rules, "x", {}))
    assert ends(found, "total") == ("10", "14")
    assert found["missing"] == ["m"]


def test_fields_of_records_nobody_stated_are_not_missing(tmp_path: Path) -> None:
    """A record counts 5 without a kind and 2 with it, so that the mean is from 2 to 5."""
    rules = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  input jobs "Jobs" list of {
    kind "Kind" one of { long; short }
    value counted by kind { long: 2; short: 2; missing: 5 }
  }
  value score = mean of counted in jobs
  bands level of score { "Low" below 4; "High" from 4 }
}
"""
    found = told(sample_by(tmp_path, rules, "x", {}))
    assert ends(found, "score") == ("2", "5")
    assert found["bands"]["level"]["possible"] == ["Low", "High"]


def test_what_records_will_ask_for_may_still_be_answered(tmp_path: Path) -> None:
    """Nothing waits for the place while there are no jobs; with one it does, and may be near."""
    rules = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  input place "Place" one of { near; far }
  input jobs "Jobs" list of { months "Months" number from 0 to 9 }
  value rated by place { near: 1; far: 1; missing: 7 }
  value score = rated + count of jobs where (place is near)
  bands level of score { "Low" below 5; "High" from 5 }
}
"""
    found = told(sample_by(tmp_path, rules, "x", {}))
    assert ends(found, "score") == ("1", None)
    assert found["bands"]["level"]["possible"] == ["Low", "High"]
