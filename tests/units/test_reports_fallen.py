"""What a page says of parts that nobody judged, and whose documents were refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Stage
from evaluator.reports.fallen import fallen_in
from golden.explain.samples import Sample, rulebook

RESPONSE = (
    Path(__file__).resolve().parents[1] / "archive" / "03-verifikasi-2021.response.json"
).read_text(encoding="utf-8")


def test_what_is_left_of_a_level_whose_documents_were_refused() -> None:
    # Both cite `foto-2`, which was refused; `lama-3`, beside it, had run out before.
    found = evaluate_text(RESPONSE, rulebook=rulebook()).decoded
    fallen = fallen_in(found.instrument, found.response, Stage.VERIFIED)
    for name, before in (("komitmen_pimpinan", "3"), ("proses_kebijakan", "2")):
        facts = fallen[name]["facts"]
        assert facts == {"before": before, "value": "0", "documents": ["foto-2"]}
    assert not fallen_in(found.instrument, found.response, Stage.SELF)
    assert not set(fallen) & set(found.response.findings)


def test_the_page_does_not_say_that_such_a_level_was_kept() -> None:
    sample = Sample(evaluate_text(RESPONSE, rulebook=rulebook()))
    unjudged = [note["at"] for note in sample.result["notes"] if note["code"] == "not_judged"]
    assert "komitmen_pimpinan" in unjudged
    page = " ".join(sample.page(Language.EN, "text").split())
    kept = page.split("Not judged at this stage; the value of the stage before is used", 1)[1]
    kept = kept.split(" * ", 1)[0]
    assert "Komitmen Pimpinan (" not in kept
    assert "refused documents (foto-2) lower what is proved: 0 is left of 3" in page
    assert "The verifier refused 1 document: foto-2." in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            Language.EN,
            "Lowered by that, but settled by a final decision since: Komitmen Pimpinan (",
        ),
        (Language.ID, "Turun karenanya, tetapi sudah ditetapkan oleh keputusan akhir: Komitmen P"),
    ],
)
def test_what_a_decision_settled_is_not_said_to_stand_untouched(
    language: Language, told: str
) -> None:
    response = json.loads(RESPONSE)
    decided = {"value": 2, "by": "Panel", "on": "2021-12-01", "reason": "seen"}
    response["decisions"] = {"komitmen_pimpinan": decided, "proses_kebijakan": decided}
    sample = Sample(evaluate_text(json.dumps(response), rulebook=rulebook()))
    page = " ".join(sample.page(language, "text").split())
    assert told in page
    assert "No level is lowered by that" not in page
    assert "Tidak ada tingkat yang turun karenanya" not in page
