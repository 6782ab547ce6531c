"""What a page says of answers that are missing and of single records, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.explain import explain
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

RULES = """takar 1
instrument r "Records" edition "1" {
  in force from 2025-01-01
  input found "Findings" list of {
    chapter "Chapter" one of { hand "Hands"; cold "Cold chain" }
    severity "Severity" one of { critical "Critical"; minor "Minor" }
    day "Day" date
  }
  value hands "Hands total" = 10 * count of found where (chapter is hand and severity is critical)
    + count of found where (chapter is hand and severity is minor)
  value late "Late ones" = count of found where (day within 1 years before period end)
  value score "Score" = highest of (0, 100 - hands)
  bands k "Grade" of score { "B" from 0 to below 90; "A" from 90 to 100 }
}
"""


def sample(folder: Path, answers: dict[str, Any], rules: str = RULES) -> Sample:
    (folder / "rules.takar").write_text(rules, encoding="utf-8")
    response = {
        "instrument": "r",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": answers,
    }
    return Sample(evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=Stage.SELF))


def text(folder: Path, answers: dict[str, Any], language: Language = Language.EN) -> str:
    """The page on one line."""
    return " ".join(sample(folder, answers).page(language, "text").split())


def test_a_value_that_waits_is_not_one_that_there_is_none_of(tmp_path: Path) -> None:
    # Of a list that nobody answered a count is at least 0 and has no upper end.
    page = text(tmp_path, {})
    assert "Late ones: at least 0" in page
    assert "no value" not in page
    assert "between –" not in page
    assert "and –" not in page
    assert "0 of 0 records" not in page
    assert "10 × not answered" in page
    assert "Late ones: paling rendah 0" in text(tmp_path, {}, Language.ID)


def test_one_end_of_the_bounds_is_no_pointer(tmp_path: Path) -> None:
    found = sample(tmp_path, {})
    document = found.result
    # `hands` is 0 or more, so that 100 minus it has an upper end.
    assert document["values"]["score"]["most"] == "100"
    document["values"]["score"]["most"] = None
    decoded = found.found.decoded
    told = explain(
        document, decoded.instrument, decoded.response, language=Language.EN, form="text"
    )
    page = " ".join(told.split())
    # The line of the categories ends with the last one; no value follows it.
    assert "Grade by Score: B: from 0 to below 90; A: from 90 to 100 3." in page


def test_a_count_names_what_its_records_must_meet(tmp_path: Path) -> None:
    page = text(tmp_path, {"found": []})
    assert "(Findings: Chapter is Hands and Severity is Critical)" in page
    assert "(Findings: Chapter is Hands and Severity is Minor)" in page
    assert "(Findings: Day from 1 January 2025 to 31 December 2025)" in page
    page = text(tmp_path, {"found": []}, Language.ID)
    assert "(Findings: Chapter adalah Hands dan Severity adalah Minor)" in page


def test_a_record_says_once_why_it_does_not_count(tmp_path: Path) -> None:
    # Neither count of hands takes a record of the cold chain; its severity matters for neither.
    cold = {"chapter": "cold", "severity": "minor", "day": "2025-03-01"}
    page = sample(tmp_path, {"found": [cold]}).page(Language.EN, "md")
    assert page.count("does not count for") == 1
    assert "Hands total (Chapter is Hands; the record states Cold chain)" in page
    # One that counts by one of two conditions counts.
    hand = {"chapter": "hand", "severity": "minor", "day": "2025-03-01"}
    page = sample(tmp_path, {"found": [hand]}).page(Language.EN, "md")
    assert "does not count" not in page


def test_a_missing_field_of_a_record_is_named(tmp_path: Path) -> None:
    undated = {"id": "n7", "chapter": "hand", "severity": "minor"}
    page = text(tmp_path, {"found": [undated]})
    assert "outside" not in page
    assert "Day: not answered; it is open whether it lies from 1 January 2025" in page
    assert "record n7: Day" in page
    assert "catatan n7: Day" in text(tmp_path, {"found": [undated]}, Language.ID)


def test_the_command_names_rules_that_are_not_bundled(tmp_path: Path) -> None:
    assert "takar eval response.json --rules rules --stage self" in text(tmp_path, {"found": []})


def test_contributions_are_asked_for_only_where_there_are_some(tmp_path: Path) -> None:
    assert "must add up to the deciding value" not in text(tmp_path, {"found": []})


SERVICE = """takar 1
instrument r "Service" edition "1" {
  in force from 2025-01-01
  input appointed "Appointed" date
  value years "Years" = full years from appointed until period end
  value points { 5 when full months from appointed until period end >= 24; 0 otherwise }
  bands k "Grade" of points { "B" below 5; "A" from 5 }
}
"""


def test_the_time_from_a_date_that_is_missing_names_the_date(tmp_path: Path) -> None:
    pages = {
        language: " ".join(sample(tmp_path, {}, SERVICE).page(language, "text").split())
        for language in Language
    }
    english, indonesian = pages[Language.EN], pages[Language.ID]
    assert "= full years from Appointed (not answered) until 31 December 2025" in english
    assert "full months from Appointed (not answered) until 31 December 2025 ≥ 24" in english
    assert "= tahun penuh sejak Appointed (belum diisi) hingga 31 Desember 2025" in indonesian
    assert "from not answered" not in english
    assert "sejak belum diisi" not in indonesian
