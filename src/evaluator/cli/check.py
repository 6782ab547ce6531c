"""`takar check`: everything that is wrong with rule files, each once."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.findings import show_findings
from evaluator.cli.framework import Command
from evaluator.cli.parameters import InputPath
from evaluator.cli.rule_paths import check_paths
from evaluator.diagnostics.language import Language


@click.command("check", cls=Command)
@options.argument(
    "paths",
    words=Both(
        "berkas atau folder aturan; tanpa ini folder rules di sini",
        "rule files or folders; without any, the folder rules here",
    ),
    value_name=options.PATH,
    type=InputPath(),
    nargs=-1,
)
@options.formats("human", "plain", "json", "sarif", "github")
@options.language
def command(*, paths: tuple[Path, ...], form: str, language: Language) -> Exit:
    """Check, and say what was found."""
    found = check_paths(paths)
    show_findings(found, form, language)
    return Exit.NO if any(d.is_error for d in found) else Exit.DONE
