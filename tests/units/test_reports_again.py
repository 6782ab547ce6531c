"""The command that computes a result again names the rules and readings it was computed by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluator.api import evaluate_text
from evaluator.diagnostics.language import Language
from evaluator.resources import rules as bundled_rules
from evaluator.rulebook import bundled, rules_in
from golden.explain.samples import Sample

EMPLOYEE: dict[str, Any] = {
    "instrument": "ip_asn",
    "edition": "2019",
    "subject": {"id": "x"},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {"pendidikan": "S2", "jp_teknis": 10, "nilai_kinerja": 95},
}


def again(sample: Sample) -> str:
    """The command on the page."""
    page = " ".join(sample.page(Language.EN, "md").replace("\\", "").split())
    return page.partition("takar eval response.json")[2].partition("--stage")[0].strip()


@pytest.mark.parametrize("changed", [False, True])
def test_rules_that_hide_bundled_ones_are_named(changed: bool, tmp_path: Path) -> None:  # noqa: FBT001 — a parameter of a table
    text = bundled_rules().joinpath("ip_asn/2019.takar").read_text(encoding="utf-8")
    own = text.replace("S2: 20", "S2: 19") if changed else text
    assert (own != text) is changed
    (tmp_path / "a.takar").write_text(own, encoding="utf-8")
    found = evaluate_text(json.dumps(EMPLOYEE), rulebook=rules_in(tmp_path))
    assert again(Sample(found)) == ("--rules rules" if changed else "")


@pytest.mark.parametrize("changed", [False, True])
def test_so_are_those_that_hide_a_bundled_draft(changed: bool, tmp_path: Path) -> None:  # noqa: FBT001 — a parameter of a table
    for name in ("2019", "2024-draft"):
        text = bundled_rules().joinpath(f"ip_asn/{name}.takar").read_text(encoding="utf-8")
        own = text.replace("S2: 20", "S2: 19") if changed else text
        (tmp_path / f"{name}.takar").write_text(own, encoding="utf-8")
    draft = EMPLOYEE | {"edition": "2024-latihan"}
    found = evaluate_text(json.dumps(draft), rulebook=rules_in(tmp_path))
    assert again(Sample(found)) == ("--rules rules" if changed else "")


def test_readings_that_were_chosen_are_named() -> None:
    book = bundled().read({"jp_kurang": "sebanding", "skp_kosong": "nol"})
    found = evaluate_text(json.dumps(EMPLOYEE), rulebook=book)
    assert again(Sample(found)) == "--read jp_kurang=sebanding"
