"""Attainable values against enumeration of every answer, by code that shares nothing with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction as Q
from itertools import product

import model_examples as ex
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.analysis.additive import shares
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import above, below, is_empty, meet, point_of
from evaluator.analysis.reach import reaches
from evaluator.analysis.sumsets import Choice, _sparse, sums_of
from evaluator.analysis.value_sets import Finite, Range, finite
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.values.rounding import Mode, Rounding

AGGREGATES = {
    f.Aggregate.WEIGHTED_MEAN: lambda pairs: (
        sum(w * x for w, x in pairs) / sum(w for w, _ in pairs)
    ),
    f.Aggregate.WEIGHTED_SUM: lambda pairs: sum(w * x for w, x in pairs),
    f.Aggregate.MEAN: lambda pairs: sum(x for _, x in pairs) / Q(len(pairs)),
    f.Aggregate.SUM: lambda pairs: sum(x for _, x in pairs),
    f.Aggregate.HIGHEST: lambda pairs: max(x for _, x in pairs),
    f.Aggregate.LOWEST: lambda pairs: min(x for _, x in pairs),
}


@dataclass(frozen=True)
class Leaf:
    outcomes: tuple[int | None, ...]


@dataclass(frozen=True)
class Branch:
    aggregate: f.Aggregate
    weights: tuple[Q, ...]
    children: tuple[Leaf | Branch, ...]


def leaves(node: Leaf | Branch) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def worth(node: Leaf | Branch, answers: Iterator[int | None]) -> Q | None:
    if isinstance(node, Leaf):
        answer = next(answers)
        return None if answer is None else Q(answer)
    found = [worth(child, answers) for child in node.children]
    pairs = [(w, x) for w, x in zip(node.weights, found, strict=True) if x is not None]
    if not pairs:
        return None
    # The weight of what is left out goes to the siblings.
    lost = sum(node.weights) / sum(w for w, _ in pairs)
    passed_on = node.aggregate is f.Aggregate.WEIGHTED_SUM
    return AGGREGATES[node.aggregate](pairs) * (lost if passed_on else 1)


def every_worth(node: Leaf | Branch) -> set[Q | None]:
    each = [leaf.outcomes for leaf in leaves(node)]
    return {worth(node, iter(answers)) for answers in product(*each)}


def rating_of(leaf: Leaf) -> m.Rating:
    levels = tuple(x for x in leaf.outcomes if x is not None)
    rating = m.Rating(scale=ex.scale(*levels), ground=ex.ground())
    if None not in leaf.outcomes:
        return rating
    exempt = m.NotApplicable(counts_as=None, ground=ex.ground())
    return replace(rating, may_be_not_applicable=ex.ground(), not_applicable=exempt)


def item_of(node: Leaf | Branch, name: str, weight: Q | None = None) -> m.Item:
    if isinstance(node, Leaf):
        return ex.leaf(name, rating_of(node), weight=weight)
    children = [
        item_of(child, f"{name}{at}", w)
        for at, (child, w) in enumerate(zip(node.children, node.weights, strict=True))
    ]
    branch = ex.branch(name, children, aggregate=node.aggregate)
    return replace(branch, weight=weight)


levels = st.lists(st.integers(-2, 5), min_size=1, max_size=3, unique=True)
plain_leaf = st.builds(lambda xs: Leaf(tuple(sorted(xs))), levels)
exempt_leaf = st.builds(lambda xs: Leaf((*sorted(xs), None)), levels)
weight = st.sampled_from([Q(1), Q(2), Q(1, 3), Q("0.2"), Q("0.35"), Q(40)])


def branch_of(child: st.SearchStrategy[Leaf | Branch]) -> st.SearchStrategy[Branch]:
    children = st.lists(child, min_size=1, max_size=3)
    return children.flatmap(
        lambda xs: st.builds(
            Branch,
            st.sampled_from(list(AGGREGATES)),
            st.tuples(*(weight for _ in xs)),
            st.just(tuple(xs)),
        )
    )


leaf = plain_leaf | exempt_leaf
tree = branch_of(leaf | branch_of(leaf))


def small(node: Branch) -> bool:
    size = 1
    for each in leaves(node):
        size *= len(each.outcomes)
    return size <= 2000


@settings(max_examples=150, deadline=None)
@given(tree.filter(small))
def test_an_item_attains_what_enumeration_finds(node: Branch) -> None:
    instrument = ex.instrument([item_of(node, "a")])
    found = Attainable(instrument).of("a")
    expected = every_worth(node)
    assert isinstance(found, Finite)
    assert set(found.values) == expected - {None}
    assert found.values == tuple(sorted(found.values))
    assert found.left_out == (None in expected)
    assert found.exact


def two_readings(op: str, digits: int) -> f.Formula:
    """A formula in which the same item stands twice, once rounded."""
    rounded = f.Rounded(operand=ex.item_value("a"), rounding=Rounding(digits, Mode.HALF_EVEN))
    sum_of = ex.arithmetic(rounded, "+", ex.item_value("a"))
    return ex.arithmetic(sum_of, op, ex.number("1.5"))


@settings(max_examples=60, deadline=None)
@given(tree.filter(small), st.sampled_from("+-*/"), st.integers(0, 1))
def test_a_formula_that_names_an_item_twice(node: Branch, op: str, digits: int) -> None:
    instrument = ex.instrument([item_of(node, "a")], [ex.value("v", two_readings(op, digits))])
    found = Attainable(instrument).of("v")
    work = {"+": Q.__add__, "-": Q.__sub__, "*": Q.__mul__, "/": Q.__truediv__}[op]
    expected = {work(round(x, digits) + x, Q(3, 2)) for x in every_worth(node) if x is not None}
    assert isinstance(found, Finite)
    assert set(found.values) == expected
    assert found.exact


def test_im_nkk_has_293_scores() -> None:
    attainable = Attainable(ex.im_nkk())
    score = attainable.of("skor")
    assert isinstance(score, Finite)
    # By hand: 5a + 6b + 4c with a of 0..12, b of 0..30, c of 0..15.
    by_hand = {5 * a + 6 * b + 4 * c for a in range(13) for b in range(31) for c in range(16)}
    assert set(score.values) == by_hand
    assert len(score.values) == 293
    assert score.exact
    printed = attainable.published("indeks")
    assert isinstance(printed, Finite)
    assert printed.values == tuple(Q(n, 100) for n in range(101))


def test_pairs_follow_the_formula() -> None:
    attainable = Attainable(ex.im_nkk())
    pairs = attainable.pairs("skor", "indeks")
    assert pairs is not None
    assert dict(pairs)[Q(200)] == Q(2, 3)
    assert attainable.pairs("indeks", "skor") is None


@given(
    st.lists(
        st.builds(
            Choice,
            st.lists(st.integers(-9, 9), min_size=1, max_size=4).map(tuple),
            st.integers(1, 3),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_both_ways_to_sum_agree(choices: list[Choice]) -> None:
    dense, sparse = sums_of(choices), _sparse(choices)
    assert dense is not None
    assert sparse is not None
    assert {k: list(v) for k, v in dense.items()} == {k: list(v) for k, v in sparse.items()}


def test_too_many_values_become_a_range() -> None:
    kinds = [Q(1, n) for n in (101, 103, 107, 109, 113, 127, 131)]
    items = [ex.leaf(f"a{n}", weight=w) for n, w in enumerate(kinds)]
    wide = [replace(x, rating=replace(ex.BARE, scale=ex.scale(*range(12)))) for x in items]
    root = ex.branch("a", wide, aggregate=f.Aggregate.WEIGHTED_SUM)
    found = Attainable(ex.instrument([root])).of("a")
    assert isinstance(found, Range)
    assert not found.exact
    assert found.interval == ex.interval(0, str(11 * sum(kinds)))


def inputs_only(formula: f.Formula, *inputs: m.Input) -> Attainable:
    return Attainable(ex.instrument(values=[ex.value("v", formula)], inputs=inputs))


def test_a_number_input_gives_a_range() -> None:
    x, y = f.InputValue(id="x"), f.InputValue(id="y")
    total = f.Over(
        aggregate=f.Aggregate.MEAN, operands=(f.Operand(formula=x), f.Operand(formula=y))
    )
    found = inputs_only(total, ex.number_input("x", 0, 100), ex.number_input("y", -10, 10)).of("v")
    assert found == Range(ex.interval(-5, 55))


def test_an_excluded_end_stays_excluded() -> None:
    quotient = ex.arithmetic(ex.number(6), "/", f.InputValue(id="x"))
    found = inputs_only(quotient, ex.number_input("x", 2, 3, low_included=False)).of("v")
    assert found == Range(ex.interval(2, 3, high_included=False))


def test_a_divisor_that_comes_close_to_zero_leaves_the_quotient_open_above() -> None:
    quotient = ex.arithmetic(ex.number(6), "/", f.InputValue(id="x"))
    found = inputs_only(quotient, ex.number_input("x", 0, 3, low_included=False)).of("v")
    assert found == Range(ex.interval(2, None, high_included=False))


def test_a_divisor_on_both_sides_of_zero_leaves_the_quotient_open() -> None:
    quotient = ex.arithmetic(ex.number(6), "/", f.InputValue(id="x"))
    found = inputs_only(quotient, ex.number_input("x", -1, 3)).of("v")
    assert isinstance(found, Range)
    assert (found.interval.low, found.interval.high, found.exact) == (None, None, False)


def test_rounding_a_bounded_range_gives_its_grid() -> None:
    rounded = f.Rounded(operand=f.InputValue(id="x"), rounding=Rounding(0, Mode.HALF_UP))
    found = inputs_only(rounded, ex.number_input("x", "0.4", "3.5")).of("v")
    assert found == finite(map(Q, range(5)))


def test_an_input_used_twice_is_not_taken_as_two() -> None:
    x = f.InputValue(id="x")
    found = inputs_only(ex.arithmetic(x, "-", x), ex.number_input("x", 0, 1)).of("v")
    assert not found.exact


def cases_on(choice: str, then: f.Formula, otherwise: f.Formula) -> f.Cases:
    condition = f.InputIs(id="jenis", choice=choice)
    line = f.Case(condition=condition, result=then, ground=ex.ground())
    return f.Cases(lines=(line,), otherwise=otherwise)


def test_cases_on_a_choice_unite_their_results() -> None:
    kind = ex.choice_input("jenis", "pusat", "daerah")
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")])
    formula = cases_on("pusat", ex.item_value("a"), ex.number(10))
    found = Attainable(ex.instrument([root], [ex.value("v", formula)], inputs=[kind])).of("v")
    assert found == finite([Q(n, 2) for n in range(7)] + [Q(10)])


def test_cases_that_compare_what_they_give() -> None:
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")])
    condition = f.Compare(operator=">", left=ex.item_value("a"), right=ex.number(2))
    line = f.Case(condition=condition, result=ex.number(2), ground=ex.ground())
    formula = f.Cases(lines=(line,), otherwise=ex.item_value("a"))
    found = Attainable(ex.instrument([root], [ex.value("v", formula)])).of("v")
    assert found == finite(Q(n, 2) for n in range(5))


def test_a_level_for_want_of_evidence_is_attainable() -> None:
    without = m.WithoutEvidence(policy=m.Unproved.COUNTS_AS, counts_as=0, ground=ex.ground())
    rating = m.Rating(scale=ex.scale(1, 2), without=without, ground=ex.ground())
    assert Attainable(ex.instrument([ex.leaf("a", rating)])).of("a") == finite(map(Q, range(3)))


def test_a_gate_on_the_same_answers_makes_a_set_inexact() -> None:
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")])
    base = ex.instrument([root], [ex.value("v", ex.item_value("a"))])
    condition = f.Compare(operator="<=", left=ex.item_value("a1"), right=ex.number(0))
    gate = m.Gate(condition=condition, because="tidak ada", ground=ex.ground())
    assert Attainable(base).of("v").exact
    assert not Attainable(replace(base, gates=(gate,))).of("v").exact


def test_shares_of_a_weighted_mean_add_up() -> None:
    found = shares(Attainable(ex.im_nkk()), ex.named("skor"))
    assert [found[name] for name in ex.SHAPE] == [20, 30, 30, 20]
    assert found["kebijakan_0"] == 5
    assert found["kesinambungan_4"] == 4


def test_shares_follow_signs_and_both_paths() -> None:
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")], aggregate=f.Aggregate.SUM)
    twice = ex.arithmetic(ex.number(100), "-", ex.item_value("a"))
    formula = ex.arithmetic(twice, "-", ex.arithmetic(ex.item_value("a1"), "/", ex.number(2)))
    attainable = Attainable(ex.instrument([root], [ex.value("v", formula)]))
    assert shares(attainable, ex.named("v")) == {"a": -1, "a1": Q(-3, 2), "a2": -1}


@pytest.mark.parametrize("aggregate", [f.Aggregate.HIGHEST, f.Aggregate.LOWEST])
def test_no_share_through_an_extreme(aggregate: f.Aggregate) -> None:
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")], aggregate=aggregate)
    attainable = Attainable(ex.instrument([root], [ex.value("v", ex.item_value("a"))]))
    assert shares(attainable, ex.named("v")) == {"a": 1}


def test_no_share_where_a_sibling_may_be_left_out() -> None:
    exempt = m.NotApplicable(counts_as=None, ground=ex.ground())
    rating = replace(ex.BARE, may_be_not_applicable=ex.ground(), not_applicable=exempt)
    root = ex.branch("a", [ex.leaf("a1", rating), ex.leaf("a2")])
    attainable = Attainable(ex.instrument([root], [ex.value("v", ex.item_value("a"))]))
    assert shares(attainable, ex.named("v")) == {"a": 1}


@pytest.mark.parametrize(
    ("subject", "contribution", "figure", "expected"),
    [
        ("internalisasi", True, "83", False),
        ("internalisasi", True, "84", True),
        ("internalisasi", True, "78", True),
        ("skor", False, "218", True),
        ("skor", False, "218.5", False),
        ("indeks", False, "0.73", True),
        ("indeks", False, "1.01", False),
        ("tidak_ada", False, "1", None),
    ],
)
def test_reaches(subject: str, contribution: bool, figure: str, expected: bool | None) -> None:  # noqa: FBT001 — parameters of a table
    assert reaches(ex.im_nkk(), subject, Q(figure), contribution=contribution) is expected


def test_a_contribution_is_undecided_where_there_is_no_share() -> None:
    root = ex.branch("a", [ex.leaf("a1"), ex.leaf("a2")], aggregate=f.Aggregate.HIGHEST)
    table = ex.bands("v", [ex.band("Semua", 0, 3)])
    instrument = ex.instrument([root], [ex.value("v", ex.item_value("a"))], [table])
    assert reaches(instrument, "a1", Q(2), contribution=True) is None
    assert reaches(instrument, "a", Q(2), contribution=True) is True


ends = st.none() | st.integers(0, 4).map(Q)
intervals = st.builds(
    lambda low, a, high, b: f.Interval(low=low, low_included=a, high=high, high_included=b),
    ends,
    st.booleans(),
    ends,
    st.booleans(),
)
half_points = [Q(n, 2) for n in range(-4, 14)]


@given(intervals, intervals)
def test_meeting_and_neighbouring_stretches(one: f.Interval, other: f.Interval) -> None:
    both = meet(one, other)
    for x in half_points:
        assert (x in both) == (x in one and x in other)
        if not is_empty(one):
            assert [x in below(one), x in one, x in above(one)].count(True) == 1
    point = point_of(both)
    assert (point is None) == is_empty(both)
    assert point is None or point in both


@given(intervals, st.sets(st.integers(-6, 14).map(lambda n: Q(n, 3)), max_size=8))
def test_inside_is_membership(interval: f.Interval, values: set[Q]) -> None:
    expected = tuple(sorted(x for x in values if x in interval))
    assert finite(values).inside(interval) == expected
