"""Pages of a selection: categories by conditions alone, no value and no evidence."""

from __future__ import annotations

import json

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.rulebook import bundled
from golden.explain.samples import Sample


def page(language: Language, **answers: object) -> str:
    """The page of a city that asks to be a pilot of 2021, on one line, without its markup."""
    response = {
        "instrument": "pilot_im_nkk",
        "subject": {"id": "b"},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": {"ada_peraturan": True, "kategori_merit": "sangat_baik", **answers},
    }
    found = Sample(evaluate_text(json.dumps(response), rulebook=bundled()))
    return " ".join(found.page(language, "md").replace("\\", "").split())


@pytest.mark.parametrize(
    ("language", "asked", "waits", "otherwise"),
    [
        (
            Language.EN,
            "(the answer to Kategori penilaian sistem merit is Baik or Sangat Baik) | still",
            "| still possible | waits for Majelis Kode Etik sudah ada |",
            "| Belum memenuhi syarat | otherwise | still possible | – |",
        ),
        (
            Language.ID,
            "(jawaban Kategori penilaian sistem merit adalah Baik atau Sangat Baik) | masih",
            "| masih mungkin | menunggu Majelis Kode Etik sudah ada |",
            "| Belum memenuhi syarat | selain itu | masih mungkin | – |",
        ),
    ],
)
def test_what_each_category_asks_for_and_waits_for(
    language: Language, asked: str, waits: str, otherwise: str
) -> None:
    told = page(language)
    assert asked in told
    assert waits in told
    assert otherwise in told


def test_a_category_that_is_not_given_says_why_in_the_result() -> None:
    result = page(Language.EN, ada_majelis=False).partition("Facts asked for")[0]
    assert (
        "“Memenuhi syarat” is not given, because this does not hold: the answer to Majelis Kode"
        " Etik sudah ada is yes" in result.rpartition("Result")[2]
    )


@pytest.mark.parametrize(
    ("language", "told", "not_told"),
    [
        (Language.EN, "against the conditions in the section Category", "Every value is given"),
        (Language.ID, "dengan syarat pada bagian Kategori", "Setiap nilai dinyatakan"),
    ],
)
def test_nothing_is_said_of_values_and_evidence_that_are_not_there(
    language: Language, told: str, not_told: str
) -> None:
    written = page(language)
    assert told in written
    assert not_told not in written
    assert "0 documents" not in written
    assert "0 dokumen" not in written
    machine = {Language.EN: "held the answers against the conditions"}
    assert machine.get(language, "mencocokkan jawaban dengan syarat") in written
    assert "pembulatan" not in written
    assert "rounding" not in written
