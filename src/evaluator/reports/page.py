"""What a page shows: plain, frozen, in words and figures already, whatever form it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A name and what stands beside it; `notes` explain it in smaller type."""

    label: str
    value: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names with their values, one below the other."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph."""

    text: str


class Align(StrEnum):
    """Which side the cells of a column keep to."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column."""

    head: str
    align: Align = Align.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its text, smaller type beneath it, the part of the page it leads to.

    Attributes:
        depth: how many parts the one that is named here stands within, for a tree in a table.
    """

    text: str
    beneath: str = ""
    depth: int = 0
    leads_to: str = ""
    emphasis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table; a marked one says so in a cell of its own, never by colour alone."""

    cells: tuple[Cell, ...]
    marked: bool = False

    def without(self, place: int) -> Line:
        """The row without the cell at a place."""
        return replace(self, cells=(*self.cells[:place], *self.cells[place + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the first cell of a row is its head; `foot` adds the rows up."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    foot: Line | None = None
    long: bool = False

    def without_bare(self, head: str, nothing: str) -> Table:
        """The table, without the column of this head where no row states anything in it."""
        place = [column.head for column in self.columns].index(head)
        lines = (*self.rows, *([self.foot] if self.foot is not None else []))
        if any(line.cells[place].text not in {nothing, ""} for line in lines):
            return self
        return replace(
            self,
            columns=(*self.columns[:place], *self.columns[place + 1 :]),
            rows=tuple(line.without(place) for line in self.rows),
            foot=self.foot and self.foot.without(place),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How one value came about: the formula, the same with figures, what it came to."""

    name: str
    steps: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, in whole units of the drawing: `filled` of `full`; the text says the figures."""

    label: str
    text: str
    filled: int
    full: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars over one scale; the same figures stand in a table beside them."""

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One category on a scale, in whole units of the drawing."""

    label: str
    start: int
    width: int
    range: str
    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The categories side by side on one line, with a pointer at the value or at its bounds.

    Where it is `crowded` the ranges of the categories stand by turns on two lines.
    """

    id: str
    title: str
    description: str
    crowded: bool
    stretches: tuple[Stretch, ...]
    pointers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One remark with what belongs to it."""

    title: str
    text: str = ""
    details: tuple[str, ...] = ()
    weighty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Several remarks."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Everything about one item."""

    id: str
    title: str
    state: str
    figures: str
    rows: tuple[Row, ...]
    differences: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled part within a section."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


Block = Facts | Prose | Table | Formula | Bars | Scale | Points | Entry | Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section; one that `folds` may be closed by the reader, and begins open."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    folds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the head of the page."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a reader sees first: what was assessed, of whom, and what it came to."""

    kind: str
    title: str
    subject: str
    when: str
    figures: tuple[Figure, ...]
    status: str
    notice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page; `fixed` are the few words a template needs itself."""

    language: str
    title: str
    head: Head
    sections: tuple[Section, ...]
    fixed: tuple[tuple[str, str], ...]
