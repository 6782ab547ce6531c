"""Values of groups over a file of subjects: statistics by the engine, formulas by the evaluator."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from evaluator.analysis.references import references, walk
from evaluator.backends.exact.document import group_outcome
from evaluator.backends.exact.groups import (
    Gathered,
    GroupAssessment,
    Statistics,
    assess_group,
    with_groups,
)
from evaluator.backends.exact.ranks import group_entrant, standings
from evaluator.backends.sql.groups import GroupStatistics, What
from evaluator.backends.sql.members import GroupedPlan
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import BandIs, OverSubjects
from evaluator.model.instrument import GroupRules, Instrument, answered_item
from evaluator.scoring.engine import Engine, Row, file, name
from evaluator.scoring.gathering import Counted
from evaluator.scoring.group_columns import GroupColumn, group_rankings, inputs_told
from evaluator.scoring.group_inputs import GroupFile, GroupInputs
from evaluator.scoring.members import offer_members
from evaluator.scoring.output import Output
from evaluator.scoring.small_groups import (
    MEASURED,
    SUBJECTS,
    Hidden,
    Numbers,
    gathers,
    numbers_of,
    too_small,
    what_of,
    with_others,
)
from evaluator.scoring.work import Work
from evaluator.values.numbers import text_of

LEAST = 5
"""The subjects of a group from which on its values are told, unless another number is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupJob:
    """What is to be told of groups.

    Attributes:
        output: the file of groups, in the format of its name.
        inputs: files of what is asked of the groups themselves.
        least: of groups with fewer subjects, only the number of subjects is told.
    """

    output: Path
    inputs: tuple[GroupFile, ...] = ()
    least: int = LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTally:
    """What became of the groups.

    Attributes:
        groups: how many were written.
        small: how many of them are too small to be told of.
        few_measured: how many have a figure that rests on too few of their subjects.
        withheld: how many are not told of for the sake of those.
        remarks: how many subjects stand in no group.
    """

    groups: int
    small: int
    few_measured: int
    withheld: int
    remarks: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """All that the values of groups need besides the subjects.

    Attributes:
        columns: the columns of the file of groups.
        given: what was said of the groups themselves.
    """

    instrument: Instrument
    columns: tuple[GroupColumn, ...]
    job: GroupJob
    given: GroupInputs


def summed_up(
    engine: Engine, parts: tuple[Path, ...], plan: GroupedPlan, wide: frozenset[str]
) -> Counted:
    """The statistics of every group, from what its subjects were worked out by.

    `wide` are the columns of the parts that stand there as text.
    """
    offer_members(engine, parts, plan, wide)
    return {
        each.rules.id: dict(_statistics(each, engine.stream(each.text))) for each in plan.groups
    }


def write_groups(engine: Engine, counted: Counted, grouping: Grouping, work: Work) -> GroupTally:
    """Write every group: in the order of the rules, those of one kind by their ids."""
    columns, given = grouping.columns, grouping.given
    beside = work.file("groups.ndjson")
    statuses: Counter[str] = Counter()
    nowhere: dict[str, Statistics] = {}
    groups: dict[str | None, list[_Group]] = {}
    for rules in grouping.instrument.groups:
        found = dict(counted[rules.id])
        if rules.id is not None and (without := found.pop(None, None)):
            nowhere[rules.id] = without
        groups[rules.id] = list(_each(rules, found, given))
    hidden = _hidden(grouping.instrument, groups, nowhere, grouping.job.least)
    assessed_of = _looked_at(grouping.instrument, groups)
    ranks = _ranks(grouping.instrument, assessed_of)
    with beside.open("w", encoding="utf-8", newline="\n") as lines:
        for group, assessed in _looking_at_groups(grouping.instrument, groups, assessed_of):
            reason = hidden[group.rules.id].get(group.id)
            row = _row(grouping, group, assessed) if reason is None else _only(group, reason)
            if reason is None and group.id is not None:
                row |= ranks.get((group.rules.id, group.id), {})
            lines.write(json.dumps([row.get(c.name) for c in columns], ensure_ascii=False))
            lines.write("\n")
            statuses[row["status"]] += 1
    _settle(engine, columns, beside, grouping.job.output, work)
    return GroupTally(
        groups=statuses.total(),
        small=statuses[Hidden.TOO_SMALL],
        few_measured=statuses[Hidden.FEW_MEASURED],
        withheld=statuses[Hidden.WITHHELD],
        remarks=tuple(map(_without_group, nowhere.items())),
    )


