"""A cohort: whose category depends on a reading or an edition, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.units.test_commands import takar

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  assumption few "Few hours count nothing" one of {
    nothing "nothing"; half "half"
  } read as nothing because "not stated"
  input hours number from 0 to 100
  value score {
    hours when hours >= 20
    0 otherwise under assumption few read as nothing
    hours / 2 otherwise under assumption few read as half
  }
  bands category of score { "Low" below 5; "High" from 5 }
}
instrument x edition "2" amends "1" {
  draft
  rename input hours as lessons
  change bands category { "Low" below 30; "High" from 30 }
}
"""


def response(name: str, hours: int | None) -> dict[str, Any]:
    return {
        "instrument": "x",
        "subject": {"id": name},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {} if hours is None else {"hours": hours},
    }


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    (tmp_path / "many").mkdir()
    for name, hours in (("a", 4), ("b", 10), ("c", 20), ("d", 40), ("e", None)):
        text = json.dumps(response(name, hours))
        (tmp_path / "many" / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def test_who_changes_category_under_a_reading_and_under_a_draft(here: Path) -> None:
    code, out, _ = takar(here, "cohort", "many", "--against", "2", "--format", "json")
    found = json.loads(out)
    assert code == 0
    # 4 hours come to 2 and 10 to 5 by half; 20 hours are no longer enough for edition 2.
    assert [(s["id"], s["value"], s["category"]) for s in found["subjects"]] == [
        ("a", "0", "Low"),
        ("b", "0", "Low"),
        ("c", "20", "High"),
        ("d", "40", "High"),
        ("e", None, None),
    ]
    (reading,) = found["readings"]
    assert (reading["assumption"], reading["reading"]) == ("few", "half")
    assert [(c["id"], c["after"]["category"]) for c in reading["changes"]] == [("b", "High")]
    against = found["against"]
    assert [(c["id"], c["after"]["category"]) for c in against["changes"]] == [("c", "Low")]
    assert [(c["id"], c["code"]) for c in against["carried"]] == [
        (name, "renamed") for name in "abcd"
    ]


def test_a_cohort_is_of_one_edition_and_no_subject_comes_twice(here: Path) -> None:
    other = json.dumps({**response("a", 4), "edition": "2", "answers": {}})
    (here / "many" / "f.json").write_text(other, encoding="utf-8")
    code, _, said = takar(here, "cohort", "many")
    assert code == 4
    assert "results-differ" in said
    assert "subject-twice" in said


def test_a_folder_without_responses_is_refused(here: Path) -> None:
    code, _, said = takar(here, "cohort", "rules")
    assert code == 2
    assert "usage-no-responses" in said


def test_every_mistake_of_every_response_is_told(here: Path) -> None:
    for name in "ab":
        wrong = json.dumps({**response(name, 4), "answers": {"hour": 4}})
        (here / "many" / f"{name}.json").write_text(wrong, encoding="utf-8")
    code, _, said = takar(here, "cohort", "many")
    assert code == 4
    assert said.count("unknown-item") >= 2
