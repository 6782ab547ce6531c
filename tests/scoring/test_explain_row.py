"""`takar explain --row`: the page of one subject of a file is that of its response."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.employees import STAFF
from scoring.merit_files import ITEMS, PERIOD, TAKAR, agencies, write_csv, write_parquet

WRITE = {"csv": write_csv, "parquet": write_parquet}


def explain(folder: Path, *words: str) -> tuple[int, str, str]:
    line = (sys.executable, "-c", TAKAR, "explain", *words, "--lang", "en")
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def response(row: dict[str, Any]) -> str:
    answers = {item: row[item] for item in ITEMS if row[item] is not None}
    document = {
        "instrument": "merit",
        "edition": "2019",
        "subject": {"id": row["id"], "groups": {}},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": answers,
    }
    return json.dumps(document)


def as_of_response(page: str, file: str, row: str) -> str:
    """The page of a row with what it says of its origin put as on that of a response."""
    told, _, rest = page.partition("- **To compute it again:** takar explain ")
    command, _, end = rest.partition("\n")
    assert f"--row {row} --data {file} --period 2021-01-01..2021-12-31" in command
    again = "- **To compute it again:** takar eval response.json --stage self\n"
    for of_row, of_response in (
        (f"row {row} of {file}", f"the response for code {row}"),
        (f"row of {file}", "(name not stated)"),
        ("the same rules and data the", "rules and a response of the same SHA-256 the"),
    ):
        told, end = told.replace(of_row, of_response), end.replace(of_row, of_response)
    return told + again + end


@pytest.mark.parametrize("ending", WRITE)
def test_the_page_of_a_row_is_that_of_its_response(ending: str, tmp_path: Path) -> None:
    rows = agencies(31, 30)
    data = WRITE[ending](tmp_path / f"data.{ending}", rows)
    (tmp_path / "one.json").write_text(response(rows[7]), encoding="utf-8")
    code, page, said = explain(
        tmp_path, "merit@2019", "--row", "0007", "--data", data.name, *PERIOD, "--to", "md"
    )
    assert code == 0, said
    assert as_of_response(page, data.name, "0007") == explain(tmp_path, "one.json", "--to", "md")[1]
    assert "0007" in page


def test_a_row_that_is_wrong_is_told_and_so_is_one_that_is_not_there(tmp_path: Path) -> None:
    rows = agencies(32, 3, missing=0)
    rows[1]["simpeg"] = "1.5"
    rows[2]["simpeg"] = "9"
    write_csv(tmp_path / "data.csv", rows)
    where = ("--data", "data.csv", *PERIOD)
    code, _, said = explain(tmp_path, "merit@2019", "--row", "0001", *where)
    assert (code, "data.csv, row 2, simpeg: " in said, "level-off-scale" in said) == (4, True, True)
    code, _, said = explain(tmp_path, "merit@2019", "--row", "0002", *where)
    assert (code, "level-off-scale" in said) == (4, True)
    code, _, said = explain(tmp_path, "merit@2019", "--row", "3", *where)
    assert (code, "row-not-found" in said) == (4, True)


def test_a_row_needs_its_data_and_a_period(tmp_path: Path) -> None:
    write_csv(tmp_path / "data.csv", agencies(33, 1))
    code, _, said = explain(tmp_path, "merit@2019", "--row", "0000", "--data", "data.csv")
    assert (code, "--period" in said) == (2, True)
    code, _, said = explain(tmp_path, "merit@2019", "--row", "0000", *PERIOD)
    assert (code, "--data" in said) == (2, True)


PERSON = {
    "pendidikan": "S1",
    "jabatan": "struktural",
    "diklat_kepemimpinan": True,
    "diklat_fungsional": False,
    "jp_teknis": 24,
    "seminar": True,
    "nilai_kinerja": 80,
    "hukuman": [
        {"id": "SK-12", "tingkat": "ringan", "tanggal": "2020-03-05"},
        {"tingkat": "sedang", "tanggal": "2012-03-05"},
    ],
}


@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_the_page_of_a_row_names_records_as_that_of_its_response(
    ending: str, tmp_path: Path
) -> None:
    lines = tmp_path / "data.ndjson"
    rows = [{"id": "1", "instansi": "0007", **PERSON}, {"id": "2", "instansi": "0007", **PERSON}]
    lines.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    if ending == "parquet":
        types = {
            **dict.fromkeys(("id", "instansi", "pendidikan", "jabatan"), "VARCHAR"),
            **dict.fromkeys(("diklat_kepemimpinan", "diklat_fungsional", "seminar"), "BOOLEAN"),
            **dict.fromkeys(("jp_teknis", "nilai_kinerja"), "INTEGER"),
            "hukuman": "STRUCT(id VARCHAR, tingkat VARCHAR, tanggal DATE)[]",
        }
        with duckdb.connect() as connection:
            source = f"read_json('{lines}', format='newline_delimited', columns={types})"
            connection.execute(f"COPY (FROM {source}) TO '{tmp_path}/data.parquet'")
    document = {
        "instrument": "ip_asn",
        "edition": "2019",
        "subject": {"id": "2", "groups": {"instansi": "0007"}},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": PERSON,
    }
    (tmp_path / "one.json").write_text(json.dumps(document), encoding="utf-8")
    where = ("--row", "2", "--data", f"data.{ending}", *PERIOD, "--to", "md")
    code, page, said = explain(tmp_path, "ip_asn@2019", *where)
    assert code == 0, said
    of_response = explain(tmp_path, "one.json", "--to", "md")[1]
    assert as_of_response(page, f"data.{ending}", "2") == of_response
    assert "SK-12" in page


@pytest.mark.parametrize("reading", [(), ("--read", "jp_kurang=sebanding")])
def test_the_most_a_part_adds_is_not_above_its_maximum(
    reading: tuple[str, ...], tmp_path: Path
) -> None:
    """The parts of `kompetensi` have maxima of 15, 22.5 and 17.5, itself of 40."""
    row = json.dumps({"id": "7", **STAFF})
    (tmp_path / "staff.ndjson").write_text(f"{row}\n", encoding="utf-8")
    words = ("ip_asn@2019", "--row", "7", "--data", "staff.ndjson", *PERIOD, *reading)
    code, page, said = explain(tmp_path, *words)
    assert code == 0, said
    table = page[page.index("Weights, values") : page.index("Contributions beside")]
    # 15 + (15 + 15 + 0) + 25 + 5, of 25 + 40 + 30 + 5
    rows = [line.split() for line in table.splitlines()[3:] if line.strip() and "---" not in line]
    assert [(row[0], row[-2], row[-1]) for row in rows] == [
        ("Kualifikasi", "15", "25"),
        ("Kompetensi", "30", "40"),
        ("Kinerja", "25", "30"),
        ("Disiplin", "5", "5"),
        ("Sum", "75", "100"),
    ]
    assert "contribution 30 of 40" in page


def test_a_row_says_which_file_each_fact_is_from_and_how_to_find_it_again(tmp_path: Path) -> None:
    person = {key: value for key, value in PERSON.items() if key != "hukuman"}
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "my data.ndjson").write_text(
        json.dumps({"id": "7", "instansi": "A", **person}), encoding="utf-8"
    )
    records = [{"id": "7", "tingkat": "ringan", "tanggal": "2020-03-05"}]
    (folder / "old.ndjson").write_text(json.dumps(records[0]), encoding="utf-8")
    code, page, said = explain(
        tmp_path,
        *("ip_asn@2019", "--row", "7", "--data", "deep/my data.ndjson", *PERIOD),
        *("--with", "hukuman=deep/old.ndjson:complete", "--to", "md"),
    )
    assert code == 0, said
    facts = page.partition("Facts asked for")[2].partition("Hukuman disiplin: the records")[0]
    assert facts.count("row of my data.ndjson") == 7
    assert facts.count("row of old.ndjson") == 1
    assert "row 7 of my data.ndjson" in page
    # What finds it again names files, and no folder of this machine.
    assert (
        "takar explain ip\\_asn@2019 --row 7 --data 'my data.ndjson'"
        " --with hukuman=old.ndjson:complete --period 2021-01-01..2021-12-31 --stage self"
    ) in page
    assert "deep" not in page
