"""Files of many subjects on the command line: their formats, and what stops work on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evaluator.cli.exits import Exit
from evaluator.cli.files import read
from evaluator.cli.stop import Stopped, misuse
from evaluator.diagnostics.kinds.data import (
    COLUMNS_FILE,
    COLUMNS_FILE_TWICE,
    DATA_FORMAT,
    ENGINE_MISSING,
    WORKBOOK_READER_MISSING,
)
from evaluator.diagnostics.kinds.inputs import INPUT_EMPTY
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.intake.decode import Form, read_document
from evaluator.intake.document import Object, String
from evaluator.scoring.children import ChildFile
from evaluator.scoring.engine import EngineMissing
from evaluator.scoring.formats import READ, Format, format_of
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.xlsx_sheet import WorkbookReaderMissing

INSTALL_XLSX = 'pip install "takar[xlsx]"'
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
    except WorkbookReaderMissing as missing:
        raise misuse(WORKBOOK_READER_MISSING, {"install": INSTALL_XLSX}) from missing


def child_files(tables: Iterable[tuple[str, Path, bool]]) -> tuple[ChildFile, ...]:
    """The tables of records that a command line names."""
    return tuple(
        ChildFile(list=id_, path=path, read=known_format(path, READ), complete=complete)
        for id_, path, complete in tables
    )


def column_names(path: Path | None) -> dict[str, str]:
    """What a file says columns are to be called, by the names they have in the data."""
    if path is None:
        return {}
    read_as = read_document(read(path), name=str(path), form=Form.YAML)
    wrong = [each for each in read_as.diagnostics if each.is_error]
    if wrong and wrong[0].kind is not INPUT_EMPTY:
        raise Stopped(*read_as.diagnostics, exit_code=Exit.INPUT_INVALID)
    named: dict[str, str] = {}
    members = read_as.value.members if isinstance(read_as.value, Object) else ()
    for member in members:
        if isinstance(member.value, String):
            named[member.key.value] = member.value.value
    if not named or len(named) < len(members):
        raise _invalid(COLUMNS_FILE, {"path": str(path)})
    first: dict[str, str] = {}
    for column, id_ in named.items():
        if id_ in first:
            facts = {"column": first[id_], "other": column, "id": id_}
            raise _invalid(COLUMNS_FILE_TWICE, facts)
        first[id_] = column
    return named


def _invalid(kind: Kind, facts: Mapping[str, Fact]) -> Stopped:
    return Stopped(Diagnostic(kind=kind, facts=facts), exit_code=Exit.INPUT_INVALID)
