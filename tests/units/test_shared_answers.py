"""Formulas whose parts share answers are bounded as a whole."""

from __future__ import annotations

from fractions import Fraction as Q
from itertools import product

import model_examples as ex
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.enclosing import Cuts, enclosed
from evaluator.analysis.intervals import between
from evaluator.analysis.pointwise import filled
from evaluator.analysis.polynomials import Quotient
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.values.functions import Function

X, Y = f.InputValue(id="x"), f.InputValue(id="y")
ONE = ex.number(1)


def times(left: f.Formula, right: f.Formula) -> f.Formula:
    return ex.arithmetic(left, "*", right)


def power(formula: f.Formula, exponent: int) -> f.Formula:
    return f.Applied(function=Function.POWER, operand=formula, argument=Q(exponent))


def answered(name: str, stretch: f.Interval) -> m.Input:
    kind = m.NumberType(
        low=stretch.low,
        low_included=stretch.low_included,
        high=stretch.high,
        high_included=stretch.high_included,
        unit=None,
    )
    return m.Input(id=name, label=name, type=kind, ground=ex.ground(8))


def hull(formula: f.Formula, **within: f.Interval) -> f.Interval | None:
    inputs = [answered(name, x) for name, x in within.items()]
    return Attainable(ex.instrument(values=[ex.value("v", formula)], inputs=inputs)).of("v").hull


LESS = ex.arithmetic(ONE, "-", X)
BOTH = ex.arithmetic(X, "+", Y)
UNIT = ex.interval(0, 1)
ENDLESS = ex.interval(0, None, high_included=False)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (times(X, LESS), ex.interval(0, "0.25")),  # turns at 1/2
        (times(power(X, 2), LESS), between(Q(0), Q(4, 27))),  # turns at 2/3
        (ex.arithmetic(BOTH, "-", times(X, Y)), ex.interval(0, 1)),  # at the corners 0, 1, 1, 1
        (ex.arithmetic(times(X, Y), "-", times(X, X)), ex.interval(-1, "0.25")),  # x = 1/2, y = 1
        (ex.arithmetic(X, "-", X), ex.interval(0, 0)),
        (ex.arithmetic(times(X, Y), "/", X), ex.interval(0, 1)),  # y
    ],
)
def test_the_bounds_are_those_worked_out_by_hand(formula: f.Formula, expected: f.Interval) -> None:
    assert hull(formula, x=UNIT, y=UNIT) == expected


def test_a_share_of_a_whole_without_end_lies_between_none_and_all() -> None:
    assert hull(ex.arithmetic(X, "/", BOTH), x=ENDLESS, y=ENDLESS) == ex.interval(0, 1)


def test_what_is_strictly_above_an_end_is_told_from_what_reaches_it() -> None:
    # x / (1 + x) tends to 1 and never comes to it.
    part = ex.arithmetic(X, "/", ex.arithmetic(ONE, "+", X))
    assert hull(part, x=ENDLESS) == ex.interval(0, 1, high_included=False)


def test_a_stretch_without_ends_is_cut_whatever_is_said_of_its_ends() -> None:
    free = f.Interval(low=None, low_included=True, high=None, high_included=True)
    # x² - x is least at 1/2, where it is -1/4.
    quotient = Quotient.of({(("x", 2),): Q(1), (("x", 1),): Q(-1)})
    found = enclosed(quotient, {"x": free}, Cuts(100))
    assert found is not None
    assert (found.low, found.high) == (Q(-1, 4), None)


def test_without_a_cut_bounds_hold_and_are_wider() -> None:
    hump = Quotient.of({(("x", 1),): Q(1), (("x", 2),): Q(-1)})
    assert enclosed(hump, {"x": UNIT}, Cuts(0)) == ex.interval(0, "0.5", high_included=False)
    assert enclosed(hump, {"x": UNIT}, Cuts(9)) == ex.interval(0, "0.25")


small = st.integers(-3, 3).map(lambda x: Q(x, 2))


@given(small, small, small, small, small)
def test_a_quadratic_is_bounded_by_its_ends_and_where_it_turns(
    a: Q, b: Q, c: Q, low: Q, width: Q
) -> None:
    high = low + abs(width)
    polynomial = {m: x for m, x in (((), c), ((("x", 1),), b), ((("x", 2),), a)) if x}
    places = [low, high]
    if a and low <= -b / (2 * a) <= high:
        places.append(-b / (2 * a))
    values = [a * x * x + b * x + c for x in places]
    found = enclosed(Quotient.of(polynomial), {"x": between(low, high)}, Cuts(99))
    assert found == between(min(values), max(values))


# Drawn formulas ----------------------------------------------------------------------------------

leaves = st.sampled_from([X, X, Y, ex.named("u"), ONE, ex.number(2), ex.number(-3)])


def grown(inner: st.SearchStrategy[f.Formula]) -> st.SearchStrategy[f.Formula]:
    mean = st.builds(
        lambda *xs: f.Over(
            aggregate=f.Aggregate.WEIGHTED_MEAN,
            operands=tuple(f.Operand(formula=x, weight=Q(i + 1)) for i, x in enumerate(xs)),
        ),
        inner,
        inner,
    )
    return (
        st.builds(ex.arithmetic, inner, st.sampled_from("+-*/"), inner)
        | st.builds(power, inner, st.integers(2, 3))
        | st.builds(lambda x: f.Negative(operand=x), inner)
        | mean
    )


drawn = st.recursive(leaves, grown, max_leaves=7)
STRETCHES = [
    ex.interval(0, 1),
    ex.interval(-2, 3),
    ex.interval(0, 2, low_included=False, high_included=False),
    ex.interval(1, None, high_included=False),
    ex.interval(None, -1, low_included=False),
    ex.interval(None, None, low_included=False, high_included=False),
]


@settings(max_examples=200, deadline=None)
@given(drawn.filter(lambda x: "'u'" not in repr(x)), drawn, *[st.sampled_from(STRETCHES)] * 2)
@example(X, times(ex.named("u"), LESS), STRETCHES[2], STRETCHES[0])
def test_no_answers_lead_out_of_the_bounds(
    u: f.Formula, v: f.Formula, of_x: f.Interval, of_y: f.Interval
) -> None:
    inputs = [answered("x", of_x), answered("y", of_y)]
    values = [ex.value("u", u), ex.value("v", v)]
    attainable = Attainable(ex.instrument(values=values, inputs=inputs))
    found = attainable.of("v")
    for x, y in product(_places(of_x), _places(of_y)):
        value = filled({"x": x, "y": y}, ["u", "v"], attainable.defined)["v"]
        if isinstance(value, Q):
            assert found.inside(between(value, value)), (x, y, value, found)


def _places(stretch: f.Interval) -> list[Q]:
    return [x for n in range(-12, 13) if (x := Q(n, 4) * (1 if abs(n) < 11 else 50)) in stretch]
