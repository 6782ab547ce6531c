"""What an accepted result comes to as time goes by, while nobody adds or renews anything.

The period that was assessed stays what it was. What moves is the day that rules read as its end:
on which documents must be valid, and from which windows count back. All else is a matter of the
response, so the result changes on few days only, and those are known beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from math import comb

from evaluator.backends.exact.assess import Assessment, assess
from evaluator.backends.exact.document import Json, outcome_document
from evaluator.backends.exact.documents import Judged
from evaluator.backends.exact.judge import AnswerJudgement, answer_text, judge_documents
from evaluator.backends.exact.judgement import Judgement
from evaluator.backends.exact.steps import Input, Read, Use
from evaluator.intake.editions import EditionInfo
from evaluator.intake.pointer import below
from evaluator.intake.response import Record, Response, Stage
from evaluator.model.formula import (
    CompareDays,
    DaysBetween,
    FixedDay,
    PeriodDay,
    PeriodEnd,
    Within,
    everything_in,
)
from evaluator.model.instrument import DatedBefore, Instrument, ValidAtEnd
from evaluator.values.windows import Length, WithinBefore, day_outside, turns

Outcome = Mapping[str, Json]
"""Status, values and categories, and the state and level of every rated item."""


class Turn(StrEnum):
    """How a date begins to count otherwise."""

    ENTERS = "enters"
    """It comes into a window of time."""
    LEAVES = "leaves"
    """It has left one."""
    PASSES = "passes"
    """The end of the period passes it, or is a full year, month or day further from it."""


Dates = Mapping[str, tuple[date, Turn]]
"""Dates that count otherwise than the day before, by their places."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day from which the result is another.

    Attributes:
        before, after: what it came to until then, and comes to from then on.
        documents: those that proved something until then and no longer do, or the other way round;
            by id, what they were worth and are worth.
        dates: by their places, those that count otherwise from this day on, and how.
        unless: the smallest sets of documents whose renewal keeps the result as it was: the score,
            where it would be another, else the items.
    """

    on: date
    before: Outcome
    after: Outcome
    documents: Mapping[str, tuple[Judged, Judged]]
    dates: Dates
    unless: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The result on the last day of the period, and every change of it.

    Attributes:
        until: the last day that was looked at; `None` where there is no other change ever.
        standing: the items whose level is what a finding or decision says, whatever becomes of
            their documents.
    """

    first: date
    until: date | None
    outcome: Outcome
    standing: tuple[str, ...]
    changes: tuple[Change, ...]


def forecast(
    instrument: Instrument, response: Response, stage: Stage, until: date | None = None
) -> Forecast:
    """What becomes of a result, day by day.

    Raises:
        ValueError: there is no end to it by these rules, and `until` does not say one.
    """
    if until is None:
        until = last_day(instrument, response)
    if until is None and is_endless(instrument):
        raise ValueError("these rules count the time up to the end of the period")
    start = response.period.last
    watch = _Watch(instrument, response, stage)
    moment = watch.on(start)
    first, changes = moment.outcome, []
    judged = moment.assessment.leaves, moment.assessment.answered
    standing = tuple(_standing(*judged))
    turning = _by_day(watch, until)
    for day in sorted(day for day in turning if day > start and (until is None or day <= until)):
        later = watch.on(day)
        if later.outcome != moment.outcome:
            changes.append(_change(watch, day, later, turning[day]))
        moment = later
    return Forecast(start, until, first, standing, tuple(changes))


def last_day(instrument: Instrument, response: Response) -> date | None:
    """The last day the edition is in force, on which a forecast ends by itself; `None` without.

    A period that ends later still has its own last day.
    """
    if instrument.last is None:
        return None
    return max(instrument.last, response.period.last)


def _standing(
    leaves: Mapping[str, Judgement], answered: Mapping[str, AnswerJudgement]
) -> Iterator[str]:
    """The parts with a finding or decision, which stands whatever becomes of documents."""
    for name, leaf in leaves.items():
        if leaf.verified is not None or leaf.final is not None:
            yield name
    for name, answer in answered.items():
        if answer.asked.needs and (answer.verified is not None or answer.final is not None):
            yield name


