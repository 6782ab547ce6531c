from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import model_examples as ex
import pytest

from evaluator.analysis.checks import check_instrument
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.model import Diagnostic
from evaluator.diagnostics.words import message
from evaluator.model import formula as f
from evaluator.model import instrument as m

DOCUMENT = m.EvidenceKind(id="dokumen", label=None, requirements=(), ground=ex.ground(3))


def need(level: int, *, and_up: bool = False, line: int = 5, count: int = 1) -> m.LevelNeed:
    wanted = m.Documents(count=count, kinds=("dokumen",)) if count else None
    return m.LevelNeed(level=level, and_up=and_up, need=wanted, ground=ex.ground(line))


UP = need(1, and_up=True)


def rating(*needs: m.LevelNeed, **others: object) -> m.Rating:
    base = m.Rating(
        scale=ex.MATURITY, needs=needs, without=ex.FALLS if needs else None, ground=ex.ground(4)
    )
    return replace(base, **others)


def found(*ratings: m.Rating) -> Sequence[Diagnostic]:
    leaves = [ex.leaf(f"a{n}", x, line=20 + n) for n, x in enumerate(ratings)]
    root = ex.branch("a", leaves)
    base = ex.instrument([root], [ex.value("v", ex.item_value("a"))])
    return check_instrument(replace(base, evidence=(DOCUMENT,)))


def codes(*ratings: m.Rating) -> list[str]:
    return [d.code for d in found(*ratings)]


def test_every_part_without_evidence_rules_is_named_whole() -> None:
    silent = [f"a{n}" for n in range(1, 151)]
    (told,) = found(rating(UP), *(rating() for _ in silent))
    assert told.facts["items"] == tuple(silent)
    quoted = message(told, Language.EN).found
    assert all(f"`{each}`" in quoted for each in silent)


EXEMPT = m.NotApplicable(counts_as=None, ground=ex.ground(7))


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([rating(UP)], []),
        ([rating(need(1), need(2), need(3))], []),
        # The scale is cumulative: what level 2 needs, level 3 needs.
        ([rating(need(1), need(2), need(3, count=0))], ["exemption-void"]),
        ([rating(need(2, and_up=True))] * 3, ["level-without-evidence"]),
        ([rating(need(1), need(2))] * 3, ["level-without-evidence"]),
        ([rating(UP), rating()], ["item-without-evidence"]),
        ([rating(UP), rating(need(1, and_up=True, count=0))], []),
        ([rating(UP, need(7, line=6))] * 2, ["level-unknown"]),
        ([rating(UP, need(1, line=6))] * 2, ["level-twice"]),
        ([rating(UP, without=None)] * 2, ["without-evidence-missing"]),
        ([rating(UP), rating(need(1, and_up=True, count=0), without=None)], []),
        ([rating(UP, may_be_not_applicable=ex.ground(6))] * 2, ["not-applicable-unsaid"]),
        ([rating(UP, not_applicable=EXEMPT)] * 2, ["not-applicable-unused"]),
        (
            [
                rating(UP, not_applicable=EXEMPT),
                rating(UP, not_applicable=EXEMPT, may_be_not_applicable=ex.ground(6)),
            ],
            [],
        ),
    ],
)
def test_evidence_rules(ratings: list[m.Rating], expected: list[str]) -> None:
    assert codes(*ratings) == expected


def test_a_policy_without_any_need() -> None:
    assert codes(rating(without=ex.FALLS)) == ["unused-evidence", "without-evidence-unused"]


def test_levels_of_which_nothing_is_said_are_listed() -> None:
    (warning,) = found(rating(need(3)))
    assert warning.facts == {"levels": "1, 2", "scale": "maturitas"}
    assert warning.at == ex.place(5)


