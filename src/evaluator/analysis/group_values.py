"""What the values of groups can come to, from what their subjects can."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.analysis.attainable import Attainable, Subjects
from evaluator.model.instrument import Incomplete, Instrument


def groups_of(
    instrument: Instrument, attainable: Attainable
) -> Iterator[tuple[Instrument, Attainable]]:
    """The rules of each group as an instrument of its own, with what its values can come to."""
    of: dict[str | None, Subjects] = {}
    found: dict[str | None, tuple[Instrument, Attainable]] = {}
    of_groups = next((x.incomplete_group for x in instrument.groups if x.id is None), None)
    # All subjects together come last: their rules may look at the groups.
    for rules in sorted(instrument.groups, key=lambda rules: rules.id is None):
        of[None] = Subjects(attainable, _counts_as(rules.incomplete))
        group = instrument.for_group(rules)
        found[rules.id] = group, Attainable(group, subjects=dict(of))
        of[rules.id] = Subjects(found[rules.id][1], _counts_as(of_groups))
    for rules in instrument.groups:
        yield found[rules.id]


def _counts_as(policy: Incomplete | None) -> Fraction | None:
    return None if policy is None else policy.counts_as
