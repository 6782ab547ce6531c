"""Numbers that must be whole: levels, counts."""

from __future__ import annotations

from fractions import Fraction

from evaluator.analysis.lower.scope import Scope
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import Interval
from evaluator.syntax import tree

MAX_COUNT = 1000


def whole(scope: Scope, number: tree.Number, *, least: int = 0) -> int | None:
    """A whole number from `least` to 1000; anything else is reported."""
    value = number.value
    if value.denominator == 1 and least <= value <= MAX_COUNT and "%" not in number.written:
        return int(value)
    facts: dict[str, Fact] = {"text": number.written, "least": least, "most": MAX_COUNT}
    scope.found.append(Diagnostic(kind=names.COUNT_NOT_WHOLE, at=number.at, facts=facts))
    return None


def interval(written: tree.Interval) -> Interval:
    """An interval with its exact ends."""
    return Interval(
        low=_end(written.low),
        low_included=written.low_included,
        high=_end(written.high),
        high_included=written.high_included,
    )


def _end(number: tree.Number | None) -> Fraction | None:
    return None if number is None else number.value
