"""Parts of one kind in a sentence: all of them, or all but a few, in one word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from evaluator.reports.words import Words

_MANY, _FEW = 4, 3
"""From how many parts on they are said in one word, and how many may be the exception."""


def in_one_word(
    say: Words,
    word: str,
    every: Sequence[str],
    told: AbstractSet[str],
    name: Callable[[str], str],
) -> str | None:
    """Those that are told of all that go by a word, by their ids; `None`: each is to be named."""
    others = [name(one) for one in every if one not in told]
    if len(every) - len(others) < _MANY or len(others) > _FEW:
        return None
    facts = {"word": word, "count": str(len(every)), "others": say.listed(others)}
    return say("all_but" if others else "all_of", **facts)
