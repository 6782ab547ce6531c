"""A published mistake that an example names stands in the document of the edition."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.units.test_commands import takar

RULES = """takar 1
instrument x "Misprint" edition "1" {
  in force from 2024-01-01
  scale s { 0; 1; 2 }
  every criterion { rated on s }
  criterion a "First"
  criterion b "Second"
  value total "Total" = a / 3 + b / 3 published with 2 decimals half up
  bands k of total { "Low" below 1; "High" from 1 }
}
example "Report of 2024" for x edition "1" {
  given a = 1
  given b = 2
  expect total = 1.00 printed as 0.99 because "the report adds rounded figures"
}
example "Another" for x edition "1" { given a = 1; given b = 1; expect total = 0.67 }
"""


@pytest.mark.parametrize(
    ("language", "caption", "row"),
    [
        ("en", "prints otherwise than they come out", "| Report of 2024 | Total | 1.00 | 0.99 |"),
        ("id", "tercetak lain dari hasil", "| Report of 2024 | Total | 1,00 | 0,99 |"),
    ],
)
def test_what_comes_out_and_what_was_printed(
    tmp_path: Path, language: str, caption: str, row: str
) -> None:
    (tmp_path / "rules").mkdir()
    place = tmp_path / "rules" / "x.takar"
    place.write_text(RULES, encoding="utf-8")
    _, told, _ = takar(tmp_path, "show", "x", "--to", "md", "--lang", language)
    plain = told.replace("\\", "").replace("\N{FIGURE SPACE}", " ")
    assert caption in plain
    assert row in plain
    assert "the report adds rounded figures" in plain
    place.write_text(
        RULES.replace(' printed as 0.99 because "the report adds rounded figures"', "")
    )
    _, told, _ = takar(tmp_path, "show", "x", "--to", "md", "--lang", language)
    assert caption not in told
