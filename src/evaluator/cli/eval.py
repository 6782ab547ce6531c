"""`takar eval`: the result of one response, as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver
from evaluator.cli.responses import evaluated
from evaluator.cli.rulebooks import rulebook
from evaluator.diagnostics.language import Language


@click.command("eval", cls=Command)
@options.response
@options.stage
@options.readings
@options.rules
@options.output
@options.language
def command(  # noqa: PLR0913 — one parameter for each option
    *,
    response: Path,
    stage: str | None,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the result document."""
    found = evaluated(response, rulebook(rules, readings), stage, language)
    deliver(found.to_json(), output, [response])
    return Exit.DONE
