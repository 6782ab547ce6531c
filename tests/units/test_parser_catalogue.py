"""Each kind of mistake in a text is found once in its bad example, and not in the good one."""

from __future__ import annotations

import pytest

from evaluator.diagnostics.catalogue import Entry, catalogue
from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Kind
from evaluator.source import Source
from evaluator.syntax.parse import parse

CODES = sorted(kind.code for kind in vars(kinds).values() if isinstance(kind, Kind))


def found(text: str) -> list[str]:
    return [d.code for d in parse(Source("contoh.takar", text)).diagnostics]


@pytest.fixture(params=CODES)
def entry(request: pytest.FixtureRequest) -> Entry:
    return catalogue()[request.param]


def test_the_bad_example_has_this_mistake_once_and_no_other(entry: Entry) -> None:
    if entry.bad is not None:
        assert found(entry.bad) == [entry.code]


def test_the_good_example_has_none(entry: Entry) -> None:
    if entry.good is not None:
        assert found(entry.good) == []
