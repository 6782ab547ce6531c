"""A page says nothing that the rules and the answers do not bear out, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample

SCORED = """takar 1
instrument g "Gated" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  input standard "Standard set" yes or no
  every indicator { rated on s }
  indicator p "First"
  indicator q "Second"
  value i "Index" = mean of indicators
  bands k "Grade" of i {
    "C" below 3 under "Article 7"
    "B" from 3 to below 4 under "Article 8"
    "A" from 4 only when p >= 4 and q >= 5 and standard under "Article 9"
  }
}
"""

ROOTS = """takar 1
instrument r "Roots" edition "1" {
  in force from 2025-01-01
  input area "Area" number from 1 to 100
  value side "Side" = root(area) published with 2 decimals half up
  bands k "Size" of side as published {
    "Small" below 3
    "Large" from 3 to below 8
    "Huge" from 8
  }
}
"""

ONE_OF = """takar 1
instrument y "Kinds" edition "1" {
  in force from 2025-01-01
  scale rating { 0; 1; 2 }
  input kind "Kind" one of { k1; k2 }
  subaspect p "Part" { value = the one that applies of indicators
    indicator a "A" { applies when kind is k1; rated on rating }
    indicator b "B" { applies when kind is k2; rated on rating } }
  value n "Total" = p
}
"""

EXEMPT = """takar 1
instrument e "Exempt" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  every indicator { rated on s; may be declared not applicable; not applicable counts as 2 }
  indicator p "First"
  indicator q "Second"
  value i "Index" = sum of indicators
}
"""


def page(
    folder: Path, rules: str, answers: dict[str, Any], language: Language = Language.EN
) -> str:
    """The page of a response to a rule file of its own, on one line."""
    (folder / "rules.takar").write_text(rules, encoding="utf-8")
    response = {
        "instrument": rules.split()[3],
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": answers,
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=Stage.SELF)
    return " ".join(Sample(found).page(language, "text").split())


def test_alternatives_that_wait_for_their_condition_can_be_explained(tmp_path: Path) -> None:
    told = page(tmp_path, ONE_OF, {})
    assert "the one that applies (A; B)" in told
    # Of two parts each from 0 to 2, one applies.
    assert "Total: between 0 and 2" in told


def test_what_a_level_of_the_tree_is_called_is_said_in_the_language_of_the_page(
    tmp_path: Path,
) -> None:
    assert "Subaspek" in page(tmp_path, ONE_OF, {}, Language.ID)
    assert "Sub-aspect" in page(tmp_path, ONE_OF, {})


def test_a_category_that_fell_names_what_does_not_hold(tmp_path: Path) -> None:
    # (5 + 4) / 2 = 4.5 lies in A; of its three conditions only q >= 5 fails.
    told = page(tmp_path, SCORED, {"standard": True, "p": 5, "q": 4})
    assert "the category falls to B, because this does not hold: Second ≥ 5 rules.takar" in told
    assert "because this does not hold: First" not in told
    row = told.partition("because this does not hold")[2].partition("Index")[0]
    assert "Article 9" in row
    assert "Article 8" not in row


def test_points_may_meet_a_condition_that_is_about_points(tmp_path: Path) -> None:
    told = page(tmp_path, SCORED, {"standard": True, "p": 5, "q": 4})
    assert "More points alone do not lead to A." not in told
    assert "More points lead to A only where they make its condition hold." in told
    # Nothing but the standard is lacking: no points bring that about.
    told = page(tmp_path, SCORED, {"standard": False, "p": 5, "q": 5})
    assert "More points alone do not lead to A." in told
    # (4 + 3) / 2 = 3.5 lies in B; A begins 0.5 higher and asks for points itself.
    told = page(tmp_path, SCORED, {"standard": True, "p": 4, "q": 3})
    assert "A begins 0.5 higher, and its condition must hold as well." in told
    assert "Points alone are not enough" not in told


def test_a_value_without_an_end_has_its_category_and_the_way_to_the_next(tmp_path: Path) -> None:
    # The root of 50 is 7.0710678…
    told = page(tmp_path, ROOTS, {"area": 50})
    assert "in no category" not in told
    assert "To reach Huge, Side must be published as at least 8; it is published as 7.07." in told
    assert "– is published" not in told
    assert "its digits have no end; it is published as 7.07: 2 decimals" in told
    # The root of 99 is 9.9498743…
    told = page(tmp_path, ROOTS, {"area": 99}, Language.ID)
    assert "Hasil ini sudah pada kategori tertinggi." in told
    assert "– disajikan sebagai" not in told


def test_what_is_not_applicable_says_what_it_counts_as(tmp_path: Path) -> None:
    told = page(tmp_path, EXEMPT, {"p": {"not_applicable": "none here"}, "q": 3})
    assert "not applicable counts as 2" in told
    assert "Index 5" in told.replace(":", "")
    told = page(tmp_path, EXEMPT, {"p": {"not_applicable": "none here"}, "q": 3}, Language.ID)
    assert "tidak berlaku dihitung sebagai 2" in told
    assert "counts as 2" not in page(tmp_path, EXEMPT, {"p": 1, "q": 3})


def test_a_value_that_waits_is_not_told_as_settled(tmp_path: Path) -> None:
    # The least and the most of the only part that may apply are both 5.
    rules = """takar 1
