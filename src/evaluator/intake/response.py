"""A response that intake accepted: typed, complete in form, every reference resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from evaluator.values.record import record


class Stage(StrEnum):
    """How far a result goes: the claim, the verifier's findings, the panel's decisions."""

    SELF = "self"
    VERIFIED = "verified"
    FINAL = "final"


@record(kw_only=True)
class Subject:
    """Who is assessed."""

    id: str
    name: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@record(kw_only=True)
class Period:
    """The days assessed, both included.

    Attributes:
        judged: the day that is read as the end of the period, where time has gone on since.
    """

    first: date
    last: date
    judged: date | None = None

    @property
    def end(self) -> date:
        """The day on which evidence is held to be valid, and windows of time end."""
        return self.judged or self.last


Stated = Fraction | str | bool | date
"""A level or a number, the id of a choice or a text, yes or no, a day."""


@record(kw_only=True)
class Record:
    """One record of a list.

    Attributes:
        id: what the response calls it, if it does.
        fields: by id, without those that are missing.
        at: the JSON pointer of the record.
    """

    id: str | None = None
    fields: Mapping[str, Stated]
    at: str


AnswerValue = Stated | tuple[Record, ...]
"""What is stated, or the records of a list."""


@record(kw_only=True)
class Instance:
    """What the subject says of one instance of a repeated item.

    Attributes:
        not_applicable: the reason why the item does not apply to this instance.
        at: the JSON pointer of the instance.
    """

    id: str
    name: str | None = None
    value: Stated | None = None
    not_applicable: str | None = None
    evidence: tuple[str, ...] = ()
    at: str


@record(kw_only=True)
class Answer:
    """What the subject says of an item or input; `value` is `None` where nothing is claimed.

    `not_applicable` is the subject's reason where it declares the item not applicable.

    Attributes:
        items: the instances of a repeated item.
        at: where the answer stands, if that is not under its id among the answers.
    """

    value: AnswerValue | None = None
    not_applicable: str | None = None
    evidence: tuple[str, ...] = ()
    items: tuple[Instance, ...] = ()
    note: str | None = None
    by: str | None = None
    on: date | None = None
    at: str | None = None


@record(kw_only=True)
class Document:
    """A piece of evidence."""

    kind: str
    title: str | None = None
    number: str | None = None
    dated: date | None = None
    valid_until: date | None = None
    file: str | None = None
    sha256: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)


@record(kw_only=True)
class DocumentFinding:
    """Whether a verifier accepts a document."""

    accepted: bool
    by: str | None = None
    on: date | None = None
    reason: str | None = None


@record(kw_only=True)
class Finding:
    """What a verifier or the panel says an item's value is.

    What is not accepted, which can be said of an instance, has the lowest level as its value.
    """

    value: AnswerValue
    accepted: bool = True
    by: str | None = None
    on: date | None = None
    reason: str | None = None


@record(kw_only=True)
class RecordFinding:
    """What a verifier or the panel says of one record of a list.

    Attributes:
        accepted: whether the record counts.
        value: the record as it counts instead; `None` where it stands as it was claimed.
    """

    accepted: bool
    value: Record | None = None
    by: str | None = None
    on: date | None = None
    reason: str | None = None


@record(kw_only=True)
class Previous:
    """The published values of an earlier period, for comparison only."""

    edition: str | None
    period: Period | None
    values: Mapping[str, Fraction]


@record(kw_only=True)
class Response:
    """One subject's answers for one period.

    Attributes:
        edition: the edition the response asks for, `None` where the period decides.
        answers: by the id of an item or input; what was left out or `null` is not in it.
        evidence, evidence_findings: by the id of the document.
        findings, decisions: by the id of the item or input.
        record_findings, record_decisions: by the id of the list, then of the record.
    """

    instrument: str
    edition: str | None
    subject: Subject
    period: Period
    answers: Mapping[str, Answer]
    evidence: Mapping[str, Document]
    evidence_findings: Mapping[str, DocumentFinding]
    findings: Mapping[str, Finding]
    decisions: Mapping[str, Finding]
    previous: Previous | None
    record_findings: Mapping[str, Mapping[str, RecordFinding]] = field(default_factory=dict)
    record_decisions: Mapping[str, Mapping[str, RecordFinding]] = field(default_factory=dict)
