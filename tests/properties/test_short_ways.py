"""What is done once or put off comes to the same as what is done every time and at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import evaluate
from evaluator.api import InputInvalid
from evaluator.intake.decode import read_document, read_response
from evaluator.intake.document import Object
from evaluator.rulebook import bundled
from evaluator.values.later import Later
from evaluator.values.numbers import Factors, fixed
from evaluator.values.rounding import Mode, Rounding

LEAVES = tuple(leaf.id for leaf in bundled().load("im_nkk", "2022").leaves())

QUICK = settings(deadline=None, max_examples=60)

keys = st.sampled_from([*LEAVES, "skor", "nobody", "", "é", "\ud800"])
levels = st.integers(0, 4) | st.sampled_from([-1, 100, 101, 10**41, True, None, "2", Decimal(2)])


def response(answers: Mapping[str, object]) -> dict[str, object]:
    period = {"from": "2022-01-01", "to": "2022-12-31"}
    subject = {"id": "1"}
    return {"instrument": "im_nkk", "subject": subject, "period": period, "answers": answers}


def told(answers: Mapping[str, object]) -> object:
    """The document of a result, or what is wrong."""
    try:
        return evaluate(response(answers)).to_json()
    except InputInvalid as refused:
        return [(d.code, d.pointer, d.facts) for d in refused.diagnostics]


@QUICK
@given(st.dictionaries(keys, levels))
def test_small_numbers_are_read_as_every_other_mapping(answers: dict[str, object]) -> None:
    assert told(answers) == told(OrderedDict((key, long(value)) for key, value in answers.items()))


def long(value: object) -> object:
    """The same number, written so that it is looked at closely."""
    return Decimal(value) if type(value) is int else value


@QUICK
@given(st.dictionaries(st.sampled_from(LEAVES), st.integers(0, 3)))
def test_bare_levels_are_judged_as_those_of_which_more_is_said(answers: dict[str, int]) -> None:
    noted = {key: {"value": value, "note": "x", "evidence": []} for key, value in answers.items()}
    assert without_hash(answers) == without_hash(noted)


def without_hash(answers: Mapping[str, object]) -> object:
    document = dict(evaluate(response(answers)).document)
    provenance = document.pop("provenance")
    assert isinstance(provenance, dict)
    return document, {k: v for k, v in provenance.items() if k != "response_sha256"}


@QUICK
@given(st.dictionaries(st.sampled_from(LEAVES), st.integers(0, 3)))
def test_a_mapping_that_changes_afterwards_changes_nothing(answers: dict[str, int]) -> None:
    expected = evaluate(response(dict(answers))).to_json()
    result = evaluate(response(answers))
    answers.clear()
    assert result.to_json() == expected


def test_nodes_that_are_made_later_are_the_same() -> None:
    short, full = (read_document(answers).value for answers in ({"a": 1}, {"a": Decimal(1)}))
    assert isinstance(short, Object)
    assert isinstance(full, Object)
    assert short.numbers == {"a": 1}
    assert full.numbers is None
    assert short == full
    assert hash(short) == hash(full)


def test_the_values_of_a_mapping_are_counted_either_way() -> None:
    many = {f"k{n}": 1 for n in range(100_000)}
    found = [d.code for d in read_response({"a": many}, editions=bundled()).diagnostics]
    assert "input-too-many-values" in found


def test_what_is_spelled_out_later_is_a_tuple_to_everybody() -> None:
    spelled = []

    def spell() -> tuple[int, ...]:
        spelled.append(1)
        return (1, 2, 3)

    later = Later(spell)
    assert not spelled
    assert later == (1, 2, 3)
    assert later == Later(spell)
    assert later != [1, 2, 3]
    assert (len(later), later[0], later[1:], list(later)) == (3, 1, (2, 3), [1, 2, 3])
    assert hash(later) == hash((1, 2, 3))
    assert repr(later) == "(1, 2, 3)"
    assert len(spelled) == 2


fractions = st.fractions(max_denominator=10**6)


@given(st.lists(st.tuples(fractions, fractions)))
def test_factors_over_one_denominator_make_the_same_sum(
    pairs: list[tuple[Fraction, Fraction]],
) -> None:
    factors = Factors.of([factor for _, factor in pairs])
    expected = sum((x * factor for x, factor in pairs), Fraction(0))
    assert factors.sum_of_products([x for x, _ in pairs]) == expected


@given(fractions | st.integers(-9, 9).map(lambda n: Fraction(n, 200)), st.integers(0, 3))
def test_rounding_by_whole_numbers_is_rounding(value: Fraction, decimals: int) -> None:
    scaled = value * 10**decimals
    half = Fraction(1, 2)
    expected = {
        Mode.HALF_UP: floor(scaled + half) if scaled >= 0 else ceil(scaled - half),
        Mode.HALF_EVEN: round(scaled),
        Mode.ALWAYS_UP: ceil(scaled),
        Mode.ALWAYS_DOWN: floor(scaled),
        Mode.TRUNCATED: int(scaled),
    }
    for mode, whole in expected.items():
        assert Rounding(decimals, mode).apply(value) == Fraction(whole, 10**decimals)


@given(fractions, st.integers(0, 8))
def test_a_text_of_fixed_decimals_is_the_value(value: Fraction, decimals: int) -> None:
    rounded = Rounding(decimals, Mode.HALF_EVEN).apply(value)
    text = fixed(rounded, decimals)
    assert Fraction(text) == rounded
    assert len(text.partition(".")[2]) == decimals
