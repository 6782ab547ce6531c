"""Options that several commands share, each a decorator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from evaluator.cli.bilingual import Both
from evaluator.cli.framework import Argument, Option, language_of
from evaluator.cli.parameters import Days, InputFile, InputFolder, OneOf, OutputFile, ReadAs, Table
from evaluator.diagnostics.language import Language

F = TypeVar("F", bound=Callable[..., Any])
Decorator = Callable[[F], F]

FILE = Both("BERKAS", "FILE")
FOLDER = Both("FOLDER", "FOLDER")
INSTRUMENT = Both("INSTRUMEN[@EDISI]", "INSTRUMENT[@EDITION]")
READING = Both("ID=CARA", "ID=READING")
TABLE = Both("ID=BERKAS:complete|partial", "ID=FILE:complete|partial")
PERIOD = Both("AWAL..AKHIR", "FIRST..LAST")
DAY = Both("HARI", "DAY")
CODE = Both("KODE", "CODE")
PATH = Both("BERKAS|FOLDER", "FILE|FOLDER")


def option(*declarations: str, words: Both, **attributes: Any) -> Decorator[F]:
    """An option of one command."""
    return click.option(*declarations, cls=Option, words=words, **attributes)


def argument(name: str, *, words: Both, value_name: Both, **attributes: Any) -> Decorator[F]:
    """An argument of one command."""
    return click.argument(name, cls=Argument, words=words, value_name=value_name, **attributes)


def _settled(ctx: click.Context, param: click.Parameter, value: Any) -> Language:
    """The language that was settled before the command line was read; `value` has been checked."""
    del param, value
    return language_of(ctx)


language: Decorator[Any] = option(
    "--lang",
    "language",
    words=Both(
        "bahasa pesan dan halaman; tanpa pilihan ini TAKAR_LANG, lalu id",
        "language of messages and pages; else TAKAR_LANG, else id",
    ),
    type=OneOf(*(each.value for each in Language)),
    callback=_settled,
)
"""`--lang`: the command is given `language: Language`."""

rules: Decorator[Any] = option(
    "--rules",
    "rules",
    words=Both(
        "folder aturan; tanpa pilihan ini folder rules di sini, lalu aturan bawaan",
        "folder of rules; else the folder rules here, else the bundled rules",
    ),
    type=InputFolder(),
    value_name=FOLDER,
)
"""`--rules`: the command is given `rules: Path | None`."""

output: Decorator[Any] = option(
    "-o",
    "--output",
    "output",
    words=Both(
        "tulis hasil ke berkas; - atau tanpa pilihan ini: keluaran standar",
        "write the result to a file; - or without this: standard output",
    ),
    type=OutputFile(),
    value_name=FILE,
)
"""`-o`: the command is given `output: Path | None`, `None` for standard output."""


def _period(*, required: bool) -> Decorator[Any]:
    return option(
        "--period",
        "period",
        words=Both(
            "hari pertama dan hari terakhir yang dinilai, misalnya 2021-01-01..2021-12-31",
            "the first and the last day that is assessed, such as 2021-01-01..2021-12-31",
        ),
        type=Days(),
        value_name=PERIOD,
        required=required,
    )


period = _period(required=True)
"""`--period`: the command is given `period: Period`."""
period_of_row = _period(required=False)
"""`--period` beside `--row`: the command is given `period: Period | None`."""


def document(forms: tuple[str, ...], name: str = "document_form") -> Decorator[Any]:
    """`--to` of a command that writes a document: it is given its form under `name`."""
    return option(
        "--to",
        name,
        words=Both(
            "bentuk dokumen; tanpa ini menurut nama berkas -o (.html, .md), selain itu text",
            "form of the document; else by the name of the file of -o (.html, .md), else text",
        ),
        type=OneOf(*forms),
        callback=partial(_form, forms),
    )


_FORMS = {".html": "html", ".htm": "html", ".md": "md", ".pdf": "pdf"}


def _form(
    forms: tuple[str, ...], ctx: click.Context, _: click.Parameter, chosen: str | None
) -> str:
    """The form that is chosen, or else the one that the file of `-o` is named for."""
    output: Path | None = ctx.params.get("output")
    by_name = _FORMS.get(output.suffix.lower(), "") if output is not None else ""
    return chosen or (by_name if by_name in forms else "text")


stage: Decorator[Any] = option(
    "--stage",
    "stage",
    words=Both(
        "tahap yang dihitung; tanpa pilihan ini tahap terjauh yang ada datanya",
        "the stage to compute; else the furthest one there is data for",
    ),
    type=OneOf("self", "verified", "final"),
)
"""`--stage`: the command is given `stage: str | None`."""

columns: Decorator[Any] = option(
    "--columns",
    "columns",
    words=Both(
        "berkas YAML yang menyebut id untuk nama kolom dalam data",
        "a YAML file that tells the ids of columns by their names in the data",
    ),
    type=InputFile(),
    value_name=FILE,
)
"""`--columns`: the command is given `columns: Path | None`."""

tables: Decorator[Any] = option(
    "--with",
    "tables",
    words=Both(
        "daftar rekaman dari tabelnya sendiri, satu baris satu rekaman; complete bila subjek tanpa"
        " baris memang tidak punya, partial bila belum diketahui; boleh berulang",
        "a list of records from a table of its own, a row a record; complete where a subject"
        " without rows has none, partial where that is not known; may be repeated",
    ),
    type=Table(),
    value_name=TABLE,
    multiple=True,
)
"""`--with`: the command is given `tables: tuple[tuple[str, Path, bool], ...]`."""

readings: Decorator[Any] = option(
    "--read",
    "readings",
    words=Both(
        "baca asumsi menurut cara lain, seperti jp_kurang=sebanding; boleh berulang",
        "read an assumption in another way, such as jp_kurang=sebanding; may be repeated",
    ),
    type=ReadAs(),
    value_name=READING,
    multiple=True,
)
"""`--read`: the command is given `readings: tuple[tuple[str, str], ...]`."""

instrument: Decorator[Any] = argument(
    "instrument",
    words=Both(
        "id instrumen atau id@edisi; tanpa edisi: edisi yang paling akhir mulai berlaku",
        "id of an instrument, or id@edition; without one, the edition whose force began last",
    ),
    value_name=INSTRUMENT,
)
"""An instrument: the command is given `instrument: str`."""

response: Decorator[Any] = argument(
    "response",
    words=Both(
        "jawaban, JSON atau YAML menurut nama berkasnya; - untuk masukan standar (JSON)",
        "the response, JSON or YAML by the name of the file; - for standard input (JSON)",
    ),
    value_name=FILE,
    type=InputFile(),
)
"""A response: the command is given `response: Path`."""


def formats(*choices: str) -> Decorator[F]:
    """`--format`: the command is given `form: str`; the first choice is the default."""
    return option(
        "--format",
        "form",
        words=Both(
            f"bentuk keluaran; tanpa pilihan ini {choices[0]}",
            f"form of the output; {choices[0]} without this",
        ),
        type=OneOf(*choices),
        default=choices[0],
    )
