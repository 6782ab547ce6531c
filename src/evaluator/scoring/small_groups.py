"""Which groups nothing but their number is told of: the small ones, and what would give them away.

The figures of a group of few are those of persons; so are figures that rest on few, because the
others of the group could not be measured. Where the figures of all subjects together are told,
those of one hidden group are what the told ones leave over; so groups are hidden until what is left
over rests on as many subjects as a group must have, or on none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from evaluator.backends.exact.groups import Statistics
from evaluator.model.formula import OverSubjects

Numbers = Mapping[str, int]
"""How many subjects something rests on, by what it is."""
SUBJECTS, MEASURED = "subjects", "measured"


class Hidden(StrEnum):
    """Why a group is not told of; the word of the column `status`."""

    TOO_SMALL = "too_small"
    FEW_MEASURED = "few_measured"
    """There are enough subjects, but some figure would rest on few of them."""
    WITHHELD = "withheld"
    """With its figures those of smaller groups could be worked out."""


def numbers_of(statistics: Statistics) -> Numbers:
    """The subjects, those that are measured, and those that each aggregate of values gathers.

    Measured are those that wait for nothing and have a score. A count of subjects gathers no
    values.
    """
    found = {
        SUBJECTS: statistics.subjects,
        MEASURED: statistics.subjects - statistics.incomplete - statistics.not_scored,
    }
    gathering = ((term, one) for term, one in statistics.terms.items() if gathers(term))
    return found | {what_of(term): one.count for term, one in gathering}


def gathers(term: OverSubjects) -> bool:
    """Whether an aggregate is of values of subjects."""
    return term.of is not None and term.of_groups is None


def what_of(term: OverSubjects) -> str:
    """What is gathered, from whom, and how it is weighed: a mean is told where the sum is."""
    # Where the rules say so is no part of it: grounds are not shown.
    return repr((term.of, term.weight, term.where))


def too_small(groups: Mapping[str | None, Numbers], least: int) -> Mapping[str | None, Hidden]:
    """The groups with a figure of fewer than `least` subjects, by id; of nobody none is hidden."""
    few = {id_: numbers for id_, numbers in groups.items() if _is_few(numbers, least)}
    return {
        id_: Hidden.TOO_SMALL if numbers[SUBJECTS] < least else Hidden.FEW_MEASURED
        for id_, numbers in few.items()
    }


def with_others(
    groups: Mapping[str | None, Numbers],
    small: Mapping[str | None, Hidden],
    elsewhere: Numbers,
    least: int,
) -> Mapping[str | None, Hidden]:
    """The small groups of one kind, and the next in size that are hidden for their sake.

    Args:
        groups: of each group of the kind what is told of all subjects together too.
        small: those that are too small.
        elsewhere: the same of the subjects of the whole that stand in no group of this kind.
        least: how many subjects a figure must rest on to be told.
    """
    found = dict(small)
    over = _together([elsewhere, *(groups[id_] for id_ in small)])
    larger = [id_ for id_, one in groups.items() if one[SUBJECTS] and id_ not in small]
    for id_ in sorted(larger, key=lambda id_: (groups[id_][SUBJECTS], id_ or "")):
        if not _is_few(over, least):
            break
        found[id_] = Hidden.WITHHELD
        over = _together([over, groups[id_]])
    return found


def _is_few(numbers: Numbers, least: int) -> bool:
    return any(0 < number < least for number in numbers.values())


def _together(several: Iterable[Numbers]) -> Numbers:
    found: dict[str, int] = {}
    for numbers in several:
        for what, number in numbers.items():
            found[what] = found.get(what, 0) + number
    return found
