"""Whether a condition holds: yes, no, or open while answers are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.model.formula import All, Any, Compare, Condition, Formula, InputIs, Not
from evaluator.values.amounts import Absent, Known, NoValue, Open, Verdict, bounds

Compute = Callable[[Formula], Step]


@dataclass(frozen=True, slots=True)
class Decided:
    """A condition's step and what it came to."""

    step: Step

    @property
    def holds(self) -> bool | None:
        """Whether the condition holds; `None` while it is open."""
        return self.step.amount.holds if isinstance(self.step.amount, Verdict) else None


def decide(condition: Condition, inputs: Mapping[str, object], compute: Compute) -> Decided:
    """Decide one condition, with its reason."""
    match condition:
        case Compare(operator=operator, left=left, right=right):
            a, b = compute(left), compute(right)
            holds = _compare(operator, a, b)
            used: Sequence[Use | Read] = (Use(step=a), Use(step=b))
            op = COMPARISONS[operator]
        case InputIs(id=name, choice=choice):
            holds = _is(inputs.get(name), choice)
            used = (Read(f"/answers/{name}"),)
            op = "is"
        case Not(operand=operand):
            inner = decide(operand, inputs, compute)
            holds = None if inner.holds is None else not inner.holds
            used = (Use(step=inner.step),)
            op = "not"
        case All(operands=operands) | Any(operands=operands):
            parts = [decide(part, inputs, compute) for part in operands]
            both = isinstance(condition, All)
            holds = _joined([part.holds for part in parts], settles=not both)
            used = tuple(Use(step=part.step) for part in parts)
            op = "and" if both else "or"
        case _:
            assert_never(condition)
    return Decided(Step(op=op, amount=Verdict(holds), inputs=tuple(used), ground=condition.ground))


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


def _joined(verdicts: Sequence[bool | None], *, settles: bool) -> bool | None:
    """`and` is settled by one no, `or` by one yes; else open if anything is."""
    if settles in verdicts:
        return settles
    return None if None in verdicts else not settles


def _compare(operator: str, left: Step, right: Step) -> bool | None:
    a, b = left.amount, right.amount
    if isinstance(a, Known) and isinstance(b, Known):
        return _holds(operator, a.value, b.value)
    if isinstance(a, Absent | NoValue | Verdict) or isinstance(b, Absent | NoValue | Verdict):
        return None
    return _between(operator, a, b)


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


def _between(operator: str, a: Known | Open, b: Known | Open) -> bool | None:
    """Settled when it comes out the same at both far ends."""
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    if operator in ("<", "<="):
        (a_low, a_high), (b_low, b_high) = (b_low, b_high), (a_low, a_high)
        operator = {"<": ">", "<=": ">="}[operator]
    if a_low is not None and b_high is not None and _holds(operator, a_low, b_high):
        return True
    if a_high is not None and b_low is not None and not _holds(operator, a_high, b_low):
        return False
    return None
