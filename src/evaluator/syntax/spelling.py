"""Words that were meant: what the grammar can take that is written most like what stands here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.syntax.keywords import Phrase
from evaluator.syntax.machine import States, advance
from evaluator.syntax.scanner import Lexeme, Scanner

_CHUNK = re.compile(r"[^\W\d][\w-]*")
_BLANK = re.compile(r"[ \t]+")
_MOST_WORDS = 9
_STEM = 5
_TIES = {"TIES_SKIPPED", "TIES_DENSE"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A phrase that may be meant; of one that is not finished, how many words stand there."""

    phrase: Phrase
    end: int
    distance: int
    begun: int = 0


def meant_word(
    scanner: Scanner, start: int, states: States, acceptable: Iterable[str], *, strict: bool
) -> Lexeme | None:
    """The word that was meant at `start`, if one is near enough.

    `strict` asks that the statement can go on after it: so where an id could be meant as well.
    """
    found = list(_candidates(scanner, start, acceptable))
    most = max((candidate.begun for candidate in found), default=0)
    found = [candidate for candidate in found if candidate.begun in {0, most}]
    if {candidate.phrase.terminal for candidate in found} == _TIES:
        return None  # the regulation says which of the two it is
    found.sort(key=lambda c: (c.distance, -len(c.phrase.text), c.phrase.text))
    for candidate in found:
        after = advance(scanner.tables, states, candidate.phrase.terminal)
        if after is not None and scanner.goes_on(candidate.end, after):
            return _lexeme(scanner, start, candidate)
    if strict or not found or found[0].distance > 1 or len(found[0].phrase.text) < 5:
        return None
    return _lexeme(scanner, start, found[0])


def _lexeme(scanner: Scanner, start: int, candidate: _Candidate) -> Lexeme:
    phrase = candidate.phrase
    facts = {"found": scanner.text[start : candidate.end], "meant": phrase.text}
    return Lexeme(phrase.terminal, phrase.value, start, candidate.end, kinds.UNKNOWN_WORD, facts)


def _candidates(scanner: Scanner, start: int, acceptable: Iterable[str]) -> Iterator[_Candidate]:
    chunks = list(_chunks(scanner.text, start))
    standing = {p.value: end for p, end in scanner.words.at(scanner.text, start) if _is_tree(p)}
    terminals = frozenset(acceptable)
    yield from _other_words(scanner, chunks, terminals)
    for terminal in sorted(terminals):
        for phrase in scanner.words.by_terminal.get(terminal, ()):
            if _is_tree(phrase) and phrase.value in standing:
                yield _Candidate(phrase, standing[phrase.value], 0)
            yield from _near(scanner.text, start, chunks, phrase)


def _other_words(
    scanner: Scanner, chunks: list[tuple[str, int]], terminals: frozenset[str]
) -> Iterator[_Candidate]:
    """Phrases that are often written in other words, and are so here; the longest words first."""
    for count in range(len(chunks), 0, -1):
        phrase = scanner.words.meant.get(" ".join(word for word, _ in chunks[:count]))
        if phrase is not None and phrase.terminal in terminals:
            yield _Candidate(phrase, chunks[count - 1][1], 0)


def _is_tree(phrase: Phrase) -> bool:
    return phrase.terminal in {"TREE", "TREES"}


def _chunks(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The words from `start` on the same line, each with its end."""
    at = start
    for _ in range(_MOST_WORDS):
        match = _CHUNK.match(text, at)
        if match is None:
            return
        yield match[0].casefold(), match.end()
        blank = _BLANK.match(text, match.end())
        if blank is None:
            return
        at = blank.end()


def _near(
    text: str, start: int, chunks: list[tuple[str, int]], phrase: Phrase
) -> Iterator[_Candidate]:
    words = phrase.text.split(" ")
    limit = _limit(phrase.text)
    for count in range(max(1, len(words) - 1), min(len(chunks), len(words) + 1) + 1):
        typed = " ".join(word for word, _ in chunks[:count])
        if abs(len(typed) - len(phrase.text)) <= limit:
            distance = edits(typed, phrase.text)
            if distance <= limit and text[start : chunks[count - 1][1]] != phrase.text:
                yield _Candidate(phrase, chunks[count - 1][1], distance)
    first = chunks[0][0] if chunks else ""
    if len(words) == 1 and len(first) >= _STEM and words[0].startswith(first) and first != words[0]:
        yield _Candidate(phrase, chunks[0][1], len(words[0]) - len(first))
    shared = _shared(chunks, words)
    if 0 < shared < len(words) and len(words) > 1:
        yield _Candidate(phrase, chunks[shared - 1][1], len(words) - shared + limit, shared)


def _shared(chunks: list[tuple[str, int]], words: list[str]) -> int:
    """How many words a phrase that is not finished begins with."""
    shared = 0
    while shared < min(len(chunks), len(words)) and chunks[shared][0] == words[shared]:
        shared += 1
    return shared


def _limit(phrase: str) -> int:
    return 0 if len(phrase) < 3 else min(4, max(1, len(phrase) // 5))


def edits(a: str, b: str) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        next_row = [i]
        for j, right in enumerate(b, 1):
            cost = min(row[j] + 1, next_row[-1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return row[-1]
