"""What stands above the columns of a group: the values they are for, and where the rules say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.backends.sql.groups import Gathered, What
from evaluator.backends.sql.words import Words
from evaluator.diagnostics.visible import visible
from evaluator.model.formula import OverSubjects, everything_in
from evaluator.model.instrument import GroupRules
from evaluator.source import NOWHERE


def notes_of(rules: GroupRules, gathered: Iterable[Gathered], words: Words) -> Mapping[str, str]:
    """By the first column of each aggregate, the values that need it, with its line.

    By the column of those who lack an answer, who they are.
    """
    found: dict[OverSubjects | What, tuple[str, str]] = {}
    for one in gathered:
        term = one.column.term
        if term is not None and term not in found:
            found[term] = one.column.name, ", ".join(_told(rules, term))
        if one.column.what is What.LACKING:
            found[one.column.what] = one.column.name, words.lacking
    return dict(found.values())


def _told(rules: GroupRules, term: OverSubjects) -> Iterator[str]:
    yield from (value.id for value in rules.values if term in everything_in(value.formula))
    yield from (bands.id for bands in rules.bands if term in everything_in(bands))
    at = term.ground.at
    if at != NOWHERE:
        yield f"{visible(at.source.name)}:{at.line}"
