"""How a command prints what it found: for a person, for a line tool, or for a machine."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.cli.output import report, say, write
from evaluator.diagnostics import machine
from evaluator.diagnostics import text as texts
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic


def show_findings(found: Sequence[Diagnostic], form: str, language: Language) -> None:
    """Print findings: for a person on standard error, as data on standard output."""
    match form:
        case "human":
            report(found, language)
            if len(found) < 2:
                say(texts.summary(found, language) + "\n")
        case "plain":
            write(texts.plain(found, language))
        case "json":
            write(machine.as_json(found, language))
        case "sarif":
            write(machine.as_sarif(found, language))
        case "github":
            write(machine.as_github(found, language))
        case _:
            raise AssertionError(form)
