"""`takar new`: a rule file to begin with, which checks clean and says what to replace."""

from __future__ import annotations

import re
from pathlib import Path

import click

from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import save, say
from evaluator.cli.parameters import OneOf
from evaluator.cli.scaffold import scaffold
from evaluator.cli.stop import misuse
from evaluator.diagnostics.kinds import commands as kinds
from evaluator.diagnostics.language import Language
from evaluator.rulebook import SUFFIX
from evaluator.syntax.keywords import Language as Keywords

_WRITTEN = Both(
    "ditulis: {file}\nlanjutkan dengan: takar check {folder}, lalu takar test {id}",
    "written: {file}\ngo on with: takar check {folder}, then takar test {id}",
)
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@click.command("new", cls=Command)
@options.argument(
    "instrument",
    words=Both("id instrumen, misalnya layanan", "the id of the instrument, such as service"),
    value_name=Both("ID", "ID"),
)
@options.argument(
    "label",
    words=Both("nama instrumennya", "the name of the instrument"),
    value_name=Both("NAMA", "LABEL"),
)
@options.argument(
    "edition",
    words=Both("edisinya, biasanya tahun", "its edition, usually a year"),
    value_name=Both("EDISI", "EDITION"),
)
@options.option(
    "--keywords",
    "keywords",
    words=Both(
        "bahasa kata kunci; tanpa pilihan ini bahasa pesan",
        "language of the keywords; that of the messages without this",
    ),
    type=OneOf("id", "en"),
)
@options.option(
    "--rules",
    "rules",
    words=Both(
        "folder tempat aturan ditulis; tanpa pilihan ini folder rules di sini",
        "the folder rules are written to; the folder rules here without this",
    ),
    type=click.Path(path_type=Path),
    value_name=options.FOLDER,
)
@options.language
def command(  # noqa: PLR0913 — one parameter for each argument and option
    *,
    instrument: str,
    label: str,
    edition: str,
    keywords: str | None,
    rules: Path | None,
    language: Language,
) -> Exit:
    """Write the file; one that is there already is never touched."""
    if not _ID.fullmatch(instrument):
        raise misuse(kinds.BAD_ID, {"value": instrument})
    if not _EDITION.fullmatch(edition) or '"' in label or "\n" in label:
        raise misuse(kinds.BAD_NAME, {"value": edition if '"' not in label else label})
    root = rules or Path("rules")
    if root.exists() and not root.is_dir():
        raise misuse(kinds.NOT_A_FOLDER, {"path": str(root)})
    folder = root / instrument
    path = folder / f"{edition}{SUFFIX}"
    if path.exists():
        raise misuse(kinds.ALREADY_WRITTEN, {"path": path.as_posix()})
    folder.mkdir(parents=True, exist_ok=True)
    save(path, scaffold(instrument, label, edition, Keywords(keywords or language)))
    facts = {"file": path.as_posix(), "folder": folder.as_posix(), "id": instrument}
    say(_WRITTEN.text(language).format(**facts) + "\n")
    return Exit.DONE
