"""A forecast as a document: when the category falls and what to renew, worked out by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.units.reports_html import parsed
from tests.units.test_commands import takar

from evaluator.api import evaluate_text, forecast_of
from evaluator.cli.exits import Exit
from evaluator.cli.main import perform
from evaluator.diagnostics.language import Language
from evaluator.reports.forecast_page import forecast_document
from evaluator.reports.render import Form
from evaluator.rulebook import rules_in

RULES = """takar 1
instrument x "Index" edition "1" {
  in force from 2024-01-01
  scale quality { 0; 1; 2; 3 }
  evidence decree "Decree" { valid on period end }
  evidence report "Report" { dated within 2 years before period end }
  every criterion {
    rated on quality
    level 1 and up needs decree
    level 2 and up needs report
    without evidence falls to the highest level proved
  }
  criterion a "First"
  criterion b "Second"
  criterion c "Third"
  value score "Score" = sum of criteria
  bands category "Category" of score { "Low" below 4; "Middle" from 4 to 7; "High" above 7 }
}
"""
RESPONSE: dict[str, Any] = {
    "instrument": "x",
    "subject": {"id": "19", "name": "Dinas <A>"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {
        "a": {"value": 3, "evidence": ["d-1", "r-1"]},
        "b": {"value": 3, "evidence": ["d-1", "r-1"]},
        "c": {"value": 2, "evidence": ["d-2", "r-2"]},
    },
    "evidence": {
        "d-1": {"kind": "decree", "title": "Decree | one", "valid_until": "2026-06-30"},
        "d-2": {"kind": "decree"},
        "r-1": {"kind": "report", "title": "Report 1", "number": "7/2023", "dated": "2023-03-15"},
        "r-2": {"kind": "report", "title": "Report 2", "dated": "2024-12-31"},
    },
}


def written(
    folder: Path, form: Form, language: Language = Language.EN, until: date | None = None
) -> str:
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(RESPONSE), rulebook=rules_in(folder))
    return forecast_document(
        forecast_of(found, until),
        found.document,
        found.decoded.instrument,
        found.decoded.response,
        language=language,
        form=form,
        labels={},
    )


def rows(page: str, caption: str) -> list[list[str]]:
    """The rows of the Markdown table of this caption, without its head."""
    table = page.partition(caption)[2].strip(": \n").partition("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]
    ]


def test_every_day_of_change_has_a_row(tmp_path: Path) -> None:
    # 3 + 3 + 2 = 8 is High. Report 1 counts until 14 March 2025, so that a and b fall to 1: 4.
    # Decree 1 runs out on 30 June 2026, a and b fall to 0: 2. Report 2 counts until 30 December
    # 2026, and c falls to 1: 1.
    page = written(tmp_path, "md")
    assert "this result holds until 14 March 2025; from 15 March 2025 on it is another" in page
    assert rows(page, "day by day") == [
        [
            "15 March 2025",
            "Score falls from 8 to 4; Category goes from High to Middle",
            "r-1, renewed in time",
        ],
        [
            "1 July 2026",
            "Score falls from 4 to 2; Category goes from Middle to Low",
            "d-1, renewed in time",
        ],
        ["31 December 2026", "Score falls from 2 to 1", "r-2, renewed in time"],
    ]


def test_every_document_to_renew_is_named_item_by_item(tmp_path: Path) -> None:
    found = rows(written(tmp_path, "md"), "Documents that stop proving an item")
    assert [(row[0], row[1].replace("\\", ""), *row[3:]) for row in found] == [
        ("First", "Report 1; 7/2023; r-1", "14 March 2025", "3 → 1 (no evidence)"),
        ("Second", "Report 1; 7/2023; r-1", "14 March 2025", "3 → 1 (no evidence)"),
        ("First", "Decree | one; d-1", "30 June 2026", "1 → 0 (expired)"),
        ("Second", "Decree | one; d-1", "30 June 2026", "1 → 0 (expired)"),
        ("Third", "Report 2; r-2", "30 December 2026", "2 → 1 (no evidence)"),
    ]


def test_a_forecast_up_to_a_day_says_so(tmp_path: Path) -> None:
    page = written(tmp_path, "md", until=date(2024, 12, 31))
    assert "Until 31 December 2024, time alone changes nothing." in page
    assert "What to renew" not in page
    assert "--until 2024-12-31" in page


SETS = """takar 1
instrument x "Index" edition "1" {
  in force from 2024-01-01 to 2026-12-31
  scale quality { 0; 1; 2; 3 }
  evidence decree "Decree" { valid on period end }
  every criterion { rated on quality; without evidence falls to the highest level proved }
  criterion a "First" { level 1 and up needs 2 of (decree) }
  control b "Second" {
    answer one of { met "Met"; plan "Planned" }
    answer met needs decree
    answer plan needs no evidence
    without evidence counts as plan
    value by answer { met: 0; plan: 0 }
  }
  control c "Third" {
    answer one of { met "Met"; open "Open" }
    answer met needs decree
    without evidence stays unverified
    value by answer { met: 0; open: 0 }
  }
  value score "Score" = a
}
"""


def told(folder: Path, *more: str, cited: list[str]) -> str:
    """What is said of a result that rests on decrees which run out on 31 May 2025."""
    (folder / "rules.takar").write_text(SETS, encoding="utf-8")
    answers = {
        "a": {"value": 2, "evidence": cited},
        "b": {"value": "met", "evidence": ["b-1"]},
        "c": {"value": "met", "evidence": ["c-1"]},
    }
    decree = {"kind": "decree", "valid_until": "2025-05-31"}
    given = RESPONSE | {"answers": answers}
    given["evidence"] = dict.fromkeys((*cited, "b-1", "c-1"), decree)
    (folder / "response.json").write_text(json.dumps(given), encoding="utf-8")
    code, out, _ = takar(folder, "forecast", "response.json", "--rules", ".", *more)
    assert code == 0
    return out


def test_items_are_told_by_the_labels_of_what_counts(tmp_path: Path) -> None:
    said = told(tmp_path, cited=["d-1", "d-2"])
    assert "Second: Met → Planned (expired)" in said
    assert "Third: Met → not verified\n" in said


def test_the_last_day_in_force_is_said_and_what_lies_beyond(tmp_path: Path) -> None:
    said = told(tmp_path, cited=["d-1", "d-2"])
    assert "31 December 2026 is the last day the edition is in force" in said
    said = told(tmp_path, "--until", "2030-12-31", cited=["d-1", "d-2"])
    assert "The edition is in force until 31 December 2026 only" in said


@pytest.mark.parametrize("language", [*Language])
def test_the_page_has_no_element_of_the_authors(tmp_path: Path, language: Language) -> None:
    page = parsed(written(tmp_path, "html", language))
    assert "Dinas <A>" in page.text
    assert ("a",) not in page.structure
    assert [tag[0] for tag in page.structure].count("h1") == 1


@pytest.mark.parametrize("form", get_args(Form))
def test_the_command_writes_every_form(tmp_path: Path, form: Form) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    response, out = tmp_path / "r.json", tmp_path / "out"
    response.write_text(json.dumps(RESPONSE), encoding="utf-8")
    options = ["--rules", str(tmp_path / "rules"), "--to", form, "-o", str(out)]
    done = perform(["forecast", str(response), *options], Language.EN)
    assert done is Exit.DONE
    assert "15 March 2025" in out.read_text(encoding="utf-8")
