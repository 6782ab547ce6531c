"""Where in a sheet a row and a column stand, as a spreadsheet program names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cells:
    """The places of what was read from a sheet.

    Attributes:
        rows: the number in the sheet of each row of the file, in their order.
        columns: the number in the sheet of each column, by its name.
    """

    rows: Sequence[int]
    columns: Mapping[str, int]

    def name(self, row: int, column: str) -> str:
        """The cell of a row, by its number in the file from 1; the whole row where it has none."""
        number = self.rows[row - 1]
        # A field of a record stands in the cell of its list.
        place = self.columns.get(column) or self.columns.get(column.partition(".")[0])
        return f"{number}:{number}" if place is None else cell_name(number, place)


def cell_name(row: int, column: int) -> str:
    """The name of a cell, such as `D7`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
