"""The policy officer's cheat sheet: what it shows is sound, and it fits two pages."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from evaluator.diagnostics.model import Severity
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.source import Source

DOCS = Path(__file__).resolve().parent.parent / "docs"
SHEETS = ("cheat-sheet.md", "cheat-sheet.en.md")
BLOCK = re.compile(r"```takar[a-z ]*\n(.*?)```", re.DOTALL)
# A4 in 8 point: 84 lines of 110 characters between margins of 12 mm.
LINES, COLUMNS = 84, 110


def text_of(sheet: str) -> str:
    return (DOCS / sheet).read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_rules_of_the_sheet_check_clean_and_their_examples_pass(sheet: str) -> None:
    program = read([Source("sheet.takar", "\n".join(BLOCK.findall(text_of(sheet))))])
    found = [d.code for d in check(program) if d.kind.severity is not Severity.NOTE]
    assert found == []
    assert len(program.declared.editions) == 3
    for key in program.declared.examples:
        edition = compile_edition(program, key).value
        assert edition is not None
        assert [d.code for trial in run_examples(program, key, edition) for d in trial.found] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_half_of_the_sheet_fits_a_page(sheet: str) -> None:
    first, second = re.split(r"^## (?:Page|Halaman) 2", text_of(sheet), flags=re.MULTILINE)
    for page in (first, second):
        lines = [
            part for line in page.splitlines() for part in textwrap.wrap(line, COLUMNS) or [""]
        ]
        assert len(lines) <= LINES
