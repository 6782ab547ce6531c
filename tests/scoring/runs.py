"""Runs over files in a process of their own, which can be killed."""

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
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.group_inputs import GroupFile
from evaluator.scoring.groups import GroupJob
from evaluator.scoring.parts import Whole
from evaluator.scoring.run import Job, score

# Imports are done once; every run is a copy of a process that has them.
_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__, "duckdb"])


def start(
    folder: Path, data: Path, part_rows: int, targets: Path | None = None, *, by_row: bool = False
) -> tuple[BaseProcess, Connection]:
    """A run into a folder; it sends how many of the first parts are whole.

    The data are agencies for the merit rules; with targets of agencies, employees for IP ASN, whose
    agencies are told too.
    """
    here, there = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(
        target=_run, args=(folder, data, part_rows, targets, there, by_row)
    )
    process.start()
    there.close()
    return process, here


def run(
    folder: Path, data: Path, part_rows: int, targets: Path | None = None, *, by_row: bool = False
) -> None:
    """A run that is not disturbed."""
    process, _ = start(folder, data, part_rows, targets, by_row=by_row)
    process.join()
    assert process.exitcode == 0


def job_of(
    folder: Path, data: Path, part_rows: int, targets: Path | None = None, *, by_row: bool = False
) -> Job:
    """What a run is to do, as `start` says it."""
    groups = None
    if targets is not None:
        files = (GroupFile(targets, Format.CSV),)
        groups = GroupJob(output=folder / "groups.parquet", inputs=files)
    return Job(
        instrument=bundled().load("merit" if targets is None else "ip_asn", "2019"),
        period=Period(first=date(2021, 1, 1), last=date(2021, 12, 31)),
        data=data,
        read=format_of(data) or Format.CSV,
        output=folder / "out.parquet",
        rejects=folder / "rejects.csv",
        language=Language.EN,
        groups=groups,
        by_row=by_row,
        part_rows=part_rows,
    )


@contextmanager
def unwatched() -> Iterator[Whole]:
    """Nobody is told how far a run is."""
    yield lambda *_: None


def _run(  # noqa: PLR0917 - what a run is begun with
    folder: Path,
    data: Path,
    part_rows: int,
    targets: Path | None,
    there: Connection,
    by_row: bool,  # noqa: FBT001 - it crosses to another process
) -> None:
    @contextmanager
    def watch() -> Iterator[Whole]:
        yield lambda number, _: there.send(number)

    score(job_of(folder, data, part_rows, targets, by_row=by_row), watch)
