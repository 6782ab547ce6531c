"""How to rise by a fact: each is evaluated anew, stated otherwise; worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import Rulebook, bundled, rules_in
from golden.explain.samples import Sample

EMPLOYEE: dict[str, Any] = {
    "instrument": "ip_asn",
    "edition": "2019",
    "subject": {"id": "p"},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {
        "pendidikan": "S2",
        "jabatan": "pelaksana",
        "diklat_kepemimpinan": False,
        "diklat_fungsional": False,
        "jp_teknis": 10,
        "seminar": False,
        "nilai_kinerja": 60.5,
        "hukuman": [{"tingkat": "ringan", "tanggal": "2020-01-10"}],
    },
}
"""20 for the degree, 0 for training, 15 for the performance, 3 for discipline: 38."""


def rising(response: dict[str, Any], book: Rulebook, language: Language = Language.EN) -> str:
    """The section on how to rise, its lines made plain."""
    found = evaluate_text(json.dumps(response), rulebook=book)
    page = Sample(found).page(language, "md")
    heading = {Language.EN: "How to rise", Language.ID: "Cara naik"}[language]
    section = page.partition(f" {heading}\n")[2].partition("\n## ")[0]
    return "\n".join(" ".join(line.replace("\\", "").split()) for line in section.splitlines())


@pytest.mark.parametrize("language", Language)
def test_each_fact_that_raises_the_value_is_told_with_the_category(language: Language) -> None:
    told = rising(EMPLOYEE, bundled(), language)
    yes, no = {Language.EN: ("yes", "no"), Language.ID: ("ya", "tidak")}[language]

    def printed(figure: str) -> str:
        return figure if language is Language.EN else figure.replace(".", ",")

    rows = [
        # A doctorate is worth 25.
        "| Pendidikan terakhir | S-2 | S-3 | 5 | 43 | Sangat Rendah |",
        # 20 hours of training are worth 22.5 to a `pelaksana`; 60.5 is read into the higher band.
        f"| Diklat teknis (JP) | 10 | 20 | {printed('22.5')} | {printed('60.5')} | Rendah |",
        (
            f"| Seminar, lokakarya, magang, atau kursus | {no} | {yes} | {printed('17.5')}"
            f" | {printed('55.5')} | Sangat Rendah |"
        ),
        # 76 and 91 begin the next rows; 61 to 75 are worth the same 15.
        f"| Nilai kinerja (SKP) | {printed('60.5')} | 76 | 10 | 48 | Sangat Rendah |",
        f"| Nilai kinerja (SKP) | {printed('60.5')} | 91 | 15 | 53 | Sangat Rendah |",
    ]
    table = [line for line in told.splitlines() if line.startswith("| ")][2:]
    assert table == rows


def test_what_nothing_can_raise_is_said() -> None:
    best = EMPLOYEE["answers"] | {
        "pendidikan": "S3",
        "jp_teknis": 20,
        "seminar": True,
        "nilai_kinerja": 95,
    }
    told = rising(EMPLOYEE | {"answers": best}, bundled())
    assert "No single fact, stated otherwise, raises IP ASN or leads to a higher category." in told


RULES = """takar 1
instrument f "Facts" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2 }
  input branch "Branch" yes or no
  input staff "Staff" number from 0 to 100
  input hours "Hours" number from 0 to 100
  indicator a "A" { applies when branch; not applicable is left out; rated on s }
  indicator b "B" { rated on s }
  indicator c "C" { value { 4 when staff > 10 and hours >= 8; 1 otherwise } }
  indicator d "D" { applies when not branch; not applicable counts as 0; value = 2 }
  value t "Total" = sum of indicators
  bands k "Grade" of t { "Low" below 5; "High" from 5 }
}
"""
ANSWERS = {"branch": True, "a": 1, "b": 1, "staff": 40, "hours": 6}


def facts(**more: Any) -> dict[str, Any]:
    return {
        "instrument": "f",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": ANSWERS,
        **more,
    }


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    (tmp_path / "f.takar").write_text(RULES, encoding="utf-8")
    return rules_in(tmp_path)


def test_it_stands_beside_what_levels_add(book: Rulebook) -> None:
    told = rising(facts(), book)
    # 1 + 1 + 1; eight hours with a staff of 40 make it 1 + 1 + 4.
    assert "| Hours | 6 | 8 | 3 | 6 | High |" in told
    assert "| A | 1 | 2 | 1 | 4 | not yet |" in told
    # A staff of 10 or of another number raises nothing by itself.
    assert "| Staff |" not in told


def test_an_answer_that_others_would_not_fit_is_not_proposed(book: Rulebook) -> None:
    # Without a branch D would add 2, but the level of A could not have been stated.
    assert "| Branch |" not in rising(facts(), book)


def test_what_a_finding_settled_is_not_tried(book: Rulebook) -> None:
    found = {"hours": {"value": 6, "by": "V", "reason": "counted"}}
    assert "| Hours |" not in rising(facts(findings=found), book)


def test_a_value_that_waits_is_told_nothing_of(book: Rulebook) -> None:
    answers = {key: value for key, value in ANSWERS.items() if key != "b"}
    assert "Hours" not in rising(facts(answers=answers), book)


GATED = """takar 1
instrument f "Facts" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  input staff "Staff" number from 0 to 100
  input fines "Fines" number from 0 to 100
  input plan "Plan" yes or no
  indicator a "A" { rated on s }
  indicator b "B" { applies when fines > 40; not applicable counts as 0; rated on s }
  value t "Total" = sum of indicators
  bands k "Grade" of t {
    "Low" below 2
    "Mid" from 2 to below 4 only when staff > 10
    "High" from 4 only when staff >= 20 and fines < 3 and plan
  }
  claim raising any answer never lowers t
}
"""


def test_a_fact_that_a_category_asks_for_is_told_though_the_value_stays(tmp_path: Path) -> None:
    (tmp_path / "f.takar").write_text(GATED, encoding="utf-8")
    book = rules_in(tmp_path)
    # 4 lies in High; without a staff of more than 10 it falls to Low.
    told = rising(facts(answers={"a": 4, "staff": 6, "fines": 2, "plan": False}), book)
    assert "| Staff | 6 | 11 | 0 | 4 | Mid |" in told
    assert "| Plan |" not in told
    # With the plan, 20 leads to High; with three fines less than 3 are asked for as well.
    told = rising(facts(answers={"a": 4, "staff": 6, "fines": 2, "plan": True}), book)
    assert "| Staff | 6 | 11 | 0 | 4 | Mid |" in told
    assert "| Staff | 6 | 20 | 0 | 4 | High |" in told
    told = rising(facts(answers={"a": 4, "staff": 20, "fines": 3, "plan": True}), book)
    assert "| Fines | 3 | 2 | 0 | 4 | High |" in told
    told = rising(
        facts(answers={"a": 4, "staff": 20, "fines": 2, "plan": False}), book, Language.ID
    )
    assert "| Plan | tidak | ya | 0 | 4 | High |" in told


OPENING = """takar 1
instrument o "Opening" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3 }
  input centre "Own centre" yes or no
  input seat "Seat" one of { town "Town"; village "Village" }
  every indicator { rated on s }
  indicator a "A"
  indicator b "B" { applies when centre; not applicable is left out }
  value bonus "Bonus" { 1 when seat is town; 0 otherwise }
  value index "Index" = mean of indicators + bonus
  bands k "Grade" of index { "Low" below 3; "High" from 3 }
}
"""


def opened(seat: str, folder: Path, language: Language = Language.EN) -> str:
    (folder / "o.takar").write_text(OPENING, encoding="utf-8")
    answers = {"centre": False, "seat": seat, "a": 1}
    return rising(
        {
            "instrument": "o",
            "subject": {"id": "p"},
            "period": {"from": "2025-01-01", "to": "2025-12-31"},
            "answers": answers,
        },
        rules_in(folder),
        language,
    )


def test_a_fact_by_which_more_is_asked_is_not_said_to_raise_nothing(tmp_path: Path) -> None:
    # With a centre of its own B is asked for, and at 3 the mean is 2 and no longer 1.
    told = opened("town", tmp_path)
    assert "Not told is what Index would be with Own centre: yes" in told
    assert "No other single fact, stated otherwise, raises Index or leads" in told
    assert "No single fact" not in told
    told = opened("town", tmp_path, Language.ID)
    assert "Tidak disebut apa jadinya Index dengan Own centre: ya" in told
    assert "Tidak ada satu data lain pun" in told


def test_such_a_fact_is_told_beside_those_that_raise_the_value(tmp_path: Path) -> None:
    told = opened("village", tmp_path)
    assert "| Seat | Village | Town | 1 | 2 | Low |" in told
    assert "Not told is what Index would be with Own centre: yes" in told
    assert "No other single fact" not in told


LOAD = """takar 1
instrument load "Load" edition "1" {
  in force from 2024-01-01
  input visitors "Visitors" number from 0 to 100
  input late "Late" number from 0 to 50
  value total "Total" = 200 - visitors - points
  value points "Points" by late { below 10: 0; from 10: 40 }
  bands k "Grade" of total { "Low" below 100; "High" from 100 }
  not scored when visitors <= 5 because "too few visitors"
}
"""


def test_the_numbers_at_which_a_score_begins_are_tried(tmp_path: Path) -> None:
    """Six visitors are the fewest with a score, nine late ones the most of the better row."""
    (tmp_path / "rules.takar").write_text(LOAD, encoding="utf-8")
    response = {
        "instrument": "load",
        "subject": {"id": "p"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"visitors": 80, "late": 20},
    }
    # 200 - 80 - 40 = 80; with 6 visitors 154, with 9 late ones 120. With 5 there is no score.
    table = [line for line in rising(response, rules_in(tmp_path)).splitlines() if "| 80 |" in line]
    assert table == ["| Visitors | 80 | 6 | 74 | 154 | High |"]
    late = [line for line in rising(response, rules_in(tmp_path)).splitlines() if "Late" in line]
    assert late == ["| Late | 20 | 9 | 40 | 120 | High |"]
