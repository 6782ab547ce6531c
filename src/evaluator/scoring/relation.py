"""Data that can be read again and again: rows with a number, columns with a name and a type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ROW = "file_row_number"
"""The column that numbers the rows from 0. No id can be of this name where the file has it."""


class Encoding(StrEnum):
    """How a value stands in the columns of a relation."""

    TYPED = "typed"
    """As a value of the column's own type."""
    TEXT = "text"
    """As the text a person wrote; empty is missing."""
    JSON = "json"
    """As JSON: a text in quotes, a number, `true`, `false`, a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A row that could not be read at all.

    Attributes:
        row: its number among all rows of the file, from 1.
        code: the code of the diagnostic that says why.
        content: what stands there.
        facts: what the words of the diagnostic quote and is no value.
    """

    row: int
    code: str
    content: str
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What was found in a file.

    Attributes:
        sql: what stands after FROM; it has the columns, and `ROW`.
        columns: the type of each column by its name, in the order of the file.
        rows: how many rows the relation has.
        broken: the rows that are not in it, by number.
    """

    sql: str
    columns: Mapping[str, str]
    encoding: Encoding
    rows: int
    broken: tuple[Broken, ...] = ()

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return self.rows + len(self.broken)

    def number(self, row: int) -> int:
        """The number among all rows of the file, from 1, of a row of the relation, from 0."""
        found = row + 1
        for broken in self.broken:
            if broken.row > found:
                break
            found += 1
        return found