def _without_group(found: tuple[str, Statistics]) -> Diagnostic:
    kind, without = found
    facts: dict[str, Fact] = {"kind": kind, "rows": without.subjects}
    return Diagnostic(kind=kinds.ROWS_WITHOUT_GROUP, facts=facts)


def _hidden(
    instrument: Instrument,
    groups: Mapping[str | None, Sequence[_Group]],
    nowhere: Mapping[str, Statistics],
    least: int,
) -> Mapping[str | None, Mapping[str | None, Hidden]]:
    """By the kind of group, the groups that nothing but their number is told of."""
    numbers = {
        kind: {one.id: numbers_of(one.statistics) for one in several}
        for kind, several in groups.items()
    }
    small = {kind: too_small(of_kind, least) for kind, of_kind in numbers.items()}
    if None not in small or None in small[None]:
        return small  # nothing is told of all subjects together
    (whole,) = (rules for rules in instrument.groups if rules.id is None)
    told = {SUBJECTS, MEASURED, *(what_of(term) for term in whole.asks if gathers(term))}
    # A figure over groups is told of the groups alone: nobody stands beside them there.
    looked_at = {term.of_groups for term in whole.asks_groups}
    beside = {
        kind: _of(told, numbers_of(found))
        for kind, found in nowhere.items()
        if kind not in looked_at
    }
    return {
        kind: with_others(
            {id_: _of(told, one) for id_, one in numbers[kind].items()},
            found,
            beside.get(kind or "", {}),
            least,
        )
        for kind, found in small.items()
    }


def _of(told: Collection[str], numbers: Numbers) -> Numbers:
    """Those that are told of all subjects together too."""
    return {what: number for what, number in numbers.items() if what in told}


# From rows of the engine to statistics -----------------------------------------------------------


def _statistics(
    summed: GroupStatistics, rows: Iterable[Row]
) -> Iterator[tuple[str | None, Statistics]]:
    places = {
        column.what: place for place, column in enumerate(summed.columns) if column.term is None
    }
    for row in rows:
        of_group = {what: row[place] for what, place in places.items()}
        yield (
            of_group.get(What.GROUP),
            Statistics(
                subjects=int(of_group[What.SUBJECTS]),
                incomplete=int(of_group[What.INCOMPLETE]),
                lacking=int(of_group.get(What.LACKING, 0)),
                not_scored=int(of_group[What.NOT_SCORED]),
                terms={term: _gathered(found) for term, found in summed.terms(row).items()},
            ),
        )


