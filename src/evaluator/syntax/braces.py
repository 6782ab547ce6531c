"""Braces that do not match: found before anything is parsed, so that the parser meets none.

Where one is missing or too many, the indentation tells which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.source import Source, Span

_MOST_GUESSED = 20
MAX_DEPTH = 32
"""How deep braces, and parentheses, may stand in one another."""

_PIECE = re.compile(r'"[^"\r\n]*"?|#[^\r\n]*|[{}]|\r\n|\r|\n')
_WORDS = re.compile(r'"[^"\r\n]*"?|[^"#\s]+|[ \t]+|')
_FIRST = re.compile(r"[ \t]*([^ \t\r\n#]?)")


@dataclass(frozen=True, slots=True)
class Braces:
    """How the braces of a text are to be read.

    Attributes:
        closings: where a closing brace is missing, in order; one entry each.
        openings: where an opening brace is missing, in order.
        ignored: the closing braces that close nothing.
        too_deep: whether the text was given up for its depth.
    """

    closings: tuple[int, ...] = ()
    openings: tuple[int, ...] = ()
    ignored: frozenset[int] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    too_deep: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line; `goes_on` says whether it goes on with the statement of the line before."""

    number: int
    indent: int
    first: str
    start: int
    braces: tuple[tuple[int, str], ...]
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _Opening:
    offset: int
    line: int
    indent: int


_Match = tuple[list[tuple[_Opening, int]], list[int]]
"""Openings that are not closed, with where they should be, and closings of nothing."""


def balance(source: Source, text: str, joining: re.Pattern[str]) -> Braces:
    """Match the braces of a cleaned text; `joining` are words with which no statement begins."""
    deep = _too_deep(text)
    if deep is not None:
        at = Span(source, deep, deep + 1)
        facts: dict[str, Fact] = {"limit": MAX_DEPTH, "mark": "{"}
        found = Diagnostic(kind=kinds.TOO_DEEP, at=at, facts=facts)
        return Braces(diagnostics=(found,), too_deep=True)
    lines = list(_lines(text, joining))
    missing, extra = _plainly(lines, len(text))
    if not missing and not extra:
        return Braces()
    guess = _by_indent(lines, len(text))
    if _is_likely(guess, len(missing) - len(extra)):
        missing, extra = guess
    missing.sort(key=lambda pair: pair[1])
    unopened = dict(_unopened(lines, text, extra))
    extra = [offset for offset in extra if offset not in unopened]
    findings = (
        *_unclosed(source, missing),
        *_superfluous(source, text, extra),
        *(_missing_opening(source, *pair) for pair in unopened.items()),
    )
    closings = tuple(at for _, at in missing)
    return Braces(closings, tuple(sorted(unopened.values())), frozenset(extra), findings)


def _is_likely(guess: _Match, surplus: int) -> bool:
    """Whether a guess explains exactly what is wrong, and no more."""
    missing, extra = guess
    return len(missing) - len(extra) == surplus and not (missing and extra)


def _too_deep(text: str) -> int | None:
    depth = 0
    for piece in _PIECE.finditer(text):
        if piece[0] == "{":
            depth += 1
            if depth > MAX_DEPTH:
                return piece.start()
        elif piece[0] == "}":
            depth = max(0, depth - 1)
    return None


def _lines(text: str, joining: re.Pattern[str]) -> Iterator[_Line]:
    number, start = 1, 0
    braces: list[tuple[int, str]] = []
    for piece in _PIECE.finditer(text):
        if piece[0] in "{}":
            braces.append((piece.start(), piece[0]))
        elif piece[0][0] in "\r\n":
            yield _line(text, number, start, braces, joining)
            number, start, braces = number + 1, piece.end(), []
    yield _line(text, number, start, braces, joining)


def _line(
    text: str,
    number: int,
    start: int,
    braces: list[tuple[int, str]],
    joining: re.Pattern[str],
) -> _Line:
    first = _FIRST.match(text, start)
    mark = first[1] if first else ""
    indent = len(text[start : first.start(1)].expandtabs(4)) if first and mark else 0
    begin = first.start(1) if first else start
    goes_on = joining.match(text, begin) is not None
    return _Line(number, indent, mark, begin, tuple(braces), goes_on)


