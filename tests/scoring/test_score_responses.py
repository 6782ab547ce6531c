"""Whole responses, one a line: documents, findings and instances of parts, many at once."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scoring.merit_files import PERIOD, TAKAR, rejects_in

ARCHIVE = Path(__file__).resolve().parents[1] / "archive"
"""Responses with the results that were stored for them."""
SERVICES = """takar 1
instrument layanan "Indeks Layanan" edition "2021" {
  in force from 2021-01-01
  scale kematangan { 0; 1; 2; 3; 4; 5 }
  evidence sk
  every question { rated on kematangan }
  question a "Kebijakan"
  question b "Layanan publik" {
    repeated for layanan "Layanan yang dinilai" 1 to 3 times each counted
    level 0 needs no evidence
    level 1 and up needs sk
    without evidence falls to the highest level proved
  }
  question c "Unit" { repeated for unit "Unit" 2 times counted as one }
  value indeks = mean of questions published with 2 decimals half up
  bands predikat of indeks { "Kurang" below 2; "Baik" from 2 }
}
"""


def score(folder: Path, instrument: str, *more: str) -> tuple[int, str]:
    words = ("score", instrument, "data.ndjson", "--responses", "-o", "out.csv", *PERIOD, *more)
    line = (sys.executable, "-c", TAKAR, *words, "--lang", "en")
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False)  # noqa: S603 - ours
    return done.returncode, done.stderr.decode()


def write(folder: Path, *lines: Mapping[str, Any] | str) -> None:
    text = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "data.ndjson").write_text("\n".join(text), encoding="utf-8")


def told(folder: Path) -> list[dict[str, str]]:
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def test_results_are_those_that_were_stored(tmp_path: Path) -> None:
    names = ("01-lengkap", "02-semua-dua", "03-verifikasi", "06-tanpa-bukti")
    read = [
        json.loads((ARCHIVE / f"{name}-2021.response.json").read_text("utf-8")) for name in names
    ]
    stored = [
        json.loads((ARCHIVE / f"{name}-2021.result.json").read_text("utf-8")) for name in names
    ]
    first = read[0]
    off = {**first, "subject": {"id": "off"}, "answers": {**first["answers"], "inovasi": 7}}
    next_year = {"from": "2022-01-01", "to": "2022-12-31"}
    other = {**first, "edition": "2021", "subject": {"id": "late"}, "period": next_year}
    write(tmp_path, *read, "", first, off, other, "{")
    code, said = score(tmp_path, "im_nkk@2021")
    assert code == 1, said
    rows = told(tmp_path)
    assert [row["id"] for row in rows] == [result["subject"]["id"] for result in stored]
    for row, result in zip(rows, stored, strict=True):
        assert row["status"] == result["status"] == "complete"
        assert row["indeks"] == result["values"]["indeks"]["published"]
        assert row["kategori"] == result["bands"]["kategori"]["label"]
        (leaf,) = (
            child
            for item in result["criteria"]
            for child in item["children"]
            if child["id"] == "komitmen_pimpinan"
        )
        assert row["komitmen_pimpinan"] == leaf["counted"]
    rejects = [
        (r["row"], r["id"], r["column"], r["code"])
        for r in rejects_in(tmp_path / "out.csv.rejects.csv")
    ]
    assert rejects[:3] == [
        ("5", first["subject"]["id"], "/subject/id", "row-id-repeated"),
        ("6", "off", "/answers/inovasi", "level-off-scale"),
        ("7", "late", "/period", "results-differ"),
    ]
    assert {row for row, *_ in rejects[3:]} == {"8"}


def test_a_stage_without_its_data_rejects_the_response(tmp_path: Path) -> None:
    names = ("01-lengkap", "03-verifikasi")
    write(
        tmp_path,
        *(
            (ARCHIVE / f"{n}-2021.response.json").read_text("utf-8").replace("\n", " ")
            for n in names
        ),
    )
    code, said = score(tmp_path, "im_nkk@2021", "--stage", "verified", "--strict")
    assert (code, "stage" in said) == (4, True), said
    assert not (tmp_path / "out.csv").exists()


def test_instances_of_a_repeated_part_count(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(SERVICES, encoding="utf-8")
    whole = {
        "instrument": "layanan",
        "subject": {"id": "1"},
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "answers": {
            "a": 5,
            "b": {
                "items": [
                    {"id": "l1", "name": "Kartu", "value": 1, "evidence": ["d"]},
                    {"id": "l2", "value": 2, "evidence": ["d"]},
                ]
            },
            "c": {"items": [{"id": "u1", "value": 3}, {"id": "u2", "value": 4}]},
        },
        "evidence": {"d": {"kind": "sk"}},
    }
    services = [{"id": f"l{n}", "value": 5, "evidence": ["d"]} for n in range(4)]
    many = {
        **whole,
        "subject": {"id": "2"},
        "answers": {**whole["answers"], "b": {"items": services}},
    }
    open_ = {**whole, "subject": {"id": "3"}, "answers": {"a": 1, "b": whole["answers"]["b"]}}
    unproved = {**whole, "subject": {"id": "4"}, "evidence": {}, "answers": {**whole["answers"]}}
    unproved["answers"]["b"] = {"items": [{"id": "l1", "value": 5}]}
    write(tmp_path, whole, many, open_, unproved)
    code, said = score(tmp_path, "layanan", "--rules", "rules")
    assert code == 1, said
    rows = told(tmp_path)
    assert [*rows[0]] == ["id", "a", "b", "c", "indeks", "indeks_exact", "predikat", "status"]
    # Two services and one unit of 3.5 beside 5: 11.5 by four is 2.875. Without a document the one
    # service falls to 0: 5, 0 and 3.5 by three are 17/6.
    assert [[*row.values()] for row in rows] == [
        ["1", "5", "1.5", "3.5", "2.88", "2.875", "Baik", "complete"],
        ["3", "1", "1.5", "", "", "", "", "incomplete: c"],
        ["4", "5", "0", "3.5", "2.83", "17/6", "Baik", "complete"],
    ]
    (wrong,) = rejects_in(tmp_path / "out.csv.rejects.csv")
    assert (wrong["id"], wrong["column"], wrong["code"]) == (
        "2",
        "/answers/b/items",
        "instances-count",
    )


@pytest.mark.parametrize(
    "words",
    [("--columns", "c.yaml"), ("--with", "a=c.csv:complete"), ("--keep",), ("--explain-column",)],
)
def test_an_option_for_tables_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, "{}")
    for name in ("c.yaml", "c.csv"):
        (tmp_path / name).write_text("a: b\n", encoding="utf-8")
    code, said = score(tmp_path, "im_nkk@2021", *words)
    assert (code, "usage-not-with-responses" in said, words[0] in said) == (2, True, True), said
    assert not (tmp_path / "out.csv").exists()


def test_a_stage_is_asked_of_whole_responses_alone(tmp_path: Path) -> None:
    (tmp_path / "data.ndjson").write_text("{}\n", encoding="utf-8")
    words = ("score", "ip_asn@2019", "data.ndjson", "-o", "out.csv", *PERIOD, "--stage", "self")
    line = (sys.executable, "-c", TAKAR, *words, "--lang", "en")
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, check=False)  # noqa: S603 - ours
    assert (done.returncode, b"--responses" in done.stderr) == (2, True)


def test_a_reading_holds_for_every_response(tmp_path: Path) -> None:
    """19 of 20 hours: read as none they are worth nothing, else 19/20 of 22.5."""
    answers = {
        "pendidikan": "S1",
        "jabatan": "pelaksana",
        "diklat_kepemimpinan": False,
        "diklat_fungsional": False,
        "jp_teknis": 19,
        "seminar": False,
        "nilai_kinerja": 80,
        "hukuman": [],
    }
    period = {"from": "2021-01-01", "to": "2021-12-31"}
    write(
        tmp_path,
        {"instrument": "ip_asn", "subject": {"id": "1"}, "period": period, "answers": answers},
    )
    for reading, points in (("nol", "0"), ("sebanding", "21.375")):
        code, said = score(tmp_path, "ip_asn@2019", "--read", f"jp_kurang={reading}")
        assert code == 0, said
        assert [row["teknis"].rstrip("0").rstrip(".") or "0" for row in told(tmp_path)] == [points]


POINTS = """takar 1
instrument points "Points" edition "2021" {
  in force from 2021-01-01
  assesses unit "Unit" in agency "Agency"
  input correction "Correction" number from -2 to 0 given by verifier {
    before verification counts as 0 under "Article 2"
  }
  control review "Review" { answer number from 0 to 5 given by verifier; value = answer * 2 }
  value total = review + correction
  value shown = answer of review published with 1 decimals half up
  for each agency { value all = sum of total; value most = highest of review }
}
"""


def test_points_of_a_verifier_may_have_any_decimals(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.takar").write_text(POINTS, encoding="utf-8")

    def given(id_: str, **points: float) -> dict[str, Any]:
        return {
            "instrument": "points",
            "subject": {"id": id_, "groups": {"agency": "a"}},
            "period": {"from": "2021-01-01", "to": "2021-12-31"},
            "answers": {},
            "findings": {key: {"value": each, "reason": "seen"} for key, each in points.items()},
        }

    half, whole = given("1", review=1.25, correction=-0.5), given("2", review=3)
    write(tmp_path, half, whole, given("3", review=0.0625))
    groups = ("--groups", "groups.csv", "--min-group", "1")
    code, said = score(tmp_path, "points", "--rules", "rules", *groups)
    assert code == 0, said
    # Twice 1.25 is 2.5, less a half 2. In all 2, 6 and an eighth.
    columns = ("review", "total", "shown", "shown_exact")
    assert [tuple(row[each] for each in columns) for row in told(tmp_path)] == [
        ("2.5", "2", "1.3", "1.25"),
        ("6", "6", "3.0", "3"),
        ("0.125", "0.125", "0.1", "0.0625"),
    ]
    with (tmp_path / "groups.csv").open(encoding="utf-8", newline="") as file:
        (agency,) = csv.DictReader(file)
    assert (agency["all"], agency["most"]) == ("8.125", "6")