instrument o "Only" edition "1" {
  in force from 2025-01-01
  scale s { 0; 5 }
  input here "Here" yes or no
  indicator p "First" { applies when here; not applicable is left out; rated on s }
  value i "Index" = sum of indicators
}
"""
    told = page(tmp_path, rules, {"p": 5})
    assert "Index: 5, not settled" in told
    assert "Index: 5, belum pasti" in page(tmp_path, rules, {"p": 5}, Language.ID)


def test_a_draft_without_a_date_is_not_in_force_from_one(tmp_path: Path) -> None:
    draft = EXEMPT.replace("in force from 2025-01-01", "draft")
    (tmp_path / "rules.takar").write_text(draft, encoding="utf-8")
    response = {
        "instrument": "e",
        "edition": "1",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": {"p": 1, "q": 3},
    }
    found = evaluate_text(json.dumps(response), rulebook=rules_in(tmp_path), stage=Stage.SELF)
    told = Sample(found).page(Language.EN, "md")
    assert "9999" not in told
    assert "no day in force is stated" in told


MIXED = """takar 1
instrument m "Mixed" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3; 4; 5 }
  input audit "Audit" number from 0 to 5
  every indicator { rated on s }
  control c "Control" { rated on s }
  question q "Question" { value = audit }
  aspect a "Aspect" {
    value = mean of indicators
    indicator x "X"
    indicator y "Y"
  }
  value total "Total" = c + 2 * q + a
  bands k "Grade" of total { "Low" below 10; "High" from 10 }
}
"""


def test_no_weight_is_told_that_the_rules_do_not_have(tmp_path: Path) -> None:
    told = page(tmp_path, MIXED, {"audit": 4, "c": 1, "x": 2, "y": 4})
    assert "200%" not in told
    assert "100%" not in told
    # Each of two parts of a mean is a half of it; the mean itself is added whole.
    assert "counted 50% 1" in told
    assert "== Aspect value 3; contribution 3 of 5" in told


def test_parts_of_several_words_are_headed_as_parts(tmp_path: Path) -> None:
    (tmp_path / "rules.takar").write_text(MIXED, encoding="utf-8")
    told = page(tmp_path, MIXED, {"audit": 4, "c": 1, "x": 2, "y": 4}, Language.ID)
    assert "Bagian Nilai" in told
    assert "Kendali Bobot" not in told
    assert "Indikator" in told


def test_contributions_are_not_promised(tmp_path: Path) -> None:
    rules = MIXED.replace("c + 2 * q + a", "lowest of (c, a)")
    told = page(tmp_path, rules, {"audit": 4})
    assert "once all answers" not in told
    assert "not added up while answers that are needed are missing" in told


def test_a_category_that_no_answer_can_bring_is_not_possible(tmp_path: Path) -> None:
    # With p at 3 the condition p >= 4 cannot hold; q alone leaves 1.5 to 4, in C, B or A.
    told = page(tmp_path, SCORED, {"standard": True, "p": 3})
    assert "not settled: C or B" in told
    # (5 + q) / 2 lies between 2.5 and 5; A waits for q alone.
    told = page(tmp_path, SCORED, {"standard": True, "p": 5})
    assert "not settled: C, B or A" in told


def test_a_record_that_may_count_is_not_said_to_be_left_out(tmp_path: Path) -> None:
    rules = """takar 1
