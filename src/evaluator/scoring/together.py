"""Work in parts of which several are done at the same time, each by one thread."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue
from typing import TypeVar

from evaluator.scoring.engine import Engine

T = TypeVar("T")


def together(engine: Engine, do: Callable[[Engine, int], T], count: int) -> Generator[T]:
    """What came of each part, in the order of the parts; as many are at work as there are threads.

    Where one fails, those after it are interrupted, and no other is begun, once those before it are
    done; where whoever takes the results stops, at once.
    """
    with ExitStack() as stack:
        engines = stack.enter_context(engine.split(min(engine.threads, count)))
        free: SimpleQueue[Engine] = SimpleQueue()
        for each in engines:
            free.put(each)

        def done(number: int) -> T:
            own = free.get()
            try:
                return do(own, number)
            finally:
                free.put(own)

        pool = stack.enter_context(ThreadPoolExecutor(len(engines)))
        try:
            yield from pool.map(done, range(count))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for each in engines:
                each.interrupt()
            raise
