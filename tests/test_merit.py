"""The merit self-assessment against a closed formula that shares nothing with the evaluator."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from evaluator import evaluate

ASPECTS = {
    10: [
        ("data_kepegawaian", "peta_jabatan", "rencana_pemenuhan"),
        (
            "rencana_pengadaan",
            "kebijakan_pengadaan",
            "penerimaan_terbuka",
            "latsar",
            "penempatan",
        ),
        ("pola_karier", "talent_pool_promosi", "pengisian_jpt"),
        ("tunjangan_kinerja", "penghargaan_pegawai", "disiplin", "data_disiplin"),
    ],
    30: [
        (
            "standar_kompetensi",
            "profil_pegawai",
            "talent_pool",
            "rencana_suksesi",
            "kesenjangan",
            "pengembangan_kompetensi",
        ),
    ],
    20: [("kontrak_kinerja", "penilaian_berkala", "analisis_kinerja")],
    4: [("perlindungan_pegawai",)],
    6: [("simpeg", "e_performance", "e_office", "assessment_center")],
}
"""Sub-aspects by the points of their aspect."""

ITEMS = [item for groups in ASPECTS.values() for group in groups for item in group]


def response(levels: dict[str, int]) -> dict[str, Any]:
    return {
        "instrument": "merit",
        "subject": {"id": "1"},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": dict(levels),
    }


def worth(levels: dict[str, int]) -> Fraction:
    return sum(
        (
            Fraction(points * sum(levels[item] for item in group), len(group))
            for points, groups in ASPECTS.items()
            for group in groups
        ),
        Fraction(0),
    )


def category(value: Fraction) -> str:
    if value < 175:
        return "Buruk"
    if value < 250:
        return "Kurang"
    return "Baik" if value < 325 else "Sangat Baik"


@pytest.mark.parametrize("seed", range(300))
def test_value_index_and_category(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 — a test draws, it hides nothing
    low = draw.choice([1, 1, 2, 3])
    levels = {item: draw.randint(low, min(4, low + draw.randint(0, 3))) for item in ITEMS}
    result = evaluate(response(levels)).document
    value = worth(levels)
    assert Fraction(str(result["values"]["nilai"]["exact"])) == value
    cents = (value / 400 * 100 + Fraction(1, 2)) // 1
    assert result["values"]["indeks"]["published"] == f"{cents // 100}.{cents % 100:02d}"
    assert result["bands"]["kategori"]["label"] == category(value)
    parts = [Fraction(str(aspect["contribution"])) for aspect in result["criteria"]]
    assert sum(parts) == value


def test_a_missing_answer_leaves_the_value_between_its_ends() -> None:
    levels = dict.fromkeys(ITEMS, 2)
    del levels["perlindungan_pegawai"]
    result = evaluate(response(levels)).document
    assert result["status"] == "incomplete"
    # 96 points of weight at level 2, and 4 at level 1 to 4.
    assert (result["values"]["nilai"]["least"], result["values"]["nilai"]["most"]) == ("196", "208")
    assert result["missing"] == ["perlindungan_pegawai"]
