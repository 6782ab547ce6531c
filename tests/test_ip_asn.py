"""IP ASN against the table of the regulation, written out anew; it shares nothing with Takar."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from evaluator import evaluate
from evaluator.backends.sql.compile import compile_sql
from evaluator.intake.response import Period
from evaluator.rulebook import bundled

EDUCATION = {
    "S3": 25,
    "S2": 20,
    "S1": 15,
    "D4": 15,
    "D3": 10,
    "D2": 5,
    "D1": 5,
    "SLTA": 5,
    "di_bawah_SLTA": 1,
}
PUNISHMENT = {"ringan": 3, "sedang": 2, "berat": 1}
POSTS = ("struktural", "fungsional", "pelaksana")
EDGES = [0, 50, "50.001", 51, 60, "60.5", 61, 75, "75.996", 76, 90, "90.01", 91, 100]


def competence(answers: dict[str, Any]) -> Fraction:
    post = answers["jabatan"]
    points = Fraction(0)
    if post == "struktural" and answers["diklat_kepemimpinan"]:
        points += 15
    if post == "fungsional" and answers["diklat_fungsional"]:
        points += 15
    if Fraction(answers["jp_teknis"]) >= 20:
        points += Fraction("22.5") if post == "pelaksana" else 15
    if answers["seminar"]:
        points += Fraction("17.5") if post == "pelaksana" else 10
    return points


def performance(answers: dict[str, Any]) -> int:
    if "nilai_kinerja" not in answers:
        return 0
    score = Fraction(answers["nilai_kinerja"])
    for above, points in ((90, 30), (75, 25), (60, 15), (50, 5)):
        if score > above:
            return points
    return 1


def discipline(answers: dict[str, Any]) -> int:
    counted = [
        PUNISHMENT[record["tingkat"]]
        for record in answers["hukuman"]
        if "2017-01-01" <= record["tanggal"] <= "2021-12-31"
    ]
    return min(counted, default=5)


def category(total: Fraction) -> str:
    for above, label in ((90, "Sangat Tinggi"), (80, "Tinggi"), (70, "Sedang"), (60, "Rendah")):
        if total > above:
            return label
    return "Sangat Rendah"


def drawn(draw: random.Random) -> dict[str, Any]:
    day = date(2021, 12, 31) - timedelta(days=draw.choice([0, 1, 400, 1825, 1826, 1827, 4000, -1]))
    records = [
        {
            "tingkat": draw.choice([*PUNISHMENT]),
            "tanggal": draw.choice([day.isoformat(), "2017-01-01", "2016-12-31"]),
        }
        for _ in range(draw.choice([0, 0, 1, 2, 3]))
    ]
    answers = {
        "pendidikan": draw.choice([*EDUCATION]),
        "jabatan": draw.choice(POSTS),
        "diklat_kepemimpinan": draw.random() < 0.5,
        "diklat_fungsional": draw.random() < 0.5,
        "jp_teknis": Decimal(draw.choice(["0", "19.999", "20", "20.001", "120"])),
        "seminar": draw.random() < 0.5,
        "nilai_kinerja": Decimal(draw.choice([str(edge) for edge in EDGES])),
        "hukuman": records,
    }
    if draw.random() < 0.2:
        del answers["nilai_kinerja"]
    return answers


def assessed(answers: dict[str, Any]) -> Any:
    return evaluate(
        {
            "instrument": "ip_asn",
            "subject": {"id": "0012", "groups": {"instansi": "Bontang"}},
            "period": {"from": "2021-01-01", "to": "2021-12-31"},
            "answers": answers,
        }
    ).document


@pytest.mark.parametrize("seed", range(300))
def test_every_dimension_the_total_and_the_category(seed: int) -> None:
    answers = drawn(random.Random(seed))  # noqa: S311 — a test draws, it hides nothing
    result = assessed(answers)
    expected = {
        "kualifikasi": Fraction(EDUCATION[answers["pendidikan"]]),
        "kompetensi": competence(answers),
        "kinerja": Fraction(performance(answers)),
        "disiplin": Fraction(discipline(answers)),
    }
    found = {item["id"]: Fraction(item["value"]["exact"]) for item in result["criteria"]}
    total = sum(expected.values())
    assert result["status"] == "complete"
    assert found == expected
    assert Fraction(result["values"]["total"]["exact"]) == total
    assert result["bands"]["kategori"]["label"] == category(total)


def test_the_query_gives_the_same_for_every_employee() -> None:
    index = bundled().load("ip_asn", "2019")
    year = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
    plan = compile_sql(index, year, {"jp_teknis": 3, "nilai_kinerja": 3}).value
    assert plan is not None
    given = [drawn(random.Random(seed)) for seed in range(300)]  # noqa: S311 — as above
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in plan.inputs)
        connection.execute(f"CREATE TABLE input_rows ({columns})")
        names = [column.name for column in plan.inputs]
        for number, answers in enumerate(given):
            row = {"id": str(number), "instansi": "Bontang"} | answers
            connection.table("input_rows").insert([row.get(name) for name in names])
        result = connection.execute(plan.text)
        titles = [title[0] for title in result.description or ()]
        found = [dict(zip(titles, row, strict=True)) for row in result.fetchall()]
    assert len(found) == len(given)
    for row in found:
        answers = given[int(row["id"])]
        expected = {
            "kualifikasi": Fraction(EDUCATION[answers["pendidikan"]]),
            "kompetensi": competence(answers),
            "kinerja": Fraction(performance(answers)),
            "disiplin": Fraction(discipline(answers)),
        }
        total = sum(expected.values())
        assert {name: Fraction(row[name]) for name in expected} == expected
        assert (Fraction(row["total"]), row["kategori"]) == (total, category(Fraction(total)))
        assert row["status"] == "complete"


def test_a_missing_answer_is_told_and_gives_no_category() -> None:
    answers = drawn(random.Random(1))  # noqa: S311 — as above
    del answers["pendidikan"]
    result = assessed(answers)
    assert result["status"] == "incomplete"
    assert result["missing"] == ["pendidikan"]
    assert result["bands"]["kategori"]["label"] is None


def test_a_list_that_is_left_out_is_missing_and_an_empty_one_is_an_answer() -> None:
    answers = drawn(random.Random(2))  # noqa: S311 — as above
    answers["hukuman"] = []
    assert assessed(answers)["status"] == "complete"
    del answers["hukuman"]
    assert assessed(answers)["missing"] == ["hukuman"]


def test_training_that_does_not_count_for_the_post_is_not_asked_for() -> None:
    answers = drawn(random.Random(3)) | {"jabatan": "pelaksana"}  # noqa: S311 — as above
    del answers["diklat_kepemimpinan"], answers["diklat_fungsional"]
    assert assessed(answers)["status"] == "complete"
