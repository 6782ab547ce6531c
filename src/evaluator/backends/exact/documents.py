"""What a document proves: its status under the rules of its kind, and the level documents reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from evaluator.intake.pointer import below
from evaluator.intake.response import Document, DocumentFinding, Period
from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    DatedBefore,
    DatedWithinPeriod,
    Documents,
    EvidenceKind,
    HasAttributes,
    Need,
    NeedAll,
    NeedAny,
    Rating,
    Requirement,
    ValidAtEnd,
)
from evaluator.values.windows import WithinBefore, days_of


class Status(StrEnum):
    """What a document is worth at a stage. The first two prove, the others do not."""

    ACCEPTED = "accepted"
    """A verifier accepted it and it satisfies the rules of its kind."""
    PRESENTED = "presented"
    """Nobody has judged it and it satisfies the rules of its kind."""
    REFUSED = "refused"
    """A verifier refused it: it proves nothing, for any item."""
    EXPIRED = "expired"
    """It had run out on the last day of the period."""
    LACKS_ATTRIBUTE = "lacks_attribute"
    """It does not carry what its kind must carry."""
    UNDATED = "undated"
    """Its kind must be dated within a window and it has no date."""
    OUT_OF_WINDOW = "out_of_window"
    """Its date lies outside the window of its kind."""
    NOT_ASKED_FOR = "not_asked_for"
    """No level of this item needs a document of its kind."""

    @property
    def proves(self) -> bool:
        """Whether a document of this status counts as proof."""
        return self in (Status.ACCEPTED, Status.PRESENTED)


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's status, with the rule that decides and what it was decided on."""

    id: str
    kind: str
    status: Status
    ground: Ground
    facts: Mapping[str, str]


def document_places(document: Judged) -> Iterator[str]:
    """Where a response shows a document, and what a verifier found of it, as JSON pointers."""
    yield below("/evidence", document.id)
    if document.status in (Status.ACCEPTED, Status.REFUSED):
        yield below("/evidence_findings", document.id)


def judge(
    name: str,
    document: Document,
    kind: EvidenceKind,
    finding: DocumentFinding | None,
    period: Period,
) -> Judged:
    """The status of one document.

    A verifier's refusal comes before every other reason, and that it has run out before those that
    the document shows whenever it is looked at; else the first that the rules ask for.
    """
    if finding is not None and not finding.accepted:
        return Judged(name, kind.id, Status.REFUSED, kind.ground, {})
    failures = [
        Judged(name, kind.id, failed[0], requirement.ground, failed[1])
        for requirement in kind.requirements
        if (failed := _failure(document, requirement, period)) is not None
    ]
    if failures:
        return next((each for each in failures if each.status is Status.EXPIRED), failures[0])
    status = Status.PRESENTED if finding is None else Status.ACCEPTED
    return Judged(name, kind.id, status, kind.ground, {})


def _failure(
    document: Document, requirement: Requirement, period: Period
) -> tuple[Status, Mapping[str, str]] | None:
    match requirement:
        case HasAttributes(names=names):
            lacking = [n for n in names if document.attributes.get(n) in (None, "")]
            return (Status.LACKS_ATTRIBUTE, {"lacks": ", ".join(lacking)}) if lacking else None
        case ValidAtEnd():
            until = document.valid_until
            if until is None or until >= period.end:
                return None
            return Status.EXPIRED, {"valid_until": str(until), "on": str(period.end)}
        case DatedWithinPeriod():
            return _outside(document.dated, period.first, period.last)
        case DatedBefore(count=count, unit=unit):
            window = WithinBefore(count=count, unit=unit)
            return _outside(document.dated, *days_of(window, period.first, period.last, period.end))
        case _:
            assert_never(requirement)


def _outside(
    dated: date | None, first: date, last: date
) -> tuple[Status, Mapping[str, str]] | None:
    facts = {"from": str(first), "to": str(last)}
    if dated is None:
        return Status.UNDATED, facts
    if first <= dated <= last:
        return None
    return Status.OUT_OF_WINDOW, {"dated": str(dated), **facts}


def satisfied(need: Need, documents: Iterable[Judged]) -> bool:
    """Whether the documents that prove meet a need; each document is counted once."""
    match need:
        case Documents(count=count, kinds=kinds):
            return len({d.id for d in documents if d.status.proves and d.kind in kinds}) >= count
        case NeedAll(needs=needs):
            return all(satisfied(n, documents) for n in needs)
        case NeedAny(needs=needs):
            return any(satisfied(n, documents) for n in needs)
        case _:
            assert_never(need)


def proves(rating: Rating, level: int, documents: tuple[Judged, ...]) -> bool:
    """Whether the documents prove `level`."""
    if level in rating.asks_nothing_for:
        return True
    return bool(documents) and all(
        rule.need is None or satisfied(rule.need, documents) for rule in rating.needs_of(level)
    )


def highest_proved(rating: Rating, claimed: int, documents: tuple[Judged, ...]) -> int:
    """The highest level up to the claim that is proved; the lowest level needs no proof."""
    lowest, *others = rating.scale.numbers
    for number in reversed(others):
        if number <= claimed and proves(rating, number, documents):
            return number
    return lowest
