from __future__ import annotations

from datetime import date, timedelta

import model_examples as ex
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.analysis.checks import EditionDates, check_editions

START = date(2021, 1, 1)


def edition(name: str, first: str, last: str | None, *, draft: bool = False) -> EditionDates:
    return EditionDates(
        edition=name,
        first=date.fromisoformat(first),
        last=None if last is None else date.fromisoformat(last),
        draft=draft,
        at=ex.place(1),
    )


Y21 = edition("2021", "2021-01-01", "2021-12-31")
Y22 = edition("2022", "2022-01-01", "2022-12-31")
Y23 = edition("2023", "2023-01-01", None)


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        ([], []),
        ([Y21, Y22, Y23], []),
        ([Y23, Y22, Y21], []),
        ([Y21, Y23], [("edition-gap", "2022-01-01", "2022-12-31")]),
        ([edition("a", "2021-01-01", None), Y22, Y23], []),
        (
            [edition("a", "2021-06-01", "2022-01-01"), Y22],
            [("edition-overlap", "2022-01-01", "2022-01-01")],
        ),
        (
            [edition("a", "2022-01-01", None), Y22],
            [("edition-overlap", "2022-01-01", "2022-01-01")],
        ),
        (
            [edition("r", "2022-06-01", "2022-02-01"), Y22],
            [("edition-reversed", "2022-06-01", "2022-02-01")],
        ),
        ([edition("d", "2021-06-01", "2022-06-01", draft=True), Y21, Y22], []),
        (
            [edition("a", "2021-01-01", "2022-12-31"), Y21, Y23],
            [("edition-overlap", "2021-01-01", "2021-12-31")],
        ),
    ],
)
def test_editions(editions: list[EditionDates], expected: list[tuple[str, str, str]]) -> None:
    found = [
        (d.code, str(d.facts["first"]), str(d.facts["last"])) for d in check_editions(editions)
    ]
    assert found == expected


days = st.integers(0, 12).map(lambda n: START + timedelta(days=n))
dates = st.builds(
    lambda a, b: EditionDates(
        edition="e", first=min(a, b), last=max(a, b), draft=False, at=ex.place(1)
    ),
    days,
    days,
)


@given(st.lists(dates, min_size=1, max_size=5))
def test_silence_means_one_edition_a_day(editions: list[EditionDates]) -> None:
    first = min(x.first for x in editions)
    last = max(x.last for x in editions if x.last is not None)
    counts = [
        sum(x.first <= day and (x.last is None or day <= x.last) for x in editions)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]
    codes = {d.code for d in check_editions(editions)}
    assert ("edition-overlap" in codes) == any(n > 1 for n in counts)
    assert ("edition-gap" in codes) == any(n == 0 for n in counts)
