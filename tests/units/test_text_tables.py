"""Tables of a text page: no word is broken where a line has room for it."""

from __future__ import annotations

from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.reports.layout import aligned
from golden.explain.samples import quality


def table(heads: list[str], *rows: list[str]) -> dict[str, Any]:
    """A table of texts, as the templates see it."""
    return {
        "columns": [{"head": head, "align": "text"} for head in heads],
        "rows": [
            {"cells": [{"text": text, "beneath": "", "depth": 0} for text in row]} for row in rows
        ],
        "foot": None,
    }


def test_columns_stand_closer_before_a_word_is_broken() -> None:
    # Behind a margin of two, 78 are left: seven words of ten and six gaps of one take 76, and
    # with gaps of two 82.
    heads = [letter * 10 for letter in "abcdefg"]
    lines = aligned(table(["Part", *heads], ["North", *"1234567"])).split("\n")
    assert lines == [
        "Part",
        "  " + " ".join(heads),
        "  " + " ".join(["-" * 10] * 7),
        "North",
        "  " + (" " * 10).join("1234567"),
    ]


def test_cells_stand_one_below_the_other_before_a_word_is_broken() -> None:
    # Eight words of ten take 80 without any gap.
    heads = [letter * 10 for letter in "abcdefgh"]
    lines = aligned(table(["Part", *heads], ["North", *"1234567", ""])).split("\n")
    below = [f"  {head}: {text}" for head, text in zip(heads[:7], "1234567", strict=True)]
    assert lines == ["Part: North", *below]


def test_a_word_that_is_too_long_is_broken_at_a_joint() -> None:
    pointer = "/answers/penanganan_pengaduan/" + "sekurang-kurangnya/" * 3
    shown = aligned(table(["Step", "Inputs", "Rule"], ["s1", pointer, "word " * 20]))
    read = [line[6:].split("  ")[0] for line in shown.split("\n")[2:]]
    assert "".join(read).replace(" ", "").startswith(pointer)
    assert all(part.strip() == "" or part.strip()[-1] in "/_-" for part in read)


def test_no_head_of_the_levels_is_broken() -> None:
    page = quality().page(Language.EN, "text")
    heads = ["Claimed", "Proved", "Verified", "Final", "Counted", "State", "Weight", "Contribution"]
    assert any(line.split() == heads for line in page.split("\n"))


def test_every_line_of_a_deep_name_stands_as_deep_as_the_first() -> None:
    deep = table(["Part", "Value"], ["Handling of complaints " * 4, "1"])
    deep["rows"][0]["cells"][0]["depth"] = 1
    name, *more = aligned(deep).split("\n")[2:]
    assert name.startswith("\N{EM SPACE}Handling")
    assert more
    assert all(line.startswith("\N{EM SPACE}") for line in more)
