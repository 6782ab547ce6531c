"""Repeated parts and parts that are answered, beyond the pages: documents, editions, groups."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.units.test_commands import takar

from evaluator import evaluate, evaluate_groups, forecast, resources
from evaluator.model.dump import dump_instrument
from evaluator.model.load import load_instrument
from evaluator.pipeline import compile_edition, read
from evaluator.source import Source

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  assesses office in region
  scale q { 0; 1; 2 }
  evidence decree
  evidence photo
  every question { rated on q; level 1 and up needs decree or photo; level 0 needs no evidence
    without evidence falls to the highest level proved }
  question a "A"
  question b "B" { repeated for service "Service" 1 to 3 times each counted }
  control k "K" weight 4 { answer one of { met "Met"; not_met "Not met" }
    value by answer { met: 0; not_met: weight } }
  value score = mean of questions
  value lost = k
  bands category of score { "Low" below 1; "High" from 1 }
  for all {
    value average = mean of score
    value open = count of office where (answer of k is not_met)
    value services = mean of b
  }
}
instrument x edition "2" amends "1" {
  in force from 2024-01-01
  rename question b as services_offered
  remove evidence photo
  change every question { level 1 and up needs decree }
  change scale q { 0; 1; 2; 3; old answer 0 as 0; old answer 1 as 2; old answer 2 is asked again }
  change control k { weight 5 }
}
"""


def answers(*levels: int, met: bool = False) -> dict[str, Any]:
    items = [
        {"id": f"l{n}", "name": f"Layanan {n}", "value": level, "evidence": ["d1", "d2"]}
        for n, level in enumerate(levels, 1)
    ]
    return {
        "a": {"value": 2, "evidence": ["d1"]},
        "b": {"items": items},
        "k": "met" if met else "not_met",
    }


def response(subject: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "instrument": "x",
        "edition": "1",
        "subject": {"id": subject, "groups": {"region": "r"}},
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "answers": said,
        "evidence": {"d1": {"kind": "decree"}, "d2": {"kind": "photo"}},
    }


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "x.takar").write_text(RULES, encoding="utf-8")
    return folder


def test_results_are_of_the_form_that_ships(rules: Path) -> None:
    schema = json.loads(resources.read(resources.dsl(), "schemas", "result-1.json"))
    validator = jsonschema.Draft202012Validator(schema)
    open_ones = {"a": None}
    for said in (answers(1, 2), open_ones):
        result = evaluate(response("1", said), rules=rules)
        validator.validate(json.loads(result.to_json()))


def test_groups_take_the_mean_of_the_instances_and_the_answers(rules: Path) -> None:
    # (2 + 1 + 2) / 3 and (2 + 0) / 2; the services alone 1.5 and 0.
    results = [
        evaluate(response("1", answers(1, 2)), rules=rules),
        evaluate(response("2", answers(0, met=True)), rules=rules),
    ]
    document = json.loads(evaluate_groups(results).to_json())
    values = document["groups"][0]["values"]
    assert values["average"]["exact"] == "4/3"
    assert values["open"]["exact"] == "1"
    assert values["services"]["exact"] == "0.75"


def test_pages_call_instances_and_answers_by_their_names(rules: Path) -> None:
    here = rules.parent
    given = json.dumps(response("1", answers(1, 2)))
    (here / "r.json").write_text(given, encoding="utf-8")
    _, page, _ = takar(here, "explain", "--to", "text", "r.json")
    assert "> Layanan 1 [counted]" in page
    assert "answer: Not met" in page


def test_instances_are_carried_to_a_changed_edition(rules: Path) -> None:
    here = rules.parent
    given = response("1", answers(1, 2))
    given["findings"] = {"b/l2": {"value": 1, "by": "V", "reason": "r"}}
    (here / "r.json").write_text(json.dumps(given), encoding="utf-8")
    takar(here, "migrate", "r.json", "--to", "2", "-o", "new.json")
    document = json.loads((here / "new.json").read_text("utf-8"))
    first, second = document["answers"]["services_offered"]["items"]
    assert first == {"id": "l1", "name": "Layanan 1", "value": 2, "evidence": ["d1"]}
    assert second == {"id": "l2", "name": "Layanan 2", "evidence": ["d1"]}
    assert document["findings"]["services_offered/l2"]["value"] == 2
    assert document["answers"]["k"] == "not_met"


EXEMPT = """takar 1
instrument y "Y" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  scale q { 0; 1; 2 }
  every question { rated on q; may be declared not applicable; not applicable is left out }
  question a "Fees" { repeated for service "Service" 1 to 3 times each counted under "Art 4" }
  question b "Times" { repeated for service "Service" 1 to 3 times each counted under "Art 4" }
  value score = mean of questions
}
instrument y edition "2" amends "1" {
  in force from 2024-01-01
  change question a { may not be declared not applicable }
}
"""


