"""The number of a civil servant is masked on pages, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.cli.main import main
from evaluator.reports.persons import masked

NIP = "198001012005011001"
PERSON = {
    "instrument": "ip_asn",
    "edition": "2019",
    "subject": {"id": NIP, "groups": {"instansi": f"unit {NIP}"}},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {"pendidikan": "S1", "jabatan": "pelaksana"},
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NIP, "••••••••••••••1001"),
        ("19800101 200501 1 001", "•••••••• •••••• 1 001"),
        (f"a.n. ({NIP}), SK-{NIP}.", "a.n. (••••••••••••••1001), SK-••••••••••••••1001."),
        # No day of birth, no month, too long, part of a fraction, of a fingerprint, of a word.
        ("198013012005011001", "198013012005011001"),
        ("198001012005013001", "198001012005013001"),
        (f"{NIP}0", f"{NIP}0"),
        (f"0.{NIP}", f"0.{NIP}"),
        (f"{NIP},5", f"{NIP},5"),
        (f"ab{NIP}", f"ab{NIP}"),
        (f"{NIP}cd", f"{NIP}cd"),
    ],
)
def test_digits_of_an_nip_alone_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words, {"TAKAR_LANG": "en"}) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "md", "html"])
@pytest.mark.parametrize("command", ["explain", "forecast", "cohort"])
def test_no_page_tells_an_nip_in_full(
    command: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(PERSON), encoding="utf-8")
    page = said(capsys, command, str(file), "--to", form)
    assert NIP not in page
    assert "•1001" in page


def test_the_result_states_the_id_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(PERSON), encoding="utf-8")
    assert json.loads(said(capsys, "eval", str(file)))["subject"]["id"] == NIP
    told = json.loads(said(capsys, "cohort", str(file), "--format", "json"))
    assert told["subjects"][0]["id"] == NIP
