"""Findings on records, on the pages people read; what they mean is said by tests/spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import InputInvalid, evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.reports.explain import explain
from evaluator.reports.render import Form
from evaluator.rulebook import rules_in

RULES = """
instrument conduct edition "1" {
  in force from 2024-01-01
  scale severity { light "Light"; heavy "Heavy" }
  input punishments "Punishments" list of { level "Level" scale severity }
  value heavy_ones "Heavy ones" = count of punishments where (level is heavy)
}
"""
RESPONSE: dict[str, Any] = {
    "instrument": "conduct",
    "subject": {"id": "1"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {
        "punishments": [
            {"id": "SK-1", "level": "heavy"},
            {"id": "SK-2", "level": "heavy"},
            {"id": "SK-3", "level": "light"},
        ]
    },
    "findings": {
        "punishments/SK-1": {"value": {"level": "light"}, "by": "Tim A", "reason": "on appeal"},
        "punishments/SK-2": {"accepted": False, "by": "Tim B", "reason": "<b>revoked</b>"},
        "punishments/SK-3": {"accepted": True, "by": "Tim A"},
    },
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.EN,
            (
                "claimed: Heavy",
                "Verified: corrected by Tim A: “on appeal”",
                "Verified: not accepted by Tim B: “<b>revoked</b>”; it counts for nothing",
                "Verified: let stand by Tim A: no reason",
                "record SK-2: not accepted (verified) by Tim B",
                "changed: level",
            ),
        ),
        (
            Language.ID,
            (
                "klaim: Heavy",
                "Verifikasi: dikoreksi oleh Tim A: “on appeal”",
                "Verifikasi: tidak diterima oleh Tim B: “<b>revoked</b>”",
                "Verifikasi: dibenarkan oleh Tim A: ",
                "catatan SK-2: tidak diterima (verifikasi) oleh Tim B",
            ),
        ),
    ],
)
def test_a_page_says_what_was_found_of_each_record(
    tmp_path: Path, language: Language, words: tuple[str, ...]
) -> None:
    text = page(tmp_path, RESPONSE, language)
    for said in words:
        assert said in text


SK_2 = RESPONSE["answers"]["punishments"][1]
SAID = {"by": "Tim B", "reason": "revoked"}


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        # Of three records the second is refused.
        (RESPONSE["findings"], "Punishments records: 3; not accepted: 1"),
        # The only record is refused: it is there, and it is not the same as an empty list.
        (
            {"punishments/SK-2": {"accepted": False, **SAID}},
            "Punishments records: 1; not accepted: 1",
        ),
        # The whole list was replaced by one without records; the claim stands beneath.
        ({"punishments": {"value": [], **SAID}}, "Punishments no records"),
    ],
)
def test_refused_records_are_not_told_as_an_empty_list(
    tmp_path: Path, findings: dict[str, Any], told: str
) -> None:
    stated = RESPONSE["answers"]["punishments"] if findings is RESPONSE["findings"] else [SK_2]
    response = RESPONSE | {"answers": {"punishments": stated}, "findings": findings}
    text = page(tmp_path, response, Language.EN)
    assert told in text
    assert ("Claimed: records: 1" in text) is ("punishments" in findings)


def test_a_refused_record_is_told_in_indonesian_too(tmp_path: Path) -> None:
    findings = {"punishments/SK-2": {"accepted": False, **SAID}}
    response = RESPONSE | {"answers": {"punishments": [SK_2]}, "findings": findings}
    assert "catatan: 1; tidak diterima: 1" in page(tmp_path, response, Language.ID, "md")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"edition": "2"}, "unknown-edition"),
        ({"instrument": "conduckt"}, "unknown-instrument"),
        ({"period": {"from": "2023-01-01", "to": "2023-12-31"}}, "no-edition-in-force"),
        ({"period": {"from": "2024-13-01", "to": "2024-12-31"}}, "input-date-unreal"),
    ],
)
def test_a_wrong_header_leaves_findings_on_records_alone(
    tmp_path: Path, header: dict[str, Any], code: str
) -> None:
    assert refused(tmp_path, RESPONSE | header) == [code]


def test_a_misspelt_list_is_told_once(tmp_path: Path) -> None:
    answers = {"punishmnts": RESPONSE["answers"]["punishments"]}
    assert refused(tmp_path, RESPONSE | {"answers": answers}) == ["unknown-item"]


def test_a_finding_on_a_misspelt_list_lacks_nothing(tmp_path: Path) -> None:
    findings = {"punishmnts/SK-2": {"accepted": False, **SAID}}
    assert refused(tmp_path, RESPONSE | {"findings": findings}) == ["unknown-item"]


REPEATED = RULES.replace(
    "  value",
    """  scale grade { 0; 1 }
  criterion done "Done" {
    rated on grade
    repeated for paper in punishments 1 to 9 times counted as one
  }
  value""",
)


@pytest.mark.parametrize(("name", "codes"), [("punishmnts", ["unknown-item"]), ("x", None)])
def test_parts_repeated_for_a_misspelt_list_are_not_blamed(
    tmp_path: Path, name: str, codes: list[str] | None
) -> None:
    items = [{"id": "SK-1", "value": 1}, {"id": "SK-2", "value": 0}]
    answers = {name: RESPONSE["answers"]["punishments"], "done": {"items": items}}
    response = RESPONSE | {"answers": answers, "findings": {}}
    # Nothing is like `x`: then each record is one that nobody stated.
    told = codes or ["unknown-item", "unknown-record", "unknown-record"]
    assert refused(tmp_path, response, REPEATED) == told


def refused(folder: Path, response: dict[str, Any], rules: str = RULES) -> list[str]:
    """The codes of what is wrong with a response."""
    (folder / "x.takar").write_text(rules, encoding="utf-8")
    with pytest.raises(InputInvalid) as caught:
        evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=None)
    return [each.code for each in caught.value.diagnostics]


def page(folder: Path, response: dict[str, Any], language: Language, form: Form = "text") -> str:
    """The page of a response, on one line; the values are checked beside it."""
    (folder / "x.takar").write_text(RULES, encoding="utf-8")
    found = evaluate_text(json.dumps(response), rulebook=rules_in(folder), stage=None)
    assert found.document["values"] == {"heavy_ones": {"exact": "0", "published": "0"}}
    decoded = found.decoded
    written = explain(
        json.loads(found.to_json()),
        decoded.instrument,
        decoded.response,
        language=language,
        form=form,
        trace=True,
    )
    # A cell may be broken into lines: columns are told apart by their rules.
    return " ".join(written.replace("|", " ").split())
