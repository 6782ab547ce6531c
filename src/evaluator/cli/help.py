"""`takar help`: the help of `takar` or of one command, as `--help` prints it."""

from __future__ import annotations

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command, Commands
from evaluator.cli.output import write
from evaluator.diagnostics.language import Language


@click.command("help", cls=Command)
@options.argument(
    "name",
    words=Both("perintah yang ditanyakan", "the command that is asked about"),
    value_name=Both("PERINTAH", "COMMAND"),
    required=False,
)
@options.language
@click.pass_context
def command(context: click.Context, /, *, name: str | None, language: Language) -> Exit:
    """Print the help of everything, or of one command."""
    del language  # the help is written in that of the command line, which this option has settled
    above = context.parent
    if above is None or not isinstance(above.command, Commands):
        raise TypeError("`help` is a command of `takar`")
    write((above if name is None else _of(above, above.command, name)).get_help() + "\n")
    return Exit.DONE


def _of(above: click.Context, takar: Commands, name: str) -> click.Context:
    """What the help of one command is written from; a name that is not known is a mistake."""
    found, known, _ = takar.resolve_command(above, [name])
    if known is None:
        raise TypeError("a command that was resolved is there")
    return click.Context(known, parent=above, info_name=found)
