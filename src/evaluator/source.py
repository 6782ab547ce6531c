"""Texts and the places in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One text as it was read.

    Attributes:
        name: how the text is called in messages: a path relative to its root, with `/`.
        text: the text, decoded, without a byte order mark, line ends as they were.
    """

    name: str
    text: str
    line_starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the line starts; a line ends at LF, CR LF or a lone CR."""
        ends = (match.end() for match in _LINE_END.finditer(self.text))
        object.__setattr__(self, "line_starts", (0, *ends))

    def line_number(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self.line_starts, offset)

    def line_text(self, number: int) -> str:
        """The text of a line, from 1, without its end."""
        start = self.line_starts[number - 1]
        stop = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:stop].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source: offsets in characters, `end` not included."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of the start, from 1."""
        return self.source.line_number(self.start)

    @property
    def column(self) -> int:
        """The column of the start in characters, from 1."""
        return self.start - self.source.line_starts[self.line - 1] + 1

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.source, self.start, max(self.end, other.end))


NOWHERE = Span(Source("", ""), 0, 0)
