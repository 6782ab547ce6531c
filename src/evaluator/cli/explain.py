"""`takar explain`: why the result of one response is what it is, as text or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver
from evaluator.cli.parameters import InputFile, OneOf
from evaluator.cli.responses import evaluated
from evaluator.cli.rulebooks import rulebook
from evaluator.diagnostics.language import Language
from evaluator.labels import load_labels
from evaluator.reports.explain import explain
from evaluator.reports.render import Form


@click.command("explain", cls=Command)
@options.argument(
    "response",
    words=Both(
        "jawaban, JSON atau YAML menurut nama berkasnya; - untuk masukan standar (JSON)",
        "the response, JSON or YAML by the name of the file; - for standard input (JSON)",
    ),
    value_name=options.FILE,
    type=InputFile(),
)
@options.option(
    "--to",
    "form",
    words=Both(
        "bentuk penjelasan; tanpa pilihan ini text", "form of the explanation; text without this"
    ),
    type=OneOf(*get_args(Form)),
    default="text",
)
@options.option(
    "--trace",
    "trace",
    words=Both(
        "dalam bentuk text, tampilkan pula setiap langkah perhitungan",
        "in the form text, show every step of the computation too",
    ),
    is_flag=True,
)
@options.stage
@options.readings
@options.rules
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    response: Path,
    form: Form,
    trace: bool,
    stage: str | None,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the explanation."""
    book = rulebook(rules, readings)
    found = evaluated(response, book, stage, language)
    instrument = found.decoded.instrument
    folder = book.root_of(instrument.id).folder
    written = explain(
        found.document,
        instrument,
        found.decoded.response,
        language=language,
        form=form,
        labels=load_labels(folder, instrument.id, language) or {},
        trace=True if trace else None,
    )
    deliver(written, output, [response])
    return Exit.DONE
