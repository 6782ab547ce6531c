"""Rows of data as subjects: each assessed by the evaluator, and written as a row of the result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from evaluator.backends.exact.assess import Assessment, assess
from evaluator.backends.exact.document import Row, result_row
from evaluator.backends.exact.groups import Statistics, summarise
from evaluator.backends.sql.columns import declared_part
from evaluator.backends.sql.plan import Form, InputColumn, Kind, OutputColumn, Part
from evaluator.backends.sql.status import COMPLETE, INCOMPLETE, NOT_SCORED
from evaluator.diagnostics.kinds.inputs import ITEM_NOT_APPLICABLE
from evaluator.intake.response import Answer, AnswerValue, Period, Record, Response, Stage, Subject
from evaluator.model.instrument import GroupRules, Instrument
from evaluator.values.numbers import text_of

Fault = tuple[str, str | None, str | None]
"""What is wrong with a row: the column, the code and the value; without a code it is not told."""
Wrong = tuple[int, str, str, str, str, Mapping[str, Any]]
"""One thing that is wrong: the row from 0, its id, the column, the code, the value, and facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One row of the data.

    Attributes:
        place: its number in the relation, from 0.
        values: by the columns that are read; `None` where nothing stands there.
    """

    place: int
    id: str
    faults: tuple[Fault, ...]
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A row nothing is wrong with: its number from 0, what it says, and what that comes to."""

    place: int
    response: Response
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What became of some rows.

    Attributes:
        lines: for each that was scored a line: a list of JSON with its number and its cells.
        wrong: what is wrong with the others.
        summed: by the place of the rules of groups, and the id of the group, its statistics.
    """

    lines: str
    wrong: tuple[Wrong, ...]
    summed: Mapping[tuple[int, str | None], Statistics]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Scores rows.

    Attributes:
        inputs: the columns that are read.
        outputs: the columns that are written, without those that are carried along.
        grouped: whether the groups are summed up that the subjects stand in.
    """

    instrument: Instrument
    period: Period
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    grouped: bool

    def score(self, rows: Sequence[Given]) -> Scored:
        """Assess some rows; one that is wrong is told and left out."""
        wrong: list[Wrong] = []
        assessed: list[Assessed] = []
        parts = [declared_part(column.name) for column in self.inputs]
        for row in rows:
            response = self._response(row, parts)
            assessment = assess(self.instrument, response, Stage.SELF)
            faults = (*row.faults, *self._in_vain(row, response, assessment))
            if faults:
                wrong += _told(row, faults)
            else:
                assessed.append(Assessed(row.place, response, assessment))
        rules = self.instrument.groups if self.grouped else ()
        return scored_of(self.outputs, rules, assessed, wrong)

    def _response(self, row: Given, parts: Sequence[str | None]) -> Response:
        """The row as a response; what is wrong in it is as if it were missing.

        `parts` are those that each column may declare not applicable.
        """
        told_wrong = {column for column, *_ in row.faults}
        told_wrong |= {column.partition(".")[0] for column in told_wrong}
        answers: dict[str, Answer] = {}
        groups: dict[str, str] = {}
        declared: dict[str, str] = {}
        for column, part, value in zip(self.inputs, parts, row.values, strict=True):
            if value is None or column.kind is Kind.KEY or column.name in told_wrong:
                continue
            if column.kind is Kind.GROUP:
                groups[column.name] = value
            elif part is not None:
                declared[part] = value
            else:
                answers[column.name] = Answer(value=_stated(column, value))
        for part, reason in declared.items():
            answers[part] = Answer(not_applicable=reason)
        return Response(
            instrument=self.instrument.id,
            edition=self.instrument.edition,
            subject=Subject(id=row.id, groups=groups),
            period=self.period,
            answers=answers,
            evidence={},
            evidence_findings={},
            findings={},
            decisions={},
            previous=None,
        )

    def _in_vain(self, row: Given, response: Response, assessment: Assessment) -> Iterator[Fault]:
        """The answers to what does not apply."""
        excluded = assessment.evaluation.excluded
        if not excluded:
            return
        for column, value in zip(self.inputs, row.values, strict=True):
            given = response.answers.get(column.name)
            if given is not None and given.value is not None and column.name in excluded:
                yield column.name, ITEM_NOT_APPLICABLE.code, _shown(value)


