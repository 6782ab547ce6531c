"""A run that is killed at any point is gone on with, and ends in the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.scoring import engine
from evaluator.scoring.parts import rows_of_a_part, shares_of_a_run
from evaluator.scoring.run import score
from scoring.employees import employees
from scoring.employees import write_parquet as write_employees
from scoring.merit_files import agencies, rows_in, write_csv, write_parquet
from scoring.runs import job_of, run, start, unwatched

KILLS = 50
"""For the way most runs go, of Parquet; the others differ from it at few points."""

KILLS_ELSEWHERE = 20
"""For another format, and where groups are summed up too."""


def results(folder: Path) -> tuple[bytes, ...]:
    """The bytes of every file a run leaves in a folder, of its own folder too if it is there."""
    return tuple(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


@pytest.mark.parametrize(
    ("write", "name", "kills"),
    [(write_parquet, "data.parquet", KILLS), (write_csv, "data.csv", KILLS_ELSEWHERE)],
)
def test_kills_at_random_points_leave_no_trace(
    write: Any, name: str, kills: int, tmp_path: Path
) -> None:
    rows = agencies(21, 600)
    for row in rows[::97]:
        row["simpeg"] = 7
    killed_at_random(tmp_path, write(tmp_path / name, rows), kills)


def test_kills_at_random_points_leave_no_trace_in_groups(tmp_path: Path) -> None:
    rows = employees(26, 600)
    for row in rows[::97]:
        row["jabatan"] = "lain"
    data = write_employees(tmp_path / "data.parquet", rows)
    killed_at_random(tmp_path, data, KILLS_ELSEWHERE, targets(tmp_path, 75))


def targets(folder: Path, target: int) -> Path:
    """A target for the total of one agency."""
    parts = ("kualifikasi", "kompetensi", "kinerja", "disiplin", "total")
    header = ",".join(("instansi", *(f"target_{part}" for part in parts)))
    path = folder / "targets.csv"
    path.write_text(f"{header}\n0007,,,,,{target}\n", encoding="utf-8")
    return path


def killed_at_random(tmp_path: Path, data: Path, kills: int, targets: Path | None = None) -> None:
    calm = tmp_path / "calm"
    calm.mkdir()
    run(calm, data, 100, targets)
    begun = time.perf_counter()
    run(calm, data, 100, targets)
    lasted = time.perf_counter() - begun
    draw = random.Random(22)  # noqa: S311 - a test draws, it hides nothing
    folder = tmp_path / "killed"
    folder.mkdir()
    last = "rejects.csv" if targets is None else "groups.parquet"
    for _ in range(kills):
        process, _ = start(folder, data, 100, targets)
        time.sleep(draw.uniform(0.1, 1.0) * lasted)
        process.kill()
        process.join()
        if (folder / last).exists():  # it was done before it was killed, or as good as
            run(folder, data, 100, targets)
            assert results(folder) == results(calm)
            shutil.rmtree(folder)
            folder.mkdir()
    run(folder, data, 100, targets)
    assert results(folder) == results(calm)
    assert len(results(calm)) == (2 if targets is None else 3)


def kill_at(folder: Path, data: Path, whole: int, targets: Path | None = None) -> None:
    """Kill a run as soon as so many parts are whole."""
    process, told = start(folder, data, 100, targets)
    while told.recv() < whole:
        pass
    process.kill()
    process.join()


def test_parts_that_are_whole_are_not_done_again(tmp_path: Path) -> None:
    data = write_parquet(tmp_path / "data.parquet", agencies(23, 1200))
    work = tmp_path / ".out.parquet.takar"
    kill_at(tmp_path, data, 5)
    before = {f.name: f.stat().st_mtime_ns for f in work.glob("part-0000[0-4].parquet")}
    assert len(before) == 5
    kill_at(tmp_path, data, 8)
    assert {name: (work / name).stat().st_mtime_ns for name in before} == before


def test_other_data_begins_anew(tmp_path: Path) -> None:
    data = write_parquet(tmp_path / "data.parquet", agencies(24, 1200))
    kill_at(tmp_path, data, 5)
    write_parquet(data, agencies(25, 1200))
    run(tmp_path, data, 100)
    calm = tmp_path / "calm"
    calm.mkdir()
    run(calm, data, 100)
    assert (tmp_path / "out.parquet").read_bytes() == (calm / "out.parquet").read_bytes()


def test_parts_that_are_whole_are_summed_up_without_being_done_again(tmp_path: Path) -> None:
    data = write_employees(tmp_path / "data.parquet", employees(27, 600))
    given = targets(tmp_path, 75)
    work = tmp_path / ".out.parquet.takar"
    kill_at(tmp_path, data, 4, given)
    before = {f.name: f.stat().st_mtime_ns for f in work.glob("part-0000[0-3].parquet")}
    assert len(before) == 4
    kill_at(tmp_path, data, 5, given)
    assert {name: (work / name).stat().st_mtime_ns for name in before} == before
    run(tmp_path, data, 100, given)
    calm = tmp_path / "calm"
    calm.mkdir()
    run(calm, data, 100, given)
    assert (tmp_path / "groups.parquet").read_bytes() == (calm / "groups.parquet").read_bytes()


def test_other_targets_are_taken_after_a_kill(tmp_path: Path) -> None:
    data = write_employees(tmp_path / "data.parquet", employees(28, 600))
    kill_at(tmp_path, data, 3, targets(tmp_path, 75))
    run(tmp_path, data, 100, targets(tmp_path, 80))
    (told,) = (row for row in rows_in(tmp_path / "groups.parquet") if row["capaian_total_exact"])
    mean = Fraction(told["rerata_total_exact"])
    assert Fraction(told["capaian_total_exact"]) == mean / 80


def test_bytes_do_not_depend_on_the_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = agencies(29, 9000)
    rows[70]["simpeg"] = 7
    # The row groups of the data, of 2,048 rows, are not those of the result.
    data = write_parquet(tmp_path / "data.parquet", rows)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    found = set()
    for threads in (1, 2, 3, 4):
        folder = tmp_path / str(threads)
        folder.mkdir()
        monkeypatch.setattr(engine, "MOST_THREADS", threads)
        score(job_of(folder, data, 3000), unwatched)
        found.add(results(folder))
    assert len(found) == 1


def test_rows_scored_one_by_one_are_gone_on_with(tmp_path: Path) -> None:
    rows = employees(29, 500)
    for row in rows[::97]:
        row["jabatan"] = "lain"
    data = write_employees(tmp_path / "data.parquet", rows)
    given = targets(tmp_path, 75)
    folder, calm = tmp_path / "killed", tmp_path / "calm"
    folder.mkdir()
    calm.mkdir()
    process, told = start(folder, data, 100, given, by_row=True)
    while told.recv() < 3:
        pass
    process.kill()
    process.join()
    whole = [*folder.rglob("part-0000?.parquet")]
    assert len(whole) >= 3
    first = min(whole)
    written = first.stat().st_mtime_ns
    begun, told = start(folder, data, 100, given, by_row=True)
    assert told.recv() == 0
    while first.exists():
        assert first.stat().st_mtime_ns == written
        time.sleep(0.05)
    begun.join()
    run(calm, data, 100, given, by_row=True)
    assert results(folder) == results(calm)
    assert len(results(calm)) == 3


def test_a_file_is_shared_among_threads_in_whole_row_groups() -> None:
    most = 491_520
    parts = {rows: rows_of_a_part(rows, most) for rows in (0, 200_000, 1_000_000, 5_000_000)}
    assert parts == {0: 122_880, 200_000: 122_880, 1_000_000: 245_760, 5_000_000: 491_520}
    assert rows_of_a_part(1_000_000, 100) == 100


def test_little_that_is_left_over_stays_with_the_last_part() -> None:
    # 1,000,000 is four times 245,760 and 16,960; 5,000,000 is ten times 491,520 and 84,800.
    most = 491_520
    assert list(map(len, shares_of_a_run(1_000_000, most))) == [245_760] * 3 + [262_720]
    assert list(map(len, shares_of_a_run(5_000_000, most))) == [491_520] * 10 + [84_800]
    assert list(map(len, shares_of_a_run(205, 100))) == [100, 100, 5]
    assert shares_of_a_run(0, most) == [range(0)]
    for rows in (1_000_000, 5_000_000):
        shares = shares_of_a_run(rows, most)
        assert [each.start for each in shares[1:]] == [each.stop for each in shares[:-1]]
        assert shares[-1].stop == rows
