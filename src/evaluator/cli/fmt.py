"""`takar fmt`: the one layout of rule files, and their keywords in either language."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.files import read
from evaluator.cli.framework import Command
from evaluator.cli.output import STANDARD, report, save, say, write
from evaluator.cli.parameters import InputPath, OneOf
from evaluator.cli.rule_paths import rule_files
from evaluator.diagnostics.language import Language
from evaluator.syntax.format import format_text
from evaluator.syntax.keywords import Language as Keywords
from evaluator.syntax.parse import read_source

_WOULD_CHANGE = Both("perlu dirapikan: {}", "needs formatting: {}")
_CHANGED = Both("dirapikan: {}", "formatted: {}")


@click.command("fmt", cls=Command)
@options.argument(
    "paths",
    words=Both(
        "berkas atau folder aturan; - untuk masukan standar; tanpa ini folder rules di sini",
        "rule files or folders; - for standard input; without any, the folder rules here",
    ),
    value_name=options.PATH,
    type=InputPath(),
    nargs=-1,
)
@options.option(
    "--keywords",
    "keywords",
    words=Both("tulis kata kunci dalam bahasa ini", "write the keywords in this language"),
    type=OneOf("id", "en"),
)
@options.option(
    "--check",
    "only_check",
    words=Both(
        "jangan menulis; kode keluar 1 bila ada yang perlu dirapikan",
        "write nothing; exit code 1 if a file needs formatting",
    ),
    is_flag=True,
)
@options.language
def command(
    *, paths: tuple[Path, ...], keywords: str | None, only_check: bool, language: Language
) -> Exit:
    """Format in place; standard input goes to standard output."""
    code = Exit.DONE
    standard = [path for path in paths if str(path) == STANDARD]
    others = [path for path in paths if str(path) != STANDARD]
    files = rule_files(others) if others or not standard else ()
    for path in (*standard, *files):
        data = read(path)
        formatted = _formatted(path, data, keywords, language)
        if formatted is None:
            code = Exit.NO
        elif str(path) == STANDARD and not only_check:
            write(formatted)
        elif formatted.encode() != data:
            if only_check:
                code = Exit.NO
            else:
                save(path, formatted)
            words = _WOULD_CHANGE if only_check else _CHANGED
            say(words.text(language).format(path.as_posix()) + "\n")
    return code


def _formatted(path: Path, data: bytes, keywords: str | None, language: Language) -> str | None:
    """The text in its layout; a file with mistakes is reported and left alone."""
    source = read_source(path.as_posix(), data)
    outcome = (
        format_text(source.value, Keywords(keywords) if keywords else None)
        if source.value is not None
        else None
    )
    found = [*source.diagnostics, *(outcome.diagnostics if outcome else ())]
    errors = [d for d in found if d.is_error]
    if errors or outcome is None or outcome.value is None:
        report(errors, language)
        return None
    return outcome.value
