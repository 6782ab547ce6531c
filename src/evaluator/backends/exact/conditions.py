"""Whether a condition holds: yes, no, or open while answers are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.days import day_of, day_step
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.records import Compute, pick_record
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.model.formula import (
    All,
    Any,
    BandIs,
    Compare,
    CompareDays,
    Condition,
    FieldIs,
    InputIs,
    Not,
    PickIs,
    Within,
)
from evaluator.values.amounts import Absent, Known, NoValue, Open, Pick, Verdict
from evaluator.values.comparisons import compares
from evaluator.values.windows import days_of

Outcome = Verdict | NoValue


@dataclass(frozen=True, slots=True)
class Decided:
    """A condition's step and what it came to; no value where it compares with what has none."""

    step: Step

    @property
    def holds(self) -> bool | None:
        """Whether the condition holds; `None` while it is open or where it has no value."""
        return self.outcome.holds if isinstance(self.outcome, Verdict) else None

    @property
    def outcome(self) -> Outcome:
        """The verdict, or why there is none."""
        amount = self.step.amount
        if isinstance(amount, Verdict | NoValue):
            return amount
        raise AssertionError("a number where a condition belongs")


def decide(condition: Condition, facts: Facts, compute: Compute) -> Decided:
    """Decide one condition, with its reason."""
    match condition:
        case Compare(operator=operator, left=left, right=right):
            a, b = compute(left, facts), compute(right, facts)
            outcome = _compare(operator, a, b)
            used: Sequence[Use | Read] = (Use(step=a), Use(step=b))
            op = COMPARISONS[operator]
        case CompareDays():
            return _compare_days(condition, facts)
        case InputIs(id=name, choice=choice):
            outcome = _answer_is(facts.answer(name), choice)
            used = facts.reads(name)
            op = "is"
        case BandIs(id=name, label=label):
            outcome = _has_label(facts.labels[name], label)
            used = ()
            op = "is"
        case FieldIs(id=name, choice=choice):
            outcome = Verdict(_is(facts.field(name), choice))
            used = (Read(facts.place(name)),)
            op = "field_is"
        case PickIs():
            return _pick_is(condition, facts, compute)
        case Within():
            return _within(condition, facts)
        case Not(operand=operand):
            inner = decide(operand, facts, compute)
            outcome = _opposite(inner.outcome)
            used = (Use(step=inner.step),)
            op = "not"
        case All(operands=operands) | Any(operands=operands):
            parts = [decide(part, facts, compute) for part in operands]
            both = isinstance(condition, All)
            outcome = joined([part.outcome for part in parts], settles=not both)
            used = tuple(Use(step=part.step) for part in parts)
            op = "and" if both else "or"
        case _:
            assert_never(condition)
    return Decided(Step(op=op, amount=outcome, inputs=tuple(used), ground=condition.ground))


def _pick_is(condition: PickIs, facts: Facts, compute: Compute) -> Decided:
    """Whether the choice that records come to is this one; no record is none of them."""

    def judge(where: Condition, of_record: Facts) -> Step:
        return decide(where, of_record, compute).step

    step = pick_record(condition.pick, facts, judge)
    match step.amount:
        case NoValue() as outcome:
            held: Outcome = outcome
        case Pick(is_open=True):
            held = Verdict(None)
        case Pick(choice=choice):
            held = Verdict(choice == condition.choice)
        case _:
            raise AssertionError("records come to a choice or to none")
    return Decided(
        Step(op="pick_is", amount=held, inputs=(Use(step=step),), ground=condition.ground)
    )


def _compare_days(condition: CompareDays, facts: Facts) -> Decided:
    """Two dates compared; open while one of them is missing."""
    sides = (condition.left, condition.right)
    (left, _), (right, _) = (day_of(side, facts) for side in sides)
    outcome: Outcome = Verdict(None)
    if isinstance(left, Absent) or isinstance(right, Absent):
        outcome = NoValue("not_applicable")
    elif left is not None and right is not None:
        ordinals = Fraction(left.toordinal()), Fraction(right.toordinal())
        outcome = Verdict(compares(condition.operator, *ordinals))
    return Decided(
        Step(
            op=COMPARISONS[condition.operator],
            amount=outcome,
            inputs=tuple(Use(step=day_step(side, facts, condition.ground)) for side in sides),
            ground=condition.ground,
        )
    )


def _within(condition: Within, facts: Facts) -> Decided:
    """Whether a date lies in a window of the period; open while one of the two is missing."""
    day, used = day_of(condition.day, facts)
    if isinstance(day, Absent):
        without = NoValue("not_applicable")
        return Decided(Step(op="within", amount=without, inputs=used, ground=condition.ground))
    period = facts.period
    window = None
    if period is not None:
        window = days_of(condition.window, period.first, period.last, period.end)
    held = None
    if day is not None and window is not None:
        held = window[0] <= day <= window[1]
    return Decided(
        Step(
            op="within",
            amount=Verdict(held),
            inputs=used,
            ground=condition.ground,
            window=window,
        )
    )


COMPARISONS: Mapping[str, str] = {
    ">=": "at_least",
    "<=": "at_most",
    ">": "above",
    "<": "below",
    "=": "equal",
}
"""The name of each comparison in the trace."""


def _answer_is(given: object, choice: str) -> Outcome:
    """An answer held against a choice; that of a part that does not apply has no value."""
    return NoValue("not_applicable") if isinstance(given, Absent) else Verdict(_is(given, choice))


def _is(given: object, choice: str) -> bool | None:
    if given is None:
        return None
    if isinstance(given, bool):
        return given is (choice == "yes")
    return given == choice


def _has_label(found: str | Open | NoValue, label: str) -> Outcome:
    if isinstance(found, NoValue):
        return found
    return Verdict(None if isinstance(found, Open) else found == label)


def _opposite(outcome: Outcome) -> Outcome:
    if isinstance(outcome, NoValue) or outcome.holds is None:
        return outcome
    return Verdict(not outcome.holds)


def joined(outcomes: Sequence[Outcome], *, settles: bool) -> Outcome:
    """`and` is settled by one no, `or` by one yes; else open, else without a value if a part is."""
    for outcome in (Verdict(settles), Verdict(None)):
        if outcome in outcomes:
            return outcome
    return next((o for o in outcomes if isinstance(o, NoValue)), Verdict(not settles))


def _compare(operator: str, left: Step, right: Step) -> Outcome:
    """Two values compared: open while one is, without a value where one has none."""
    amounts = (left.amount, right.amount)
    for amount in amounts:
        if isinstance(amount, NoValue):
            return amount
        if isinstance(amount, Absent):
            return NoValue("not_applicable")
    a, b = amounts
    if not isinstance(a, Known | Open) or not isinstance(b, Known | Open):
        raise AssertionError("a condition where a number belongs")
    if isinstance(a, Known) and isinstance(b, Known):
        return Verdict(compares(operator, a.value, b.value))
    return Verdict(None)
