"""`takar`: reads the command line, runs one command, and always ends with an exit code.

Kept light: importing it must not import the parser, the schema validator or the templates.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from glob import glob
from typing import Any, NoReturn

import click

from evaluator.cli.crash import confess
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Commands, Settings
from evaluator.cli.options import language as language_option
from evaluator.cli.output import report, say
from evaluator.cli.stop import Stopped, misuse
from evaluator.cli.version import version_option
from evaluator.diagnostics.kinds.commands import BAD_ENVIRONMENT
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Fact

_LANGUAGES = {each.value: each for each in Language}


def run() -> NoReturn:
    """The entry point of the distribution."""
    sys.exit(main(_expanded(sys.argv[1:]), os.environ))


def main(args: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command line; every end is an exit code, none is a traceback."""
    language = Language.ID
    try:
        try:
            language = settled_language(args, environ)
            return perform(args, language)
        except Stopped as stopped:  # inside, because reporting may fail too
            report(stopped.diagnostics, language)
            return stopped.exit_code
    except (KeyboardInterrupt, click.Abort):
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: what comes here is our fault
        confess(error, language)
        return Exit.INTERNAL


def settled_language(args: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language, from `--lang` wherever it stands, else TAKAR_LANG, else Indonesian.

    It is needed before the command line can be read: mistakes on it are told in this language. A
    wrong `--lang` is reported when it is read.
    """
    asked = [_LANGUAGES[text] for text in _after_lang(args) if text in _LANGUAGES]
    if asked:
        return asked[-1]
    wanted = environ.get("TAKAR_LANG") or Language.ID.value
    if wanted not in _LANGUAGES:
        choices = tuple(_LANGUAGES)
        facts: dict[str, Fact] = {"variable": "TAKAR_LANG", "value": wanted, "choices": choices}
        raise misuse(BAD_ENVIRONMENT, facts)
    return _LANGUAGES[wanted]


def _after_lang(args: Sequence[str]) -> Iterator[str]:
    for index, arg in enumerate(args):
        if arg == "--":
            return
        if arg == "--lang":
            yield from args[index + 1 : index + 2]
        elif arg.startswith("--lang="):
            yield arg.removeprefix("--lang=")


def perform(args: Sequence[str], language: Language) -> int:
    """Run one command line; where it cannot go on, `Stopped` says why."""
    # Not Click's `main`: it prints its own messages and ends the process for a closed pipe.
    try:
        with takar.make_context("takar", list(args), obj=Settings(language)) as context:
            return Exit(takar.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code


def _expanded(args: Sequence[str]) -> list[str]:
    """The arguments with patterns as file names, which on Windows is not the shell's work."""
    if os.name != "nt":
        return list(args)
    return [name for arg in args for name in (sorted(glob(arg)) or [arg])]  # noqa: PTH207 - text


@click.command(cls=Commands, invoke_without_command=True)
@version_option
@language_option
@click.pass_context
def takar(context: click.Context, /, **_: Any) -> Exit:
    """Run without a command, it says which there are."""
    if context.invoked_subcommand is None:
        say(context.get_help() + "\n")
        return Exit.USAGE
    return Exit.DONE


if __name__ == "__main__":
    run()
