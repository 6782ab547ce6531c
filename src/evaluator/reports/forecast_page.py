"""What becomes of a result as time goes by, as a document: when, what follows, what to renew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Response
from evaluator.labels import followed
from evaluator.model.instrument import Instrument
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.forecast import (
    changed_words,
    date_words,
    document_words,
    end_words,
    figure_words,
    forecast_text,
    item_words,
    label_words,
    newer_words,
    turn_words,
    unless_words,
)
from evaluator.reports.labels import Labels
from evaluator.reports.page import (
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Head,
    Line,
    Page,
    Part,
    Point,
    Points,
    Prose,
    Section,
    Table,
)
from evaluator.reports.ready import case_of
from evaluator.reports.render import Form, render
from evaluator.reports.sections.identity import identity, status
from evaluator.reports.sections.provenance import (
    again_row,
    origin_rows,
    readings_option,
    rules_option,
)
from evaluator.reports.written import free


def forecast_document(  # noqa: PLR0913 — what it was computed from, and how it is written
    found: Mapping[str, Any],
    result: Mapping[str, Any],
    instrument: Instrument,
    response: Response,
    *,
    language: Language,
    form: Form,
    labels: Mapping[str, object],
) -> str:
    """A forecast as Markdown or one HTML page; as text it is the sentences of `forecast_text`.

    The other arguments are those of `forecast_text`.
    """
    if form == "text":
        return forecast_text(found, result, instrument, response, language=language, labels=labels)
    named = Labels(followed(labels, instrument.formerly))
    return render(_page(case_of(result, instrument, response, language, named), found), form)


def _page(case: Case, found: Json) -> Page:
    subject = free(case.response.subject.name or case.response.subject.id)
    title = case.title
    return Page(
        language=case.language.value,
        title=f"{subject} – {title}",
        head=_head(case, found, subject, title),
        sections=tuple(_sections(case, found)),
        fixed=case.say.fixed(case.say("forecast.made_by")),
    )


def _head(case: Case, found: Json, subject: str, title: str) -> Head:
    figures = [
        Figure(label=case.name(name), value=label_words(case, name, band))
        for name, band in found["bands"].items()
    ]
    figures += [
        Figure(label=case.name(name), value=figure_words(case, value))
        for name, value in found["values"].items()
    ]
    return Head(
        kind=case.say("forecast.kind"),
        title=title,
        subject=subject,
        when=case.say(
            "forecast.when",
            edition=free(case.instrument.edition),
            day=case.day(found["from"]),
            stage=case.say(f"stage.{found['stage']}"),
        ),
        figures=tuple(figures),
        status=" ".join((status(case), _first(case, found), *newer_words(case, found))),
        notice=None,
    )


def _first(case: Case, found: Json) -> str:
    """From which day on the result is another, or that it stays."""
    if not found["changes"]:
        return end_words(case, found)
    days = {
        "day": case.day(found["changes"][0]["on"]),
        "last": case.day(_day_before(found["changes"][0])),
    }
    return case.say("forecast.holds_until", **days)


def _sections(case: Case, found: Json) -> Iterator[Section]:
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("changes", [*_overview(case, found)]),
        ("renewals", [*_renewals(case, found)]),
        ("each", [*_each(case, found)]),
        ("standing", [*_standing(case, found)]),
    )
    yield identity(case)
    for name, blocks in parts:
        if blocks:
            heading = case.say(f"forecast.{name}_heading")
            yield Section(id=name, heading=heading, blocks=tuple(blocks))
    options = f"{rules_option(case)}{readings_option(case)}"
    again = f"takar forecast {case.say('provenance.file')}{options}"
    if found["until"] is not None:
        again += f" --until {found['until']}"
    origin = Facts(rows=(*origin_rows(case), again_row(case, again)))
    heading = case.say("provenance.heading")
    yield Section(id="provenance", heading=heading, blocks=(origin,))


def _overview(case: Case, found: Json) -> Iterator[Block]:
    """A row for each day on which something changes."""
    rows = [
        _line(case.day(change["on"]), _told(case, change), _kept(case, change))
        for change in found["changes"]
    ]
    if rows:
        yield _table(case, "changes_caption", ("from", "follows", "kept"), rows)
    yield from (Prose(text=text) for text in (end_words(case, found), *newer_words(case, found)))


def _told(case: Case, change: Json) -> str:
    return "; ".join(changed_words(case, change)) or case.say("forecast.no_value")


def _kept(case: Case, change: Json) -> str:
    return unless_words(case, change["unless_renewed"], "keeps") or NOTHING


@dataclass(frozen=True, slots=True)
class _Renewal:
    """A document that stops proving an item, and on which day.

    Attributes:
        item: the item that is worth less from then on.
    """

    document: Json
    item: str
    change: Json


def _renewals(case: Case, found: Json) -> Iterator[Block]:
    """Which documents are to be renewed until when, item by item."""
    rows = [
        _line(
            case.name(each.item),
            _named(case, each.document["id"]),
            document_words(case, each.document),
            case.day(_day_before(each.change)),
            turn_words(case, each.item, each.change["items"][each.item]),
        )
        for each in _fallen(case, found)
    ]
    if rows:
        yield Prose(text=case.say("forecast.renewals_about"))
        heads = ("item_head", "document_head", "why", "until_head", "then")
        yield _table(case, "renewals_caption", heads, rows)


def _fallen(case: Case, found: Json) -> Iterator[_Renewal]:
    """Every document that proves an item less on some day, with that item, day by day."""
    for change in found["changes"]:
        turned = {document["id"]: document for document in change["documents"]}
        for item in change["items"]:
            answer = case.response.answers.get(item)
            for name in dict.fromkeys(answer.evidence if answer is not None else ()):
                if name in turned and turned[name]["after"] in _ENDED and name in _helping(change):
                    yield _Renewal(turned[name], item, change)


def _helping(change: Json) -> frozenset[str]:
    """The documents whose renewal helps; all that ended, where renewals alone keep nothing."""
    ways = change["unless_renewed"] or [[document["id"] for document in change["documents"]]]
    return frozenset(name for way in ways for name in way)


_ENDED = frozenset({"expired", "out_of_window"})


def _each(case: Case, found: Json) -> Iterator[Block]:
    """Every change with the items, documents and dates it comes from."""
    for number, change in enumerate(found["changes"], 1):
        causes = [document_words(case, document) for document in change["documents"]]
        causes += [date_words(case, turned, change["on"]) for turned in change["dates"]]
        items = [item_words(case, name, item) for name, item in change["items"].items()]
        unless = unless_words(case, change["unless_renewed"])
        points = [
            Point(title=case.say(f"forecast.{key}"), details=tuple(told))
            for key, told in (("causes", causes), ("items_head", items))
            if told
        ]
        yield Part(
            id=f"change-{number}",
            heading=case.say("forecast.from_day", day=case.day(change["on"])),
            blocks=(
                Prose(text=f"{_told(case, change)}{unless}."),
                *([Points(points=tuple(points))] if points else []),
            ),
        )


def _standing(case: Case, found: Json) -> Iterator[Block]:
    if found["standing"]:
        yield Prose(text=case.say("forecast.standing", names=case.names(found["standing"])))


def _named(case: Case, name: str) -> str:
    """A document by its title, its number and its id."""
    document = case.response.evidence[name]
    stated = [text for text in (document.title, document.number) if text]
    return free("; ".join([*stated, name]))


def _day_before(change: Json) -> date:
    """The last day on which what was before still holds."""
    return date.fromisoformat(change["on"]) - timedelta(days=1)


def _line(*texts: str) -> Line:
    return Line(cells=tuple(Cell(text=text) for text in texts))


def _table(case: Case, caption: str, heads: tuple[str, ...], rows: list[Line]) -> Table:
    return Table(
        caption=case.say(f"forecast.{caption}"),
        columns=tuple(Column(head=case.say(f"forecast.{head}")) for head in heads),
        rows=tuple(rows),
    )
