"""Progress of long work on standard error: one line that is written over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread

from evaluator.cli.bilingual import Both
from evaluator.cli.output import say
from evaluator.diagnostics.language import Language
from evaluator.scoring.parts import Whole

_LINE = Both("{percent} % dinilai", "{percent} % scored")
_BEFORE = 2.0
"""Seconds of work before anything is said: what is short needs no progress."""
_EVERY = 0.5


def watching(language: Language, *, shown: bool) -> Callable[[], AbstractContextManager[Whole]]:
    """What watches the parts; on a terminal, or where it is asked for, it says how far it is."""
    shown = shown or (sys.stderr is not None and sys.stderr.isatty())

    @contextmanager
    def watch() -> Iterator[Whole]:
        parts = [0, 1]

        def whole(number: int, count: int) -> None:
            parts[:] = (number, count)

        if not shown:
            yield whole
            return
        done = Event()
        thread = Thread(target=_tell, args=(language, parts, done), daemon=True)
        thread.start()
        try:
            yield whole
        finally:
            done.set()
            thread.join()

    return watch


def _tell(language: Language, parts: list[int], done: Event) -> None:
    wait, told = _BEFORE, False
    while not done.wait(wait):
        number, count = parts
        say("\r" + _LINE.text(language).format(percent=100 * number // count))
        wait, told = _EVERY, True
    if told:
        number, count = parts
        say("\r" + _LINE.text(language).format(percent=100 * number // count) + "\n")
