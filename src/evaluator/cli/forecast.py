"""`takar forecast`: what becomes of an accepted result as time goes by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from evaluator.api import forecast_end, forecast_of
from evaluator.backends.exact.forecast import is_endless
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, document_json
from evaluator.cli.parameters import Day
from evaluator.cli.responses import evaluated
from evaluator.cli.rulebooks import rulebook
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds.commands import UNTIL_NEEDED, UNTIL_TOO_EARLY
from evaluator.diagnostics.language import Language
from evaluator.labels import load_labels
from evaluator.reports.forecast_page import forecast_document
from evaluator.reports.render import Form


@click.command("forecast", cls=Command)
@options.response
@options.option(
    "--until",
    "until",
    words=Both(
        "hari terakhir yang diperiksa, misalnya 2030-12-31; tanpa pilihan ini semua perubahan"
        " selama edisi itu berlaku",
        "the last day to look at, such as 2030-12-31; every change while the edition is in force"
        " without this",
    ),
    type=Day(),
    value_name=options.DAY,
)
@options.document(get_args(Form))
@options.stage
@options.readings
@options.rules
@options.formats("human", "json")
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    response: Path,
    until: date | None,
    document_form: Form,
    stage: str | None,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    form: str,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the forecast."""
    book = rulebook(rules, readings)
    found = evaluated(response, book, stage, language)
    instrument, read = found.decoded.instrument, found.decoded.response
    if until is not None and until < read.period.last:
        raise misuse(UNTIL_TOO_EARLY, {"day": until, "last": read.period.last})
    known = book.editions(instrument.id)
    if until is None and forecast_end(found, known) is None and is_endless(instrument):
        raise misuse(UNTIL_NEEDED, {"instrument": instrument.id})
    document = forecast_of(found, until, known=known)
    if form == "json":
        written = document_json(document)
    else:
        folder = book.root_of(instrument.id).folder
        labels = load_labels(folder, instrument.id, language) or {}
        written = forecast_document(
            document,
            found.document,
            instrument,
            read,
            language=language,
            form=document_form,
            labels=labels,
        )
    deliver(written, output, [response])
    return Exit.DONE
