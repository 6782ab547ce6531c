"""Ids that an amendment changes or removes without the word with which they are declared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evaluator.diagnostics.model import Fact
from evaluator.syntax.keywords import Phrase

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_ADDRESSING = frozenset({"_CHANGE", "_REMOVE", "_RENAME"})
_DECLARING = (
    "VALUE", "INPUT", "ASSUMPTION", "SCALE", "EVIDENCE", "BANDS", "CATEGORIES", "RANK", "TREE",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d]\w*", re.ASCII)
_MOST = 4


def words_of_id(run: Run, start: int) -> tuple[Sequence[Phrase], Mapping[str, Fact]] | None:
    """The words that may stand before an id, and what is said; none where no id stands bare.

    It is the one with which the file declares the id; else any that can stand there.
    """
    name = _WORD.match(run.scanner.text, start)
    if name is None or len(run.head) != 1 or run.head[0] not in _ADDRESSING:
        return None
    if next(run.scanner.words.at(run.scanner.text, start), None) is not None:
        return None
    acceptable = {terminal.strip("_"): terminal for terminal in run.machine.acceptable()}
    possible = [
        phrase
        for word in _DECLARING
        if word in acceptable
        for phrase in run.scanner.words.by_terminal[acceptable[word]]
    ]
    declared = [each for each in possible if _declares(run.scanner.text, each.text, name[0])]
    phrases = declared[:1] or possible[:_MOST]
    if not phrases:
        return None
    head = run.tokens[-1].at.text
    lines = tuple(f"{head} {phrase.text} {name[0]}" for phrase in phrases)
    return phrases, {"found": f"{head} {name[0]}", "id": name[0], "lines": lines}


def _declares(text: str, word: str, name: str) -> bool:
    return re.search(rf"(?:^|[{{;\r\n])[ \t]*{word}[ \t]+{name}\b", text) is not None
