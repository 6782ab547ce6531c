"""Which rules a command works with, and which edition of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluator.cli.exits import Exit
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.kinds.rulebook import (
    BUNDLED_HIDDEN,
    EDITION_OUTSIDE_PERIOD,
    NO_SUCH_EDITION,
    NO_SUCH_INSTRUMENT,
)
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.editions import Refused, choose_in_force, latest
from evaluator.intake.nearest import OFFERED, nearest
from evaluator.intake.response import Period
from evaluator.model.instrument import Instrument
from evaluator.rulebook import ReadingUnknown, Root, Rulebook, RulesInvalid, bundled, rules_in

HERE = Path("rules")
"""The folder of rules that is looked for in the working directory."""


def rulebook(folder: Path | None, readings: Iterable[tuple[str, str]] = ()) -> Rulebook:
    """The rules of the folder named, else of `rules` here, before the bundled ones.

    `readings` are those that are not the rule files' own; of one assumption the last counts.
    """
    if folder is not None:
        return rules_in(folder).read(dict(readings))
    return (rules_in(HERE) if HERE.is_dir() else bundled()).read(dict(readings))


def target(book: Rulebook, text: str) -> tuple[str, str]:
    """The instrument and edition that `id` or `id@edition` names.

    Without an edition it is the one whose force began last, drafts aside; no clock is read.
    """
    instrument, _, edition = text.partition("@")
    if instrument not in book.instruments():
        facts: dict[str, Fact] = {"instrument": instrument, "known": _offered(book, instrument)}
        raise _misnamed(Diagnostic(kind=NO_SUCH_INSTRUMENT, facts=facts))
    infos = book.editions(instrument)
    if edition and edition not in {info.edition for info in infos}:
        known = tuple(info.edition for info in infos)
        facts = {"instrument": instrument, "edition": edition, "known": known}
        raise _misnamed(Diagnostic(kind=NO_SUCH_EDITION, facts=facts))
    if edition:
        return instrument, edition
    return instrument, latest(infos).edition


def _offered(book: Rulebook, mistaken: str) -> tuple[str, ...]:
    """The one that is clearly meant, else those of the nearest rules before any others."""
    meant = nearest(mistaken, book.instruments())
    if len(meant) == 1:
        return meant
    near = (name for root in book.roots for name in nearest(mistaken, root.instruments))
    return tuple(dict.fromkeys(near))[:OFFERED]


def edition_for(book: Rulebook, text: str, period: Period) -> tuple[str, str]:
    """The instrument and edition for a period: the one named, else the one in force at its end."""
    instrument, edition = target(book, text)
    if "@" in text:
        return instrument, edition
    chosen = choose_in_force(instrument, period.last, book.editions(instrument))
    if isinstance(chosen, Refused):
        raise _misnamed(Diagnostic(kind=chosen.kind, facts=chosen.facts))
    return instrument, chosen.edition


def _misnamed(diagnostic: Diagnostic) -> Stopped:
    return Stopped(diagnostic, exit_code=Exit.USAGE)


@contextmanager
def rules_needed() -> Iterator[None]:
    """Where rules are needed: invalid ones end the command with their diagnostics."""
    try:
        yield
    except RulesInvalid as invalid:
        raise Stopped(*invalid.diagnostics, exit_code=Exit.RULES_INVALID) from invalid
    except ReadingUnknown as unknown:
        raise Stopped(unknown.diagnostic, exit_code=Exit.USAGE) from unknown


def hidden(book: Rulebook, instrument: Instrument) -> tuple[Diagnostic, ...]:
    """That a bundled instrument is hidden by another of the same id, unless they say the same."""
    own = book.root_of(instrument.id)
    beneath = bundled()
    if own in beneath.roots or instrument.id not in beneath.instruments():
        return ()
    if _files(own, instrument.id) == _files(beneath.roots[0], instrument.id):
        return ()
    facts = {"instrument": instrument.id, "folder": str(own.folder)}
    same = beneath.has(instrument.id, instrument.edition, instrument.sha256)
    return () if same else (Diagnostic(kind=BUNDLED_HIDDEN, facts=facts),)


def outside(instrument: Instrument, period: Period) -> tuple[Diagnostic, ...]:
    """That an edition was named which is not in force on the last day of the period."""
    if instrument.draft or instrument.is_in_force(period.last):
        return ()
    facts = {"edition": f"{instrument.id}@{instrument.edition}", "day": str(period.last)}
    return (Diagnostic(kind=EDITION_OUTSIDE_PERIOD, facts=facts),)


def _files(root: Root, instrument: str) -> frozenset[bytes]:
    return frozenset(file.data for file in root.files if instrument in file.mentions)
