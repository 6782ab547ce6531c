"""Diagnostics for machines: stable keys, valid SARIF, annotations nothing can break out of."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from evaluator.diagnostics import machine
from evaluator.diagnostics.kinds.commands import BAD_CHOICE, NO_SUCH_PATH
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic, TablePlace
from evaluator.source import Source, Span

SOURCE = Source("aturan baru/a:b.takar", "satu\ndua tiga\n")
PLACED = Diagnostic(
    kind=NO_SUCH_PATH,
    at=Span(SOURCE, 5, 8),
    pointer="/answers/x",
    facts={"path": "50%\nx\ud800", "size": Fraction(2, 3), "list": ("a", 1)},
    related=(Span(SOURCE, 0, 4),),
)
UNPLACED = Diagnostic(kind=BAD_CHOICE, facts={"parameter": "--x", "value": "y", "choices": ("z",)})


def test_json_has_every_key_always() -> None:
    placed, unplaced = json.loads(machine.as_json([PLACED, UNPLACED], Language.EN))
    assert list(placed) == list(unplaced)
    assert placed["file"] == "aturan baru/a:b.takar"
    assert (placed["line"], placed["column"]) == (2, 1)
    assert (placed["end_line"], placed["end_column"]) == (2, 4)
    assert placed["facts"] == {"path": "50%\nx\\ud800", "size": "2/3", "list": ["a", 1]}
    assert placed["message"] == f"{placed['found']}; expected {placed['expected']}"
    assert placed["page"] == "dsl/diagnostics/usage-no-such-path.md"
    assert unplaced["file"] is None
    assert unplaced["line"] is None
    assert unplaced["pointer"] is None


def test_the_place_in_a_table_is_there_for_machines() -> None:
    whole = TablePlace(row=3)
    cell = TablePlace(row=2, cell="D7", column="jenis")
    found = [replace(UNPLACED, table=place) for place in (whole, cell)]
    in_json = [each["table"] for each in json.loads(machine.as_json(found, Language.EN))]
    assert in_json == [
        {"row": 3, "cell": None, "column": None},
        {"row": 2, "cell": "D7", "column": "jenis"},
    ]
    (run,) = json.loads(machine.as_sarif(found, Language.EN))["runs"]
    assert [each["properties"]["table"] for each in run["results"]] == in_json
    (none,) = json.loads(machine.as_json([UNPLACED], Language.EN))
    assert none["table"] is None


def test_json_can_be_written_as_utf8() -> None:
    machine.as_json([PLACED], Language.ID).encode("utf-8")
    machine.as_sarif([PLACED], Language.ID).encode("utf-8")
    machine.as_github([PLACED], Language.ID).encode("utf-8")


def test_sarif_is_one_run_whose_results_refer_to_its_rules() -> None:
    log = json.loads(machine.as_sarif([PLACED, UNPLACED, PLACED], Language.EN))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["usage-bad-choice", "usage-no-such-path"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == "error"
        assert result["message"]["text"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "aturan%20baru/a%3Ab.takar"
    assert physical["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4}
    assert run["results"][1]["locations"] == []
    assert run["columnKind"] == "unicodeCodePoints"


def test_nothing_found_is_a_run_without_results() -> None:
    assert json.loads(machine.as_sarif([], Language.ID))["runs"][0]["results"] == []
    assert json.loads(machine.as_json([], Language.ID)) == []
    assert machine.as_github([], Language.ID) == ""


def test_an_annotation_is_one_line_with_its_properties_escaped() -> None:
    (line,) = machine.as_github([PLACED], Language.EN).splitlines()
    assert line.startswith(
        "::error file=aturan baru/a%3Ab.takar,title=error[usage-no-such-path],"
        "line=2,endLine=2,col=1,endColumn=4::"
    )
    assert "50%25\\u000ax" in line
    assert "%0Arepair: " in line
