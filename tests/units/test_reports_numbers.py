"""Numbers and days as each language prints them."""

from __future__ import annotations

from datetime import date

import pytest

from evaluator.diagnostics.language import Language
from evaluator.reports.numbers import day, number, percent, span


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
