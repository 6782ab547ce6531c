"""What stands on a page: every figure of the result, in a form anybody can read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.visible import cells
from evaluator.reports.numbers import number, percent
from evaluator.rulebook import rules_in
from golden.explain.samples import NOTICE, RESPONSES, Sample, final, quality, samples
from units.reports_html import VOID, parsed

NAMES = list(samples())
LEVELS = ("claimed", "proved", "verified", "final", "counted")


def items(found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in found:
        yield item
        yield from items(item["children"])


@pytest.fixture(params=NAMES)
def sample(request: pytest.FixtureRequest) -> Sample:
    return samples()[request.param]


@pytest.mark.parametrize("language", Language)
def test_every_figure_of_every_item_stands_in_its_row(sample: Sample, language: Language) -> None:
    page = parsed(sample.page(language, "html"))
    for item in items(sample.result["criteria"]):
        rows = [row for row in page.rows if row and item["label"] in row[0] and len(row) > 3]
        figures = [item[key] for key in (*LEVELS, "contribution") if item.get(key) is not None]
        if item["value"]["exact"] is not None and "state" not in item:
            figures.append(item["value"]["exact"])
        wanted = {number(text, language) for text in figures}
        assert any(wanted <= set(" ".join(row).split()) for row in rows), (item["id"], wanted)
        for key in ("weight", "effective_weight"):
            if item[key] is not None:
                assert any(percent(item[key], language) in " ".join(row) for row in rows)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", ["html", "text"])
def test_every_value_and_band_stands_on_the_page(
    sample: Sample, language: Language, form: Any
) -> None:
    page = sample.page(language, form)
    text = " ".join((parsed(page).text if form == "html" else page).split())
    for value in sample.result["values"].values():
        for key in ("exact", "published", "least", "most"):
            if value.get(key) is not None:
                assert number(value[key], language) in text
    for bands in sample.result["bands"].values():
        assert bands["label"] is None or bands["label"] in text
        assert all(label in text for label in bands.get("possible", ()))


def test_every_step_is_a_row_with_its_value_and_rule(sample: Sample) -> None:
    rows = {row[0]: row for row in parsed(sample.page(Language.ID, "html")).rows if row}
    for step in sample.result["trace"]:
        row = rows[step["id"]]
        if step["op"] in {"choice", "highest_choice", "lowest_choice"}:
            # The invented rules label their choices with the id in a capital letter.
            assert step["value"] is None or row[3] == step["value"].capitalize()
        elif isinstance(step["value"], str):
            shown = step["value"] if step["op"] == "band" else number(step["value"], Language.ID)
            assert row[3] == shown
        for key in ("least", "most"):
            if step.get(key) is not None and step["value"] is None:
                assert number(step[key], Language.ID) in row[3]
        if step["rule"]["file"]:
            assert f"{step['rule']['file']} baris {step['rule']['line']}" in row[4]
        for used in step["inputs"]:
            assert next(iter(used.values())).rpartition(" ")[2] in row[2] or "number" in used


def test_the_contributions_are_shown_to_add_up() -> None:
    result = final().result
    total = sum(Fraction(item["contribution"]) for item in result["criteria"])
    assert str(total) == result["values"]["skor"]["exact"]
    assert f"Jumlah kontribusi {total} tepat sama dengan Skor." in final().page(Language.ID, "text")


def test_every_remark_document_and_hash_stands_on_the_page(sample: Sample) -> None:
    text = parsed(sample.page(Language.ID, "html")).text
    response = sample.found.decoded.response
    for finding in (*response.findings.values(), *response.decisions.values()):
        if sample.result["stage"] == "final" and finding.reason:
            assert finding.reason in text
    cited = {d["id"] for i in items(sample.result["criteria"]) for d in i.get("evidence", ())}
    for name in cited:
        document = response.evidence[name]
        assert all(t in text for t in (document.title or name, document.number or ""))
        assert (document.sha256 or "") in text
    for name in ("rules_sha256", "response_sha256", "engine"):
        assert sample.result["provenance"][name] in text
    for assumption in sample.result["assumptions"]:
        assert assumption["text"] in text
        assert assumption["facts"]["because"] in text
    for name in sample.result["missing"]:
        assert name in text


def test_a_document_is_sound(sample: Sample) -> None:
    page = parsed(sample.page(Language.EN, "html", notice=NOTICE))
    tags = [piece[0] for piece in page.structure]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.values("href")} <= set(ids)
    assert {name for value in page.values("aria-labelledby") for name in value.split()} <= set(ids)
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(tags)
    names = {key for _, key, _ in page.attributes}
    assert not {key for key in names if key.startswith("on")} | names & {"src", "style"}
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in piece for piece in page.structure if piece[0] == "th")
    opened = [tag for tag in tags if not tag.startswith("/") and tag not in {*VOID, "declaration"}]
    assert sorted(opened) == sorted(tag[1:] for tag in tags if tag.startswith("/"))
    headings = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_a_page_loads_nothing() -> None:
    page = final().page(Language.ID, "html")
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"https?:|url\(|@import|//", page.partition("</style>")[0])


@pytest.mark.parametrize("language", Language)
def test_text_keeps_to_eighty_columns(sample: Sample, language: Language) -> None:
    lines = sample.page(language, "text", trace=True).splitlines()
    long = [line for line in lines if cells(line) > 80 and " " in line.strip()]
    assert not long


def test_the_reasons_for_zero_are_told_apart() -> None:
    page = final().page(Language.ID, "text")
    for state in ("ditolak", "kedaluwarsa", "tanpa bukti", "dihitung, tingkat 0"):
        assert f"[{state}]" in page
    assert "[tidak berlaku]" in quality().page(Language.ID, "text")
    assert "[belum diisi]" in quality(without=("door",)).page(Language.ID, "text")
    assert "[belum diverifikasi]" in quality(queue={"value": 2}).page(Language.ID, "text")


def test_a_published_figure_against_an_assumption_is_printed_with_it() -> None:
    page = " ".join(final().page(Language.ID, "text").split())
    against = "Bertentangan dengan angka terbitan: contoh “Provinsi Jawa Barat, 2021: kriteria 2”"
    assert against in page


def test_a_hole_and_a_printed_column_are_explained() -> None:
    holed = " ".join(samples()["quality, between two bands"].page(Language.EN, "text").split())
    assert "lies between the bands Poor and Fair; it is read as Fair" in holed
    assert "reading" in holed
    twos = " ".join(samples()["semua-dua-2021"].page(Language.ID, "text").split())
    assert "kolom tercetak Indeks akan menempatkan 0,67 pada Tinggi; Skor yang menentukan" in twos


def test_an_incomplete_result_says_what_it_waits_for() -> None:
    page = samples()["quality, open"].page(Language.EN, "text")
    assert "not settled:" in page
    assert "between" in page
    missing = page.partition("What is missing\n")[2].partition("\n10.")[0]
    assert all(name in missing for name in ("desk", "staff", "open_day"))


def test_a_gate_says_why_there_is_no_score() -> None:
    page = samples()["quality, not scored"].page(Language.EN, "text")
    assert "an office without staff is not scored" in page


def test_labels_are_translated_beside_the_originals() -> None:
    page = final().page(Language.EN, "text")
    assert "Kategori (Category): Sedang (medium)" in page
    assert "Komitmen Pimpinan (Commitment of the leadership)" in page
    assert "(Commitment" not in final().page(Language.EN, "text", labels={})


def test_the_trace_is_left_out_of_the_text_unless_asked_for() -> None:
    assert "Jejak perhitungan" not in final().page(Language.ID, "text")
    assert "Jejak perhitungan" in final().page(Language.ID, "text", trace=True)


@pytest.mark.parametrize(
    ("zone", "locale", "seed"), [("Asia/Jakarta", "id_ID.UTF-8", "1"), ("UTC", "tr_TR.UTF-8", "2")]
)
def test_same_bytes_whatever_the_place(zone: str, locale: str, seed: str) -> None:
    response = str(RESPONSES / "verifikasi-2021.json")
    here = samples()["verifikasi-2021"].page(Language.ID, "html").encode()
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2] / "src")
    command = [sys.executable, "-m", "evaluator.cli.main", "explain", response, "--to", "html"]
    done = subprocess.run(  # noqa: S603 — our own command
        command, env=environment, check=True, capture_output=True
    )
    assert done.stdout == here


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        (Language.ID, "kategori turun menjadi Plain, karena syarat ini tidak terpenuhi: Staff"),
        (Language.EN, "the category falls to Plain, because this does not hold: Staff"),
    ],
)
def test_a_category_that_fell_says_why(language: Language, reason: str) -> None:
    # The open day was held; what is lacking is staff alone.
    page = " ".join(quality().page(language, "text").split())
    assert reason in page
    assert "Staff ≥ 1" in page
    assert "section 8" in page


FLAT = """takar 1
instrument f "Flat" edition "1" {
  in force from 2025-01-01
  input n "N" number from 0 to 10
  criterion a "A" { value = n }
  criterion b "B" { value = sum of elements
    element b1 "B1" { value = n } }
  value t "Total" = sum of criteria
}
"""


def test_a_part_that_nothing_stands_above_has_the_heading_of_a_part(tmp_path: Path) -> None:
    (tmp_path / "f.takar").write_text(FLAT, encoding="utf-8")
    response = {
        "instrument": "f",
        "subject": {"id": "x"},
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "answers": {"n": 4},
    }
    found = Sample(evaluate_text(json.dumps(response), rulebook=rules_in(tmp_path)))
    page = found.page(Language.EN, "html")
    for heading in ("<h3>A ", "<h3>B</h3>", "<h4>B1 "):
        assert heading in page
