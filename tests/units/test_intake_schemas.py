"""The schemas that ship with the package, and what the derived ones say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evaluator import evaluate, resources
from evaluator.intake.schema import any_response_schema, response_schema
from units.instruments import LEAVES, im_nkk, kendali

RESPONSES = sorted((Path(__file__).parents[1] / "responses").glob("*.json"))
Validator = jsonschema.Draft202012Validator


def shipped(name: str) -> Any:
    return json.loads(resources.read(resources.dsl(), "schemas", f"{name}.json"))


NAMES = ("response", "result", "groups", "forecast", "cohort", "migration", "labels")


@pytest.mark.parametrize("name", [f"{name}-1" for name in NAMES])
def test_a_shipped_schema_is_one(name: str) -> None:
    schema = shipped(name)
    Validator.check_schema(schema)
    assert schema["title"] == f"takar/{name.replace('-', '/')}"


def test_the_general_schema_is_the_one_that_ships() -> None:
    assert any_response_schema() == shipped("response-1")


@pytest.mark.parametrize("path", RESPONSES, ids=lambda path: path.stem)
def test_results_keep_to_their_schema(path: Path) -> None:
    result = json.loads(evaluate(path.read_bytes()).to_json())
    Validator(shipped("result-1")).validate(result)
    extra = {**result, "clock": "12:00"}
    assert not Validator(shipped("result-1")).is_valid(extra)


@pytest.mark.parametrize("instrument", [im_nkk(), kendali()], ids=lambda i: i.id)
def test_a_derived_schema_is_one(instrument: Any) -> None:
    Validator.check_schema(response_schema(instrument))


def test_a_derived_schema_names_what_the_rules_name() -> None:
    schema: Any = response_schema(im_nkk())
    assert tuple(schema["properties"]["answers"]["properties"]) == LEAVES
    assert schema["$defs"]["level.skala_3"]["enum"] == [0, 1, 2, 3]
    assert schema["$defs"]["document"]["properties"]["kind"] == {"enum": ["dokumen"]}
    assert schema["properties"]["answers"]["properties"]["wbs"]["title"] == "Wbs"


def test_a_bound_that_is_not_whole_is_widened() -> None:
    schema: Any = response_schema(kendali())
    porsi = schema["properties"]["answers"]["properties"]["porsi"]["anyOf"][0]
    assert (porsi["minimum"], porsi["maximum"]) == (0, 3)
    jumlah = schema["properties"]["answers"]["properties"]["jumlah"]["anyOf"][0]
    assert (jumlah["minimum"], jumlah["exclusiveMaximum"]) == (0, 100)


GOOD_LABELS = {
    "schema": "takar/labels/1",
    "language": "en",
    "instrument": "im_nkk",
    "labels": {"kebijakan": "Internal policy"},
    "bands": {"kategori": {"Tinggi": "High"}},
    "levels": {"maturitas": {"0": "None yet"}},
    "evidence": {"dokumen": "Document"},
    "assumptions": {"setara": {"text": "Equal weights", "because": "not published"}},
}


def test_label_files() -> None:
    labels = Validator(shipped("labels-1"))
    labels.validate(GOOD_LABELS)
    for change in (
        {"warna": {}},
        {"schema": "takar/labels/2"},
        {"labels": {"kebijakan": 1}},
        {"levels": {"maturitas": {"satu": "One"}}},
        {"assumptions": {"setara": {"text": "Equal weights"}}},
    ):
        assert not labels.is_valid({**GOOD_LABELS, **change})
