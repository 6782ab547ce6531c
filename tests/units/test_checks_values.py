from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction as Q

import model_examples as ex
import pytest

from evaluator.analysis.checks import check_instrument
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.values.functions import Function
from evaluator.values.rounding import Mode, Rounding

WHOLE = Rounding(0, Mode.HALF_UP)
ROOT = ex.branch("a", [ex.leaf(f"a{n}") for n in range(4)])


def found(
    *values: m.Value, bands: Sequence[m.Bands] = (), **others: object
) -> Sequence[Diagnostic]:
    return check_instrument(replace(ex.instrument([ROOT], values, bands), **others))


def codes(*values: m.Value, **others: object) -> list[str]:
    return [d.code for d in found(*values, **others)]


MEAN = ex.value("x", ex.item_value("a"), published=WHOLE)
PRINTED = ex.named("x", as_published=True)
TWICE = ex.value("y", ex.arithmetic(PRINTED, "*", ex.number(10)), published=WHOLE, line=201)
ROUNDED = f.Rounded(operand=ex.item_value("a"), rounding=WHOLE)
TWO_ROWS = [ex.band("Rendah", 0, "1.99"), ex.band("Tinggi", 2, 3, line=301)]


def test_a_printed_value_that_is_printed_again() -> None:
    (warning,) = found(MEAN, TWICE)
    assert warning.code == "double-rounding-flips"
    # 1/4 is printed as 0; ten times that is 0, ten times 1/4 is printed as 3.
    assert warning.facts == {
        "id": "y",
        "rounded": "x",
        "of": "x",
        "value": Q(1, 4),
        "twice": "0",
        "once": "3",
    }


def test_a_provision_or_an_assumption_allows_it() -> None:
    for ground in (ex.ground(201, law="Pasal 8"), ex.ground(201, assumption="bulat")):
        changed = replace(TWICE, ground=ground)
        stated = (ex.assumption("bulat"),) if ground.assumptions else ()
        assert codes(MEAN, changed, assumptions=stated) == []


def test_bands_over_a_printed_value() -> None:
    bands = ex.bands("x", TWO_ROWS, as_published=True)
    (warning,) = [d for d in found(MEAN, bands=[bands]) if d.code.startswith("double")]
    assert warning.code == "double-rounding-flips"
    assert (warning.facts["value"], warning.facts["twice"]) == (Q(3, 2), "Tinggi")
    assert warning.facts["once"] == "Rendah"
    exact = [d.code for d in found(MEAN, bands=[replace(bands, as_published=False)])]
    assert exact == ["band-hole-unreachable"]


@pytest.mark.parametrize(
    ("formula", "published", "expected"),
    [
        (ROUNDED, None, []),
        (ROUNDED, WHOLE, []),
        (ROUNDED, Rounding(2, Mode.HALF_UP), []),
        (replace(ROUNDED, rounding=Rounding(1, Mode.HALF_UP)), WHOLE, ["double-rounding"]),
        (ex.arithmetic(ROUNDED, "/", ex.number(3)), None, ["double-rounding-flips"]),
    ],
)
def test_rounding_inside_a_formula(
    formula: f.Formula, published: Rounding | None, expected: list[str]
) -> None:
    assert codes(ex.value("y", formula, published=published)) == expected


def test_a_rounded_value_by_its_name() -> None:
    first = ex.value("x", ROUNDED)
    second = ex.value("y", ex.arithmetic(ex.named("x"), "/", ex.number(3)), line=201)
    assert codes(first, second) == ["double-rounding"]
    assert codes(replace(first, ground=ex.ground(200, law="Pasal 8")), second) == []


def with_maximum(maximum: str, *items: m.Item) -> m.Instrument:
    root = replace(ex.branch("a", items), maximum=Q(maximum))
    return ex.instrument([root], [ex.value("v", ex.item_value("a"))])


def test_maximum() -> None:
    (error,) = check_instrument(with_maximum("2.5", ex.leaf("a1"), ex.leaf("a2")))
    assert error.code == "maximum-exceeded"
    assert error.facts == {"item": "a", "maximum": Q("2.5"), "value": 3}
    assert check_instrument(with_maximum("3", ex.leaf("a1"), ex.leaf("a2"))) == ()


def test_a_maximum_that_cannot_be_proved() -> None:
    # It is always 0, but the bounds of both sides leave up to 1.
    size = f.Applied(function=Function.ABSOLUTE, operand=f.InputValue(id="n"), argument=None)
    nothing = ex.arithmetic(size, "-", f.InputValue(id="n"))
    leaf = replace(ex.leaf("a1"), rating=None, formula=nothing)
    base = replace(with_maximum("0", leaf), inputs=(ex.number_input("n", 0, 1),))
    (warning,) = check_instrument(base)
    assert warning.code == "maximum-unproved"


@pytest.mark.parametrize(
    ("divisor", "expected"),
    [
        (ex.item_value("a"), ["division-by-zero-possible"]),
        (ex.arithmetic(ex.item_value("a"), "+", ex.number(1)), []),
        (ex.number(0), ["division-by-zero"]),
        (ex.arithmetic(ex.number(1), "-", ex.number(1)), ["division-by-zero"]),
        (f.InputValue(id="n"), []),
    ],
)
def test_division(divisor: f.Formula, expected: list[str]) -> None:
    above_zero = ex.number_input("n", 0, None, low_included=False)
    used = ex.arithmetic(ex.item_value("a"), "*", f.InputValue(id="n"))
    values = (ex.value("v", ex.arithmetic(ex.item_value("a"), "/", divisor)), ex.value("w", used))
    assert codes(*values, inputs=(above_zero,)) == expected


def cases(*operators: tuple[str, int]) -> f.Cases:
    lines = tuple(
        f.Case(
            condition=f.Compare(operator=op, left=ex.item_value("a"), right=ex.number(n)),
            result=ex.number(n),
            ground=ex.ground(210 + at),
        )
        for at, (op, n) in enumerate(operators)
    )
    return f.Cases(lines=lines, otherwise=ex.number(0))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(">=", 2), (">=", 1)], []),
        ([(">=", 1), (">=", 2)], ["case-unreachable"]),
        ([(">=", 4)], ["case-unreachable"]),
        ([(">=", 1), ("<=", 1)], ["otherwise-unreachable"]),
    ],
)
def test_lines_no_answer_chooses(lines: list[tuple[str, int]], expected: list[str]) -> None:
    assert codes(ex.value("v", cases(*lines))) == expected


def test_a_division_behind_a_condition_is_guarded() -> None:
    condition = f.Compare(operator=">", left=ex.item_value("a"), right=ex.number(0))
    safe = ex.arithmetic(ex.number(1), "/", ex.item_value("a"))
    line = f.Case(condition=condition, result=safe, ground=ex.ground(210))
    assert codes(ex.value("v", f.Cases(lines=(line,), otherwise=ex.number(0)))) == []
