"""Whether a condition holds: yes, no, or open while answers are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.model.formula import All, Any, BandIs, Compare, Condition, Formula, InputIs, Not
from evaluator.values.amounts import Absent, Known, NoValue, Open, Verdict

Compute = Callable[[Formula], Step]
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
            a, b = compute(left), compute(right)
            outcome = _compare(operator, a, b)
            used: Sequence[Use | Read] = (Use(step=a), Use(step=b))
            op = COMPARISONS[operator]
        case InputIs(id=name, choice=choice):
            outcome = Verdict(_is(facts.inputs.get(name), choice))
            used = facts.reads(name)
            op = "is"
        case BandIs(id=name, label=label):
            outcome = _has_label(facts.labels[name], label)
            used = ()
            op = "is"
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


COMPARISONS: Mapping[str, str] = {
    ">=": "at_least",
    "<=": "at_most",
    ">": "above",
    "<": "below",
}
"""The name of each comparison in the trace."""


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
        return Verdict(_holds(operator, a.value, b.value))
    return Verdict(None)


def _holds(operator: str, a: Fraction, b: Fraction) -> bool:
    match operator:
        case ">=":
            return a >= b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case _:
            return a < b
