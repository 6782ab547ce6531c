"""Small values: the same by their fields or only by themselves, and sums of them exact."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluator.backends.exact.steps import Step
from evaluator.values.amounts import Absent, Known, Verdict
from evaluator.values.numbers import total


def test_amounts_are_the_same_by_what_they_say() -> None:
    assert Known(Fraction(1)) == Known(Fraction(1))
    assert len({Known(Fraction(1)), Known(Fraction(1)), Absent(), Absent()}) == 2
    assert Known(Fraction(1)) != Verdict(True)  # noqa: FBT003 - the field is the point


def test_a_step_is_the_same_as_itself_only() -> None:
    one, other = Step("claim", Absent()), Step("claim", Absent())
    assert one != other
    assert len({one, other}) == 2


def test_a_named_step_keeps_everything_but_its_name() -> None:
    step = Step(*(field.name for field in fields(Step)))  # type: ignore[arg-type]
    named = step.named("x")
    changed = {f.name for f in fields(Step) if getattr(step, f.name) != getattr(named, f.name)}
    assert changed == {"of"}


@given(st.lists(st.fractions(max_denominator=10**9)))
def test_a_total_is_the_sum(values: list[Fraction]) -> None:
    assert total(values) == sum(values, Fraction(0))
