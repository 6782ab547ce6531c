"""Names in Parquet that are there twice: the first column of a name must not count as the only one.

DuckDB writes no such file, so names are changed in the footer of one that it wrote.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.parquet_footer import change_schema
from evaluator.scoring.thrift import Struct
from scoring.employees import STAFF, score
from scoring.footers import call, called

OWN = ", ".join(f"{value!r} AS {key}" for key, value in STAFF.items() if key != "hukuman")
NOTHING = "[]::STRUCT(tingkat VARCHAR, tanggal DATE)[]"


def employee(path: Path, names: Mapping[str, str], more: str = "", records: str = NOTHING) -> None:
    """One employee and further columns, `more`, with other names for some columns or fields."""
    query = f"SELECT {more} '0012' AS id, {OWN}, {records} AS hukuman"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")

    def rename(element: Struct) -> None:
        call(element, names.get(called(element), called(element)))

    change_schema(path, rename)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"other": "seminar"}, "seminar"),
        ({"other": "Seminar"}, "seminar"),
        ({"other": "Instansi"}, "instansi"),
        # What the rules do not ask for, as in CSV.
        ({"other": "x", "further": "X"}, "X"),
    ],
)
def test_a_column_that_is_there_twice_is_refused(
    names: Mapping[str, str], told: str, tmp_path: Path
) -> None:
    employee(tmp_path / "data.parquet", names, "true AS other, 1 AS further,")
    for words in ((), ("--keep",)):
        code, said = score(tmp_path, "data.parquet", "-o", "out.csv", *words)
        assert (code, said.count("error[")) == (4, 1), said
        assert f"there is more than one column `{told}`" in said
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("field", ["tingkat", "Tingkat"])
def test_a_field_that_is_there_twice_is_refused(field: str, tmp_path: Path) -> None:
    record = "{'other': 'ringan', 'tingkat': 'berat', 'tanggal': DATE '2020-03-01'}"
    employee(tmp_path / "data.parquet", {"other": field}, records=f"[{record}]")
    code, said = score(tmp_path, "data.parquet", "-o", "out.csv")
    assert (code, "more than one column `hukuman.tingkat`" in said) == (4, True), said


def test_fields_of_one_name_in_two_lists_are_no_matter(tmp_path: Path) -> None:
    more = "[{'tingkat': 1, 'tanggal': 2}] AS other, '{\"a\": 1, \"A\": 2}'::JSON::VARIANT AS free,"
    employee(tmp_path / "data.parquet", {}, more)
    code, said = score(tmp_path, "data.parquet", "-o", "out.csv")
    assert code == 0, said


def test_a_column_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    """As in CSV; the second column is the one without."""
    employee(tmp_path / "data.parquet", {"other": ""}, "7 AS first, 8 AS other,")
    code, said = score(tmp_path, "data.parquet", "-o", "out.csv", "--keep")
    assert code == 0, said
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["first"], row["column_2"]) == ("7", "8")
