"""Evaluate one response: the function everything else that applies rules goes through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.backends.exact import forecast as exact
from evaluator.backends.exact.applicability import refusals
from evaluator.backends.exact.assess import assess
from evaluator.backends.exact.document import Json
from evaluator.diagnostics.model import Diagnostic, in_order
from evaluator.intake.decode import Form, read_response
from evaluator.intake.document import Object
from evaluator.intake.editions import EditionInfo, later
from evaluator.intake.migrate import Change, Migration, migrate
from evaluator.intake.response import Stage
from evaluator.intake.stage import stage_of
from evaluator.model.instrument import Instrument
from evaluator.result import Result
from evaluator.rulebook import ReadingUnknown, Rulebook, RulesInvalid, bundled, rules_in

if TYPE_CHECKING:
    from evaluator.compare.background import Exemplified

__all__ = [
    "InputInvalid",
    "ReadingUnknown",
    "RulesInvalid",
    "evaluate",
    "evaluate_text",
    "forecast",
    "forecast_of",
]


class InputInvalid(ValueError):  # noqa: N818 — the name is part of the contract
    """The response cannot be evaluated; `diagnostics` says everything that is wrong with it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Keep what is wrong."""
        errors = [d for d in diagnostics if d.is_error]
        first = errors[0] if errors else None
        where = f" at {first.pointer or '/'}" if first else ""
        super().__init__(
            f"{len(errors)} error(s) in the response, first {first and first.code}{where}"
        )
        self.diagnostics = diagnostics


def evaluate(
    response: Mapping[str, object] | str | bytes,
    *,
    rules: Rulebook | Path | str | None = None,
    stage: Stage | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Result:
    """Evaluate one response.

    Args:
        response: a mapping of exact values (int, Decimal, Fraction, never float), or JSON as text
            or UTF-8 bytes.
        rules: a folder of rules, or a rulebook; the bundled rules where it is left out.
        stage: `self`, `verified` or `final`; where it is left out, as far as the response goes.
        readings: of assumptions, by their ids; where one is left out, as the rule file reads it.

    Raises:
        InputInvalid: the response is not one the rules can be applied to.
        RulesInvalid: the rules that are needed have errors.
        ReadingUnknown: a reading is asked for that the edition does not have.
    """
    book = _rulebook(rules)
    return evaluate_text(
        response,
        rulebook=book if readings is None else book.read(readings),
        stage=None if stage is None else Stage(stage),
    )


def forecast(
    response: Mapping[str, object] | str | bytes,
    *,
    until: date | None = None,
    rules: Rulebook | Path | str | None = None,
    stage: Stage | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Mapping[str, Json]:
    """What becomes of one result as time goes by: the document `takar/forecast/1`.

    Args:
        response: as `evaluate` takes it.
        until: the last day to look at; where it is left out, the last day the edition is in force,
            or every change there will ever be where no other follows it.
        rules: a folder of rules, or a rulebook; the bundled rules where it is left out.
        stage: `self`, `verified` or `final`; where it is left out, as far as the response goes.
        readings: of assumptions, by their ids; where one is left out, as the rule file reads it.

    Raises:
        ValueError: `until` is before the end of the period.
        InputInvalid, RulesInvalid, ReadingUnknown: as `evaluate` does.
    """
    book = _rulebook(rules)
    found = evaluate(response, rules=book, stage=stage, readings=readings)
    return forecast_of(found, until, known=book.editions(found.decoded.instrument.id))


def forecast_of(
    found: Result, until: date | None = None, *, known: Sequence[EditionInfo] | None = None
) -> Mapping[str, Json]:
    """What becomes of a result; the document `takar/forecast/1`.

    `known` are the editions there are; without them nothing is said of those that follow.
    """
    read, instrument = found.decoded.response, found.decoded.instrument
    if until is not None and until < read.period.last:
        raise ValueError(f"{until} is before {read.period.last}, the last day of the period")
    last = until if until is not None else forecast_end(found, known)
    coming = exact.forecast(instrument, read, found.stage, last)
    follow = None if known is None else later(known, instrument.edition)
    return exact.forecast_document(coming, found.document, follow)


def forecast_end(found: Result, known: Sequence[EditionInfo] | None = None) -> date | None:
    """The day a forecast ends with by itself: the last before another edition is in force."""
    read, instrument = found.decoded.response, found.decoded.instrument
    stated = exact.last_day(instrument, read)
    follow = later(known or (), instrument.edition)
    if stated is not None or not follow:
        return stated
    return max(follow[0].first - timedelta(days=1), read.period.last)


def evaluate_text(
    response: Mapping[str, object] | str | bytes,
    *,
    rulebook: Rulebook,
    stage: Stage | None = None,
    name: str = "",
    form: Form = Form.JSON,
) -> Result:
    """Evaluate one response by the rules at hand; `name` is for messages."""
    outcome = read_response(response, editions=rulebook, name=name, form=form)
    decoded = outcome.value
    if decoded is None:
        raise InputInvalid(outcome.diagnostics)
    refused = tuple(refusals(decoded.instrument, decoded.response, decoded.document))
    chosen = stage_of(decoded.response, stage)
    if isinstance(chosen, Diagnostic):
        where = replace(chosen, at=decoded.document.at)
        raise InputInvalid((*outcome.diagnostics, *refused, where))
    if refused:
        raise InputInvalid(in_order([*outcome.diagnostics, *refused]))
    assessment = assess(decoded.instrument, decoded.response, chosen)
    return Result(
        assessment=assessment,
        decoded=decoded,
        stage=chosen,
        diagnostics=outcome.diagnostics,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """One response under another edition, with what was not carried to it as it stood."""

    result: Result
    changes: tuple[Change, ...]


def evaluated_under(found: Result, rulebook: Rulebook, edition: str) -> Elsewhere:
    """The same answers under another edition, carried to it along what amends what.

    Raises:
        InputInvalid: they cannot be evaluated there.
    """
    moved = carried(found, _path(rulebook, found.decoded.instrument, edition))
    stage = _stage_left(found.stage, moved.document)
    there = evaluate_text(moved.document, rulebook=rulebook.read({}), stage=stage)
    return Elsewhere(result=there, changes=moved.changes)


def misprints_of(found: Result, rulebook: Rulebook) -> tuple[Exemplified, ...]:
    """The examples of the edition that state these answers and name misprints of their figures."""
    name = found.decoded.instrument.id
    if not rulebook.names_misprints(name):
        return ()
    from evaluator.compare.background import misprinted  # noqa: PLC0415 - it needs the parser

    return misprinted(rulebook.program(name).declared, found.assessment)


def carried(found: Result, path: Sequence[Instrument]) -> Migration:
    """The response of a result, written for the last edition of a path."""
    document = found.decoded.document
    if not isinstance(document, Object):
        raise TypeError("a response is an object")
    return migrate(document, path)


def _path(book: Rulebook, first: Instrument, edition: str) -> Sequence[Instrument]:
    """From one edition to another: to one that amends it, or back to what it amends itself."""
    forward = book.path(first, edition)
    if forward is not None:
        return forward
    last = book.load(first.id, edition)
    back = book.path(last, first.edition)
    if back is None:
        return (first, last)
    return (first, *(_before(old, new) for old, new in reversed([*pairwise(back)])))


def _before(old: Instrument, new: Instrument) -> Instrument:
    """An edition as if it amended the one after it: what was renamed is called as it was."""
    renamed = (former for former in new.formerly if former.edition == new.edition)
    formerly = tuple(
        replace(former, id=former.former, former=former.id, edition=old.edition)
        for former in renamed
    )
    return replace(old, formerly=formerly)


def _stage_left(stage: Stage, document: Mapping[str, object]) -> Stage | None:
    """The stage of a result, or the one before where nothing of it was carried."""
    match stage:
        case Stage.FINAL if not document.get("decisions"):
            return None  # the furthest that there still is
        case Stage.VERIFIED if not (document.get("findings") or document.get("evidence_findings")):
            return Stage.SELF
        case _:
            return stage


def _rulebook(rules: Rulebook | Path | str | None) -> Rulebook:
    match rules:
        case None:
            return bundled()
        case Rulebook():
            return rules
        case _:
            return rules_in(Path(rules))
