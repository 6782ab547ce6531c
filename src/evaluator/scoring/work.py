"""The folder of a run: what is kept beside the output until it is whole.

A run that was killed leaves its folder behind. The next run of the same data, rules and options
goes on with what is whole in it; any other run begins by emptying it. Only one run at a time has
the folder: it holds a lock in it, which ends with the run however that ends.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile, rmtree
from typing import BinaryIO

from evaluator.scoring.parquet_footer import is_whole

_KEY = "run.json"
_LOCK = "lock"
_PARQUET = ".parquet"


class OutputBusy(Exception):  # noqa: N818 - it is told to the user, who waits
    """Another run is writing the same output."""


@dataclass(frozen=True, slots=True)
class Work:
    """The folder of one run, and the lock it holds, if others may want the folder."""

    folder: Path
    lock: BinaryIO | None = field(default=None, compare=False, repr=False)

    @property
    def spill(self) -> Path:
        """Where what does not fit into memory goes."""
        return self.folder / "spill"

    def file(self, name: str) -> Path:
        """A file of the run."""
        return self.folder / name

    def below(self, name: str) -> Work:
        """A folder in it for files of the same names."""
        below = Work(self.file(name))
        below.folder.mkdir(exist_ok=True)
        return below

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """A file of the run, made unless an earlier attempt left it whole.

        It has its name once it is on the disk; one of Parquet that breaks off all the same, as a
        disk may leave it that lost its power, is made again.
        """
        path = self.folder / name
        if not path.exists() or (path.suffix == _PARQUET and not is_whole(path)):
            unfinished = path.with_name(f"unfinished-{name}")
            unfinished.unlink(missing_ok=True)
            make(unfinished)
            settle(unfinished, path)
        return path

    def remove(self) -> None:
        """Take the folder away."""
        if sys.platform == "win32":  # where a file that is open cannot be taken away
            self.release()
        rmtree(self.folder, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Let others have the folder."""
        if self.lock is not None:
            self.lock.close()


def work_for(output: Path, key: Mapping[str, str]) -> Work:
    """The folder of the run that writes `output`; emptied for a run of another key.

    Raises:
        OutputBusy: another run has it.
    """
    folder = output.with_name(f".{output.name[:100]}.takar")
    work = Work(folder, _locked(folder))
    said = json.dumps(key, sort_keys=True, indent=2) + "\n"
    if _said(folder / _KEY) != said:
        _empty(folder)
        unfinished = folder / f"unfinished-{_KEY}"
        unfinished.write_text(said, encoding="utf-8", newline="\n")
        settle(unfinished, folder / _KEY)
    rmtree(work.spill, ignore_errors=True)
    work.spill.mkdir()
    return work


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir():
            rmtree(each, ignore_errors=True)
        elif each.name != _LOCK:
            each.unlink()


def _locked(folder: Path) -> BinaryIO:
    """The lock of a folder, which is made where it is not there."""
    path = folder / _LOCK
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = path.open("ab")
        except FileNotFoundError:  # the run that had it has just taken the folder away
            continue
        try:
            _hold(lock)
            if _is(path, lock):
                return lock
        except OSError as error:
            lock.close()
            raise OutputBusy from error
        lock.close()


def _is(path: Path, opened: BinaryIO) -> bool:
    """Whether a file that is open is still the one at a path."""
    # By their numbers: to open it once more and close it would end the lock.
    try:
        return os.path.samestat(path.stat(), os.fstat(opened.fileno()))
    except FileNotFoundError:
        return False


def _hold(lock: BinaryIO) -> None:
    """Lock a file until it is closed or the process ends; an `OSError` where another has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there alone

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - elsewhere alone

        # Unlike `flock`, it is not handed on to processes of this one, which may live longer.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def fingerprint(path: Path) -> str:
    """What tells a file from another version of it: place, number on the disk, size, and time."""
    stat = path.stat()
    return f"{path.resolve()} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}"


def sync(path: Path) -> None:
    """See to it that all of a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def settle(unfinished: Path, path: Path) -> None:
    """Give a file that is whole its name, once all of it is on the disk."""
    sync(unfinished)
    try:
        unfinished.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The name is on another disk: the copy is made there, and is whole before it has the name.
        copied = path.with_name(f".{path.name[:100]}.unfinished")
        copyfile(unfinished, copied)
        settle(copied, path)
        unfinished.unlink()


def _said(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
