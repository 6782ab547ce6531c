"""Brackets of another sort in the place of braces: `[ … ]` or `( … )` around lines.

Which of them are meant as braces shows only while the text is read; then it is read anew with
braces in their places, and each pair is told once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.source import Source, Span

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_BRACES = str.maketrans("[(])", "{{}}")
_PIECE = re.compile(r'"[^"\r\n]*"?|#[^\r\n]*|[{}]')
_REST_OF_LINE = re.compile(r'(?:"[^"\r\n]*"?|[^"#{}\r\n])*')


def closes_braces(run: Run, start: int) -> bool:
    """Whether a bracket that closes nothing here stands for a closing brace.

    It does where it ends what a wrong bracket began, where it begins a line, or where the brace it
    answers stands on the same line and no other does.
    """
    text = run.scanner.text
    if text[start] not in ")]" or run.depth or not run.tokens:
        return False
    line = run.span(start, start).line
    if run.tokens[-1].at.line != line:
        return True
    if not run.opened_at:
        return False
    opening = run.opened_at[-1]
    if opening in run.brackets:
        return True
    rest = _REST_OF_LINE.match(text, start)
    is_last = rest is None or text[rest.end() : rest.end() + 1] != "}"
    return is_last and run.span(opening, opening).line == line


def with_braces(text: str, places: Collection[int]) -> str:
    """The text with braces in the places of brackets."""
    chars = list(text)
    for place in places:
        chars[place] = chars[place].translate(_BRACES)
    return "".join(chars)


def told(source: Source, text: str, places: Collection[int]) -> Iterator[Diagnostic]:
    """One finding for each pair of which a bracket is wrong; `text` is the one with braces."""
    open_at: list[int] = []
    for piece in _PIECE.finditer(text):
        if piece[0] == "{":
            open_at.append(piece.start())
        elif piece[0] == "}" and open_at:
            yield from _pair(source, open_at.pop(), piece.start(), places)
    for place in open_at:
        yield from _pair(source, place, None, places)


def _pair(
    source: Source, opening: int, closing: int | None, places: Collection[int]
) -> Iterator[Diagnostic]:
    pair = [place for place in (opening, closing) if place is not None]
    wrong = [place for place in pair if place in places]
    if not wrong:
        return
    first, *others = (Span(source, place, place + 1) for place in wrong)
    end = opening if closing is None else closing
    facts: dict[str, Fact] = {
        "found": " … ".join(source.text[place] for place in pair),
        "meant": " … ".join("{}"[: len(pair)]),
        "line": source.line_number(opening),
        "end": source.line_number(end),
    }
    yield Diagnostic(kind=kinds.BRACKET_FOR_BRACE, at=first, facts=facts, related=tuple(others))
