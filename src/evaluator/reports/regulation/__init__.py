"""An instrument as a document: what is scored, how, on what it rests, and where readings decide.

Formulas and conditions are printed as the rule file writes them; everything else is put in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.compare.background import Background
from evaluator.diagnostics.language import Language
from evaluator.model.instrument import Instrument
from evaluator.reports.page import Block, Head, Page, Section
from evaluator.reports.regulation.asked import inputs
from evaluator.reports.regulation.changes import changes
from evaluator.reports.regulation.examples import examples
from evaluator.reports.regulation.grounds import assumptions, boundary_report
from evaluator.reports.regulation.identity import force, identity
from evaluator.reports.regulation.parts import applicability, evidence, scales, structure
from evaluator.reports.regulation.values import categories, conditions, groups, values
from evaluator.reports.regulation.writing import BARE, Writing
from evaluator.reports.render import Form, render
from evaluator.reports.words import words_of
from evaluator.reports.written import free


def document(
    instrument: Instrument, language: Language, form: Form, background: Background = BARE
) -> str:
    """The document of one edition, as text, Markdown or one HTML page."""
    return render(_page(Writing(instrument, words_of(language, instrument), background)), form)


def _page(writing: Writing) -> Page:
    """The whole document."""
    edition = writing.instrument
    return Page(
        language=writing.say.language.value,
        title=f"{edition.label} – {edition.edition}",
        head=Head(
            kind=writing.say("show.kind"),
            title=writing.say.own(edition.label),
            subject=writing.say("show.edition", edition=free(edition.edition)),
            when=force(writing),
            figures=(),
            status=writing.say("show.about"),
            notice=writing.say("show.draft") if edition.draft else None,
        ),
        sections=tuple(_sections(writing)),
        fixed=writing.say.fixed(writing.say("show.made_by", sha256=edition.sha256)),
    )


def _sections(writing: Writing) -> Iterator[Section]:
    parts: Sequence[tuple[str, Sequence[Block]]] = (
        ("identity", [identity(writing)]),
        ("changes", [*changes(writing)]),
        ("structure", [*structure(writing)]),
        ("scales", [*scales(writing)]),
        ("applicability", [*applicability(writing)]),
        ("evidence", [*evidence(writing)]),
        ("inputs", [*inputs(writing, writing.instrument.inputs)]),
        ("values", [*values(writing, writing.instrument.values)]),
        ("categories", [*categories(writing)]),
        ("conditions", [*conditions(writing)]),
        ("groups", [*groups(writing)]),
        ("assumptions", [*assumptions(writing)]),
        ("boundaries", [*boundary_report(writing)]),
        ("examples", [*examples(writing)]),
    )
    for name, blocks in parts:
        if blocks:
            yield Section(id=name, heading=writing.say(f"show.{name}"), blocks=tuple(blocks))