# One day -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Moment:
    """The result as it is on one day."""

    assessment: Assessment
    documents: Mapping[str, Judged]

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.assessment)


@dataclass(frozen=True, slots=True)
class _Watch:
    """One response, looked at on any day."""

    instrument: Instrument
    response: Response
    stage: Stage

    def on(self, day: date, renewed: Mapping[str, Judged] | None = None) -> _Moment:
        """The result on a day; `renewed` documents are worth what they are said to be."""
        response = as_of(self.response, day)
        documents = judge_documents(self.instrument, response, self.stage)
        documents = {**documents, **(renewed or {})}
        found = assess(self.instrument, response, self.stage, documents)
        return _Moment(found, documents)


def as_of(response: Response, day: date) -> Response:
    """The response with a day that is read as the end of its period."""
    return replace(response, period=replace(response.period, judged=day))


def outcome_of(assessment: Assessment) -> Outcome:
    """What a result comes to."""
    items: dict[str, Json] = {
        name: {
            "state": judged.state.value,
            "counted": None if judged.counted is None else str(judged.counted),
        }
        for name, judged in assessment.leaves.items()
    }
    items |= {
        name: {"state": judged.state.value, "counted": answer_text(judged.counted)}
        for name, judged in assessment.answered.items()
        if judged.asked.needs
    }
    return {**outcome_document(assessment), "items": items}


# The days on which something may change ----------------------------------------------------------


