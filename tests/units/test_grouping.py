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


def test_a_group_of_whom_nobody_is_measured_waits_for_nothing(tmp_path: Path) -> None:
    # Its one subject is left out by the rules; its own inputs are all there.
    inputs = {"office": {"south": {"target": 50, "kind": "urban"}}}
    found = evaluate_groups(results(tmp_path, PEOPLE[3:]), inputs=inputs).document
    assert valid(found)
    south: Any = found["groups"][0]
    assert (south["id"], south["subjects"], south["left_out"]) == ("south", 1, 1)
    assert (south["status"], south["missing"]) == ("complete", [])
    # `incomplete` would promise a least and a most; here it is said why there is none.
    assert south["values"]["average"] == {"exact": None, "published": None}
    assert south["bands"]["grade"]["label"] is None
    reasons = {n["at"]: n["facts"]["reason"] for n in south["notes"] if n["code"] == "no_value"}
    assert reasons == {"average": "nobody_to_aggregate", "reached": "nobody_to_aggregate"}


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


# Groups of groups --------------------------------------------------------------------------------

NATION = """
instrument points edition "1" {
  in force from 2024-01-01
  assesses person in office
  assumption complete "Only complete offices count" because "not stated"
  input marks number from 0 to 100
  value total = marks
  for all {
    %s
    value offices = count of office
    value measured = count of average
    value nation = mean of average published with 1 decimals half up
    value by_people = mean of average weighted by people
    value good = count of office where (grade is "High")
    value best = sum of 1 highest of average
    value worst_two = mean of 2 lowest of average
    value top = mean of 2 highest of total
    bands grade_of_all of nation { "Low" below 60; "High" from 60 to 100 }
    rank place of average highest first equal values share a rank and the next is skipped
  }
  for each office {
    value people = count of total
    value average = mean of total
    bands grade of average { "Low" below 60; "High" from 60 }
  }
}
"""
OFFICES = [("a", "north", 40), ("b", "north", 60), ("c", "south", 90), ("d", "west", None)]
"""North comes to 50 with two people, south to 90 with one; west waits."""


def nation_rules(policy: str = "") -> str:
    lines = (NATION % policy).splitlines(keepends=True)
    return "".join(x for x in lines if policy or "assumption complete" not in x)


def nation(folder: Path, policy: str, people: Sequence[tuple[str, str | None, int | None]]) -> Any:
    (folder / "points.takar").write_text(nation_rules(policy), encoding="utf-8")
    book = Rulebook((root_at(folder),))
    found = evaluate_groups([evaluate(response(*one), rules=book) for one in people]).document
    assert valid(found)
    whole: Any = found["groups"]
    return next(group for group in whole if group["kind"] is None)


def exact(group: Any, *names: str) -> list[str | None]:
    return [group["values"][name]["exact"] for name in names]


def figures(group: Any) -> list[str | None]:
    return exact(group, "nation", "by_people", "best", "worst_two")


def test_all_together_look_at_the_values_of_groups(tmp_path: Path) -> None:
    whole = nation(tmp_path, "", OFFICES[:3])
    assert whole["status"] == "complete"
    # The mean of 50 and 90, and of two at 50 and one at 90.
    assert figures(whole) == ["70", "190/3", "90", "70"]
    assert exact(whole, "offices", "measured", "good", "top") == ["2", "2", "1", "75"]
    assert whole["values"]["nation"]["published"] == "70.0"
    assert whole["bands"]["grade_of_all"]["label"] == "High"
    assert whole["groups"] == {"office": {"groups": 2, "incomplete": 0, "left_out": 0}}


def test_an_incomplete_group_leaves_all_incomplete_unless_the_rules_say(tmp_path: Path) -> None:
    whole = nation(tmp_path, "", OFFICES)
    assert whole["status"] == "incomplete"
    assert exact(whole, "offices") == ["3"]
    assert figures(whole) == [None, None, None, None]
    assert whole["values"]["measured"]["least"] == "2"
    assert whole["values"]["measured"]["most"] == "3"
    assert whole["groups"] == {"office": {"groups": 3, "incomplete": 1, "left_out": 0}}


def test_an_incomplete_group_can_be_left_out_and_is_counted(tmp_path: Path) -> None:
    policy = (
        "an incomplete group is left out under assumption complete\n"
        "an incomplete subject is left out"
    )
    whole = nation(tmp_path, policy, OFFICES)
    assert whole["status"] == "complete"
    assert exact(whole, "offices", "measured", "good") == ["3", "2", "1"]
    assert figures(whole) == ["70", "190/3", "90", "70"]
    assert whole["groups"] == {"office": {"groups": 3, "incomplete": 1, "left_out": 1}}
    assert [a["at"] for a in whole["assumptions"]] == ["complete"]
    ranked = {row["id"]: (row["rank"], row["because"]) for row in whole["ranks"]["place"]["rows"]}
    assert ranked == {"south": (1, None), "north": (2, None), "west": (None, "left_out")}


def test_an_incomplete_group_can_count_as_a_number_in_each_of_its_values(tmp_path: Path) -> None:
    policy = (
        "an incomplete group counts as 4 under assumption complete\n"
        "an incomplete subject is left out"
    )
    whole = nation(tmp_path, policy, OFFICES)
    # (50 + 90 + 4) / 3; by people (2 * 50 + 90 + 4 * 4) / 7; the two lowest are 4 and 50.
    assert exact(whole, "measured", "good") == ["3", "1"]
    assert figures(whole) == ["48", "206/7", "90", "27"]
    ranked = {row["id"]: row["rank"] for row in whole["ranks"]["place"]["rows"]}
    assert ranked == {"south": 1, "north": 2, "west": 3}


def test_a_group_without_a_value_takes_no_part_and_is_told(tmp_path: Path) -> None:
    text = nation_rules().replace("value total = marks", "value total = 100 / marks")
    (tmp_path / "points.takar").write_text(text.replace(" to 100 }", " }"), encoding="utf-8")
    book = Rulebook((root_at(tmp_path),))
    people = [("a", "north", 2), ("b", "south", 0)]
    found = evaluate_groups([evaluate(response(*one), rules=book) for one in people]).document
    assert valid(found)
    groups: Any = found["groups"]
    whole = groups[0]
    assert exact(whole, "offices", "measured", "nation") == ["2", "1", "50"]
    told = [note for note in whole["notes"] if note["code"] == "groups_without_value"]
    assert {note["at"]: note["facts"]["groups"] for note in told} == {"average": 1}


def test_the_trace_names_the_groups_it_was_gathered_from(tmp_path: Path) -> None:
    whole = nation(tmp_path, "", OFFICES[:3])
    steps = {step["id"]: step for step in whole["trace"]}
    worst = next(step for step in steps.values() if step.get("of") == "worst_two")
    number, *used = worst["inputs"]
    assert (worst["op"], number) == ("mean_of_lowest_groups", {"number": "2"})
    told = {"groups": "office", "value": "average"}
    assert [steps[one["step"]]["inputs"] for one in used] == [[{"number": "2"}, told]] * 2
