"""Text in a fixed width: paragraphs wrapped, tables with their columns aligned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import TextWrapper
from typing import Any

from evaluator.diagnostics.visible import cells

WIDTH = 80
_GAPS = ("  ", " ")
"""What stands between columns; the narrow one where words would be broken else."""
_NARROWEST = 6
"""No text is made narrower than this."""
_LONGEST = 24
"""A longer word, such as a pointer into the response, may be broken at one of its joints."""
_JOINT = re.compile(r"(?<=[^\s/_][/_])(?=[^\s/_])|(?<=[^\W\d_]-)(?=[^\W\d_])")
"""Where a word may be broken: behind a slash or a low line, and at a hyphen between letters."""

_Row = Sequence[str]
_Rows = Sequence[_Row]


def filled(text: str, indent: int = 0, hanging: int = 0) -> str:
    """A paragraph, its lines after the first indented further by `hanging`."""
    return "\n".join(_wrapped(text, WIDTH - indent, hanging, " " * indent))


def _wrapped(text: str, width: int, hanging: int = 0, prefix: str = "") -> list[str]:
    deep = _DEPTH * (len(text) - len(text.lstrip(_DEPTH)))
    wrapper = _Wrapper(
        width=max(width, _NARROWEST),
        subsequent_indent=deep + " " * hanging,
        break_on_hyphens=False,
    )
    return [prefix + line for line in wrapper.wrap(text)] or [prefix.rstrip()]


class _Wrapper(TextWrapper):
    """Wraps as the library does, and breaks a word that is too long for a line at its joints."""

    def _split(self, text: str) -> list[str]:
        pieces: list[str] = []
        for chunk in super()._split(text):
            pieces += _JOINT.split(chunk) if len(chunk) > self.width else [chunk]
        return pieces


def aligned(table: Mapping[str, Any], indent: int = 0) -> str:
    """A table: a line of heads, a rule, the rows, the sum; what stands beneath a cell goes below.

    Where the names of the rows would be squeezed, each stands on a line of its own; where words
    would be broken even so, every cell does.
    """
    return "\n".join((" " * indent + line).rstrip() for line in _laid_out(table, WIDTH - indent))


def _laid_out(table: Mapping[str, Any], width: int) -> Iterator[str]:
    """The lines of a table in the first of the forms that breaks no word."""
    right = [column["align"] == "number" for column in table["columns"]]
    heads = [column["head"] for column in table["columns"]]
    rows = [row for line in table["rows"] for row in _texts(line)]
    foot = list(_texts(table["foot"])) if table["foot"] else []
    all_rows = [heads, *rows, *foot]
    widths = _widths(all_rows, width, _GAPS[0])
    if widths and widths[0] >= min(_NAMES, max(cells(row[0]) for row in all_rows)):
        return _Columns(widths, right, _GAPS[0]).side_by_side(heads, rows, foot)
    below = [row for line in table["rows"] for row in _beside_name(_texts(line))]
    for gap in _GAPS:
        widths = _widths([r[1:] for r in all_rows], width - _INDENT, gap)
        if widths:
            return _Columns(widths, right[1:], gap).stacked(heads, below, foot, " " * _INDENT)
    lines = [*table["rows"], *([table["foot"]] if foot else [])]
    return (text for line in lines for text in _one_by_one(heads, line["cells"], width))


def _one_by_one(
    heads: Sequence[str], row: Sequence[Mapping[str, Any]], width: int
) -> Iterator[str]:
    """A row whose cells stand below its name, each behind the head of its column."""
    name, *cells_below = row
    deep = _DEPTH * name["depth"]
    beneath = f" ({name['beneath']})" if name["beneath"] else ""
    yield from _wrapped(f"{deep}{heads[0]}: {name['text']}{beneath}", width)
    for head, cell in zip(heads[1:], cells_below, strict=True):
        if cell["text"]:
            yield from _wrapped(f"{head}: {cell['text']}", width - _INDENT, 4, " " * _INDENT)
        if cell["beneath"]:
            yield from _wrapped(cell["beneath"], width - 3 * _INDENT, 0, " " * 3 * _INDENT)


_NAMES = 24
"""The names of rows keep at least this width beside the other columns."""
_INDENT = 2


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of certain widths, some of them flush right, with a gap between them."""

    widths: Sequence[int]
    right: Sequence[bool]
    gap: str

    @property
    def rule(self) -> str:
        """A line across all columns."""
        return self.gap.join("-" * width for width in self.widths)

    def side_by_side(self, heads: _Row, rows: _Rows, foot: _Rows) -> Iterator[str]:
        """Every row beside its name."""
        yield from self.lines(heads)
        yield self.rule
        for row in rows:
            yield from self.lines(row)
        if foot:
            yield self.rule
        for row in foot:
            yield from self.lines(row)

    def stacked(self, heads: _Row, rows: _Rows, foot: _Rows, own: str) -> Iterator[str]:
        """Every row below its name."""
        for row in (heads, *rows, *foot):
            if row[0]:
                yield from _wrapped(row[0], WIDTH - 2 * len(own))
            yield from (own + line for line in self.lines(row[1:]))
            if row is heads:
                yield own + self.rule

    def lines(self, row: _Row) -> Iterator[str]:
        """One row, its cells wrapped."""
        columns = [
            _wrapped(text, width) if text else [""]
            for text, width in zip(row, self.widths, strict=True)
        ]
        for index in range(max(len(column) for column in columns)):
            texts = [column[index] if index < len(column) else "" for column in columns]
            line = self.gap.join(map(_padded, texts, self.widths, self.right)).rstrip()
            if line:
                yield line


