"""A formula in the place of a field: `sum of (months * percent) in jobs`, told as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from evaluator.diagnostics.model import Fact
from evaluator.source import Span
from evaluator.syntax.scanner import BARE, WORDS

if TYPE_CHECKING:
    from evaluator.syntax.run import Run

_ENDS = ("HIGHEST", "LOWEST")
_AGGREGATES = frozenset({"SUM", "MEAN", *_ENDS})
_BEHIND = frozenset({"_IN", "_WHERE"})
"""What stands behind the field: an aggregate that has come so far is no longer at it."""
_LIST = re.compile(r"[ \t]*(\w+)")
_ONE_WORD = re.compile(r"\w+")


def formula_over_records(run: Run, found: int) -> tuple[Span, Mapping[str, Fact]] | None:
    """Where such a formula stands and what is said of it, if what was found belongs to one."""
    aggregate = _aggregate(run)
    place = None if aggregate is None else _list_behind(run, aggregate.end, found)
    if aggregate is None or place is None:
        return None
    inside, records = place
    written = run.scanner.text[aggregate.end : inside].strip()
    formula = written[1:-1].strip() if is_enclosed(written) else written
    facts = {"formula": formula, "list": records[1], "aggregate": aggregate.text}
    return run.span(aggregate.start, records.end()), facts


def _aggregate(run: Run) -> Span | None:
    """The first aggregate that waits for its field, with how many of the highest it takes."""
    tokens = run.tokens[len(run.tokens) - len(run.head) :]
    terminals = [token.terminal for token in tokens]
    waiting = (
        at
        for at, terminal in enumerate(terminals)
        if terminal in _AGGREGATES and _BEHIND.isdisjoint(terminals[at:])
    )
    at = next(waiting, None)
    if at is None:
        return None
    takes_few = terminals[at + 1 : at + 2] == ["NUMBER"] and terminals[at + 2 : at + 3]
    last = tokens[at + 2] if takes_few and takes_few[0] in _ENDS else tokens[at]
    return tokens[at].at.to(last.at)


def _list_behind(run: Run, start: int, found: int) -> tuple[int, re.Match[str]] | None:
    """Where `in` stands behind an aggregate, at what was found or further on, and the list.

    A single word before it is a field, and nothing of this sort.
    """
    text = run.scanner.text
    line = BARE.match(text, start)
    for word in WORDS.finditer(text, start, line.end() if line else start):
        phrases = run.scanner.words.at(text, word.start())
        end = next((end for phrase, end in phrases if phrase.terminal == "_IN"), None)
        if end is not None and word.start() >= found:
            records = _LIST.match(text, end)
            is_formula = not _ONE_WORD.fullmatch(text[start : word.start()].strip())
            return (word.start(), records) if records and is_formula else None
    return None


def is_enclosed(written: str) -> bool:
    """Whether the first bracket is closed by the last."""
    depth = 0
    for place, char in enumerate(written):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return char == ")" and place == len(written) - 1
    return False
