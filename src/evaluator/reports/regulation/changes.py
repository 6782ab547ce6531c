"""What an amendment changed against the edition before it: how it was, and how it is."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.compare.changes import Change
from evaluator.reports.page import Block, Line
from evaluator.reports.regulation.writing import NOTHING, Writing
from evaluator.reports.written import free


def changes(writing: Writing) -> Iterator[Block]:
    """A row for each statement that is another, by its id."""
    lines = [_line(writing, change) for change in writing.background.changes]
    if lines:
        edition = free(writing.instrument.amends or NOTHING)
        heads = ("changed_id", "change", "before", "after")
        yield writing.table("changes_caption", heads, lines, edition=edition)


def _line(writing: Writing, change: Change) -> Line:
    return writing.cells(
        ", ".join(change.about) or NOTHING,
        writing.say(f"show.change_{change.sort.value}"),
        writing.say.own(change.before or NOTHING),
        writing.say.own(change.after or NOTHING),
    )
