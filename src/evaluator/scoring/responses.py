"""Whole responses, one a line: for rules that ask for what no row of a table has.

Each line is read as `takar eval` reads a file, documents, instances and findings included.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from evaluator.backends.exact.applicability import refusals
from evaluator.backends.exact.assess import assess
from evaluator.backends.sql.plan import OutputColumn
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.kinds import inputs
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.decode import Decoded, decode, read_document
from evaluator.intake.document import Object, String, Value
from evaluator.intake.editions import EditionInfo
from evaluator.intake.response import Period, Stage
from evaluator.intake.stage import stage_of
from evaluator.model.instrument import Instrument
from evaluator.scoring.subjects import Assessed, Scored, Wrong, scored_of
from evaluator.scoring.versions import see_to_file

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """How whole responses are scored.

    Attributes:
        stage: how far results go; where it is left out, as far as each response does.
        groups: whether groups are told too.
    """

    stage: Stage | None
    groups: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One response; `repeated`: an earlier line has the same subject."""

    place: int
    content: bytes
    repeated: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """The responses of a file.

    Attributes:
        count: the lines that are not empty.
        repeated: the places of those whose subject an earlier line has.
    """

    path: Path
    count: int
    repeated: frozenset[int]

    def batches(self, first: int, stop: int) -> Iterator[list[Line]]:
        """The lines from one place up to before another, some at a time."""
        with self.path.open("rb") as opened:
            there = (line for line in opened if line.strip())
            taken = (
                Line(place, line, place in self.repeated)
                for place, line in enumerate(islice(there, first, stop), first)
            )
            while batch := list(islice(taken, _BATCH)):
                yield batch


def lines_in(path: Path) -> Lines:
    """The file, looked through once: of each subject 16 bytes are kept."""
    see_to_file(path)
    seen: set[bytes] = set()
    repeated: list[int] = []
    count = 0
    with path.open("rb") as opened:
        for line in opened:
            if line.strip():
                id_ = _id_in(line)
                key = blake2b(id_.encode(errors="surrogatepass"), digest_size=16).digest()
                if id_ and key in seen:
                    repeated.append(count)
                seen.add(key)
                count += 1
    return Lines(path, count, frozenset(repeated))


def _id_in(line: bytes) -> str:
    """The id of the subject as far as it can be seen; what is wrong with a line is told later."""
    try:
        found = json.loads(line)["subject"]["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


@dataclass(frozen=True, slots=True)
class _Only:
    """One edition, which every response is for."""

    instrument: Instrument

    def instruments(self) -> Sequence[str]:
        """The only one there is."""
        return (self.instrument.id,)

    def editions(self, instrument: str) -> tuple[EditionInfo, ...]:
        """The edition, in force as its rules say."""
        del instrument
        own = self.instrument
        return (EditionInfo(edition=own.edition, first=own.first, last=own.last),)

    def load(self, instrument: str, edition: str) -> Instrument:
        """The edition as it is read here."""
        del instrument, edition
        return self.instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseScorer:
    """Scores whole responses.

    Attributes:
        stage: how far results go; where it is left out, as far as each response does.
        outputs: the columns that are written.
        grouped: whether the groups are summed up that the subjects stand in.
    """

    instrument: Instrument
    period: Period
    stage: Stage | None
    outputs: tuple[OutputColumn, ...]
    grouped: bool

    def score(self, lines: Sequence[Line]) -> Scored:
        """Assess some responses; one that is wrong is told and left out."""
        wrong: list[Wrong] = []
        assessed: list[Assessed] = []
        for line in lines:
            id_, found, diagnostics = self._assessed(line)
            if found is None:
                wrong += [_told(line.place, id_, each) for each in diagnostics if each.is_error]
            else:
                assessed.append(found)
        rules = self.instrument.groups if self.grouped else ()
        return scored_of(self.outputs, rules, assessed, wrong)

    def _assessed(self, line: Line) -> tuple[str, Assessed | None, Sequence[Diagnostic]]:
        """The id of the subject, what it comes to, and what is wrong where it comes to nothing."""
        document = read_document(line.content.strip())
        id_ = _id_of(document.value)
        if document.value is None:
            return id_, None, document.diagnostics
        decoded = decode(document.value, _Only(self.instrument))
        diagnostics = [*document.diagnostics, *decoded.diagnostics]
        if decoded.value is None or any(each.is_error for each in diagnostics):
            return id_, None, diagnostics
        refused, stage = self._refused(line, decoded.value)
        if refused or stage is None:
            return id_, None, refused
        response = decoded.value.response
        assessment = assess(self.instrument, response, stage)
        return id_, Assessed(line.place, response, assessment), ()

    def _refused(self, line: Line, decoded: Decoded) -> tuple[list[Diagnostic], Stage | None]:
        response = decoded.response
        found = list(refusals(self.instrument, response, decoded.document))
        if line.repeated:
            found.append(Diagnostic(kind=kinds.ROW_ID_REPEATED, pointer="/subject/id"))
        if (response.period.first, response.period.last) != (self.period.first, self.period.last):
            facts: dict[str, Fact] = {
                "expected": _days(self.period),
                "found": _days(response.period),
            }
            found.append(Diagnostic(kind=inputs.RESULTS_DIFFER, pointer="/period", facts=facts))
        stage = stage_of(response, self.stage)
        if isinstance(stage, Diagnostic):
            return [*found, stage], None
        return found, stage


def _days(period: Period) -> str:
    return f"{period.first} .. {period.last}"


def _id_of(document: Value | None) -> str:
    for key in ("subject", "id"):
        members = document.members if isinstance(document, Object) else ()
        document = next((each.value for each in members if each.key.value == key), None)
    return document.value if isinstance(document, String) else ""


def _told(place: int, id_: str, wrong: Diagnostic) -> Wrong:
    facts = {name: _plain(fact) for name, fact in wrong.facts.items()}
    return place, id_, wrong.pointer or "", wrong.code, "", facts


def _plain(fact: Fact) -> Any:
    """A fact as JSON keeps it."""
    if isinstance(fact, tuple):
        return [_plain(each) for each in fact]
    return fact if isinstance(fact, str | int) else str(fact)
