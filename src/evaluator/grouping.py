"""Values of groups from the results of their subjects: `evaluate_groups`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from evaluator.api import InputInvalid
from evaluator.backends.exact.document import Json, Ranks, group_document
from evaluator.backends.exact.groups import (
    GroupAssessment,
    Statistics,
    assess_group,
    summarise,
    with_groups,
)
from evaluator.backends.exact.ranks import (
    Standing,
    group_entrant,
    standings,
    subject_entrant,
)
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.intake.document import Object, Value
from evaluator.intake.fields import Fields, Place, fields_at, fields_of
from evaluator.intake.mapping import read_mapping
from evaluator.intake.pointer import pointer_to
from evaluator.intake.questions import answer_value
from evaluator.intake.response import AnswerValue
from evaluator.model.instrument import GroupRules, Instrument, Question, Ranking
from evaluator.result import ENGINE, Result

Inputs = Mapping[str, AnswerValue]
"""What was said of one group, by the id of its input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group that was assessed; `id` is `None` for all subjects together."""

    id: str | None
    assessed: GroupAssessment
    ranks: Ranks = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupResults:
    """The values of every group: in the order of the rules, groups of one kind by their ids."""

    first: Result
    groups: tuple[Group, ...]

    @cached_property
    def document(self) -> Mapping[str, Json]:
        """The document `takar/groups/1` as plain data; figures are text."""
        decoded = self.first.decoded
        period = decoded.response.period
        return {
            "schema": "takar/groups/1",
            "instrument": decoded.instrument.id,
            "edition": decoded.instrument.edition,
            "period": {"from": str(period.first), "to": str(period.last)},
            "stage": self.first.stage.value,
            "groups": [
                group_document(group.assessed, group.id, group.ranks) for group in self.groups
            ],
            "provenance": {"rules_sha256": decoded.instrument.sha256, "engine": ENGINE},
        }

    def to_json(self) -> str:
        """The document as JSON: keys in schema order, two spaces, LF, one at the end."""
        return json.dumps(self.document, ensure_ascii=False, indent=2) + "\n"


def evaluate_groups(
    results: Sequence[Result],
    *,
    inputs: Mapping[str, Mapping[str, Mapping[str, object]]] | None = None,
    inputs_of_all: Mapping[str, object] | None = None,
) -> GroupResults:
    """The values of every group that the subjects of some results stand in.

    Args:
        results: of `evaluate`, one for each subject: one edition, one period, one stage.
        inputs: what is asked of the groups themselves, such as a target: by the kind of group, the
            id of the group, and the id of the input. A group without subjects may be named.
        inputs_of_all: what is asked of all subjects together, by the id of the input.

    Raises:
        InputInvalid: the results do not go together, or an input is not what the rules ask for.
        ValueError: there is no result.
    """
    if not results:
        raise ValueError("there are no groups without a result")
    reading = _Reading(results[0].decoded.instrument)
    reading.hold_together(results)
    said = reading.inputs(inputs or {}, inputs_of_all or {})
    members = [reading.members(results, rules) for rules in reading.instrument.groups]
    if reading.found:
        raise InputInvalid(tuple(reading.found))
    found: dict[str | None, list[tuple[Group, Sequence[Result]]]] = {}
    earlier: list[Group] = []
    # All subjects together come last: their rules may look at the groups.
    paired = zip(reading.instrument.groups, members, strict=True)
    for rules, known in sorted(paired, key=lambda one: one[0].id is None):
        found[rules.id] = []
        for name, subjects, given in _each(known, said.get(rules.id, {})):
            statistics = _statistics(rules, subjects, earlier)
            assessed = assess_group(reading.instrument, rules, statistics, given)
            found[rules.id].append((Group(id=name, assessed=assessed), subjects))
        earlier = [*earlier, *(group for group, _ in found[rules.id])]
    groups = [one for rules in reading.instrument.groups for one in found[rules.id]]
    return GroupResults(
        first=results[0],
        groups=tuple(_with_ranks(group, subjects, earlier) for group, subjects in groups),
    )


def _statistics(
    rules: GroupRules, subjects: Sequence[Result], groups: Sequence[Group]
) -> Statistics:
    """What the formulas of a group need of its subjects, and of the groups they look at."""
    statistics = summarise(rules, [result.assessment for result in subjects])
    return with_groups(rules, statistics, [group.assessed for group in groups])


def _with_ranks(group: Group, subjects: Sequence[Result], groups: Sequence[Group]) -> Group:
    """A group with the ranks of its subjects, and that of all with those of groups."""
    rankings = group.assessed.rules.rankings
    ranks = {ranking.id: _ranks(ranking, group, subjects, groups) for ranking in rankings}
    return replace(group, ranks=ranks)


def _ranks(
    ranking: Ranking, group: Group, subjects: Sequence[Result], groups: Sequence[Group]
) -> Sequence[Standing]:
    if ranking.ranked is None:
        rules = group.assessed.rules
        entrants = [
            subject_entrant(rules, ranking, _named(result), result.assessment)
            for result in subjects
        ]
    else:
        entrants = [
            group_entrant(group.assessed.rules, ranking, one.id, one.assessed)
            for one in groups
            if one.id is not None and one.assessed.rules.id == ranking.ranked
        ]
    return standings(ranking, entrants)


def _named(result: Result) -> tuple[str, str | None]:
    subject = result.decoded.response.subject
    return subject.id, subject.name


_Members = Mapping[str | None, Sequence[Result]]


def _each(
    members: _Members, said: Mapping[str | None, Inputs]
) -> Iterator[tuple[str | None, Sequence[Result], Inputs]]:
    for name in sorted({*members, *said}, key=lambda name: name or ""):
        yield name, members.get(name, ()), said.get(name, {})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was given, held against the rules."""

    instrument: Instrument
    found: list[Diagnostic] = field(default_factory=list)

    def hold_together(self, results: Sequence[Result]) -> None:
        """Results of other rules, another period or stage, and subjects that come twice."""
        seen: dict[str, int] = {}
        for number, result in enumerate(results):
            for expected, found in _differences(results[0], result):
                self._report(kinds.RESULTS_DIFFER, (number,), expected=expected, found=found)
            subject = result.decoded.response.subject.id
            if seen.setdefault(subject, number) != number:
                where = (number, "subject", "id")
                first = pointer_to(("results", seen[subject]))
                self._report(kinds.SUBJECT_TWICE, where, first=first)

    def members(self, results: Sequence[Result], rules: GroupRules) -> _Members:
        """The subjects of each group of one kind; one that names no group is reported."""
        if rules.id is None:
            return {None: results}
        groups: dict[str | None, list[Result]] = {}
        for number, result in enumerate(results):
            name = result.decoded.response.subject.groups.get(rules.id)
            if name is None:
                self._report(kinds.GROUP_MISSING, (number, "subject", "groups"), key=rules.id)
            else:
                groups.setdefault(name, []).append(result)
        return groups

    def inputs(
        self,
        given: Mapping[str, Mapping[str, Mapping[str, object]]],
        of_all: Mapping[str, object],
    ) -> Mapping[str | None, Mapping[str | None, Inputs]]:
        """What was said of the groups: by their kind and their id."""
        read = read_mapping({"inputs": given, "inputs_of_all": of_all})
        self.found.extend(read.diagnostics)
        if not isinstance(read.value, Object):
            return {}
        asked = {rules.id: self._asked(rules) for rules in self.instrument.groups}
        top = fields_at(read.value, Place("", self.found), ("inputs", "inputs_of_all"), ())
        known = tuple(kind for kind in asked if kind is not None)
        kinds_of = fields_of(top.values["inputs"], top.place, "inputs", known)
        if kinds_of is None:
            return {}
        said: dict[str | None, Mapping[str | None, Inputs]] = {}
        for kind in kinds_of.values:
            said[kind] = dict(_of_kind(kinds_of, kind, asked[kind]))
        whole = top.values["inputs_of_all"]
        of_whole = _answers(whole, top.place, "inputs_of_all", asked.get(None, {}))
        return {**said, None: {None: of_whole}} if None in asked else said

    def _asked(self, rules: GroupRules) -> Mapping[str, Question]:
        return self.instrument.for_group(rules).asks.asked

    def _report(self, kind: Kind, where: Sequence[str | int], /, **facts: Fact) -> None:
        pointer = pointer_to(("results", *where))
        self.found.append(Diagnostic(kind=kind, pointer=pointer, facts=facts))


def _differences(first: Result, other: Result) -> Iterator[tuple[str, str]]:
    """In what a result is not of the same rules, period and stage as the first, in both forms."""
    for one, another in zip(_setting(first), _setting(other), strict=True):
        if one != another:
            yield one, another


def _setting(result: Result) -> tuple[str, str, str]:
    instrument, period = result.decoded.instrument, result.decoded.response.period
    return (
        f"{instrument.id}@{instrument.edition}",
        f"{period.first} .. {period.last}",
        result.stage.value,
    )


def _of_kind(
    groups: Fields, kind: str, asked: Mapping[str, Question]
) -> Iterator[tuple[str, Inputs]]:
    place = groups.place.below(kind)
    for name, node in groups.entries(kind):
        yield name.value, _answers(node, place, name.value, asked)


def _answers(node: Value, place: Place, key: str, asked: Mapping[str, Question]) -> Inputs:
    """The inputs of one group, by their ids; what is `null` is missing."""
    fields = fields_of(node, place, key, tuple(asked))
    if fields is None:
        return {}
    read = {
        name: answer_value(inner, asked[name], fields.place, name, name)
        for name, inner in fields.values.items()
    }
    return {name: value for name, value in read.items() if value is not None}
