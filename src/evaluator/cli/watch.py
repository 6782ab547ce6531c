"""Progress of long work on standard error: one line that is written over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event, Thread

from evaluator.cli.bilingual import Both
from evaluator.cli.output import say
from evaluator.diagnostics.language import Language
from evaluator.scoring.engine import Engine
from evaluator.scoring.parts import Begun

_LINE = Both("{percent} % dinilai", "{percent} % scored")
_BEFORE = 2.0
"""Seconds of work before anything is said: what is short needs no progress."""
_EVERY = 0.5


def watching(
    language: Language, *, shown: bool
) -> Callable[[Engine], AbstractContextManager[Begun]]:
    """What watches an engine; on a terminal, or where it is asked for, it says how far it is."""
    shown = shown or (sys.stderr is not None and sys.stderr.isatty())

    @contextmanager
    def watch(engine: Engine) -> Iterator[Begun]:
        part = [0, 1]

        def begun(number: int, count: int) -> None:
            part[:] = (number, count)

        if not shown:
            yield begun
            return
        done = Event()
        thread = Thread(target=_tell, args=(engine, language, part, done), daemon=True)
        thread.start()
        try:
            yield begun
        finally:
            done.set()
            thread.join()

    return watch


def _tell(engine: Engine, language: Language, part: list[int], done: Event) -> None:
    wait, told = _BEFORE, False
    while not done.wait(wait):
        number, count = part
        share = (number + (engine.progress() or 0.0)) / count
        say("\r" + _LINE.text(language).format(percent=int(100 * share)))
        wait, told = _EVERY, True
    if told:
        say("\r" + _LINE.text(language).format(percent=100) + "\n")
