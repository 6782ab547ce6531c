"""A cohort as a document: how many in each category, who stands where, and who depends on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluator.diagnostics.language import Language
from evaluator.model.instrument import Instrument
from evaluator.reports.cohort import Json, Row, Telling, cohort_text
from evaluator.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Head,
    Line,
    Page,
    Point,
    Points,
    Section,
    Table,
)
from evaluator.reports.page import Row as Fact
from evaluator.reports.render import Form, render
from evaluator.reports.words import words_of
from evaluator.reports.written import free


def cohort_document(
    document: Mapping[str, Any],
    instrument: Instrument,
    *,
    language: Language,
    form: Form,
) -> str:
    """The document `takar/cohort/1` as Markdown or one HTML page; as text for a terminal."""
    if form == "text":
        return cohort_text(document, instrument, language)
    return render(_page(Telling(document, instrument, words_of(language, instrument))), form)


def _page(told: Telling) -> Page:
    say, instrument = told.say, told.instrument
    label = say.own(instrument.label)
    figures = [Figure(label=row[0], value=row[1]) for row in told.categories()[1:]]
    return Page(
        language=say.language.value,
        title=f"{label} – {instrument.edition}",
        head=Head(
            kind=say("cohort.kind"),
            title=label,
            subject=say("cohort.subjects", count=str(len(told.document["subjects"]))),
            when=say(
                "cohort.when",
                edition=free(instrument.edition),
                stage=told.stages(),
            ),
            figures=tuple(figures),
            status=" ".join(_about(told)),
            notice=say("show.draft") if instrument.draft else None,
        ),
        sections=tuple(_sections(told)),
        fixed=say.fixed(say("cohort.made_by", sha256=instrument.sha256)),
    )


def _about(told: Telling) -> Iterator[str]:
    yield told.say("cohort.about_page")
    if told.document["stage"] is None:
        yield told.say("cohort.mixed")
    yield from told.several()


def _sections(told: Telling) -> Iterator[Section]:
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("distribution", [_categories(told)]),
        ("groups", [*_groups(told)]),
        ("subjects", [_subjects(told)]),
        ("against", [*_against(told)]),
        ("readings", [*_readings(told)]),
    )
    for name, blocks in parts:
        if blocks:
            heading = told.say(f"cohort.{name}_heading")
            yield Section(id=name, heading=heading, blocks=tuple(blocks))
    for place, (name, further) in enumerate(told.further(), 2):
        heading = told.say("cohort.by_table", table=name)
        yield Section(id=f"table-{place}", heading=heading, blocks=tuple(_by_table(further)))
    heading = told.say("cohort.provenance_heading")
    yield Section(id="provenance", heading=heading, blocks=(_provenance(told),))


def _by_table(told: Telling) -> Iterator[Block]:
    """All of it by a table of categories beside the first, in one section."""
    yield _categories(told)
    yield from _groups(told)
    yield _subjects(told)
    yield from _against(told)
    yield from _readings(told)


def _categories(told: Telling) -> Table:
    """How many stand in each category; every column of figures says of which edition it is."""
    (category, *editions), *rows = told.categories()
    heads = (told.say("elsewhere.edition", edition=edition) for edition in editions)
    return _table(told, "distribution", [(category, *heads), *rows], first=1)


def _groups(told: Telling) -> Iterator[Block]:
    rows = told.groups()
    if len(rows) > 1:
        yield _table(told, "groups", rows, first=1)


def _against(told: Telling) -> Iterator[Block]:
    if told.document["against"] is not None:
        details = (*told.changed(), *told.carried())
        yield Points(points=(Point(title=told.against(), details=details),))


def _readings(told: Telling) -> Iterator[Block]:
    points = [
        Point(title=title, text=_read_as(told, reading), details=tuple(who))
        for reading, (title, who) in zip(told.document["readings"], told.readings(), strict=True)
    ]
    if points:
        yield Points(points=tuple(points))


def _read_as(told: Telling, reading: Json) -> str:
    """What the assumption says, and how it is read here."""
    (assumption,) = (a for a in told.instrument.assumptions if a.id == reading["assumption"])
    other = dict(assumption.readings)[reading["reading"]]
    return told.say("cohort.read_as", text=told.say.own(assumption.text), other=told.say.own(other))


def _subjects(told: Telling) -> Table:
    """Who stands where; beside the other edition, every column says of which it is."""
    say, against = told.say, told.document["against"]
    rows = told.subjects()
    columns = told.columns
    if against is None:
        heads = [say(f"cohort.{column}") for column in columns]
    else:
        editions = (free(told.document["edition"]), free(against["edition"]))
        heads = [
            say("cohort.under", head=say(f"cohort.{column}"), edition=edition)
            for edition in editions
            for column in columns
        ]
        heads.append(say("cohort.changes"))
        yes, no = say("cohort.changes_yes"), say("cohort.changes_no")
        rows = [(*row[:-1], yes if row[-1] else no) for row in rows]
    several = columns if against is None else columns * 2
    numbers = {place for place, column in enumerate(several, 1) if column == "value"}
    headed = (
        Column(head=head, align=Align.NUMBER if place in numbers else Align.TEXT)
        for place, head in enumerate((say("cohort.subject"), *heads))
    )
    return Table(
        caption=say("cohort.subjects_caption"),
        columns=tuple(headed),
        rows=tuple(Line(cells=tuple(Cell(text=text) for text in row)) for row in rows[1:]),
    )


def _provenance(told: Telling) -> Facts:
    say, instrument = told.say, told.instrument
    return Facts(
        rows=(
            Fact(
                label=say("provenance.rules"),
                value=free(f"{instrument.id}@{instrument.edition}"),
                notes=(say("provenance.sha256", sha256=instrument.sha256),),
            ),
        )
    )


def _table(told: Telling, name: str, rows: list[Row], *, first: int) -> Table:
    """A table; its columns hold numbers from the `first` on."""
    heads = [
        Column(head=head, align=Align.NUMBER if place >= first else Align.TEXT)
        for place, head in enumerate(rows[0])
    ]
    lines = (Line(cells=tuple(Cell(text=text) for text in row)) for row in rows[1:])
    return Table(
        caption=told.say(f"cohort.{name}_caption"), columns=tuple(heads), rows=tuple(lines)
    )
