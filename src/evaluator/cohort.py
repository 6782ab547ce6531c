"""Many responses to one instrument: who stands where, and whose category depends on a reading.

A cohort is evaluated as its edition stands, then once for every reading of an assumption that the
edition does not choose, and where asked under another edition as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from evaluator.api import InputInvalid, carried, evaluate_text, evaluated_under
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.distribution import Standing, distribution
from evaluator.intake.decode import Form
from evaluator.intake.migrate import Change
from evaluator.intake.response import Stage
from evaluator.model.instrument import Instrument
from evaluator.model.renamed import called_in
from evaluator.result import Result
from evaluator.rulebook import Rulebook

SCHEMA = "takar/cohort/1"

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One response as it was given; `name` is for messages."""

    name: str
    data: bytes
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The cohort where one assumption is read in another way."""

    assumption: str
    reading: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """The cohort under another edition, with what was not carried to it as it stood."""

    edition: str
    results: tuple[Result, ...]
    changes: tuple[tuple[str, Change], ...]


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Every response, evaluated."""

    results: tuple[Result, ...]
    readings: tuple[Reading, ...]
    other: Other | None

    @property
    def instrument(self) -> Instrument:
        """The edition of every response."""
        return self.results[0].decoded.instrument

    def document(self) -> Json:
        """The document `takar/cohort/1` as plain data; figures are text."""
        instrument = self.instrument
        first, *others = tables_of(instrument)
        return {
            "schema": SCHEMA,
            "instrument": instrument.id,
            "edition": instrument.edition,
            "stage": _stage(self.results),
            "subjects": [_subject(result, first) for result in self.results],
            **self._counted(first),
            "against": None if self.other is None else self._against(self.other, first),
            "tables": [self._further(table) for table in others],
        }

    def _counted(self, table: Table) -> Json:
        """How many stand where by one table, and who changes under which reading."""
        return {
            "distribution": _distribution(self.results, table),
            "groups": list(_groups(self.results, table)),
            "readings": [
                {
                    "assumption": each.assumption,
                    "reading": each.reading,
                    "changes": list(_changes(self.results, each.results, table, table)),
                }
                for each in self.readings
            ],
        }

    def _against(self, other: Other, table: Table) -> Json:
        first = tables_of(other.results[0].decoded.instrument)[0]
        return {
            "edition": other.edition,
            "subjects": [_subject(result, first) for result in other.results],
            "distribution": _distribution(other.results, first),
            "changes": list(_changes(self.results, other.results, table, first)),
            "carried": [
                {"id": subject, "code": c.code, "at": c.at, "facts": dict(c.facts)}
                for subject, c in other.changes
            ],
        }

    def _further(self, table: Table) -> Json:
        """The same by a table beside the first, under another edition where that has it too."""
        there = None if self.other is None else _there(table, self.instrument, self.other)
        return {
            "id": table.id,
            "of": table.of,
            "subjects": [_by_table(result, table) for result in self.results],
            **self._counted(table),
            "against": None
            if self.other is None or there is None
            else {
                "id": there.id,
                "subjects": [_by_table(result, there) for result in self.other.results],
                "distribution": _distribution(self.other.results, there),
                "changes": list(_changes(self.results, self.other.results, table, there)),
            },
        }


def evaluate_cohort(
    given: Sequence[Given],
    *,
    rulebook: Rulebook,
    stage: Stage | None = None,
) -> Cohort:
    """Evaluate many responses to one edition, and say on what their categories depend.

    Raises:
        InputInvalid: a response cannot be evaluated, or they do not go together; all are told of.
        ValueError: there is no response.
    """
    if not given:
        raise ValueError("there is no cohort without a response")
    results = _evaluated(given, rulebook, stage)
    _hold_together(given, results)
    instrument = results[0].decoded.instrument
    readings = tuple(
        Reading(
            assumption=name,
            reading=reading,
            results=tuple(
                _again(result, rulebook.read({**rulebook.readings, name: reading}))
                for result in results
            ),
        )
        for name, reading in _alternatives(instrument)
    )
    return Cohort(results=results, readings=readings, other=None)


