"""Malformed responses: every mistake is reported at its place, none becomes a score or a crash."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator import InputInvalid, evaluate
from evaluator.cli.main import main
from malformed.edits import EDITS, Edit, edited
from malformed.mappings import MAPPINGS
from malformed.texts import GOOD, TEXTS
from malformed.yaml_texts import YAML_TEXTS
from oracle.text import to_json, to_yaml

SAMPLE = Path(__file__).parent / "responses" / "verifikasi-2021.json"
GOOD_RESPONSE: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))


SEVERAL = ("single quotes", "curly quotes", "yaml")
"""Texts with a mistake in every word: how many are told apart is the reader's affair."""


def refused(response: object, *, stage: Any = None) -> InputInvalid:
    with pytest.raises(InputInvalid) as caught:
        evaluate(response, stage=stage)  # type: ignore[arg-type]  # a wrong type is the mistake
    return caught.value


def pointers(error: InputInvalid) -> list[str | None]:
    return [d.pointer for d in error.diagnostics if d.is_error]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_a_mistake_is_reported_once_at_its_place(edit: Edit) -> None:
    text = to_json(edit.apply(GOOD_RESPONSE))
    assert pointers(refused(text)) == list(edit.pointers)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_text_and_mapping_are_refused_alike(edit: Edit) -> None:
    response = edit.apply(GOOD_RESPONSE)
    of_text, of_mapping = refused(to_json(response)), refused(response)
    assert [(d.code, d.pointer, d.facts) for d in of_mapping.diagnostics] == [
        (d.code, d.pointer, d.facts) for d in of_text.diagnostics
    ]


def test_every_mistake_is_reported_in_one_run() -> None:
    changes = {
        "/answers/inovasi": "3",
        "/answers/monev/value": True,
        "/answers/pelacakn": 2,
        "/evidence/sk-1/kind": "surat",
        "/evidence_findings/sk-9": {"accepted": True},
        "/findings/sosialisasi/value": 7,
        "/period/from": "1/1/2021",
        "/subject/nama": "x",
        "/catatan": "x",
    }
    found = pointers(refused(to_json(edited(GOOD_RESPONSE, changes))))
    assert sorted(str(p) for p in found) == sorted(changes)


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_a_text_that_is_no_document_is_refused(name: str, text: bytes) -> None:
    found = [d for d in refused(text).diagnostics if d.is_error]
    assert len(found) == 1 or (found and name in SEVERAL)


@pytest.mark.parametrize(
    ("pointer", "change"), [case[1:] for case in MAPPINGS], ids=[case[0] for case in MAPPINGS]
)
def test_a_mapping_no_document_holds_is_refused(
    pointer: str | None, change: Callable[[dict[str, Any]], None]
) -> None:
    response = copy.deepcopy(GOOD_RESPONSE)
    change(response)
    found = pointers(refused(response))
    assert len(found) == 1
    assert pointer is None or found == [pointer]


@pytest.mark.parametrize("stage", ["verified", "final"])
def test_a_stage_without_its_data_is_refused(stage: str) -> None:
    refused(GOOD, stage=stage)


def test_final_is_refused_where_there_are_only_findings() -> None:
    refused(to_json(GOOD_RESPONSE), stage="final")


def test_verified_is_refused_where_there_are_only_decisions() -> None:
    text = GOOD[:-1] + b', "decisions": {"wbs": {"value": 1}}}'
    evaluate(text, stage="final")
    refused(text, stage="verified")


@pytest.mark.parametrize("day", ["2020-12-31", "2023-01-01", "1999-06-30", "9999-12-31"])
def test_no_edition_is_in_force_on_the_last_day(day: str) -> None:
    changes = {"/edition": None, "/period": {"from": "0001-01-01", "to": day}}
    assert len(pointers(refused(to_json(edited(GOOD_RESPONSE, changes))))) == 1


@pytest.mark.parametrize("response", [None, 3, 2.0, [], "", b"", object()])
def test_what_is_no_response_at_all(response: object) -> None:
    assert len(pointers(refused(response))) == 1


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        b"\r\n\t " + GOOD + b" \n",
        GOOD.replace(b'"inovasi": 0', b'"inovasi": -0'),
        GOOD.replace(b'"inovasi": 0', b'"inovasi": 0.' + 38 * b"0"),
        GOOD.replace(b'"inovasi"', b'"\\u0069novasi"'),
        GOOD.replace(b'"x"', b'"\\ud83d\\ude00 \\u0000 \\/"'),
        GOOD[:-1] + b', "x-a": {"b": [[[[[[[[1.5]]]]]]]], "null": null}}',
        GOOD[:-1] + b', "edition": null, "schema": null, "evidence": null, "previous": null}',
    ],
)
def test_no_false_alarm(text: bytes) -> None:
    evaluate(text)


# The same through the command line.

Capture = pytest.CaptureFixture[bytes]


def assert_refused_at_the_door(capfdbinary: Capture, path: Path, *options: str) -> str:
    code = main(["eval", str(path), *options], {})
    out, err = capfdbinary.readouterr()
    message = err.decode("utf-8")
    assert (code, out) == (4, b"")
    assert message.strip()
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_eval_refuses_a_text_that_is_no_document(
    tmp_path: Path, capfdbinary: Capture, name: str, text: bytes
) -> None:
    path = tmp_path / "jawaban.json"
    path.write_bytes(text)
    message = assert_refused_at_the_door(capfdbinary, path)
    assert "jawaban.json" in message, name


@pytest.mark.parametrize(("lang", "some"), [("id", EDITS), ("en", EDITS[::5])])
def test_eval_says_what_is_wrong_in_both_languages(
    tmp_path: Path, capfdbinary: Capture, lang: str, some: list[Edit]
) -> None:
    for edit in some:
        path = tmp_path / "jawaban.json"
        path.write_text(to_json(edit.apply(GOOD_RESPONSE)), encoding="utf-8")
        assert_refused_at_the_door(capfdbinary, path, "--lang", lang)


def test_eval_refuses_the_same_in_yaml(tmp_path: Path, capfdbinary: Capture) -> None:
    for edit in EDITS[::3]:
        path = tmp_path / "jawaban.yaml"
        path.write_text(to_yaml(edit.apply(GOOD_RESPONSE)), encoding="utf-8")
        assert_refused_at_the_door(capfdbinary, path)


@pytest.mark.parametrize(("name", "text"), YAML_TEXTS, ids=[name for name, _ in YAML_TEXTS])
def test_eval_refuses_what_only_yaml_can_get_wrong(
    tmp_path: Path, capfdbinary: Capture, name: str, text: bytes
) -> None:
    path = tmp_path / "jawaban.yml"
    path.write_bytes(text)
    assert "jawaban.yml" in assert_refused_at_the_door(capfdbinary, path), name


def test_eval_writes_nothing_where_it_refuses(tmp_path: Path, capfdbinary: Capture) -> None:
    path, out = tmp_path / "jawaban.json", tmp_path / "hasil.json"
    path.write_bytes(TEXTS[0][1])
    assert_refused_at_the_door(capfdbinary, path, "-o", str(out))
    assert not out.exists()


def test_a_process_ends_with_4_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.json"
    path.write_bytes(GOOD[:-1])
    ended = subprocess.run(  # noqa: S603 — our own interpreter and module
        [sys.executable, "-m", "evaluator.cli.main", "eval", str(path)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (4, b"")
    assert b"Traceback" not in ended.stderr