instrument d "Deductions" edition "1" {
  in force from 2025-01-01
  input found "Found" list of {
    severity "Severity" one of { grave "Grave"; light "Light" }
    day "Day" date
  }
  value cut "Cut" = 10 * count of found where (severity is light)
    + 5 * count of found where (severity is grave and day within period)
}
"""
    told = page(tmp_path, rules, {"found": [{"severity": "grave"}]})
    assert "it is open whether it counts for Cut" in told
    assert "does not count for Cut" not in told


CLAMPED = """takar 1
instrument m "Most" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2; 3 }
  input n "N" number from 0 to 10
  input free "Free" number from 0
  input met "Met" yes or no
  aspect a "Clamped" { value = lowest of (sum of criteria, 5)
    criterion a1 "A1" { rated on s }
    criterion a2 "A2" { rated on s } }
  aspect b "By case" { value { 5 when met; 2 otherwise } }
  aspect c "By table" { value by n { from 0 to below 5: 1; from 5 to 10: 4 } }
  aspect d "Number" maximum 6 { value = n / 2 }
  aspect e "Without end" { value = free }
  aspect f "Capped" { value = lowest of (free, 7) }
  value t "Total" = sum of aspects
  bands k "Grade" of t { "Low" below 5; "High" from 5 }
}
"""


def test_the_most_of_a_part_is_known_by_its_formula_too(tmp_path: Path) -> None:
    told = page(tmp_path, CLAMPED, {"a1": 3, "a2": 1, "n": 6, "free": 3, "met": False})
    # Two parts of at most 3 each, clamped at 5; half of at most 10; nothing limits what is free.
    for row in (
        "Clamped 4 4 5",
        "By case 2 2 5",
        "By table 4 4 4",
        "Number 3 3 5",
        "Without end 3 3 –",
        "Capped 3 3 7",
        "Sum 19 –",
    ):
        assert row in told


def test_a_computed_part_says_what_it_came_from(tmp_path: Path) -> None:
    answers = {"a1": 3, "a2": 1, "n": 0, "free": 0, "met": False}
    # Of 0 the part says why, where it stands: the answer it saw, and the row that held.
    told = page(tmp_path, CLAMPED, answers)
    assert "By table [computed from facts] value 1; contribution 1 Came from: N: 0" in told
    assert "N: 0 — row “from 0 to below 5”: 1 table by N Rule:" in told
    read = "Came from: Met is yes; the answer is no — does not hold: 2"
    assert f"By case [computed from facts] value 2; contribution 2 {read}" in told
    assert "Without end [computed from facts] value 0; contribution 0 Came from: 0 Free" in told
    told = page(tmp_path, CLAMPED, answers, Language.ID)
    row = "Berasal dari: N: 0 — baris “mulai dari 0 sampai dengan kurang dari 5”: 1"
    assert row in told


OWN_NAME = """takar 1
instrument i "Index of everything" edition "1" {
  in force from 2025-01-01
  scale s { 0; 1; 2 }
  indicator p "First" { rated on s }
  value i "Sum" = sum of indicators
}
"""


def test_a_value_that_is_called_as_the_instrument_is_has_its_own_label(tmp_path: Path) -> None:
    told = page(tmp_path, OWN_NAME, {"p": 2})
    assert "Sum = First" in told
    assert "Index of everything = " not in told
