"""One table says which claims are not proved, why, and what would prove them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.rulebook import rules_in
from golden.explain.samples import Sample, records

RULES = """takar 1
instrument u "Unproved" edition "1" {
  in force from 2025-01-01
  scale s cumulative { 0; 1; 2; 3 }
  evidence decree "Decree" { valid on period end }
  evidence report "Report"
  every indicator {
    rated on s
    level 1 and up needs 1 decree
    level 3 needs 2 report
    without evidence falls to the highest level proved
  }
  indicator a "Bare"
  indicator b "Expired"
  indicator c "Refused"
  indicator d "Half"
  indicator e "Judged"
  indicator f "Proved"
  indicator g "Nothing claimed"
  value i "Index" = mean of indicators
}
"""
RESPONSE: dict[str, Any] = {
    "instrument": "u",
    "subject": {"id": "x"},
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "answers": {
        "a": 2,
        "b": {"value": 1, "evidence": ["old"]},
        "c": {"value": 2, "evidence": ["n"]},
        "d": {"value": 3, "evidence": ["good", "r"]},
        "e": 1,
        "f": {"value": 2, "evidence": ["good"]},
        "g": 0,
    },
    "evidence": {
        "old": {"kind": "decree", "valid_until": "2025-06-30"},
        "n": {"kind": "decree", "valid_until": "2026-06-30"},
        "good": {"kind": "decree", "valid_until": "2026-06-30"},
        "r": {"kind": "report"},
    },
    "evidence_findings": {"n": {"accepted": False, "by": "V", "reason": "not signed"}},
    "findings": {"e": {"value": 1, "by": "V", "reason": "seen on site"}},
}


def rows(folder: Path, language: Language, stage: Stage, response: dict[str, Any]) -> list[str]:
    """What the section says, line by line."""
    (folder / "rules.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=stage)
    page = Sample(found).page(language, "md")
    heading = {Language.EN: "What is missing", Language.ID: "Yang belum ada"}[language]
    section = page.partition(heading)[2].partition("\n## ")[0]
    return [" ".join(line.replace("\\", "").split()) for line in section.splitlines() if line]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.EN,
            [
                "Claims that documents do not prove (4):",
                "| Bare | 2 | 0 | no document was presented | 1 document of kind Decree |",
                "| Expired | 1 | 0 | document old expired | 1 document of kind Decree |",
                (
                    "| Refused | 2 | 0 | document n refused: “not signed”"
                    " | 1 document of kind Decree |"
                ),
                (
                    "| Half | 3 | 2 | the documents presented are not enough"
                    " | 2 documents of kind Report |"
                ),
            ],
        ),
        (
            Language.ID,
            [
                "Klaim yang tidak terbukti oleh dokumen (4):",
                "| Bare | 2 | 0 | tidak ada dokumen yang diajukan | 1 dokumen berjenis Decree |",
                "| Expired | 1 | 0 | dokumen old kedaluwarsa | 1 dokumen berjenis Decree |",
                "| Refused | 2 | 0 | dokumen n ditolak: “not signed” | 1 dokumen berjenis Decree |",
                (
                    "| Half | 3 | 2 | dokumen yang diajukan tidak mencukupi"
                    " | 2 dokumen berjenis Report |"
                ),
            ],
        ),
    ],
)
def test_every_claim_that_is_not_proved_has_its_reason(
    tmp_path: Path, language: Language, told: list[str]
) -> None:
    said = rows(tmp_path, language, Stage.VERIFIED, RESPONSE)
    assert said[1] == told[0]
    # A heading, a rule, and a row for each: the one that was judged is named below them.
    assert said[4:-1] == told[1:]
    assert said[-1].startswith(
        {Language.EN: "Not listed,", Language.ID: "Tidak dicantumkan,"}[language]
    )
    assert said[-1].endswith(": Judged.")


def test_before_verification_it_lists_what_the_agency_has_to_add(tmp_path: Path) -> None:
    said = rows(tmp_path, Language.EN, Stage.SELF, RESPONSE)
    assert said[1] == "Claims that documents do not prove (4):"
    # A refusal counts from verification on; the finding has not come yet.
    assert [row.split(" |")[0] for row in said[4:]] == ["| Bare", "| Expired", "| Half", "| Judged"]


def test_where_nothing_is_lacking_that_is_said(tmp_path: Path) -> None:
    answers = dict.fromkeys("abcdeg", 0) | {"f": RESPONSE["answers"]["f"]}
    said = rows(tmp_path, Language.EN, Stage.SELF, RESPONSE | {"answers": answers})
    assert "No evidence is missing." in said[1]


def test_rules_without_documents_say_nothing_of_them() -> None:
    page = records().page(Language.EN, "md")
    section = page.partition("What is missing")[2].partition("\n## ")[0]
    assert "No answer is missing." in section
    assert "evidence" not in section


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.EN, "Bare: level 3 (verified) is supported by no evidence"),
        (Language.ID, "Bare: tingkat 3 (verifikasi) tidak didukung bukti apa pun"),
    ],
)
def test_a_finding_on_nothing_proved_exceeds_no_level(
    language: Language, told: str, tmp_path: Path
) -> None:
    rules = RULES.replace("{ 0; 1; 2; 3 }", "{ 1; 2; 3 }")
    rules = rules.replace("falls to the highest level proved", "stays unverified")
    (tmp_path / "rules.takar").write_text(rules, encoding="utf-8")
    finding = {"a": {"value": 3, "by": "V", "reason": "seen on site"}}
    response = {**RESPONSE, "answers": {"a": 3}, "evidence_findings": {}, "findings": finding}
    found = evaluate_text(json.dumps(response), rulebook=rules_in(tmp_path))
    assert told in " ".join(Sample(found).page(language, "md").replace("\\", "").split())
