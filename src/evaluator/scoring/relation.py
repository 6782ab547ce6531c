"""Data that can be read again and again: rows with a number, columns with a name and a type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evaluator.diagnostics.model import Diagnostic
from evaluator.model.columns import KEY, ROW
from evaluator.scoring.cells import Cells


def is_reserved(column: str) -> bool:
    """Whether a name is kept for columns of ours, which stand beside those of the data."""
    return column.casefold() == ROW or column.startswith(("\x01", "\x02"))


WIDEST = 38
"""The digits of the widest decimal that can be read."""
EXAMPLES = 3
"""The names of columns that are told where none of them is there."""


def wrong_of(column: str) -> str:
    """The column beside a list that was joined: column, code and value of each thing wrong."""
    return f"\x01{column}"


def parsed_of(column: str) -> str:
    """The column beside a list of JSON: its records, each field the JSON that stands there."""
    return f"\x02{column}"


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
        id: the id of its subject, where that could be read.
        column: the column that could not be read, where it was one.
        facts: of the diagnostic, besides those that every row has.
    """

    row: int
    code: str
    content: str
    id: str = ""
    column: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a file that is read all the same: code and facts of a diagnostic."""

    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be taken from a file whose columns are not known before it was read.

    Attributes:
        columns: the columns the rules want.
        records: those of them that are lists of records, each with the fields that are read.
        rest: whether all other columns are taken too.
        names: what columns of the file are to be called, by the names they have there.
    """

    columns: frozenset[str]
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> frozenset[str]:
        """The columns the rules want, by their names in the file."""
        as_called = self.columns.difference(self.names.values())
        return frozenset(filter(self.wants, (*as_called, *self.names)))

    @property
    def examples(self) -> tuple[str, ...]:
        """A few of the columns the rules want, that of the ids first."""
        return tuple(sorted(self.columns, key=lambda column: (column != KEY, column))[:EXAMPLES])

    def takes(self, column: str) -> bool:
        """Whether a column is taken, by its name in the file."""
        return self.rest or self.wants(column)

    def wants(self, column: str) -> bool:
        """Whether the rules want a column, by its name in the file."""
        return self.called(column) in self.columns

    def called(self, column: str) -> str:
        """What a column is to be called, by its name in the file."""
        return self.names.get(column, column)

    def is_key(self, column: str) -> bool:
        """Whether a column has the ids, by its name in the file."""
        return self.called(column) == KEY

    def holds_records(self, column: str) -> bool:
        """Whether a column is a list of records, by its name in the file."""
        return self.called(column) in self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What is to be told of a file besides the rows that were kept, as in `Relation`.

    Attributes:
        added: the columns of the copy that are made of others.
        absent: the columns of the copy that the file does not have.
    """

    broken: tuple[Broken, ...] = ()
    unread: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    cells: Cells | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What was found in a file.

    Attributes:
        sql: what stands after FROM; it has the columns, and `ROW`.
        columns: the type of each column by its name, in the order of the file.
        fields: of each column of records, the type of each field by its name.
        rows: how many rows the relation has.
        broken: the rows that are not in it, by number.
        joined: lists that were joined from tables of their own, each with the fields that may be
            wrong in it; what is wrong in a row stands in the column `wrong_of`.
        unread: columns of the file that are not in it, since nobody asked for them.
        remarks: what is to be said of the file besides.
        named: the names in the file of columns that are called otherwise.
        cells: where what was read stands in a sheet; `None` where the file is no workbook.
    """

    sql: str
    columns: Mapping[str, str]
    encoding: Encoding
    rows: int
    broken: tuple[Broken, ...] = ()
    unread: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[Diagnostic, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    cells: Cells | None = None

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return self.rows + len(self.broken)

    def number(self, row: int) -> int:
        """The number among all rows of the file, from 1, of a row of the relation, from 0."""
        # How many rows stand before each broken one never falls, so that it can be searched.
        return row + 1 + bisect_right(range(len(self.broken)), row, key=self._before)

    def _before(self, place: int) -> int:
        """How many rows of the relation stand before one of the broken rows."""
        return self.broken[place].row - 1 - place
