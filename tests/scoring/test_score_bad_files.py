"""Files that are damaged, changed, or full of names that are ours: each is told of or scored."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.rulebook import rules_in
from evaluator.scoring.children import ChildFile
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.group_inputs import GroupFile
from evaluator.scoring.groups import GroupJob
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.parts import Whole
from evaluator.scoring.row import Sought, response_of
from evaluator.scoring.run import Job, score
from scoring.merit_files import rejects_in, rows_in
from scoring.runs import unwatched

OURS = ("place", "key", "found", "fault", "nth", "record", "entry", "records", "wrong", "filename")
"""Words by which queries call things of their own."""
RULES = f"""takar 1
instrument uji "Uji" edition "1" {{
  in force from 2021-01-01
  assesses person "Person" in unit "Unit"
  assumption own "Written for a test" because "no regulation says it"
  {"; ".join(f'input {each} "{each}" number from 0 to 10' for each in OURS)}
  input lists "Lists" list of {{ record "Record" number from 0 to 9; fault "Fault" yes or no }}
  value points = sum of ({", ".join(OURS)}) under assumption own
  value yes = sum of record in lists where (fault)
  value total = points + yes
  for all {{
    input goal "Goal" number from 0
    value reached = mean of total / goal
  }}
}}
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "uji.takar").write_text(RULES, encoding="utf-8")
    return rules_in(folder).load("uji", "1")


def job_of(folder: Path, rules: Instrument, data: Path, **more: Any) -> Job:
    return Job(
        instrument=rules,
        period=Period(first=date(2021, 1, 1), last=date(2021, 12, 31)),
        data=data,
        read=format_of(data) or Format.CSV,
        output=folder / "out.parquet",
        rejects=folder / "rejects.csv",
        language=Language.EN,
        **more,
    )


def person(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "unit": "u", **dict.fromkeys(OURS, 1), "lists": [], **more}