def exempted() -> dict[str, Any]:
    free = {"id": "l2", "name": "Advice", "not_applicable": "no fee is taken"}
    given = response(
        "1", {"a": {"items": [{"id": "l1", "value": 2}, free]}, "b": {"items": [free]}}
    )
    return {**given, "instrument": "y", "evidence": {}}


def test_a_page_says_why_a_part_does_not_apply_to_one_service(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "y.takar").write_text(EXEMPT, encoding="utf-8")
    (tmp_path / "r.json").write_text(json.dumps(exempted()), encoding="utf-8")
    _, page, _ = takar(tmp_path, "explain", "--to", "text", "r.json")
    assert "> Advice [not applicable]" in page
    assert "declared not applicable: “no fee is taken”" in page


def test_what_may_no_longer_be_declared_of_one_service_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "y.takar").write_text(EXEMPT, encoding="utf-8")
    (tmp_path / "r.json").write_text(json.dumps(exempted()), encoding="utf-8")
    takar(tmp_path, "migrate", "r.json", "--to", "2", "-o", "new.json")
    said = json.loads((tmp_path / "new.json").read_text("utf-8"))["answers"]
    assert said["a"]["items"] == [{"id": "l1", "value": 2}, {"id": "l2", "name": "Advice"}]
    assert said["b"]["items"][0]["not_applicable"] == "no fee is taken"


CHOSEN = """takar 1
instrument z "Z" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  evidence decree { valid on period end }
  every control {
    answer one of { met "Met"; partial "Partly met"; not_met "Not met" }
    answer met needs decree
    without evidence counts as not_met
    value by answer { met: 2; partial: 1; not_met: 0 }
  }
  control b "Fees" { repeated for service "Service" 1 to 3 times each counted under "Art 4" }
  value score = sum of controls
}
instrument z edition "2" amends "1" {
  in force from 2024-01-01
  rename choice met of every control as full
}
instrument z edition "3" amends "2" {
  in force from 2025-01-01
  change every control {
    answer one of {
      full "Met"; not_met "Not met"
      old answer full as full
      old answer partial as not_met
      old answer not_met is asked again
    }
    value by answer { full: 2; not_met: 0 }
  }
}
"""


def chosen(folder: Path) -> Path:
    (folder / "rules").mkdir()
    (folder / "rules" / "z.takar").write_text(CHOSEN, encoding="utf-8")
    items = [
        {"id": "l1", "name": "Permits", "value": "met", "evidence": ["d1"]},
        {"id": "l2", "name": "Advice", "value": "partial"},
        {"id": "l3", "value": "not_met"},
    ]
    given = response("1", {"b": {"items": items}}) | {"instrument": "z"}
    given["evidence"] = {"d1": {"kind": "decree", "valid_until": "2024-03-31"}}
    (folder / "r.json").write_text(json.dumps(given), encoding="utf-8")
    return folder / "r.json"


def test_choices_of_instances_become_what_an_amendment_says(tmp_path: Path) -> None:
    chosen(tmp_path)
    takar(tmp_path, "migrate", "r.json", "--to", "3", "-o", "new.json")
    items = json.loads((tmp_path / "new.json").read_text("utf-8"))["answers"]["b"]["items"]
    assert [item.get("value") for item in items] == ["full", "not_met", None]


def test_a_page_says_what_was_answered_for_each(tmp_path: Path) -> None:
    chosen(tmp_path)
    _, page, _ = takar(tmp_path, "explain", "--to", "text", "r.json")
    assert "> Advice [counted]" in page
    assert "answer: Partly met" in page


def test_the_document_behind_an_answer_of_one_service_runs_out(tmp_path: Path) -> None:
    # 2 + 1 + 0 until the document of the first service runs out, then 0 + 1 + 0.
    path = chosen(tmp_path)
    found = forecast(path.read_bytes(), rules=tmp_path / "rules", until=date(2024, 12, 31))
    (change,) = found["changes"]
    assert change["on"] == "2024-04-01"
    assert change["values"]["score"]["after"]["exact"] == "1"


def test_rules_of_repeated_answers_are_read_back_as_they_were_written() -> None:
    source = Source("z.takar", CHOSEN)
    compiled = compile_edition(read([source]), ("z", "1")).value
    assert compiled is not None
    plain = json.loads(json.dumps(dump_instrument(compiled)))
    assert load_instrument(plain, {source.name: source}) == compiled
