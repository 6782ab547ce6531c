"""How much of a value comes from each part of the tree, where that question has an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evaluator.backends.exact.steps import Read, Step, Use, in_order
from evaluator.values.amounts import Known


def coefficients(root: Step) -> Mapping[int, Fraction | None]:
    """What each step's value is multiplied with on its way into `root`, by the step's `id()`.

    `None` where the way is not additive: through a rounding, a highest or lowest, a condition, or a
    product of two things that both depend on answers.
    """
    steps = list(in_order([root]))
    fixed = _fixed(steps)
    found: dict[int, Fraction | None] = {id(root): Fraction(1)}
    for step in reversed(steps):
        factor = found.get(id(step))
        for used, share in _shares(step, fixed):
            so_far = found.get(id(used), Fraction(0))
            part = None if factor is None or share is None else factor * share
            found[id(used)] = None if so_far is None or part is None else so_far + part
    return found


_ANSWERED = {"pinned", "not_answered"}
"""Steps that read nothing and still stand for an answer."""


def _fixed(steps: list[Step]) -> frozenset[int]:
    """The steps that no answer can change."""
    fixed: set[int] = set()
    for step in steps:
        reads = any(isinstance(used, Read) for used in step.inputs) or step.op in _ANSWERED
        uses = [used.step for used in step.inputs if isinstance(used, Use)]
        if not reads and all(id(s) in fixed for s in uses):
            fixed.add(id(step))
    return frozenset(fixed)


def _shares(step: Step, fixed: frozenset[int]) -> Iterator[tuple[Step, Fraction | None]]:
    uses = [used for used in step.inputs if isinstance(used, Use)]
    match step.op, uses:
        case (("plus" | "same"), _):
            yield from ((used.step, Fraction(1)) for used in uses)
        case "if_answered", [standing, other]:
            yield standing.step, Fraction(1)
            yield other.step, Fraction(0)
        case "negative", [operand]:
            yield operand.step, Fraction(-1)
        case "minus", [left, right]:
            yield left.step, Fraction(1)
            yield right.step, Fraction(-1)
        case "times", [left, right]:
            yield left.step, _constant(right.step, fixed)
            yield right.step, _constant(left.step, fixed)
        case "divided", [left, right]:
            divisor = _constant(right.step, fixed)
            yield left.step, 1 / divisor if divisor else None
            yield right.step, None
        case _:
            yield from ((used.step, used.share) for used in uses)


def _constant(step: Step, fixed: frozenset[int]) -> Fraction | None:
    amount = step.amount
    return amount.value if id(step) in fixed and isinstance(amount, Known) else None
