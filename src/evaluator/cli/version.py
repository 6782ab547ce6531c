"""`takar version`: which engine this is, and which language it reads."""

from __future__ import annotations

import json
import platform

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
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
    versions = (__version__, LANGUAGE_VERSION, platform.python_version())
    match form:
        case "human" | "plain":
            write(_LINE.text(language).format(*versions) + "\n")
        case "json":
            named = dict(zip(("takar", "language", "python"), versions, strict=True))
            write(json.dumps(named, indent=2) + "\n")
        case _:
            raise AssertionError(form)
    return Exit.DONE
