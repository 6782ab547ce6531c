"""The only door to DuckDB: one connection of this process, with bounded memory and no network."""

from __future__ import annotations

import copy
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

Row = tuple[Any, ...]

MOST_THREADS = 4
"""Each works at a part of its own, which is in memory until it is written."""
MEMORY_A_THREAD = 250
"""In megabytes. What does not fit is spilled to the folder of the run."""
MEMORY_A_PART = 1000
"""In megabytes, for each part that is worked at: a row group of rows of up to about four thousand
bytes. What is written is not spilled."""
ROW_GROUP = 122_880
"""The rows of a row group of Parquet, as DuckDB writes it."""
_ROWS_AT_ONCE = 10_000
_NO_ROOM = ("No space left", "File too large", "not enough space", "max_temp_directory_size")
"""What DuckDB says where the disk is full."""


class EngineMissing(Exception):  # noqa: N818 - it is told to the user, who installs it
    """DuckDB is not installed."""


class EngineFull(Exception):  # noqa: N818 - it is told to the user, whose rows are too wide
    """DuckDB has not enough memory for what it was asked."""


class EngineFailed(Exception):  # noqa: N818 - whether it is an error, the caller knows
    """DuckDB could not do what it was asked; `reason` is its own text."""

    def __init__(self, reason: str) -> None:
        """Keep the text."""
        super().__init__(reason)
        self.reason = reason


def engine_version() -> str:
    """Which DuckDB it is; other versions write other bytes. Empty where there is none."""
    try:
        return version("duckdb")
    except PackageNotFoundError:
        return ""


class Engine:
    """A connection; every statement goes through it."""

    def __init__(self, spill: Path, threads: int | None = None) -> None:
        """Connect; `spill` is a folder for what does not fit into memory."""
        # Imported late: it takes longer than every other command needs.
        try:
            import duckdb  # noqa: PLC0415 - see above
        except ImportError as error:
            raise EngineMissing from error
        self._failure = duckdb.Error
        self._interrupted = duckdb.InterruptException
        self._full = duckdb.OutOfMemoryException
        self.spill = spill
        self.threads = threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._owed = ""
        self._connection: duckdb.DuckDBPyConnection = duckdb.connect(
            config={
                "threads": self.threads,
                "memory_limit": self._memory,
                # What was read of a file is not kept: it is read once or twice, and may be large.
                "enable_external_file_cache": False,
                "temp_directory": str(spill),
                "preserve_insertion_order": True,
                "autoinstall_known_extensions": False,
            }
        )

    @property
    def _memory(self) -> str:
        return f"{MEMORY_A_THREAD * self.threads}MB"

    def afresh(self) -> Engine:
        """Another one that shares nothing with this one, which a failure may have ended."""
        spill = self.spill / "afresh"
        spill.mkdir(exist_ok=True)
        return Engine(spill)

    @contextmanager
    def split(self, count: int) -> Iterator[list[Engine]]:
        """Several connections, each worked by the thread that calls it and by no other.

        What one thread writes depends on the rows alone, not on which of several was first. This
        one has no threads beside its caller either until they are closed, and begins them anew with
        the next statement, if there is one.
        """
        self.run(f"SET threads = 1; SET memory_limit = '{MEMORY_A_PART * count}MB'")
        several = [self._beside() for _ in range(count)]
        try:
            yield several
        finally:
            for each in several:
                each.close()
            self._owed = f"SET threads = {self.threads}; SET memory_limit = '{self._memory}'; "

    def _beside(self) -> Engine:
        """A connection to the same instance; views that one makes the others do not see."""
        beside = copy.copy(self)
        beside.threads = 1
        beside._connection = self._connection.cursor()  # noqa: SLF001 - it is one of these
        return beside

    def run(self, statement: str) -> list[Row]:
        """Every row of the answer to a statement.

        Raises:
            EngineFailed: DuckDB could not do it.
            EngineFull: it has not enough memory for it.
            OSError: there was no room for what is written.
        """
        with self._told():
            return self._executed(statement).fetchall()

    def _executed(self, statement: str) -> duckdb.DuckDBPyConnection:
        first, self._owed = self._owed, ""
        if first:
            self._connection.execute(first)
        return self._connection.execute(statement)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell failures of DuckDB apart."""
        try:
            yield
        except self._failure as error:
            if isinstance(error, self._interrupted):
                raise KeyboardInterrupt from error
            reason = str(error)
            if any(each in reason for each in _NO_ROOM):
                raise OSError(errno.ENOSPC, reason) from error
            if isinstance(error, self._full):
                raise EngineFull from error
            raise EngineFailed(reason) from error
        except RuntimeError as error:
            # Where the person at the keyboard stops it, DuckDB may say so in this way.
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from error
            raise

    def one(self, query: str) -> Row:
        """The only row of a query."""
        (row,) = self.run(query)
        return row

    def stream(self, query: str) -> Iterator[Row]:
        """The rows of a query, of which few are in memory at a time.

        No other statement may be run before the last one is taken.
        """
        with self._told():
            found = self._executed(query)
        while True:
            with self._told():
                rows = found.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            yield from rows

    def copy(self, query: str, path: Path, options: str) -> int:
        """Write the rows of a query to a file, in their order; how many there were."""
        (count,) = self.one(f"COPY ({query}) TO {text(str(path))} ({options})")
        return int(count)

    def interrupt(self) -> None:
        """End the statement at hand; called by another thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def name(identifier: str) -> str:
    """A name as SQL writes it."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def file(path: Path) -> str:
    """The path of one file as SQL writes it: absolute, so no address; nothing in it a pattern."""
    plain = "".join(f"[{char}]" if char in "*?[" else char for char in str(path.resolve()))
    return text(plain)


def files(paths: tuple[Path, ...]) -> str:
    """The rows of Parquet files, one after the other."""
    return f"read_parquet([{', '.join(map(file, paths))}])"
