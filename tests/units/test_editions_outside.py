"""An edition that is named for a period at the end of which it is not in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from units.test_commands import takar

RULES = """takar 1
instrument x "X" edition "2024" {
  in force from 2024-01-01 to 2024-12-31
  input n "N" number from 0 to 9
  value score = n
}
"""


def scored(here: Path, instrument: str, year: int, language: str = "en") -> tuple[int, str]:
    (here / "rules").mkdir()
    (here / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    (here / "rows.csv").write_text("id,n\n1,5\n", encoding="utf-8")
    period = f"{year}-01-01..{year}-12-31"
    words = ("score", instrument, "rows.csv", "-o", "out.csv", "--period", period)
    code, _, said = takar(here, *words, "--lang", language)
    return code, said


@pytest.mark.parametrize("year", [2023, 2025])
def test_it_is_used_and_told(tmp_path: Path, year: int) -> None:
    code, said = scored(tmp_path, "x@2024", year)
    assert code == 0
    assert f"note[edition-outside-period]: `x@2024` is not in force on {year}-12-31" in said
    assert (tmp_path / "out.csv").exists()


def test_it_is_told_in_indonesian(tmp_path: Path) -> None:
    code, said = scored(tmp_path, "x@2024", 2025, "id")
    assert code == 0
    assert "`x@2024` tidak berlaku pada 2025-12-31, hari terakhir periode" in said


def test_nothing_is_told_of_one_that_is(tmp_path: Path) -> None:
    code, said = scored(tmp_path, "x@2024", 2024)
    assert code == 0
    assert "edition-outside-period" not in said
