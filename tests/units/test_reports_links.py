"""Every link within a page leads to a place of that page, and every part has its own heading."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import bundled, rules_in
from golden.explain.samples import Sample, samples
from units.reports_html import parsed

MIXED = """takar 1
instrument m "Mixed" edition "1" {
  in force from 2025-01-01
  assesses person in unit "Work unit"
  scale s { 0; 1; 2; 3 }
  every indicator { rated on s }
  indicator first "First"
  aspect a "Aspect" {
    value = mean of indicators + inner
    indicator x "X"
    domain inner "Inner" { value = sum of indicators; indicator y "Y"; indicator z "Z" }
    indicator last "Last"
  }
  control c "Control" { rated on s }
  control d "Check" { rated on s; repeated for place "Place" 1 to 3 times each counted }
  value total "Total" = first + a + c + d
  bands k "Grade" of total { "Low" below 5; "High" from 5 }
}
"""
ANSWERS = {
    "first": 1,
    "x": 1,
    "y": 2,
    "z": 3,
    "last": 2,
    "c": 1,
    "d": {"items": [{"id": "north-1", "value": 2}, {"id": "b", "value": 1}]},
}


def mixed(folder: Path, without: str = "") -> Sample:
    (folder / "rules.takar").write_text(MIXED, encoding="utf-8")
    response = {
        "instrument": "m",
        "subject": {"id": "x", "groups": {"unit": "7"}},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": {name: given for name, given in ANSWERS.items() if name != without},
    }
    return Sample(evaluate_text(json.dumps(response), rulebook=rules_in(folder)))


def assert_every_link_leads_somewhere(page: str) -> None:
    read = parsed(page)
    ids = read.values("id")
    links = [href for href in read.values("href") if href.startswith("#")]
    assert links
    assert len(ids) == len(set(ids))
    assert {unquote(href[1:]) for href in links} <= set(ids)
    assert {name for value in read.values("aria-labelledby") for name in value.split()} <= set(ids)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", samples())
def test_of_every_kind_of_result(name: str, language: Language) -> None:
    assert_every_link_leads_somewhere(samples()[name].page(language, "html"))


@pytest.mark.parametrize("language", Language)
def test_of_parts_alone_at_the_top_and_of_repeated_ones(tmp_path: Path, language: Language) -> None:
    assert_every_link_leads_somewhere(mixed(tmp_path).page(language, "html"))
    assert_every_link_leads_somewhere(mixed(tmp_path, without="d").page(language, "html"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("place", [*(Path(__file__).parents[2] / "rules").rglob("*.json")], ids=str)
def test_of_the_responses_beside_bundled_rules(place: Path, language: Language) -> None:
    response = json.loads(place.read_text(encoding="utf-8"))
    if "answers" in response:
        found = evaluate_text(json.dumps(response), rulebook=bundled())
        assert_every_link_leads_somewhere(Sample(found).page(language, "html"))


def test_what_stands_alone_behind_a_part_is_none_of_it(tmp_path: Path) -> None:
    told = mixed(tmp_path).page(Language.EN, "text")
    titles = ("> First [", "== Aspect", "> X [", "== Inner", "> Y [", "== Aspect: Indicator")
    titles = (*titles, "> Last [", "== Mixed: Control", "> Control [", "== Check", "> north-1 [")
    places = [told.index(title) for title in titles]
    assert places == sorted(places)
    assert "Mixed: Kendali" in mixed(tmp_path).page(Language.ID, "text")


def test_the_kind_of_a_group_is_called_by_its_label(tmp_path: Path) -> None:
    assert "Work unit: 7" in mixed(tmp_path).page(Language.EN, "text")
