"""XLSX: the first sheet of a workbook, each row written as a line of JSON and read as such.

A spreadsheet keeps numbers as binary doubles and shows up to fifteen digits of them. So a number is
taken as the shortest decimal that means the same double: one of more digits is refused, as a number
of JSON is. Text stays text, a day is a cell that is formatted as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from heapq import merge
from pathlib import Path
from typing import Any

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.scoring.cells import Cells, cell_name
from evaluator.scoring.engine import Engine
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_file import copy_ndjson
from evaluator.scoring.relation import Asked, Broken, Copied, Remark
from evaluator.scoring.xlsx_sheet import (
    CellError,
    MergedCells,
    NotWorkedOut,
    Sheet,
    SheetRow,
    WorkbookDamaged,
    open_sheet,
)


def copy_xlsx(engine: Engine, path: Path, kept: Path, asked: Asked) -> Copied:
    """Keep the rows of the first sheet; its first row has the names of the columns.

    Raises:
        DataInvalid: it is no workbook, has no usable header, or cells that are asked for hold no
            value: formulas never worked out, or merged cells.
        WorkbookReaderMissing: nothing is there to read it.
    """
    lines = kept.with_name(f"{kept.name}.ndjson")
    try:
        with open_sheet(path) as sheet:
            found = _written(path, sheet, lines, asked)
    except WorkbookDamaged as damaged:
        raise invalid(kinds.DATA_UNREADABLE, {"path": str(path), "format": "XLSX"}) from damaged
    copied = copy_ndjson(engine, lines, kept, asked, may_be_empty=True)
    # Lines are counted without the rows that were not written.
    in_lines = (replace(each, row=found.written[each.row - 1]) for each in copied.broken)
    broken = merge(found.broken, in_lines, key=lambda each: each.row)
    absent = (
        each for each in copied.absent if each not in found.names or asked.holds_records(each)
    )
    return replace(
        copied, broken=tuple(broken), absent=tuple(absent), remarks=found.remarks, cells=found.cells
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a sheet: its columns, the numbers of the rows that were written, others."""

    names: frozenset[str]
    written: list[int]
    broken: list[Broken]
    remarks: tuple[Remark, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Header:
    """The names of columns by their numbers; one without a name is called by its place."""

    row: int
    names: Mapping[int, str]

    @property
    def empty(self) -> Mapping[str, str]:
        """A row with nothing in it, as JSON."""
        return dict.fromkeys(self.names.values(), "null")

    def name(self, column: int) -> str:
        return self.names.get(column, f"column_{column}")


def _written(path: Path, sheet: Sheet, lines: Path, asked: Asked) -> _Found:
    """Write each row as a line of JSON, those apart in which a cell that is asked for is wrong."""
    header = _header(path, next(sheet.rows, None))
    written: list[int] = []
    broken: list[Broken] = []
    unknown: list[str] = []
    hidden, rows = 0, list[int]()
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for number, row in enumerate(sheet.rows, 1):
            rows.append(row.number)
            hidden += row.hidden
            unknown += _not_worked_out(header, row, asked)
            wrong = _broken(header, row, number, asked)
            if wrong is not None:
                broken.append(wrong)
            else:
                # The first line has every column, also those that no row has anything in.
                members = {**(header.empty if not written else {}), **_members(header, row)}
                file.write(f"{_object(members)}\n")
                written.append(number)
    if unknown:
        raise _formulas(path, unknown)
    _see_to_merged(path, header, sheet.merged, {*rows}, asked)
    columns = {name: column for column, name in header.names.items()}
    return _Found(
        names=frozenset(columns),
        written=written,
        broken=broken,
        remarks=tuple(_remarks(path, sheet, hidden)),
        cells=Cells(rows, columns),
    )


def _header(path: Path, row: SheetRow | None) -> _Header:
    if row is None:
        raise invalid(kinds.DATA_WITHOUT_COLUMNS, {"path": str(path)})
    unknown = [column for column, cell in row.cells.items() if isinstance(cell, NotWorkedOut)]
    if unknown:
        raise _formulas(path, [cell_name(row.number, column) for column in unknown])
    names = {column: str(_plain(cell)) for column, cell in row.cells.items()}
    folded = [name.casefold() for name in names.values()]
    twice = [name for place, name in enumerate(names.values()) if folded[place] in folded[:place]]
    if twice:
        found = (Diagnostic(kind=kinds.COLUMN_TWICE, facts={"column": each}) for each in twice)
        raise DataInvalid(*found)
    return _Header(row.number, names)


def _formulas(path: Path, cells: list[str]) -> DataInvalid:
    facts: dict[str, Fact] = {"path": str(path), "cell": cells[0], "cells": len(cells)}
    return invalid(kinds.FORMULA_NOT_COMPUTED, facts)


def _not_worked_out(header: _Header, row: SheetRow, asked: Asked) -> Iterator[str]:
    for column, cell in row.cells.items():
        if isinstance(cell, NotWorkedOut) and asked.takes(header.name(column)):
            yield cell_name(row.number, column)


def _broken(header: _Header, row: SheetRow, number: int, asked: Asked) -> Broken | None:
    """The first error in a cell that the rules ask for."""
    for column, cell in row.cells.items():
        name = header.name(column)
        if isinstance(cell, CellError) and asked.wants(name):
            ids = (row.cells[each] for each in row.cells if asked.is_key(header.name(each)))
            return Broken(
                row=number,
                code=kinds.CELL_ERROR.code,
                content=cell.text,
                id=next((each for each in ids if isinstance(each, str)), ""),
                column=name,
                facts={"cell": cell_name(row.number, column)},
            )
    return None


def _see_to_merged(
    path: Path, header: _Header, merged: Iterable[MergedCells], rows: set[int], asked: Asked
) -> None:
    """Refuse merged cells that hide that a cell which is asked for is empty."""
    wrong = [each for each in merged if _hides(header, each, rows, asked)]
    if wrong:
        raise DataInvalid(
            *(
                Diagnostic(
                    kind=kinds.CELLS_MERGED,
                    facts={"path": str(path), "cells": _range(each)},
                )
                for each in wrong
            )
        )


def _hides(header: _Header, merged: MergedCells, rows: set[int], asked: Asked) -> bool:
    of_rows = [row for row in merged.rows if row in rows]
    return any(
        (row, column) != (merged.first_row, merged.first_column)
        for column in merged.columns
        if asked.takes(header.name(column))
        for row in of_rows
    )


def _range(merged: MergedCells) -> str:
    first = cell_name(merged.first_row, merged.first_column)
    return f"{first}:{cell_name(merged.last_row, merged.last_column)}"


def _remarks(path: Path, sheet: Sheet, hidden: int) -> Iterator[Remark]:
    if sheet.others:
        others = ", ".join(sheet.others)
        facts = {"path": str(path), "sheet": sheet.title, "others": others}
        yield Remark(kinds.SHEETS_UNREAD.code, facts)
    if hidden:
        yield Remark(kinds.ROWS_HIDDEN.code, {"path": str(path), "rows": hidden})


def _members(header: _Header, row: SheetRow) -> Mapping[str, str]:
    """The cells of a row by the names of their columns, as JSON."""
    return {
        header.name(column): _json(_plain(cell))
        for column, cell in row.cells.items()
        if not isinstance(cell, NotWorkedOut)
    }


def _object(members: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{json.dumps(key)}: {value}' for key, value in members.items())}}}"


def _plain(cell: Any) -> Any:
    return cell.text if isinstance(cell, CellError) else cell


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
