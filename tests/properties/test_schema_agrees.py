"""The derived JSON Schema and intake agree on every document the strict reader accepts."""

from __future__ import annotations

import copy
import functools
import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.intake.decode import read_response
from evaluator.intake.schema import LEFT_TO_INTAKE, any_response_schema, response_schema
from evaluator.model.instrument import Instrument, Rating
from evaluator.pipeline import compile_edition, read
from evaluator.source import Source
from units.instruments import KnownEditions, im_nkk, kendali


def answered() -> Instrument:
    """An instrument with parts that are answered, and parts that are repeated."""
    program = read([Source("x.takar", RULES)])
    compiled = compile_edition(program, ("dijawab", "2021")).value
    assert compiled is not None
    return compiled


RULES = """
instrumen dijawab edisi "2021" {
  mulai berlaku 2021-01-01
  skala s { 0; 1; 2; 3 }
  bukti dukung dokumen
  setiap kendali {
    boleh dinyatakan tidak berlaku
    tidak berlaku dikeluarkan dari perhitungan
  }
  kendali k1 {
    jawaban salah satu dari { met; not_met }
    nilai menurut jawaban { met: 0; not_met: 1 }
  }
  kendali k2 { jawaban bilangan mulai dari 0 sampai dengan 9; nilai = jawaban }
  kendali k3 {
    dinilai dengan s
    diulang untuk unit 1 sampai dengan 2 kali masing-masing dihitung
    tingkat 0 tidak memerlukan bukti
    tingkat 1 ke atas memerlukan dokumen
    tanpa bukti turun ke tingkat tertinggi yang terbukti
  }
  kendali k4 {
    jawaban ya atau tidak
    nilai { 1 jika jawaban adalah ya; 0 selain itu }
    tidak boleh dinyatakan tidak berlaku
  }
  kendali k5 {
    jawaban salah satu dari { met; not_met }
    diulang untuk unit 1 sampai dengan 2 kali dihitung sebagai satu
    nilai menurut jawaban { met: 0; not_met: 1 }
  }
  nilai skor = rata-rata dari kendali
}
"""
INSTRUMENTS = (im_nkk(), kendali(), answered())
EDITIONS = KnownEditions((im_nkk("2021"), im_nkk("2022"), kendali(), answered()))
VALIDATORS = {i.id: jsonschema.Draft202012Validator(response_schema(i)) for i in INSTRUMENTS}
GENERAL = jsonschema.Draft202012Validator(any_response_schema())
RECORDS = {"unknown-record", "record-and-list", "record-id-differs"}
"""What may be wrong with findings on records that are well formed in themselves."""
LEFT = {kind.code for kind in LEFT_TO_INTAKE}

DAYS = st.dates().map(lambda day: day.isoformat())
TEXTS = st.text(max_size=5)
DECIMALS = st.decimals(-5, 150, places=2).map(lambda d: d + 0)
ODD_DAYS = st.sampled_from(
    ["2021-02-29", "2021-13-01", "2021-1-1", "0000-01-01", "2021-01-01\n", "２０２１-01-01", ""]
)
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 7)
    | DECIMALS
    | DAYS
    | ODD_DAYS
    | st.sampled_from(["3", "d-1", "pusat", "dokumen", " ", "\x1f", "x", "a" * 20_001]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["value", "evidence", "by", "zz"]), inner, max_size=2)
    ),
    max_leaves=3,
)
NEW_KEYS = st.sampled_from(
    [
        "x-catatan",
        "catatan",
        "hukuman",
        "koreksi",
        "inovasi",
        "standar",
        "jumlah",
        "skor",
        "items",
        "value",
        "d-9",
        "on",
    ]
)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy | st.none()


def sparse(
    required: dict[str, st.SearchStrategy[Any]], rest: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        required, optional={key: optional(value) for key, value in rest.items()}
    )


SIGNED = {"by": TEXTS, "on": DAYS, "reason": TEXTS}
RECORD = sparse(
    {},
    {
        "id": st.sampled_from(["SK-1", "SK-2"]),
        "tingkat": st.sampled_from(["ringan", "berat"]),
        "tanggal": DAYS,
        "sk": TEXTS,
    },
)
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "k1": st.sampled_from(["met", "not_met"]),
    "k2": st.integers(0, 9),
    "k4": st.booleans(),
}
CALLED = {"id": st.uuids().map(str)}
INSTANCE_RESTS = {
    "name": TEXTS,
    "evidence": st.lists(st.sampled_from(["d-1", "d-2"]), max_size=2),
}
LEVELS = st.lists(
    sparse(CALLED, {"value": st.integers(0, 3), **INSTANCE_RESTS})
    | sparse({**CALLED, "not_applicable": st.just("tidak ada")}, INSTANCE_RESTS),
    min_size=1,
    max_size=2,
)
CHOSEN = st.lists(
    sparse(CALLED, {"name": TEXTS, "value": ASKED["k1"]})
    | sparse({**CALLED, "not_applicable": st.just("tidak ada")}, {"name": TEXTS}),
    min_size=1,
    max_size=2,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "jumlah": st.integers(0, 99),
    "porsi": st.sampled_from([Decimal("0.5"), 1, 2]),
    "koreksi": st.sampled_from([Decimal("-1.5"), 0, 2]),
    "jenis": st.sampled_from(["pusat", "provinsi"]),
    "ada_insiden": st.booleans(),
    "tanggal_sk": DAYS,
    "catatan_umum": TEXTS,
    "hukuman": st.lists(RECORD, max_size=2, unique_by=lambda record: str(record.get("id"))),
}
DOCUMENT = sparse(
    {"kind": st.just("dokumen")},
    {
        "title": TEXTS,
        "dated": DAYS,
        "valid_until": DAYS,
        "attributes": st.dictionaries(
            TEXTS, optional(st.booleans() | TEXTS | DECIMALS), max_size=2
        ),
    },
)


