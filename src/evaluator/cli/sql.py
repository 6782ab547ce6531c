"""`takar sql`: an edition as SQL that an auditor can read and run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from evaluator.backends.sql.columns import numbers_asked
from evaluator.backends.sql.compile import Wishes, compile_groups, compile_sql
from evaluator.backends.sql.plan import Rows
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import deliver, report
from evaluator.cli.parameters import Places
from evaluator.cli.rulebooks import hidden, rulebook, rules_needed, target
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds.commands import BAD_CHOICE, NO_GROUPS
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Fact
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument

PLACES = 2
"""How many decimals a number has where nothing else is said."""


@click.command("sql", cls=Command)
@options.instrument
@options.period
@options.option(
    "--decimals",
    "decimals",
    words=Both(
        "jumlah desimal satu isian bilangan, atau bagian catatan `daftar.bagian`; "
        "tanpa pilihan ini 2",
        "how many decimals a number input has, or a field as `list.field`; 2 without this",
    ),
    type=Places(),
    value_name=Both("ISIAN=N", "INPUT=N"),
    multiple=True,
)
@options.option(
    "--explain-column",
    "explain",
    words=Both(
        "tambahkan kolom rules: baris aturan yang menentukan",
        "add a column rules: the lines of the rules that decided",
    ),
    is_flag=True,
)
@options.option(
    "--groups",
    "groups",
    words=Both(
        "tulis kueri angka kelompok: jumlah, banyaknya, tertinggi, dan terendah yang diperlukan",
        "write the queries of groups instead: the sums, counts, highest and lowest they need",
    ),
    is_flag=True,
)
@options.option(
    "--rejects",
    "rejects",
    words=Both(
        "tulis kueri baris yang ditinggalkan: id, kolom, dan kode hal yang keliru",
        "write the query of the rows that are left out: id, column and code of what is wrong",
    ),
    is_flag=True,
)
@options.readings
@options.rules
@options.output
@options.language
def command(  # noqa: PLR0913 - one parameter for each option
    *,
    instrument: str,
    period: Period,
    decimals: Sequence[tuple[str, int]],
    explain: bool,
    groups: bool,
    rejects: bool,
    readings: tuple[tuple[str, str], ...],
    rules: Path | None,
    output: Path | None,
    language: Language,
) -> Exit:
    """Write the query over the relation `input_rows`."""
    book = rulebook(rules, readings)
    with rules_needed():
        loaded = book.load(*target(book, instrument))
        report(hidden(book, loaded), language)
    places = _places(loaded, dict(decimals))
    wishes = Wishes(rules=explain, language=language, rows=Rows.PLAIN)
    if groups and not rejects:
        deliver(_of_groups(loaded, period, places, wishes), output)
        return Exit.DONE
    compiled = compile_sql(loaded, period, places, wishes)
    if compiled.value is None:
        raise Stopped(*compiled.diagnostics, exit_code=Exit.NO)
    deliver(compiled.value.rejects if rejects else compiled.value.text, output)
    return Exit.DONE


def _of_groups(
    loaded: Instrument, period: Period, places: Mapping[str, int], wishes: Wishes
) -> str:
    """One query for each kind of group, each ended by a semicolon where there are several."""
    if not loaded.groups:
        raise misuse(NO_GROUPS, {"instrument": loaded.id})
    compiled = compile_groups(loaded, period, places, wishes)
    if compiled.value is None:
        raise Stopped(*compiled.diagnostics, exit_code=Exit.NO)
    texts = [one.text for one in compiled.value]
    return texts[0] if len(texts) == 1 else "\n".join(f"{text.rstrip()};\n" for text in texts)


def _places(instrument: Instrument, wished: Mapping[str, int]) -> dict[str, int]:
    numbers = list(numbers_asked(instrument))
    for name in wished:
        if name not in numbers:
            facts: dict[str, Fact] = {
                "parameter": "--decimals",
                "value": name,
                "choices": tuple(numbers),
            }
            raise misuse(BAD_CHOICE, facts)
    return {name: wished.get(name, PLACES) for name in numbers}
