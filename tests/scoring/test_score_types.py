"""Numbers, choices, yes or no, and days, from Parquet and CSV, against the evaluator."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evaluator import evaluate
from scoring.merit_files import PERIOD, TAKAR, rejects_in, rows_in

RULES = """takar 1

instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  input jam "Jam" number from 0 to 1000 in JP
  input jenis "Jenis" one of { a; b "Be" }
  input sah "Sah" yes or no
  input mulai "Mulai" date
  value poin {
    jam / 3 when jenis is a and sah
    jam * 2 when jenis is b
    0 otherwise
  }
  bands kelas of poin { "Rendah" below 10; "Tinggi" from 10 }
}
"""
GOOD = [
    {"id": "1", "jam": "30", "jenis": "a", "sah": "true", "mulai": "2021-02-28"},
    {"id": "2", "jam": "29.995", "jenis": "a", "sah": "true", "mulai": None},
    {"id": "3", "jam": "4.5", "jenis": "b", "sah": None, "mulai": "2020-02-29"},
    {"id": "4", "jam": None, "jenis": "a", "sah": "false", "mulai": None},
    {"id": "5", "jam": "5.000", "jenis": "b", "sah": "false", "mulai": None},
    {"id": "6", "jam": "1000", "jenis": None, "sah": "true", "mulai": None},
]
WRONG = [
    ("jam", "22,5", "number-comma"),
    ("jam", "1e3", "number-exponent"),
    ("jam", "1.000.000", "number-form"),
    ("jam", "007", "number-leading-zero"),
    ("jam", "nan", "input-not-a-number"),
    ("jam", "1000.001", "number-out-of-range"),
    ("jam", "-0.001", "number-out-of-range"),
    ("jam", "9999999999999999999999", "number-too-long"),
    ("jenis", "A", "unknown-choice"),
    ("sah", "ya", "yes-no-expected"),
    ("sah", "tRUE", "yes-no-expected"),
    ("sah", "1", "yes-no-expected"),
    ("mulai", "29/12/2021", "input-date-form"),
    ("mulai", "2021-02-29", "input-date-unreal"),
]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def run(here: Path, *words: str) -> tuple[int, str]:
    line = [sys.executable, "-c", TAKAR, "score", "uji@1", *words, *PERIOD, "--lang", "en"]
    done = subprocess.run(line, cwd=here, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def test_yes_and_no_in_csv_may_be_as_programs_and_spreadsheets_write_them(here: Path) -> None:
    rows = [{**GOOD[0], "id": each, "sah": each} for each in ("true", "True", "TRUE")]
    rows += [{**GOOD[0], "id": each, "sah": each} for each in ("false", "False", "FALSE")]
    as_csv(here, rows)
    assert run(here, "data.csv", "-o", "out.parquet")[0] == 0
    # 30 hours, a third of them where it is yes; 0 otherwise.
    told = {row["id"]: row["poin"] for row in rows_in(here / "out.parquet")}
    assert told == {each: "10" if each.lower() == "true" else "0" for each in told}
    assert len(told) == 6


def as_csv(here: Path, rows: list[dict[str, Any]]) -> Path:
    with (here / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return here / "data.csv"


def as_parquet(here: Path, rows: list[dict[str, Any]]) -> Path:
    plain = as_csv(here, rows)
    types = "'id': 'VARCHAR', 'jam': 'DECIMAL(9,3)', 'jenis': 'VARCHAR', 'sah': 'BOOLEAN'"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{plain}', header=true, columns={{{types}, 'mulai': 'DATE'}}))"
            f" TO '{here}/data.parquet'"
        )
    return here / "data.parquet"


def as_objects(rows: list[dict[str, Any]]) -> list[str]:
    """Each row as JSON, its numbers with the digits that stand there."""
    bare = ("jam", "sah")
    return [
        "{"
        + ", ".join(
            f"{json.dumps(key)}: {value if key in bare and value else json.dumps(value)}"
            for key, value in row.items()
        )
        + "}"
        for row in rows
    ]


def as_ndjson(here: Path, rows: list[dict[str, Any]]) -> Path:
    text = "".join(f"{line}\n" for line in as_objects(rows))
    (here / "data.ndjson").write_text(text, encoding="utf-8")
    return here / "data.ndjson"


def as_json(here: Path, rows: list[dict[str, Any]]) -> Path:
    text = ",\n".join(as_objects(rows))
    (here / "data.json").write_text(f"[{text}]", encoding="utf-8")
    return here / "data.json"


def evaluated(here: Path, row: dict[str, Any]) -> Any:
    answers: dict[str, object] = {key: value for key, value in row.items() if value and key != "id"}
    if "jam" in answers:
        answers["jam"] = Fraction(str(answers["jam"]))
    if "sah" in answers:
        answers["sah"] = answers["sah"] == "true"
    response = {
        "instrument": "uji",
        "subject": {"id": row["id"]},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": answers,
    }
    return evaluate(response, rules=here / "rules").document


@pytest.mark.parametrize("write", [as_csv, as_parquet, as_ndjson, as_json])
def test_every_type_gives_the_evaluators_figures(write: Any, here: Path) -> None:
    code, said = run(here, str(write(here, GOOD)), "-o", "out.parquet")
    assert code == 0, said
    for given, told in zip(GOOD, rows_in(here / "out.parquet"), strict=True):
        document = evaluated(here, given)
        exact = document["values"]["poin"]["exact"]
        assert (told["poin"] is None) == (exact is None)
        assert exact is None or Fraction(str(told["poin"])) == Fraction(exact)
        assert told["kelas"] == document["bands"]["kelas"]["label"]
        missing = ", ".join(document["missing"])
        assert told["status"] == (f"incomplete: {missing}" if missing else "complete")


def test_every_text_that_does_not_fit_is_a_reject_with_the_evaluators_code(here: Path) -> None:
    rows = [{**GOOD[0], "id": str(n), column: value} for n, (column, value, _) in enumerate(WRONG)]
    code, said = run(here, str(as_csv(here, [*rows, GOOD[1] | {"id": "x"}])), "-o", "out.csv")
    assert code == 1, said
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert [(r["column"], r["code"]) for r in rejects] == [(c, code) for c, _, code in WRONG]
    assert [row["id"] for row in rows_in(here / "out.csv")] == ["x"]


NOTED = """takar 1

instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  input catatan "Catatan" text
  input jam "Jam" number from 0
  value poin = jam
}
"""


def test_texts_are_read_as_choices_are(here: Path) -> None:
    (here / "rules" / "uji.takar").write_text(NOTED, encoding="utf-8")
    lines = [
        '{"id": "1", "catatan": "0012", "jam": 3}',
        '{"id": "2", "catatan": 12, "jam": 4}',
        '{"id": "3", "catatan": null, "jam": 5}',
    ]
    (here / "data.ndjson").write_text("\n".join(lines), encoding="utf-8")
    code, said = run(here, "data.ndjson", "-o", "out.csv")
    assert code == 1, said
    assert "catatan" not in said
    (reject,) = rejects_in(here / "out.csv.rejects.csv")
    assert (reject["id"], reject["column"], reject["code"]) == ("2", "catatan", "text-expected")
    found = rows_in(here / "out.csv")
    told = [(str(row["id"]), row["status"]) for row in found]
    assert told == [("1", "complete"), ("3", "complete")]
    (here / "data.csv").write_text("id,jam\n1,3\n", encoding="utf-8")
    code, said = run(here, "data.csv", "-o", "out.csv")
    assert (code, "column-missing" in said, "`catatan`" in said) == (4, True, True)


LONG = """takar 1

instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  input jam "Jam" number from 0
  input diklat "Diklat" list of { jp "JP" number from 0 }
  value poin = jam / 3
  value jumlah = sum of jp in diklat
}
"""


def test_numbers_as_long_as_they_may_be_are_exact(here: Path) -> None:
    (here / "rules" / "uji.takar").write_text(LONG, encoding="utf-8")
    numbers = ["12345.6789012345", "0.123456789012345", "99999.9999999999"]
    lines = [
        f'{{"id": "{n}", "jam": {number}, "diklat": [{{"jp": {number}}}, {{"jp": 0.1}}]}}'
        for n, number in enumerate(numbers)
    ]
    (here / "data.ndjson").write_text("\n".join(lines), encoding="utf-8")
    code, said = run(here, "data.ndjson", "-o", "out.csv")
    assert code == 1, said
    # Beside five whole digits there is room for thirteen of the fifteen decimals.
    (reject, other) = rejects_in(here / "out.csv.rejects.csv")
    assert (reject["id"], reject["column"], reject["code"]) == ("1", "jam", "number-beyond-column")
    assert (other["id"], other["column"]) == ("1", "diklat.jp")
    found = rows_in(here / "out.csv")
    assert [Fraction(str(row["poin"])) for row in found] == [
        Fraction("12345.6789012345") / 3,
        Fraction("99999.9999999999") / 3,
    ]
    assert [Fraction(str(row["jumlah"])) for row in found] == [
        Fraction("12345.7789012345"),
        Fraction("100000.0999999999"),
    ]


LINES = {
    '{"id": "1", "jam": 30, "jenis": "a", "sah": true, "mulai": "2021-02-28", "lain": 1e3}': None,
    '{"id": "2", "jam": 29.9950000000000000, "jenis": "a", "sah": true, "mulai": null}': None,
    '{"id": "2b", "jam": 0.00000015, "jenis": "a", "sah": true, "mulai": null}': None,
    '{"id": "3", "jam": "30", "jenis": "a", "sah": true}': ("jam", "number-as-text"),
    '{"id": "4", "jam": "tiga", "jenis": "a", "sah": true}': ("jam", "number-expected"),
    '{"id": "5", "jam": 1e3, "jenis": "a", "sah": true}': ("jam", "number-exponent"),
    '{"id": "6", "jam": 0.1234567890123456, "sah": true}': ("jam", "number-too-long"),
    '{"id": "7", "jam": 1000000000000000, "sah": true}': ("jam", "number-too-long"),
    '{"id": "8", "jam": NaN, "jenis": "a"}': ("jam", "input-not-a-number"),
    '{"id": "9", "jam": 1000.001, "jenis": "a"}': ("jam", "number-out-of-range"),
    '{"id": "10", "jam": true, "jenis": "a"}': ("jam", "number-expected"),
    '{"id": "11", "jam": [3], "jenis": "a"}': ("jam", "number-expected"),
    '{"id": "12", "jam": 3, "jenis": 1}': ("jenis", "unknown-choice"),
    '{"id": "13", "jam": 3, "jenis": "A"}': ("jenis", "unknown-choice"),
    '{"id": "14", "jam": 3, "sah": "true"}': ("sah", "yes-no-expected"),
    '{"id": "15", "jam": 3, "sah": 1}': ("sah", "yes-no-expected"),
    '{"id": "16", "mulai": "29/12/2021"}': ("mulai", "input-date-form"),
    '{"id": "17", "mulai": "2021-02-29"}': ("mulai", "input-date-unreal"),
    '{"id": "18", "mulai": 20210101}': ("mulai", "date-expected"),
    '{"id": 19, "jam": 3}': ("id", "text-expected"),
    '{"id": "20", "jam": 3, "jam": 4}': ("jam", "duplicate-key"),
    '{"id": "21", "lain": 3, "lain": 4}': ("", "duplicate-key"),
    '{"id": "22", "jam": 3': ("", "json-cut-off"),
    '{"id": "23", "jam": 3,}': ("", "json-comma-extra"),
    '["24", 3]': ("", "row-no-object"),
    '{"id": "25", "jam": 3, "jenis": "\\ud800"}': ("jenis", "lone-surrogate"),
    '{"id": "26", "jam": 3} {"id": "27"}': ("", "json-more-text"),
    '{"id": "28", "jam": 3, "j\\u0061m": 4}': ("jam", "duplicate-key"),
    '{"id": "29", "jam": 1E2, "jenis": "b"}': ("jam", "number-exponent"),
    '{"id": "30", "jam": -Infinity, "jenis": "b"}': ("jam", "input-not-a-number"),
    '{"id": "31", "jam": 3, "jenis": {"a": 1, "a": 2}}': ("jenis", "unknown-choice"),
    '{"id": "32", "jam": 3, "jenis": "b"}\r': None,
    '{"id": "33\x00", "jam": 3}': ("id", "input-control-character"),
    '{"id": "34", "jam": 3, "mulai": "0000-01-01"}': ("mulai", "input-date-unreal"),
    '{"id": " \\t", "jam": 3}': ("id", "row-id-missing"),
    "berkas rusak": ("", "json-other-form"),
}


def test_every_line_of_json_that_does_not_fit_is_a_reject_with_the_evaluators_code(
    here: Path,
) -> None:
    text = "\n \t\n".join(LINES)
    (here / "data.ndjson").write_bytes(b"\xef\xbb\xbf" + text.encode() + b'\n{"id": "\xff"}\n')
    code, said = run(here, "data.ndjson", "-o", "out.ndjson")
    assert code == 1, said
    assert "`lain`" in said
    wrong = [*LINES.values(), ("", "input-not-utf8")]
    expected = [(str(row), *w) for row, w in enumerate(wrong, 1) if w is not None]
    rejects = rejects_in(here / "out.ndjson.rejects.csv")
    assert [(r["row"], r["column"], r["code"]) for r in rejects] == expected
    assert [r["id"] for r in rejects][3] == "6"
    assert [row["id"] for row in rows_in(here / "out.ndjson")] == ["1", "2", "2b", "32"]
    assert Fraction(str(rows_in(here / "out.ndjson")[2]["poin"])) == Fraction("0.00000005")
    assert Fraction(str(rows_in(here / "out.ndjson")[1]["poin"])) == Fraction("29.995") / 3


def test_a_list_of_json_is_read_whole_or_not_at_all(here: Path) -> None:
    lines = [line for line, wrong in LINES.items() if wrong is None or wrong[0]]
    lines = [line for line in lines if "ud800" not in line and "\x00" not in line]
    lines = [line for line in lines if not line.endswith("\r")]
    (here / "data.json").write_text(f"[{', '.join(lines)}]", encoding="utf-8")
    assert run(here, "data.json", "-o", "out.csv")[0] == 1
    rejects = rejects_in(here / "out.csv.rejects.csv")
    assert [(r["column"], r["code"]) for r in rejects] == [LINES[line] for line in lines[3:]]
    (here / "data.json").write_text(f"[{', '.join(lines)}", encoding="utf-8")
    code, said = run(here, "data.json", "-o", "out.csv")
    assert code == 4
    assert "data-list-open" in said


def test_what_is_carried_along_from_json_is_exact_or_rejected(here: Path) -> None:
    rows = [
        '{"id": "1", "jam": 3, "jenis": "b", "nip": 198012312005011001, "nama": "A \\"B\\""}',
        '{"id": "2", "jam": 3, "jenis": "b", "nip": 1.98012312005011001}',
    ]
    rows = [row.replace('"id"', '"sah": true, "mulai": null, "id"') for row in rows]
    (here / "data.ndjson").write_text("\n".join(rows), encoding="utf-8")
    code, said = run(here, "data.ndjson", "-o", "out.parquet")
    assert code == 0, said
    code, said = run(here, "data.ndjson", "-o", "out.parquet", "--keep")
    assert code == 1, said
    (row,) = rows_in(here / "out.parquet")
    assert (row["nip"], row["nama"]) == ("198012312005011001", 'A "B"')
    (reject,) = rejects_in(here / "out.parquet.rejects.csv")
    assert (reject["column"], reject["code"]) == ("nip", "number-too-long")
