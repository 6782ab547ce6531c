"""`takar score --with`: lists from tables of their own, complete or not."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.employees import COLUMNS, Employee, employees, same, score
from scoring.merit_files import PERIOD, TAKAR, rejects_in, rows_in

PLAIN = [*COLUMNS][:-1]


def cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([[cell(row.get(column)) for column in header] for row in rows])
    return path


def split(rows: Sequence[Employee]) -> tuple[list[Employee], list[dict[str, Any]]]:
    """The employees without their list, and a row a record, out of order."""
    records = [{"id": row["id"], **each} for row in rows for each in row["hukuman"] or ()]
    draw = random.Random(71)  # noqa: S311 - a test draws, it hides nothing
    draw.shuffle(records)
    return [{key: row[key] for key in PLAIN} for row in rows], records


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_a_complete_table_gives_an_empty_list_to_those_without_rows(
    ending: str, tmp_path: Path
) -> None:
    rows = [{**one, "hukuman": one["hukuman"] or []} for one in employees(72, 200)]
    plain, records = split(rows)
    write_csv(tmp_path / "data.csv", PLAIN, plain)
    table = tmp_path / f"records.{ending}"
    if ending == "csv":
        write_csv(table, ["tanggal", "id", "tingkat"], records)
    elif ending == "ndjson":
        table.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    else:
        write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal"], records)
        types = "{'id': 'VARCHAR', 'tingkat': 'VARCHAR', 'tanggal': 'DATE'}"
        with duckdb.connect() as connection:
            source = f"read_csv('{tmp_path}/records.csv', header=true, columns={types})"
            connection.execute(f"COPY (FROM {source}) TO '{table}'")
    code, said = score(
        tmp_path, "data.csv", "-o", "out.parquet", "--with", f"hukuman={table.name}:complete"
    )
    assert code == 0, said
    found = rows_in(tmp_path / "out.parquet")
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert all(same(told, one) for told, one in zip(found, rows, strict=True))


def test_a_partial_table_leaves_those_without_rows_missing(tmp_path: Path) -> None:
    rows = [{**one, "hukuman": one["hukuman"] or None} for one in employees(73, 100)]
    plain, records = split(rows)
    write_csv(tmp_path / "data.csv", PLAIN, plain)
    write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal"], records)
    words = ("--with", "hukuman=records.csv:partial")
    code, said = score(tmp_path, "data.csv", "-o", "out.parquet", *words)
    assert code == 0, said
    found = rows_in(tmp_path / "out.parquet")
    assert all(same(told, one) for told, one in zip(found, rows, strict=True))
    assert any("hukuman" in row["status"] for row in found)
    code, said = score(tmp_path, "data.csv", "-o", "out.parquet", "--with", "hukuman=records.csv")
    assert (code, "usage-bad-table" in said) == (2, True)
    code, said = score(tmp_path, "data.csv", "-o", "out.parquet")
    assert (code, "column-of-records" in said) == (4, True)


def test_a_wrong_record_rejects_the_row_of_its_subject(tmp_path: Path) -> None:
    rows = employees(74, 6)
    plain, _ = split(rows)
    write_csv(tmp_path / "data.csv", PLAIN, plain)
    wrong = [
        {"id": rows[1]["id"], "tingkat": "berat", "tanggal": "2021-02-29"},
        {"id": rows[1]["id"], "tingkat": "berat", "tanggal": "2021-02-28"},
        {"id": rows[2]["id"], "tingkat": "parah", "tanggal": "2021-02-28"},
        {"id": "42", "tingkat": "berat", "tanggal": "2021-02-28", "catatan": "x"},
    ]
    write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal", "catatan"], wrong)
    words = ("--with", "hukuman=records.csv:complete", "--with-values")
    code, said = score(tmp_path, "data.csv", "-o", "out.csv", *words)
    assert code == 1, said
    rejects = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert [(r["id"], r["column"], r["code"]) for r in rejects] == [
        (rows[1]["id"], "hukuman.tanggal", "input-date-unreal"),
        (rows[2]["id"], "hukuman.tingkat", "unknown-choice"),
    ]
    assert rejects[0]["value"] == "2021-02-29"
    assert "records-of-nobody" in said
    assert "`hukuman.catatan`" in said
    assert len(rows_in(tmp_path / "out.csv")) == 4


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ("id,tingkat,tanggal\n,berat,2021-02-28\n", "row-id-missing"),
        ("id,tingkat,tanggal\n1,berat\n", "row-fields"),
        ("id,tingkat\n1,berat\n", "column-missing"),
    ],
)
def test_records_whose_subject_cannot_be_told_end_the_run(
    records: str, code: str, tmp_path: Path
) -> None:
    write_csv(tmp_path / "data.csv", PLAIN, split(employees(75, 3))[0])
    (tmp_path / "records.csv").write_text(records, encoding="utf-8")
    words = ("--with", "hukuman=records.csv:complete")
    ended, said = score(tmp_path, "data.csv", "-o", "out.csv", *words)
    assert (ended, code in said) == (4, True), said


def test_a_row_is_explained_with_its_records(tmp_path: Path) -> None:
    rows = employees(76, 20)
    plain, records = split(rows)
    write_csv(tmp_path / "data.csv", PLAIN, plain)
    write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal"], records)
    one = next(row for row in rows if row["hukuman"])
    words = ("explain", "ip_asn@2019", "--row", one["id"], "--data", "data.csv")
    more = ("--with", "hukuman=records.csv:complete", *PERIOD, "--lang", "en")
    line = (sys.executable, "-c", TAKAR, *words, *more)
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - ours
    page = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert one["id"] in page
    year = one["hukuman"][0]["tanggal"][:4]
    assert year in page


def test_a_column_tells_the_lines_that_decided(tmp_path: Path) -> None:
    plain, _ = split(employees(77, 3))
    write_csv(tmp_path / "data.csv", PLAIN, plain)
    write_csv(tmp_path / "records.csv", ["id", "tingkat", "tanggal"], [])
    words = ("--with", "hukuman=records.csv:complete", "--explain-column")
    code, said = score(tmp_path, "data.csv", "-o", "out.parquet", *words)
    assert code == 0, said
    found = rows_in(tmp_path / "out.parquet")
    assert [*found[0]][-2:] == ["status", "rules"]
    assert all(isinstance(row["rules"]["kinerja"], int) for row in found)


def test_a_table_none_of_whose_records_meets_a_subject_ends_the_run(tmp_path: Path) -> None:
    write_csv(tmp_path / "data.csv", PLAIN, split(employees(78, 3))[0])
    (tmp_path / "records.csv").write_text(
        "id,tingkat,tanggal\nSK-1,berat,2021-02-28\nSK-2,ringan,2021-02-28\n", encoding="utf-8"
    )
    words = ("-o", "out.csv", "--with", "hukuman=records.csv:complete")
    code, said = score(tmp_path, "data.csv", *words)
    assert code == 4
    assert "records-none-match" in said
    assert not (tmp_path / "out.csv").exists()


def test_a_broken_row_of_the_data_is_a_reject_and_no_fault_of_the_table(tmp_path: Path) -> None:
    rows = employees(79, 4)
    write_csv(tmp_path / "data.csv", PLAIN, split(rows)[0])
    whole = (tmp_path / "data.csv").read_text(encoding="utf-8")
    (tmp_path / "data.csv").write_text(whole + 'x,1\n"y"z,1\n', encoding="utf-8")
    (tmp_path / "records.csv").write_text(
        f"id,tingkat,tanggal\n{rows[0]['id']},berat,2021-02-28\n", encoding="utf-8"
    )
    words = ("-o", "out.csv", "--with", "hukuman=records.csv:complete")
    code, said = score(tmp_path, "data.csv", *words)
    assert code == 1, said
    assert [(r["row"], r["code"]) for r in rejects_in(tmp_path / "out.csv.rejects.csv")] == [
        ("5", "row-fields"),
        ("6", "row-quotes"),
    ]
    assert len(rows_in(tmp_path / "out.csv")) == 4
