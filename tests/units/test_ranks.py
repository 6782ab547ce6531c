"""Ranks of subjects and of groups, in the document of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from evaluator import Rulebook, evaluate, evaluate_groups, resources
from evaluator.rulebook import root_at

RULES = """
instrument points edition "1" {{
  in force from 2024-01-01
  assesses person "Person" in office "Office"
  assumption measured "Only who was measured is ranked" because "not stated"
  input marks number from 0 to 100
  input age number from 15 to 100
  input fit yes or no
  value total = marks / 3 published with 0 decimals half up
  value share = 100 / marks
  not scored when not fit because "not fit"
  for each office {{
    {policy}
    value average = mean of marks
    rank place "Place" of total as published highest first {more}
      equal values share a rank and {ties} under "Article 9"
  }}
  for all {{
    {policy}
    rank overall of marks lowest first equal values share a rank and the next is skipped
    rank by_share of share highest first equal values share a rank and the next is skipped
    rank offices of average highest first equal values share a rank and none is skipped
  }}
}}
"""
SKIPPED, DENSE = "the next is skipped", "none is skipped"
LEFT_OUT = "an incomplete subject is left out under assumption measured"
COUNTS = "an incomplete subject counts as 0 under assumption measured"
SAID_NOTHING = "value nothing = count of person under assumption measured"

Said = Sequence[tuple[str, str, int | None]]
NORTH: Said = [("a", "n", 28), ("b", "n", 21), ("c", "n", 20), ("d", "n", 15)]
"""Printed: 28/3 is 9, 7, 20/3 is 7, 5."""


def document(
    folder: Path, said: Said, policy: str = LEFT_OUT, ties: str = SKIPPED, more: str = ""
) -> Mapping[str, Any]:
    if policy == SAID_NOTHING:
        rules = RULES.format(policy="", ties=ties, more=more).replace(
            "value average", SAID_NOTHING + "; value average", 1
        )
    else:
        rules = RULES.format(policy=policy, ties=ties, more=more)
    (folder / "points.takar").write_text(rules, encoding="utf-8")
    book = Rulebook((root_at(folder),))
    results = [evaluate(response(*one), rules=book) for one in said]
    found: Mapping[str, Any] = evaluate_groups(results).document
    schema = yaml.safe_load(resources.read(resources.dsl(), "schemas", "groups-1.json"))
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


def response(person: str, office: str, marks: int | None) -> dict[str, Any]:
    answers = {"age": 20 + "abcdefx".index(person), "fit": person != "x"}
    return {
        "instrument": "points",
        "subject": {"id": person, "name": person.upper(), "groups": {"office": office}},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers if marks is None else {**answers, "marks": marks},
    }


def ranks(group: Mapping[str, Any], name: str) -> list[tuple[str, int | None, str | None]]:
    return [(row["id"], row["rank"], row["because"]) for row in group["ranks"][name]["rows"]]


def test_equal_printed_values_share_a_rank(tmp_path: Path) -> None:
    north = document(tmp_path, NORTH)["groups"][0]
    assert ranks(north, "place") == [("a", 1, None), ("b", 2, None), ("c", 2, None), ("d", 4, None)]
    table = north["ranks"]["place"]
    assert (table["of"], table["ranked"], table["unranked"]) == (None, 4, 0)
    assert table["rows"][1] == {
        "id": "b",
        "name": "B",
        "rank": 2,
        "values": ["7"],
        "because": None,
    }
    assert [basis["at"] for basis in north["assumptions"]] == []


def test_none_is_skipped_where_the_rules_say_so(tmp_path: Path) -> None:
    north = document(tmp_path, NORTH, ties=DENSE)["groups"][0]
    assert [rank for _, rank, _ in ranks(north, "place")] == [1, 2, 2, 3]


def test_a_further_value_decides_among_equals(tmp_path: Path) -> None:
    """B is 21, C is 22."""
    more = "then by age lowest first"
    north = document(tmp_path, NORTH, more=more)["groups"][0]
    assert ranks(north, "place")[1:3] == [("b", 2, None), ("c", 3, None)]
    north = document(tmp_path, NORTH, more="then by age highest first")["groups"][0]
    assert ranks(north, "place")[1:3] == [("c", 2, None), ("b", 3, None)]


def test_the_lowest_comes_first_where_the_rules_say_so(tmp_path: Path) -> None:
    everybody = document(tmp_path, NORTH)["groups"][-1]
    assert [name for name, _, _ in ranks(everybody, "overall")] == ["d", "c", "b", "a"]


def test_who_has_no_value_or_no_score_takes_no_rank_from_others(tmp_path: Path) -> None:
    """100 / 0 has no value; X is not fit."""
    everybody = document(tmp_path, [*NORTH, ("e", "s", 0), ("x", "s", 100)])["groups"][-1]
    assert ranks(everybody, "by_share") == [
        ("d", 1, None),
        ("c", 2, None),
        ("b", 3, None),
        ("a", 4, None),
        ("e", None, "no_value"),
        ("x", None, "not_scored"),
    ]
    assert everybody["ranks"]["by_share"]["unranked"] == 2
    assert everybody["status"] == "complete"


OPEN: Said = [*NORTH, ("e", "n", None)]


def test_who_is_left_out_has_no_rank(tmp_path: Path) -> None:
    north = document(tmp_path, OPEN)["groups"][0]
    assert north["status"] == "complete"
    assert ranks(north, "place")[-1] == ("e", None, "left_out")
    assert [rank for _, rank, _ in ranks(north, "place")] == [1, 2, 2, 4, None]


def test_who_counts_as_a_number_is_ranked_with_it(tmp_path: Path) -> None:
    north = document(tmp_path, OPEN, policy=COUNTS)["groups"][0]
    assert ranks(north, "place")[-1] == ("e", 5, None)


@pytest.mark.parametrize(
    ("ties", "ends"),
    [(SKIPPED, [(1, 2), (2, 3), (2, 3), (4, 5)]), (DENSE, [(1, 2), (2, 3), (2, 3), (3, 4)])],
)
def test_the_ranks_of_others_are_open_where_nothing_is_said(
    tmp_path: Path, ties: str, ends: list[tuple[int, int]]
) -> None:
    """E may still come to anything from 0 to 33: before everybody, or behind."""
    north = document(tmp_path, OPEN, policy=SAID_NOTHING, ties=ties)["groups"][0]
    rows = north["ranks"]["place"]["rows"]
    assert north["status"] == "incomplete"
    assert [(row["rank"], row["because"]) for row in rows[:4]] == [(None, "others_incomplete")] * 4
    assert [(row["least"], row["most"]) for row in rows[:4]] == ends
    assert (rows[4]["rank"], rows[4]["because"]) == (None, "incomplete")


def test_nobody_can_come_before_one_at_the_most(tmp_path: Path) -> None:
    """E may come to 33 at the most, as 100 marks of A do: then both are first."""
    said: Said = [("a", "n", 100), ("b", "n", 20), ("e", "n", None)]
    rows = document(tmp_path, said, policy=SAID_NOTHING)["groups"][0]["ranks"]["place"]["rows"]
    assert [(row["id"], row["least"], row["most"]) for row in rows[:2]] == [
        ("a", 1, 1),
        ("b", 2, 3),
    ]


def test_groups_are_ranked_among_all(tmp_path: Path) -> None:
    """Means: 21 in N, 21 in S, 30 in W."""
    said: Said = [*NORTH, ("e", "s", 21), ("f", "w", 30)]
    everybody = document(tmp_path, said)["groups"][-1]
    assert ranks(everybody, "offices") == [("w", 1, None), ("n", 2, None), ("s", 2, None)]
    assert everybody["ranks"]["offices"]["of"] == "office"


def test_a_group_without_anybody_measured_has_no_rank(tmp_path: Path) -> None:
    everybody = document(tmp_path, [*NORTH, ("e", "s", None)])["groups"][-1]
    assert ranks(everybody, "offices") == [("n", 1, None), ("s", None, "no_value")]
