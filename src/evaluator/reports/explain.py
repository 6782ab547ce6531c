"""Explain one result: which sections a page has, in which order, in which form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evaluator import resources
from evaluator.api import Elsewhere
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Response
from evaluator.labels import followed, load_labels
from evaluator.model.instrument import Instrument
from evaluator.reports.case import Case, DataRow
from evaluator.reports.coefficients import coefficients
from evaluator.reports.gates import may_not_be_scored
from evaluator.reports.labels import Labels
from evaluator.reports.page import Head, Page, Section
from evaluator.reports.ready import case_of
from evaluator.reports.render import Form, render
from evaluator.reports.sections.calculation import calculation
from evaluator.reports.sections.categories import categories
from evaluator.reports.sections.comparison import comparison
from evaluator.reports.sections.details import details
from evaluator.reports.sections.elsewhere import elsewhere
from evaluator.reports.sections.identity import identity, period, refusals, stage, status
from evaluator.reports.sections.inputs import inputs
from evaluator.reports.sections.outcome import figures, outcome
from evaluator.reports.sections.people import people
from evaluator.reports.sections.provenance import objection, provenance
from evaluator.reports.sections.remarks import assumptions, missing, notes
from evaluator.reports.sections.rising import rising
from evaluator.reports.sections.steps import steps
from evaluator.reports.sections.summary import summary
from evaluator.reports.written import free

if TYPE_CHECKING:
    from evaluator.compare.background import Exemplified


def explain(  # noqa: PLR0913 — all but three have a default
    result: Mapping[str, Any],
    instrument: Instrument,
    response: Response,
    *,
    language: Language,
    form: Form,
    labels: Mapping[str, object] | None = None,
    notice: str | None = None,
    trace: bool | None = None,
    row: DataRow | None = None,
    other: Elsewhere | None = None,
    exemplified: tuple[Exemplified, ...] = (),
) -> str:
    """The explanation of a result, as text for a terminal, as Markdown, or as one HTML page.

    Args:
        result: the document `takar/result/1`.
        instrument: the edition it was computed under.
        response: what it was computed from.
        language: the language of the page.
        form: `text`, `md` or `html`.
        labels: the instrument's labels in that language, as its label file states them; those of
            the bundled rules where they are left out.
        notice: a sentence that stands above everything else, such as that an example is invented.
        trace: whether to show every step; where it is left out, only the page does.
        row: the row of data the response was made of, if it was.
        other: the same answers under another edition, to stand beside this result.
        exemplified: the examples that state these answers and name misprints of their figures.
    """
    stated = load_labels(resources.rules(), instrument.id, language) if labels is None else labels
    named = Labels(followed(stated or {}, instrument.formerly))
    case = case_of(result, instrument, response, language, named)
    case = replace(case, row=row, exemplified=exemplified)
    shown = form == "html" if trace is None else trace
    page = page_of(case, notice=notice, trace=shown)
    if other is not None:
        page = _with_other(page, case, other)
    return render(page, form)


def _with_other(page: Page, case: Case, other: Elsewhere) -> Page:
    """The page with the section on another edition, before the assumptions."""
    found = other.result.decoded
    formerly = found.instrument.formerly
    named = Labels(followed(case.labels.stated, formerly))
    there = case_of(other.result.document, found.instrument, found.response, case.language, named)
    place = next(n for n, section in enumerate(page.sections) if section.id == "assumptions")
    added = elsewhere(case, there, other.changes)
    return replace(page, sections=(*page.sections[:place], added, *page.sections[place:]))


def page_of(case: Case, *, notice: str | None, trace: bool) -> Page:
    """What the page shows."""
    head = _head(case, notice)
    return Page(
        language=case.language.value,
        title=f"{head.subject} – {head.title}",
        head=head,
        sections=tuple(_sections(case, trace=trace)),
        fixed=case.say.fixed(case.say("fixed.made_by")),
    )


def _sections(case: Case, *, trace: bool) -> list[Section]:
    factors = coefficients(case)
    sections = [
        identity(case),
        outcome(case),
        summary(case, factors) if case.instrument.items else None,
        inputs(case),
        details(case, factors) if case.instrument.items else None,
        calculation(case) if case.instrument.items or case.instrument.values else None,
        categories(case),
        rising(case, factors) if case.instrument.bands else None,
        missing(case),
        comparison(case),
        assumptions(case),
        notes(case),
        people(case),
        provenance(case),
        objection(case),
        steps(case) if trace else None,
    ]
    return [section for section in sections if section is not None]


def _head(case: Case, notice: str | None) -> Head:
    subject = case.response.subject
    told = (status(case), may_not_be_scored(case), refusals(case))
    return Head(
        kind=case.say("head.kind"),
        title=case.title,
        subject=free(subject.name or subject.id),
        when=case.say(
            "head.when",
            edition=free(case.instrument.edition),
            period=period(case),
            stage=stage(case),
        ),
        figures=tuple(figures(case)),
        status=" ".join(text for text in told if text is not None),
        notice=None if notice is None else free(notice),
    )
