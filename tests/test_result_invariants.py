"""What holds of every result, whatever was answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evaluator import evaluate
from evaluator.cli.main import main
from oracle.generate import Response, seeded
from oracle.recompute import mistakes
from oracle.text import to_json, to_yaml

SCHEMA = Path(__file__).parent.parent / "dsl" / "schemas" / "result-1.json"
RULES = Path(__file__).parent.parent / "rules"
SEEDS = range(1000, 1040)
ORDER = (
    "schema", "instrument", "edition", "subject", "period", "stage", "status", "values", "bands",
    "criteria", "missing", "assumptions", "notes", "trace", "provenance",
)  # fmt: skip


def result(response: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text_of(response))
    return document


def text_of(response: object) -> str:
    return evaluate(to_json(response)).to_json()


def nodes(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from nodes(item["children"])


@pytest.mark.parametrize("seed", SEEDS)
def test_contributions_add_up_at_every_level(seed: int) -> None:
    found = result(seeded(seed))
    for item in nodes(found["criteria"]):
        parts = [child["contribution"] for child in item["children"]]
        if item["children"] and item["contribution"] is not None:
            assert sum(map(Fraction, parts)) == Fraction(item["contribution"])
        elif item["children"]:
            assert None in parts
    skor = found["values"]["skor"]["exact"]
    parts = [criterion["contribution"] for criterion in found["criteria"]]
    assert (skor is None) == (None in parts)
    assert skor is None or sum(map(Fraction, parts)) == Fraction(skor)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_follows_from_the_steps_before_it(seed: int) -> None:
    response = seeded(seed)
    assert list(mistakes(result(response), response)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_has_its_step(seed: int) -> None:
    found = result(seeded(seed))
    steps = {step["id"]: step for step in found["trace"]}
    for item in nodes(found["criteria"]):
        step = steps[item["step"]]
        assert (step["of"], step["value"]) == (item["id"], item["value"]["exact"])
    for name, value in found["values"].items():
        assert [s["value"] for s in found["trace"] if s.get("of") == name] == [value["exact"]]
    (band,) = [step for step in found["trace"] if step["op"] == "band"]
    assert band["value"] == found["bands"]["kategori"]["label"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_names_the_line_it_stands_on(seed: int) -> None:
    found = result(seeded(seed))
    lines = {
        path.relative_to(RULES).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in RULES.rglob("*.takar")
    }
    for step in found["trace"]:
        assert step["rule"]["file"] in lines, step
        assert 1 < step["rule"]["line"] <= lines[step["rule"]["file"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_is_used(seed: int) -> None:
    """Nothing is computed that no printed figure needs."""
    found = result(seeded(seed))
    used = {i["step"] for step in found["trace"] for i in step["inputs"] if "step" in i}
    ends = {step["id"] for step in found["trace"]} - used
    assert {step["op"] for step in found["trace"] if step["id"] in ends} <= {"band", "published"}


@pytest.mark.parametrize("seed", SEEDS)
def test_keys_stand_in_order_and_the_layout_is_fixed(seed: int) -> None:
    text = text_of(seeded(seed))
    found = json.loads(text)
    assert tuple(found) == ORDER
    assert text == json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    assert "\r" not in text


@pytest.mark.parametrize("seed", SEEDS)
def test_the_result_fits_its_schema(seed: int) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(result(seeded(seed)))] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_a_float(seed: int) -> None:
    def refuse(number: str) -> None:
        raise AssertionError(number)

    json.loads(text_of(seeded(seed)), parse_float=refuse, parse_constant=refuse)


@pytest.mark.parametrize("seed", SEEDS)
def test_text_bytes_and_mapping_give_the_same_bytes(seed: int) -> None:
    response = seeded(seed)
    text = to_json(response)
    ways: tuple[Any, ...] = (text, text.encode("utf-8"), b"\xef\xbb\xbf" + text.encode(), response)
    assert len({evaluate(way).to_json() for way in ways}) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_result_is_of_the_response_as_it_was_given(seed: int) -> None:
    """The document is written when it is asked for; what became of the mapping since is nothing."""
    response: Any = seeded(seed)
    before, found = evaluate(response).to_json(), evaluate(response)
    for part in (response["answers"], response.get("evidence", {}), response["subject"], response):
        part.clear()
    assert found.to_json() == before


@pytest.mark.parametrize("seed", SEEDS)
def test_layout_escapes_and_written_digits_are_of_no_account(seed: int) -> None:
    """`2.0` is 2, `\\u00e9` is é: to the figures and to the hash."""
    response = {k: v for k, v in seeded(seed).items() if k not in ("x-aplikasi", "previous")}
    whole = json.loads(to_json(response), parse_float=lambda text: int(Decimal(text)))
    retold = json.dumps(whole, indent="\t").replace("\n", "\r\n")
    assert evaluate(retold).to_json() == text_of(response)


@pytest.mark.parametrize("seed", SEEDS)
def test_json_yaml_and_the_command_give_the_same_bytes(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], seed: int
) -> None:
    response = seeded(seed)
    for name, text in (("r.json", to_json(response)), ("r.yaml", to_yaml(response))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="\n")
        code = main(["eval", str(path)], {})
        out, _ = capfdbinary.readouterr()
        assert (code, out.decode("utf-8")) == (0, text_of(response))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_keys_is_of_no_account(seed: int) -> None:
    """Canonical form sorts keys: the same response, so the same bytes, its hash included."""
    response = seeded(seed)
    rng = Random(seed)  # noqa: S311 - reproducible, and nobody's secret
    assert text_of(reordered(rng, response)) == text_of(response)


def reordered(rng: Random, value: object) -> object:
    if not isinstance(value, dict):
        return value
    keys = list(value)
    rng.shuffle(keys)
    return {key: reordered(rng, value[key]) for key in keys}


@pytest.mark.parametrize("seed", SEEDS)
def test_null_is_the_same_as_left_out_in_every_figure(seed: int) -> None:
    """Only the hash may tell: a `null` was read, and is part of what was read."""
    response = seeded(seed)
    found, bare = result(response), result(without_nulls(response))
    for document in (found, bare):
        del document["provenance"]["response_sha256"]
        for step in document["trace"]:
            if step["op"] == "level" and step["value"] is None:
                del step["inputs"]
    assert found == bare


def without_nulls(value: object) -> Response:
    if not isinstance(value, dict):
        raise TypeError(value)
    return {
        key: without_nulls(member) if isinstance(member, dict) else member
        for key, member in value.items()
        if member is not None
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_one_changed_figure_changes_the_hash(seed: int) -> None:
    response = seeded(seed)
    subject = response["subject"]
    assert isinstance(subject, dict)
    other = {**response, "subject": {**subject, "id": "lain"}}
    hashes = {result(r)["provenance"]["response_sha256"] for r in (response, other)}
    assert len(hashes) == 2


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_folder_and_language_give_the_same_bytes(
    tmp_path: Path, hash_seed: str
) -> None:
    response = next(seeded(seed) for seed in SEEDS if "decisions" in seeded(seed))
    (tmp_path / "r.json").write_text(to_json(response), encoding="utf-8", newline="\n")
    other = {"PYTHONHASHSEED": hash_seed, "TAKAR_LANG": "en", "TZ": "Asia/Jayapura"}
    ended = subprocess.run(
        [sys.executable, "-m", "evaluator.cli.main", "eval", "r.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **other},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    assert ended.stdout.decode("utf-8") == text_of(response)
