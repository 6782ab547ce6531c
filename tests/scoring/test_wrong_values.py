"""What is told of a wrong value: itself alone, as it stands in the data, and that once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.employees import STAFF, score
from scoring.merit_files import PERIOD, rejects_in
from scoring.test_explain_row import explain

DAY = "2021-01-01"
WAYS = [(), ("--by-row",)]
RECORD_TYPE = "STRUCT(tingkat VARCHAR, tanggal DATE)[]"


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def as_parquet(path: Path) -> None:
    """The same rows as Parquet."""
    types = dict.fromkeys(("id", "instansi", "pendidikan", "jabatan"), "VARCHAR")
    types |= dict.fromkeys(("diklat_kepemimpinan", "diklat_fungsional", "seminar"), "BOOLEAN")
    types |= {"jp_teknis": "DECIMAL(9,2)", "nilai_kinerja": "DECIMAL(9,2)", "hukuman": RECORD_TYPE}
    with duckdb.connect() as connection:
        source = f"read_json('{path}', format='newline_delimited', columns={types})"
        connection.execute(f"COPY (FROM {source}) TO '{path.with_suffix('.parquet')}'")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_of_a_list_the_wrong_value_alone_is_told(
    ending: str, way: tuple[str, ...], tmp_path: Path
) -> None:
    records = [
        {"tingkat": "ringan", "tanggal": DAY},
        {"tingkat": "parah", "tanggal": DAY},
        {"tingkat": "gawat", "tanggal": DAY},
    ]
    rows = (
        {"id": "1", **STAFF, "hukuman": records},
        {"id": "2", **STAFF, "hukuman": [*records[:1], None]},
    )
    data = lines(tmp_path / "data.ndjson", *rows)
    if ending == "parquet":
        as_parquet(data)
    words = ("-o", "out.csv", "--with-values", *way)
    code, said = score(tmp_path, f"data.{ending}", *words)
    assert code == 1, said
    rejects = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert [(r["id"], r["column"], r["code"], r["value"]) for r in rejects] == [
        ("1", "hukuman.tingkat", "unknown-choice", "parah"),
        ("2", "hukuman", "object-expected", "null"),
    ]
    assert "`parah`" in rejects[0]["message"]
    assert not any("ringan`" in r["value"] or DAY in r["message"] for r in rejects)


def test_of_a_list_with_what_is_no_record_that_alone_is_told(tmp_path: Path) -> None:
    sound = {"tingkat": "ringan", "tanggal": DAY}
    lines(tmp_path / "data.ndjson", {"id": "1", **STAFF, "hukuman": [sound, "berat"]})
    code, said = score(tmp_path, "data.ndjson", "-o", "out.csv", "--with-values")
    assert code == 1, said
    (told,) = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert (told["code"], told["value"]) == ("object-expected", '"berat"')


@pytest.mark.parametrize("way", WAYS)
def test_a_number_is_told_as_it_stands(way: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(
        "id,instansi,pendidikan,jabatan,diklat_kepemimpinan,diklat_fungsional,jp_teknis,seminar,"
        "nilai_kinerja\n"
        "1,a,S1,struktural,true,false,-1,false,87.25\n"
        "2,a,S1,struktural,true,false,-1.50,false,100.125\n",
        encoding="utf-8",
    )
    (tmp_path / "records.csv").write_text("id,tingkat,tanggal\n", encoding="utf-8")
    words = ("--with", "hukuman=records.csv:complete", "-o", "out.csv", "--with-values", *way)
    code, said = score(tmp_path, "data.csv", *words)
    assert code == 1, said
    rejects = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert [(r["id"], r["column"], r["value"]) for r in rejects] == [
        ("1", "jp_teknis", "-1"),
        ("2", "jp_teknis", "-1.50"),
        ("2", "nilai_kinerja", "100.125"),
    ]


@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_the_row_of_a_list_with_nothing_for_a_record_is_told_as_rejected(
    ending: str, tmp_path: Path
) -> None:
    data = lines(tmp_path / "data.ndjson", {"id": "7", **STAFF, "hukuman": [None]})
    if ending == "parquet":
        as_parquet(data)
    where = ("--row", "7", "--data", f"data.{ending}", *PERIOD)
    code, page, said = explain(tmp_path, "ip_asn@2019", *where)
    assert (code, page, "object-expected" in said) == (4, "", True), said


def test_a_row_behind_one_that_cannot_be_read_keeps_its_number(tmp_path: Path) -> None:
    lines(
        tmp_path / "data.ndjson",
        {"id": "1", **STAFF, "jp_teknis": 1e30},
        {"id": "2", **STAFF, "pendidikan": "S4"},
    )
    where = ("--row", "2", "--data", "data.ndjson", *PERIOD)
    code, _, said = explain(tmp_path, "ip_asn@2019", *where)
    assert (code, "data.ndjson, row 2, pendidikan: " in said, "in JSON" in said) == (
        4,
        True,
        True,
    ), said
    assert "/answers" not in said


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_rows_without_an_id_are_not_told_as_repeated(ending: str, tmp_path: Path) -> None:
    rows = [{"id": id_, **STAFF} for id_ in ("", " ", "x", "", " ", "x", "y")]
    data = lines(tmp_path / "data.ndjson", *rows)
    words: tuple[str, ...] = ()
    if ending == "parquet":
        as_parquet(data)
    if ending == "csv":
        heads = [key for key in rows[0] if key != "hukuman"]
        cells = [",".join(str(row[key]) for key in heads) for row in rows]
        text = "\n".join([",".join(heads), *cells])
        (tmp_path / "data.csv").write_text(
            text.replace("True", "true").replace("False", "false"), encoding="utf-8"
        )
        (tmp_path / "records.csv").write_text("id,tingkat,tanggal\n", encoding="utf-8")
        words = ("--with", "hukuman=records.csv:complete")
    code, said = score(tmp_path, f"data.{ending}", "-o", "out.csv", *words)
    assert code == 1, said
    rejects = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert [(r["row"], r["code"]) for r in rejects] == [
        ("1", "row-id-missing"),
        ("2", "row-id-missing"),
        ("4", "row-id-missing"),
        ("5", "row-id-missing"),
        ("6", "row-id-repeated"),
    ]


def test_a_whole_number_is_written_without_decimals(tmp_path: Path) -> None:
    lines(tmp_path / "data.ndjson", {"id": "1", **STAFF})
    assert score(tmp_path, "data.ndjson", "-o", "out.ndjson")[0] == 0
    text = (tmp_path / "out.ndjson").read_text(encoding="utf-8")
    # S1 gives 15, 87.5 gives 25, no punishment 5; of competence 15 + 15.
    for member in ('"kualifikasi":15,', '"kinerja":25,', '"disiplin":5,'):
        assert member in text
