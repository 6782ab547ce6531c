"""Meaning where it is easily lost: no value, grounds, pins, lines that say nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.units.rules_at_hand import codes, result, trial

HEAD = 'instrument x "X" edition "1" {\n  in force from 2024-01-01\n  scale q { 0; 1; 2 }\n'


def values(document: dict[str, Any]) -> dict[str, str | None]:
    return {name: value["exact"] for name, value in document["values"].items()}


def notes(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(note["at"], note["facts"].get("reason", "")) for note in document["notes"]]


def test_a_gate_waits_for_its_input(tmp_path: Path) -> None:
    rules = HEAD + (
        "input a number from 0\nevery criterion { rated on q }\ncriterion c\n"
        'value s = sum of criteria\nnot scored when a >= 5 because "too many" }'
    )
    unsaid = result(tmp_path, rules, {"c": 1})
    assert (unsaid["status"], unsaid["missing"]) == ("incomplete", ["a"])
    assert result(tmp_path, rules, {"c": 1, "a": 4})["status"] == "complete"
    assert result(tmp_path, rules, {"c": 1, "a": 5})["status"] == "not_scored"


QUOTIENT = HEAD + (
    "input a number from 0\ninput b number from 0\ninput k yes or no\n"
    "value s { 5 when k; a / b otherwise }\nvalue t { 1 when a / b >= 1; 0 otherwise } }"
)


def test_an_open_line_is_not_settled_by_one_without_a_value(tmp_path: Path) -> None:
    open_ = result(tmp_path, QUOTIENT, {"a": 1, "b": 0})
    assert open_["status"] == "incomplete"
    assert values(open_)["s"] is None
    assert open_["missing"] == ["k"]


def test_a_condition_without_a_value_is_not_a_missing_answer(tmp_path: Path) -> None:
    document = result(tmp_path, QUOTIENT, {"a": 1, "b": 0, "k": True})
    assert (document["status"], document["missing"]) == ("complete", [])
    assert values(document) == {"s": "5", "t": None}
    assert notes(document) == [("t", "division_by_zero")]


def test_what_is_settled_waits_for_nothing(tmp_path: Path) -> None:
    rules = HEAD + "input a yes or no\ninput b yes or no\nvalue s { 1 when a or b; 0 otherwise } }"
    document = result(tmp_path, rules, {"a": True})
    assert (document["status"], document["missing"]) == ("complete", [])


def test_a_value_with_nothing_left_says_so(tmp_path: Path) -> None:
    rules = HEAD + (
        "every criterion { rated on q; may be declared not applicable; not applicable is left out }"
        "\ncriterion c\nvalue s = mean of criteria }"
    )
    document = result(tmp_path, rules, {"c": {"not_applicable": "none here"}})
    assert values(document) == {"s": None}
    assert notes(document) == [("s", "not_applicable")]


GROUNDS = (
    HEAD
    + """
