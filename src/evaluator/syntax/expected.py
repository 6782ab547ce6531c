"""What could have stood at a place: words of the language of the file, and shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evaluator.diagnostics.model import Fact, Shape
from evaluator.syntax.keywords import Vocabulary
from evaluator.syntax.scanner import MARKS
from evaluator.syntax.spelling import edits

MOST = 6
"""The most alternatives a message names."""
MOST_COMPARED = 40
"""How much of what was found alternatives are compared with."""

_SHAPES: Mapping[str, Shape] = {
    "NAME": Shape("id"),
    "NUMBER": Shape("number"),
    "TEXT": Shape("text"),
    "DAY": Shape("day", "2021-12-31"),
}
_SIGNS = frozenset({"_PLUS", "MINUS", "_STAR", "_SLASH", "COMPARE"})
_ENDINGS = frozenset({"_SEP", "_CLOSE"})


def expected(acceptable: Iterable[str], words: Vocabulary, found: str) -> tuple[Fact, ...]:
    """At most six alternatives: what is written most like `found` first, literals before words."""
    terminals = list(acceptable)
    near = found[:MOST_COMPARED]
    phrases = sorted(set(_phrases(terminals, words)), key=lambda text: (edits(near, text), text))
    return _alternatives(terminals, phrases, words)


def expected_lines(heads: Sequence[str], words: Vocabulary, found: str) -> tuple[Fact, ...]:
    """At most six words a line may begin with: those `found` may be a slip of, then in order."""
    near = found[:MOST_COMPARED]

    def unlike(phrase: str) -> int:
        count = edits(near, phrase)
        return count if 2 * count < max(len(near), len(phrase)) else MOST_COMPARED

    return _alternatives(heads, sorted(_phrases(heads, words), key=unlike), words)


def _alternatives(
    terminals: Sequence[str], phrases: Sequence[str], words: Vocabulary
) -> tuple[Fact, ...]:
    found: list[Fact] = [_SHAPES[terminal] for terminal in _SHAPES if terminal in terminals]
    if _ENDINGS.intersection(terminals):
        found.append(Shape("end"))
    if _SIGNS.intersection(terminals) > {"MINUS"}:
        found.append(Shape("sign", "+"))
    marks = [mark for mark, terminal in MARKS.items() if terminal in terminals]
    found += [f"`{mark}`" for mark in marks if MARKS[mark] not in _SIGNS | _ENDINGS]
    found += [f"`{text}`" for text in phrases]
    parts = [terminal for terminal in ("TREE", "TREES") if terminal in terminals]
    if parts:
        found.insert(MOST - 1, Shape("part", words.spelled(parts[0], "criterion")))
    return tuple(found[:MOST])


def _phrases(terminals: Iterable[str], words: Vocabulary) -> Iterator[str]:
    for terminal in terminals:
        if terminal not in {"TREE", "TREES"}:
            yield from (phrase.text for phrase in words.by_terminal.get(terminal, ()))