def held_against(cohort: Cohort, rulebook: Rulebook, edition: str) -> Cohort:
    """The cohort with its responses evaluated under another edition as well.

    Raises:
        InputInvalid: a response cannot be evaluated there.
    """
    return replace(cohort, other=_under(cohort.results, rulebook, edition))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of categories and the value that stands beside them; rules may have neither."""

    id: str | None
    of: str | None
    labels: tuple[str, ...] = ()


def tables_of(instrument: Instrument) -> tuple[Table, ...]:
    """Every table of categories; the first decides, and there is a first in all rules."""
    bands = [
        Table(id=each.id, of=each.of, labels=tuple(row.label for row in each.rows))
        for each in instrument.bands
    ]
    verdicts = [Table(id=each.id, of=None, labels=each.labels) for each in instrument.categories]
    if bands:
        return (*bands, *verdicts)
    last = instrument.values[-1].id if instrument.values else None
    first, *others = verdicts or [Table(id=None, of=None)]
    return (replace(first, of=last), *others)


def _there(table: Table, here: Instrument, other: Other) -> Table | None:
    """The same table in another edition, which may call it otherwise."""
    instrument = other.results[0].decoded.instrument
    name = None if table.id is None else called_in(instrument, table.id, here)
    return next((each for each in tables_of(instrument) if each.id == name), None)


def _evaluated(given: Sequence[Given], book: Rulebook, stage: Stage | None) -> tuple[Result, ...]:
    results: list[Result] = []
    wrong: list[Diagnostic] = []
    for one in given:
        try:
            found = evaluate_text(
                one.data, rulebook=book, stage=stage, name=one.name, form=one.form
            )
        except InputInvalid as invalid:
            wrong.extend(invalid.diagnostics)
        else:
            results.append(found)
    if wrong:
        raise InputInvalid(tuple(wrong))
    return tuple(results)


def _hold_together(given: Sequence[Given], results: Sequence[Result]) -> None:
    """Responses to other editions, and subjects that come twice."""
    found: list[Diagnostic] = []
    seen: dict[str, str] = {}
    first = _edition(results[0])
    for one, result in zip(given, results, strict=True):
        at = result.decoded.document.at
        subject = result.decoded.response.subject.id
        if _edition(result) != first:
            facts: dict[str, Fact] = {"expected": first, "found": _edition(result)}
            found.append(Diagnostic(kind=kinds.RESULTS_DIFFER, at=at, facts=facts))
        if seen.setdefault(subject, one.name) != one.name:
            facts = {"first": seen[subject]}
            found.append(Diagnostic(kind=kinds.SUBJECT_TWICE, at=at, facts=facts))
    if found:
        raise InputInvalid(tuple(found))


def _edition(result: Result) -> str:
    return f"{result.decoded.instrument.id}@{result.decoded.instrument.edition}"


def _alternatives(instrument: Instrument) -> Iterator[tuple[str, str]]:
    for assumption in instrument.assumptions:
        for reading, _ in assumption.readings:
            if reading != assumption.read_as:
                yield assumption.id, reading


def _again(result: Result, book: Rulebook) -> Result:
    """The same response by rules that are read in another way."""
    document = carried(result, (result.decoded.instrument,)).document
    return evaluate_text(document, rulebook=book, stage=result.stage)


def _under(results: Sequence[Result], book: Rulebook, edition: str) -> Other:
    """The same responses under another edition."""
    found = [(result, evaluated_under(result, book, edition)) for result in results]
    return Other(
        edition=edition,
        results=tuple(there.result for _, there in found),
        changes=tuple(
            (result.decoded.response.subject.id, change)
            for result, there in found
            for change in there.changes
        ),
    )


def _stage(results: Sequence[Result]) -> str | None:
    """The stage of all; `None` where they stand at different ones."""
    stages = {result.stage.value for result in results}
    return stages.pop() if len(stages) == 1 else None


def _subject(result: Result, table: Table) -> Json:
    subject = result.decoded.response.subject
    placed = _by_table(result, table)
    return {
        "id": subject.id,
        "name": subject.name,
        "groups": dict(subject.groups),
        "stage": result.stage.value,
        "status": placed["status"],
        "of": table.of,
        "value": placed["value"],
        "category": placed["category"],
    }


def _by_table(result: Result, table: Table) -> Json:
    """Where a subject stands by one table."""
    document: Mapping[str, Any] = result.document
    figure, band = document["values"].get(table.of), document["bands"].get(table.id)
    return {
        "id": result.decoded.response.subject.id,
        "status": document["status"],
        "value": figure["published"] if figure else None,
        "category": band["label"] if band else None,
    }


def _distribution(results: Sequence[Result], table: Table) -> Json:
    """How many stand in each category of a table, in its order, and the mean of its value."""
    return distribution([_standing(result, table) for result in results], table.labels)


def _standing(result: Result, table: Table) -> Standing:
    document: Mapping[str, Any] = result.document
    figure, band = document["values"].get(table.of), document["bands"].get(table.id)
    # A value whose digits have no end has no figure but the published one.
    exact = (figure["exact"] or figure["published"]) if figure else None
    return Standing(
        status=document["status"],
        category=band["label"] if band else None,
        value=None if exact is None else Fraction(exact),
    )


def _groups(results: Sequence[Result], table: Table) -> Iterator[Json]:
    """The same of each group that subjects stand in, by kind and id."""
    for kind, _ in results[0].decoded.instrument.grouped_in:
        members: dict[str, list[Result]] = {}
        for result in results:
            group = result.decoded.response.subject.groups.get(kind)
            if group is not None:
                members.setdefault(group, []).append(result)
        for group in sorted(members):
            counted = _distribution(members[group], table)
            yield {"kind": kind, "id": group, "distribution": counted}


def _changes(
    before: Sequence[Result], after: Sequence[Result], table: Table, there: Table
) -> Iterator[Json]:
    """Whose category is another, with the value before and after."""
    for old, new in zip(before, after, strict=True):
        one, other = _by_table(old, table), _by_table(new, there)
        if (one["category"], one["status"]) != (other["category"], other["status"]):
            yield {"id": one["id"], "before": _place(one), "after": _place(other)}


def _place(subject: Json) -> Json:
    return {key: subject[key] for key in ("status", "value", "category")}
