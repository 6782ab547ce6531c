from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction as Q

import model_examples as ex
import pytest

from evaluator.analysis.checks import check_instrument
from evaluator.analysis.checks.rows import Table
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model import instrument as m


def ten(step: str = "1") -> m.Item:
    """An item with the values 0 to 30 times the step."""
    leaves = [ex.leaf(f"a{n}", weight=Q(step)) for n in range(10)]
    return ex.branch("a", leaves, aggregate=f.Aggregate.WEIGHTED_SUM)


def table(
    *rows: m.Band, step: str = "1", takes: f.Side | None = None, as_published: bool = False
) -> m.Instrument:
    root = ten(step)
    promise = m.WeightSum(
        word="subcriterion", total=10 * Q(step), in_each=None, ground=ex.ground(9)
    )
    value = ex.value("v", ex.item_value("a"), published=ex.TWO_DECIMALS)
    bands = ex.bands("v", rows, takes=takes, as_published=as_published)
    bands = replace(bands, ground=ex.ground(299, law="Pasal 1"))
    return replace(ex.instrument([root], [value], [bands]), weight_sums=(promise,))


def found(instrument: m.Instrument) -> Sequence[Diagnostic]:
    return check_instrument(instrument)


def codes(instrument: m.Instrument) -> list[str]:
    return [d.code for d in found(instrument)]


def rows(*ends: tuple[str | int | None, str | int | None]) -> list[m.Band]:
    return [ex.band(f"B{n}", low, high, line=300 + n) for n, (low, high) in enumerate(ends)]


LOWER, UPPER = f.Side.LOWER, f.Side.UPPER


@pytest.mark.parametrize(
    ("ends", "step", "takes", "expected"),
    [
        ([(0, 10), (11, 30)], "1", None, ["band-hole-unreachable"]),
        ([(0, 10), (11, 30)], "1", LOWER, ["band-hole-unreachable"]),
        ([(0, 10), (11, 15)], "0.5", None, ["band-hole"]),
        ([(0, 10), (11, 15)], "0.5", LOWER, ["band-hole-read"]),
        ([(0, 10), (12, 30)], "1", None, ["band-hole"]),
        ([(0, 10), (12, 30)], "1", UPPER, ["band-hole-wide"]),
        ([(0, 10), (10, 30)], "1", None, ["band-overlap"]),
        ([(0, 20), (5, 10), (21, 30)], "1", None, ["band-overlap", "band-hole-unreachable"]),
        ([(0, 10), (20, 11), (21, 30)], "1", LOWER, ["band-empty"]),
        ([(1, 30)], "1", None, ["band-outside"]),
        ([(0, 29)], "1", None, ["band-outside"]),
        ([(0, 30), (31, 40)], "1", None, ["band-hole-unreachable", "band-unreachable"]),
        ([(0, 10), (31, 40)], "1", None, ["band-hole"]),
        ([(0, 10), (31, 40)], "1", LOWER, ["band-unreachable"]),
        ([(0, 10), (31, 40)], "1", UPPER, ["band-hole-wide"]),
        ([(None, 10), ("10.5", None)], "1", None, ["band-hole-unreachable"]),
        ([(None, None)], "1", None, []),
    ],
)
def test_rows(
    ends: list[tuple[str | int | None, str | int | None]],
    step: str,
    takes: f.Side | None,
    expected: list[str],
) -> None:
    assert sorted(codes(table(*rows(*ends), step=step, takes=takes))) == sorted(expected)


def test_a_hole_quotes_a_value_that_comes_about() -> None:
    (hole,) = found(table(*rows((0, 10), (12, 20), (22, 30))))
    assert hole.code == "band-hole"
    assert hole.facts == {"value": 11, "of": "v", "lower": "B0", "upper": "B1", "holes": 2}
    assert hole.at == ex.place(301)


def test_an_overlap_quotes_a_shared_value() -> None:
    (overlap,) = found(table(*rows((0, "10.5"), ("9.5", 30))))
    assert overlap.facts == {"value": 10, "lower": "B0", "upper": "B1"}


def test_half_open_neighbours_leave_nothing_between() -> None:
    low = replace(ex.band("B0", 0, 10), interval=ex.interval(0, 10, high_included=False))
    assert codes(table(low, ex.band("B1", 10, 30))) == []


def test_descending_rows_are_in_order_and_mixed_rows_are_not() -> None:
    ends = [(0, 9), (10, 19), (20, 30)]
    falling = [replace(x, ground=ex.ground(400 - n)) for n, x in enumerate(rows(*ends))]
    assert codes(table(*falling)) == ["band-hole-unreachable"]
    low, middle, high = rows(*ends)
    mixed = (low, replace(middle, ground=ex.ground(305)), high)
    (_, order) = found(table(*mixed))
    assert order.code == "band-order"
    assert order.facts == {"bands": "kategori", "band": "B1", "before": "B2"}


