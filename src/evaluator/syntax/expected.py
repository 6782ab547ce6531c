"""What could have stood at a place, in words of the language of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.syntax.keywords import Language, Vocabulary
from evaluator.syntax.scanner import MARKS
from evaluator.syntax.spelling import edits

MOST = 6
"""The most alternatives a message names."""
MOST_COMPARED = 40
"""How much of what was found alternatives are compared with."""

_SHAPES: Mapping[str, tuple[str, str]] = {
    "NAME": ("an id", "sebuah id"),
    "NUMBER": ("a number", "sebuah bilangan"),
    "TEXT": ("a text in double quotes", "teks dalam tanda kutip ganda"),
    "DAY": ("a date such as `2021-12-31`", "tanggal seperti `2021-12-31`"),
}
_END = ("the end of the line or `;`", "akhir baris atau `;`")
_PART = ("a part such as `{}`", "unsur seperti `{}`")
_SIGN = ("a sign such as `+`", "tanda hitung seperti `+`")
_SIGNS = frozenset({"_PLUS", "MINUS", "_STAR", "_SLASH", "COMPARE"})
_ENDINGS = frozenset({"_SEP", "_CLOSE"})


def expected(acceptable: Iterable[str], words: Vocabulary, found: str) -> tuple[str, ...]:
    """At most six alternatives: what is written most like `found` first, literals before words."""
    terminals = list(acceptable)
    column = 0 if words.language is Language.EN else 1
    shapes = [_SHAPES[terminal][column] for terminal in _SHAPES if terminal in terminals]
    if _ENDINGS.intersection(terminals):
        shapes.append(_END[column])
    if _SIGNS.intersection(terminals) > {"MINUS"}:
        shapes.append(_SIGN[column])
    marks = [mark for mark, terminal in MARKS.items() if terminal in terminals]
    shapes += [f"`{mark}`" for mark in marks if MARKS[mark] not in _SIGNS | _ENDINGS]
    near = found[:MOST_COMPARED]
    phrases = sorted(set(_phrases(terminals, words)), key=lambda text: (edits(near, text), text))
    alternatives = shapes + [f"`{text}`" for text in phrases]
    parts = [terminal for terminal in ("TREE", "TREES") if terminal in terminals]
    if parts:
        alternatives.insert(MOST - 1, _PART[column].format(words.spelled(parts[0], "criterion")))
    return tuple(alternatives[:MOST])


def _phrases(terminals: Iterable[str], words: Vocabulary) -> Iterator[str]:
    for terminal in terminals:
        if terminal not in {"TREE", "TREES"}:
            yield from (phrase.text for phrase in words.by_terminal.get(terminal, ()))
