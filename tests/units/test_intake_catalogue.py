"""The examples of the catalogue's entries on responses: the bad ones yield their code, alone."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml

from evaluator import resources
from evaluator.diagnostics.kinds import inputs
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.intake.decode import Form, read_response
from evaluator.model.instrument import ChoiceType, Input, Instrument, NumberType
from evaluator.pipeline import compile_edition, read
from evaluator.source import Source
from units.instruments import GROUND, KnownEditions, branch, im_nkk, kendali, leaf, rating

ENTRIES: dict[str, Any] = yaml.safe_load(
    resources.read(resources.dsl(), "catalogue", "inputs.yaml")
)
RUN = sorted(code for code, entry in ENTRIES.items() if entry.get("bad") is not None)


def tata_kelola() -> Instrument:
    """What the rule file in the catalogue says."""
    people = NumberType(
        low=Fraction(0), low_included=True, high=Fraction(100), high_included=True, unit=None
    )
    kind = ChoiceType(choices=(("pusat", "Pusat"), ("daerah", "Daerah")))
    return replace(
        kendali(),
        id="tata_kelola",
        evidence=(),
        first=date(2021, 1, 1),
        last=None,
        items=(branch("bagian", Fraction(1), (leaf("rencana", None, rating(1, exempt=True)),)),),
        inputs=(
            Input(id="pegawai", label="Jumlah pegawai", type=people, ground=GROUND),
            Input(id="jenis", label="Jenis instansi", type=kind, ground=GROUND),
        ),
    )


def compiled(code: str, instrument: str) -> Instrument:
    """The rule file that the entry of a code is for."""
    program = read([Source(f"{instrument}.takar", ENTRIES[code]["rules"])])
    edition = compile_edition(program, (instrument, "2024")).value
    assert edition is not None
    return edition


EDITIONS = KnownEditions(
    at_hand=(
        im_nkk("2021"),
        im_nkk("2022"),
        tata_kelola(),
        compiled("records-expected", "disiplin"),
        compiled("answer-by-verifier", "layanan"),
        compiled("instances-expected", "berulang"),
        compiled("attribute-beside", "surat"),
        compiled("record-without-id", "digital"),
        compiled("unknown-group", "satker"),
    )
)


def yielded(entry: dict[str, Any], text: str) -> tuple[Diagnostic, ...]:
    form = entry.get("form", "json")
    data = ast.literal_eval(text) if form == "python" else text
    chosen = Form.YAML if form == "yaml" else Form.JSON
    return read_response(data, editions=EDITIONS, form=chosen).diagnostics


def test_every_kind_has_an_entry() -> None:
    assert set(ENTRIES) == {k.code for k in vars(inputs).values() if isinstance(k, Kind)}


@pytest.mark.parametrize("code", RUN)
def test_the_bad_example_yields_its_code_and_nothing_else(code: str) -> None:
    entry = ENTRIES[code]
    assert [d.code for d in yielded(entry, entry["bad"])] == [code]


@pytest.mark.parametrize("code", RUN)
def test_the_good_example_is_accepted(code: str) -> None:
    entry = ENTRIES[code]
    assert yielded(entry, entry["good"]) == ()


@pytest.mark.parametrize("code", RUN)
def test_the_facts_are_those_the_words_quote(code: str) -> None:
    entry = ENTRIES[code]
    (found,) = yielded(entry, entry["bad"])
    words = " ".join(str(v) for half in (entry["id"], entry["en"]) for v in half.values())
    quoted = {name for name in ALL_FACTS if f"{{{name}}}" in words}
    assert quoted <= set(found.facts)


ALL_FACTS = (
    "byte", "code", "day", "edition", "editions", "encoding", "expected", "found", "from", "id",
    "instrument", "key", "kind", "levels", "list", "limit", "line", "near", "range", "stage",
    "text", "to", "type", "value",
)  # fmt: skip
