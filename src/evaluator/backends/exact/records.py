"""What the records of a list come to: a number or a choice, with each record's part in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.backends.exact.aggregate import combine
from evaluator.backends.exact.arithmetic import hull
from evaluator.backends.exact.facts import UNSTATED, Facts
from evaluator.backends.exact.steps import Read, Stated, Step, Use
from evaluator.intake.response import Record
from evaluator.model.formula import (
    Aggregate,
    Condition,
    FieldValue,
    Formula,
    OverRecords,
    PickRecord,
    RecordValue,
    Tally,
)
from evaluator.values.amounts import Amount, Known, NoValue, Open, Pick, Verdict, bounds

Compute = Callable[[Formula, Facts], Step]
"""The value of a formula under some facts."""
Decide = Callable[[Condition, Facts], Step]
"""Whether a condition holds under some facts."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A record with the step that says whether it counts, and the facts that hold for it."""

    step: Step
    facts: Facts

    @property
    def holds(self) -> bool | None:
        """Whether it counts; `None` while that is open."""
        amount = self.step.amount
        return amount.holds if isinstance(amount, Verdict) else None


def over_records(over: OverRecords, facts: Facts, compute: Compute, decide: Decide) -> Step:
    """A number over the records that count.

    It is open while it is open of a record whether it counts, or while one that counts lacks what
    is taken of it.
    """
    judged = _judged(over, facts, decide)
    if judged is None:
        return _missing(over, facts, _unknown(over, facts, compute))
    parts = [_Taken.of(over, one, compute) for one in judged if one.holds is not False]
    stuck = _stuck(judged)
    taken = {id(part.record): part for part in parts}
    return Step(
        op=_op(over),
        amount=stuck or _of_parts(over, parts),
        inputs=(
            *facts.reads(over.list),
            *(() if over.few is None else (Stated(Fraction(over.few.count)),)),
            *(use for one in judged for use in _uses(one, taken.get(id(one)))),
        ),
        ground=over.ground,
    )


def _op(over: OverRecords) -> str:
    few = over.few
    return _OPS[over.tally] if few is None else f"{over.tally}_of_{few.end}_records"


_OPS = {
    Tally.COUNT: "count_records",
    Tally.SUM: "sum_records",
    Tally.MEAN: "mean_records",
    Tally.HIGHEST: "highest_record",
    Tally.LOWEST: "lowest_record",
}


def _judged(over: OverRecords | PickRecord, facts: Facts, decide: Decide) -> list[_Judged] | None:
    """Each record and whether it counts; `None` where nobody stated the list."""
    records = facts.records(over.list)
    if records is None:
        return None
    only = over.record if isinstance(over, OverRecords) else None
    looked_at = [record for record in records if only is None or record.id == only]
    return [_judge(over, record, facts.of(record), decide) for record in looked_at]


def _judge(over: OverRecords | PickRecord, record: Record, facts: Facts, decide: Decide) -> _Judged:
    amount: Verdict | NoValue = Verdict(holds=True)
    inputs: tuple[Read | Use, ...] = (Read(record.at),)
    if over.where is not None:
        step = decide(over.where, facts)
        inputs = (*inputs, Use(step=step))
        if not isinstance(step.amount, Verdict | NoValue):
            raise AssertionError("a number where a condition belongs")
        amount = step.amount
    return _Judged(Step(op="record", amount=amount, inputs=inputs, ground=over.ground), facts)


def _stuck(judged: Sequence[_Judged]) -> NoValue | None:
    """Why there is no value: it cannot be said of a record whether it counts."""
    return next((one.step.amount for one in judged if isinstance(one.step.amount, NoValue)), None)


def _missing(over: OverRecords | PickRecord, facts: Facts, amount: Amount | Pick) -> Step:
    """A list nobody stated may hold any number of records."""
    op = _op(over) if isinstance(over, OverRecords) else _PICKS[over.tally]
    return Step(op=op, amount=amount, inputs=facts.reads(over.list), ground=over.ground)


