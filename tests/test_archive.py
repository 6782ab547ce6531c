"""Every result ever stored is reproduced byte for byte, `provenance.engine` set aside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive.record import ARCHIVE, Case, cases, record, result_of, without_engine

CASES = list(cases())


def test_the_archive_is_there() -> None:
    assert len(CASES) >= 24
    orphans = {path.name for path in ARCHIVE.glob("*.result.json")} - {c.result.name for c in CASES}
    assert not orphans, "a result without its response cannot be reproduced"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_result_is_reproduced(case: Case) -> None:
    assert case.result.exists(), "not recorded yet: run tests/archive/record.py and read the result"
    stored = case.result.read_bytes()
    assert b"\r" not in stored
    assert without_engine(result_of(case)) == without_engine(stored.decode("utf-8"))


def test_setting_the_engine_aside_hides_nothing_else() -> None:
    """It reads the JSON and writes it again: layout and order of keys must survive that."""
    for case in CASES:
        result = result_of(case)
        engine = json.loads(result)["provenance"]["engine"]
        again = without_engine(result).replace('"engine": "set aside"', f'"engine": "{engine}"')
        assert again == result


def test_recording_adds_and_never_overwrites(tmp_path: Path) -> None:
    first, second = CASES[:2]
    for case in (first, second):
        shutil.copy(case.response, tmp_path)
    (tmp_path / first.result.name).write_text('{"provenance": {"engine": "0"}}', encoding="utf-8")
    assert record(tmp_path) == 1
    kept = (tmp_path / first.result.name).read_text(encoding="utf-8")
    assert kept == '{"provenance": {"engine": "0"}}'
    added = (tmp_path / second.result.name).read_bytes()
    assert record(tmp_path) == 1
    assert (tmp_path / second.result.name).read_bytes() == added
