"""Values worked out of each record: documents, explanations, editions, findings, data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.units.test_commands import takar

from evaluator import evaluate, resources, rules_in
from evaluator.model.dump import dump_instrument
from evaluator.model.instrument import Instrument
from evaluator.model.load import load_instrument
from evaluator.pipeline import compile_edition, read
from evaluator.source import Source

RULES = """takar 1
instrument credit "Credit" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  input tasks "Tasks" list of {
    kind "Kind" one of { lecture "Lecture"; talk "Talk" }
    hours "Hours" number from 0 to 100
    planned "Planned" number from 0 to 100
    value coefficient "Coefficient" by kind { lecture: 2; talk: 0.5 } under "Annex 3"
    value points "Points" = hours * coefficient under "Article 8"
    value size "Size" { 1 when hours >= 10; 2 when points > 3; 4 otherwise }
  }
  value total "Total" = sum of points in tasks where (points >= 2)
  value best "Best" = highest of points in tasks
  value sizes "Sizes" = sum of size in tasks
  value rest "Rest" = sum of planned in tasks
}
instrument credit edition "2" amends "1" {
  in force from 2024-01-01
  rename field hours in tasks as length
  rename field points in tasks as score
  rename choice talk of kind in tasks as speech
}
"""
ANSWERS = [
    {"id": "T-1", "kind": "lecture", "hours": 10, "planned": 1},
    {"id": "T-2", "kind": "talk", "hours": 8, "planned": 2},
    {"kind": "talk", "hours": 3, "planned": 0},
]


def response(**more: Any) -> str:
    said = {
        "instrument": "credit",
        "edition": "1",
        "subject": {"id": "s"},
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "answers": {"tasks": ANSWERS},
    }
    return json.dumps(said | more)


def compiled(text: str, *key: str) -> Instrument:
    name, edition = key
    found = compile_edition(read([Source("credit.takar", text)]), (name, edition)).value
    assert found is not None
    return found


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "credit.takar").write_text(RULES, encoding="utf-8")
    return folder


def test_each_value_of_a_record_is_one_step_that_all_share(rules: Path) -> None:
    document = evaluate(response(), rules=rules_in(rules)).document
    schema = json.loads(resources.read(resources.dsl(), "schemas", "result-1.json"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(document)))
    assert {name: found["exact"] for name, found in document["values"].items()} == {
        "total": "24",
        "best": "20",
        "sizes": "7",
        "rest": "3",
    }
    steps = [step for step in document["trace"] if "of_record" in step]
    told = [
        (step["inputs"][0]["response"], step["of_record"]["id"], step["value"]) for step in steps
    ]
    assert {step["of_record"]["list"] for step in steps} == {"tasks"}
    # The size of the first follows from its hours; the coefficient is worked out for its points.
    assert sorted(told) == [
        (f"/answers/tasks/{place}", name, value)
        for place, values in enumerate(
            [
                {"coefficient": "2", "points": "20", "size": "1"},
                {"coefficient": "0.5", "points": "4", "size": "2"},
                {"coefficient": "0.5", "points": "1.5", "size": "4"},
            ]
        )
        for name, value in values.items()
    ]
    points = next(step for step in steps if step["of_record"]["id"] == "points")
    assert points["rule"]["basis"] == [{"provision": "Article 8"}]


def test_a_finding_on_a_record_is_what_is_worked_with(rules: Path) -> None:
    corrected = {"kind": "lecture", "hours": 1, "planned": 1}
    findings = {
        "tasks/T-1": {"value": corrected, "by": "V", "on": "2023-09-01", "reason": "seen"},
        "tasks/T-2": {"accepted": False, "by": "V", "on": "2023-09-01", "reason": "not seen"},
    }
    document = evaluate(response(findings=findings), rules=rules_in(rules)).document
    # 1 hour of a lecture is 2 points, the talk of 3 hours 1.5.
    assert document["values"]["total"]["exact"] == "2"
    assert document["values"]["best"]["exact"] == "2"
    assert document["values"]["sizes"]["exact"] == "8"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Total = sum over the records that count (Points of Tasks: Points ≥ 2)",
                "Points = Hours × Coefficient",
                "worked out of each record of Tasks",
                "“Article 8”",
                "10 × 2",
                "Kind: Talk",
            ],
        ),
        (
            "id",
            [
                "Total = jumlah dari catatan yang dihitung (Points dari Tasks: Points ≥ 2)",
                "Points = Hours × Coefficient",
                "dihitung dari setiap catatan Tasks",
                "“Article 8”",
                "10 × 2",
                "Kind: Talk",
            ],
        ),
    ],
)
def test_the_page_tells_each_figure_with_its_formula(
    rules: Path, tmp_path: Path, language: str, expected: list[str]
) -> None:
    (tmp_path / "r.json").write_text(response(), encoding="utf-8")
    arguments = ("--rules", str(rules), "--lang", language)
    page = takar(tmp_path, "explain", str(tmp_path / "r.json"), *arguments)[1]
    told = " ".join(page.split())
    for phrase in expected:
        assert phrase in told, phrase
    shown = takar(tmp_path, "show", "credit@1", *arguments)[1]
    assert 'value points "Points" = hours * coefficient under "Article 8"' in " ".join(
        shown.split()
    )


def test_the_checked_rules_are_read_as_they_were_written() -> None:
    rules = compiled(RULES, "credit", "1")
    dumped = json.loads(json.dumps(dump_instrument(rules)))
    loaded = load_instrument(dumped, {"credit.takar": Source("credit.takar", RULES)})
    assert loaded == rules
    assert dump_instrument(loaded) == dump_instrument(rules)


def test_a_renamed_field_is_renamed_in_what_is_worked_out_of_it(rules: Path) -> None:
    tasks = [
        {"kind": "lecture", "length": 10, "planned": 1},
        {"kind": "speech", "length": 8, "planned": 2},
    ]
    said = response(
        edition="2",
        period={"from": "2024-01-01", "to": "2024-12-31"},
        answers={"tasks": tasks},
    )
    document = evaluate(said, rules=rules_in(rules)).document
    assert document["values"]["total"]["exact"] == "24"
    names = {s["of_record"]["id"] for s in document["trace"] if "of_record" in s}
    assert names == {"coefficient", "score", "size"}


def test_a_value_of_the_same_id_outside_keeps_its_name() -> None:
    text = """instrument x edition "1" {
  in force from 2023-01-01 to 2023-12-31
  input tasks list of { hours number from 0; value points = hours * 2 }
  value points = sum of points in tasks
}
instrument x edition "2" amends "1" { in force from 2024-01-01; rename value points as total }
"""
    rules = compiled(text, "x", "2")
    assert [value.id for value in rules.values] == ["total"]
    assert rules.values[0].formula == compiled(text, "x", "1").values[0].formula


EXPECTED = ["0,0.0,,0,0", "1,20.0,20.0,1,1", "2,24.0,20.0,3,3", "3,24.0,20.0,7,3"]
"""Of none to three of the tasks: id, total, best, sizes, rest."""


def scored(rules: Path, here: Path) -> tuple[list[str], str]:
    """The file of results, and what was said."""
    rows = [{"id": str(n), "tasks": ANSWERS[:n]} for n in range(4)]
    data = here / "data.ndjson"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = here / "out.csv"
    arguments = ("--rules", str(rules), "--period", "2023-01-01..2023-12-31", "-o", str(out))
    code, _, said = takar(here, "score", "credit@1", str(data), *arguments)
    assert code == 0, said
    return out.read_text(encoding="utf-8").splitlines(), said


def test_a_query_scores_data_to_the_same_figures(rules: Path, tmp_path: Path) -> None:
    lines, said = scored(rules, tmp_path)
    assert "rows-one-by-one" not in said
    assert lines == ["id,total,best,sizes,rest,status", *(f"{one},complete" for one in EXPECTED)]


def test_what_each_record_divides_by_is_scored_row_by_row(rules: Path, tmp_path: Path) -> None:
    ratio = "    value ratio = hours / (planned + 1)\n  }\n  value ratios = sum of ratio in tasks\n"
    text = RULES.replace("  }\n", ratio, 1)
    (rules / "credit.takar").write_text(text, encoding="utf-8")
    lines, said = scored(rules, tmp_path)
    assert "sql-record-value" in said
    # 10 / 2, then 8 / 3 more, then 3.
    ratios = ["0", "5", "23/3", "32/3"]
    told = zip(EXPECTED, ratios, strict=True)
    expected = [f"{one[:1]},{ratio}{one[1:]},complete" for one, ratio in told]
    assert lines == ["id,ratios,total,best,sizes,rest,status", *expected]


def test_a_query_waits_for_what_a_record_lacks_and_for_inputs_it_needs(tmp_path: Path) -> None:
    text = """instrument x edition "1" {
  in force from 2023-01-01 to 2023-12-31
  input rate number from 0 to 2
  input tasks list of {
    kind one of { plain; rated }
    hours number from 0 to 10
    value worth by kind { plain: 1; rated: rate }
    value points = hours * worth
  }
  value total = sum of points in tasks
}
"""
    (tmp_path / "x.takar").write_text(text, encoding="utf-8")
    plain, rated = {"kind": "plain", "hours": 3}, {"kind": "rated", "hours": 2}
    rows = [
        {"tasks": [plain]},
        {"tasks": [plain, rated]},
        {"rate": 0.5, "tasks": [plain, rated]},
        {"tasks": [{"kind": "plain"}]},
        {"tasks": [{"hours": 1}]},
        {"tasks": []},
        {},
    ]
    data = tmp_path / "data.ndjson"
    lines = (json.dumps({"id": str(n)} | row) + "\n" for n, row in enumerate(rows))
    data.write_text("".join(lines), encoding="utf-8")
    arguments = ("--rules", ".", "--period", "2023-01-01..2023-12-31", "-o", "out.csv")
    code, _, said = takar(tmp_path, "score", "x", "data.ndjson", *arguments)
    assert code == 0, said
    assert "rows-one-by-one" not in said
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "id,total,status",
        "0,3.0,complete",
        "1,,incomplete: rate",
        "2,4.0,complete",
        "3,,incomplete: tasks",
        '4,,"incomplete: rate, tasks"',
        "5,0.0,complete",
        "6,,incomplete: tasks",
    ]


def test_a_response_states_no_figure_that_is_worked_out(rules: Path, tmp_path: Path) -> None:
    stated = [{"kind": "talk", "hours": 8, "planned": 1, "points": 100}]
    (tmp_path / "r.json").write_text(response(answers={"tasks": stated}), encoding="utf-8")
    done = takar(tmp_path, "eval", str(tmp_path / "r.json"), "--rules", str(rules))
    assert done[0] == 4
    assert "/answers/tasks/0/points" in done[2]