def is_endless(instrument: Instrument) -> bool:
    """Whether the result may change for ever: its rules count the time up to the period's end."""
    return bool(_Rules.of(instrument).lengths)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the rules hold against the end of the period.

    Attributes:
        windows: that count back from it.
        lengths: in which the time to it is counted.
        compared: whether it is compared with a date.
        fixed: the dates that stand in the rules.
    """

    windows: frozenset[WithinBefore]
    lengths: frozenset[Length]
    compared: bool
    fixed: frozenset[date]

    @classmethod
    def of(cls, instrument: Instrument) -> _Rules:
        """Those of an instrument."""
        parts = [part for part in everything_in(instrument) if isinstance(part, _Part)]
        between = [x for x in parts if isinstance(x, DaysBetween)]
        compared = [x for x in parts if isinstance(x, CompareDays)]
        return cls(
            windows=frozenset(x for x in parts if isinstance(x, WithinBefore)),
            lengths=frozenset(x.unit for x in between if _END in (x.first, x.last)),
            compared=any(_END in (x.left, x.right) for x in compared)
            or any(isinstance(x, Within) and x.day == _END for x in parts),
            fixed=frozenset(x.value for x in parts if isinstance(x, FixedDay)),
        )

    def turns(self, stated: date, start: date, until: date | None) -> Iterator[tuple[date, Turn]]:
        """The days from which a date counts otherwise, and how."""
        if until is not None:
            for unit in self.lengths:
                yield from ((day, Turn.PASSES) for day in turns(unit, stated, start, until))
        if self.compared:
            yield stated, Turn.PASSES
            if stated < date.max:
                yield stated + timedelta(days=1), Turn.PASSES
        for window in self.windows:
            for day in _edges(window, stated):
                yield day, Turn.ENTERS if day == stated else Turn.LEAVES


_END = PeriodDay(end=PeriodEnd.LAST)


def _by_day(watch: _Watch, until: date | None) -> Mapping[date, Dates]:
    """Each day on which a document or date counts otherwise than the day before."""
    found: dict[date, dict[str, tuple[date, Turn]]] = {day: {} for day in _of_documents(watch)}
    rules, period = _Rules.of(watch.instrument), watch.response.period
    for stated in (*rules.fixed, period.first, period.last):
        for day, _ in rules.turns(stated, period.last, until):
            found.setdefault(day, {})
    for place, stated in _dates(watch):
        for day, turn in rules.turns(stated, period.last, until):
            found.setdefault(day, {})[place] = stated, turn
    return found


def _of_documents(watch: _Watch) -> Iterator[date]:
    kinds = {kind.id: kind for kind in watch.instrument.evidence}
    for document in watch.response.evidence.values():
        for rule in kinds[document.kind].requirements:
            if isinstance(rule, ValidAtEnd):
                until = document.valid_until
                if until is not None and until < date.max:
                    yield until + timedelta(days=1)
            elif isinstance(rule, DatedBefore) and document.dated is not None:
                window = WithinBefore(count=rule.count, unit=rule.unit)
                yield from _edges(window, document.dated)


def _edges(window: WithinBefore, stated: date) -> Iterator[date]:
    """The day on which a date comes into a window, and the one on which it has left it."""
    yield stated
    outside = day_outside(window, stated)
    if outside is not None:
        yield outside


_Part = WithinBefore | Within | CompareDays | DaysBetween | FixedDay
"""What has to do with time."""


def _dates(watch: _Watch) -> Iterator[tuple[str, date]]:
    """Every date that is stated, with its place in the response."""
    facts = watch.on(watch.response.period.last).assessment.evaluation.facts
    for name, given in facts.inputs.items():
        if isinstance(given, date):
            places = (p for p in _pointers(facts.reads(name)) if not p.startswith(_DOCUMENTS))
            yield [*places][-1], given
        for record in given if isinstance(given, tuple) else ():
            if isinstance(record, Record):
                for field, stated in record.fields.items():
                    if isinstance(stated, date):
                        yield below(record.at, field), stated


_DOCUMENTS = "/evidence"
"""How the places begin that say something of documents and not what was answered."""


# Why ---------------------------------------------------------------------------------------------


def _change(watch: _Watch, day: date, after: _Moment, dates: Dates) -> Change:
    """A change, against the day before it."""
    before = watch.on(day - timedelta(days=1))
    cited = {document.id for document in after.assessment.cited}
    turned = {
        name: (before.documents[name], now)
        for name, now in after.documents.items()
        if name in cited and now.status.proves is not before.documents[name].status.proves
    }
    # Documents may turn on the same day: what a date alone brings about is seen without that.
    kept = watch.on(day, before.documents)
    told = {
        place: turn
        for place, turn in dates.items()
        if _made_of(before.assessment, place) != _made_of(kept.assessment, place)
    }
    return Change(
        on=day,
        before=before.outcome,
        after=after.outcome,
        documents=turned,
        dates=told,
        unless=tuple(_unless(watch, day, before, after)),
    )


def _made_of(assessment: Assessment, place: str) -> Sequence[tuple[str, object]]:
    """What a place of the response is read for, and what came of it: a date alone never changes."""
    read: set[int] = set()
    found: list[tuple[str, object]] = []
    for step in assessment.steps:
        if place in _pointers(step.inputs):
            read.add(id(step))
        elif not any(isinstance(used, Use) and id(used.step) in read for used in step.inputs):
            continue
        found.append((step.op, step.amount))
    return found


def _pointers(inputs: Iterable[Input]) -> Iterator[str]:
    """The places of the response among what a step rests on."""
    return (used.pointer for used in inputs if isinstance(used, Read))


def _unless(watch: _Watch, day: date, before: _Moment, after: _Moment) -> Iterator[tuple[str, ...]]:
    """The smallest sets of documents whose renewal keeps what is lost on a day."""
    lost = _lost(watch, day, before, after)
    wanted = _at_stake(before.outcome, after.outcome)

    def keeps(names: Sequence[str]) -> bool:
        renewed = watch.on(day, {name: lost[name] for name in names}).outcome
        return all(renewed[key] == before.outcome[key] for key in wanted)

    yield from _smallest([*lost], keeps)


def _lost(watch: _Watch, day: date, before: _Moment, after: _Moment) -> Mapping[str, Judged]:
    """The documents that prove nothing on a day, and what they were worth when they did.

    Those that ended earlier are among them as long as nobody missed them until that day.
    """
    cited = {document.id for document in after.assessment.cited}
    ended = [n for n, now in after.documents.items() if n in cited and not now.status.proves]
    first = watch.on(watch.response.period.last).documents
    lost = {}
    for name in ended:
        if before.documents[name].status.proves:
            lost[name] = before.documents[name]
        elif first[name].status.proves:
            renewed = watch.on(day - timedelta(days=1), {name: first[name]})
            if renewed.outcome == before.outcome:
                lost[name] = first[name]
    return lost


_SCORE = ("status", "values", "bands")


def _at_stake(before: Outcome, after: Outcome) -> tuple[str, ...]:
    """The score, where it is another; else the state of every item."""
    differs = any(before[key] != after[key] for key in _SCORE)
    return _SCORE if differs else (*_SCORE, "items")


def _smallest(
    names: Sequence[str], keeps: Callable[[Sequence[str]], bool]
) -> Iterator[tuple[str, ...]]:
    """Every set of the fewest names that keeps; where too many would be tried, one of any size."""
    if not names or not keeps(names):
        return
    needed, tried = _none_can_go(names, keeps), 0
    for size in range(1, len(needed) + 1):
        tried += comb(len(names), size)
        if tried > _TRIED:
            break
        found = [way for way in combinations(names, size) if keeps(way)]
        if found:
            yield from found
            return
    yield tuple(needed)


_TRIED = 300
"""So many sets are tried at most."""


def _none_can_go(names: Sequence[str], keeps: Callable[[Sequence[str]], bool]) -> Sequence[str]:
    """A set that keeps, and keeps no longer without any one of them."""
    needed = list(names)
    for name in names:
        rest = [other for other in needed if other != name]
        if keeps(rest):
            needed = rest
    return needed


# As plain data -----------------------------------------------------------------------------------


def forecast_document(
    found: Forecast, result: Mapping[str, Json], later: Sequence[EditionInfo] | None = None
) -> dict[str, Json]:
    """The document `takar/forecast/1`, with the head of the result it goes on from."""
    head = ("instrument", "edition", "subject", "period", "stage")
    return {
        "schema": "takar/forecast/1",
        **{key: result[key] for key in head},
        "from": str(found.first),
        "until": None if found.until is None else str(found.until),
        **found.outcome,
        "standing": list(found.standing),
        "later_editions": None if later is None else _within(found, later),
        "changes": [_written(change) for change in found.changes],
        "provenance": result["provenance"],
    }


def _within(found: Forecast, later: Sequence[EditionInfo]) -> list[Json]:
    """The editions that are in force on some day that was looked at, or on the one after."""
    looked = [x for x in later if found.until is None or x.first <= found.until + _DAY]
    return [{"edition": each.edition, "from": str(each.first)} for each in looked]


_DAY = timedelta(days=1)


def _written(change: Change) -> dict[str, Json]:
    parts: dict[str, Json] = {"on": str(change.on)}
    for key in ("status", "values", "bands", "items"):
        parts[key] = _differing(change.before[key], change.after[key])
    parts["documents"] = [
        {
            "id": name,
            "before": old.status.value,
            "after": new.status.value,
            "facts": dict(new.facts),
        }
        for name, (old, new) in change.documents.items()
    ]
    parts["dates"] = [
        {"at": place, "date": str(stated), "turn": turn.value}
        for place, (stated, turn) in change.dates.items()
    ]
    parts["unless_renewed"] = [list(names) for names in change.unless]
    return parts


def _differing(before: Json, after: Json) -> Json:
    """What was and what is: of a whole that has parts, the parts that differ."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return {
            name: {"before": before[name], "after": after[name]}
            for name in before
            if before[name] != after[name]
        }
    return None if before == after else {"before": before, "after": after}