def values_of(instrument: Instrument) -> dict[str, st.SearchStrategy[Any]]:
    ratings = {leaf.id: rating for leaf, rating in instrument.ratings() if not leaf.repeated}
    asked = {item.id: ASKED[item.id] for item, _ in instrument.askings() if not item.repeated}
    levels = {
        id_: st.sampled_from(rating.scale.numbers)
        for id_, rating in ratings.items()
        if isinstance(rating, Rating)
    }
    return {**levels, **asked, **{given.id: VALUES[given.id] for given in instrument.inputs}}


def answers(instrument: Instrument) -> st.SearchStrategy[Any]:
    leaves = {leaf.id for leaf, _ in instrument.ratings()}
    evidence = {"evidence": st.lists(st.sampled_from(["d-1", "d-2"]), max_size=2)}
    rest = {"note": TEXTS, "by": TEXTS, "on": DAYS}
    entries = {
        id_: value | sparse({}, {"value": value, **(evidence if id_ in leaves else {}), **rest})
        for id_, value in values_of(instrument).items()
        if id_ != "koreksi"
    }
    if "rencana" in entries:
        entries["rencana"] |= sparse({"not_applicable": st.just("tidak ada")}, rest)
    if "k1" in entries:
        exempt = sparse({"not_applicable": st.just("tidak ada")}, rest)
        entries["k1"] |= exempt
        entries["k3"] = sparse({"items": LEVELS}, rest) | exempt
        entries["k5"] = sparse({"items": CHOSEN}, rest) | exempt
    return sparse({}, entries)


def findings(instrument: Instrument) -> st.SearchStrategy[Any]:
    entries = {id_: sparse({"value": v}, SIGNED) for id_, v in values_of(instrument).items()}
    if "koreksi" in entries:
        reasoned = {"value": VALUES["koreksi"], "reason": st.just("alasan")}
        entries["koreksi"] = sparse(reasoned, {"by": TEXTS, "on": DAYS})
    if "hukuman" in entries:
        accepted = sparse({"accepted": st.booleans()}, {"value": st.none(), **SIGNED})
        corrected = sparse({"value": RECORD}, {"accepted": st.none(), **SIGNED})
        entries["hukuman/SK-1"] = accepted | corrected
    return sparse({}, entries)


@functools.cache
def responses(instrument: Instrument) -> st.SearchStrategy[Any]:
    required = {
        "instrument": st.just(instrument.id),
        "edition": st.just(instrument.edition),
        "subject": sparse(
            {"id": st.just("19")},
            {"name": TEXTS, "groups": st.dictionaries(TEXTS, optional(TEXTS), max_size=2)},
        ),
        "period": st.just({"from": "2021-01-01", "to": "2021-12-31"}),
        "answers": answers(instrument),
        "evidence": st.fixed_dictionaries({"d-1": DOCUMENT, "d-2": DOCUMENT}),
    }
    checked = sparse({"accepted": st.booleans()}, SIGNED)
    rest = {
        "schema": st.just("takar/response/1"),
        "evidence_findings": sparse({}, {"d-1": checked, "d-2": checked}),
        "findings": findings(instrument),
        "decisions": findings(instrument),
        "previous": sparse({}, {"edition": TEXTS, "values": st.just({"skor": 200})}),
    }
    return sparse(required, rest)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            found += places(node[key], (*path, key))
    return found


def parent_of(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        document = document[key]
    return document


@st.composite
def mutated(draw: st.DrawFn, instrument: Instrument) -> Any:
    document = copy.deepcopy(draw(responses(instrument)))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(places(document)))
        parent = parent_of(document, path)
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                parent[path[-1]] = draw(JUNK)
            case "remove":
                del parent[path[-1]]
            case _ if isinstance(parent, dict):
                parent[draw(NEW_KEYS)] = draw(JUNK)
            case _:
                parent.append(draw(JUNK))
    return document


def as_json(document: Any) -> str:
    """JSON text with exact numbers: the encoder of the standard library knows no `Decimal`."""
    match document:
        case Decimal():
            return format(document, "f")
        case dict():
            members = (f"{json.dumps(k)}: {as_json(v)}" for k, v in document.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(map(as_json, document))}]"
        case _:
            return json.dumps(document)


def errors_of(document: Any) -> set[str]:
    outcome = read_response(as_json(document), editions=EDITIONS)
    return {d.code for d in outcome.diagnostics if d.is_error}


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_both_accept_what_is_well_formed(instrument: Instrument) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(responses(instrument))
    def check(document: Any) -> None:
        assert errors_of(document) <= RECORDS
        VALIDATORS[instrument.id].validate(document)
        GENERAL.validate(document)

    check()


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_both_refuse_the_same(instrument: Instrument) -> None:
    @settings(max_examples=250, deadline=None, derandomize=True)
    @given(mutated(instrument))
    def check(document: Any) -> None:
        errors = errors_of(document)
        valid = VALIDATORS[instrument.id].is_valid(document)
        if errors - LEFT:
            assert not valid
        elif "edition" in document:
            assert valid

    check()


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.id)
def test_the_general_schema_refuses_nothing_that_intake_accepts(instrument: Instrument) -> None:
    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(mutated(instrument))
    def check(document: Any) -> None:
        if not errors_of(document):
            GENERAL.validate(document)

    check()
