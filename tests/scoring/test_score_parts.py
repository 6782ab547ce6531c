"""Files of subjects to whom not every part applies, against the evaluator of one response."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evaluator import InputInvalid, evaluate
from scoring.merit_files import PERIOD, TAKAR
from scoring.merit_files import rejects_in as cells_in

RULES = """takar 1

instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  scale level { 0; 1; 2; 3 }
  input central "Central" yes or no
  input services "Services" number from 0 to 10
  every aspect { value = weighted mean of indicators }
  every indicator { rated on level }
  aspect people "People" weight 40 {
    applies when services >= 4
    not applicable is left out
    indicator staff "Staff" weight 50
    indicator training "Training" weight 30 { applies when central; not applicable counts as 1 }
    indicator abroad "Abroad" weight 20 { applies when central; not applicable is left out }
  }
  aspect work "Work" weight 60 {
    indicator speed "Speed" weight 1
    indicator branch "Branches" weight 2 {
      may be declared not applicable
      not applicable is left out
    }
  }
  value index = weighted mean of aspects published with 2 decimals half up
  bands grade of index { "Low" below 1.5; "High" from 1.5 }
}
"""
COLUMNS = {
    "id": "VARCHAR",
    "central": "BOOLEAN",
    "services": "DECIMAL(4,1)",
    **dict.fromkeys(("staff", "training", "abroad", "speed", "branch"), "BIGINT"),
    "branch.not_applicable": "VARCHAR",
}
Cells = Mapping[str, Any]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "uji.takar").write_text(RULES, encoding="utf-8")
    return tmp_path


def every_row() -> Iterator[Cells]:
    """Every combination of a few answers, among them answers to what does not apply."""
    number = 0
    for central in ("true", "false", None):
        for services in ("3.9", "4", None):
            for staff in (None, 3):
                for training in (None, 2):
                    for abroad in (None, 0):
                        number += 1
                        yield {
                            "id": str(number),
                            "central": central,
                            "services": services,
                            "staff": staff,
                            "training": training,
                            "abroad": abroad,
                            "speed": number % 4,
                            "branch": number % 3 or None,
                            "branch.not_applicable": "none" if number % 6 < 2 else None,
                        }


def as_csv(here: Path, rows: Sequence[Cells]) -> Path:
    with (here / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return here / "data.csv"


def as_parquet(here: Path, rows: Sequence[Cells]) -> Path:
    plain = as_csv(here, rows)
    types = ", ".join(f"'{name}': '{type_}'" for name, type_ in COLUMNS.items())
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{plain}', header=true, columns={{{types}}}))"
            f" TO '{here}/data.parquet'"
        )
    return here / "data.parquet"


def run(here: Path, *words: str) -> tuple[int, str]:
    line = [sys.executable, "-c", TAKAR, "score", "uji@1", *words, *PERIOD, "--lang", "en"]
    done = subprocess.run(line, cwd=here, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def evaluated(here: Path, row: Cells) -> Any:
    """The result document, or the codes of what is wrong, each with the id it is about."""
    answers: dict[str, object] = {
        name: value
        for name, value in row.items()
        if value is not None and name not in ("id", "branch.not_applicable")
    }
    if row.get("branch.not_applicable") is not None:
        stated = {"value": answers["branch"]} if "branch" in answers else {}
        answers["branch"] = {**stated, "not_applicable": row["branch.not_applicable"]}
    if "central" in answers:
        answers["central"] = answers["central"] == "true"
    if "services" in answers:
        answers["services"] = Fraction(str(answers["services"]))
    response = {
        "instrument": "uji",
        "subject": {"id": row["id"]},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": answers,
    }
    try:
        return evaluate(response, rules=here / "rules").document
    except InputInvalid as invalid:
        return sorted((found.code, found.facts["id"]) for found in invalid.diagnostics)


@pytest.mark.parametrize("write", [as_csv, as_parquet])
def test_every_row_comes_to_what_a_response_does(here: Path, write: Any) -> None:
    rows = list(every_row())
    data = write(here, rows)
    code, told = run(here, str(data), "-o", "out.csv")
    assert code == 1, told
    found = {row["id"]: row for row in cells_in(here / "out.csv")}
    rejected = cells_in(here / "out.csv.rejects.csv")
    for row in rows:
        expected = evaluated(here, row)
        if isinstance(expected, list):
            wrong = [r for r in rejected if r["id"] == row["id"]]
            told_of = {(r["code"], r["column"].removesuffix(".not_applicable")) for r in wrong}
            # A response is told first what cannot be read of it, a row all there is to tell.
            assert told_of >= set(expected)
            assert row["id"] not in found
            continue
        index = expected["values"]["index"]
        assert found[row["id"]]["index"] == (index["published"] or "")
        assert found[row["id"]]["index_exact"] == (index["exact"] or "")
        assert found[row["id"]]["grade"] == (expected["bands"]["grade"]["label"] or "")
        status = expected["status"]
        if expected["missing"]:
            status = f"incomplete: {', '.join(expected['missing'])}"
        assert found[row["id"]]["status"] == status
    sentences = {r["message"] for r in rejected if r["column"] == "abroad"}
    assert sentences
    assert all("`applies when services >= 4; applies when central`" in one for one in sentences)


def test_data_may_be_without_a_column_of_declarations(here: Path) -> None:
    rows = [
        {"id": "1", "central": "false", "services": "1", "speed": 3, "branch": 0}
        | dict.fromkeys(("staff", "training", "abroad"), None)
    ]
    code, told = run(here, str(as_csv(here, rows)), "-o", "out.csv")
    assert (code, "branch.not_applicable" in told) == (0, False), told
    (row,) = cells_in(here / "out.csv")
    # People falls; (3 + 2 x 0) / 3 = 1.
    assert (row["index"], row["status"]) == ("1.00", "complete")
    assert row["not_applicable"] == "people, staff, training, abroad"


def test_a_column_that_declares_what_nobody_may_is_an_error(here: Path) -> None:
    rows = [dict.fromkeys(COLUMNS) | {"id": "1", "speed.not_applicable": "no queue"}]
    code, told = run(here, str(as_csv(here, rows)), "-o", "out.csv")
    assert code == 4
    assert "column-declares" in told
    assert "`speed.not_applicable`" in told


def test_a_row_with_a_declaration_is_explained(here: Path) -> None:
    rows = [
        dict.fromkeys(COLUMNS)
        | {"id": "1", "services": "1", "speed": 2, "branch.not_applicable": "a single office"}
    ]
    data = as_parquet(here, rows)
    words = ["explain", "uji@1", "--row", "1", "--data", str(data), *PERIOD, "--lang", "en"]
    line = [sys.executable, "-c", TAKAR, *words]
    done = subprocess.run(line, cwd=here, capture_output=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr.decode()
    assert "a single office" in done.stdout.decode()
