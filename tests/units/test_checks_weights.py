from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as Q

import model_examples as ex
import pytest

from evaluator.analysis.checks import check_instrument
from evaluator.diagnostics.model import Diagnostic, Severity
from evaluator.model import formula as f
from evaluator.model import instrument as m


def findings(instrument: m.Instrument) -> list[Diagnostic]:
    """All but the notes, which IM-NKK has two of."""
    return [d for d in check_instrument(instrument) if d.kind.severity is not Severity.NOTE]


def codes(instrument: m.Instrument) -> list[str]:
    return [d.code for d in findings(instrument)]


def weighted(*weights: str | None, aggregate: f.Aggregate = f.Aggregate.WEIGHTED_MEAN) -> m.Item:
    leaves = [
        ex.leaf(f"a{n}", weight=None if w is None else Q(w), line=20 + n)
        for n, w in enumerate(weights)
    ]
    return ex.branch("a", leaves, aggregate=aggregate)


def checked(root: m.Item, total: str = "100", in_each: str | None = None) -> m.Instrument:
    promise = m.WeightSum(word="subcriterion", total=Q(total), in_each=in_each, ground=ex.ground(9))
    base = ex.instrument([root], [ex.value("v", ex.item_value(root.id))])
    return replace(base, weight_sums=(promise,))


def test_im_nkk_has_nothing_but_its_two_notes() -> None:
    found = check_instrument(ex.im_nkk())
    assert [d.code for d in found] == ["band-hole-unreachable", "printed-disagrees"]
    assert codes(ex.im_nkk(("0.2", "0.3", "0.4", "0.1"))) == []


def test_weights_of_110_percent() -> None:
    (found,) = findings(ex.im_nkk(("0.3", "0.3", "0.3", "0.2")))
    assert found.code == "weights-sum"
    assert found.facts == {
        "sum": "110%",
        "expected": "100%",
        "difference": "+10%",
        "terms": "kebijakan 30% + internalisasi 30% + penegakan 30% + kesinambungan 20%",
    }
    assert found.at == ex.PERCENT
    assert len(found.related) == 4


def test_weights_of_99_99_percent() -> None:
    (found,) = findings(ex.im_nkk(("0.2", "0.3", "0.3", "0.1999")))
    assert (found.facts["sum"], found.facts["difference"]) == ("99.99%", "-0.01%")


def test_many_weights_are_told_by_how_often_each_is() -> None:
    # 7 times 5 and 6 times 3 are 53.
    (found,) = findings(checked(weighted(*["5", "3"] * 6, "5"), total="50"))
    assert (found.facts["sum"], found.facts["difference"]) == ("53", "+3")
    assert found.facts["terms"] == "7 × 5 + 6 × 3"
    # 1 to 13 are 91: twelve of them are told.
    (found,) = findings(checked(weighted(*map(str, range(1, 14))), total="100"))
    assert found.facts["difference"] == "-9"
    assert found.facts["terms"] == " + ".join(f"1 × {n}" for n in range(13, 1, -1)) + " + …"


def test_weights_in_points_are_quoted_in_points() -> None:
    (found,) = findings(checked(weighted("100/3", "100/3", "33.33")))
    assert (found.facts["sum"], found.facts["expected"]) == ("29999/300", "100")


def test_thirds_add_up() -> None:
    assert codes(checked(weighted("100/3", "100/3", "100/3"))) == []


def test_weights_are_summed_in_each_parent() -> None:
    one, other = weighted("60", "40"), weighted("60", "30")
    renamed = [replace(x, id=f"b{n}") for n, x in enumerate(other.children)]
    second = replace(
        ex.branch("b", renamed, aggregate=f.Aggregate.WEIGHTED_MEAN), children=tuple(renamed)
    )
    top = replace(ex.branch("t", [one, second]), word="domain")
    (found,) = findings(checked(top, in_each="criterion"))
    assert (found.code, found.facts["sum"]) == ("weights-sum", "90")


def test_a_missing_weight_is_said_once_and_its_sum_is_not() -> None:
    (found,) = findings(checked(weighted("60", None)))
    assert (found.code, found.facts) == ("weight-missing", {"item": "a1"})


@pytest.mark.parametrize(
    ("weights", "total", "expected"),
    [
        (("110", "-10"), "100", ["weight-negative"]),
        (("100", "0"), "100", ["weight-zero"]),
        (("60", "40"), "100", []),
    ],
)
def test_signs(weights: tuple[str, ...], total: str, expected: list[str]) -> None:
    assert codes(checked(weighted(*weights), total)) == expected


def test_weights_nobody_reads_are_said_once() -> None:
    (found,) = findings(checked(weighted("60", "40", aggregate=f.Aggregate.MEAN)))
    assert (found.code, found.facts) == ("weight-unused", {"items": "a0, a1"})


def test_weights_without_a_promised_sum() -> None:
    instrument = replace(checked(weighted("60", "40")), weight_sums=())
    (found,) = findings(instrument)
    assert (found.code, found.facts) == ("weights-unchecked", {"items": "a0, a1"})


def test_a_named_value_has_no_weight() -> None:
    listed = f.Over(
        aggregate=f.Aggregate.WEIGHTED_MEAN, operands=(f.Operand(formula=ex.named("v")),)
    )
    base = ex.instrument([ex.leaf("a")], [ex.value("v", ex.item_value("a")), ex.value("w", listed)])
    (error,) = findings(base)
    assert (error.code, error.facts) == ("weight-missing", {"item": "v"})
