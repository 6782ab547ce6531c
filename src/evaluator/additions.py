"""Claims on adding a record to a list: proved by the form of the value, refuted, or undecided.

What refutes one is a response with and without the record; both are evaluated exactly, as any is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction
from evaluator.analysis.monotone import Directions
from evaluator.analysis.references import reached, references
from evaluator.analysis.trying import asked_name, declares, numbers_in, numbers_near, told
from evaluator.analysis.unproved import first_unordered
from evaluator.backends.exact.assess import conclude, known
from evaluator.backends.exact.facts import Facts
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.pointer import below
from evaluator.intake.response import Period, Record, Stated
from evaluator.model.instrument import (
    ChoiceType,
    ClaimAdding,
    DateType,
    FieldType,
    Input,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    TextType,
    YesNoType,
)
from evaluator.values.numbers import text_of

TRIALS = 200
"""How many responses are drawn, at most; always the same ones."""
MAX_STEPS = 200_000
"""How many values are worked out, at most, on the way to responses that break a claim."""
MOST_RECORDS = 3
"""How many records a list has, at most, before one is added."""
ADDED = 4
"""How many records are added to one response, each by itself."""
_AGES = (0, 1, 30, 180, 365, 366, 700, 1_000, 1_500, 2_000, 4_000)
"""How many days before the end of the period a day lies that is drawn."""

_ALLOWED = {
    True: (Direction.SAME, Direction.DOWN),
    False: (Direction.SAME, Direction.UP),
}
"""The directions that prove a claim, by whether it says that nothing is raised."""


def claims_on_records(instrument: Instrument) -> Iterator[Diagnostic]:
    """Every claim on adding a record that is not proved."""
    claims = [claim for claim in instrument.claims if isinstance(claim, ClaimAdding)]
    if not claims:
        return  # every rule file comes by here, and what it can come to takes a while
    attainable = Attainable(instrument)
    for claim in claims:
        found = _looked_into(claim, instrument, attainable)
        if found is not None:
            yield found


def _looked_into(
    claim: ClaimAdding, instrument: Instrument, attainable: Attainable
) -> Diagnostic | None:
    facts: dict[str, Fact] = {"id": claim.of, "list": claim.list}
    if claim.list not in reached(frozenset({claim.of}), attainable.defined):
        return Diagnostic(kind=kinds.CLAIM_BESIDE_LIST, at=claim.ground.at, facts=facts)
    if Directions(attainable, claim.list).of_name(claim.of) in _ALLOWED[claim.raises]:
        return None
    trial = _trial(claim, instrument, attainable)
    broken = None if trial is None else trial.broken()
    if broken is None:
        facts["part"] = first_unordered(attainable, claim.of, claim.list)
        return Diagnostic(kind=kinds.CLAIM_ADDING_UNDECIDED, at=claim.ground.at, facts=facts)
    facts |= {
        "record": _written(broken.record.fields),
        "before": broken.before,
        "after": broken.after,
        "answers": broken.response.written(),
    }
    return Diagnostic(kind=kinds.CLAIM_REFUTED_BY_ADDING, at=claim.ground.at, facts=facts)


@dataclass(frozen=True, slots=True)
class _Response:
    """What is said of rated parts, of other inputs, and in lists."""

    levels: Mapping[str, Fraction]
    inputs: Mapping[str, Stated]
    lists: Mapping[str, tuple[Record, ...]]

    def with_list(self, name: str, records: tuple[Record, ...]) -> _Response:
        return _Response(self.levels, self.inputs, {**self.lists, name: records})

    def written(self) -> str:
        """As short as it can be told, ids as in a response."""
        single = told({**self.levels, **{n: _text(x) for n, x in self.inputs.items()}})
        lists = [
            f"{asked_name(name)} = [{', '.join(f'({_written(x.fields)})' for x in records)}]"
            for name, records in self.lists.items()
        ]
        return "; ".join([*lists, *([single] if single else [])])


@dataclass(frozen=True, slots=True)
class _Broken:
    """A record that moves a value as is claimed that none does, and the response it is added to."""

    response: _Response
    record: Record
    before: Fraction
    after: Fraction


@dataclass(slots=True)
class _Trial:
    """What is drawn, and the claim that is held against it.

    Attributes:
        left: how many responses may still be evaluated.
    """

    claim: ClaimAdding
    instrument: Instrument
    inputs: Mapping[str, FieldType | ListType]
    levels: Mapping[str, tuple[Fraction, ...]]
    numbers: frozenset[Fraction]
    period: Period
    left: int
    draw: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 — no secret

    def broken(self) -> _Broken | None:
        """The first record that breaks the claim, in the smallest response found around it."""
        for number in range(TRIALS):
            response = self._response(number % (MOST_RECORDS + 1))
            before = self._value(response)
            for _ in range(ADDED if before is not None else 0):
                found = self._added(response, self._record(self.claim.list), before)
                if found is not None:
                    return self._smallest(found)
        return None

    def _added(
        self, response: _Response, record: Record, before: Fraction | None = None
    ) -> _Broken | None:
        """The record, where it breaks the claim for this response."""
        name = self.claim.list
        before = self._value(response) if before is None else before
        after = self._value(response.with_list(name, (*response.lists[name], record)))
        if before is None or after is None:
            return None
        moved = after > before if self.claim.raises else after < before
        return _Broken(response, record, before, after) if moved else None

    def _smallest(self, found: _Broken) -> _Broken:
        """The same with every record left out that is not needed."""
        name = self.claim.list
        for record in found.response.lists[name]:
            fewer = tuple(x for x in found.response.lists[name] if x is not record)
            found = self._added(found.response.with_list(name, fewer), found.record) or found
        return found

    def _value(self, response: _Response) -> Fraction | None:
        """The value, where there is one and a score."""
        if self.left <= 0:
            return None
        self.left -= 1
        facts = Facts({}, {**response.inputs, **response.lists}, period=self.period)
        assessment = conclude(self.instrument, facts, response.levels)
        if any(decided.holds is True for _, decided in assessment.gates):
            return None
        run = assessment.evaluation
        name = self.claim.of
        return known(run.values[name] if name in run.values else run.items[name])

    def _response(self, records: int) -> _Response:
        """A response with so many records in each list."""
        return _Response(
            {name: self.draw.choice(levels) for name, levels in self.levels.items()},
            {
                name: self._stated(kind)
                for name, kind in self.inputs.items()
                if not isinstance(kind, ListType)
            },
            {
                name: tuple(self._record(name) for _ in range(records))
                for name, kind in self.inputs.items()
                if isinstance(kind, ListType)
            },
        )

    def _record(self, name: str) -> Record:
        kind = self.inputs[name]
        fields = kind.fields if isinstance(kind, ListType) else ()
        return Record(
            fields={x.id: self._stated(x.type) for x in fields},
            at=below("/answers", name),
        )

    def _stated(self, kind: FieldType) -> Stated:
        match kind:
            case NumberType():
                return self.draw.choice(numbers_near(kind, self.numbers))
            case ChoiceType():
                return self.draw.choice([choice for choice, _ in kind.choices])
            case YesNoType():
                return self.draw.choice([False, True])
            case DateType():
                return self.period.last - timedelta(days=self.draw.choice(_AGES))
            case TextType():
                return ""
            case _:
                assert_never(kind)


def _trial(claim: ClaimAdding, instrument: Instrument, attainable: Attainable) -> _Trial | None:
    """What can be drawn; `None` where a part is repeated as often as a response says."""
    defined = attainable.defined
    asked = frozenset({claim.of}).union(*map(references, attainable.gates))
    inputs: dict[str, FieldType | ListType] = {}
    levels: dict[str, tuple[Fraction, ...]] = {}
    for name in sorted(reached(asked, defined)):
        match defined[name]:
            case Item(repeated=repeated) if repeated is not None:
                return None
            case Input(type=kind) if not declares(name):
                inputs[name] = kind
            case Item(rating=Rating() as rating):
                levels[name] = tuple(level.value for level in rating.scale.levels)
            case _:
                pass
    last = date(instrument.first.year, 12, 31)
    return _Trial(
        claim=claim,
        instrument=instrument,
        inputs=inputs,
        levels=levels,
        numbers=frozenset(numbers_in(attainable)),
        period=Period(first=instrument.first, last=min(last, instrument.last or last)),
        left=MAX_STEPS // len(defined),
    )


def _written(fields: Mapping[str, Stated]) -> str:
    return ", ".join(f"{name}: {_text(stated)}" for name, stated in fields.items() if stated != "")


def _text(stated: Stated) -> str:
    match stated:
        case bool():
            return "true" if stated else "false"
        case Fraction():
            return text_of(stated)
        case _:
            return str(stated)
