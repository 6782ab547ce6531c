"""Whether a condition that waits for answers may still hold or fail, as far as bounds tell.

A condition stays open while an answer is missing that it looks at, whatever that answer may be: so
status, what is missing and every query agree. What can still come is another question: no category,
row or line that no answer can bring about is counted among what is possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evaluator.backends.exact.steps import Step, Use
from evaluator.values.amounts import Endless, Known, NoValue, Open, Verdict, bounds


def may_hold(step: Step) -> bool:
    """Whether some answers to what is missing may make it hold."""
    return _may_be(step, holds=True)


def may_fail(step: Step) -> bool:
    """Whether some answers to what is missing may make it fail."""
    return _may_be(step, holds=False)


def prospects(step: Step) -> tuple[bool, ...]:
    """What a condition can still come to."""
    return tuple(x for x in (True, False) if _may_be(step, holds=x))


def lines_ahead(conditions: Sequence[Step]) -> Iterator[int]:
    """The places of the lines that may still be taken, of conditions that are read downwards.

    The place after the last is that of `otherwise`. Conditions end where one settled it.
    """
    for place, step in enumerate(conditions):
        if isinstance(step.amount, NoValue):
            return
        if may_hold(step):
            yield place
        if not may_fail(step):
            return
    yield len(conditions)


def _may_be(step: Step, *, holds: bool) -> bool:
    if isinstance(step.amount, Verdict) and step.amount.holds is not None:
        return step.amount.holds is holds
    parts = [used.step for used in step.inputs if isinstance(used, Use)]
    match step.op, parts:
        case "not", [part]:
            return _may_be(part, holds=not holds)
        case (("and" | "or"), _):
            each = (_may_be(part, holds=holds) for part in parts)
            return all(each) if (step.op == "and") is holds else any(each)
        case _, [left, right] if step.op in _WAYS:
            return _may_compare(step.op if holds else _WAYS[step.op], left, right)
        case _:
            return True


_WAYS = {
    "at_least": "below",
    "at_most": "above",
    "above": "at_most",
    "below": "at_least",
    "equal": "unequal",
}
"""Each comparison with the one that holds where it does not."""


def _may_compare(op: str, left: Step, right: Step) -> bool:
    """Whether values between the bounds of both sides compare so."""
    a, b = left.amount, right.amount
    if not isinstance(a, Known | Endless | Open) or not isinstance(b, Known | Endless | Open):
        return True
    (low, high), (least, most) = bounds(a), bounds(b)
    match op:
        case "at_least":
            return _reaches(high, least)
        case "at_most":
            return _reaches(most, low)
        case "above":
            return _passes(high, least)
        case "below":
            return _passes(most, low)
        case "equal":
            return _reaches(high, least) and _reaches(most, low)
        case _:
            return low is None or not low == high == least == most


def _reaches(high: Fraction | None, low: Fraction | None) -> bool:
    """Whether the most of one is not below the least of another."""
    return high is None or low is None or high >= low


def _passes(high: Fraction | None, low: Fraction | None) -> bool:
    """Whether the most of one is above the least of another."""
    return high is None or low is None or high > low