def scored_of(
    outputs: Sequence[OutputColumn],
    groups: Sequence[GroupRules],
    assessed: Sequence[Assessed],
    wrong: Sequence[Wrong],
) -> Scored:
    """What became of some rows, of which some were assessed; `groups` are those summed up."""
    lines = []
    for row in assessed:
        cells = cells_of(outputs, row.response.subject, result_row(row.assessment))
        lines.append(json.dumps([str(row.place), *cells], ensure_ascii=False) + "\n")
    return Scored(
        lines="".join(lines),
        wrong=tuple(wrong),
        summed={
            (place, id_): summarise(rules, members)
            for place, rules in enumerate(groups)
            for id_, members in _members(rules, assessed).items()
        },
    )


def _told(row: Given, faults: Sequence[Fault]) -> Iterator[Wrong]:
    for column, code, shown in faults:
        if code is not None:
            yield row.place, row.id, column, code, shown or "", {}


def _members(
    rules: GroupRules, assessed: Sequence[Assessed]
) -> Mapping[str | None, list[Assessment]]:
    """The subjects of each group; under `None` all, or those that name no group of the kind."""
    members: dict[str | None, list[Assessment]] = {}
    for row in assessed:
        id_ = None if rules.id is None else row.response.subject.groups.get(rules.id)
        members.setdefault(id_, []).append(row.assessment)
    return members


# From a column to an answer ----------------------------------------------------------------------


def _stated(column: InputColumn, value: Any) -> AnswerValue:
    match value:
        case bool() | str() | date():
            return value
        case int() | Decimal():
            return Fraction(value)
        case list():
            return tuple(
                _record(column, record, f"/answers/{column.name}/{number}")
                for number, record in enumerate(value)
            )
        case _:
            raise AssertionError("a column that is read holds values of the rules")


def _record(column: InputColumn, record: Mapping[str, Any], at: str) -> Record:
    fields = {key: _stated(column, value) for key, value in record.items() if value is not None}
    return Record(fields={k: v for k, v in fields.items() if not isinstance(v, tuple)}, at=at)


def _shown(value: Any) -> str:
    """A value as the engine writes it as text."""
    match value:
        case None:
            return "NULL"
        case Decimal():
            return text_of(Fraction(value))
        case bool():
            return "true" if value else "false"
        case list():
            return f"[{', '.join(map(_shown, value))}]"
        case dict():
            return f"{{{', '.join(f'{key!r}: {_shown(each)}' for key, each in value.items())}}}"
        case _:
            return str(value)


# From a result to a row --------------------------------------------------------------------------


def cells_of(outputs: Sequence[OutputColumn], subject: Subject, row: Row) -> Iterator[str | None]:
    """The cells of a row, as text."""
    for column in outputs:
        match column.part:
            case Part.KEY:
                yield subject.id
            case Part.GROUP:
                yield subject.groups.get(column.of)
            case Part.ITEM | Part.VALUE:
                exact, published = row.figures[column.of]
                yield published if column.form is Form.PUBLISHED else exact
            case Part.BANDS:
                yield row.labels[column.of]
            case Part.NOT_APPLICABLE:
                yield ", ".join(row.absent) or None
            case Part.STATUS:
                yield status_of(row)
            case Part.KEPT | Part.RULES:
                raise AssertionError("no column of an assessment")
            case _:
                assert_never(column.part)


def status_of(row: Row) -> str:
    """The text of the column `status`."""
    if row.because is not None:
        return NOT_SCORED + row.because
    return COMPLETE if row.status == "complete" else INCOMPLETE + ", ".join(row.missing)
