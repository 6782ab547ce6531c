"""Texts that a spreadsheet program would take for formulas, in every place where CSV is written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.guards import guarded, guarded_sql, unguarded, unguarded_sql
from scoring.merit_files import rows_in
from scoring.test_score_types import RULES, run

DANGEROUS = [
    "=1+1",
    "+62 812",
    "-1-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20a",
    "=cmd|' /C calc'!A0",
    "-10/3",
    "-",
    # What only looks guarded.
    "'=1",
    "''@a",
]
HARMLESS = ["-5", "+62812", "-0.5", "0012", "'", "'a", "a=b", "10/3", "", " =1"]


@pytest.mark.parametrize("told", DANGEROUS + HARMLESS)
def test_every_text_comes_back_as_it_was(told: str) -> None:
    written = guarded(told)
    assert written == (f"'{told}" if told in DANGEROUS else told)
    assert unguarded(written) == told
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts AS SELECT ? AS told, ? AS written", [told, written])
        asked = connection.table("texts").project(
            f"{guarded_sql('told')}, {unguarded_sql('written')}"
        )
        assert asked.fetchall() == [(written, told)]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_ids_and_what_is_carried_along_are_guarded_and_come_back(here: Path) -> None:
    # A lone line end at the beginning of a cell is read in quotes.
    rows = [[told, "30", "a", "true", "", told] for told in DANGEROUS]
    rows.append(["x", "30", "A", "true", "", ""])
    rows.append(["=y", "30", "A", "true", "", ""])
    with (here / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(["id", "jam", "jenis", "sah", "mulai", "'=catatan"])
        writer.writerows([guarded(cell) for cell in row] for row in rows)
    code, said = run(here, "data.csv", "-o", "out.csv", "--keep")
    assert code == 1, said
    written = cells(here / "out.csv")
    assert written[0] == ["id", "'=catatan", "poin", "kelas", "status"]
    assert [row[:2] for row in written[1:]] == [[f"'{told}"] * 2 for told in DANGEROUS]
    rejects = cells(here / "out.csv.rejects.csv")
    assert [row[1] for row in rejects[1:]] == ["x", "'=y"]
    code, said = run(here, "data.csv", "-o", "out.parquet", "--keep")
    found = rows_in(here / "out.parquet")
    assert [(row["id"], row["=catatan"]) for row in found] == [(told, told) for told in DANGEROUS]


def test_parquet_and_json_are_written_as_they_are(here: Path) -> None:
    (here / "data.ndjson").write_text(
        json.dumps({"id": "=1", "jam": 30, "jenis": "a", "sah": True, "mulai": None, "k": "@a"}),
        encoding="utf-8",
    )
    assert run(here, "data.ndjson", "-o", "out.ndjson", "--keep")[0] == 0
    told = json.loads((here / "out.ndjson").read_text(encoding="utf-8"))
    assert (told["id"], told["k"]) == ("=1", "@a")


def test_signs_of_json_may_be_written_by_their_numbers(here: Path) -> None:
    right = '"jam": %s, "jenis": "%s", "sah": true, "mulai": null'
    lines = [
        r'{"id": "\u0027=1", ' + right % ("30", r"\u0061") + "}",
        r'{"id": "\u0041\"\\", ' + right % ("30.0", "a") + "}",
        r'{"id": "\u00e9", ' + right % ("0.0000001", "b") + "}",
    ]
    (here / "data.ndjson").write_text("\n".join(lines), encoding="utf-8")
    code, said = run(here, "data.ndjson", "-o", "out.parquet")
    assert code == 0, said
    # A third of 30 hours for `a`, twice the hours for `b`.
    assert [(row["id"], row["poin"]) for row in rows_in(here / "out.parquet")] == [
        ("=1", "10"),
        ('A"\\', "10"),
        ("é", "0.0000002"),
    ]


def test_what_has_parts_is_json_in_csv(here: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT '1' AS id, CAST(30 AS DECIMAL(9, 2)) AS jam, 'a' AS jenis, true AS sah,"
            " DATE '2021-02-28' AS mulai, ['=1', 'b\"c'] AS daftar, {'a': 1.5, 'b': NULL} AS isi,"
            f" CAST('=x' AS ENUM ('=x', 'y')) AS pilihan) TO '{here}/data.parquet'"
        )
    code, said = run(here, "data.parquet", "-o", "out.csv", "--keep", "--explain-column")
    assert code == 0, said
    names, row = cells(here / "out.csv")
    told = dict(zip(names, row, strict=True))
    assert json.loads(told["daftar"]) == ["=1", 'b"c']
    assert json.loads(told["isi"]) == {"a": 1.5, "b": None}
    assert told["pilihan"] == "'=x"
    # The lines of the rules that decided, of `poin` and of its category.
    assert json.loads(told["rules"]) == {"poin": 10, "kelas": 14}
