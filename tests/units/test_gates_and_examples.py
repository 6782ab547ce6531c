"""What a gate withholds, what an example says of it, and one missing line told once."""

from __future__ import annotations

from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.pipeline import check, compile_edition, read, run_examples
from evaluator.rulebook import Root, Rulebook, RuleFile, bundled
from evaluator.source import Source

RULES = """
instrument arsip "Arsip" edition "2029" {
  in force from 2029-01-01 to 2029-12-31
  scale s { 1; 2; 3 }
  input arsiparis "Arsiparis" number from 0
  every aspect { rated on s }
  aspect a "A"
  aspect b "B"
  value skor = mean of aspects
  not scored when arsiparis < 1 because "nobody keeps the archive"
  bands kategori of skor { "Low" below 2; "High" from 2 }
}
"""
EXAMPLE = """
example "E" for arsip edition "2029" {{
  given every aspect = 3
  {given}
  expect kategori = "High"
}}
"""


def result(answers: dict[str, Any], *, period: str = "2029", **more: Any) -> dict[str, Any]:
    book = Rulebook((Root(bundled().roots[0].folder, (RuleFile("a.takar", RULES.encode()),)),))
    response = {
        "instrument": "arsip",
        "subject": {"id": "1"},
        "period": {"from": f"{period}-01-01", "to": f"{period}-12-31"},
        "answers": answers,
        **more,
    }
    return dict(evaluate_text(response, rulebook=book).document)


def test_while_a_gate_is_open_there_is_no_score_yet() -> None:
    found = result({"a": 3, "b": 2})
    assert found["status"] == "incomplete"
    assert found["missing"] == ["arsiparis"]
    skor = found["values"]["skor"]
    assert skor == {"exact": None, "published": None, "least": "2.5", "most": "2.5"}
    assert found["bands"]["kategori"]["label"] is None
    assert found["bands"]["kategori"]["possible"] == ["High"]


def test_an_edition_named_out_of_its_time_is_noted() -> None:
    answers = {"a": 3, "b": 2, "arsiparis": 4}
    late = result(answers, period="2030", edition="2029")
    assert [note["code"] for note in late["notes"]] == ["edition_not_in_force"]
    assert result(answers, edition="2029")["notes"] == []


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("given arsiparis = 4", []),
        ("given arsiparis = 0", ["example-not-scored"]),
        ("", ["example-open"]),
    ],
)
def test_gates_hold_in_examples(given: str, codes: list[str]) -> None:
    program = read([Source("a.takar", RULES + EXAMPLE.format(given=given))])
    key = ("arsip", "2029")
    edition = compile_edition(program, key).value
    assert edition is not None
    trials = run_examples(program, key, edition)
    assert [d.code for trial in trials for d in trial.found] == codes


def test_one_line_missing_in_every_is_one_mistake() -> None:
    rules = RULES.replace(
        "every aspect { rated on s }", "every aspect { may be declared not applicable }"
    )
    later = 'instrument arsip edition "2030" amends "2029" {\n'
    later += '  in force from 2030-01-01\n  change aspect b { label "Z" }\n}\n'
    found = check(read([Source("a.takar", rules + later)]))
    assert [d.code for d in found if d.is_error] == ["item-without-value"]
