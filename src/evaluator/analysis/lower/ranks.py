"""Ranks: what they go by, and whether it is the subjects that are ranked or groups of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.analysis.lower.formulas import quantity
from evaluator.analysis.lower.reach import Reach
from evaluator.diagnostics.kinds import names
from evaluator.model import instrument as model
from evaluator.model.formula import End, InputValue, ItemValue, NamedValue
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class Ranked:
    """What ranks may go by where they stand.

    Attributes:
        subjects: what may be named of a subject.
        own: what may be named of the group that the ranks stand in.
        groups: what may be named of other groups, by their kind; none within one group.
    """

    subjects: Reach
    own: Reach
    groups: Mapping[str, Reach]


def lower_rank(ranked: Ranked, statement: tree.Rank) -> model.Ranking | None:
    """The ranks with every name resolved."""
    places = [_place(ranked, by.of) for by in statement.by]
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        return None
    if len({kind for kind, _ in known}) > 1:
        ids = tuple(by.of.text for by in statement.by)
        ranked.own.report(names.RANK_OF_SEVERAL, statement.name.at, id=statement.name.text, of=ids)
        return None
    ground = ranked.own.scope.ground(statement.at, statement.under)
    by = [_by(reach, one) for (_, reach), one in zip(known, statement.by, strict=True)]
    found = tuple(one for one in by if one is not None)
    if len(found) < len(by):
        return None
    return model.Ranking(
        id=statement.name.text,
        label=statement.label.text if statement.label else None,
        ranked=known[0][0],
        by=found,
        ties=model.Ties(statement.ties.removeprefix("ties_")),
        ground=ground,
    )


def _place(ranked: Ranked, name: tree.Name) -> tuple[str | None, Reach] | None:
    """Whose value a name is: of a kind of group, or `None` of a subject."""
    if name.text in ranked.subjects.scope.quantities:
        return None, ranked.subjects
    for kind, reach in ranked.groups.items():
        if name.text in reach.scope.quantities:
            return kind, reach
    if name.text in ranked.own.scope.quantities:
        ranked.own.report(names.RANK_OF_ONE, name.at, id=name.text)
    else:
        ranked.subjects.scope.report_out_of_reach(name, ranked.subjects.scope.quantities)
    return None


def _by(reach: Reach, by: tree.RankBy) -> model.RankBy | None:
    reference = tree.Reference(at=by.at, name=by.of, as_published=by.as_published)
    typed = quantity(reach, reference, reach.scope.ground(by.at, ()))
    if typed is None:
        return None
    if not isinstance(typed.term, ItemValue | NamedValue | InputValue):
        raise AssertionError("a name stands for nothing else")
    first = End.HIGHEST if by.order == "highest_first" else End.LOWEST
    return model.RankBy(of=typed.term, first=first)