def test_values_the_rounding_hides_are_no_hole() -> None:
    wide = rows((0, 10), ("10.01", 30))
    step = "10.004"  # 10.004 is printed as 10.00
    high = [*wide[:1], replace(wide[1], interval=ex.interval("10.01", 301))]
    assert codes(table(*high, step=step)) == ["band-hole"]
    assert "band-hole" not in codes(table(*high, step=step, as_published=True))


def test_a_number_input_may_fall_between_rows() -> None:
    inner = f.Over(
        aggregate=f.Aggregate.SUM,
        operands=(
            f.Operand(formula=f.InputValue(id="x")),
            f.Operand(formula=ex.item_value("a")),
        ),
    )
    inputs = [ex.number_input("x", 0, 1)]
    base = ex.instrument([ex.leaf("a")], [ex.value("v", inner)], inputs=inputs)
    bands = ex.bands("v", rows((0, 2), (3, 4)))
    assert codes(replace(base, bands=(bands,))) == ["band-hole-possible"]
    short = ex.bands("v", rows((0, 2)))
    assert codes(replace(base, bands=(short,))) == ["band-outside-by-answers"]


def test_the_row_of_a_value() -> None:
    lower, upper = rows((0, 10), (11, 20))
    lowered = ex.bands("v", [lower, upper], takes=LOWER)
    raised = replace(lowered, hole=replace(lowered.hole, takes=UPPER))
    assert Table.of(lowered).row_of(Q("10.5")) is lower
    assert Table.of(raised).row_of(Q("10.5")) is upper
    assert Table.of(replace(lowered, hole=None)).row_of(Q("10.5")) is None
    assert Table.of(lowered).row_of(Q(21)) is None


def test_the_printed_column_of_im_nkk_disagrees_at_200() -> None:
    disagrees = found(ex.im_nkk())[1]
    assert disagrees.facts == {
        "value": 200,
        "of": "skor",
        "column": "indeks",
        "printed": "0.67",
        "band": "Sedang",
        "other": "Tinggi",
        "count": 1,
    }


def test_columns_that_disagree_before_rounding_too() -> None:
    changed = with_column(("0", "0.33"), ("0.34", "0.6"), ("0.61", "1"))
    by_code = {d.code: d for d in found(changed)}
    assert by_code["printed-disagrees"].facts["count"] == 1  # 182: 0.6066… is printed as 0.61
    apart = by_code["printed-contradicts"]
    # 183 / 300 is 0.61 exactly; from there to 200 every whole score can come about.
    assert (apart.facts["value"], apart.facts["count"]) == (183, 18)
    (bands,) = changed.bands
    stated = replace(bands, ground=ex.ground(299, law="Lampiran"))
    assert "printed-contradicts" not in [d.code for d in found(replace(changed, bands=(stated,)))]


def test_a_deciding_column_that_is_wrong_speaks_for_the_printed_one() -> None:
    base = ex.im_nkk()
    (bands,) = base.bands
    low, middle, high = bands.rows
    for ends, expected in [((111, 200), "band-hole-wide"), ((100, 200), "band-overlap")]:
        rows = (low, replace(middle, interval=ex.interval(*ends)), high)
        changed = replace(base, bands=(replace(bands, rows=rows),))
        assert [c for c in codes(changed) if c != "band-hole-unreachable"] == [expected]


def test_wrong_weights_speak_for_every_value() -> None:
    changed = ex.im_nkk(("0.3", "0.3", "0.3", "0.2"))
    assert codes(changed) == ["weights-sum"]


def with_column(*column: tuple[str, str] | None) -> m.Instrument:
    base = ex.im_nkk()
    (bands,) = base.bands
    changed = tuple(
        replace(row, printed=() if ends is None else (("indeks", ex.interval(*ends)),))
        for row, ends in zip(bands.rows, column, strict=True)
    )
    return replace(base, bands=(replace(bands, rows=changed),))


@pytest.mark.parametrize(
    ("column", "expected", "facts"),
    [
        ([("0", "0.33"), ("0.34", "0.66"), None], "printed-partial", {"band": "Tinggi"}),
        (
            [("0", "0.33"), ("0.35", "0.66"), ("0.67", "1")],
            "printed-hole",
            {"value": "0.34", "count": 1},
        ),
        (
            [("0", "0.33"), ("0.33", "0.66"), ("0.67", "1")],
            "printed-overlap",
            {"value": "0.33", "band": "Sedang", "other": "Rendah"},
        ),
    ],
)
def test_printed_columns(
    column: list[tuple[str, str] | None], expected: str, facts: dict[str, object]
) -> None:
    others = {"band-hole-unreachable", "printed-disagrees"}
    (warning,) = [d for d in found(with_column(*column)) if d.code not in others]
    assert warning.code == expected
    assert {key: warning.facts[key] for key in facts} == facts