# Numbers -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is taken of a record that counts, or may count."""

    record: _Judged
    value: Step | None
    weight: Step | None

    @classmethod
    def of(cls, over: OverRecords, record: _Judged, compute: Compute) -> _Taken:
        """The steps of its field and its weight."""

        def taken(number: FieldValue | RecordValue | None) -> Step | None:
            return None if number is None else compute(number, record.facts)

        return cls(record, taken(over.taken), taken(over.weighed))

    @property
    def without(self) -> NoValue | None:
        """Why there is no number of it: what is worked out of a record may have no value."""
        amounts = [step.amount for step in (self.value, self.weight) if step is not None]
        return next((amount for amount in amounts if isinstance(amount, NoValue)), None)

    @property
    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        """The least and most it can be; a count takes 1 of each."""
        return (Fraction(1), Fraction(1)) if self.value is None else _ends(self.value)

    @property
    def is_settled(self) -> bool:
        """Whether it counts and lacks nothing."""
        steps = (self.value, self.weight)
        return self.record.holds is True and not any(step and step.is_open for step in steps)


def _ends(step: Step) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(step.amount, Known | Open):
        return bounds(step.amount)
    raise AssertionError("what is taken is a number or waits for one")


def _uses(record: _Judged, taken: _Taken | None) -> Iterator[Use]:
    """The record, then what is taken of it."""
    yield Use(step=record.step)
    if taken is None or taken.value is None:
        return
    weight = taken.weight.amount if taken.weight is not None else None
    yield Use(step=taken.value, weight=weight.value if isinstance(weight, Known) else None)
    if taken.weight is not None:
        yield Use(step=taken.weight)


def _of_parts(over: OverRecords, parts: Sequence[_Taken]) -> Amount:
    """What it comes to; a record that counts and has no number leaves all without a value."""
    without = [part for part in parts if part.without is not None]
    if not without:
        return _amount(over, parts)
    settled = next((part.without for part in without if part.record.holds), None)
    # While it is open whether such a record counts, the bounds are those without it.
    return settled or hull([_amount(over, [part for part in parts if part.without is None])])


def _amount(over: OverRecords, parts: Sequence[_Taken]) -> Amount:
    if over.tally is Tally.COUNT or (over.tally is Tally.SUM and (over.few is None or not parts)):
        return _added(parts)
    if not parts:
        return NoValue("nothing_to_aggregate")
    aggregate = _AGGREGATES[over.tally] if over.weight is None else Aggregate.WEIGHTED_MEAN
    if any(part.weight is not None and part.weight.is_open for part in parts):
        return Open(*_hull([part.ends for part in parts]))
    spread, weights = [_spread(part) for part in parts], [_weight(part) for part in parts]
    amount = combine(aggregate, spread, weights, over.few)
    if isinstance(amount, Open) and over.tally is Tally.SUM:
        return _or_nothing(amount)
    # Where no record counts in the end there is no value, which is something else than absent.
    return Open(amount.least, amount.most) if isinstance(amount, Open) else amount


def _or_nothing(amount: Open) -> Open:
    """A sum of few records, of which perhaps none counts: then it is 0."""
    if not amount.may_vanish:
        return amount
    least = None if amount.least is None else min(amount.least, Fraction(0))
    return Open(least, None if amount.most is None else max(amount.most, Fraction(0)))


_AGGREGATES = {
    Tally.SUM: Aggregate.SUM,
    Tally.MEAN: Aggregate.MEAN,
    Tally.HIGHEST: Aggregate.HIGHEST,
    Tally.LOWEST: Aggregate.LOWEST,
}


def _added(parts: Sequence[_Taken]) -> Known | Open:
    """The sum; a record that may not count adds anything between nothing and all of it."""
    least: Fraction | None = Fraction(0)
    most: Fraction | None = Fraction(0)
    for part in parts:
        low, high = part.ends
        if part.record.holds is None:
            low = None if low is None else min(low, Fraction(0))
            high = None if high is None else max(high, Fraction(0))
        least = None if least is None or low is None else least + low
        most = None if most is None or high is None else most + high
    if all(part.is_settled for part in parts) and least is not None:
        return Known(least)
    return Open(least, most)


