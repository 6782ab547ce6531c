"""Runs over files of agencies in a process of their own, which can be killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
from evaluator.rulebook import bundled
from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.parts import Begun
from evaluator.scoring.run import Job, score

# Imports are done once; every run is a copy of a process that has them.
_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__, "duckdb"])


def start(folder: Path, data: Path, part_rows: int) -> tuple[BaseProcess, Connection]:
    """A run into a folder; it sends the number of each part as it begins it."""
    here, there = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_run, args=(folder, data, part_rows, there))
    process.start()
    there.close()
    return process, here


def run(folder: Path, data: Path, part_rows: int) -> None:
    """A run that is not disturbed."""
    process, _ = start(folder, data, part_rows)
    process.join()
    assert process.exitcode == 0


def _run(folder: Path, data: Path, part_rows: int, there: Connection) -> None:
    @contextmanager
    def watch(engine: Engine) -> Iterator[Begun]:
        del engine
        yield lambda number, _: there.send(number)

    job = Job(
        instrument=bundled().load("merit", "2019"),
        period=Period(first=date(2021, 1, 1), last=date(2021, 12, 31)),
        data=data,
        read=format_of(data) or Format.CSV,
        output=folder / "out.parquet",
        rejects=folder / "rejects.csv",
        language=Language.EN,
        part_rows=part_rows,
    )
    score(job, watch)
