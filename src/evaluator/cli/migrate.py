"""`takar migrate`: a response of an older edition, written for one that amends it."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.files import read
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, document_json, say, write
from evaluator.cli.rulebooks import rulebook, rules_needed, target
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds.commands import NO_PATH_OF_EDITIONS
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Outcome
from evaluator.intake.decode import Decoded, form_of, read_response
from evaluator.intake.document import Object
from evaluator.intake.migrate import migrate
from evaluator.intake.plain import json_text
from evaluator.model.instrument import Instrument
from evaluator.reports.migration import migration_document, migration_text
from evaluator.rulebook import Rulebook


@click.command("migrate", cls=Command)
@options.response
@options.option(
    "--to",
    "edition",
    words=Both(
        "edisi yang dituju: yang mengubah edisi jawaban itu, langsung atau bertahap",
        "the edition to write it for: one that amends that of the response, in one step or several",
    ),
    value_name=Both("EDISI", "EDITION"),
    required=True,
)
@options.rules
@options.formats("human", "json")
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    response: Path,
    edition: str,
    rules: Path | None,
    form: str,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the response for the newer edition, and say what became of every answer."""
    book = rulebook(rules)
    with rules_needed():
        decoded = _read(response, book)
        path = _path(book, decoded.instrument, edition)
        if not isinstance(decoded.document, Object):
            raise AssertionError("a response that was read is an object")
        found = migrate(decoded.document, path)
        written = json_text(found.document)
        # What was carried is held against the edition it was carried to, like any response.
        _sound(read_response(written, editions=book))
    if form == "json":
        told = document_json(migration_document(found, path))
    else:
        told = migration_text(found, path, language)
    deliver(written, output, [response])
    # The report is the result where the response goes to a file.
    (say if output is None else write)(told)
    return Exit.NO if found.lost else Exit.DONE


def _read(response: Path, book: Rulebook) -> Decoded:
    data, form = read(response), form_of(response.name)
    outcome = read_response(data, editions=book, name=str(response), form=form)
    if outcome.value is None:
        raise Stopped(*outcome.diagnostics, exit_code=Exit.INPUT_INVALID)
    return outcome.value


def _sound(outcome: Outcome[Decoded]) -> None:
    if outcome.value is None:
        raise Stopped(*outcome.diagnostics, exit_code=Exit.NO)


def _path(book: Rulebook, first: Instrument, edition: str) -> tuple[Instrument, ...]:
    """The editions from that of the response to the one that is wanted."""
    path = book.path(first, target(book, f"{first.id}@{edition}")[1])
    if path is None:
        raise misuse(NO_PATH_OF_EDITIONS, {"edition": edition, "first": first.edition})
    return path