@pytest.mark.parametrize(
    "changed",
    [
        rating(UP, texts=(m.LevelText(level=4, text="…", ground=ex.ground(8)),)),
        rating(
            UP,
            without=m.WithoutEvidence(
                policy=m.Unproved.COUNTS_AS, counts_as=-1, ground=ex.ground(8)
            ),
        ),
        rating(
            UP,
            may_be_not_applicable=ex.ground(6),
            not_applicable=m.NotApplicable(counts_as=9, ground=ex.ground(8)),
        ),
    ],
)
def test_levels_that_the_scale_does_not_have(changed: m.Rating) -> None:
    (error,) = found(changed)
    assert (error.code, error.at) == ("level-unknown", ex.place(8))
    assert error.facts["levels"] == "0, 1, 2, 3"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((0, 1, 2), []),
        ((0,), ["scale-short"]),
        ((0, 1, 1), ["scale-level-twice"]),
        ((2, 1, 0), ["scale-order"]),
    ],
)
def test_scales(levels: tuple[int, ...], expected: list[str]) -> None:
    bare = m.Rating(scale=ex.scale(*levels), ground=ex.ground(4))
    base = ex.instrument([ex.leaf("a", bare)], [ex.value("v", ex.item_value("a"))])
    assert [d.code for d in check_instrument(base)] == expected


def test_what_nothing_refers_to() -> None:
    base = ex.instrument(
        [ex.leaf("a"), ex.branch("b", [ex.leaf("b1"), ex.leaf("b2")])],
        [ex.value("v", ex.item_value("a"))],
        inputs=[ex.number_input("x", 0, 1)],
    )
    instrument = replace(
        base,
        assumptions=(ex.assumption("lubang"),),
        evidence=(DOCUMENT,),
        scales=(*base.scales, ex.scale(0, 1, name="lain", line=11)),
    )
    found = {(d.code, d.facts["id"]) for d in check_instrument(instrument)}
    assert found == {
        ("unused-assumption", "lubang"),
        ("unused-evidence", "dokumen"),
        ("unused-scale", "lain"),
        ("unused-input", "x"),
        ("item-unused", "b"),
    }


def test_an_item_used_through_its_children_only_is_used() -> None:
    root = ex.branch("b", [ex.leaf("b1"), ex.leaf("b2")])
    value = ex.value("v", ex.over(f.Aggregate.SUM, root.children))
    assert check_instrument(ex.instrument([root], [value])) == ()


def test_every_kind_of_ground_counts_as_a_reference() -> None:
    ground = ex.ground(2, assumption="x")
    base = ex.im_nkk()
    (bands,) = base.bands
    places = [
        replace(base, in_force=ground),
        replace(base, scales=(replace(base.scales[0], ground=ground),)),
        replace(base, bands=(replace(bands, hole=replace(bands.hole, ground=ground)),)),
        replace(
            base,
            bands=(replace(bands, rows=(replace(bands.rows[0], ground=ground), *bands.rows[1:])),),
        ),
        replace(base, values=(replace(base.values[0], ground=ground), base.values[1])),
    ]
    for instrument in places:
        with_x = replace(instrument, assumptions=(*base.assumptions, ex.assumption("x")))
        assert "unused-assumption" not in [d.code for d in check_instrument(with_x)]


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ([UP, need(2, line=6)], [("level-needs-less", 2, 3)]),
        ([UP, need(2, line=6), need(3, line=7)], []),
        ([UP, need(2, and_up=True, line=6)], []),
        ([need(1), need(2, line=6), need(3, line=7)], []),
        ([UP, need(3, line=6)], []),
    ],
)
def test_a_level_that_needs_less_than_the_one_below_it_is_told(
    needs: list[m.LevelNeed], expected: list[tuple[str, int, int]]
) -> None:
    apart = replace(ex.MATURITY, cumulative=False)
    told = found(replace(rating(*needs), scale=apart))
    assert [(x.code, x.facts["level"], x.facts["above"]) for x in told] == expected


def test_on_a_cumulative_scale_no_level_needs_less() -> None:
    cumulative = replace(ex.MATURITY, cumulative=True)
    assert codes(replace(rating(UP, need(2, line=6)), scale=cumulative)) == []
