"""`takar show`: an edition as a document, as one rule file, or as the checked model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from evaluator.analysis.carried import without_carries
from evaluator.analysis.editions import consolidated
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, document_json, report
from evaluator.cli.parameters import OneOf
from evaluator.cli.rulebooks import hidden, rulebook, rules_needed, target
from evaluator.compare.background import ReadOtherwise, background, keywords_of
from evaluator.diagnostics.language import Language
from evaluator.model.dump import dump_instrument
from evaluator.model.instrument import Instrument
from evaluator.published import full_text
from evaluator.reports.regulation import document
from evaluator.reports.render import Form
from evaluator.rulebook import Rulebook, RulesInvalid
from evaluator.syntax.keywords import Language as Keywords


@click.command("show", cls=Command)
@options.instrument
@options.document(get_args(Form))
@options.option(
    "--consolidated",
    "as_rules",
    words=Both(
        "sebagai satu berkas aturan, dengan semua perubahan dimasukkan",
        "as one rule file, with every amendment worked in",
    ),
    is_flag=True,
)
@options.option(
    "--keywords",
    "keywords",
    words=Both(
        "dengan --consolidated: bahasa kata kunci; tanpa pilihan ini bahasa berkas edisi itu",
        "with --consolidated: language of the keywords; else that of the file of the edition",
    ),
    type=OneOf("id", "en"),
)
@options.rules
@options.formats("human", "json")
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    instrument: str,
    document_form: Form,
    as_rules: bool,
    keywords: str | None,
    rules: Path | None,
    form: str,
    output: Path | None,
    language: Language,
) -> Exit:
    """Print the edition as a document, as a rule file, or as the model."""
    book = rulebook(rules)
    key = target(book, instrument)
    with rules_needed():
        loaded = book.load(*key)
        report(hidden(book, loaded), language)
    if form == "json":
        text = document_json(dump_instrument(loaded))
    elif not as_rules:
        behind = replace(
            background(book.program(key[0]).declared, key, book.readings),
            read_otherwise=tuple(_read_otherwise(book, loaded)),
        )
        text = document(loaded, language, document_form, behind)
    else:
        declared = book.program(key[0]).declared
        whole = consolidated(declared, key).value
        # A rule file of its own has no edition before it whose answers could be carried.
        alone = without_carries(whole) if whole is not None else None
        wanted = Keywords(keywords) if keywords else keywords_of(declared.editions[key])
        text = full_text(alone, wanted) if alone is not None else ""
    deliver(text, output)
    return Exit.DONE


def _read_otherwise(book: Rulebook, loaded: Instrument) -> Iterator[ReadOtherwise]:
    """The edition under each reading that it does not choose."""
    for assumption in loaded.assumptions:
        for name, _ in assumption.readings:
            if name == assumption.read_as:
                continue
            try:
                other = book.read({assumption.id: name}).load(loaded.id, loaded.edition)
            except RulesInvalid:
                other = None
            yield ReadOtherwise(assumption.id, name, other)
