"""The one door to openpyxl: what stands in the cells of a sheet, row by row.

Beside a formula stands the value it came to when a spreadsheet program last worked it out. A
program that only writes workbooks leaves that out, or puts 0 there and asks for all to be worked
out anew: neither is a value. openpyxl tells neither, so that its reader of cells is asked to.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - an error by its name

_DAMAGED = (
    *(BadZipFile, ZlibError, ParseError, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError),
)
"""What openpyxl ends with where a file is no workbook, or a damaged or an encrypted one."""
_ANEW = re.compile(rb"fullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")


class WorkbookReaderMissing(Exception):  # noqa: N818 - it is told to the user, who installs it
    """The package that reads workbooks is not installed."""


class WorkbookDamaged(Exception):  # noqa: N818 - it is told as a diagnostic
    """The file is no workbook that can be read."""


@dataclass(frozen=True, slots=True)
class NotWorkedOut:
    """A formula without the value it comes to."""


@dataclass(frozen=True, slots=True)
class CellError:
    """What stands where a formula could not be worked out: `#N/A`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row with something in it.

    Attributes:
        number: its number in the sheet, from 1.
        cells: by the number of the column, from 1; empty ones are left out.
        hidden: whether the spreadsheet program does not show it.
    """

    number: int
    cells: Mapping[int, Any]
    hidden: bool


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells that are shown as one: only the first of them has a value."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.first_column, self.last_column + 1)

    @property
    def rows(self) -> range:
        """The numbers of its rows."""
        return range(self.first_row, self.last_row + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The first sheet that is shown.

    Attributes:
        title: its name; empty where the workbook has none.
        others: the names of the other sheets.
        rows: its rows that have something in them, to be taken once.
        merged: its merged cells, known when the rows were taken.
    """

    title: str
    others: tuple[str, ...]
    rows: Iterator[SheetRow]
    merged: list[MergedCells]


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """The first sheet of a workbook that is shown.

    Raises:
        WorkbookDamaged: it cannot be read, which may also come out while its rows are taken.
        WorkbookReaderMissing: nothing is there to read it.
    """
    try:
        # Few runs need the package, which has no types of its own.
        from openpyxl import load_workbook  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise WorkbookReaderMissing from error
    with warnings.catch_warnings():
        # What it does not know of a workbook is nothing that is read here.
        warnings.simplefilter("ignore")
        with _told_as_damaged():
            book = load_workbook(path, read_only=True, data_only=True)
        try:
            yield _sheet(book)
        finally:
            book.close()


@contextmanager
def _told_as_damaged() -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise WorkbookDamaged from error


def _sheet(book: Any) -> Sheet:
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    chosen = next(iter(shown or book.worksheets), None)
    merged: list[MergedCells] = []
    return Sheet(
        title="" if chosen is None else chosen.title,
        others=tuple(each.title for each in book.worksheets if each is not chosen),
        rows=iter(()) if chosen is None else _rows(book, chosen, merged),
        merged=merged,
    )


def _rows(book: Any, sheet: Any, merged: list[MergedCells]) -> Iterator[SheetRow]:
    # The rows of openpyxl's own sheet end where the file says that the sheet ends, rightly or not.
    from openpyxl.worksheet._reader import (  # type: ignore[import-untyped] # noqa: PLC0415
        WorkSheetParser,
    )

    with _told_as_damaged(), sheet._get_source() as source:  # noqa: SLF001 - see above
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001 - as in openpyxl's own sheet
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as above
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as above
        )
        parser.parse_cell = _with_states(parser.parse_cell, anew=_to_be_worked_out_anew(book))
        for number, cells in parser.parse():
            told = parser.row_dimensions.pop(str(number), {})
            row = {each["column"]: each["value"] for each in cells if each["value"] is not None}
            if row:
                yield SheetRow(number=number, cells=row, hidden=told.get("hidden") in ("1", "true"))
        ranges = () if parser.merged_cells is None else parser.merged_cells.mergeCell
        merged += (MergedCells(*each.bounds) for each in ranges)


def _with_states(read: Callable[[Any], dict[str, Any]], *, anew: bool) -> Callable[[Any], Any]:
    """A reader of cells of openpyxl, which also tells formulas without a value, and errors."""
    from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG  # noqa: PLC0415

    def parse_cell(element: Any) -> dict[str, Any]:
        cell = read(element)
        value = cell["value"]
        if element.find(FORMULA_TAG) is not None:
            # A text that is empty is what `=IF(A1="","",A1)` came to.
            came_to_nothing = element.get("t") == "str"
            if anew or not (came_to_nothing or element.findtext(VALUE_TAG)):
                return {**cell, "value": NotWorkedOut()}
        if cell["data_type"] == "e" and value is not None:
            return {**cell, "value": CellError(str(value))}
        return {**cell, "value": None if value == "" else value}

    return parse_cell


def _to_be_worked_out_anew(book: Any) -> bool:
    """Whether the program that wrote the workbook left its formulas to be worked out."""
    # openpyxl says so of every workbook that says nothing.
    try:
        return _ANEW.search(book._archive.read("xl/workbook.xml")) is not None  # noqa: SLF001
    except KeyError:
        return False
