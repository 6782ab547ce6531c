"""Files that break off, days that are none, and runs that cannot go on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.relation import Asked
from evaluator.scoring.sources import open_source
from evaluator.scoring.work import Work, work_for
from scoring.merit_files import PERIOD, SOURCE, rejects_in, rows_in
from scoring.test_score_types import here, run

__all__ = ["here"]

LISTS = {
    '[{"id": "1"},\n{"id": "2"},': ("data-list-open", "line", 2),
    '[{"id": "1"},\n{"id": "2"},\n \n': ("data-list-open", "line", 2),
    '[{"id": "1"},\n{"id": "2"': ("data-list-open", "line", 2),
    '[{"id": "1"}': ("data-list-open", "line", 1),
    '[{"id": "1"}]\n\n3': ("data-list-open", "line", 3),
    "[": ("data-list-open", "line", 1),
    '[{"id": "1"},]': ("data-list-broken", "objects", 1),
    '[{"id": "1"}, {"id": "2"},, {"id": "3"}]': ("data-list-broken", "objects", 2),
    '[{"id": "1"} {"id": "2"}]': ("data-list-broken", "objects", 1),
    '[{"id": "1"}]]': ("data-list-broken", "objects", 1),
    "3": ("data-unreadable", "format", "JSON"),
}


def test_a_list_of_json_that_is_not_whole_is_refused_with_its_place(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    data, work = tmp_path / "data.json", Work(tmp_path / "work")
    work.folder.mkdir()
    try:
        for text, (code, fact, value) in LISTS.items():
            data.write_text(text, encoding="utf-8")
            with pytest.raises(DataInvalid) as refused:
                open_source(engine, data, Format.JSON, work, Asked(columns=frozenset({"id"})))
            (told,) = refused.value.diagnostics
            assert (told.code, told.facts[fact]) == (code, value), text
    finally:
        engine.close()


DAYS = ("infinity", "-infinity", "0001-12-31 (BC)", "0000-01-01", "10000-01-01")


def test_days_that_no_response_can_name_are_rejected_in_parquet(here: Path) -> None:
    days = ["0001-01-01", "9999-12-31", *DAYS]
    rows = ", ".join(f"('{day}', 3, 'a', true, DATE '{day}')" for day in days)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM (VALUES {rows}) AS rows(id, jam, jenis, sah, mulai))"
            f" TO '{here / 'data.parquet'}'"
        )
    code, said = run(here, "data.parquet", "-o", "out.parquet")
    assert code == 1, said
    rejects = rejects_in(here / "out.parquet.rejects.csv")
    told = [(each["id"], each["column"], each["code"]) for each in rejects]
    guarded = [f"'{day}" if day.startswith("-") else day for day in DAYS]
    assert told == [(day, "mulai", "input-date-unreal") for day in guarded]
    assert [row["id"] for row in rows_in(here / "out.parquet")] == days[:2]


PUBLISHED = """takar 1

instrument uji "Uji" edition "1" {
  in force from 2021-01-01
  input jam "Jam" number from 0 to 1000
  value poin = jam / 3
  value indeks = jam / 100 published with 2 decimals half up
}
"""


def test_a_published_figure_keeps_its_decimals_in_ndjson(here: Path) -> None:
    (here / "rules" / "uji.takar").write_text(PUBLISHED, encoding="utf-8")
    (here / "data.ndjson").write_text('{"id": "1", "jam": 50}\n', encoding="utf-8")
    code, said = run(here, "data.ndjson", "-o", "out.ndjson")
    assert code == 0, said
    told = json.loads((here / "out.ndjson").read_text(encoding="utf-8"))
    assert (told["indeks"], told["indeks_exact"]) == ("0.50", 0.5)
    assert told["poin"] == "50/3"


def test_two_runs_do_not_write_one_output(here: Path) -> None:
    (here / "data.ndjson").write_text('{"id": "1", "jam": 50}\n', encoding="utf-8")
    first = work_for(here / "out.parquet", {"run": "another"})
    code, said = run(here, "data.ndjson", "-o", "out.parquet")
    assert (code, "usage-output-busy" in said) == (2, True), said
    assert first.file("run.json").exists()
    first.remove()
    assert not first.folder.exists()
    again = work_for(here / "out.parquet", {"run": "another"})
    again.remove()


def test_where_there_is_no_room_the_command_says_so(here: Path) -> None:
    pytest.importorskip("resource", reason="files are bounded by the system")
    lines = (f'{{"id": "{n:05}", "jam": {n % 900}, "jenis": "a"}}\n' for n in range(20_000))
    (here / "data.ndjson").write_text("".join(lines), encoding="utf-8")
    bounded = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));"
        f" sys.path.insert(0, {str(SOURCE)!r}); from evaluator.cli.main import run; run()"
    )
    words = ("score", "uji@1", "data.ndjson", "-o", "out.parquet", *PERIOD, "--lang", "en")
    line = [sys.executable, "-c", bounded, *words]
    done = subprocess.run(line, cwd=here, capture_output=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, b"usage-unwritable" in done.stderr) == (2, True), done.stderr
    assert not (here / "out.parquet").exists()


def test_an_engine_that_is_stopped_at_the_keyboard_did_not_fail(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    timer = Timer(0.3, engine.interrupt)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            engine.run("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b")
    finally:
        timer.join()
        engine.close()


@pytest.mark.parametrize(("together", "code"), [(2048, 0), (30720, 2)])
def test_wide_rows_are_done_in_smaller_parts_and_told_where_they_do_not_fit(
    here: Path, together: int, code: int
) -> None:
    rows = duckdb.sql(
        "SELECT lpad(i::VARCHAR, 6, '0') AS id, 5 AS jam, 'a' AS jenis, true AS sah,"
        " NULL::DATE AS mulai, repeat(i::VARCHAR, 500) AS catatan"
        " FROM range(30000) t(i)"
    )
    rows.write_parquet(str(here / "data.parquet"), row_group_size=together)
    tight = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from evaluator.scoring import engine;"
        " engine.MEMORY_A_PART = 24; from evaluator.cli.main import run; run()"
    )
    words = ("score", "uji@1", "data.parquet", "-o", "out.parquet", "--keep", *PERIOD)
    line = [sys.executable, "-c", tight, *words, "--lang", "en"]
    done = subprocess.run(line, cwd=here, capture_output=True, check=False)  # noqa: S603 - ours
    found = (done.returncode, b"data-engine-memory" in done.stderr)
    assert found == (code, code != 0), done.stderr
    assert (here / "out.parquet").exists() == (code == 0)
    if code == 0:
        written = rows_in(here / "out.parquet")
        assert [(row["id"], row["catatan"]) for row in written] == [
            (f"{i:06}", str(i) * 500) for i in range(30000)
        ]
