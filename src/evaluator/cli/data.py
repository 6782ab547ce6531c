"""Files of many subjects on the command line: their formats, and what stops work on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluator.cli.exits import Exit
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds.data import DATA_FORMAT, ENGINE_MISSING
from evaluator.scoring.children import ChildFile
from evaluator.scoring.engine import EngineMissing
from evaluator.scoring.formats import READ, Format, format_of
from evaluator.scoring.invalid import DataInvalid

INSTALL = 'pip install "takar[sql]"'


def known_format(path: Path, known: tuple[Format, ...]) -> Format:
    """The format of a file by its name, if it is one of these."""
    found = format_of(path)
    if found not in known:
        endings = tuple(f".{each}" for each in known)
        raise misuse(DATA_FORMAT, {"path": str(path), "known": endings})
    return found


@contextmanager
def data_needed() -> Iterator[None]:
    """Where data are needed: invalid ones end the command with their diagnostics."""
    try:
        yield
    except DataInvalid as invalid:
        raise Stopped(*invalid.diagnostics, exit_code=Exit.INPUT_INVALID) from invalid
    except EngineMissing as missing:
        raise misuse(ENGINE_MISSING, {"install": INSTALL}) from missing


def child_files(tables: Iterable[tuple[str, Path, bool]]) -> tuple[ChildFile, ...]:
    """The tables of records that a command line names."""
    return tuple(
        ChildFile(list=id_, path=path, read=known_format(path, READ), complete=complete)
        for id_, path, complete in tables
    )
