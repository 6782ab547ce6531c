"""Did you mean: the known names that look most like a mistaken one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from evaluator.diagnostics.kinds.inputs import UNKNOWN_ITEM

if TYPE_CHECKING:
    from evaluator.diagnostics.model import Diagnostic

_SAME = 0.8
"""From this likeness on, one name is meant and no other is offered."""

_TELLING = 4
"""The characters from which on a beginning tells a name."""

OFFERED = 3
"""The names offered where many are known and none is clearly meant."""

_LONGEST = 60
"""The characters compared; names are far shorter."""


def nearest(name: str, known: Iterable[str], offered: int | None = OFFERED) -> tuple[str, ...]:
    """The names most like `name`, the likeliest first; none only where none are known.

    One name where one is clearly meant; else `offered` of them, or with `None` all there are.
    """
    wanted = name[:_LONGEST].casefold()
    likeness = {other: _likeness(wanted, other) for other in known}
    ranked = sorted(likeness, key=lambda other: -likeness[other])
    if ranked and likeness[ranked[0]] >= _SAME:
        return (ranked[0],)
    return tuple(ranked[:offered])


def is_meant_elsewhere(name: str, found: Iterable[Diagnostic]) -> bool:
    """Whether another name has been reported that is this one misspelt."""
    unknown = (each.facts["near"] for each in found if each.kind is UNKNOWN_ITEM)
    return (name,) in unknown


def _likeness(wanted: str, other: str) -> float:
    """How alike two names are, from 0 to 1; one that begins with the other is meant."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only after a mistake

    other = other[:_LONGEST].casefold()
    likeness = SequenceMatcher(None, wanted, other, autojunk=False).ratio()
    shorter = min(wanted, other, key=len)
    if len(shorter) >= _TELLING and wanted.startswith(shorter) and other.startswith(shorter):
        return max(likeness, _SAME)
    return likeness