def _spread(part: _Taken) -> Amount:
    low, high = part.ends
    if part.is_settled and low is not None:
        return Known(low)
    return Open(low, high, may_vanish=part.record.holds is None)


def _weight(part: _Taken) -> Fraction:
    if part.weight is None:
        return Fraction(1)
    if isinstance(part.weight.amount, Known):
        return part.weight.amount.value
    raise AssertionError("a mean whose weights are open has been bounded")


def _hull(
    ends: Sequence[tuple[Fraction | None, Fraction | None]],
) -> tuple[Fraction | None, Fraction | None]:
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    least = min(lows) if len(lows) == len(ends) else None
    return least, max(highs) if len(highs) == len(ends) else None


def _unknown(over: OverRecords, facts: Facts, compute: Compute) -> Open:
    """What a list nobody stated can come to."""
    if over.taken is None:
        return Open(Fraction(0), None)
    empty = facts.of(Record(fields={}, at=UNSTATED))
    step = compute(over.taken, empty)
    if isinstance(step.amount, NoValue):
        return Open(None, None)
    low, high = _ends(step)
    if over.tally is not Tally.SUM:
        return Open(low, high)
    if over.few is not None:
        count = over.few.count
        return Open(
            None if low is None else min(low * count, Fraction(0)),
            None if high is None else max(high * count, Fraction(0)),
        )
    falls, rises = low is None or low < 0, high is None or high > 0
    return Open(None if falls else Fraction(0), None if rises else Fraction(0))


# Choices -----------------------------------------------------------------------------------------

_PICKS = {Tally.HIGHEST: "highest_choice", Tally.LOWEST: "lowest_choice"}


def pick_record(pick: PickRecord, facts: Facts, decide: Decide) -> Step:
    """The highest or lowest choice among the records that count; none where none counts."""
    judged = _judged(pick, facts, decide)
    if judged is None:
        return _missing(pick, facts, Pick((*pick.choices, None), is_open=True))
    stated = {id(one): _stated(pick, one) for one in judged if one.holds is not False}
    inputs: list[Use | Read] = [*facts.reads(pick.list)]
    for one in judged:
        inputs += [Use(step=one.step), *(Use(step=s) for s in [stated.get(id(one))] if s)]
    counted = [(one.holds is True, _choice(stated[id(one)])) for one in judged if id(one) in stated]
    return Step(
        op=_PICKS[pick.tally],
        amount=_stuck(judged) or _picked(pick, counted),
        inputs=tuple(inputs),
        ground=pick.ground,
    )


def _stated(pick: PickRecord, record: _Judged) -> Step:
    """What a record states for the field."""
    choice = record.facts.field(pick.field)
    possible = (choice,) if isinstance(choice, str) else pick.choices
    return Step(
        op="choice",
        amount=Pick(possible, is_open=choice is None),
        inputs=(Read(record.facts.place(pick.field)),),
        ground=pick.ground,
    )


def _choice(step: Step) -> str | None:
    return step.amount.choice if isinstance(step.amount, Pick) else None


def _picked(pick: PickRecord, counted: Sequence[tuple[bool, str | None]]) -> Pick:
    """The best of the choices, each with whether its record surely counts; `None` is missing."""
    ranks = pick.choices if pick.tally is Tally.HIGHEST else pick.choices[::-1]
    sure = [ranks.index(choice) for surely, choice in counted if surely and choice is not None]
    best = max(sure, default=None)
    if all(surely and choice is not None for surely, choice in counted):
        return Pick((None if best is None else ranks[best],), is_open=False)
    may_be = {choice for _, choice in counted if choice is not None}
    anything = any(choice is None for _, choice in counted)
    possible = [
        choice
        for rank, choice in enumerate(ranks)
        if rank == best or ((anything or choice in may_be) and (best is None or rank > best))
    ]
    nothing = () if any(surely for surely, _ in counted) else (None,)
    ordered = (choice for choice in pick.choices if choice in possible)
    return Pick((*ordered, *nothing), is_open=True)