def _plainly(lines: list[_Line], end: int) -> _Match:
    stack: list[_Opening] = []
    extra: list[int] = []
    for line in lines:
        for offset, brace in line.braces:
            if brace == "{":
                stack.append(_Opening(offset, line.number, line.indent))
            elif stack:
                stack.pop()
            else:
                extra.append(offset)
    return [(opening, end) for opening in stack], extra


def _by_indent(lines: list[_Line], end: int) -> _Match:
    """What is missing or too many if every line is indented as it was meant."""
    stack: list[_Opening] = []
    missing: list[tuple[_Opening, int]] = []
    extra: list[int] = []
    indent = 0
    for line in lines:
        if not line.first:
            continue
        indent = indent if line.goes_on else line.indent
        while _left_open(stack, line):
            missing.append((stack.pop(), line.start))
        for offset, brace in line.braces:
            if brace == "{":
                stack.append(_Opening(offset, line.number, indent))
            elif not stack or _is_extra(stack[-1], line, offset):
                extra.append(offset)
            else:
                stack.pop()
    return missing + [(opening, end) for opening in stack], extra


def _is_extra(opening: _Opening, line: _Line, offset: int) -> bool:
    """Whether a closing brace stands deeper than what it would close, or behind other words."""
    if offset == line.start:
        return opening.indent < line.indent
    return opening.line != line.number


def _left_open(stack: list[_Opening], line: _Line) -> bool:
    """Whether a line stands no deeper than the line whose brace should still be open."""
    if not stack or stack[-1].line == line.number:
        return False
    if line.first == "}":
        return line.indent < stack[-1].indent and any(o.indent == line.indent for o in stack)
    return line.indent <= stack[-1].indent and not line.goes_on and line.first not in "{),"


def _unopened(lines: list[_Line], text: str, extra: list[int]) -> Iterator[tuple[int, int]]:
    """Closing braces whose opening one is missing, each with the place where it is missing."""
    index = {line.start: number for number, line in enumerate(lines) if line.first == "}"}
    for offset in extra[:_MOST_GUESSED]:
        head = _head_of(lines, index[offset]) if offset in index else None
        if head is not None:
            yield offset, _end_of(text, head)


def _head_of(lines: list[_Line], closing: int) -> _Line | None:
    """The last line as deep as a closing brace, if deeper lines stand between and it opens none."""
    between = 0
    for line in reversed(lines[:closing]):
        if line.first and line.indent <= lines[closing].indent:
            is_head = between and line.indent == lines[closing].indent and not line.braces
            return line if is_head else None
        between += bool(line.first)
    return None


def _end_of(text: str, line: _Line) -> int:
    """The end of what a line says, before its comment."""
    at = end = line.start
    while (piece := _WORDS.match(text, at)) and piece[0]:
        at = piece.end()
        end = at if piece[0].strip() else end
    return end


def _missing_opening(source: Source, closing: int, place: int) -> Diagnostic:
    at, end = Span(source, place, place), Span(source, closing, closing + 1)
    return Diagnostic(kind=kinds.MISSING_BRACE, at=at, facts={"line": end.line}, related=(end,))


def _unclosed(source: Source, missing: list[tuple[_Opening, int]]) -> Iterator[Diagnostic]:
    for opening, place in missing:
        at = Span(source, opening.offset, opening.offset + 1)
        end = Span(source, place, place)
        line = end.line if place < len(source.text) else source.line_number(place) + 1
        facts = {"line": line}
        yield Diagnostic(kind=kinds.UNCLOSED_BRACE, at=at, facts=facts, related=(end,))


def _superfluous(source: Source, text: str, extra: list[int]) -> Iterator[Diagnostic]:
    """One diagnostic for braces that stand in a row."""
    last = -1
    for offset in extra:
        if last < 0 or text[last + 1 : offset].strip(" \t\r\n}"):
            yield Diagnostic(kind=kinds.EXTRA_BRACE, at=Span(source, offset, offset + 1))
        last = offset
