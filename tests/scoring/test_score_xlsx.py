"""`takar score` over workbooks, and over columns that are called otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scoring.employees import employees, same
from scoring.employees import score as score_employees
from scoring.merit_files import rejects_in, rows_in
from scoring.test_score_types import RULES, run
from scoring.test_score_with import PLAIN, split, write_csv

HEADER = ("id", "jam", "jenis", "sah", "mulai")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def test_cells_are_read_by_their_type(here: Path) -> None:
    rows = [
        HEADER,
        ("0012", 30, "a", True, date(2021, 2, 28)),
        ("0013", 29.995, "a", True, datetime(2021, 2, 28)),  # noqa: DTZ001 - as a cell has it
        (None, None, None, None, None),
        ("0014", 0.1, "b", False, None),
    ]
    workbook(here / "data.xlsx", rows)
    code, said = run(here, "data.xlsx", "-o", "out.parquet")
    assert code == 0, said
    found = rows_in(here / "out.parquet")
    assert [row["id"] for row in found] == ["0012", "0013", "0014"]
    # 30 / 3, 29.995 / 3, and 0.1 * 2, which no double is.
    points = [Fraction(str(row["poin"])) for row in found]
    assert points == [10, Fraction("29.995") / 3, Fraction("0.2")]


def test_cells_of_another_type_are_rejects(here: Path) -> None:
    rows = [
        HEADER,
        (12, 30, "a", True, None),
        ("2", "22,5", "a", True, None),
        ("3", "22.5", "a", True, None),
        ("4", 0.1234567890123456, "a", True, None),
        ("5", 0.00000012, "a", True, None),
        ("6", 3, "a", "ya", None),
        ("7", 3, "a", True, "28/2/2021"),
        ("8", 3, "a", True, datetime(2021, 2, 28, 7)),  # noqa: DTZ001 - as a cell has it
        ("9", 3, 5, True, None),
    ]
    workbook(here / "data.xlsx", rows)
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert code == 1, said
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert [(r["row"], r["column"], r["code"]) for r in rejects] == [
        ("1", "id", "text-expected"),
        ("2", "jam", "number-expected"),
        ("3", "jam", "number-as-text"),
        ("4", "jam", "number-too-long"),
        ("6", "sah", "yes-no-expected"),
        ("7", "mulai", "input-date-form"),
        ("8", "mulai", "input-date-form"),
        ("9", "jenis", "unknown-choice"),
    ]
    (row,) = rows_in(here / "out.csv")
    assert Fraction(str(row["poin"])) == Fraction("0.00000004")


def test_what_is_no_workbook_is_told(here: Path) -> None:
    (here / "data.xlsx").write_text("id,jam", encoding="utf-8")
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert (code, "data-unreadable" in said) == (4, True)
    workbook(here / "data.xlsx", [])
    code, said = run(here, "data.xlsx", "-o", "out.csv")
    assert (code, "data-without-columns" in said) == (4, True)


def test_a_workbook_with_its_lists_beside_it(tmp_path: Path) -> None:
    rows = [{**one, "hukuman": one["hukuman"] or []} for one in employees(81, 60)]
    plain, records = split(rows)
    table = [[float(c) if hasattr(c, "as_tuple") else c for c in one.values()] for one in plain]
    workbook(tmp_path / "data.xlsx", [PLAIN, *table])
    write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal"], records)
    words = ("--with", "hukuman=records.csv:complete")
    code, said = score_employees(tmp_path, "data.xlsx", "-o", "out.parquet", *words)
    assert code == 0, said
    found = rows_in(tmp_path / "out.parquet")
    assert all(same(told, one) for told, one in zip(found, rows, strict=True))


NAMED = """NIP: id
'Jam, semua': jam
"Jenis": jenis
"""


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_columns_may_be_called_otherwise(ending: str, here: Path) -> None:
    if ending == "csv":
        text = 'NIP,"Jam, semua",Jenis,sah,mulai\n1,30,a,true,\n2,x,a,true,\n'
    else:
        line = '{{"NIP": "{}", "Jam, semua": {}, "Jenis": "a", "sah": true, "mulai": null}}\n'
        text = line.format(1, 30) + line.format(2, "1.0000000000000001")
    (here / f"data.{ending}").write_text(text, encoding="utf-8")
    (here / "columns.yaml").write_text(NAMED, encoding="utf-8")
    words = (f"data.{ending}", "-o", "out.csv", "--columns", "columns.yaml")
    code, said = run(here, *words)
    assert code == 1, said
    (row,) = rows_in(here / "out.csv")
    assert row["poin"] == "10" or Fraction(str(row["poin"])) == 10
    (reject,) = rejects_in(here / "out.csv.rejects.csv")
    assert (reject["id"], reject["column"]) == ("2", "jam")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nip: id\n", "columns-file-column"),
        ("sah: jam\n", "columns-file-twice"),
        ("jam: jamm\n", "columns-file-id"),
        ("", "columns-file]"),
        ("jam: 3\n", "columns-file"),
        ("jam: a\nsah: a\n", "columns-file-twice"),
        ("jam: a\njam: b\n", "duplicate-key"),
    ],
)
def test_names_that_do_not_fit_are_refused(text: str, code: str, here: Path) -> None:
    (here / "data.csv").write_text("id,jam,jenis,sah,mulai\n1,30,a,true,\n", encoding="utf-8")
    (here / "columns.yaml").write_text(text, encoding="utf-8")
    words = ("data.csv", "-o", "out.csv", "--columns", "columns.yaml")
    ended, said = run(here, *words)
    assert (ended, code in said) == (4, True), said
