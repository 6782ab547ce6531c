"""`takar explain`: why a result is what it is, of one response or of one row of data."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click

from evaluator.api import Elsewhere, InputInvalid, evaluate_text, evaluated_under, misprints_of
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.data import child_files, column_names, data_needed, known_format
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, report
from evaluator.cli.parameters import InputFile
from evaluator.cli.responses import evaluated
from evaluator.cli.rulebooks import edition_for, hidden, rulebook, rules_needed, target
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds.commands import MISSING_ARGUMENT
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period, Stage
from evaluator.labels import load_labels
from evaluator.reports.case import DataRow
from evaluator.reports.explain import explain
from evaluator.reports.render import Form
from evaluator.result import Result
from evaluator.rulebook import Rulebook
from evaluator.scoring.formats import READ
from evaluator.scoring.row import Sought, response_of

Tables = tuple[tuple[str, Path, bool], ...]
RESPONSE = Both("BERKAS|INSTRUMEN", "FILE|INSTRUMENT")


@click.command("explain", cls=Command)
@options.argument(
    "response",
    words=Both(
        "jawaban, JSON atau YAML menurut nama berkasnya, - untuk masukan standar (JSON);"
        " dengan --row: instrumen atau instrumen@edisi",
        "the response, JSON or YAML by the name of the file, - for standard input (JSON);"
        " with --row: an instrument or instrument@edition",
    ),
    value_name=RESPONSE,
)
@options.option(
    "--row",
    "row",
    words=Both(
        "jelaskan baris dengan id ini dalam --data", "explain the row of --data with this id"
    ),
    value_name=Both("ID", "ID"),
)
@options.option(
    "--data",
    "data",
    words=Both(
        "data dengan satu baris satu subjek, seperti untuk takar score",
        "data with one row a subject, as for takar score",
    ),
    type=InputFile(),
    value_name=options.FILE,
)
@options.columns
@options.tables
@options.period_of_row
@options.document(get_args(Form), "form")
@options.option(
    "--trace",
    "trace",
    words=Both(
        "dalam bentuk text, tampilkan pula setiap langkah perhitungan",
        "in the form text, show every step of the computation too",
    ),
    is_flag=True,
)
@options.option(
    "--compare",
    "compare",
    words=Both(
        "nilai jawaban yang sama menurut edisi ini juga, dan sebut bagian yang membuat bedanya",
        "evaluate the same answers under this edition as well, and say which parts differ",
    ),
    value_name=Both("EDISI", "EDITION"),
)
@options.stage
@options.readings
@options.rules
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    response: str,
    row: str | None,
    data: Path | None,
    columns: Path | None,
    tables: Tables,
    period: Period | None,
    form: Form,
    trace: bool,
    compare: str | None,
    stage: str | None,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the explanation."""
    book = rulebook(rules, readings)
    place = _place(row, data, period, _Shape(columns, tables))
    if place is None:
        file = InputFile().convert(response, None, None)
        found = evaluated(file, book, stage, language)
    else:
        file = place.data
        found = _evaluated_row(response, place, book, stage, language)
    instrument = found.decoded.instrument
    other = None if compare is None else _under(found, book, compare)
    folder = book.root_of(instrument.id).folder
    written = explain(
        found.document,
        instrument,
        found.decoded.response,
        language=language,
        form=form,
        labels=load_labels(folder, instrument.id, language) or {},
        trace=True if trace else None,
        row=None
        if place is None
        else _row(place, f"{instrument.id}@{instrument.edition}", readings),
        other=other,
        exemplified=misprints_of(found, book),
    )
    deliver(written, output, [file])
    return Exit.DONE


def _under(found: Result, book: Rulebook, edition: str) -> Elsewhere:
    """The same answers under another edition."""
    with rules_needed():
        target(book, f"{found.decoded.instrument.id}@{edition}")
        try:
            return evaluated_under(found, book, edition)
        except InputInvalid as invalid:
            raise Stopped(*invalid.diagnostics, exit_code=Exit.INPUT_INVALID) from invalid


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands."""

    row: str
    data: Path
    period: Period
    shape: _Shape


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the data are laid out: names of columns, and lists in tables of their own."""

    columns: Path | None
    tables: Tables


def _place(
    row: str | None, data: Path | None, period: Period | None, shape: _Shape
) -> _Place | None:
    """The row that is asked for, if one is; one of the options needs the others."""
    if row is not None and data is not None and period is not None:
        return _Place(row, data, period, shape)
    given = {"--row": row, "--data": data, "--period": period}
    missing = [option for option, value in given.items() if value is None]
    if len(missing) < len(given) or shape.tables or shape.columns:
        raise misuse(MISSING_ARGUMENT, {"argument": missing[0], "command": "takar explain"})
    return None


def _row(place: _Place, edition: str, readings: tuple[tuple[str, str], ...]) -> DataRow:
    """The row as a page names it: files without their folders, and the command that found it."""
    words = ["takar", "explain", edition, "--row", place.row, "--data", place.data.name]
    if place.shape.columns is not None:
        words += ["--columns", place.shape.columns.name]
    lists = {name: file.name for name, file, _ in place.shape.tables}
    for name, file, complete in place.shape.tables:
        words += ["--with", f"{name}={file.name}:{'complete' if complete else 'partial'}"]
    words += ["--period", f"{place.period.first}..{place.period.last}"]
    for name, reading in readings:
        words += ["--read", f"{name}={reading}"]
    return DataRow(id=place.row, file=place.data.name, command=shlex.join(words), lists=lists)


def _evaluated_row(
    text: str, place: _Place, book: Rulebook, stage: str | None, language: Language
) -> Result:
    with rules_needed():
        instrument = book.load(*edition_for(book, text, place.period))
        sought = Sought(
            instrument=instrument,
            period=place.period,
            data=place.data,
            read=known_format(place.data, READ),
            id=place.row,
            names=column_names(place.shape.columns),
            children=child_files(place.shape.tables),
        )
        with data_needed():
            response = response_of(sought)
        try:
            found = evaluate_text(response, rulebook=book, stage=Stage(stage) if stage else None)
        except InputInvalid as invalid:
            raise Stopped(*invalid.diagnostics, exit_code=Exit.INPUT_INVALID) from invalid
        report((*hidden(book, instrument), *found.diagnostics), language)
    return found
