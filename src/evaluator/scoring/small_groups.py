"""Which groups nothing but their number is told of: the small ones, and what would give them away.

The figures of a group of few are those of persons. Where the figures of all subjects together are
told, those of one hidden group are what the told ones leave over; so groups are hidden until the
hidden subjects are as many as a group must have.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Hidden(StrEnum):
    """Why a group is not told of; the word of the column `status`."""

    TOO_SMALL = "too_small"
    WITHHELD = "withheld"
    """With its figures those of smaller groups could be worked out."""


def too_small(sizes: Mapping[str | None, int], least: int) -> Mapping[str | None, Hidden]:
    """The groups of fewer than `least` subjects, by id; of nobody nothing has to be hidden."""
    return {id_: Hidden.TOO_SMALL for id_, size in sizes.items() if 0 < size < least}


def with_others(
    sizes: Mapping[str | None, int],
    small: Mapping[str | None, Hidden],
    elsewhere: int,
    least: int,
) -> Mapping[str | None, Hidden]:
    """The small groups of one kind, and the next in size that are hidden for their sake.

    Args:
        sizes: how many subjects each group of the kind has.
        small: those that are too small.
        elsewhere: the subjects of the whole that stand in no group of this kind.
        least: how many subjects a group must have to be told of.
    """
    found = dict(small)
    over = elsewhere + sum(sizes[id_] for id_ in small)
    larger = [id_ for id_, size in sizes.items() if size and id_ not in small]
    for id_ in sorted(larger, key=lambda id_: (sizes[id_], id_ or "")):
        if not small or over >= least:
            break
        found[id_] = Hidden.WITHHELD
        over += sizes[id_]
    return found
