"""How long a command takes from nothing, beside a bare interpreter.

The aim: `takar eval` within three times bare Python plus 150 ms of processor time. What a command
does the very first time, when nothing is kept yet, is told beside it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RUNS = 15
RESPONSE = Path(__file__).resolve().parents[1] / "rules/im_nkk/cases/nusa-contoh-2021.json"
TAKAR = [sys.executable, "-m", "evaluator.cli.main"]


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds on the clock, and of the processor: what other programs do counts less there."""

    wall: float
    processor: float


def once(command: list[str], environ: Mapping[str, str]) -> Taken:
    """One run of a command."""
    before = processor_seconds()
    start = time.perf_counter()
    subprocess.run(
        command, check=True, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wall = time.perf_counter() - start
    return Taken(wall * 1000, (processor_seconds() - before) * 1000)


def processor_seconds() -> float:
    """What all commands so far have taken of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def usual(command: list[str], environ: Mapping[str, str]) -> Taken:
    """The medians of a command; the first run, which fills caches, does not count."""
    taken = [once(command, environ) for _ in range(RUNS + 1)][1:]
    return Taken(median(t.wall for t in taken), median(t.processor for t in taken))


def main() -> int:
    """Print the table; 1 if the aim is missed."""
    evaluation = [*TAKAR, "eval", str(RESPONSE)]
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "TAKAR_CACHE_DIR": folder}
        bare = usual([sys.executable, "-c", "pass"], environ)
        version = usual([*TAKAR, "version"], environ)
        first = once(evaluation, environ)
        evaluated = usual(evaluation, environ)
    aim = Taken(3 * bare.wall + 150, 3 * bare.processor + 150)
    rows = {
        "bare Python": bare,
        "takar version": version,
        "takar eval, the first time": first,
        "takar eval": evaluated,
        "the aim for it": aim,
    }
    print(f"{'':28} {'clock':>7} {'processor':>11}")
    for name, taken in rows.items():
        print(f"{name:28} {taken.wall:4.0f} ms {taken.processor:8.0f} ms")
    ratio = evaluated.processor / bare.processor
    share = evaluated.processor / aim.processor
    print(f"takar eval takes {ratio:.1f} times bare Python, {share:.0%} of the aim")
    return int(evaluated.processor > aim.processor)


if __name__ == "__main__":
    sys.exit(main())
