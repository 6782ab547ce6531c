"""`takar score` over whole files: the evaluator's figures, no row lost, nothing guessed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator import evaluate
from scoring.merit_files import (
    ITEMS,
    agencies,
    rejects_in,
    rows_in,
    score,
    write_csv,
    write_parquet,
)


def evaluated(row: dict[str, Any]) -> Any:
    return evaluate(
        {
            "instrument": "merit",
            "subject": {"id": row["id"]},
            "period": {"from": "2021-01-01", "to": "2021-12-31"},
            "answers": {item: row[item] for item in ITEMS if row[item] is not None},
        }
    ).document


def number(found: Any) -> Fraction | None:
    return None if found is None else Fraction(str(found))


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_every_figure_is_that_of_the_evaluator(write: Any, tmp_path: Path) -> None:
    rows = agencies(1, 150)
    suffix = {write_parquet: "parquet", write_csv: "csv"}[write]
    code, said = score(tmp_path, write(tmp_path / f"data.{suffix}", rows), "-o", "out.parquet")
    assert code == 0, said
    found = rows_in(tmp_path / "out.parquet")
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    for given, told in zip(rows, found, strict=True):
        document = evaluated(given)
        assert number(told["nilai"]) == number(document["values"]["nilai"]["exact"])
        assert number(told["indeks_exact"]) == number(document["values"]["indeks"]["exact"])
        assert number(told["indeks"]) == number(document["values"]["indeks"]["published"])
        assert told["kategori"] == document["bands"]["kategori"]["label"]
        missing = ", ".join(document["missing"])
        assert told["status"] == (f"incomplete: {missing}" if missing else "complete")
    assert not list(tmp_path.glob(".out*")), "the folder of the run is left"


def test_columns_stand_in_the_order_key_items_values_bands_status(tmp_path: Path) -> None:
    data = write_parquet(tmp_path / "data.parquet", agencies(2, 3))
    assert score(tmp_path, data, "-o", "out.csv")[0] == 0
    header = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header[0] == "id"
    assert header[1:6] == ["perencanaan", *ITEMS[:3], "pengadaan"]
    assert header[-5:] == ["nilai", "indeks", "indeks_exact", "kategori", "status"]


BROKEN = {
    "22,5": "number-comma",
    "1.5": "level-off-scale",
    "5": "level-off-scale",
    "-1": "level-off-scale",
    "1e0": "level-expected",
    " 1": "level-expected",
    "+1": "level-expected",
    "01": "level-expected",
    "satu": "level-expected",
    "NaN": "level-expected",
    "1_0": "level-expected",
    "99999999999999999999": "level-off-scale",
}


def test_a_row_that_is_wrong_is_told_with_its_code_and_the_others_are_scored(
    tmp_path: Path,
) -> None:
    rows = agencies(3, len(BROKEN) + 2, missing=0)
    for row, value in zip(rows[1:], BROKEN, strict=False):
        row["simpeg"] = value
    data = write_csv(tmp_path / "data.csv", rows)
    code, said = score(tmp_path, data, "-o", "out.parquet")
    assert code == 1
    assert f"{len(rows)} rows read: 2 scored, {len(BROKEN)} rejected" in said
    rejects = rejects_in(tmp_path / "out.parquet.rejects.csv")
    assert [each["id"] for each in rejects] == [row["id"] for row in rows[1:-1]]
    assert [each["row"] for each in rejects] == [str(n) for n in range(2, len(rows))]
    codes = [each["code"] for each in rejects]
    assert codes == ["level-expected" if c == "number-comma" else c for c in BROKEN.values()]
    assert all(each["column"] == "simpeg" for each in rejects)
    assert "value" not in rejects[0]
    assert not any("satu" in each["message"] for each in rejects)
    assert [row["id"] for row in rows_in(tmp_path / "out.parquet")] == [
        rows[0]["id"],
        rows[-1]["id"],
    ]


def test_values_are_quoted_only_where_they_are_asked_for(tmp_path: Path) -> None:
    rows = agencies(4, 2, missing=0)
    rows[1]["simpeg"] = "=rahasia"
    data = write_csv(tmp_path / "data.csv", rows)
    score(tmp_path, data, "-o", "out.csv", "--with-values", "--rejects", "r.csv", language="id")
    (told,) = rejects_in(tmp_path / "r.csv")
    assert told["value"] == "'=rahasia"
    assert "`=rahasia`" in told["message"]
    assert "seharusnya" in told["message"]


def test_lines_that_cannot_be_read_are_rejects_too(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "data.csv", agencies(5, 6, missing=0))
    lines = data.read_bytes().splitlines(keepends=True)
    lines[2] = b"0001,3\n"
    lines[3] = lines[3].replace(b"\n", b",1\n")
    lines[4] = lines[4].replace(b"0003", b"\xff\xfe")
    data.write_bytes(b"\xef\xbb\xbf" + b"".join(lines))
    code, said = score(tmp_path, data, "-o", "out.parquet")
    assert code == 1
    assert "6 rows read: 3 scored, 3 rejected" in said
    rejects = rejects_in(tmp_path / "out.parquet.rejects.csv")
    assert [(each["row"], each["code"]) for each in rejects] == [
        ("2", "row-fields"),
        ("3", "row-fields"),
        ("4", "row-not-utf8"),
    ]


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_an_id_counts_once_and_none_is_no_id(write: Any, tmp_path: Path) -> None:
    rows = agencies(6, 5, missing=0)
    rows[2]["id"], rows[3]["id"], rows[4]["id"] = None, "0001", "0001"
    suffix = {write_parquet: "parquet", write_csv: "csv"}[write]
    code, _ = score(tmp_path, write(tmp_path / f"d.{suffix}", rows), "-o", "out.parquet")
    assert code == 1
    assert [row["id"] for row in rows_in(tmp_path / "out.parquet")] == ["0000", "0001"]
    rejects = rejects_in(tmp_path / "out.parquet.rejects.csv")
    assert [(each["row"], each["code"]) for each in rejects] == [
        ("3", "row-id-missing"),
        ("4", "row-id-repeated"),
        ("5", "row-id-repeated"),
    ]


def test_strict_stops_before_anything_is_written(tmp_path: Path) -> None:
    rows = agencies(7, 3, missing=0)
    rows[1]["simpeg"] = 9
    data = write_parquet(tmp_path / "data.parquet", rows)
    code, said = score(tmp_path, data, "-o", "out.parquet", "--strict")
    assert code == 4
    assert "data.parquet, row 2, simpeg: " in said
    assert "level-off-scale" in said
    assert not list(tmp_path.glob("*out.parquet*"))


@pytest.mark.parametrize(
    ("type_", "code"),
    [
        ("DOUBLE", "column-float"),
        ("FLOAT", "column-float"),
        ("VARCHAR", "column-type"),
        ("BOOLEAN", "column-type"),
        ("DATE", "column-type"),
    ],
)
def test_a_column_of_another_type_is_refused_with_the_cast_that_repairs_it(
    type_: str, code: str, tmp_path: Path
) -> None:
    rows = agencies(8, 2, missing=0)
    for row in rows:
        row["simpeg"] = "2021-01-01" if type_ == "DATE" else 1
    data = write_parquet(tmp_path / "data.parquet", rows, simpeg=type_)
    ended, said = score(tmp_path, data, "-o", "out.parquet")
    assert ended == 4
    assert code in said
    assert 'CAST("simpeg" AS BIGINT)' in said


@pytest.mark.parametrize(
    "type_", ["TINYINT", "UINTEGER", "UBIGINT", "DECIMAL(5,2)", "DECIMAL(30,4)"]
)
def test_levels_of_any_exact_type_are_read(type_: str, tmp_path: Path) -> None:
    rows = agencies(9, 4, missing=0)
    data = write_parquet(tmp_path / "data.parquet", rows, simpeg=type_)
    assert score(tmp_path, data, "-o", "out.parquet")[0] == 0
    assert [row["simpeg"] for row in rows_in(tmp_path / "out.parquet")] == [
        row["simpeg"] for row in rows
    ]


def test_a_number_is_no_identifier(tmp_path: Path) -> None:
    data = write_parquet(tmp_path / "data.parquet", agencies(10, 2), id="BIGINT")
    code, said = score(tmp_path, data, "-o", "out.parquet")
    assert code == 4
    assert 'CAST("id" AS VARCHAR)' in said


def test_columns_that_are_missing_are_all_named_with_what_may_be_meant(tmp_path: Path) -> None:
    rows = [
        {("simpg" if key == "simpeg" else key): value for key, value in row.items()}
        for row in agencies(11, 2)
    ]
    for row in rows:
        del row["latsar"]
    code, said = score(tmp_path, write_parquet(tmp_path / "d.parquet", rows), "-o", "out.parquet")
    assert code == 4
    assert said.count("column-missing]") == 2
    assert "`simpg`" in said


def test_unknown_columns_are_named_once_or_carried_along(tmp_path: Path) -> None:
    rows = [{**row, "nama": "=A", "unit": "x"} for row in agencies(12, 2)]
    data = write_csv(tmp_path / "data.csv", rows, list(rows[0]))
    code, said = score(tmp_path, data, "-o", "out.parquet")
    assert code == 0
    assert said.count("columns-unknown]") == 1
    assert "`nama, unit`" in said
    assert score(tmp_path, data, "-o", "out.csv", "--keep")[0] == 0
    header, first, *_ = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("id,nama,unit,")
    assert first.startswith("0000,'=A,x,")


def test_what_was_guarded_against_formulas_is_read_back(tmp_path: Path) -> None:
    rows = agencies(13, 2)
    rows[0]["id"] = "'=1+1"
    data = write_csv(tmp_path / "data.csv", rows)
    score(tmp_path, data, "-o", "out.parquet")
    assert rows_in(tmp_path / "out.parquet")[0]["id"] == "=1+1"


def test_semicolons_and_names_with_signs_of_patterns_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "a[1]*?'"
    folder.mkdir()
    data = write_csv(folder / "data.csv", agencies(14, 3))
    data.write_text(data.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    code, said = score(folder, data, "-o", str(folder / "out.ndjson"))
    assert code == 0, said
    assert len((folder / "out.ndjson").read_text(encoding="utf-8").splitlines()) == 3


def test_the_data_is_never_overwritten(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "data.csv", agencies(15, 1))
    before = data.read_bytes()
    assert score(tmp_path, data, "-o", "data.csv")[0] == 2
    assert score(tmp_path, data, "-o", "out.csv", "--rejects", "data.csv")[0] == 2
    assert data.read_bytes() == before


def test_no_two_outputs_are_one_file(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "data.csv", agencies(15, 1))
    code, said = score(tmp_path, data, "-o", "out.csv", "--rejects", "./out.csv")
    assert code == 2
    assert "usage-outputs-alike" in said
    assert not (tmp_path / "out.csv").exists()


def test_a_list_of_older_rejects_does_not_outlive_a_run_without_any(tmp_path: Path) -> None:
    rows = agencies(16, 2, missing=0)
    rows[0]["simpeg"] = 9
    score(tmp_path, write_csv(tmp_path / "data.csv", rows), "-o", "out.csv")
    assert len(rejects_in(tmp_path / "out.csv.rejects.csv")) == 1
    rows[0]["simpeg"] = 4
    assert score(tmp_path, write_csv(tmp_path / "data.csv", rows), "-o", "out.csv")[0] == 0
    assert rejects_in(tmp_path / "out.csv.rejects.csv") == []


def test_no_rows_are_a_result_without_rows(tmp_path: Path) -> None:
    code, said = score(tmp_path, write_csv(tmp_path / "data.csv", []), "-o", "out.parquet")
    assert code == 0, said
    assert rows_in(tmp_path / "out.parquet") == []


def test_timings_name_each_part(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "data.csv", agencies(17, 2))
    said = score(tmp_path, data, "-o", "out.csv", "--timings")[1]
    assert all(
        part in said for part in ("start-up:", "compile:", "scan:", "ids:", "score and write:")
    )


@pytest.mark.parametrize("level", [2**31, -(2**31) - 1, 10**12])
@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_a_level_too_large_for_its_type_is_off_its_scale(
    write: Any, level: int, tmp_path: Path
) -> None:
    rows = agencies(12, 3, missing=0)
    rows[1]["simpeg"] = level
    suffix = {write_parquet: "parquet", write_csv: "csv"}[write]
    code, _ = score(tmp_path, write(tmp_path / f"d.{suffix}", rows), "-o", "out.parquet")
    assert code == 1
    assert [row["id"] for row in rows_in(tmp_path / "out.parquet")] == ["0000", "0002"]
    rejects = rejects_in(tmp_path / "out.parquet.rejects.csv")
    assert [(each["row"], each["column"], each["code"]) for each in rejects] == [
        ("2", "simpeg", "level-off-scale")
    ]
