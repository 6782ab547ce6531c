"""A cohort: whose category depends on a reading or an edition, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from tests.units.reports_html import parsed
from tests.units.test_commands import takar

from evaluator import resources
from evaluator.reports.render import Form

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
    assert "many/a.json" in said.replace("\\", "/")


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


def in_groups(here: Path, groups: dict[str, str]) -> None:
    """The rules with groups, and the responses of the subjects in them."""
    rules = RULES.replace(
        "  in force", '  assesses office "Office" in region "Region"\n  in force', 1
    )
    (here / "rules" / "x.takar").write_text(rules, encoding="utf-8")
    for name, hours in (("a", 4), ("b", 10), ("c", 20), ("d", 40), ("e", None)):
        subject = {"id": name, "groups": {"region": groups[name]} if name in groups else {}}
        text = json.dumps({**response(name, hours), "subject": subject})
        (here / "many" / f"{name}.json").write_text(text, encoding="utf-8")


def test_how_many_stand_in_each_category_and_the_mean(here: Path) -> None:
    # 0, 0, 20 and 40 have the mean 15; the fifth has no value.
    _, out, _ = takar(here, "cohort", "many", "--against", "2", "--format", "json")
    found = json.loads(out)
    assert found["distribution"] == {
        "subjects": 5,
        "categories": [{"category": "Low", "count": 2}, {"category": "High", "count": 2}],
        "no_category": 0,
        "incomplete": 1,
        "not_scored": 0,
        "measured": 4,
        "mean": "15",
    }
    against = found["against"]["distribution"]
    assert [each["count"] for each in against["categories"]] == [3, 1]
    assert found["groups"] == []


def test_the_same_of_each_group(here: Path) -> None:
    # North is a, b and c: 0, 0 and 20, 20/3 in the mean. South is d alone; e is in none.
    in_groups(here, {"a": "north", "b": "north", "c": "north", "d": "south"})
    _, out, _ = takar(here, "cohort", "many", "--format", "json")
    groups = json.loads(out)["groups"]
    assert [(g["kind"], g["id"], g["distribution"]["mean"]) for g in groups] == [
        ("region", "north", "20/3"),
        ("region", "south", "40"),
    ]
    _, out, _ = takar(here, "cohort", "many")
    lines = [line.split() for line in out.splitlines()]
    assert [line for line in lines if line[:1] in (["Region"], ["north"], ["south"])] == [
        ["Region", "Subjects", "Mean", "Low", "High"],
        ["north", "3", "about", "6.6667", "2", "1"],
        ["south", "1", "40", "0", "1"],
    ]


@pytest.mark.parametrize("more", [(), ("--against", "2")])
def test_the_document_keeps_to_its_schema(here: Path, more: tuple[str, ...]) -> None:
    in_groups(here, {"a": "north", "d": "south"})
    _, out, _ = takar(here, "cohort", "many", *more, "--format", "json")
    schema = json.loads(resources.read(resources.dsl(), "schemas", "cohort-1.json"))
    found = json.loads(out)
    jsonschema.Draft202012Validator(schema).validate(found)
    assert not jsonschema.Draft202012Validator(schema).is_valid({**found, "clock": "12:00"})


@pytest.mark.parametrize("form", get_args(Form))
def test_every_form_says_the_same(here: Path, form: Form) -> None:
    code, out, _ = takar(here, "cohort", "many", "--against", "2", "--to", form)
    page = " ".join((parsed(out).text if form == "html" else out).split())
    assert code == 0
    assert "Under edition 2, 1 of 5 changes category" in page
    assert "c: High (20) → Low (20)" in page
    assert "few read as half: 1 changes category" in page.replace("\\", "")
    assert "15 (of 4)" in page


def test_every_column_of_the_page_says_what_it_holds_and_of_which_edition(here: Path) -> None:
    _, out, _ = takar(here, "cohort", "many", "--against", "2", "--to", "html")
    rows = [[cell.strip() for cell in row] for row in parsed(out).rows]
    # 20 hours are High under edition 1 and Low under edition 2; 4 hours count as 0 under both.
    heads = ["Subject", "Value, edition 1", "Category, edition 1"]
    heads += ["Value, edition 2", "Category, edition 2", "Changes category"]
    assert heads in rows
    assert ["c", "20", "High", "20", "Low", "yes"] in rows
    assert ["a", "0", "Low", "0", "Low", "no"] in rows
    assert all(cell for row in rows for cell in row)


def test_the_page_says_a_reading_in_its_own_words(here: Path) -> None:
    _, out, _ = takar(here, "cohort", "many", "--to", "html")
    said = "The rules read it as “Few hours count nothing”; here it is read as “half”."
    assert said in parsed(out).text


def test_that_a_bundled_instrument_is_hidden_is_said(here: Path) -> None:
    rules = RULES.replace("instrument x", "instrument im_nkk")
    (here / "rules" / "x.takar").write_text(rules, encoding="utf-8")
    for name in "abcde":
        text = json.dumps({**response(name, 4), "instrument": "im_nkk"})
        (here / "many" / f"{name}.json").write_text(text, encoding="utf-8")
    code, out, said = takar(here, "cohort", "many")
    assert code == 0
    assert said.count("note[bundled-hidden]") == 1
    assert "bundled-hidden" not in out


ASKED_AGAIN = """takar 1
instrument s "S" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale q { 0; 1; 2; 3 }
  every criterion { rated on q }
  criterion speed
  value score = mean of criteria
}
instrument s edition "2" amends "1" {
  in force from 2025-01-01
  change scale q {
    0; 1; 2; old answer 0 as 0; old answer 1 as 1; old answer 2 as 2; old answer 3 is asked again
  }
}
"""


def test_one_decision_that_is_asked_again_does_not_end_the_comparison(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "s.takar").write_text(ASKED_AGAIN, encoding="utf-8")
    (tmp_path / "many").mkdir()
    for name, section in (("a", "decisions"), ("b", "findings"), ("c", "answers")):
        given = {
            "instrument": "s",
            "edition": "1",
            "subject": {"id": name},
            "period": {"from": "2024-01-01", "to": "2024-12-31"},
            "answers": {"speed": 1},
        }
        value = 2 if section == "answers" else {"value": 3, "reason": "seen"}
        given[section] = {"speed": value}
        (tmp_path / "many" / f"{name}.json").write_text(json.dumps(given), encoding="utf-8")
    code, out, said = takar(tmp_path, "cohort", "many", "--against", "2", "--format", "json")
    assert code == 0, said
    found = json.loads(out)
    assert [(s["id"], s["value"]) for s in found["subjects"]] == [
        ("a", "3"),
        ("b", "3"),
        ("c", "2"),
    ]
    # What the level 3 had replaced does not count in its place.
    under = [(s["id"], s["status"], s["value"]) for s in found["against"]["subjects"]]
    assert under == [("a", "incomplete", None), ("b", "incomplete", None), ("c", "complete", "2")]


def at_stages(here: Path) -> None:
    """The same responses, of which the second is verified and the third decided on."""
    for name, hours, section in (("b", 10, "findings"), ("c", 20, "decisions")):
        ruled = {section: {"hours": {"value": hours + 1, "by": "V", "reason": "seen"}}}
        text = json.dumps({**response(name, hours), **ruled})
        (here / "many" / f"{name}.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "head", "mixed"),
    [
        ("en", "Stage: self-assessment (3), verified (1) and final (1).", "different stages"),
        ("id", "Tahap: penilaian mandiri (3), terverifikasi (1), dan final (1).", "berbeda-beda"),
    ],
)
@pytest.mark.parametrize("form", get_args(Form))
def test_responses_at_different_stages_are_counted_by_stage(
    here: Path, form: Form, language: str, head: str, mixed: str
) -> None:
    at_stages(here)
    _, out, _ = takar(here, "cohort", "many", "--to", form, "--lang", language)
    page = " ".join((parsed(out).text if form == "html" else out.replace("\\", "")).split())
    assert head in page
    assert mixed in page


def test_every_subject_of_a_mixed_cohort_has_its_stage(here: Path) -> None:
    at_stages(here)
    _, out, _ = takar(here, "cohort", "many", "--against", "2", "--to", "html")
    rows = [[cell.strip() for cell in row] for row in parsed(out).rows]
    assert ["Subject", "Stage, edition 1", "Value, edition 1", "Category, edition 1"] in [
        row[:4] for row in rows
    ]
    # The decision on 21 hours is carried: High under edition 1, Low under edition 2.
    assert ["c", "final", "21", "High", "final", "21", "Low", "yes"] in rows
    assert ["b", "verified", "0", "Low", "verified", "0", "Low", "no"] in rows
    _, out, _ = takar(here, "cohort", "many", "--format", "json")
    found = json.loads(out)
    schema = json.loads(resources.read(resources.dsl(), "schemas", "cohort-1.json"))
    jsonschema.Draft202012Validator(schema).validate(found)
    assert found["stage"] is None
    assert [s["stage"] for s in found["subjects"]] == [
        "self",
        "verified",
        "final",
        "self",
        "self",
    ]


def test_at_one_stage_the_table_has_no_column_for_it(here: Path) -> None:
    at_stages(here)
    _, out, _ = takar(here, "cohort", "many", "--stage", "self", "--to", "html")
    assert "Stage: self-assessment." in parsed(out).text
    rows = [[cell.strip() for cell in row] for row in parsed(out).rows]
    assert ["Subject", "Value", "Category"] in rows
    assert "different stages" not in out


VERDICT = RULES.replace(
    "}\ninstrument x",
    '  verdict passed "Passed" { "Yes" when score > 0; "No" otherwise }\n}\ninstrument x',
    1,
).replace("  draft\n", "  draft\n  rename verdict passed as through\n")


def test_every_table_of_categories_is_counted_and_compared(here: Path) -> None:
    assert "What comes first" not in takar(here, "cohort", "many", "--lang", "en")[1]
    (here / "rules" / "x.takar").write_text(VERDICT, encoding="utf-8")
    code, out, _ = takar(here, "cohort", "many", "--against", "2", "--format", "json")
    assert code == 0
    found = json.loads(out)
    schema = json.loads(resources.read(resources.dsl(), "schemas", "cohort-1.json"))
    jsonschema.Draft202012Validator(schema).validate(found)
    (table,) = found["tables"]
    # The scores are 0, 0, 20 and 40; `e` said nothing.
    assert [one["category"] for one in table["subjects"]] == ["No", "No", "Yes", "Yes", None]
    assert table["distribution"]["categories"] == [
        {"category": "Yes", "count": 2},
        {"category": "No", "count": 2},
    ]
    assert (table["of"], table["distribution"]["incomplete"]) == (None, 1)
    # Half of 4 and of 10 hours is more than 0. The draft has other bands, and calls the verdict
    # otherwise: who passes is the same.
    (reading,) = table["readings"]
    assert [change["id"] for change in reading["changes"]] == ["a", "b"]
    assert (table["against"]["id"], table["against"]["changes"]) == ("through", [])
    assert [change["id"] for change in found["against"]["changes"]] == ["c"]


def test_a_table_is_found_by_its_former_id_in_an_older_edition(here: Path) -> None:
    (here / "rules" / "x.takar").write_text(VERDICT, encoding="utf-8")
    for name, hours in (("a", 4), ("b", 10), ("c", 20), ("d", 40)):
        newer = {**response(name, None), "edition": "2", "answers": {"lessons": hours}}
        (here / "many" / f"{name}.json").write_text(json.dumps(newer), encoding="utf-8")
    (here / "many" / "e.json").unlink()
    code, out, said = takar(here, "cohort", "many", "--against", "1", "--format", "json")
    assert code == 0, said
    (table,) = json.loads(out)["tables"]
    # Scores are 0, 0, 20 and 40 by both editions, and who passes is who has more than 0.
    assert (table["id"], table["against"]["id"]) == ("through", "passed")
    assert [one["category"] for one in table["against"]["subjects"]] == ["No", "No", "Yes", "Yes"]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_the_further_tables_stand_on_the_page(here: Path, form: str) -> None:
    (here / "rules" / "x.takar").write_text(VERDICT, encoding="utf-8")
    out = takar(here, "cohort", "many", "--against", "2", "--lang", "en", "--to", form)[1]
    told = " ".join((parsed(out).text if form == "html" else out.replace("\\", "")).split())
    assert "What comes first is by “category”; the same by Passed comes after it." in told
    assert form == "text" or told.count("Edition 2") == 2
    assert "nobody of 5 changes category" in told.partition("By Passed")[2]
    assert "a: No → Yes" in told
    assert "(–)" not in told
    told = takar(here, "cohort", "many", "--lang", "id")[1]
    assert "Menurut Passed" in told
    assert "a: No → Yes" in told


def test_what_is_carried_alike_is_one_line(here: Path) -> None:
    rules = RULES.replace(
        "  input hours", "  input trips list of { km number from 0 to 9 }\n  input hours", 1
    )
    rules = rules.replace("0 otherwise under", "sum of km in trips otherwise under", 1)
    rules = rules.replace("  draft\n", "  draft\n  rename field km in trips as length\n")
    (here / "rules" / "x.takar").write_text(rules, encoding="utf-8")
    for place in (here / "many").iterdir():
        said = json.loads(place.read_text(encoding="utf-8"))
        said["answers"]["trips"] = [{"km": 1}, {"km": 2}]
        place.write_text(json.dumps(said), encoding="utf-8")
    _, out, _ = takar(here, "cohort", "many", "--against", "2", "--lang", "en")
    lines = [
        line.strip() for line in out.splitlines() if "is called length in that edition" in line
    ]
    assert lines == ["a, b, c, d and e /answers/trips/*/km: is called length in that edition"]


def test_a_stage_without_data_names_the_response(here: Path) -> None:
    code, _, err = takar(here, "cohort", "many", "--stage", "verified", "--lang", "en")
    assert code == 4
    assert all(f"{name}.json:1:1" in err for name in "abcde")
