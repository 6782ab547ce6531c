"""What a page says of rising is what happens when the answer does rise."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.case import Case
from evaluator.reports.coefficients import coefficients
from evaluator.reports.labels import Labels
from evaluator.reports.ready import case_of
from evaluator.reports.sections.rising import gains
from golden.explain.samples import Sample, read, sample_by, sample_of, samples


def case(sample: Sample) -> Case:
    decoded = sample.found.decoded
    return case_of(sample.result, decoded.instrument, decoded.response, Language.ID, Labels())


@pytest.mark.parametrize("name", list(samples()))
def test_coefficients_agree_with_the_contributions(name: str) -> None:
    explained = case(samples()[name])
    factors = coefficients(explained)
    for found in explained.found.values():
        factor, value = factors.of(found["id"]), found["value"]["exact"]
        if found["contribution"] is not None and value is not None:
            assert factor is not None
            assert factor * Fraction(value) == Fraction(found["contribution"])


def test_one_more_level_adds_what_the_page_says() -> None:
    response = read("final-2021")
    del response["decisions"]
    before = sample_of(response)
    explained = case(before)
    found = gains(explained, coefficients(explained))
    assert len(found) > 10
    for gain in found:
        raised = {**response, "findings": {**response["findings"]}}
        raised["findings"][gain.item.id] = {"value": gain.level, "by": "x", "reason": "x"}
        after = sample_of(raised, Stage.VERIFIED).result["values"]["skor"]["exact"]
        assert Fraction(after) - Fraction(before.result["values"]["skor"]["exact"]) == gain.adds


def test_nothing_is_said_where_the_way_is_not_additive() -> None:
    explained = case(samples()["quality"])
    assert gains(explained, coefficients(explained)) == []


def test_the_most_there_can_be_is_what_the_top_levels_give() -> None:
    explained = case(samples()["final"])
    factors = coefficients(explained)
    tops = [factors.most(item) for item in explained.instrument.items]
    assert tops == [60, 90, 90, 60]


BY_POST = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale q { 0 to 4 }
  input post "Post" one of { a; b }
  value w "Weight" by post { a: 60%; b: 40% }
  criterion work "Work" { rated on q }
  criterion degree "Degree" { rated on q }
  value total "Total" = w * work + (1 - w) * degree
  bands grade "Grade" of total { "Low" below 2; "High" from 2 }
}
"""
GATED = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale q { 0 to 4 }
  criterion safe "Safe" weight 1 { rated on q }
  criterion open "Open" weight 3 { rated on q }
  value total "Total" = weighted mean of criteria
  bands grade "Grade" of total { "Low" below 2; "High" from 2 only when safe >= 3 }
}
"""
CHECKLIST = """takar 1
instrument x "X" edition "1" {
  in force from 2024-01-01
  every control { answer yes or no; value { weight when answer is yes; 0 otherwise } }
  control ramp "Ramp" weight 70
  control sign "Sign" weight 10
  control door "Door" weight 20
  value total "Total" = sum of controls
  bands grade "Grade" of total { "Low" below 50; "High" from 50 }
}
"""


def rising_words(sample: Sample, language: Language = Language.EN) -> str:
    return " ".join(sample.page(language, "text").split())


def test_a_level_without_a_fixed_factor_is_evaluated_anew(tmp_path: Path) -> None:
    """With post b it is 0.4 x work + 0.6 x degree: 1.6; a level more gives 2.0 or 2.2."""
    sample = sample_by(tmp_path, BY_POST, "x", {"post": "b", "work": 1, "degree": 2})
    page = rising_words(sample)
    assert "Degree 2 3 0.6 2.2 High" in page
    assert "Work 1 2 0.4 2 High" in page
    indonesian = rising_words(sample, Language.ID)
    assert "terhitung satu tingkat lebih tinggi" in indonesian
    assert "Degree 2 3 0,6 2,2 High" in indonesian


def test_a_level_that_meets_a_condition_leads_to_the_category(tmp_path: Path) -> None:
    """(2 + 3 x 3) / 4 = 2.75, but safe is below 3; with safe at 3 it is 3, and high."""
    page = rising_words(sample_by(tmp_path, GATED, "x", {"safe": 2, "open": 3}))
    assert "Safe 2 3 0.25 3 High" in page
    assert "Open 3 4 0.75 3.5 Low" in page


def test_what_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    """At the top of the scale nothing is left: (2 + 3 x 4) / 4; only safe has a level more."""
    page = rising_words(sample_by(tmp_path, GATED, "x", {"safe": 4, "open": 4}))
    assert "No item that alone counts one level more raises Total" in page


def test_answers_of_parts_are_stated_otherwise_too(tmp_path: Path) -> None:
    answers = {"ramp": False, "sign": False, "door": True}
    page = rising_words(sample_by(tmp_path, CHECKLIST, "x", answers))
    assert "Ramp no yes 70 90 High" in page
    assert "Sign no yes 10 30 Low" in page
    assert "No single fact" not in page
