"""`takar score` over CSV: no value decides about another row, and messages say what is wrong."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.merit_files import PERIOD, TAKAR, rejects_in, rows_in
from scoring.test_score_types import RULES, run

HEADER = "id,jam,jenis,sah,mulai\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def numbers(here: Path, *jam: str) -> dict[str, str]:
    """What became of rows with these numbers: twice the number, or the code that rejected it."""
    rows = "".join(f"{number},{number},b,true,\n" for number in jam)
    (here / "data.csv").write_text(HEADER + rows, encoding="utf-8")
    _, said = run(here, "data.csv", "-o", "out.parquet")
    told = {row["id"]: str(row["poin"]) for row in rows_in(here / "out.parquet")}
    listed = here / "out.parquet.rejects.csv"
    rejects = rejects_in(listed) if listed.exists() else []
    assert len(told) + len(rejects) == len(jam), said
    return told | {each["id"]: each["code"] for each in rejects}


def test_a_number_of_many_digits_rejects_its_own_row_alone(here: Path) -> None:
    found = numbers(
        here, "3.5", "30.25", "0.00000000000001", "123456789012345678", "1234567890123456789"
    )
    assert {number: Fraction(told) for number, told in found.items() if told[0] < "a"} == {
        "3.5": 7,
        "30.25": Fraction("60.5"),
        "0.00000000000001": Fraction("0.00000000000002"),
    }
    assert found["123456789012345678"] == "number-out-of-range"
    assert found["1234567890123456789"] == "number-too-long"


def test_numbers_without_a_range_have_room_for_twelve_digits_and_six(here: Path) -> None:
    rules = RULES.replace("number from 0 to 1000 in JP", "number")
    (here / "rules" / "uji.takar").write_text(rules, encoding="utf-8")
    sure = ("999999999999", "-999999999999", "0.000001", "3.141593")
    found = numbers(here, *sure, "123456789012345678", "3.1415926535")
    assert {number: Fraction(found[number]) for number in sure} == {
        number: 2 * Fraction(number) for number in sure
    }
    assert found["123456789012345678"] == "number-beyond-column"
    assert found["3.1415926535"] == "number-beyond-column"


def test_a_long_number_is_read_where_no_other_needs_its_place(here: Path) -> None:
    rules = RULES.replace("number from 0 to 1000 in JP", "number")
    (here / "rules" / "uji.takar").write_text(rules, encoding="utf-8")
    assert numbers(here, "123456789012345678", "5") == {
        "123456789012345678": "246913578024691356",
        "5": "10",
    }


@pytest.mark.parametrize("names", ["", "x,y,z,v,w\n"], ids=["no names", "other names"])
def test_a_file_without_the_columns_asked_for_is_told_so_once(names: str, here: Path) -> None:
    (here / "data.csv").write_text(names + "1,30,a,true,\n", encoding="utf-8")
    code, said = run(here, "data.csv", "-o", "out.csv")
    assert code == 4
    assert said.count("error[") == 1
    assert "error[columns-none]" in said
    assert "`1`" not in said


@pytest.mark.parametrize("name", ["status", "STATUS", "poin", "kelas", "rules"])
def test_a_column_called_like_one_of_the_result_is_not_carried_along(name: str, here: Path) -> None:
    rows = HEADER.replace("\n", f",{name}\n") + "1,30,a,true,,x\n"
    (here / "data.csv").write_text(rows, encoding="utf-8")
    code, said = run(here, "data.csv", "-o", "out.csv", "--keep", "--explain-column")
    assert code == 4
    assert f"error[column-kept-twice]: the column `{name}` of the data" in said
    (here / "columns.yaml").write_text(f"{name}: lama\n", encoding="utf-8")
    words = ("data.csv", "-o", "out.csv", "--keep", "--columns", "columns.yaml")
    code, said = run(here, *words)
    assert code == 0, said
    assert rows_in(here / "out.csv")[0]["lama"] == "x"


def test_rules_that_no_table_can_answer_are_told_before_its_columns(tmp_path: Path) -> None:
    """The levels of IM-NKK need documents."""
    (tmp_path / "data.csv").write_text("id,lain\n1,2\n", encoding="utf-8")
    words = ("score", "im_nkk@2021", "data.csv", "-o", "out.csv", *PERIOD, "--lang", "en")
    line = [sys.executable, "-c", TAKAR, *words]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - ours
    said = done.stderr.decode()
    assert done.returncode == 4
    assert "error[sql-evidence]" in said
    assert "column" not in said


def test_only_an_empty_cell_is_missing(here: Path) -> None:
    rows = ("1,,,,\n", '2,"","","",""\n', "3,-,-,-,-\n", "4,NULL,NULL,NULL,NULL\n", "5, , , , \n")
    (here / "data.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    code, said = run(here, "data.csv", "-o", "out.csv")
    assert code == 1, said
    found = rows_in(here / "out.csv")
    assert [(row["id"], row["status"]) for row in found] == [
        (1, "incomplete: jam, jenis, sah"),
        (2, "incomplete: jam, jenis, sah"),
    ]
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert {(each["id"], each["column"]) for each in rejects} == {
        (id_, column) for id_ in "345" for column in ("jam", "jenis", "sah", "mulai")
    }


def test_a_column_is_told_no_limit_that_it_does_not_have(here: Path) -> None:
    """Up to 1000 there are four digits before the point, which leaves room for 14 behind it."""
    found = numbers(here, "50.00000000000001", "50.000000000000001")
    assert Fraction(found["50.00000000000001"]) == Fraction("100.00000000000002")
    assert found["50.000000000000001"] == "number-beyond-column"
    (reject,) = rejects_in(here / "out.parquet.rejects.csv")
    assert "it always has" in reject["message"]
    assert "expected at most 12 digits" not in reject["message"]


def test_it_is_said_how_rejected_rows_are_counted(here: Path) -> None:
    (here / "data.csv").write_text(HEADER + "1,x,b,true,\n", encoding="utf-8")
    code, said = run(here, "data.csv", "-o", "out.csv")
    assert (code, "row 2 in a spreadsheet" in said) == (1, True), said
