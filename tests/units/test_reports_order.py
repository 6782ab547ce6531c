"""What a page and a forecast say of mixed parts, gates and declarations, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text, forecast_of
from evaluator.diagnostics.language import Language
from evaluator.pipeline import compile_edition, read
from evaluator.reports.forecast import forecast_text
from evaluator.rulebook import rules_in
from evaluator.source import Source
from golden.explain.samples import Sample

RULES = """takar 1
instrument mix "Service mix" edition "2024" {
  in force from 2024-01-01
  scale quality { 0 "None"; 1 "Low"; 2 "Medium"; 3 "High" }
  evidence decree "Decree" { valid on period end }
  input branches "Branches" number from 0 to 9
  weights of dimension add up to 100%
  every indicator {
    rated on quality
    level 1 and up needs decree
    without evidence falls to the highest level proved
    may be declared not applicable
    not applicable is left out
  }
  dimension one "First" weight 20% {
    rated on quality
    level 1 and up needs decree
    without evidence falls to the highest level proved
  }
  dimension two "Second" weight 50% {
    value = mean of indicators
    indicator plan "Plan"
    indicator desk "Desk" { repeated for service "Service" 1 to 5 times counted as one }
    indicator site "Site"
  }
  dimension three "Third" weight 30% {
    answer one of { full "Full"; part "Part"; nothing "Nothing" }
    answer full, part needs decree
    without evidence counts as nothing
    value by answer { full: 3; part: 1.5; nothing: 0 }
  }
  value score "Score" = weighted mean of dimensions * 100
  not scored when branches > 8 because "too many branches"
  bands category "Category" of score {
    "Low" below 100
    "Middle" from 100 to below 200
    "High" from 200 to below 250 only when plan >= 2
    "Top" from 250 only when three >= 3
  }
}
"""


def answered(claimed: int = 3, third: str = "full", **others: Any) -> dict[str, Any]:
    """A response: the plan was declared not applicable and then found to be at level 1."""
    proved = {"evidence": ["d1"]}
    services = [{"id": f"l{n}", "name": f"Window {n}", "value": 3, **proved} for n in range(1, 5)]
    return {
        "instrument": "mix",
        "subject": {"id": "a1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {
            "one": {"value": claimed, **proved},
            "plan": {"not_applicable": "no plan is needed"},
            "desk": {"items": services},
            "site": {"value": 3, **proved},
            "three": {"value": third, **proved},
        }
        | others,
        "evidence": {"d1": {"kind": "decree", "title": "Decree 1", "valid_until": "2025-06-30"}},
        "findings": {
            "plan": {"value": 1, "by": "Budi", "on": "2024-12-01", "reason": "it is needed"},
        }
        | {f"desk/l{n}": {"value": 3, "by": "Budi", "reason": "seen"} for n in range(1, 5)},
    }


def evaluated(folder: Path, response: dict[str, Any]) -> Any:
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    return evaluate_text(json.dumps(response), rulebook=rules_in(folder))


def page(folder: Path, response: dict[str, Any], language: Language = Language.EN) -> str:
    return " ".join(Sample(evaluated(folder, response)).page(language, "text").split())


def markdown(folder: Path, response: dict[str, Any]) -> str:
    return " ".join(Sample(evaluated(folder, response)).page(Language.EN, "md").split())


def foretold(folder: Path, response: dict[str, Any], language: Language = Language.EN) -> str:
    found = evaluated(folder, response)
    return forecast_text(
        forecast_of(found, None),
        found.document,
        found.decoded.instrument,
        found.decoded.response,
        language=language,
        labels={},
    )


def test_parts_stand_in_the_order_of_the_rules(tmp_path: Path) -> None:
    told = page(tmp_path, answered(branches=3))
    titles = ("> First [", "== Second ", "> Plan [", "== Desk ", "> Site [", "> Third [")
    places = [told.index(title) for title in titles]
    assert places == sorted(places)


def test_a_part_with_parts_below_is_not_computed_from_facts(tmp_path: Path) -> None:
    told = markdown(tmp_path, answered(branches=3))
    assert "computed from facts" not in told
    assert "computed from what is below it" in told


def test_a_part_declared_not_applicable_and_then_judged_was_not_without_a_claim(
    tmp_path: Path,
) -> None:
    told = page(tmp_path, answered(branches=3))
    assert "claimed not applicable → verified 1" in told
    assert "claimed none" not in told
    assert "klaim tidak berlaku → verifikasi 1" in page(tmp_path, answered(branches=3), Language.ID)


def test_a_category_that_fell_names_what_would_lift_it(tmp_path: Path) -> None:
    # 20 * 3 + 50 * (1 + 3 + 3) / 3 + 30 * 1.5 = 221.67 lies in High, which asks for a plan of 2.
    told = page(tmp_path, answered(third="part", branches=3))
    assert "Next category: High, if Plan ≥ 2" in told
    # 20 * 0 + 116.67 + 45 = 161.67 lies in Middle; the condition of High does not hold either.
    told = page(tmp_path, answered(claimed=0, third="part", branches=3))
    assert "Next category: High only when Plan ≥ 2, which these answers do not meet" in told
    # 60 + 116.67 + 90 = 266.67 is in Top, whose condition holds.
    told = page(tmp_path, answered(branches=3))
    assert "Next category: already the highest category" in told


def test_a_forecast_leaves_a_category_open_that_a_gate_may_take_away(tmp_path: Path) -> None:
    told = foretold(tmp_path, answered())
    assert "Category Top or no score (not settled)." in told
    assert "Category goes from Top or no score (not settled) to" in told
    assert "between 800/3 and 800/3" not in told
    told = foretold(tmp_path, answered(), Language.ID)
    assert "Category Top atau tidak dinilai (belum pasti)." in told
    assert "Category Top." in foretold(tmp_path, answered(branches=3))


@pytest.mark.parametrize("language", [*Language])
def test_instances_are_named_with_the_part_they_are_of(tmp_path: Path, language: Language) -> None:
    told = foretold(tmp_path, answered(branches=3), language)
    standing = next(line for line in told.splitlines() if "Plan" in line)
    assert "Desk: every Service (4)" in standing or "Desk: semua Service (4)" in standing


CONTRADICTED = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assumption even "All weigh the same" because "not published"
  scale q { 0; 1; 2; 3 }
  every criterion { rated on q }
  criterion a "A"
  criterion b "B"
  value s = mean of criteria under assumption even
}
example "Out of reach" for x edition "1" {
  expect s = 1.25 contradicts assumption even because "no mean of two levels"
}
example "Within reach" for x edition "1" {
  expect s = 1.5 contradicts assumption even because "said by mistake"
}
"""


