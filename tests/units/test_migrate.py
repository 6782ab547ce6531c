"""A response carried to a newer edition: what becomes of every answer, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.units.test_commands import takar

from evaluator import evaluate, resources
from evaluator.analysis.editions import consolidated
from evaluator.published import full_text
from evaluator.rulebook import rules_in
from evaluator.syntax.keywords import Language

RULES = """takar 1
instrument x "X" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  scale q { 0; 1; 2 }
  scale rank { low; high }
  evidence decree
  evidence photo
  input hours number from 0 to 100
  input size one of { small; large }
  input punishments list of { kind scale rank; note text }
  every criterion { rated on q; level 1 and up needs decree or photo; without evidence counts as 0 }
  criterion a
  criterion b
  criterion c
  criterion d
  criterion e { may be declared not applicable; not applicable is left out }
  value s {
    mean of criteria when size is small and highest of kind in punishments is high
    mean of criteria + hours otherwise
  }
}
instrument x edition "2" amends "1" {
  in force from 2024-01-01 to 2024-12-31
  rename criterion a as alpha
  rename evidence decree as letter
  rename scale q as quality
  remove criterion c
  remove evidence photo
  add criterion f
  change criterion e { remove may be declared not applicable; remove not applicable }
  change every criterion { level 1 and up needs letter }
  change scale quality {
    0; 1; 2; 3
    old answer 0 as 0; old answer 1 as 2; old answer 2 is asked again
  }
  change scale rank { low; middle; high; old answer low as low; old answer high as middle }
  change input hours number from 0 to 50
  change input size one of { small; large; huge; old answer small as small }
}
instrument x edition "3" amends "2" {
  in force from 2025-01-01
  rename criterion alpha as first
  rename criterion f as last
  change scale quality { 0; 1; 2; 3; 4 }
}
instrument x edition "4" {
  in force from 2022-01-01 to 2022-12-31
  scale q { 0; 1 }
  criterion a { rated on q }
  value s = a
}
"""

RESPONSE: dict[str, Any] = {
    "instrument": "x",
    "subject": {"id": "7"},
    "period": {"from": "2023-01-01", "to": "2023-12-31"},
    "answers": {
        "a": {"value": 1, "evidence": ["d1", "d2"], "note": "one"},
        "b": 2,
        "c": 1,
        "d": 0,
        "e": {"not_applicable": "no counter"},
        "hours": 60.5,
        "size": "large",
        "punishments": [{"id": "k1", "kind": "high", "note": "late"}],
    },
    "evidence": {"d1": {"kind": "decree", "number": "9"}, "d2": {"kind": "photo"}},
    "evidence_findings": {"d1": {"accepted": True}, "d2": {"accepted": True}},
    "findings": {"a": {"value": 1, "by": "V"}, "c": {"value": 1}, "d": {"value": 1}},
    "x-own": {"kept": 1.50},
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    (tmp_path / "old.json").write_text(json.dumps(RESPONSE), encoding="utf-8")
    return tmp_path


def migrated(here: Path, edition: str) -> tuple[int, dict[str, Any], dict[str, Any]]:
    words = ("migrate", "old.json", "--to", edition, "-o", "new.json", "--format", "json")
    code, out, _ = takar(here, *words)
    schema = json.loads(resources.read(resources.dsl(), "schemas", "migration-1.json"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(out))
    return code, json.loads((here / "new.json").read_text("utf-8")), json.loads(out)


def test_every_answer_is_carried_renamed_or_left_out_and_named(here: Path) -> None:
    code, new, report = migrated(here, "2")
    assert code == 1
    assert new["edition"] == "2"
    assert new["answers"] == {
        "alpha": {"value": 2, "evidence": ["d1"], "note": "one"},
        "d": 0,
        "punishments": [{"id": "k1", "kind": "middle", "note": "late"}],
    }
    assert new["evidence"] == {"d1": {"kind": "letter", "number": "9"}}
    assert new["evidence_findings"] == {"d1": {"accepted": True}}
    assert new["findings"] == {"alpha": {"value": 2, "by": "V"}, "d": {"value": 2}}
    assert new["x-own"] == {"kept": 1.5}
    assert report["asked"] == ["f"]
    assert report["lost"] is True
    told = {(change["at"], change["code"]) for change in report["changes"]}
    assert told == {
        ("/answers/a", "renamed"),
        ("/answers/a", "counts_as"),
        ("/answers/b", "asked_again"),
        ("/answers/c", "removed"),
        ("/answers/e", "other_type"),
        ("/answers/hours", "out_of_range"),
        ("/answers/size", "not_carried"),
        ("/answers/punishments/0/kind", "counts_as"),
        ("/evidence/d1/kind", "renamed"),
        ("/evidence/d2", "document_kind_removed"),
        ("/findings/a", "renamed"),
        ("/findings/a", "counts_as"),
        ("/findings/c", "removed"),
        ("/findings/d", "counts_as"),
    }


def test_what_was_written_is_a_response_of_the_newer_edition(here: Path) -> None:
    migrated(here, "2")
    text = (here / "new.json").read_text("utf-8")
    document = evaluate(text, rules=rules_in(here / "rules")).document
    assert document["edition"] == "2"
    # The highest punishment is not `high` any more, so the size has no bearing.
    assert document["missing"] == ["b", "e", "f", "hours"]


def test_several_editions_are_gone_through_one_by_one(here: Path) -> None:
    # 1 counts as 2 in edition 2; edition 3 changed the scale again and says nothing of it.
    code, new, report = migrated(here, "3")
    assert code == 1
    assert new["answers"] == {"punishments": [{"id": "k1", "kind": "middle", "note": "late"}]}
    assert report["asked"] == ["last"]
    lost = [c for c in report["changes"] if c["code"] == "scale_changed"]
    assert [(c["at"], c["facts"]) for c in lost if c["at"].startswith("/answers")] == [
        ("/answers/alpha", {"old": "2"}),
        ("/answers/d", {"old": "0"}),
    ]


def test_where_nothing_was_lost_the_command_ends_well(here: Path) -> None:
    few = {**RESPONSE, "answers": {"d": 1, "c": 2}, "findings": {}, "evidence_findings": {}}
    (here / "old.json").write_text(json.dumps({**few, "evidence": {}}), encoding="utf-8")
    code, new, report = migrated(here, "2")
    assert (code, new["answers"]) == (0, {"d": 2})
    assert [c["code"] for c in report["changes"]] == ["counts_as", "removed"]


def test_the_response_is_the_output_where_no_file_is_named(here: Path) -> None:
    code, out, said = takar(here, "migrate", "old.json", "--to", "2")
    assert code == 1
    assert json.loads(out)["edition"] == "2"
    assert "/answers/a: 1 counts as 2 (edition 2)" in said
    # A person knows a record by its id, not by its place in the list.
    assert "/answers/punishments/k1/kind: high counts as middle (edition 2)" in said


def test_an_edition_that_does_not_amend_it_is_refused(here: Path) -> None:
    code, _, said = takar(here, "migrate", "old.json", "--to", "4")
    assert code == 2
    assert "usage-no-path-of-editions" in said


def test_only_the_amendment_itself_keeps_what_it_carries(here: Path) -> None:
    declared = rules_in(here / "rules").program("x").declared
    for edition, there in (("1", False), ("2", True), ("3", False)):
        whole = consolidated(declared, ("x", edition)).value
        assert whole is not None
        assert ("old answer" in full_text(whole, Language.EN)) is there


PARTS = """takar 1
instrument x "X" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  every control {
    answer one of { met; partly; not_met }
    value by answer { met, partly: 0; not_met: 1 }
  }
  control a
  control b
  control c
  control d { answer one of { good; bad }; value by answer { good: 0; bad: 1 } }
  value s = sum of controls
}
instrument x edition "2" amends "1" {
  in force from 2024-01-01 to 2024-12-31
  rename control b as plan
  change every control {
    answer one of {
      done; begun; open
      old answer met as done; old answer partly is asked again; old answer not_met as open
    }
    value by answer { done: 0; begun: 0.5; open: 1 }
  }
  change control d {
    answer one of { good; fair; bad }
    value by answer { good: 0; fair: 0.5; bad: 1 }
  }
}
instrument x edition "3" amends "2" { in force from 2025-01-01 }
"""


def test_answers_of_parts_go_by_the_lines_of_their_own_or_of_every(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(PARTS, encoding="utf-8")
    said = {
        "instrument": "x",
        "subject": {"id": "7"},
        "period": {"from": "2023-01-01", "to": "2023-12-31"},
        "answers": {"a": "met", "b": {"value": "not_met", "note": "n"}, "c": "partly", "d": "bad"},
        "findings": {"b": {"value": "met", "reason": "r"}},
    }
    (tmp_path / "r.json").write_text(json.dumps(said), encoding="utf-8")
    more = ("--to", "3", "-o", "new.json", "--rules", "rules", "--format", "json")
    code, told, complaint = takar(tmp_path, "migrate", "r.json", *more)
    assert code == 0, complaint
    written = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert written["answers"] == {
        "a": "done",
        "plan": {"value": "open", "note": "n"},
        "d": "bad",
    }
    assert written["findings"] == {"plan": {"value": "done", "reason": "r"}}
    changes = {(c["at"], c["code"]) for c in json.loads(told)["changes"]}
    assert ("/answers/c", "asked_again") in changes


INNER = """takar 1
instrument x "X" edition "1" {
  in force from 2023-01-01 to 2023-12-31
  scale severity { light; heavy }
  input size one of { small; large }
  input courses list of {
    kind one of { craft; talk; walk }; hours number from 0; level scale severity
  }
  every control { answer one of { met; open }; value by answer { met: 1; open: 0 } }
  control a
  control b { answer one of { met; open } }
  value s {
    sum of controls when size is large and highest of level in courses is heavy
    sum of hours in courses where (kind is craft) otherwise
  }
}
instrument x edition "2" amends "1" {
  in force from 2024-01-01
  rename input courses as lessons
  rename choice met of every control as done
  rename choice large of size as big
  rename choice craft of kind in courses as skill
  rename choice heavy of scale severity as grave
  rename field hours in courses as duration
  change input lessons list of {
    kind one of { skill; lecture
      old answer skill as skill; old answer talk as lecture; old answer walk is asked again }
    duration number from 0
    level scale severity
  }
}
"""


def test_choices_and_fields_are_carried_under_their_new_ids(here: Path) -> None:
    (here / "rules" / "x.takar").write_text(INNER, encoding="utf-8")
    old = {
        **{key: RESPONSE[key] for key in ("instrument", "subject", "period")},
        "answers": {
            "a": "met",
            "b": "met",
            "size": "large",
            "courses": [
                {"kind": "craft", "hours": 4, "level": "heavy"},
                {"kind": "talk", "hours": None},
                {"kind": "walk", "level": "light"},
            ],
        },
        "findings": {"a": {"value": "met", "reason": "seen"}},
    }
    (here / "old.json").write_text(json.dumps(old), encoding="utf-8")
    code, new, report = migrated(here, "2")
    assert code == 0
    assert new["answers"] == {
        "a": "done",
        "b": "done",
        "size": "big",
        "lessons": [
            {"kind": "skill", "duration": 4, "level": "grave"},
            {"kind": "lecture"},
            {"level": "light"},
        ],
    }
    assert new["findings"] == {"a": {"value": "done", "reason": "seen"}}
    told = {(change["at"], change["code"]) for change in report["changes"]}
    assert told == {
        ("/answers/a", "choice_renamed"),
        ("/answers/b", "choice_renamed"),
        ("/answers/size", "choice_renamed"),
        ("/answers/courses", "renamed"),
        ("/answers/courses/0/kind", "choice_renamed"),
        ("/answers/courses/0/hours", "renamed"),
        ("/answers/courses/0/level", "choice_renamed"),
        ("/answers/courses/1/kind", "counts_as"),
        ("/answers/courses/2/kind", "asked_again"),
        ("/findings/a", "choice_renamed"),
    }


OVERRULED = """takar 1
instrument s "S" edition "1" {
  in force from 2024-01-01 to 2024-12-31
  scale q { 0; 1; 2; 3 }
  every criterion { rated on q }
  criterion speed
  criterion care
  criterion desk { repeated for service "Service" 1 to 3 times each counted under "Art 4" }
  value score = mean of criteria
}
instrument s edition "2" amends "1" {
  in force from 2025-01-01
  rename criterion speed as pace
  change scale q {
    0; 1; 2; old answer 0 as 0; old answer 1 as 1; old answer 2 as 2; old answer 3 is asked again
  }
}
"""


def test_what_was_overruled_does_not_count_where_the_decision_is_asked_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "s.takar").write_text(OVERRULED, encoding="utf-8")
    desks = [{"id": "l1", "value": 1}, {"id": "l2", "name": "Two", "value": 2}]
    given = {
        "instrument": "s",
        "edition": "1",
        "subject": {"id": "a"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"speed": 1, "care": 1, "desk": {"items": desks}},
        "findings": {
            "speed": {"value": 0, "reason": "x"},
            "care": {"value": 2, "reason": "y"},
            "desk/l2": {"value": 3, "reason": "z"},
        },
        "decisions": {"speed": {"value": 3, "reason": "panel"}},
    }
    (tmp_path / "old.json").write_text(json.dumps(given), encoding="utf-8")
    code, new, report = migrated(tmp_path, "2")
    assert code == 0
    assert new["answers"] == {
        "care": 1,
        "desk": {"items": [{"id": "l1", "value": 1}, {"id": "l2", "name": "Two"}]},
    }
    assert new["findings"] == {"care": {"value": 2, "reason": "y"}}
    assert new["decisions"] == {}
    told = {(change["at"], change["code"]) for change in report["changes"]}
    assert told == {
        ("/decisions/speed", "asked_again"),
        ("/findings/speed", "replaced"),
        ("/answers/speed", "replaced"),
        ("/findings/desk~1l2", "asked_again"),
        ("/answers/desk/items/1", "replaced"),
        ("/decisions/speed", "renamed"),
        ("/findings/speed", "renamed"),
        ("/answers/speed", "renamed"),
    }
    text = (tmp_path / "new.json").read_text("utf-8")
    document = evaluate(text, rules=rules_in(tmp_path / "rules")).document
    assert document["status"] == "incomplete"
    assert document["missing"] == ["pace", "desk/l2"]
