"""`takar schema`: the JSON Schema of a response, derived from the rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, report
from evaluator.cli.rulebooks import hidden, rulebook, rules_needed, target
from evaluator.diagnostics.language import Language
from evaluator.intake.schema import response_schema


@click.command("schema", cls=Command)
@options.instrument
@options.rules
@options.output
@options.language
def command(
    *, instrument: str, rules: Path | None, output: Path | None, language: Language
) -> Exit:
    """Write the schema."""
    book = rulebook(rules)
    with rules_needed():
        loaded = book.load(*target(book, instrument))
        report(hidden(book, loaded), language)
    text = json.dumps(response_schema(loaded), ensure_ascii=False, indent=2)
    deliver(text + "\n", output)
    return Exit.DONE
