"""Which words may begin a line in the braces of a statement.

The grammar takes every line in every part, so that a misplaced one is told with better words than
a grammar has. What a message offers at a place is only what may stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_VALUES = ("_VALUE", "_INPUT", "_BANDS")
_INSTRUMENT = (
    "_IN_FORCE", "_SCALE", "TREE", "_EVERY", *_VALUES, "_WEIGHTS_OF", "_ASSUMPTION", "_EVIDENCE",
    "_CATEGORIES", "_NOT_SCORED_WHEN", "_CLAIM", "_ISSUER", "_BASIS", "_ASSESSES", "DRAFT",
    "_FOR_EACH", "_FOR_ALL",
)  # fmt: skip
_EVERY = (
    "_RATED_ON", "_VALUE", "_LEVEL", "_ANSWER", "_WITHOUT_EVIDENCE", "_NOT_APPLICABLE",
    "_APPLIES_WHEN", "MAY_BE_NOT_APPLICABLE", "MAY_NOT_BE_NOT_APPLICABLE", "_REPEATED_FOR",
)  # fmt: skip
_GROUP = (*_VALUES, "_RANK", "INCOMPLETE_SUBJECT")
_IN: Mapping[str, Sequence[str]] = {
    "_INSTRUMENT": _INSTRUMENT,
    "TREE": (
        "_RATED_ON",
        "_VALUE",
        "TREE",
        *_EVERY[2:],
        "_EVERY",
        "_WEIGHT",
        "_LABEL",
        "_MAXIMUM",
        "_CODE",
    ),
    "_EVERY": _EVERY,
    "_FOR_EACH": _GROUP,
    "_FOR_ALL": (*_GROUP, "INCOMPLETE_GROUP"),
}
"""The words that may begin a line, those that are most used first, by what the braces belong to."""
_CHANGING = ("_CHANGE", "_ADD", "_REMOVE")
_AMENDING = frozenset({"_AMENDS", "CORRECTS"})


def heads(acceptable: Iterable[str], opened: Sequence[str]) -> list[str]:
    """Of what the grammar takes, what may begin a line in the braces of a statement.

    `opened` is the head of that statement by terminals; nothing at the outermost level of a file.
    """
    owner = next((terminal for terminal in opened[:2] if terminal in _IN), None)
    taken = [terminal for terminal in acceptable if terminal != "_CLOSE"]
    if owner is None:
        return taken
    allowed = list(_IN[owner])
    if owner == "_INSTRUMENT" and _AMENDING.intersection(opened):
        allowed = [*_CHANGING, "_RENAME", *allowed]
    elif opened[0] == "_CHANGE":
        allowed = [*allowed, *_CHANGING]
    return [terminal for terminal in allowed if terminal in taken]