def test_only_a_figure_that_is_out_of_reach_contradicts_an_assumption() -> None:
    program = read([Source("x.takar", CONTRADICTED)])
    compiled = compile_edition(program, ("x", "1")).value
    assert compiled is not None
    (assumption,) = compiled.assumptions
    assert [c.example for c in assumption.contradicted_by] == ["Out of reach"]


COMPUTED = """takar 1
instrument y "Computed" edition "1" {
  in force from 2024-01-01
  input post "Post" one of { leader "Leader"; staff "Staff" }
  input hours "Hours" number from 0 to 40
  dimension training "Training" {
    value {
      15 when post is leader and hours >= 20
      hours / 4 when post is staff
      0 otherwise
    }
  }
  value score "Score" = sum of dimensions
  bands category "Category" of score { "Low" below 10; "High" from 10 }
}
"""


def computed(folder: Path, post: str, hours: int) -> str:
    (folder / "rules.takar").write_text(COMPUTED, encoding="utf-8")
    response = {
        "instrument": "y",
        "subject": {"id": "a1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {"post": post, "hours": hours},
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder))
    return " ".join(Sample(found).page(Language.EN, "text").split())


def test_cases_are_told_line_by_line_then_by_what_was_looked_at(tmp_path: Path) -> None:
    told = computed(tmp_path, "staff", 24)
    assert (
        "Training = 15 if the answer to Post is Leader and Hours ≥ 20; "
        "Hours / 4 if the answer to Post is Staff; 0 otherwise" in told
    )
    assert "Post is Leader; the answer is Staff — does not hold" in told
    assert "(Post is Staff; the answer is Staff — holds): 24 / 4 = 6" in told
    assert "chosen by condition" not in told


def test_levels_are_told_of_only_where_there_are_any(tmp_path: Path) -> None:
    told = computed(tmp_path, "leader", 24)
    assert "Every part is computed from the facts above; none is rated." in told
    assert "Claimed is the self-assessment" not in told
    assert "Values of each item: Computed" in told
    assert "weight –" not in told


def test_a_value_is_not_told_outright_while_there_may_be_no_score(tmp_path: Path) -> None:
    # 60 + 116.67 + 90 whatever the branches are; with more than 8 of them there is no score.
    told = page(tmp_path, answered())
    assert "Score: 800/3 (about 266.6667), if there is a score" in told
    assert "Score: 800/3 (kira-kira 266,6667), jika dinilai" in page(
        tmp_path, answered(), Language.ID
    )
    assert "if there is a score" not in page(tmp_path, answered(branches=3))
