"""The editions of one instrument in time: no day without one, no day with two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.source import Span

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDates:
    """When an edition is in force; without `last`, until the day before the next one begins."""

    edition: str
    first: date
    last: date | None
    draft: bool
    at: Span


def check_editions(infos: Sequence[EditionDates]) -> Iterator[Diagnostic]:
    """Editions that end before they begin; gaps and overlaps between those that are no drafts."""
    for info in infos:
        if info.last is not None and info.last < info.first:
            yield Diagnostic(
                kind=kinds.EDITION_REVERSED,
                at=info.at,
                facts={"edition": info.edition, "first": info.first, "last": info.last},
            )
    sound = [info for info in infos if not info.draft and not _reversed(info)]
    ordered = sorted(sound, key=lambda info: info.first)
    latest: EditionDates | None = None
    for before, after in pairwise(ordered):
        latest = _later(latest, before, after)
        yield from _between(latest, after)


def _reversed(info: EditionDates) -> bool:
    return info.last is not None and info.last < info.first


def _later(latest: EditionDates | None, before: EditionDates, after: EditionDates) -> EditionDates:
    """Of those that began before `after`, the one that is in force longest."""
    ended = before if before.last is not None else _until(before, after.first - DAY)
    if latest is None or latest.last is None or ended.last is None:
        return ended
    return ended if ended.last >= latest.last else latest


def _until(info: EditionDates, day: date) -> EditionDates:
    """An open edition ends at a day, but never before it began."""
    return replace(info, last=max(day, info.first))


def _between(before: EditionDates, after: EditionDates) -> Iterator[Diagnostic]:
    if before.last is None:
        return
    facts = {"edition": after.edition, "other": before.edition}
    if before.last >= after.first:
        end = before.last if after.last is None else min(before.last, after.last)
        days = {"first": after.first, "last": end}
        kind = kinds.EDITION_OVERLAP
    elif before.last + DAY < after.first:
        days = {"first": before.last + DAY, "last": after.first - DAY}
        kind = kinds.EDITION_GAP
    else:
        return
    yield Diagnostic(kind=kind, at=after.at, facts={**facts, **days}, related=(before.at,))
