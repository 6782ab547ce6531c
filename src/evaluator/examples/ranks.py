"""The ranks an example expects among the subjects or groups that it states."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.analysis.lower.scope import unknown_id
from evaluator.backends.exact.ranks import standings, stated_entrant
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.examples.figures import Members
from evaluator.model.instrument import Instrument, Ranking
from evaluator.syntax import tree
from evaluator.values.amounts import Open


def rank_found(
    instrument: Instrument, line: tree.ExpectRank, stated: Mapping[str, Members]
) -> Diagnostic | None:
    """What is wrong with an expected rank: its line, or what comes out; `None` if nothing is.

    `stated` is who the example states, by the word for them.
    """
    rankings = {rank.id: rank for group in instrument.groups for rank in group.rankings}
    ranking = rankings.get(line.name.text)
    if ranking is None:
        return unknown_id(line.name, rankings)
    word = ranking.ranked or (instrument.assesses[0] if instrument.assesses else "")
    if word not in stated:
        facts: dict[str, Fact] = {"id": ranking.id, "word": word}
        return Diagnostic(kind=kinds.RANK_OF_NOBODY, at=line.at, facts=facts)
    known = [name for name, _ in stated[word] if name is not None]
    if line.of.text not in known:
        return unknown_id(tree.Name(at=line.of.at, text=line.of.text), known)
    return _compared(line, ranking, stated[word])


def _compared(line: tree.ExpectRank, ranking: Ranking, members: Members) -> Diagnostic | None:
    entrants = [stated_entrant(ranking, name or "", member) for name, member in members]
    if any(isinstance(amount, Open) for one in entrants for amount in one.amounts):
        by = ", ".join(one.of.id for one in ranking.by)
        return Diagnostic(kind=kinds.RANK_OPEN, at=line.at, facts={"id": ranking.id, "by": by})
    found = next(x for x in standings(ranking, entrants) if x.entrant.id == line.of.text)
    if found.rank is None:
        told: dict[str, Fact] = {"id": f'{ranking.id} "{line.of.text}"'}
        return Diagnostic(kind=kinds.EXAMPLE_WITHOUT_VALUE, at=line.at, facts=told)
    if found.rank == line.rank.value:
        return None
    facts: dict[str, Fact] = {"id": ranking.id, "who": line.of.text, "actual": found.rank}
    facts["expected"] = line.rank.written
    return Diagnostic(kind=kinds.RANK_DIFFERS, at=line.at, facts=facts)
