"""Readings of assumptions: on the command line, in Python, in the cache and on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator import evaluate
from evaluator.cli.exits import Exit
from evaluator.cli.main import perform
from evaluator.cli.stop import Stopped
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.machine import as_json
from evaluator.pipeline import check, read
from evaluator.reports.explain import explain
from evaluator.rulebook import ReadingUnknown, rules_in
from evaluator.source import Source
from furniture import furnish

RESPONSE = {
    "instrument": "uji",
    "subject": {"id": "1"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {"jp": 10},
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    furnish(tmp_path)
    return tmp_path / "dua-cara"


def document(rules: Path, **readings: str) -> Any:
    return json.loads(evaluate(RESPONSE, rules=rules, readings=readings).to_json())


def exact(rules: Path, **readings: str) -> str:
    return str(document(rules, **readings)["values"]["skor"]["exact"])


def test_each_reading_gives_its_value_whatever_was_asked_before(rules: Path) -> None:
    for _ in range(2):  # the second time from what is kept
        assert exact(rules) == "0"
        assert exact(rules, kurang="sebanding") == "5"
        assert exact(rules, kurang="nol") == "0"


def test_the_result_names_a_reading_that_is_not_the_rule_files_own(rules: Path) -> None:
    own, other = document(rules, kurang="nol"), document(rules, kurang="sebanding")
    assert own["notes"] == []
    (note,) = other["notes"]
    assert (note["code"], note["at"]) == ("reading", "kurang")
    assert (note["facts"]["read_as"], note["facts"]["chosen"]) == ("sebanding", "nol")
    (assumption,) = other["assumptions"]
    assert assumption["facts"]["read_as"] == "sebanding"
    assert own["provenance"]["rules_sha256"] == other["provenance"]["rules_sha256"]


@pytest.mark.parametrize("readings", [{"kurang": "penuh"}, {"lebih": "nol"}])
def test_what_cannot_be_read_so_is_refused(rules: Path, readings: dict[str, str]) -> None:
    with pytest.raises(ReadingUnknown):
        evaluate(RESPONSE, rules=rules, readings=readings)
    words = [f"{name}={reading}" for name, reading in readings.items()]
    with pytest.raises(Stopped) as stopped:
        perform(["test", "uji", "--rules", str(rules), "--read", *words], Language.EN)
    assert stopped.value.exit_code is Exit.USAGE


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ID, "dalam hasil ini dibaca sebagai sebanding: “dihitung sebanding”"),
        (Language.EN, "read as sebanding in this result: “dihitung sebanding”"),
    ],
)
def test_a_page_says_how_an_assumption_is_read(rules: Path, language: Language, said: str) -> None:
    book = rules_in(rules).read({"kurang": "sebanding"})
    found = evaluate(RESPONSE, rules=book)
    decoded = found.decoded
    page = explain(
        json.loads(found.to_json()),
        decoded.instrument,
        decoded.response,
        language=language,
        form="text",
    )
    assert said in " ".join(page.split())


def test_a_finding_says_under_which_reading_it_was_found(rules: Path) -> None:
    text = (rules / "uji.takar").read_text(encoding="utf-8")
    spoilt = text.replace("jp / 2 selain", "jm / 2 selain")
    (found,) = check(read([Source("uji.takar", spoilt)]))
    assert found.assuming == ("kurang", "sebanding")
    (told,) = json.loads(as_json([found], Language.EN))
    assert told["assuming"] == {"assumption": "kurang", "reading": "sebanding"}
    assert told["message"].startswith("where assumption `kurang` is read as `sebanding`: ")
