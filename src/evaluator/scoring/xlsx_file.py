"""XLSX: the first sheet of a workbook, each row written as a line of JSON and read as such.

A spreadsheet keeps numbers as binary doubles and shows up to fifteen digits of them. So a number is
taken as the shortest decimal that means the same double: one of more digits is refused, as a number
of JSON is. Text stays text, a day is a cell that is formatted as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.scoring.engine import Engine
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_file import copy_ndjson
from evaluator.scoring.relation import Asked, Copied


class WorkbookReaderMissing(Exception):  # noqa: N818 - it is told to the user, who installs it
    """The package that reads workbooks is not installed."""


def copy_xlsx(engine: Engine, path: Path, kept: Path, asked: Asked) -> Copied:
    """Keep the rows of the first sheet; its first row has the names of the columns.

    Raises:
        DataInvalid: it is no workbook, or has no usable header.
        WorkbookReaderMissing: nothing is there to read it.
    """
    lines = kept.with_name(f"{kept.name}.ndjson")
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for line in _lines(path):
            file.write(f"{line}\n")
    return copy_ndjson(engine, lines, kept, asked)


def _lines(path: Path) -> Iterator[str]:
    # Few runs need the package, which has no types of its own.
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped] # noqa: PLC0415
        from openpyxl.utils import exceptions  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise WorkbookReaderMissing from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, exceptions.InvalidFileException, KeyError, OSError, ValueError) as error:
        raise invalid(kinds.DATA_UNREADABLE, {"path": str(path), "format": "XLSX"}) from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
        names = _names(path, next(iter(rows), ()))
        for row in rows:
            stated = {
                name: cell for name, cell in zip(names, row, strict=False) if cell is not None
            }
            # A row without anything in it is no row, as an empty line is none.
            members = ", ".join(f"{json.dumps(key)}: {_json(cell)}" for key, cell in stated.items())
            yield f"{{{members}}}" if stated else ""
    finally:
        book.close()


def _names(path: Path, header: tuple[Any, ...]) -> list[str]:
    """The names of the columns; one without a name is called by its place."""
    if not any(header):
        raise invalid(kinds.DATA_WITHOUT_COLUMNS, {"path": str(path)})
    names = [str(cell) if cell is not None else f"column_{n}" for n, cell in enumerate(header, 1)]
    folded = [name.casefold() for name in names]
    twice = [name for place, name in enumerate(names) if folded[place] in folded[:place]]
    if twice:
        found = (Diagnostic(kind=kinds.COLUMN_TWICE, facts={"column": each}) for each in twice)
        raise DataInvalid(*found)
    return names


def _json(cell: Any) -> str:
    match cell:
        case bool():
            return json.dumps(cell)
        case int():
            return str(cell)
        case float():
            return _decimal(cell)
        case datetime():
            midnight = cell.time() == time()
            return json.dumps(cell.date().isoformat() if midnight else cell.isoformat(sep=" "))
        case date():
            return json.dumps(cell.isoformat())
        case _:
            return json.dumps(str(cell), ensure_ascii=False)


def _decimal(cell: float) -> str:
    """The shortest decimal that means this double; a whole one without a point."""
    written = format(Decimal(repr(cell)), "f")
    return written.removesuffix(".0")
