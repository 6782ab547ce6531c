"""Which edition of an instrument a response is held to, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Protocol

from evaluator.diagnostics.kinds.inputs import (
    NO_EDITION_IN_FORCE,
    TWO_EDITIONS_IN_FORCE,
    UNKNOWN_EDITION,
)
from evaluator.diagnostics.model import Fact, Kind
from evaluator.intake.quoting import quoted
from evaluator.model.instrument import Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo:
    """One edition there is: the days it is in force, `last` left open where the rules do.

    Attributes:
        corrects: the edition in whose place it is taken.
    """

    edition: str
    first: date
    last: date | None = None
    draft: bool = False
    corrects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionBecause:
    """Why an edition was taken."""

    code: Literal["named", "in_force_on"]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An edition and why."""

    edition: str
    because: EditionBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No edition, and what a message says of it."""

    kind: Kind
    facts: Mapping[str, Fact]


class Editions(Protocol):
    """The rules that are at hand."""

    def instruments(self) -> Sequence[str]:
        """The ids of the instruments."""

    def editions(self, instrument: str) -> tuple[EditionInfo, ...]:
        """The editions of a known instrument, drafts included."""

    def load(self, instrument: str, edition: str) -> Instrument:
        """The checked instrument. What it raises for broken rules passes through intake."""


@lru_cache(maxsize=256)
def choose_named(instrument: str, edition: str, known: tuple[EditionInfo, ...]) -> Chosen | Refused:
    """The edition a response names; a draft may be named."""
    if any(info.edition == edition for info in known):
        because = {"edition": edition}
        later = _correction_of(edition, known)
        if later is not None:
            because["corrected_by"] = later
        return Chosen(edition=edition, because=EditionBecause(code="named", facts=because))
    facts: dict[str, Fact] = {"edition": quoted(edition), "instrument": instrument}
    return Refused(kind=UNKNOWN_EDITION, facts={**facts, "editions": _listed(known)})


@lru_cache(maxsize=256)
def choose_in_force(instrument: str, day: date, known: tuple[EditionInfo, ...]) -> Chosen | Refused:
    """The one edition in force on a day, never a draft."""
    published = _with_ends(_standing(known))
    found = [info for info in published if _in_force(info, day)]
    if len(found) == 1:
        return Chosen(edition=found[0].edition, because=_in_force_because(found[0], day))
    kind = TWO_EDITIONS_IN_FORCE if found else NO_EDITION_IN_FORCE
    facts: dict[str, Fact] = {"day": day, "instrument": instrument}
    return Refused(kind=kind, facts={**facts, "editions": _listed(found or published)})


def _correction_of(edition: str, known: Sequence[EditionInfo]) -> str | None:
    """The edition that was put in the place of one by a correction; drafts correct nothing."""
    return next((i.edition for i in known if i.corrects == edition and not i.draft), None)


def _standing(known: Sequence[EditionInfo]) -> tuple[EditionInfo, ...]:
    """The editions that no other one corrects."""
    return tuple(info for info in known if _correction_of(info.edition, known) is None)


def latest(known: Sequence[EditionInfo]) -> EditionInfo:
    """The edition whose force began last, drafts aside, as it was corrected."""
    return max(_standing(known) or known, key=lambda info: (not info.draft, info.first))


def later(known: Sequence[EditionInfo], edition: str) -> tuple[EditionInfo, ...]:
    """The editions whose force begins after that of one, drafts aside, in their order."""
    published = sorted(
        (info for info in _standing(known) if not info.draft), key=lambda info: info.first
    )
    own = next((info for info in known if info.edition == edition and not info.draft), None)
    return tuple(info for info in published if own is not None and info.first > own.first)


def _with_ends(known: Sequence[EditionInfo]) -> tuple[EditionInfo, ...]:
    """The published editions by date; one without an end lasts until the next one begins."""
    published = sorted(
        (info for info in known if not info.draft), key=lambda info: (info.first, info.edition)
    )
    return tuple(replace(info, last=_end(info, published)) for info in published)


def _end(info: EditionInfo, published: Sequence[EditionInfo]) -> date | None:
    if info.last is not None:
        return info.last
    later = (other.first for other in published if other.first > info.first)
    following = next(later, None)
    return None if following is None else following - timedelta(days=1)


def _in_force(info: EditionInfo, day: date) -> bool:
    return info.first <= day and (info.last is None or day <= info.last)


def _in_force_because(info: EditionInfo, day: date) -> EditionBecause:
    facts = {"edition": info.edition, "day": day.isoformat(), "from": info.first.isoformat()}
    if info.last is not None:
        facts["to"] = info.last.isoformat()
    if info.corrects is not None:
        facts["corrects"] = info.corrects
    return EditionBecause(code="in_force_on", facts=facts)


def _listed(known: Sequence[EditionInfo]) -> tuple[str, ...]:
    """Each edition with its days, `…` for an end that is open."""
    return tuple(
        f"{info.edition} ({info.first} – {info.last if info.last is not None else '…'})"
        for info in known
    )
