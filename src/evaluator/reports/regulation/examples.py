"""The examples that stand beside an edition: how many, and where; they are no part of it."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.reports.page import Block, Prose
from evaluator.reports.regulation.writing import Writing
from evaluator.reports.written import free


def examples(writing: Writing) -> Iterator[Block]:
    """A line for each example, and how to run them all."""
    found = writing.background.examples
    if not found:
        return
    edition = f"{writing.instrument.id}@{writing.instrument.edition}"
    yield Prose(text=writing.say("show.examples_about", edition=free(edition)))
    lines = [writing.cells(writing.say.own(each.title), writing.place(each.at)) for each in found]
    yield writing.table("examples_caption", ("example", "stands_at"), lines, count=str(len(found)))
