"""`takar cohort`: many responses, and whose category depends on a reading or an edition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click

from evaluator.api import InputInvalid
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.files import read
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, document_json, report
from evaluator.cli.parameters import InputPath
from evaluator.cli.rulebooks import hidden, rulebook, rules_needed, target
from evaluator.cli.stop import Stopped, misuse
from evaluator.cohort import Cohort, Given, evaluate_cohort, held_against
from evaluator.diagnostics.kinds.commands import NO_RESPONSES
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.decode import Form, form_of
from evaluator.intake.response import Stage
from evaluator.reports.cohort_page import cohort_document
from evaluator.reports.render import Form as DocumentForm
from evaluator.rulebook import Rulebook

_FILES = (".json", ".yaml", ".yml")
_LINES = (".ndjson", ".jsonl")


@click.command("cohort", cls=Command)
@options.argument(
    "responses",
    words=Both(
        "folder berisi jawaban (JSON, YAML), atau satu berkas NDJSON dengan satu jawaban sebaris",
        "a folder of responses (JSON, YAML), or one NDJSON file with a response a line",
    ),
    value_name=options.FILE,
    type=InputPath(),
)
@options.option(
    "--against",
    "against",
    words=Both(
        "nilai juga menurut edisi ini, misalnya rancangan, dan sebut siapa berganti kategori",
        "evaluate under this edition as well, such as a draft, and say who changes category",
    ),
    value_name=Both("EDISI", "EDITION"),
)
@options.document(get_args(DocumentForm))
@options.stage
@options.readings
@options.rules
@options.formats("human", "json")
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    responses: Path,
    against: str | None,
    document_form: DocumentForm,
    stage: str | None,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    form: str,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write a line for each subject, and who changes category under which reading."""
    given = [*_given(responses)]
    if not given:
        raise misuse(NO_RESPONSES, {"path": str(responses)})
    book = rulebook(rules, readings)
    with rules_needed():
        found = _evaluated(given, book, Stage(stage) if stage else None, against)
        remarks = (*hidden(book, found.instrument), *_remarks(found))
    if remarks:
        report(remarks, language)
    document = found.document()
    if form == "json":
        written = document_json(document)
    else:
        written = cohort_document(document, found.instrument, language=language, form=document_form)
    deliver(written, output, [responses])
    return Exit.DONE


def _remarks(found: Cohort) -> Iterator[Diagnostic]:
    """What is remarked on single responses, as it is of one alone."""
    for result in found.results:
        yield from result.diagnostics


def _evaluated(
    given: list[Given], book: Rulebook, stage: Stage | None, against: str | None
) -> Cohort:
    try:
        found = evaluate_cohort(given, rulebook=book, stage=stage)
        if against is None:
            return found
        # An edition that is not there is told as on every command line.
        target(book, f"{found.instrument.id}@{against}")
        return held_against(found, book, against)
    except InputInvalid as invalid:
        raise Stopped(*invalid.diagnostics, exit_code=Exit.INPUT_INVALID) from invalid


def _given(path: Path) -> Iterator[Given]:
    if path.is_dir():
        for file in sorted(path.iterdir(), key=lambda each: each.name):
            if file.is_file() and file.suffix.lower() in _FILES:
                yield Given(name=str(file), data=read(file), form=form_of(file.name))
        return
    data = read(path)
    if path.suffix.lower() not in _LINES:
        yield Given(name=str(path), data=data, form=form_of(path.name))
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield Given(name=f"{path}:{number}", data=line, form=Form.JSON)
