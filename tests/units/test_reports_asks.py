"""Beside each condition stands what the rules ask and what was answered, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

RULES = """takar 1
instrument c "Conditions" edition "1" {
  in force from 2024-01-01
  scale grade { low "Low"; mid "Middle"; top "Top" }
  scale s { 0; 1; 2; 3; 4 }
  input kind "Kind" one of { ministry "Ministry"; local "Local"; board "Board" }
  input staff "Staff" number from 0 to 10000 in people
  input target "Target" number from 0 to 10000 in people
  input started "Started" date
  input online "Online" yes or no
  input courses "Courses" list of {
    type "Type" one of { technical "Technical"; general "General" }
    level "Level" scale grade
    hours "Hours" number from 0 to 500
  }
  value load "Load" = staff / 10
  every indicator { rated on s; not applicable is left out }
  indicator a "Plan" { applies when kind is local }
  indicator b "Team" { applies when kind is not ministry and staff >= 50 }
  indicator d "Portal" { applies when kind is local or kind is board }
  indicator e "Desk" { applies when not (kind is local or kind is board) }
  indicator g "Line" { applies when not online }
  indicator h "Old" { applies when started < 2020-01-01 }
  indicator j "Trained" {
    applies when count of courses where (type is technical and hours >= 20) >= 2
  }
  indicator k "Busy" { applies when staff > target }
  indicator l "Laden" { applies when load > 7 }
  indicator m "High" { applies when highest of level in courses is top }
  indicator n "Long" { applies when highest of hours in courses > 40 }
  value points "Points" { 5 when kind is local; 3 when staff >= 100 and online; 0 otherwise }
  value few "Few" = sum of 2 highest of hours in courses
  value total "Total" = sum of indicators + points + few
  bands category "Category" of total {
    "C" below 5
    "B" from 5 only when kind is local or staff > 100
  }
  not scored when kind is board and online because "boards are not online"
  verdict eligible "Eligible" { "Yes" when kind is local and staff > 20; "No" otherwise }
  verdict second "Second" { "Yes" when online; "No" otherwise }
}
"""
COURSES = [
    {"type": "technical", "level": "mid", "hours": 30},
    {"type": "general", "level": "low", "hours": 12},
]
ANSWERS: dict[str, Any] = {
    "kind": "ministry",
    "staff": 80,
    "target": 90,
    "started": "2021-03-04",
    "online": True,
    "courses": COURSES,
    "e": 3,
    "l": 2,
}


def page(
    folder: Path,
    language: Language = Language.EN,
    without: str = "",
    trace: bool = False,  # noqa: FBT001, FBT002 — as the page takes it
    **answers: Any,
) -> str:
    """The page of a response, on one line."""
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "c",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {k: v for k, v in (ANSWERS | answers).items() if k != without},
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=Stage.SELF)
    return " ".join(Sample(found).page(language, "text", trace=trace).split())


@pytest.mark.parametrize(
    ("asked", "diminta"),
    [
        (
            "Kind is Local; the answer is Ministry — does not hold",
            "Kind adalah Local; jawabannya Ministry — tidak terpenuhi",
        ),
        (
            (
                "(Kind is not Ministry; the answer is Ministry — does not hold)"
                " and (Staff ≥ 50; 80 ≥ 50 — holds)"
            ),
            (
                "(Kind bukan Ministry; jawabannya Ministry — tidak terpenuhi)"
                " dan (Staff ≥ 50; 80 ≥ 50 — terpenuhi)"
            ),
        ),
        (
            "Kind is Local or Board; the answer is Ministry — does not hold",
            "Kind adalah Local atau Board; jawabannya Ministry — tidak terpenuhi",
        ),
        (
            "Kind is not Local or Board; the answer is Ministry — holds",
            "Kind bukan Local atau Board; jawabannya Ministry — terpenuhi",
        ),
        (
            "Online is no; the answer is yes — does not hold",
            "Online adalah tidak; jawabannya ya — tidak terpenuhi",
        ),
        (
            "Started < 1 January 2020; 4 March 2021 < 1 January 2020 — does not hold",
            "Started < 1 Januari 2020; 4 Maret 2021 < 1 Januari 2020 — tidak terpenuhi",
        ),
        (
            (
                "number of records that count (Courses: Type is Technical and Hours ≥ 20) ≥ 2;"
                " 1 of 2 records ≥ 2 — does not hold"
            ),
            (
                "banyaknya catatan yang dihitung (Courses: Type adalah Technical dan Hours ≥ 20)"
                " ≥ 2; 1 dari 2 catatan ≥ 2 — tidak terpenuhi"
            ),
        ),
        (
            "Staff > Target; 80 > 90 — does not hold",
            "Staff > Target; 80 > 90 — tidak terpenuhi",
        ),
        ("Load > 7; 8 > 7 — holds", "Load > 7; 8 > 7 — terpenuhi"),
        (
            "highest among the records that count (Courses) is Top; it is Middle — does not hold",
            (
                "tertinggi di antara catatan yang dihitung (Courses) adalah Top;"
                " hasilnya Middle — tidak terpenuhi"
            ),
        ),
        (
            (
                "highest of the records that count (Courses) > 40;"
                " highest of the records that count (30; 12) > 40 — does not hold"
            ),
            (
                "tertinggi dari catatan yang dihitung (Courses) > 40;"
                " tertinggi dari catatan yang dihitung (30; 12) > 40 — tidak terpenuhi"
            ),
        ),
    ],
)
def test_where_a_part_applies_it_is_said_what_the_rules_ask(
    tmp_path: Path, asked: str, diminta: str
) -> None:
    assert asked in page(tmp_path)
    assert diminta in page(tmp_path, Language.ID)


def test_cases_say_what_each_line_that_was_looked_at_asks(tmp_path: Path) -> None:
    assert (
        "= (Kind is Local; the answer is Ministry — does not hold);"
        " (Staff ≥ 100; 80 ≥ 100 — does not hold) and (Online is yes; the answer is yes — holds): 0"
    ) in page(tmp_path)


def test_a_condition_of_a_category_says_what_it_asks(tmp_path: Path) -> None:
    # The hours of the two courses are 42, so that the total is 3 + 2 + 42 and lies in B.
    told = page(tmp_path)
    assert "the category falls to C" in told
    assert (
        "(Kind is Local; the answer is Ministry — does not hold)"
        " or (Staff > 100; 80 > 100 — does not hold)"
    ) in told


def test_a_rule_by_which_there_is_no_score_says_what_it_asks(tmp_path: Path) -> None:
    told = page(tmp_path, kind="board", d=2, b=1, without="e")
    assert (
        "“boards are not online” (Kind is Board; the answer is Board — holds)"
        " and (Online is yes; the answer is yes — holds)"
    ) in told


def test_what_is_not_answered_is_no_answer(tmp_path: Path) -> None:
    told = page(tmp_path, without="kind")
    assert "Kind is Local; not answered — undecided" in told
    assert "the answer is not answered" not in told
    assert "Started < 1 January 2020; Started (not answered) < 1" in page(
        tmp_path, without="started"
    )


def test_a_list_nobody_stated_has_a_page_although_only_a_few_count(tmp_path: Path) -> None:
    told = page(tmp_path, without="courses")
    assert "Few = sum of the highest of the records that count (Courses)" in told
    assert "highest of the records that count (Courses) > 40; not answered > 40 — undecided" in told


def test_a_verdict_names_itself_and_only_what_does_not_hold(tmp_path: Path) -> None:
    told = page(tmp_path, online=False, g=1)
    reason = "is not given, because this does not hold: the answer to"
    assert f"Eligible: “Yes” {reason} Kind is Local" in told
    assert f"Second: “Yes” {reason} Online is yes" in told
    assert "Staff > 20" not in told.partition("Notes")[2]
    told = page(tmp_path, Language.ID, online=False, g=1)
    reason = "tidak diberikan, karena syarat ini tidak terpenuhi: jawaban"
    assert f"Eligible: “Yes” {reason} Kind adalah Local" in told


def test_the_trace_says_what_each_condition_asks(tmp_path: Path) -> None:
    told = page(tmp_path, trace=True).partition("Every step, in order")[2]
    assert "the answer to" in told
    assert "Kind is Local" in told
    assert "Staff > Target" in told


def test_of_what_does_not_apply_no_bar_is_drawn(tmp_path: Path) -> None:
    drawn = page(tmp_path).partition("beside the most there can be")[2].partition("Facts asked")[0]
    assert "Desk: 3 of 4" in drawn
    assert "of 0" not in drawn
