"""Pages of repeated parts that are answered and not rated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.units.test_commands import takar

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  weights of control add up to 13
  control board "Board" weight 2 {
    answer yes or no
    repeated for service "Service" 1 to 9 times each counted
    value { weight when answer is yes; 0 otherwise }
  }
  control queue "Queue" weight 4 {
    answer number from 0 to 240 in minutes
    repeated for counter "Counter" 1 to 3 times counted as one
    value by answer { at most 15: weight; above 15 to 30: weight / 2; above 30: 0 }
  }
  control plan "Plan" weight 3 {
    answer date
    repeated for service "Service" 1 to 3 times each counted
    value { weight when answer > period start; 0 otherwise }
  }
  control kind "Kind" weight 3 {
    answer one of { a "All"; b "Some" }
    repeated for service "Service" 1 to 3 times each counted
    value { 1 when answer is a; 0 otherwise }
  }
  control staff "Staff" weight 1 {
    answer number from 0 to 9
    repeated for service "Service" 1 to 3 times counted as one
    value = weight * answer / 9
  }
  value score = sum of controls
}
"""


def stated() -> dict[str, Any]:
    return {
        "board": {"items": [{"id": "l1", "name": "Fees", "value": True}]},
        "queue": {"items": [{"id": "a/b", "name": "North", "value": 20}]},
        "plan": {"items": [{"id": "p", "name": "Permits", "value": "2024-05-01"}]},
        "kind": {"items": [{"id": "k", "name": "Advice", "value": "a"}]},
        "staff": {"items": [{"id": "s~1", "name": "Desk", "value": 3}]},
    }


def found(key: str, value: object) -> dict[str, Any]:
    return {key: {"value": value, "by": "V", "reason": "seen"}}


def page(folder: Path, language: str, answers: dict[str, Any], **more: object) -> str:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "x",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers,
        **more,
    }
    (folder / "r.json").write_text(json.dumps(response), encoding="utf-8")
    done, text, told = takar(folder, "--lang", language, "explain", "--to", "text", "r.json")
    assert (done, told) == (0, "")
    return " ".join(text.split())


def test_each_kind_of_answer_is_told_where_it_is_computed_with(tmp_path: Path) -> None:
    told = page(tmp_path, "en", stated())
    assert "= Fees is yes; the answer is yes — holds: 2 = 2" in told
    assert "= the answer to North: 20 — row “above 15 to 30”: 4 / 2 = 2" in told
    assert "; 1 May 2024 > 1 January 2024 — holds: 3 = 3" in told
    assert "= Advice is All; the answer is All — holds: 1 = 1" in told
    assert "= 1 × 3 / 9" in told


def test_what_was_found_is_told_in_place_of_what_was_claimed(tmp_path: Path) -> None:
    findings = found("board/l1", value=False) | found("queue/a/b", 31) | found("staff/s~1", 9)
    findings |= found("plan/p", "2023-05-01") | found("kind/k", "b")
    told = page(tmp_path, "id", stated(), findings=findings)
    assert "= Fees adalah ya; jawabannya tidak — tidak terpenuhi: 0 = 0" in told
    assert "= jawaban North: 31 — baris “lebih dari 30”: 0 = 0" in told
    assert "; 1 Mei 2023 > 1 Januari 2024 — tidak terpenuhi: 0 = 0" in told
    assert "= Advice adalah All; jawabannya Some — tidak terpenuhi: 0 = 0" in told
    assert "= 1 × 9 / 9" in told


@pytest.mark.parametrize("missing", ["board", "queue", "plan", "kind", "staff"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_part_of_which_no_instance_is_stated_is_told_too(
    tmp_path: Path, missing: str, language: str
) -> None:
    answers = {key: value for key, value in stated().items() if key != missing}
    told = page(tmp_path, language, answers)
    assert f"{missing}/" not in told


def test_instances_that_there_may_be_are_called_by_the_part(tmp_path: Path) -> None:
    answers = {key: value for key, value in stated().items() if key != "plan"}
    told = page(tmp_path, "en", answers)
    assert "Plan = mean (Plan 1; Plan 2; Plan 3)" in told
    # Fees 2, North 2, Advice 1, Desk 1/3; up to three plans of 3 each.
    assert "score: between 16/3 (about 5.3333) and 43/3" in told
