"""What an answer replaced, where the answer is not carried.

A finding replaces the claim, a decision both. Where an amendment leaves the one that counted out,
those below it must not count in its place: nobody settled on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from evaluator.intake.plain import At, Plain, below, id_of

STAGES = ("answers", "findings", "decisions")
"""The sections of a response that answer a question, each replacing those before it."""


def leave_out_replaced(
    old: Mapping[str, Plain], new: dict[str, Plain], now: Callable[[str], str]
) -> Iterator[At]:
    """Take out of a carried response what was replaced by what is not carried.

    Args:
        old: the response as it stood.
        new: the response that is written; its sections lose entries.
        now: the id of a question as it is now.

    Yields: the places in `old` of what was taken out.
    """
    for lower, upper in combinations(STAGES, 2):
        above, carried = _members(old.get(upper)), _members(new.get(upper))
        replaced, kept = _members(old.get(lower)), _members(new.get(lower))
        for key, entry in above.items():
            question, slash, instance = key.partition("/")
            name = now(question) + slash + instance
            if not _answers(entry) or _answers(carried.get(name)):
                continue
            if instance and lower == "answers":
                kept_items = kept.get(now(question))
                yield from _instance_out(kept_items, replaced.get(question), instance, question)
            elif name in kept:
                del kept[name]
                yield below(lower, key)


def _instance_out(kept: Plain, replaced: Plain, instance: str, question: str) -> Iterator[At]:
    """Take the claim of one instance of a repeated part out; the instance stays, unanswered."""
    for each in _items(kept):
        if isinstance(each, dict) and id_of(each) == instance and _answers(each):
            place = next(i for i, one in enumerate(_items(replaced)) if id_of(one) == instance)
            yield below("answers", question).below("items", "").below(str(place), instance)
            for key in _SAID:
                each.pop(key, None)


_SAID = ("value", "not_applicable")


def _answers(entry: Plain) -> bool:
    """Whether an entry says what the answer is; documents and notes alone do not."""
    if isinstance(entry, dict):
        return any(entry.get(key) is not None for key in _SAID)
    return entry is not None


def _items(entry: Plain) -> list[Plain]:
    found = entry.get("items") if isinstance(entry, dict) else None
    return found if isinstance(found, list) else []


def _members(section: Plain) -> dict[str, Plain]:
    return section if isinstance(section, dict) else {}