assumption a "A" because "-"
assumption b "B" because "-"
assumption c "C" because "-"
assumption d "D" because "-"
assumption e "E" because "-"
input n number from 0 to 3
input k yes or no under assumption d
criterion one { rated on q; level 1 "text" under assumption e }
value first = sum of criteria
value second = first under assumption a
value third = n under assumption b
value fourth { 1 when k; first otherwise under assumption c } }
"""
)


def test_a_statement_that_only_names_a_value_keeps_its_ground(tmp_path: Path) -> None:
    document = result(tmp_path, GROUNDS, {"one": 1, "n": 2, "k": False})
    used = {stated["at"]: stated["facts"]["used_by"] for stated in document["assumptions"]}
    assert used == {"a": ["second"], "b": ["third"], "c": ["fourth"], "d": ["k"], "e": ["one"]}


def test_a_finding_on_an_input_is_what_was_read(tmp_path: Path) -> None:
    answers = {"one": 1, "n": 2, "k": False}
    document = result(tmp_path, GROUNDS, answers, findings={"n": {"value": 3}})
    read = next(step for step in document["trace"] if step["op"] == "input")
    assert read["value"] == "3"
    assert read["inputs"] == [{"response": "/answers/n"}, {"response": "/findings/n"}]


def test_a_rule_of_a_lower_level_alone_is_not_applied_to_a_higher_one(tmp_path: Path) -> None:
    rules = HEAD + (
        'assumption low "L" because "-"\nassumption high "H" because "-"\nevidence e\n'
        "criterion c { rated on q; level 1 needs e under assumption low\n"
        "level 2 needs e under assumption high; without evidence counts as 0 }\n"
        "value s = sum of criteria }"
    )
    cited = {"value": 2, "evidence": ["d"]}
    document = result(tmp_path, rules, {"c": cited}, evidence={"d": {"kind": "e"}})
    assert [stated["at"] for stated in document["assumptions"]] == ["high"]


def test_an_unverified_claim_is_open_in_the_trace_though_a_finding_replaced_it(
    tmp_path: Path,
) -> None:
    rules = HEAD + (
        "evidence e\ncriterion c { rated on q; level 1 and up needs e\n"
        "without evidence stays unverified }\nvalue s = sum of criteria }"
    )
    document = result(tmp_path, rules, {"c": 2}, findings={"c": {"value": 1}})
    proved = next(step for step in document["trace"] if step["op"] == "proved")
    assert (proved["value"], proved["least"], proved["most"]) == (None, "0", "2")
    assert values(document) == {"s": "1"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('criterion c "A" { label "B"; rated on q }', "statement-twice"),
        ("criterion c { value = 1; may be declared not applicable }", "statement-misplaced"),
        ('criterion c { value = 1; level 1 "one" }', "statement-misplaced"),
        ("every criterion { rated on q; maximum 1 }\ncriterion c", "statement-misplaced"),
    ],
)
def test_a_line_that_would_say_nothing_is_refused(line: str, code: str) -> None:
    rules = HEAD + line + "\nvalue s = sum of criteria }"
    assert code in [found for found, _ in codes(rules)]


def test_a_window_of_no_years_is_refused() -> None:
    rules = HEAD + (
        "evidence e { dated within 0 years before period end }\n"
        "criterion c { rated on q; level 1 and up needs e; without evidence counts as 0 }\n"
        "value s = sum of criteria }"
    )
    assert [code for code, _ in codes(rules)] == ["count-not-whole"]


EXAMPLE = HEAD + (
    'assumption p "P" because "-"\ninput n number from 0 to 10\n'
    "every criterion { rated on q }\ncriterion c; criterion d\n"
    "value s = mean of criteria + n under assumption p\n"
    'bands k of s { "Low" below 2; "High" from 2 } }\n'
    'example "e" for x edition "1" {\n%s\n}'
)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ('given s = 1\nexpect k = "Low" contradicts assumption p because "-"', "wrong-sort"),
        ('given s = 1\nexpect k = "Low" printed as 5 because "-"', "wrong-sort"),
        ('given s = 1\ngiven s = 2\nexpect k = "High"', "twice"),
        (
            "given every criterion = 1\ngiven every criterion = 2\ngiven n = 0\nexpect s = 2",
            "twice",
        ),
        ("given every criterion = 1\ngiven n = 50\nexpect s = 51", "out-of-reach"),
    ],
)
def test_an_example_that_says_more_than_it_tests_fails(lines: str, code: str) -> None:
    (only,) = trial(EXAMPLE % lines).found
    assert code in only.code


def test_the_weight_of_a_part_is_the_one_the_rules_give_it(tmp_path: Path) -> None:
    rules = HEAD + (
        "weights of criterion add up to 100\nevery aspect { value = mean of criteria }\n"
        "every criterion { rated on q }\n"
        "aspect a { criterion c weight 40; criterion d weight 60 }\n"
        "value top = highest of aspects\nvalue s = weighted mean of criteria }"
    )
    (aspect,) = result(tmp_path, rules, {"c": 1, "d": 2})["criteria"]
    weights = [(part["weight"], part["effective_weight"]) for part in aspect["children"]]
    assert weights == [("40", "0.4"), ("60", "0.6")]
