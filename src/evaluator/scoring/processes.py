"""Rows scored by several processes at once; what comes out has the order of what went in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from evaluator.scoring.engine import MOST_THREADS
from evaluator.scoring.responses import Line
from evaluator.scoring.subjects import Given, Scored

WORTH_IT = 2_000
"""From so many rows on, further processes are begun: each takes a moment to start."""

Batch = Sequence[Given] | Sequence[Line]


class AnyScorer(Protocol):
    """What scores batches of one kind; it goes to other processes."""

    def score(self, batch: Any, /) -> Scored:
        """What became of the rows of a batch."""


def processes_for(rows: int) -> int:
    """How many processes score so many rows."""
    return min(MOST_THREADS, os.cpu_count() or 1) if rows >= WORTH_IT else 1


def scored(scorer: AnyScorer, batches: Iterable[Batch], processes: int) -> Iterator[Scored]:
    """What became of each batch, in their order; of few batches anything is in memory at a time."""
    if processes < 2:
        yield from map(scorer.score, batches)
        return
    with _workers(scorer, processes) as workers:
        yield from _in_turn(workers, iter(batches))


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection

    def send(self, batch: Batch) -> None:
        self.connection.send(batch)

    def receive(self) -> Scored:
        found = self.connection.recv()
        if isinstance(found, Scored):
            return found
        raise found


def _in_turn(workers: Sequence[_Worker], batches: Iterator[Batch]) -> Iterator[Scored]:
    """Each worker has one batch at most: neither side ever waits for the other to read."""
    busy: list[_Worker] = []
    for worker in cycle(workers):
        if worker in busy:
            busy.remove(worker)
            done = worker.receive()
            batch = next(batches, None)
            if batch is not None:
                worker.send(batch)
                busy.append(worker)
            yield done
        elif (batch := next(batches, None)) is not None:
            worker.send(batch)
            busy.append(worker)
        if not busy:
            return


@contextmanager
def _workers(scorer: AnyScorer, count: int) -> Iterator[list[_Worker]]:
    # A fresh process has none of the engine's threads, and only its own end of one pipe: it ends
    # when the process that began it does, however that ended.
    context = get_context("spawn")
    workers: list[_Worker] = []
    try:
        for _ in range(count):
            here, there = context.Pipe()
            process = context.Process(target=_work, args=(scorer, there), daemon=True)
            process.start()
            there.close()
            workers.append(_Worker(process, here))
        yield workers
    finally:
        for worker in workers:
            worker.connection.close()
            worker.process.terminate()
            worker.process.join()


def _work(scorer: AnyScorer, connection: Connection) -> None:
    try:
        while True:
            connection.send(_done(scorer, connection.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _done(scorer: AnyScorer, batch: Batch) -> Scored | Exception:
    try:
        return scorer.score(batch)
    except Exception as error:  # noqa: BLE001 - it is raised again where it is told
        return error
