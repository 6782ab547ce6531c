"""A word for parts that the language does not have: told once, and read as one from then on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.syntax.keywords import Phrase, Vocabulary, with_part
from evaluator.syntax.machine import States, advance

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_WORD = re.compile(r"[^\W\d]\w+(?:-\w+)*")
_MOST = 20
"""How many words are taken so: a tree has fewer."""
_DECLARED = re.compile(r'[ \t]+[a-z_]\w*[ \t]+"[^"\r\n]*"')
"""The id and the text of a part, behind its word."""


def unknown_part(run: Run, start: int) -> int | None:
    """Where a word ends that stands where only one for parts can; it is told the first time."""
    found = _WORD.match(run.scanner.text, start)
    after = advance(run.scanner.tables, run.machine.states, "TREE")
    if found is None or after is None or run.muted or _is_known(run, found[0]):
        return None
    is_wanted = bool(run.head) and set(run.machine.acceptable()) <= {"TREE", "TREES"}
    if not is_wanted and not (_is_usual(run, found[0]) and _declares(run, found.end(), after)):
        return None
    if found[0] not in run.unknown_parts and len(run.unknown_parts) >= _MOST:
        return None
    if found[0] not in run.unknown_parts:
        offered = tuple(phrase.text for phrase in _parts(run.scanner.words))
        at = run.span(start, found.end())
        facts: Mapping[str, Fact] = {"found": found[0], "meant": offered}
        run.unknown_parts[found[0]] = Diagnostic(kind=kinds.UNKNOWN_WORD, at=at, facts=facts)
    return found.end()


def words_with(words: Vocabulary, unknown: Mapping[str, Diagnostic], text: str) -> Vocabulary:
    """The words with those that are unknown, each for one that the text does not use, if it can."""
    unused = [part.value for part in _parts(words) if re.search(rf"\b{part.text}", text) is None]
    for word in unknown:
        stands_for = unused.pop(0) if unused else _parts(words)[0].value
        words = with_part(words, word, stands_for)
    return words


def _is_known(run: Run, word: str) -> bool:
    return any(word in words.by_word for words in (run.scanner.words, run.scanner.foreign))


def _is_usual(run: Run, word: str) -> bool:
    """Whether the word has been told already or begins two lines: once, it may be any slip."""
    return word in run.unknown_parts or _words_of_lines(run.scanner.text)[word] > 1


@lru_cache(maxsize=8)
def _words_of_lines(text: str) -> Counter[str]:
    """How many lines begin with a word, an id and a text, by the word: counted once a file."""
    lines = re.finditer(rf"(?:^|[{{;\r\n])[ \t]*({_WORD.pattern}){_DECLARED.pattern}", text)
    return Counter(line[1] for line in lines)


def _declares(run: Run, end: int, after: States) -> bool:
    """Whether an id and a text follow, and then what can follow those of a part."""
    declared = None if run.head else _DECLARED.match(run.scanner.text, end)
    for terminal in ("NAME", "TEXT"):
        following = advance(run.scanner.tables, after, terminal)
        if following is None:
            return False
        after = following
    return declared is not None and run.scanner.goes_on(declared.end(), after)


def _parts(words: Vocabulary) -> tuple[Phrase, ...]:
    """The words for one part, in the order of the alphabet."""
    return tuple(sorted(words.by_terminal["TREE"], key=lambda phrase: phrase.text))
