"""The naive evaluator against figures worked out with a pencil from tests/responses/."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from oracle.naive import expect
from oracle.regulation import exact_text, label_of, printed_index

RESPONSES = Path(__file__).parent.parent / "responses"


def read(name: str) -> dict[str, object]:
    text = (RESPONSES / f"{name}.json").read_text(encoding="utf-8")
    response: dict[str, object] = json.loads(text, parse_float=Decimal)
    return response


# kebijakan 3+2+3+1 = 9 levels of 5; internalisasi 3+2+2+3+1 = 11 of 6; penegakan 2+3+2+2+1 = 10 of
# 6; kesinambungan 2+1+3+2+0 = 8 of 4: 45 + 66 + 60 + 32 = 203.
# The verified one loses komitmen_pimpinan 3 and proses_kebijakan 2 (25 points), wbs 2 (12); the
# findings take sosialisasi to 1 (6) and inovasi to 0 (18), anggaran from nothing to 1 (4 less than
# the 8 of before) and peta_jalan to 2 (8 more): 203 - 25 - 12 - 6 - 18 - 4 + 8 = 146.
# In 2022 one level everywhere is 4*5 + 5*6 + 5*8 + 5*2 = 100; wbs 2 and partisipasi 2 add 8 and 5,
# monev 0 takes 2: 111.
@pytest.mark.parametrize(
    ("name", "stage", "skor", "indeks", "label"),
    [
        ("lengkap-2021", "self", 203, "0.68", "Tinggi"),
        ("semua-dua-2021", "self", 200, "0.67", "Sedang"),
        ("verifikasi-2021", "verified", 146, "0.49", "Sedang"),
        ("keputusan-2022", "final", 111, "0.37", "Sedang"),
        ("tanpa-bukti-2021", "self", 0, "0.00", "Rendah"),
    ],
)
def test_complete_samples(name: str, stage: str, skor: int, indeks: str, label: str) -> None:
    expected = expect(read(name))
    assert (expected.status, expected.stage) == ("complete", stage)
    assert expected.least_skor == expected.most_skor == skor
    assert (printed_index(skor), label_of(skor)) == (indeks, label)
    assert expected.possible == (label,)


def test_the_claims_of_the_verified_sample() -> None:
    """Before verification nothing is refused, and foto-2 proves what lists it."""
    expected = expect(read("verifikasi-2021"), stage="self")
    # lost: inovasi 3 (expired, 18) and wbs 2 (no evidence, 12); anggaran 2 is not answered (8)
    assert (expected.least_skor, expected.most_skor) == (203 - 18 - 12 - 8, 203 - 18 - 12 - 8 + 12)
    assert expected.missing == ("anggaran",)


def test_the_states_of_the_verified_sample() -> None:
    items = expect(read("verifikasi-2021")).items
    figures = {
        name: (item.state, item.claimed, item.proved, item.verified, item.counted)
        for name, item in items.items()
    }
    assert figures["komitmen_pimpinan"] == ("refused", 3, 0, None, 0)
    assert figures["proses_kebijakan"] == ("refused", 2, 0, None, 0)
    assert figures["wbs"] == ("no_evidence", 2, 0, None, 0)
    assert figures["monev"] == ("counted", 2, 2, None, 2)
    assert figures["inovasi"] == ("counted", 3, 0, 0, 0)
    assert figures["sosialisasi"] == ("counted", 2, 2, 1, 1)
    assert figures["anggaran"] == ("counted", None, None, 1, 1)
    assert figures["peta_jalan"] == ("counted", 0, 0, 2, 2)
    assert items["partisipasi"].points == 5


def test_the_incomplete_sample() -> None:
    """Open are 3 levels of 5, twice 3 of 8 and 3 of 2."""
    expected = expect(read("belum-lengkap-2022"))
    assert expected.missing == ("partisipasi", "wbs", "pelacakan", "monev")
    assert (expected.least_skor, expected.most_skor) == (300 - 15 - 48 - 6, 300)
    assert expected.possible == ("Tinggi",)
    assert expected.criteria["penegakan"].least == Fraction(9, 5)


@pytest.mark.parametrize(
    ("skor", "indeks", "label"),
    [
        (0, "0.00", "Rendah"),
        (1, "0.00", "Rendah"),
        (2, "0.01", "Rendah"),
        (100, "0.33", "Rendah"),
        (101, "0.34", "Sedang"),
        (199, "0.66", "Sedang"),
        (201, "0.67", "Tinggi"),
        (218, "0.73", "Tinggi"),
        (225, "0.75", "Tinggi"),
        (275, "0.92", "Tinggi"),
        (300, "1.00", "Tinggi"),
    ],
)
def test_published_and_edge_figures(skor: int, indeks: str, label: str) -> None:
    assert (printed_index(skor), label_of(skor)) == (indeks, label)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(218, 300), "109/150"),
        (Fraction(225, 300), "0.75"),
        (Fraction(9, 5), "1.8"),
        (Fraction(3), "3"),
        (Fraction(0), "0"),
        (Fraction(300), "300"),
        (Fraction(11, 4), "2.75"),
    ],
)
def test_exact_text(value: Fraction, text: str) -> None:
    assert exact_text(value) == text
