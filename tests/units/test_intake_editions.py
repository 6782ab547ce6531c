"""Which edition a response is held to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evaluator.intake.editions import (
    Chosen,
    EditionInfo,
    Refused,
    choose_in_force,
    choose_named,
    latest,
)

FIRST = EditionInfo(edition="2021", first=date(2021, 1, 1), last=date(2021, 12, 31))
SECOND = EditionInfo(edition="2022", first=date(2022, 1, 1))
THIRD = EditionInfo(edition="2024", first=date(2024, 2, 29))
DRAFT = EditionInfo(edition="rancangan", first=date(2023, 1, 1), draft=True)
KNOWN = (THIRD, FIRST, DRAFT, SECOND)


@pytest.mark.parametrize(
    ("day", "edition", "last"),
    [
        (date(2021, 1, 1), "2021", "2021-12-31"),
        (date(2021, 12, 31), "2021", "2021-12-31"),
        (date(2022, 1, 1), "2022", "2024-02-28"),
        (date(2024, 2, 28), "2022", "2024-02-28"),
        (date(2024, 2, 29), "2024", None),
        (date(9999, 12, 31), "2024", None),
    ],
)
def test_the_edition_in_force_on_a_day(day: date, edition: str, last: str | None) -> None:
    choice = choose_in_force("x", day, KNOWN)
    assert isinstance(choice, Chosen)
    assert choice.edition == edition
    assert choice.because.code == "in_force_on"
    assert choice.because.facts["day"] == day.isoformat()
    assert choice.because.facts.get("to") == last


def test_a_gap_names_the_editions_without_drafts() -> None:
    choice = choose_in_force("x", date(2020, 12, 31), KNOWN)
    assert isinstance(choice, Refused)
    assert choice.kind.code == "no-edition-in-force"
    assert choice.facts["editions"] == (
        "2021 (2021-01-01 – 2021-12-31)",
        "2022 (2022-01-01 – 2024-02-28)",
        "2024 (2024-02-29 – …)",
    )


def test_two_in_force_name_both() -> None:
    double = EditionInfo(edition="2021b", first=date(2021, 6, 1), last=date(2021, 6, 30))
    choice = choose_in_force("x", date(2021, 6, 15), (*KNOWN, double))
    assert isinstance(choice, Refused)
    assert choice.kind.code == "two-editions-in-force"
    assert choice.facts["editions"] == (
        "2021 (2021-01-01 – 2021-12-31)",
        "2021b (2021-06-01 – 2021-06-30)",
    )


def test_a_draft_can_be_named() -> None:
    choice = choose_named("x", "rancangan", KNOWN)
    assert isinstance(choice, Chosen)
    assert choice.because.code == "named"


def test_an_unknown_name_is_refused() -> None:
    choice = choose_named("x", "2023", KNOWN)
    assert isinstance(choice, Refused)
    assert choice.kind.code == "unknown-edition"


CORRECTION = EditionInfo(
    edition="2021 ralat 1", first=date(2021, 1, 1), last=date(2021, 12, 31), corrects="2021"
)


def test_a_correction_is_taken_instead_of_what_it_corrects_and_says_so() -> None:
    choice = choose_in_force("im_nkk", date(2021, 6, 1), (FIRST, SECOND, CORRECTION))
    assert isinstance(choice, Chosen)
    assert choice.edition == "2021 ralat 1"
    assert choice.because.facts["corrects"] == "2021"


def test_a_corrected_edition_can_be_named_and_says_so() -> None:
    choice = choose_named("im_nkk", "2021", (FIRST, SECOND, CORRECTION))
    assert isinstance(choice, Chosen)
    assert choice.because.facts == {"edition": "2021", "corrected_by": "2021 ralat 1"}


def test_the_latest_edition_is_the_one_that_stands() -> None:
    later = replace(CORRECTION, edition="2022 ralat 1", corrects="2022", first=SECOND.first)
    assert latest((FIRST, SECOND, later, CORRECTION)).edition == "2022 ralat 1"
    assert latest((DRAFT,)).edition == "rancangan"
