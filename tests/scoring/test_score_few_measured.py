"""Groups of which few are measured: whose figures they would be, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.rulebook import bundled, rules_in
from evaluator.scoring.formats import Format
from evaluator.scoring.groups import GroupJob
from evaluator.scoring.run import Job, Summary, score
from scoring.employees import COLUMNS, write_ndjson
from scoring.merit_files import rows_in
from scoring.runs import unwatched

MEASURED = {
    "pendidikan": "S1",  # 15
    "jabatan": "pelaksana",
    "diklat_kepemimpinan": False,
    "diklat_fungsional": False,
    "jp_teknis": 20,  # 22.5
    "seminar": True,  # 17.5
    "nilai_kinerja": 80,  # 25
    "hukuman": [],  # 5
}
"""Worth 85."""


def employee(number: int, agency: str, *, measured: bool) -> dict[str, Any]:
    lacking = {} if measured else {"pendidikan": None}
    return {**dict.fromkeys(COLUMNS), **MEASURED, **lacking, "id": str(number), "instansi": agency}


def run(
    folder: Path, rules: Instrument, rows: Sequence[dict[str, Any]], least: int = 5, **more: Any
) -> tuple[Summary, dict[str | None, dict[str, Any]]]:
    data = write_ndjson(folder / "data.ndjson", rows)
    job = Job(
        instrument=rules,
        period=Period(first=date(2021, 1, 1), last=date(2021, 12, 31)),
        data=data,
        read=Format.NDJSON,
        output=folder / "out.parquet",
        rejects=folder / "rejects.csv",
        language=Language.EN,
        groups=GroupJob(output=folder / "groups.parquet", least=least),
        **more,
    )
    summary = score(job, unwatched)
    return summary, {group["id"]: group for group in rows_in(folder / "groups.parquet")}


@pytest.mark.parametrize("by_row", [False, True])
def test_ten_employees_of_whom_one_is_measured_are_not_told(
    tmp_path: Path, *, by_row: bool
) -> None:
    rows = [employee(n, "a", measured=n == 0) for n in range(10)]
    rows += [employee(n, "b", measured=n < 15) for n in range(10, 20)]
    rows += [employee(n, "c", measured=False) for n in range(20, 30)]
    summary, found = run(tmp_path, bundled().load("ip_asn", "2019"), rows, by_row=by_row)
    # The mean of a would be 85 of one person, and its shares that person's category.
    only = {key: value for key, value in found["a"].items() if value is not None}
    assert only == {"kind": "instansi", "id": "a", "subjects": 10, "status": "few_measured"}
    # Five of ten: 85 each.
    assert [found["b"][c] for c in ("jumlah_pegawai", "tidak_terukur")] == [10, 5]
    assert str(found["b"]["rerata_total"]) == "85.00"
    # Of c nobody is measured: there is nothing of anybody to hide.
    assert [found["c"][c] for c in ("tidak_terukur", "rerata_total")] == [10, None]
    assert summary.groups is not None
    assert (summary.groups.small, summary.groups.few_measured) == (0, 1)


def test_with_one_as_the_least_everything_is_told(tmp_path: Path) -> None:
    rows = [employee(n, "a", measured=n == 0) for n in range(10)]
    _, found = run(tmp_path, bundled().load("ip_asn", "2019"), rows, least=1)
    assert str(found["a"]["rerata_total"]) == "85.00"


RULES = """takar 1
instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  assesses person "Person" in unit "Unit"
  assumption own "Written for a test" because "no regulation says it"
  input x "X" number from 0 to 100 under assumption own
  value points = x
  for each unit { an incomplete subject is left out; value average = mean of points }
  for all {
    an incomplete subject is left out
    value people = count of points
    value every = sum of points
    OVER
  }
}
"""


def rules_with(folder: Path, over: str = "") -> Instrument:
    (folder / "rules").mkdir()
    (folder / "rules" / "uji.takar").write_text(RULES.replace("OVER", over), encoding="utf-8")
    return rules_in(folder / "rules").load("uji", "1")


def people(unit: str, measured: int, others: int = 0) -> list[dict[str, Any]]:
    return [
        {"id": f"{unit}-{n}", "unit": unit or None, "x": n if n < measured else None}
        for n in range(measured + others)
    ]


def test_what_the_whole_leaves_over_rests_on_enough_measured(tmp_path: Path) -> None:
    """All minus b would be the one of a; so b is withheld, and with it six are left over."""
    rows = [*people("a", 1, 9), *people("b", 6), *people("c", 20)]
    _, found = run(tmp_path, rules_with(tmp_path), rows)
    told = {id_: group["status"] for id_, group in found.items()}
    told_of = {"a": "few_measured", "b": "withheld", "c": "complete", None: "complete"}
    assert told == told_of
    assert (found[None]["people"], found[None]["every"]) == (27, 0 + 15 + 190)


def test_those_in_no_group_are_not_left_over_alone(tmp_path: Path) -> None:
    rows = [*people("b", 6), *people("c", 20), *people("", 2)]
    _, found = run(tmp_path, rules_with(tmp_path), rows)
    assert {id_: group["status"] for id_, group in found.items()} == {
        "b": "withheld",
        "c": "complete",
        None: "complete",
    }


def test_a_mean_over_groups_is_not_that_of_one_hidden_group(tmp_path: Path) -> None:
    """Two means of three are told, and the mean of all three: the third would be known."""
    over = """an incomplete group is left out
    value of_units = mean of average"""
    rows = [*people("a", 3), *people("b", 6), *people("c", 20), *people("", 9)]
    _, found = run(tmp_path, rules_with(tmp_path, over), rows)
    assert [found[id_]["status"] for id_ in ("a", "b", "c")] == [
        "too_small",
        "withheld",
        "complete",
    ]
