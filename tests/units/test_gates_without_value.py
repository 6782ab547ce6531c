"""A complete result without a category says why, beside it and at the condition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.units.test_commands import takar

RULES = """takar 1
instrument g "G" edition "1" {
  in force from 2020-01-01
  scale s { 0; 1; 2 }
  every indicator { rated on s; may be declared not applicable; not applicable is left out }
  indicator a
  indicator b
  value m = mean of indicators
  bands k of m { "Low" below 1; "Good" from 1 only when b >= 1 }
}
"""
RESPONSE = {
    "instrument": "g",
    "edition": "1",
    "subject": {"id": "x"},
    "period": {"from": "2024-01-01", "to": "2024-12-31"},
    "answers": {"a": 2, "b": {"not_applicable": "none"}},
}


@pytest.mark.parametrize(
    ("language", "reason", "verdict"),
    [
        ("en", "k has no value: a part of it is not applicable", "≥ 1 — has no value"),
        ("id", "k tidak bernilai: ada bagian yang tidak berlaku", "≥ 1 — tidak memiliki nilai"),
    ],
)
def test_a_page_says_beside_no_category_why(
    language: str, reason: str, verdict: str, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "g.takar").write_text(RULES, encoding="utf-8")
    (tmp_path / "r.json").write_text(json.dumps(RESPONSE), encoding="utf-8")
    _, page, _ = takar(tmp_path, "--lang", language, "explain", "--to", "text", "r.json")
    result = page[page.index("\n2. ") : page.index("\n3. ")]
    assert reason in result
    assert verdict in page
    assert "undecided" not in page
    assert "belum dapat dipastikan" not in page