def ndjson(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def parquet(path: Path, columns: Mapping[str, str], more: str = "") -> Path:
    """One row, its columns as SQL."""
    told = ", ".join(f'{value} AS "{column}"' for column, value in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {told}) TO '{path}' (FORMAT parquet{more})")
    return path


def typed(**more: str) -> dict[str, str]:
    records = "[{'record': 2.5::DECIMAL(3,1), 'fault': true}]"
    own = dict.fromkeys(OURS, "1::BIGINT")
    return {"id": "'1'", "unit": "'u'", **own, "lists": records, **more}


def refused(job: Job) -> list[tuple[str, Mapping[str, Any]]]:
    with pytest.raises(DataInvalid) as told:
        score(job, unwatched)
    assert not job.output.exists()
    assert not list(job.output.parent.glob(".out*")), "the folder of the run is left"
    return [(each.code, each.facts) for each in told.value.diagnostics]


@pytest.mark.parametrize("by_row", [False, True])
def test_ids_may_be_called_as_queries_call_their_own(
    rules: Instrument, tmp_path: Path, *, by_row: bool
) -> None:
    rows = [
        person("1", lists=[{"record": 4, "fault": True}, {"record": 3, "fault": False}]),
        person("2", place=11),
        person("3", found="x"),
        person("4", lists=[{"record": 10, "fault": 1}]),
        person("", key=2),
        person("1"),
    ]
    score(job_of(tmp_path, rules, ndjson(tmp_path / "d.ndjson", rows), by_row=by_row), unwatched)
    (told,) = rows_in(tmp_path / "out.parquet")
    # Ten answers of 1, and the 4 of the record that says yes.
    assert (told["id"], told["total"], told["status"]) == ("1", 14, "complete")
    rejects = rejects_in(tmp_path / "rejects.csv")
    assert [(each["row"], each["id"], each["column"], each["code"]) for each in rejects] == [
        ("2", "2", "place", "number-out-of-range"),
        ("3", "3", "found", "number-expected"),
        ("4", "4", "lists.fault", "yes-no-expected"),
        ("4", "4", "lists.record", "number-out-of-range"),
        ("5", "", "id", "row-id-missing"),
        ("6", "1", "id", "row-id-repeated"),
    ]


def test_a_table_of_records_may_have_such_names_too(rules: Instrument, tmp_path: Path) -> None:
    rows = [{k: v for k, v in person(id_).items() if k != "lists"} for id_ in ("1", "2")]
    table = ndjson(tmp_path / "t.ndjson", [{"id": "1", "record": 4, "fault": True}])
    children = (ChildFile(list="lists", path=table, read=Format.NDJSON, complete=True),)
    job = job_of(tmp_path, rules, ndjson(tmp_path / "d.ndjson", rows), children=children)
    score(job, unwatched)
    assert [row["total"] for row in rows_in(tmp_path / "out.parquet")] == [14, 10]


def test_a_record_of_a_blank_id_belongs_to_nobody_that_can_be_told(
    rules: Instrument, tmp_path: Path
) -> None:
    data = ndjson(tmp_path / "d.ndjson", [{k: v for k, v in person("1").items() if k != "lists"}])
    table = tmp_path / "t.csv"
    table.write_text("id,record,fault\n1,4,true\n  ,3,true\n", encoding="utf-8")
    children = (ChildFile(list="lists", path=table, read=Format.CSV, complete=True),)
    ((code, facts),) = refused(job_of(tmp_path, rules, data, children=children))
    assert (code, facts["row"]) == ("row-id-missing", 2)


@pytest.mark.parametrize("column", ["file_row_number", "FILE_ROW_NUMBER", "\x01place", "\x02lists"])
@pytest.mark.parametrize("ending", ["ndjson", "parquet"])
def test_a_column_cannot_be_carried_along_under_a_name_of_ours(
    rules: Instrument, tmp_path: Path, column: str, ending: str
) -> None:
    data = tmp_path / f"d.{ending}"
    if ending == "ndjson":
        ndjson(data, [person("1", **{column: 1})])
    else:
        parquet(data, typed(**{column: "1"}))
    ((code, facts),) = refused(job_of(tmp_path, rules, data, keep=True))
    assert (code, facts["column"]) == ("column-reserved", column)


def test_a_number_without_a_digit_before_its_point_is_read(
    rules: Instrument, tmp_path: Path
) -> None:
    data = parquet(tmp_path / "d.parquet", typed(place="0.25::DECIMAL(20,20)"))
    score(job_of(tmp_path, rules, data), unwatched)
    (told,) = rows_in(tmp_path / "out.parquet")
    # 9 of 1, a quarter, and 2.5 of the record that says yes.
    assert str(told["total"].normalize()) == "11.75"


def test_what_asks_for_all_subjects_may_stand_in_json(rules: Instrument, tmp_path: Path) -> None:
    targets = ndjson(tmp_path / "t.ndjson", [{"id": "x", "goal": 20}])
    groups = GroupJob(
        output=tmp_path / "groups.ndjson",
        inputs=(GroupFile(targets, Format.NDJSON),),
        least=1,
    )
    data = ndjson(tmp_path / "d.ndjson", [person("1")])
    score(job_of(tmp_path, rules, data, groups=groups), unwatched)
    told = json.loads((tmp_path / "groups.ndjson").read_text(encoding="utf-8"))
    assert (told["goal"], str(told["reached"])) == (20, "0.5")


@pytest.mark.parametrize("by_row", [False, True])
def test_a_damaged_page_is_told_as_a_file_that_cannot_be_read(
    rules: Instrument, tmp_path: Path, *, by_row: bool
) -> None:
    data = parquet(tmp_path / "d.parquet", typed(), ", COMPRESSION uncompressed")
    content = bytearray(data.read_bytes())
    content[4:40] = bytes(36)  # the head of the first page; the footer at the end is whole
    data.write_bytes(bytes(content))
    ((code, facts),) = refused(job_of(tmp_path, rules, data, by_row=by_row))
    assert (code, facts["format"]) == ("data-unreadable", "Parquet")


def test_one_row_of_a_damaged_file_is_told_so_too(rules: Instrument, tmp_path: Path) -> None:
    data = parquet(tmp_path / "d.parquet", typed(), ", COMPRESSION uncompressed")
    content = bytearray(data.read_bytes())
    content[4:40] = bytes(36)
    data.write_bytes(bytes(content))
    year = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
    sought = Sought(instrument=rules, period=year, data=data, read=Format.PARQUET, id="1")
    with pytest.raises(DataInvalid) as told:
        response_of(sought)
    assert [each.code for each in told.value.diagnostics] == ["data-unreadable"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_pipe_is_refused_before_anything_waits_for_it(rules: Instrument, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "d.csv")
    ((code, _),) = refused(job_of(tmp_path, rules, tmp_path / "d.csv"))
    assert code == "data-pipe"


def test_data_that_are_replaced_while_they_are_read_end_the_run(
    rules: Instrument, tmp_path: Path
) -> None:
    data = parquet(tmp_path / "d.parquet", typed())
    other = parquet(tmp_path / "other.parquet", typed(place="2::BIGINT"))
    # As long, and of the same time: only its number on the disk is another.
    os.utime(other, ns=(data.stat().st_atime_ns, data.stat().st_mtime_ns))
    (tmp_path / "out.parquet").write_text("older", encoding="utf-8")
    job = job_of(tmp_path, rules, data)

    @contextmanager
    def replaced() -> Iterator[Whole]:
        yield lambda number, _: other.replace(data) if number and other.exists() else None

    with pytest.raises(DataInvalid) as told:
        score(job, replaced)
    assert [each.code for each in told.value.diagnostics] == ["data-changed"]
    assert job.output.read_text(encoding="utf-8") == "older"
    assert not job.rejects.exists()


def test_data_that_were_copied_may_be_replaced(rules: Instrument, tmp_path: Path) -> None:
    data = ndjson(tmp_path / "d.ndjson", [person("1")])
    job = job_of(tmp_path, rules, data)

    @contextmanager
    def replaced() -> Iterator[Whole]:
        yield lambda *_: ndjson(data, [person("2")]) and None

    assert score(replace(job, keep=False), replaced).tally.complete == 1
    assert [row["id"] for row in rows_in(job.output)] == ["1"]
