"""Numbers and days as each language prints them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.reports.decimals import beside, share_beside
from evaluator.reports.numbers import day, number, percent, span
from evaluator.reports.words import words
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("0.73", "0,73", "0.73"),
        ("1.00", "1,00", "1.00"),
        ("218", "218", "218"),
        ("1234567.5", "1.234.567,5", "1,234,567.5"),
        ("-12345", "−12.345", "−12,345"),
        ("1/3", "1/3", "1/3"),
        ("-109/150", "−109/150", "−109/150"),
    ],
)
def test_numbers(text: str, indonesian: str, english: str) -> None:
    assert number(text, Language.ID) == indonesian
    assert number(text, Language.EN) == english


@pytest.mark.parametrize(
    ("text", "printed"),
    [("0.2", "20%"), ("0.125", "12,5%"), ("1", "100%"), ("1/3", "1/3"), ("1/4", "25%")],
)
def test_percentages(text: str, printed: str) -> None:
    assert percent(text, Language.ID) == printed


def test_days_and_periods() -> None:
    assert day(date(2021, 12, 29), Language.ID) == "29 Desember 2021"
    assert day(date(2021, 12, 29), Language.EN) == "29 December 2021"
    year = (date(2021, 1, 1), date(2021, 12, 31))
    assert span(*year, Language.ID) == "1 Januari – 31 Desember 2021"
    assert span(date(2021, 2, 1), date(2021, 2, 28), Language.EN) == "1–28 February 2021"
    assert span(date(2020, 7, 1), date(2021, 6, 30), Language.EN) == "1 July 2020 – 30 June 2021"
    assert span(year[0], year[0], Language.ID) == "1 Januari 2021"


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("218.5", "218,5", "218.5"),
        ("220/3", "220/3 (kira-kira 73,3333)", "220/3 (about 73.3333)"),
        ("-2000/3", "−2000/3 (kira-kira −666,6667)", "−2000/3 (about −666.6667)"),
        # An end of the fourth decimal is dropped with the zeros: 1/30 is 0.0333…
        ("1/30", "1/30 (kira-kira 0,0333)", "1/30 (about 0.0333)"),
    ],
)
def test_a_fraction_without_an_end_has_decimals_beside_it(
    text: str, indonesian: str, english: str
) -> None:
    assert beside(words(Language.ID), text) == indonesian
    assert beside(words(Language.EN), text) == english


@pytest.mark.parametrize(
    ("text", "told"),
    [("0.125", "12.5%"), ("1/3", "1/3 (about 33.3333%)"), ("2/3", "2/3 (about 66.6667%)")],
)
def test_a_share_without_an_end_is_about_so_many_percent(text: str, told: str) -> None:
    assert share_beside(words(Language.EN), text) == told


THIRDS = """takar 1
instrument t "Thirds" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3 }
  every criterion { rated on s }
  criterion a "A"
  criterion b "B"
  criterion c "C"
  value score "Score" = mean of criteria
  bands grade "Grade" of score { "Low" from 0 to below 2; "High" from 2 to 3 }
}
"""


def test_no_figure_of_a_page_is_a_bare_fraction(tmp_path: Path) -> None:
    (tmp_path / "t.takar").write_text(THIRDS, encoding="utf-8")
    response = {
        "instrument": "t",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": {"a": 2, "b": 1, "c": 1},
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(tmp_path))
    told = " ".join(Sample(found).page(Language.EN, "md").split())
    # (2 + 1 + 1) / 3; A adds 2/3 of at most 1; High begins 2/3 higher.
    assert "**Score:** 4/3 (about 1.3333) of 3" in told
    assert "A: 2/3 (about 0.6667) of 1" in told
    assert "| **2/3 (about 0.6667)** | 1 |" in told
    assert "Score must gain at least 2/3 (about 0.6667)" in told
    assert "| A | 2 | 3 | 1/3 (about 0.3333) | 5/3 (about 1.6667) | not yet |" in told
    # Nothing but the formulas and steps has a fraction alone.
    outside = re.sub(r"- = [^-]*", "", told.replace("(2 + 1 + 1) / 3", ""))
    assert not re.search(r"\d/\d(?! \(about)", outside)
