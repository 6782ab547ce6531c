"""What an edition rests on: its assumptions, and where readings decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from evaluator.analysis.boundaries import Boundaries, Doubtful, boundaries
from evaluator.compare.background import ReadOtherwise
from evaluator.model.instrument import (
    Assumption,
    Bands,
)
from evaluator.reports.decimals import beside
from evaluator.reports.page import (
    Block,
    Line,
    Point,
    Points,
    Prose,
)
from evaluator.reports.regulation.writing import Writing
from evaluator.values.numbers import text_of

MOST = 200
"""The most doubtful values that are listed; how many there are is always said."""


def assumptions(writing: Writing) -> Iterator[Block]:
    """The assumptions, how else they can be read, and what contradicts them."""
    points = tuple(
        Point(
            title=writing.say.own(stated.text),
            details=tuple(_details(writing, stated)),
            weighty=bool(stated.contradicted_by),
        )
        for stated in writing.instrument.assumptions
    )
    if points:
        yield Points(points=points)


def _details(writing: Writing, stated: Assumption) -> Iterator[str]:
    say = writing.say
    for name, text in stated.readings:
        key = "read_as" if name == stated.read_as else "not_read_as"
        yield say(f"show.{key}", id=name, text=say.own(text))
        yield from _lines_of(writing, stated.id, name)
    yield say("assumption.because", text=say.own(stated.because))
    yield say("assumption.place", id=stated.id, place=writing.place(stated.at))
    for c in stated.contradicted_by:
        yield say(
            f"contradicted.{'contribution' if c.contribution else 'value'}",
            example=say.own(c.example),
            subject=c.subject,
            published=writing.number(text_of(c.published)),
            because=say.own(c.because),
        )


def _lines_of(writing: Writing, assumption: str, reading: str) -> Iterator[str]:
    """What the rule file says where the assumption is read so, and does not say as it is read."""
    for each in writing.background.otherwise:
        if (each.assumption, each.reading) == (assumption, reading):
            yield writing.say(
                "show.then",
                id=reading,
                within=", ".join(each.within) or writing.instrument.id,
                statement=writing.stated(each.statement.at),
            )


def boundary_report(writing: Writing) -> Iterator[Block]:
    """Every attainable value whose category depends on a reading."""
    known: dict[str, set[Fraction]] = {}
    others = writing.background.read_otherwise
    for report in boundaries(writing.instrument):
        known[report.bands.id] = {doubt.value for doubt in report.listed}
        yield Prose(text=_told(writing, report, "as_read" if others else "no_doubt"))
        yield from _listed(writing, report)
    for other in others if known else ():
        yield from _read_otherwise(writing, other, known)


def _listed(writing: Writing, report: Boundaries) -> Iterator[Block]:
    if report.listed:
        lines = [_doubt(writing, report.bands, doubt) for doubt in report.listed[:MOST]]
        heads = ("value", "category", "otherwise", "reading")
        yield writing.table("boundaries_caption", heads, lines, id=report.bands.id)


def _read_otherwise(
    writing: Writing, other: ReadOtherwise, known: Mapping[str, set[Fraction]]
) -> Iterator[Block]:
    """The values that are in doubt only where an assumption is read in another way."""
    facts = {"assumption": other.assumption, "reading": other.reading}
    if other.instrument is None:
        yield Prose(text=writing.say("show.where_invalid", **facts))
        return
    for report in boundaries(other.instrument):
        before = known.get(report.bands.id, set())
        more = tuple(doubt for doubt in report.listed if doubt.value not in before)
        told = _told(writing, replace(report, listed=more), "no_more")
        yield Prose(text=writing.say("show.where_read", told=told, **facts))
        yield from _listed(writing, replace(report, listed=more))


def _told(writing: Writing, report: Boundaries, none: str) -> str:
    """How many values are in doubt, or the words for that there are none."""
    key = "doubtful" if report.listed else none
    facts = {"id": report.bands.id, "of": report.bands.of, "count": str(len(report.listed))}
    told = writing.say(f"show.{key}", **facts) if report.whole or report.listed else ""
    if len(report.listed) > MOST:
        told += " " + writing.say("show.first", count=str(MOST))
    if not report.whole:
        told = f"{told} {writing.say('show.not_whole', **facts)}".strip()
    return told


def _doubt(writing: Writing, bands: Bands, doubt: Doubtful) -> Line:
    value = beside(writing.say, text_of(doubt.value))
    if doubt.column is None or doubt.printed is None:
        reading = writing.say("show.hole", rule=writing.rule(doubt.rule))
    else:
        figure = writing.number(doubt.printed)
        reading = writing.say("show.column", column=doubt.column, figure=figure, of=bands.of)
    return writing.cells(value, writing.say.own(doubt.label), writing.say.own(doubt.other), reading)
