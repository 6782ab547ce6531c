"""`takar version` and `takar --version`: which engine this is, and which language it reads."""

from __future__ import annotations

import json
import platform
from typing import Any

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command, language_of
from evaluator.cli.output import write
from evaluator.diagnostics.language import Language
from evaluator.version import __version__

LANGUAGE_VERSION = 1
"""The newest version of the rule language this engine reads; it reads every older one."""
_LINE = Both("takar {} (bahasa aturan {}, Python {})", "takar {} (rule language {}, Python {})")


@click.command("version", cls=Command)
@options.formats("human", "plain", "json")
@options.language
def command(*, form: str, language: Language) -> Exit:
    """Print the versions."""
    match form:
        case "human" | "plain":
            write(_line(language))
        case "json":
            named = dict(zip(("takar", "language", "python"), _versions(), strict=True))
            write(json.dumps(named, indent=2) + "\n")
        case _:
            raise AssertionError(form)
    return Exit.DONE


def _versions() -> tuple[str, int, str]:
    return __version__, LANGUAGE_VERSION, platform.python_version()


def _line(language: Language) -> str:
    return _LINE.text(language).format(*_versions()) + "\n"


def _print_version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    del param
    if value:
        write(_line(language_of(ctx)))
        ctx.exit()


version_option: options.Decorator[Any] = options.option(
    "--version",
    words=Both("menampilkan versi Takar", "print the version of Takar"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
)
"""`--version` before any command, as other programs have it."""
