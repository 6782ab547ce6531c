"""A rule file in which nothing is said is told of, and one in which something is wrong is not."""

from __future__ import annotations

import pytest

from evaluator.pipeline import check, read
from evaluator.source import Source


def codes(*texts: str) -> list[str]:
    sources = [Source(f"{number}.takar", text) for number, text in enumerate(texts)]
    return [found.code for found in check(read(sources))]


@pytest.mark.parametrize("text", ["", "\n\n", "takar 1\n", "# Aturan menyusul.\n", "takar 1 # x"])
def test_a_file_without_an_instrument_or_example_says_nothing(text: str) -> None:
    assert codes(text) == ["nothing-declared"]
    assert codes(text, text) == ["nothing-declared"] * 2


@pytest.mark.parametrize("text", ["Pasal 1", "takar 2", "instrumen", "}"])
def test_where_a_line_could_not_be_read_that_is_told_alone(text: str) -> None:
    found = codes(text)
    assert found
    assert "nothing-declared" not in found