def _texts(line: Mapping[str, Any]) -> Iterator[list[str]]:
    deep = [_DEPTH * cell["depth"] for cell in line["cells"]]
    for part in ("text", "beneath"):
        texts = [cell[part] for cell in line["cells"]]
        if part == "text" or any(texts):
            yield [text and before + text for before, text in zip(deep, texts, strict=True)]


_DEPTH = "\N{EM SPACE}"
"""Stands before the name of a part for each part it is within, in every line of it."""


def _beside_name(texts: Iterator[list[str]]) -> list[list[str]]:
    """A row whose name stands on a line of its own, with what is beneath the name beside it."""
    first, *more = texts
    if not more or not more[0][0]:
        return [first, *more]
    named = [f"{first[0]} ({more[0][0].strip()})", *first[1:]]
    rest = ["", *more[0][1:]]
    return [named, *([rest] if any(rest) else [])]


def _widths(rows: Sequence[_Row], width: int, gap: str) -> list[int]:
    """As wide as the widest cell; where that is too much, the widest columns give way.

    A column keeps its longest word; where that is too much, the longest piece of a word that may
    be broken. Empty where there is no room for these either.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(cells, column)) for column in columns]
    words = [[word for text in column for word in text.split()] for column in columns]
    least = [max((min(cells(word), _LONGEST) for word in found), default=0) for found in words]
    pieces = [
        max((cells(piece) for word in found for piece in _JOINT.split(word)), default=0)
        for found in words
    ]
    room = width - len(gap) * (len(widths) - 1)
    for floor in (map(max, least, pieces), pieces):
        floors = [*floor]
        while sum(widths) > room and any(w > f for w, f in zip(widths, floors, strict=True)):
            index = max(range(len(widths)), key=lambda i: (widths[i] > floors[i], widths[i]))
            widths[index] -= 1
    return widths if sum(widths) <= room else []


def _padded(text: str, width: int, right: bool) -> str:  # noqa: FBT001 — mapped over columns
    blanks = " " * max(width - cells(text), 0)
    return blanks + text if right else text + blanks


def gauge(bar: Mapping[str, Any], whole: int) -> str:
    """A bar of one line: filled up to the value, dotted up to the most there can be."""
    width = 40
    filled_cells = round(bar["filled"] * width / whole) if whole else 0
    full_cells = round(bar["full"] * width / whole) if whole else 0
    return "#" * filled_cells + "." * max(full_cells - filled_cells, 0)
