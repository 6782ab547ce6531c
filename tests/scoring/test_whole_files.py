"""Files that are whole and cannot be scored all the same: it is said what is the matter."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.parquet_footer import change_schema
from evaluator.scoring.thrift import Struct, Type
from scoring.employees import STAFF, as_json, score
from scoring.footers import called
from scoring.merit_files import rejects_in

TYPE, LENGTH, CONVERTED, SCALE, PRECISION, LOGICAL = 1, 2, 6, 7, 8, 10
"""Fields of SchemaElement."""
FIXED, TEXT, DECIMAL = 7, 0, 5
"""A type of bytes, and what bytes stand for."""
OWN = ", ".join(
    f"{value!r} AS {key}" for key, value in STAFF.items() if key not in {"hukuman", "pendidikan"}
)
NOTHING = "[]::STRUCT(tingkat VARCHAR, tanggal DATE)[]"


def write(path: Path, columns: str, rows: int, options: str = "") -> None:
    """Rows `r0`, `r1` and so on; `i` is the number of each."""
    made = f"'r' || i AS id, {columns} FROM range({rows}) t(i)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {made}) TO '{path}' (FORMAT parquet{options})")


def as_text(element: Struct) -> None:
    """Say of bytes that they are texts, as writers do that do not look at them."""
    if called(element) in {"pendidikan", "tingkat"}:
        element.fields[CONVERTED] = (Type.I32, TEXT)


@pytest.mark.parametrize(
    ("education", "records", "column", "row"),
    [
        # The bytes of `é` in Latin-1, behind two rows that are sound.
        ("CASE i WHEN 2 THEN '\\xE9'::BLOB ELSE 'S1'::BLOB END", NOTHING, "pendidikan", 3),
        (
            "'S1'::BLOB",
            "CASE i WHEN 1 THEN [{'tingkat': '\\xFF'::BLOB, 'tanggal': DATE '2020-01-01'}] END",
            "hukuman",
            2,
        ),
    ],
)
def test_a_text_that_is_not_utf8_is_named_by_column_and_row(
    education: str, records: str, column: str, row: int, tmp_path: Path
) -> None:
    columns = f"{OWN}, {education} AS pendidikan, {records} AS hukuman"
    write(tmp_path / "data.parquet", columns, 4)
    change_schema(tmp_path / "data.parquet", as_text)
    code, said = score(tmp_path, "data.parquet", "-o", "out.csv")
    assert (code, said.count("error[")) == (4, 1), said
    assert (
        f"error[data-not-utf8]: `data.parquet`: a text in the column `{column}`, row {row}" in said
    )
    assert [each.name for each in tmp_path.iterdir()] == ["data.parquet"]


def test_an_encoding_that_is_not_supported_is_named(tmp_path: Path) -> None:
    """Numbers whose bytes are split are read as doubles, not as decimals of eight bytes."""

    def decimal(element: Struct) -> None:
        if called(element) == "jp_teknis":
            element.put(TYPE, FIXED)
            element.fields.pop(LOGICAL, None)
            numbers = {LENGTH: 8, CONVERTED: DECIMAL, SCALE: 2, PRECISION: 18}
            element.fields |= {field: (Type.I32, number) for field, number in numbers.items()}

    own = OWN.replace("24 AS jp_teknis", "(i / 7.0)::DOUBLE AS jp_teknis")
    columns = f"{own}, 'S1' AS pendidikan, {NOTHING} AS hukuman"
    packed = ", PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1"
    write(tmp_path / "data.parquet", columns, 900, packed)
    change_schema(tmp_path / "data.parquet", decimal)
    code, said = score(tmp_path, "data.parquet", "-o", "out.csv")
    assert code == 4, said
    assert "error[column-encoding]: the column `jp_teknis` of `data.parquet`" in said
    assert "BYTE_STREAM_SPLIT" in said


def test_an_object_where_a_list_is_expected(tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text(
        f"\ufeff \n{as_json({'id': '1', **STAFF})}", encoding="utf-8"
    )
    code, said = score(tmp_path, "data.json", "-o", "out.csv")
    assert (code, "error[data-no-list]" in said) == (4, True), said


@pytest.mark.parametrize(
    ("name", "text"), [("data.json", "[]"), ("data.ndjson", "\n"), ("data.ndjson", "")]
)
def test_json_without_objects(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, said = score(tmp_path, name, "-o", "out.csv")
    assert (code, "error[data-no-objects]" in said) == (4, True), said


def test_lines_that_are_all_wrong_are_rejected_and_are_not_missing(tmp_path: Path) -> None:
    (tmp_path / "data.ndjson").write_text("3\n4\n", encoding="utf-8")
    code, said = score(tmp_path, "data.ndjson", "-o", "out.csv")
    assert "data-no-objects" not in said
    assert code == 4, said  # there is no column at all


def test_what_is_wrong_with_a_line_is_told_by_what_holds_there(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": id_, **STAFF, "jp_teknis": int("1" * digits)})
        for id_, digits in (("a", 16), ("b", 400), ("c", 2))
    ]
    lines[2] = "\ufeff" + lines[2]
    (tmp_path / "data.ndjson").write_text("\n".join(lines), encoding="utf-8")
    code, _ = score(tmp_path, "data.ndjson", "-o", "out.csv")
    assert code == 1
    rejects = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert [(each["row"], each["column"], each["code"]) for each in rejects] == [
        ("1", "jp_teknis", "number-too-long"),
        ("2", "jp_teknis", "number-too-long"),
        ("3", "", "row-character"),
    ]
    assert all("at most 15 digits" in each["message"] for each in rejects[:2])
    assert "U+FEFF" in rejects[2]["message"]
