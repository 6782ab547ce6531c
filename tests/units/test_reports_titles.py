"""What a page and a forecast call things that share an id, and what an open result waits for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.units.test_commands import takar

RULES = """takar 1
instrument hdi "Human development" edition "1" {
  in force from 2024-01-01
  evidence decree "Decree" { valid on period end }
  control licence "Certificate" {
    answer date
    answer any needs decree
    without evidence stays unverified
    value {
      9 when answer > period end
      3 when full months from answer until period end <= 6
      0 otherwise
    }
  }
  control board "Board" {
    answer yes or no
    answer yes needs decree
    without evidence counts as no
    value by answer { yes: 1; no: 0 }
  }
  value hdi "HDI figure" = licence + board
  bands grade of hdi { "Low" below 5; "High" from 5 }
}
"""


def told(folder: Path, command: str, *options: str, **more: Any) -> str:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    response = {
        "instrument": "hdi",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": {
            "licence": {"value": "2025-06-30", "evidence": ["d9"]},
            "board": {"value": True, "evidence": ["d1"]},
        },
        "evidence": {
            "d1": {"kind": "decree", "valid_until": "2025-03-31"},
            "d9": {"kind": "decree"},
        },
        **more,
    }
    (folder / "r.json").write_text(json.dumps(response), encoding="utf-8")
    done, text, _ = takar(folder, *options[:2], command, "r.json", *options[2:])
    assert done == 0
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "id"])
def test_an_instrument_keeps_its_title_beside_a_value_of_its_id(
    tmp_path: Path, language: str
) -> None:
    page = told(tmp_path, "explain", "--lang", language, "--to", "text")
    word = {"en": "Instrument", "id": "Instrumen"}[language]
    assert f"{word}: Human development" in page
    assert "HDI figure: 10" in page
    forecast = told(tmp_path, "forecast", "--lang", language, "--until", "2024-12-31")
    assert "Human development, " in forecast


def test_a_forecast_calls_the_date_of_a_part_by_the_part(tmp_path: Path) -> None:
    forecast = told(tmp_path, "forecast", "--lang", "en", "--until", "2025-07-01")
    # On 30 June 2025 the certificate is no longer later than the day: 3 for the months since.
    assert "From 30 June 2025: HDI figure falls from 9 to 3" in forecast
    assert "Certificate, 30 June 2025: the end of the period has come to this day" in forecast
    assert "d9, 30 June" not in forecast
    forecast = told(tmp_path, "forecast", "--lang", "id", "--until", "2025-07-01")
    assert "Certificate, 30 Juni 2025: akhir periode sampai pada tanggal ini" in forecast


def test_a_date_is_not_told_on_a_day_on_which_it_changes_nothing(tmp_path: Path) -> None:
    # Two full months less one lie between 1 April and 30 June, but the first case still holds.
    evidence = {
        "d1": {"kind": "decree", "valid_until": "2025-03-31"},
        "d9": {"kind": "decree", "valid_until": "2025-03-31"},
    }
    forecast = told(
        tmp_path, "forecast", "--lang", "en", "--until", "2025-05-01", evidence=evidence
    )
    assert "From 1 April 2025" in forecast
    assert "Certificate: 30 June 2025 → not verified" in forecast
    assert "Certificate, 30 June 2025" not in forecast


def test_a_result_that_waits_for_a_verifier_alone_says_so(tmp_path: Path) -> None:
    answers = {"licence": "2025-06-30", "board": False}
    page = told(tmp_path, "explain", "--lang", "en", "--to", "text", answers=answers)
    assert "it still waits for the verification of 1 claim." in page
    page = told(tmp_path, "explain", "--lang", "id", "--to", "text", answers=answers)
    assert "masih ada klaim yang menunggu verifikasi (1)." in page
    page = told(
        tmp_path, "explain", "--lang", "en", "--to", "text", answers={"licence": "2025-06-30"}
    )
    assert "it still waits for 1 answer and the verification of 1 claim." in page
