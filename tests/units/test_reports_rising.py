"""What a page says of rising is what happens when the answer does rise."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.case import Case
from evaluator.reports.coefficients import coefficients
from evaluator.reports.labels import Labels
from evaluator.reports.ready import case_of
from evaluator.reports.sections.rising import gains
from golden.explain.samples import Sample, read, sample_of, samples


def case(sample: Sample) -> Case:
    decoded = sample.found.decoded
    return case_of(sample.result, decoded.instrument, decoded.response, Language.ID, Labels())


@pytest.mark.parametrize("name", list(samples()))
def test_coefficients_agree_with_the_contributions(name: str) -> None:
    explained = case(samples()[name])
    factors = coefficients(explained)
    for found in explained.found.values():
        factor, value = factors.of(found["id"]), found["value"]["exact"]
        if found["contribution"] is not None and value is not None:
            assert factor is not None
            assert factor * Fraction(value) == Fraction(found["contribution"])


def test_one_more_level_adds_what_the_page_says() -> None:
    response = read("final-2021")
    del response["decisions"]
    before = sample_of(response)
    explained = case(before)
    found = gains(explained, coefficients(explained))
    assert len(found) > 10
    for gain in found:
        raised = {**response, "findings": {**response["findings"]}}
        raised["findings"][gain.item.id] = {"value": gain.level, "by": "x", "reason": "x"}
        after = sample_of(raised, Stage.VERIFIED).result["values"]["skor"]["exact"]
        assert Fraction(after) - Fraction(before.result["values"]["skor"]["exact"]) == gain.adds


def test_nothing_is_said_where_the_way_is_not_additive() -> None:
    explained = case(samples()["quality"])
    assert gains(explained, coefficients(explained)) == []


def test_the_most_there_can_be_is_what_the_top_levels_give() -> None:
    explained = case(samples()["final"])
    factors = coefficients(explained)
    tops = [factors.most(item) for item in explained.instrument.items]
    assert tops == [60, 90, 90, 60]
