"""Tables: what the trace and the pages say of them, and what their checks cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evaluator import resources
from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.pipeline import check, read
from evaluator.reports.explain import explain
from evaluator.result import Result
from evaluator.rulebook import Rulebook, root_at
from evaluator.source import Source

RULES = """
instrumen uji "Uji" edisi "2024" {
  mulai berlaku 2024-01-01
  asumsi lubang "Masuk ke yang atas" karena "tabel memuat bilangan bulat"
  isian jabatan "Jabatan" salah satu dari { ahli "Pejabat ahli"; pelaksana "Pelaksana" }
  isian jp "Pelatihan" bilangan mulai dari 0
  isian kinerja "Nilai kinerja" bilangan mulai dari 0 sampai dengan 100
  nilai teknis menurut jabatan | jp {
    pelaksana | mulai dari 20: 22.5; ahli | mulai dari 20: 15; apa pun | kurang dari 20: 0
  }
  nilai skp "SKP" menurut kinerja {
    mulai dari 91: 30; paling tinggi 90: 25; belum diisi: 0
    nilai di antara dua ambang masuk ke yang lebih tinggi berdasarkan asumsi lubang
  }
}
"""


def evaluated(folder: Path, answers: Mapping[str, object], rules: str = RULES) -> Result:
    (folder / "uji.takar").write_text(rules, encoding="utf-8")
    response = {
        "instrument": "uji",
        "subject": {"id": "1"},
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "answers": dict(answers),
    }
    return evaluate_text(response, rulebook=Rulebook((root_at(folder),)))


def document(found: Result) -> Any:
    return json.loads(found.to_json())


def steps_of(found: Result) -> dict[str, Any]:
    return {step["of"]: step for step in document(found)["trace"] if "of" in step}


def test_the_step_stands_where_its_row_does(tmp_path: Path) -> None:
    found = evaluated(tmp_path, {"jabatan": "ahli", "jp": 20, "kinerja": 90})
    schema = json.loads(resources.read(resources.dsl(), "schemas", "result-1.json"))
    Draft202012Validator(schema).validate(document(found))
    steps = steps_of(found)
    technical = steps["teknis"]
    assert (technical["op"], technical["row"], technical["rule"]["line"]) == ("lookup", 2, 9)
    assert steps["skp"]["row"] == 2


def test_what_is_read_into_a_row_or_missing_has_a_step_of_its_own(tmp_path: Path) -> None:
    given = {"jabatan": "ahli", "jp": 20}
    missing = evaluated(tmp_path, given)
    assert document(missing)["status"] == "complete"
    assert "unanswered" in [step["op"] for step in document(missing)["trace"]]
    assert steps_of(missing)["skp"]["row"] == 3
    between = evaluated(tmp_path, {**given, "kinerja": Decimal("90.5")})
    assert "between_rows" in [step["op"] for step in document(between)["trace"]]
    assert steps_of(between)["skp"]["row"] == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            Language.ID,
            "Jabatan: Pejabat ahli; Pelatihan: 24 — baris “Pejabat ahli | mulai dari 20”: 15",
        ),
        (Language.EN, "Jabatan: Pejabat ahli; Pelatihan: 24 — row “Pejabat ahli | from 20”: 15"),
    ],
)
def test_a_page_says_which_row_held(tmp_path: Path, language: Language, said: str) -> None:
    found = evaluated(tmp_path, {"jabatan": "ahli", "jp": 24, "kinerja": 95})
    decoded = found.decoded
    page = explain(
        document(found), decoded.instrument, decoded.response, language=language, form="text"
    )
    assert said in " ".join(page.split())


def test_a_table_of_a_part_that_applies_to_some_is_told_too(tmp_path: Path) -> None:
    part = """dimensi x {
      berlaku jika jp > 0; tidak berlaku dikeluarkan dari perhitungan
      nilai menurut jp { apa pun: 1 }
    }"""
    rules = RULES.replace("nilai teknis", f"{part}\n  nilai teknis", 1)
    found = evaluated(tmp_path, {"jabatan": "ahli", "jp": 24, "kinerja": 95}, rules)
    page = explain(
        document(found),
        found.decoded.instrument,
        found.decoded.response,
        language=Language.EN,
        form="text",
    )
    assert "Pelatihan: 24 — row “any”: 1" in " ".join(page.split())


def table(rows: int, subjects: int) -> str:
    columns = " | ".join(f"x{n}" for n in range(subjects))
    inputs = "\n".join(f"input x{n} number from 0 to 100000" for n in range(subjects))
    lines = "\n".join(
        " | ".join(f"from {n * (k + 1)} to below {n * (k + 1) + 1}" for k in range(subjects))
        + ": 1"
        for n in range(rows)
    )
    return (
        f'instrument x edition "1" {{ in force from 2024-01-01\n{inputs}\n'
        f"value v by {columns} {{\n{lines}\n}} }}"
    )


@pytest.mark.parametrize(("rows", "subjects"), [(1000, 1), (1000, 2), (300, 3), (1001, 1)])
def test_the_largest_tables_are_checked_in_seconds(rows: int, subjects: int) -> None:
    start = perf_counter()
    found = {d.code for d in check(read([Source("x.takar", table(rows, subjects))]))}
    assert perf_counter() - start < 15  # a fifth of that on a quiet machine
    expected = "table-too-long" if rows > 1000 else "table-incomplete"
    assert found & {expected, "band-outside", "table-unchecked"}


OF_A_GROUP = """
instrument g "G" edition "1" {{
  in force from 2024-01-01
  assesses person in town
  input score "Score" number from 0 to 10
  value s = score
  for each town {{
    input size "Size" one of {{ big; small }}
    value m = mean of s
    value worth by size | m {{
      any   | from 0 to 5: 1
      big   | {big}: 2
      small | above 5 to 10: 3
    }}
  }}
}}
"""


@pytest.mark.parametrize(
    ("big", "told"),
    [
        ("above 5 to 10", []),
        ("from 4 to 10", ["table-overlap"]),
        ("above 5 to below 5", ["band-empty", "row-unreachable", "table-incomplete"]),
    ],
)
def test_tables_of_a_group_leave_one_row_for_every_combination(big: str, told: list[str]) -> None:
    found = check(read([Source("g.takar", OF_A_GROUP.format(big=big))]))
    assert sorted({each.code for each in found}) == told
