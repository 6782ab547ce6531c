"""`evaluate_groups`: from the results of subjects to the document of their groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from evaluator import InputInvalid, Result, Rulebook, evaluate, evaluate_groups, resources
from evaluator.rulebook import root_at

RULES = """
instrument points edition "1" {
  in force from 2024-01-01
  assesses person "Person" in office "Office"
  assumption measured "Only who was measured counts" because "not stated"
  assumption low "A low target is met" because "not stated"
  input marks number from 0 to 100
  value total = 100 * marks / (marks + 1)
  for each office {
    an incomplete subject is left out under assumption measured
    input target number above 0
    input kind one of { rural; urban }
    value average = mean of total published with 2 decimals half up
    value reached {
      1 when kind is rural under assumption low
      average / target otherwise
    }
    bands grade of average { "Low" below 50; "High" from 50 }
  }
  for all {
    input wanted number from 1
    value people = count of person
    value lacking = wanted - people
    value least = lowest of total
  }
}
"""


def results(folder: Path, said: Sequence[tuple[str, str | None, int | None]]) -> list[Result]:
    (folder / "points.takar").write_text(RULES, encoding="utf-8")
    book = Rulebook((root_at(folder),))
    return [evaluate(response(*one), rules=book) for one in said]


def response(person: str, office: str | None, marks: int | None) -> dict[str, Any]:
    return {
        "instrument": "points",
        "subject": {"id": person, "groups": {} if office is None else {"office": office}},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {} if marks is None else {"marks": marks},
    }


PEOPLE = [("a", "north", 1), ("b", "south", 4), ("c", "north", 3), ("d", "south", None)]


def test_groups_come_in_the_order_of_the_rules_and_of_their_ids(tmp_path: Path) -> None:
    inputs = {"office": {"west": {"target": 10}, "south": {"target": 50, "kind": "urban"}}}
    found = evaluate_groups(
        results(tmp_path, PEOPLE), inputs=inputs, inputs_of_all={"wanted": 10}
    ).document
    assert valid(found)
    groups: Any = found["groups"]
    assert [(g["kind"], g["id"], g["status"]) for g in groups] == [
        ("office", "north", "incomplete"),
        ("office", "south", "complete"),
        ("office", "west", "incomplete"),
        (None, None, "incomplete"),
    ]
    north, south, west, everybody = groups
    assert north["values"]["average"]["least"] == "62.5"
    assert north["missing"] == ["target", "kind"]
    assert south["values"] == {
        "average": {"exact": "80", "published": "80.00"},
        "reached": {"exact": "1.6", "published": "1.6"},
    }
    assert south["bands"]["grade"]["label"] == "High"
    counts = ("subjects", "incomplete", "left_out", "not_scored")
    assert [south[name] for name in counts] == [2, 1, 1, 0]
    assert [a["at"] for a in south["assumptions"]] == ["measured", "low"]
    assert [(n["at"], n["facts"]["reason"]) for n in west["notes"]] == [
        ("average", "nobody_to_aggregate")
    ]
    assert everybody["values"]["lacking"]["least"] == "6"


def test_the_assumptions_are_those_that_were_applied(tmp_path: Path) -> None:
    inputs = {"office": {"north": {"kind": "rural"}}}
    north: Any = evaluate_groups(results(tmp_path, PEOPLE[:1]), inputs=inputs).document
    assert [a["at"] for a in north["groups"][0]["assumptions"]] == ["low"]


def test_every_step_of_a_value_is_in_the_trace(tmp_path: Path) -> None:
    document: Any = evaluate_groups(results(tmp_path, PEOPLE[:1])).document
    steps = {step["id"]: step for step in document["groups"][0]["trace"]}
    average = next(step for step in steps.values() if step.get("of") == "average")
    parts = [steps[used["step"]] for used in average["inputs"]]
    assert [(p["op"], p["value"], p["inputs"]) for p in parts] == [
        ("sum_of_subjects", "50", [{"subjects": "total"}]),
        ("count_of_subjects", "1", [{"subjects": "total"}]),
    ]
    assert average["rule"]["line"] == 13


def test_the_document_is_the_same_in_any_order_of_results(tmp_path: Path) -> None:
    first, last = (
        evaluate_groups(results(tmp_path, people)).to_json() for people in (PEOPLE, PEOPLE[::-1])
    )
    assert first == last


@pytest.mark.parametrize(
    ("people", "inputs", "told"),
    [
        (PEOPLE, {"office": {"north": {"target": 0}}}, "/inputs/office/north/target"),
        (PEOPLE, {"office": {"north": {"target": "5"}}}, "/inputs/office/north/target"),
        (PEOPLE, {"office": {"north": {"target": 0.5}}}, "/inputs/office/north/target"),
        (PEOPLE, {"office": {"north": {"targt": 5}}}, "/inputs/office/north/targt"),
        (PEOPLE, {"office": {"north": {"kind": "x"}}}, "/inputs/office/north/kind"),
        (PEOPLE, {"office": {"north": 5}}, "/inputs/office/north"),
        (PEOPLE, {"office": 5}, "/inputs/office"),
        (PEOPLE, {"county": {}}, "/inputs/county"),
        ([*PEOPLE, ("a", "south", 2)], {}, "/results/4/subject/id"),
        ([*PEOPLE, ("e", None, 2)], {}, "/results/4/subject/groups"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path,
    people: Sequence[tuple[str, str | None, int | None]],
    inputs: Mapping[str, Any],
    told: str,
) -> None:
    with pytest.raises(InputInvalid) as refused:
        evaluate_groups(results(tmp_path, people), inputs=inputs)
    assert [d.pointer for d in refused.value.diagnostics] == [told]


def test_results_of_two_periods_do_not_go_together(tmp_path: Path) -> None:
    one = results(tmp_path, PEOPLE[:1])
    later = response("z", "north", 1)
    later["period"]["to"] = "2025-06-30"
    other = evaluate(later, rules=Rulebook((root_at(tmp_path),)))
    with pytest.raises(InputInvalid) as refused:
        evaluate_groups([*one, other])
    (told,) = refused.value.diagnostics
    assert (told.code, told.pointer) == ("results-differ", "/results/1")


def test_without_results_there_are_no_groups() -> None:
    with pytest.raises(ValueError, match="without a result"):
        evaluate_groups([])


def valid(document: Mapping[str, Any]) -> bool:
    schema = yaml.safe_load(resources.read(resources.dsl(), "schemas", "groups-1.json"))
    return jsonschema.Draft202012Validator(schema).is_valid(document)
