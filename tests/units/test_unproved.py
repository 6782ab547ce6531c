"""At which part a proof stops."""

from __future__ import annotations

import model_examples as ex

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.unproved import first_inexact, first_unordered
from evaluator.model import formula as f

X = f.InputValue(id="x")


def attainable() -> Attainable:
    """`a` is twice x, `b` is `a` less x times x, `c` is b + 1: x stands in `b` more than once."""
    product = ex.arithmetic(ex.named("a"), "-", ex.arithmetic(X, "*", X))
    values = [
        ex.value("a", ex.arithmetic(ex.number(2), "*", X)),
        ex.value("b", product),
        ex.value("c", ex.arithmetic(ex.named("b"), "+", ex.number(1))),
    ]
    return Attainable(ex.instrument(values=values, inputs=[ex.number_input("x", 0, 9)]))


def test_bounds_are_exact_up_to_the_first_part_in_which_an_answer_stands_twice() -> None:
    assert first_inexact(attainable(), "c") == "b"


def test_a_raised_answer_is_followed_to_the_first_part_it_may_lower() -> None:
    assert first_unordered(attainable(), "c") == "b"


def test_a_part_that_rests_on_no_other_is_the_one_itself() -> None:
    assert first_inexact(attainable(), "b") == "b"
