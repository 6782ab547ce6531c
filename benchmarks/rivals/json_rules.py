"""json-rules-engine, in a process of Node that answers line by line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from task import Levels, Task

MODULES = Path(__file__).resolve().parents[2] / "build" / "bench-node"


class Engine:
    """The process."""

    def __init__(self, task: Task, version: str) -> None:
        """Start it."""
        self.version = version
        said = {
            "criteria": task.criteria,
            "score": task.score,
            "times": task.times,
            "whole": task.whole,
            "ends": task.from_,
            "categories": task.categories,
        }
        script = str(Path(__file__).with_suffix(".mjs"))
        command = ["node", script, str(MODULES), json.dumps(said)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, levels: Levels, times: int) -> Mapping[str, Any]:
        """The figures, and the microseconds of one evaluation of so many."""
        if self._child.stdin is None or self._child.stdout is None:
            raise AssertionError("both are pipes")
        self._child.stdin.write(json.dumps({"levels": levels, "times": times}) + "\n")
        self._child.stdin.flush()
        answer: Mapping[str, Any] = json.loads(self._child.stdout.readline())
        return answer


def started(task: Task) -> Engine | None:
    """The engine, if `make bench-setup` found Node."""
    package = MODULES / "node_modules" / "json-rules-engine" / "package.json"
    if not package.is_file():
        return None
    return Engine(task, json.loads(package.read_text(encoding="utf-8"))["version"])
