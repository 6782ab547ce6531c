"""`takar check`: everything that is wrong with rule files, each once; and what a message means."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.findings import show_findings
from evaluator.cli.framework import Command
from evaluator.cli.output import write
from evaluator.cli.parameters import InputPath
from evaluator.cli.rule_paths import check_paths
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds.commands import BAD_CHOICE, EXTRA_ARGUMENT
from evaluator.diagnostics.language import Language
from evaluator.intake.nearest import nearest


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
@options.option(
    "--explain",
    "code",
    words=Both(
        "tampilkan penjelasan satu pesan menurut kodenya, seperti weights-sum",
        "print the page of a message by its code, such as weights-sum",
    ),
    value_name=options.CODE,
)
@options.formats("human", "plain", "json", "sarif", "github")
@options.language
def command(*, paths: tuple[Path, ...], code: str | None, form: str, language: Language) -> Exit:
    """Check, and say what was found; or explain a message."""
    if code is not None:
        write(_page(code, paths, language))
        return Exit.DONE
    found = check_paths(paths)
    show_findings(found, form, language)
    return Exit.NO if any(d.is_error for d in found) else Exit.DONE


def _page(code: str, paths: tuple[Path, ...], language: Language) -> str:
    # What few runs need is imported where it is needed.
    from evaluator.diagnostics.catalogue import catalogue  # noqa: PLC0415 - as above
    from evaluator.diagnostics.pages import read_page  # noqa: PLC0415 - as above

    if paths:
        facts = {"command": "takar check --explain", "argument": str(paths[0])}
        raise misuse(EXTRA_ARGUMENT, facts)
    if code not in catalogue():
        near = nearest(code, catalogue())
        raise misuse(BAD_CHOICE, {"parameter": "--explain", "value": code, "choices": near})
    return read_page(code, language)
