"""The examples that stand beside an edition, and the misprints they name; no part of it."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.compare.background import Misprinted
from evaluator.reports.page import Block, Line, Prose
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
    misprints = [(each.title, one) for each in found for one in each.misprints]
    if misprints:
        heads = ("example", "value", "computed", "misprinted", "because", "stands_at")
        figures = ("computed", "misprinted")
        rows = [_misprint(writing, title, one) for title, one in misprints]
        yield writing.table("misprints_caption", heads, rows, numeric=figures)


def _misprint(writing: Writing, title: str, one: Misprinted) -> Line:
    """A figure that the source prints otherwise than it comes out, with the reason given."""
    labels = {each.id: each.label for each in writing.instrument.values}
    labels |= {item.id: item.label for item in writing.instrument.walk()}
    name = writing.say.own(labels.get(one.of) or one.of)
    if one.contribution:
        name = writing.say("show.contribution_of", name=name)
    return writing.cells(
        writing.say.own(title),
        name,
        writing.number(one.computed),
        writing.number(one.printed),
        writing.say.own(one.because),
        writing.place(one.at),
    )
