"""What stands beside a figure: the provision of its table, the part of a service, its share."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.reports.regulation import document
from evaluator.rulebook import Rulebook, root_at
from golden.explain.samples import Sample

RULES = """
instrument service "Service" edition "2024" {
  in force from 2024-01-01
  scale q { 0; 1; 2 }
  weights of aspect add up to 100%
  weights of indicator add up to 5 in each aspect
  every aspect { value = weighted mean of indicators }
  every indicator { rated on q }
  aspect counter "Counter" weight 60% {
    indicator speed "Speed" weight 2 {
      repeated for service "Service" 1 to 5 times counted as one
    }
    indicator courtesy "Courtesy" weight 3
  }
  aspect online "Online" weight 40% {
    indicator ease "Ease" weight 5
  }
  value score "Score" = weighted mean of aspects
  bands predicate "Predicate" of score {
    "Poor" below 1
    "Good" from 1 under "Table 2"
  } under "Article 40"
  verdict passed "Passed" {
    "Yes" when score >= 1 under "Article 41"
    "No" otherwise
  } under "Article 42"
}
"""


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    (tmp_path / "rules.takar").write_text(RULES, encoding="utf-8")
    services = [
        {"id": "p", "name": "Permits", "value": 2},
        {"id": "t", "name": "Taxes", "value": 1},
    ]
    response = {
        "instrument": "service",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"speed": {"items": services}, "courtesy": 1, "ease": 1},
    }
    return Sample(evaluate_text(response, rulebook=Rulebook((root_at(tmp_path),))))


def text_of(sample: Sample, language: Language = Language.EN) -> str:
    return " ".join(sample.page(language, "text", trace=False).split())


def test_the_provision_under_a_table_stands_beside_the_predicate(sample: Sample) -> None:
    outcome = text_of(sample).partition("2. Result")[2].partition("3. Summary")[0]
    assert "Predicate: Good" in outcome
    assert "basis: “Table 2”; basis: “Article 40”" in outcome
    table = text_of(sample).partition("The table “Predicate” as printed")[2]
    assert table.partition("Good")[0].count("Article 40") == 1
    assert "“Article 41”; basis: “Article 42”" in text_of(sample)


def test_the_document_of_the_rules_says_so_too(sample: Sample) -> None:
    shown = document(sample.found.decoded.instrument, Language.EN, "md")
    good = next(line for line in shown.splitlines() if line.startswith("| Good"))
    assert "Table 2" in good
    assert "Article 40" in good


def test_a_service_is_called_with_its_indicator_where_others_stand_beside_it(
    sample: Sample,
) -> None:
    rising = text_of(sample).partition("How to rise")[2].partition("What is missing")[0]
    assert "Speed: Taxes" in rising
    # In the table of the indicator it stands below, its own name is enough.
    inside = text_of(sample).partition("Levels of each item: Speed")[2].partition("Online")[0]
    assert "Taxes" in inside
    assert "Speed: Taxes" not in inside


def test_a_part_alone_in_its_sum_has_no_share(sample: Sample) -> None:
    text = text_of(sample)
    assert "effective 100%" not in text
    # Two of five and three of five: these do say something.
    assert "effective 40%" in text
    assert "effective 60%" in text
