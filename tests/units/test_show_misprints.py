"""A published mistake that an example names stands in the document of the edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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


def explained(folder: Path, language: str, **answers: Any) -> str:
    """The explanation of these answers, on one line."""
    response = {
        "instrument": "x",
        "subject": {"id": "t"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": answers,
    }
    (folder / "response.json").write_text(json.dumps(response), encoding="utf-8")
    code, told, said = takar(folder, "explain", "response.json", "--lang", language)
    assert code == 0, said
    return " ".join(told.split())


TOLD = {
    "en": """* A figure that was published otherwise - “Total” comes to 1.00, and 0.99 was
    published,
    by the example “Report of 2024” with the same answers: “the report adds rounded figures”
    (x.takar line 14)""",
    "id": """* Angka yang dipublikasikan berbeda - “Total” menjadi 1,00, sedangkan yang
    dipublikasikan
    0,99, menurut contoh “Report of 2024” dengan jawaban yang sama: “the report adds rounded
    figures” (x.takar baris 14)""",
}


@pytest.mark.parametrize("language", TOLD)
def test_a_result_with_the_answers_of_an_example_names_its_misprint(
    tmp_path: Path, language: str
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(RULES, encoding="utf-8")
    assert " ".join(TOLD[language].split()) in explained(tmp_path, language, a=1, b=2)
    # The same total of other answers is another report's.
    assert "0.99" not in explained(tmp_path, language, a=2, b=1).replace(",", ".")
    assert "0.99" not in explained(tmp_path, language, a=1).replace(",", ".")


LISTS = """takar 1
instrument x "Lists" edition "1" {
  in force from 2024-01-01
  input fees "Fees" list of { amount number from 0 to 100; paid date }
  input open yes or no
  value total "Total" = sum of amount in fees
}
example "Report of 2024" for x edition "1" {
  given fees by amount | paid { 5 | 2024-02-01; 7 | 2024-03-01 }
  given open is yes
  expect total = 12 printed as 13 because "a slip"
}
"""


@pytest.mark.parametrize(("changed", "told"), [({}, 1), ({"open": False}, 0), ({"fees": []}, 0)])
def test_lists_are_the_same_whatever_their_records_are_called(
    tmp_path: Path, changed: dict[str, object], told: int
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(LISTS, encoding="utf-8")
    fees = [
        {"id": "first", "amount": 5, "paid": "2024-02-01"},
        {"amount": 7, "paid": "2024-03-01"},
    ]
    answers: dict[str, Any] = {"fees": fees, "open": True} | changed
    assert explained(tmp_path, "en", **answers).count("a slip") == told
