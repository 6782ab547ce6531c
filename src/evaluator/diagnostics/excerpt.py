"""The line of a place with carets under it, safe to print and never wider than a screen."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.diagnostics.visible import cells, drawn
from evaluator.source import Span

WIDTH = 100
"""The most cells of a line that are shown."""
BEFORE = 60
"""The most cells shown before the place, where a line is too long to show whole."""
_CUT = "…"


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a line that is shown: offsets in characters, and the marked part in it."""

    start: int
    stop: int
    mark_start: int
    mark_stop: int


def excerpt(span: Span, margin: int) -> tuple[str, ...]:
    """The line of a place and the carets, behind a gutter of `margin` digits; or nothing.

    A place in an empty text has no line to show. Where a place covers several lines, the first is
    shown.
    """
    if not span.source.text:
        return ()
    number = span.line
    line = span.source.line_text(number)
    begin = min(span.column - 1, len(line))
    end = min(max(begin + span.end - span.start, begin + 1), max(len(line), begin + 1))
    window = _window(line, begin, end)
    shown, carets = _drawn(line, window)
    gutter = str(number).rjust(margin)
    blank = " " * margin
    return (f"  {gutter} | {shown}".rstrip(), f"  {blank} | {carets}")


def _window(line: str, begin: int, end: int) -> _Window:
    """The characters to show; each takes at least one cell, so counting characters is enough."""
    start = 0 if begin <= BEFORE or len(line) <= WIDTH else begin - BEFORE // 2
    stop = min(len(line), start + WIDTH)
    return _Window(start, stop, begin, max(min(end, stop), begin))


def _drawn(line: str, window: _Window) -> tuple[str, str]:
    """The line as shown and the carets below it, each character in as many cells as it takes."""
    shown = _CUT if window.start else ""
    carets = " " * len(shown)
    column = len(shown)
    for index in range(window.start, window.stop):
        piece = drawn(line[index], column)
        width = cells(piece)
        shown += piece
        carets += ("^" if window.mark_start <= index < window.mark_stop else " ") * width
        column += width
    if window.mark_start >= len(line):  # what is missing stands behind the last character
        carets += " " * (window.mark_start - len(line)) + "^"
    return shown + (_CUT if window.stop < len(line) else ""), carets.rstrip()