def _gathered(found: Mapping[What, Fraction | None]) -> Gathered:
    return Gathered(
        count=int(found[What.COUNT] or 0),
        total=found[What.TOTAL] or Fraction(0),
        weight=found[What.WEIGHT] or Fraction(0),
        highest=found[What.HIGHEST],
        lowest=found[What.LOWEST],
        open=int(found[What.OPEN] or 0),
        without=int(found[What.WITHOUT] or 0),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """One group; its id is `None` for all subjects together."""

    rules: GroupRules
    id: str | None
    statistics: Statistics
    inputs: Mapping[str, object]

    @property
    def head(self) -> dict[str, Any]:
        """The columns that every group has."""
        return {"kind": self.rules.id, "id": self.id, "subjects": self.statistics.subjects}

    def assess(self, instrument: Instrument) -> GroupAssessment:
        """What the group comes to."""
        return assess_group(instrument, self.rules, self.statistics, self.inputs)


def _each(
    rules: GroupRules, counted: Mapping[str | None, Statistics], given: GroupInputs
) -> Iterator[_Group]:
    """Every group that has subjects or inputs, and all subjects together even if there is none."""
    said = given.by_kind.get(rules.id, {})
    whole = {None} if rules.id is None else set()
    nobody = Statistics(subjects=0, terms={term: Gathered() for term in rules.asks})
    for id_ in sorted({*counted, *said, *whole}, key=lambda id_: id_ or ""):
        yield _Group(rules, id_, counted.get(id_, nobody), said.get(id_, {}))


_Assessed = Mapping[str | None, Sequence[tuple[_Group, GroupAssessment]]]
"""By their kind, the groups that others look at or that are ranked, with what they come to."""


def _looked_at(instrument: Instrument, groups: Mapping[str | None, Sequence[_Group]]) -> _Assessed:
    """A group that is too small to be told of counts here like any other: the rules say so."""
    kinds_of = {term.of_groups for rules in instrument.groups for term in rules.asks_groups}
    kinds_of |= {ranking.ranked for _, ranking in group_rankings(instrument)}
    return {kind: [(one, one.assess(instrument)) for one in groups[kind]] for kind in kinds_of}


def _looking_at_groups(
    instrument: Instrument,
    groups: Mapping[str | None, Sequence[_Group]],
    assessed: _Assessed,
) -> Iterator[tuple[_Group, GroupAssessment | None]]:
    """Every group in the order of the rules, those that others look at with what they come to."""
    every = [one for several in assessed.values() for _, one in several]
    for rules in instrument.groups:
        if rules.asks_groups:
            for group in groups[rules.id]:
                known = with_groups(rules, group.statistics, every)
                yield replace(group, statistics=known), None
        elif rules.id in assessed:
            yield from assessed[rules.id]
        else:
            yield from ((group, None) for group in groups[rules.id])


def _ranks(
    instrument: Instrument, assessed: _Assessed
) -> Mapping[tuple[str | None, str], Mapping[str, int | None]]:
    """The ranks of groups, by their kind and id; one that is open or not given is empty."""
    found: dict[tuple[str | None, str], dict[str, int | None]] = {}
    for rules, ranking in group_rankings(instrument):
        entrants = [
            group_entrant(rules, ranking, one.id, known)
            for one, known in assessed[ranking.ranked]
            if one.id is not None
        ]
        for standing in standings(ranking, entrants):
            place = (ranking.ranked, standing.entrant.id)
            found.setdefault(place, {})[ranking.id] = standing.rank
    return found


# From statistics to a row ------------------------------------------------------------------------


def _row(grouping: Grouping, group: _Group, known: GroupAssessment | None) -> dict[str, Any]:
    """The columns of a group; `known` is what it comes to, where that was worked out already."""
    rules, statistics = group.rules, group.statistics
    instrument = grouping.instrument
    assessed = known or group.assess(instrument)
    outcome: Any = group_outcome(assessed)
    row = {
        **group.head,
        "incomplete": assessed.incomplete,
        "left_out": assessed.left_out,
        "not_scored": statistics.not_scored,
        **{one.id: _text(group.inputs.get(one.id)) for one in inputs_told(rules)},
    }
    for value in rules.values:
        told = outcome["values"][value.id]
        row |= {value.id: told["published"], f"{value.id}_exact": told["exact"]}
    row |= {bands: told["label"] for bands, told in outcome["bands"].items()}
    return {**row, "status": _status(instrument, assessed, outcome)}


def _text(said: object) -> object:
    """What was said of a group, as a cell is read back in the type of its column."""
    match said:
        case Fraction():
            return text_of(said)
        case date():
            return said.isoformat()
        case _:
            return said


def _only(group: _Group, reason: Hidden) -> dict[str, Any]:
    """Of a group that is hidden only the number of its subjects is told."""
    return {**group.head, "status": reason.value}


def _status(instrument: Instrument, assessed: GroupAssessment, outcome: Any) -> str:
    """`complete`, or `incomplete: ` with the inputs of the group that are missing.

    The word for a subject stands there where the group waits for its subjects, and the kind of
    the groups where all wait for groups; behind it, what the open aggregates ask of these.
    """
    if outcome["status"] == "complete":
        return "complete"
    subject = instrument.assesses[0] if instrument.assesses else "subjects"
    asked: dict[str, dict[str, None]] = {}
    for term, found in assessed.statistics.terms.items():
        if found.open:
            names = asked.setdefault(term.of_groups or subject, {})
            names |= dict.fromkeys(_asked_of(term))
    waits = (f"{who} ({'; '.join(names)})" if names else who for who, names in asked.items())
    return f"incomplete: {', '.join([*outcome['missing'], *waits])}"


def _asked_of(term: OverSubjects) -> Iterator[str]:
    """What an aggregate asks of each subject or group: its value, its weight, its condition."""
    for part in (term.of, term.weight, term.where):
        if part is not None:
            tables = {x.id for x in walk(part) if isinstance(x, BandIs)}
            yield from sorted({answered_item(x) or x for x in references(part)} | tables)


# From rows to a file -----------------------------------------------------------------------------


def _settle(
    engine: Engine, columns: Sequence[GroupColumn], beside: Path, output: Path, work: Work
) -> None:
    """Write the rows in the format of the output, every column in its type."""
    cells = ", ".join(
        f"CAST(json->>'$[{place}]' AS {column.sql_type}) AS {name(column.name)}"
        for place, column in enumerate(columns)
    )
    rows = f"read_json_objects({file(beside)}, format='newline_delimited')"
    part = work.file("groups.parquet")
    engine.copy(f"SELECT {cells} FROM {rows}", part, "FORMAT parquet")
    Output(output, work.file("unfinished-groups")).settle(engine, (part,))
