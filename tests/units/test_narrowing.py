"""What cases and rows come to is bounded by the conditions under which they are read."""

from __future__ import annotations

from fractions import Fraction as Q
from itertools import product

import model_examples as ex
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.pointwise import filled
from evaluator.analysis.value_sets import Range
from evaluator.model import formula as f

X, Y = f.InputValue(id="x"), f.InputValue(id="y")


def compare(left: f.Formula, operator: str, right: f.Formula) -> f.Compare:
    return f.Compare(operator=operator, left=left, right=right)


def cases(*lines: tuple[f.Condition, f.Formula], otherwise: f.Formula) -> f.Cases:
    stated = (f.Case(condition=c, result=result, ground=ex.ground()) for c, result in lines)
    return f.Cases(lines=tuple(stated), otherwise=otherwise)


def of_cases(formula: f.Formula, low: int = 0, high: int = 200) -> f.Interval | None:
    inputs = [ex.number_input("x", low, high), ex.number_input("y", 0, 100)]
    return Attainable(ex.instrument(values=[ex.value("v", formula)], inputs=inputs)).of("v").hull


def test_what_is_left_for_otherwise_is_bounded() -> None:
    # 4 when x >= 12; x / 3 otherwise
    line = compare(X, ">=", ex.number(12)), ex.number(4)
    found = of_cases(cases(line, otherwise=ex.arithmetic(X, "/", ex.number(3))))
    assert found == ex.interval(0, 4)


def test_a_line_is_bounded_by_its_own_condition() -> None:
    # 2 + 4x when x < 0.5; 3 otherwise
    inner = ex.arithmetic(ex.number(2), "+", ex.arithmetic(ex.number(4), "*", X))
    line = compare(X, "<", ex.number("0.5")), inner
    assert of_cases(cases(line, otherwise=ex.number(3))) == ex.interval(2, 4, high_included=False)


def test_a_comparison_of_a_sum_bounds_the_name_in_it() -> None:
    # x when 2x - 5 < 7, so x < 6; 0 otherwise
    twice = ex.arithmetic(ex.arithmetic(ex.number(2), "*", X), "-", ex.number(5))
    line = compare(twice, "<", ex.number(7)), X
    assert of_cases(cases(line, otherwise=ex.number(0))) == ex.interval(0, 6, high_included=False)


def test_of_or_only_what_can_hold_is_taken() -> None:
    # x when x < 3 or x > 300, which no answer is; 1 otherwise
    either = f.Any(operands=(compare(X, "<", ex.number(3)), compare(X, ">", ex.number(300))))
    found = of_cases(cases((either, X), otherwise=ex.number(1)))
    assert found == ex.interval(0, 3, high_included=False)


def test_a_divisor_that_is_not_zero_leaves_a_bounded_quotient() -> None:
    # 0 when x = 0; y / x otherwise
    line = compare(X, "=", ex.number(0)), ex.number(0)
    found = of_cases(cases(line, otherwise=ex.arithmetic(Y, "/", X)))
    assert found == ex.interval(0, None, high_included=False)


def test_rows_are_bounded_by_their_cells() -> None:
    # {from 12: 4; from 3 to below 12: x / 3; below 3: 1}
    def row(number: int, low: int | None, high: int | None, result: f.Formula) -> f.Row:
        stretch = ex.interval(low, high, low_included=low is not None, high_included=False)
        cell = f.Stretches(intervals=(stretch,))
        return f.Row(number=number, cells=(cell,), result=result, ground=ex.ground())

    rows = (
        row(1, 12, None, ex.number(4)),
        row(2, 3, 12, ex.arithmetic(X, "/", ex.number(3))),
        row(3, None, 3, ex.number(1)),
    )
    assert of_cases(f.Lookup(subjects=(X,), rows=rows, hole=None)) == ex.interval(1, 4)


def test_a_name_between_is_bounded_with_the_answer_it_rests_on() -> None:
    # ratio = x / 50; 4 when ratio >= 2; x / 25 otherwise
    inputs = [ex.number_input("x", 0, 200)]
    ratio = ex.value("ratio", ex.arithmetic(X, "/", ex.number(50)))
    line = compare(ex.named("ratio"), ">=", ex.number(2)), ex.number(4)
    score = ex.value("v", cases(line, otherwise=ex.arithmetic(X, "/", ex.number(25))))
    found = Attainable(ex.instrument(values=[ratio, score], inputs=inputs)).of("v")
    assert found.hull == ex.interval(0, 4)


# Drawn rules -------------------------------------------------------------------------------------

numbers = st.integers(-4, 10).map(ex.number)
names = st.sampled_from([X, Y, ex.named("u")])
plain = st.one_of(names, names, numbers)
sums = st.builds(ex.arithmetic, plain, st.sampled_from("+-*/"), plain) | plain
compares = st.builds(compare, sums, st.sampled_from([">=", "<=", "<", ">", "="]), sums)
conditions = st.recursive(
    compares,
    lambda inner: (
        st.builds(lambda x: f.Not(operand=x), inner)
        | st.builds(lambda *xs: f.All(operands=xs), inner, inner)
        | st.builds(lambda *xs: f.Any(operands=xs), inner, inner)
    ),
    max_leaves=4,
)
lines = st.tuples(conditions, sums)


@settings(max_examples=200, deadline=None)
@given(sums.filter(lambda x: "'u'" not in repr(x)), st.lists(lines, min_size=1, max_size=3), sums)
def test_no_answers_lead_out_of_what_is_attainable(
    u: f.Formula, several: list[tuple[f.Condition, f.Formula]], otherwise: f.Formula
) -> None:
    values = [
        ex.value("u", u),
        ex.value("w", cases(*several, otherwise=otherwise)),
        ex.value("v", cases(*several[::-1], otherwise=ex.arithmetic(ex.named("w"), "-", X))),
    ]
    inputs = [ex.number_input("x", 0, 6), ex.number_input("y", -3, 3)]
    attainable = Attainable(ex.instrument(values=values, inputs=inputs))
    found = {name: attainable.of(name) for name in ("w", "v")}
    for x, y in product(range(13), range(-6, 7)):
        points = filled({"x": Q(x, 2), "y": Q(y, 2)}, ["u", "w", "v"], attainable.defined)
        for name, values_of in found.items():
            value = points[name]
            if isinstance(value, Q):
                assert values_of.inside(ex.interval(str(value), str(value))), (name, x, y, value)
    assert all(isinstance(x, Range) or x.values == tuple(sorted(x.values)) for x in found.values())
