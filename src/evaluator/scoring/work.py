"""The folder of a run: what is kept beside the output until it is whole.

A run that was killed leaves its folder behind. The next run of the same data, rules and options
goes on with what is whole in it; any other run begins by emptying it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

_KEY = "run.json"


@dataclass(frozen=True, slots=True)
class Work:
    """The folder of one run."""

    folder: Path

    @property
    def spill(self) -> Path:
        """Where what does not fit into memory goes."""
        return self.folder / "spill"

    def file(self, name: str) -> Path:
        """A file of the run."""
        return self.folder / name

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """A file of the run, made unless an earlier attempt left it whole."""
        path = self.folder / name
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{name}")
            unfinished.unlink(missing_ok=True)
            make(unfinished)
            settle(unfinished, path)
        return path

    def remove(self) -> None:
        """Take the folder away."""
        rmtree(self.folder, ignore_errors=True)


def work_for(output: Path, key: Mapping[str, str]) -> Work:
    """The folder of the run that writes `output`; emptied for a run of another key."""
    folder = output.with_name(f".{output.name[:100]}.takar")
    said = json.dumps(key, sort_keys=True, indent=2) + "\n"
    if _said(folder / _KEY) != said:
        rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        unfinished = folder / f"unfinished-{_KEY}"
        unfinished.write_text(said, encoding="utf-8", newline="\n")
        settle(unfinished, folder / _KEY)
    work = Work(folder)
    rmtree(work.spill, ignore_errors=True)
    work.spill.mkdir()
    return work


def fingerprint(path: Path) -> str:
    """What tells a file from another version of it: its place, its size and when it was written."""
    stat = path.stat()
    return f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}"


def settle(unfinished: Path, path: Path) -> None:
    """Give a file that is whole its name."""
    unfinished.replace(path)


def _said(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
