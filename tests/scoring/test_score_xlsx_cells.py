"""Cells of a workbook that hold no plain value: formulas, errors, merged and hidden ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from scoring.merit_files import rejects_in, rows_in
from scoring.test_score_types import RULES, run

HEADER = ("id", "jam", "jenis", "sah", "mulai")
ROWS = [("1", 30, "a", True, date(2021, 2, 28)), ("2", 3, "b", False, None)]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def workbook(path: Path, rows: Sequence[Sequence[Any]] = (HEADER, *ROWS)) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return book


def rewritten(path: Path, change: Callable[[str], str], part: str = "sheet1.xml") -> None:
    """A part of a workbook as another program would write it."""
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            changed = change(content.decode()).encode() if name.endswith(part) else content
            book.writestr(name, changed)


def with_formula(path: Path, cell: str, inner: str, kind: str = "n") -> None:
    """Put a formula into a cell of a workbook, with what stands beside it."""
    old = re.compile(rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)')
    rewritten(path, lambda sheet: old.sub(f'<c r="{cell}" t="{kind}"><f>1+1</f>{inner}</c>', sheet))
    # The program that wrote the file did work its formulas out.
    rewritten(path, lambda book: book.replace('fullCalcOnLoad="1"', ""), "workbook.xml")


def test_a_formula_is_read_as_what_it_came_to(here: Path) -> None:
    workbook(here / "data.xlsx")
    with_formula(here / "data.xlsx", "B2", "<v>4.5</v>")
    with_formula(here / "data.xlsx", "C2", "<v>b</v>", "str")
    # What shows nothing is an empty cell: `=IF(A1="","",A1)`.
    with_formula(here / "data.xlsx", "E2", "<v></v>", "str")
    with_formula(here / "data.xlsx", "D3", "<v>1</v>", "b")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    found = rows_in(here / "out.csv")
    # 4.5 * 2 and 3 * 2.
    assert [float(row["poin"]) for row in found] == [9, 6]


@pytest.mark.parametrize("inner", ["", "<v></v>", "<v/>"])
def test_a_formula_that_was_never_worked_out_ends_the_run(inner: str, here: Path) -> None:
    workbook(here / "data.xlsx")
    with_formula(here / "data.xlsx", "B3", inner)
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 4
    assert "error[formula-not-computed]" in said
    assert "`B3`" in said
    assert "open" in said and "save" in said  # noqa: PT018 - the repair
    assert not (here / "out.csv").exists()


def test_values_that_are_to_be_worked_out_anew_are_not_taken(here: Path) -> None:
    """Programs that write workbooks put 0 beside a formula, and ask for it to be worked out."""
    workbook(here / "data.xlsx")
    with_formula(here / "data.xlsx", "B2", "<v>0</v>")
    calc = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    rewritten(
        here / "data.xlsx", lambda book: re.sub(r"<calcPr[^>]*/>", calc, book), "workbook.xml"
    )
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert (code, "formula-not-computed" in said) == (4, True), said


def test_a_formula_nobody_asks_for_is_left_alone(here: Path) -> None:
    workbook(here / "data.xlsx", [(*HEADER, "catatan"), (*ROWS[0], "x"), (*ROWS[1], "y")])
    with_formula(here / "data.xlsx", "F2", "")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    code, said = run(here, "data.xlsx", "-o", "out.csv", "--keep")
    assert (code, "`F2`" in said) == (4, True), said


def test_a_name_of_a_column_that_was_never_worked_out_ends_the_run(here: Path) -> None:
    workbook(here / "data.xlsx")
    with_formula(here / "data.xlsx", "B1", "<v></v>")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert (code, "formula-not-computed" in said, "`B1`" in said) == (4, True, True), said


def test_a_cell_with_an_error_rejects_its_row(here: Path) -> None:
    rows = [
        HEADER,
        ("1", "x", "a", True, None),
        ("2", 30, "x", True, None),
        (None, None, None, None, None),
        ("x", 30, "a", True, None),
        ("4", 30, "A", True, None),
        ("5", 30, "a", True, None),
        ("6", "1e5", "a", True, None),
    ]
    workbook(here / "data.xlsx", rows)
    for cell, error in (("B2", "#N/A"), ("C3", "#DIV/0!"), ("A5", "#REF!")):
        with_formula(here / "data.xlsx", cell, f"<v>{error}</v>", "e")
    code, said = run(here, "data.xlsx", "-o", "out.csv", "--with-values")
    assert code == 1, said
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert [*rejects[0]] == ["row", "id", "column", "code", "message", "cell", "value"]
    told = [(r["row"], r["id"], r["cell"], r["column"], r["code"], r["value"]) for r in rejects]
    # The fourth row of the sheet has nothing in it.
    assert told == [
        ("1", "1", "B2", "jam", "cell-error", "#N/A"),
        ("2", "2", "C3", "jenis", "cell-error", "#DIV/0!"),
        ("3", "", "A5", "id", "cell-error", "#REF!"),
        ("4", "4", "C6", "jenis", "unknown-choice", "A"),
        ("6", "6", "B8", "jam", "number-expected", '"1e5"'),
    ]
    assert "`C3`" in rejects[1]["message"]
    assert [row["id"] for row in rows_in(here / "out.csv")] == [5]


def test_a_merged_cell_has_no_value_of_its_own(here: Path) -> None:
    book = workbook(here / "data.xlsx")
    book.worksheets[0].merge_cells("C2:C3")
    book.save(here / "data.xlsx")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 4
    assert "error[cells-merged]" in said
    assert "`C2:C3`" in said


def test_merged_cells_nobody_asks_for_are_left_alone(here: Path) -> None:
    rows = [(*HEADER, "catatan"), (*ROWS[0], "x"), (*ROWS[1], None), (), ("4", 3, "b", True, None)]
    book = workbook(here / "data.xlsx", rows)
    book.worksheets[0].merge_cells("F2:F3")
    book.worksheets[0].merge_cells("A4:E4")
    book.save(here / "data.xlsx")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said


def test_hidden_rows_are_read_and_told(here: Path) -> None:
    book = workbook(here / "data.xlsx")
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(here / "data.xlsx")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    assert "note[rows-hidden]" in said
    assert len(rows_in(here / "out.csv")) == 2


def test_the_first_sheet_that_is_seen_is_read_and_told(here: Path) -> None:
    book = workbook(here / "data.xlsx")
    notes = book.create_sheet("Catatan")
    notes.append(["apa saja"])
    hidden = book.create_sheet("Sandi", 0)
    hidden.append(["id", "jam"])
    hidden.sheet_state = "hidden"
    book.save(here / "data.xlsx")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    assert "note[sheets-unread]" in said
    assert "`Sheet`" in said
    assert len(rows_in(here / "out.csv")) == 2


def test_cells_beside_the_table_are_told_whatever_size_the_sheet_says(here: Path) -> None:
    workbook(here / "data.xlsx", [HEADER, (*ROWS[0], None, "lihat"), ROWS[1]])
    rewritten(
        here / "data.xlsx", lambda s: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', s)
    )
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    assert "`column_7`" in said
    assert len(rows_in(here / "out.csv")) == 2


def test_a_damaged_sheet_is_told(here: Path) -> None:
    workbook(here / "data.xlsx")
    rewritten(here / "data.xlsx", lambda sheet: sheet[: len(sheet) // 2])
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert (code, "data-unreadable" in said) == (4, True), said


def test_columns_without_any_value_are_columns(here: Path) -> None:
    rows = [(*HEADER, "catatan"), ("1", 30, "a", True, None, None)]
    workbook(here / "data.xlsx", rows)
    code, said = run(here, "data.xlsx", "-o", "out.csv", "--keep")
    assert code == 0, said
    assert [*rows_in(here / "out.csv")[0]] == ["id", "catatan", "poin", "kelas", "status"]
    workbook(here / "data.xlsx", rows[:1])
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 0, said
    assert rows_in(here / "out.csv") == []


def test_a_cell_is_named_where_columns_are_called_otherwise(here: Path) -> None:
    rows = [
        ("catatan", "NIP", *HEADER[1:]),
        ("x", "1", 30, "a", True, None),
        (),
        ("y", "1", 3, "b", True, None),
    ]
    workbook(here / "data.xlsx", rows)
    (here / "columns.yaml").write_text("NIP: id\n", encoding="utf-8")
    words = ("data.xlsx", "-o", "out.csv", "--columns", "columns.yaml")
    code, said = run(here, *words)
    assert code == 1, said
    (reject,) = rejects_in(here / "out.csv.rejects.csv")
    assert (reject["code"], reject["cell"]) == ("row-id-repeated", "B4")
    code, said = run(here, *words, "--strict")
    assert (code, said.startswith("data.xlsx, B4, id: error[row-id-repeated]")) == (4, True), said


def test_days_kept_as_plain_numbers_are_rejected(here: Path) -> None:
    workbook(here / "data.xlsx", [HEADER, ("1", 30, "a", True, 44255), ("2", 3, "b", True, 1.5)])
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 1, said
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert [(r["id"], r["column"], r["code"]) for r in rejects] == [
        ("1", "mulai", "date-expected"),
        ("2", "mulai", "date-expected"),
    ]
