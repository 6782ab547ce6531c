"""What groups need of their subjects, kept beside the result: each subject is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluator.backends.sql.groups import GroupStatistics
from evaluator.backends.sql.nodes import Column
from evaluator.backends.sql.outputs import Output
from evaluator.backends.sql.plan import Plan

MEMBER_ROWS = "member_rows"
"""The relation that statistics are summed up from: one row a subject that was scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedPlan:
    """One query for the result of every subject and what its groups need of it.

    Attributes:
        plan: its query has, behind the columns of the result, those that groups need besides.
        beside: the names of these further columns.
        members: for each column of `member_rows`, the column of the query it stands in.
        groups: the statistics of every kind of group, over `member_rows`.
    """

    plan: Plan
    beside: tuple[str, ...]
    members: Mapping[str, str]
    groups: tuple[GroupStatistics, ...]


def placed_in(wanted: Iterable[str], told: Sequence[Output]) -> Mapping[str, str]:
    """Where each wanted column stands: in a column of the result as it is, else in one of its own.

    A column of its own has a name that no column of a file can have.
    """
    as_it_is = {one.node.name: one.column.name for one in told if isinstance(one.node, Column)}
    return {name: as_it_is.get(name, f"\x01{name}") for name in sorted(wanted)}
