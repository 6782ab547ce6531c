"""A run that is killed at any point is gone on with, and ends in the same bytes."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from scoring.merit_files import agencies, write_csv, write_parquet
from scoring.runs import run, start

KILLS = 50
"""For each format."""


def results(folder: Path) -> tuple[bytes, ...]:
    return tuple((folder / name).read_bytes() for name in ("out.parquet", "rejects.csv"))


@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_kills_at_random_points_leave_no_trace(write: Any, tmp_path: Path) -> None:
    rows = agencies(21, 600)
    for row in rows[::97]:
        row["simpeg"] = 7
    data = write(tmp_path / {write_parquet: "data.parquet", write_csv: "data.csv"}[write], rows)
    calm = tmp_path / "calm"
    calm.mkdir()
    run(calm, data, 100)
    begun = time.perf_counter()
    run(calm, data, 100)
    lasted = time.perf_counter() - begun
    draw = random.Random(22)  # noqa: S311 - a test draws, it hides nothing
    folder = tmp_path / "killed"
    folder.mkdir()
    for _ in range(KILLS):
        process, _ = start(folder, data, 100)
        time.sleep(draw.uniform(0.1, 1.0) * lasted)
        process.kill()
        process.join()
        if (folder / "rejects.csv").exists():  # it was done before it was killed, or as good as
            run(folder, data, 100)
            assert results(folder) == results(calm)
            shutil.rmtree(folder)
            folder.mkdir()
    run(folder, data, 100)
    assert results(folder) == results(calm)
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def kill_at(folder: Path, data: Path, part: int) -> None:
    """Kill a run as it begins a part; the parts before are whole."""
    process, told = start(folder, data, 100)
    while told.recv() < part:
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
