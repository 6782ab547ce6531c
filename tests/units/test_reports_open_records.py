"""What a page says of records of which it is open whether they count."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.diagnostics.language import Language
from golden.explain.samples import sample_by

RULES = """takar 1
instrument cnt "Counts" edition "1" {
  in force from 2024-01-01
  input offences "Offences" list of {
    v "Speed" number from 0 to 200
    cost "Cost" number from 0 to 9
  }
  value p "Points" = 12 - 2 * count of offences where (v > 20 and v <= 30)
  value s "Costs" = sum of cost in offences where (v > 30)
  value m "Usual" = mean of cost in offences weighted by cost where (v > 10)
}
"""
RECORDS = [{"id": "a", "cost": 8}, {"id": "b", "v": 25, "cost": 3}, {"id": "c", "v": 90, "cost": 7}]


def page(folder: Path, language: str) -> str:
    found = sample_by(folder, RULES, "cnt", {"offences": RECORDS})
    return " ".join(found.page(Language(language), "text").split())


TOLD = {
    "en": (
        "= 12 \N{MINUS SIGN} 2 × between 1 and 2 of 3 records = between 8 and 10",
        "(8, if it counts; 7) = between 7 and 15",
        "(8 (weight 8), if it counts; 3 (weight 3); 7 (weight 7))",
        "these bounds may be wider than what can come about",
    ),
    "id": (
        "= 12 \N{MINUS SIGN} 2 × antara 1 dan 2 dari 3 catatan = antara 8 dan 10",
        "(8, jika diperhitungkan; 7) = antara 7 dan 15",
        "(8 (bobot 8), jika diperhitungkan; 3 (bobot 3); 7 (bobot 7))",
        "batas itu mungkin lebih lebar daripada yang dapat terjadi",
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_records_that_may_count_are_told_as_such(language: str, tmp_path: Path) -> None:
    """The speed of the first is missing; the second counts for points, the third for costs."""
    found = page(tmp_path, language)
    for words in TOLD[language]:
        assert words in found
