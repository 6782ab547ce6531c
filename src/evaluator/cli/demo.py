"""`takar demo`: score and explain the response of an invented province."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator import resources
from evaluator.api import evaluate_text
from evaluator.cli import options
from evaluator.cli.bilingual import Both
from evaluator.cli.exits import Exit
from evaluator.cli.framework import Command
from evaluator.cli.output import save, write
from evaluator.cli.rulebooks import rules_needed
from evaluator.diagnostics.language import Language
from evaluator.reports.explain import explain
from evaluator.rulebook import bundled

SAMPLE = ("im_nkk", "cases", "nusa-contoh-2021.json")
"""The response, below the bundled rules."""

PAGE = Path("takar-demo.html")

_NOTICE = Both(
    "Contoh rekaan: provinsi, dokumen, dan temuan di halaman ini tidak nyata. "
    "Aturannya IM-NKK edisi 2021 yang sebenarnya, dengan asumsi yang dicetak di bawah.",
    "Invented sample: the province, documents and findings on this page are not real. "
    "The rules are the real IM-NKK edition 2021, with the assumptions printed below.",
)
_WRITTEN = Both("Halaman lengkap: {}", "Full page: {}")


@click.command("demo", cls=Command)
@options.output
@options.language
def command(*, output: Path | None, language: Language) -> Exit:
    """Print the explanation and write the page."""
    sample = resources.rules().joinpath(*SAMPLE)
    with rules_needed():
        found = evaluate_text(sample.read_bytes(), rulebook=bundled(), name="/".join(SAMPLE))
    document, decoded = found.document, found.decoded
    notice = _NOTICE.text(language)
    given = (document, decoded.instrument, decoded.response)
    write(explain(*given, language=language, form="text", notice=notice))
    page = output or PAGE
    save(page, explain(*given, language=language, form="html", notice=notice))
    write("\n" + _WRITTEN.text(language).format(page.resolve()) + "\n")
    return Exit.DONE
