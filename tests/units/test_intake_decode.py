"""A response against the rules: what comes out typed, and which stage it reaches."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.decode import Form, read_response
from evaluator.intake.response import Answer, Document, DocumentFinding, Finding, Response, Stage
from evaluator.intake.stage import stage_of
from units.instruments import LEAVES, KnownEditions, im_nkk

EDITIONS = KnownEditions()
GOOD: dict[str, Any] = {
    "schema": "takar/response/1",
    "instrument": "im_nkk",
    "edition": "2021",
    "subject": {"id": "19", "name": "Provinsi Contoh", "groups": {"jenis": "provinsi", "x": None}},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {
        "komitmen_pimpinan": {"value": 3, "evidence": ["d-1"], "note": "n", "on": "2021-06-20"},
        "wbs": {"value": None, "evidence": []},
        "inovasi": Decimal("2.0"),
        "monev": None,
    },
    "evidence": {
        "d-1": {
            "kind": "dokumen",
            "dated": "2021-03-05",
            "valid_until": None,
            "attributes": {"halaman": 12, "asli": True, "kosong": None},
        },
        "d-2": None,
    },
    "evidence_findings": {"d-1": {"accepted": True, "by": "V", "on": "2021-09-20"}},
    "findings": {"komitmen_pimpinan": {"value": 2, "reason": "r"}, "wbs": None},
    "decisions": {},
    "previous": {"edition": "2020", "values": {"skor": 200, "indeks": None}},
    "x-catatan": [1, {"bebas": "ya"}],
}
EXEMPT = {
    "instrument": "kendali",
    "subject": {"id": "1"},
    "period": {"from": "2021-01-01", "to": "2021-12-31"},
    "answers": {
        "rencana": {"not_applicable": "unit baru"},
        "jumlah": Decimal("99.9"),
        "jenis": "kabkota",
        "ada_insiden": {"value": False},
        "tanggal_sk": "2020-02-29",
    },
}


def response_of(data: Any) -> Response:
    outcome = read_response(data, editions=EDITIONS)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value.response


def hash_of(data: Any) -> str:
    outcome = read_response(data, editions=EDITIONS)
    assert outcome.value is not None
    return outcome.value.sha256


def codes(**changes: Any) -> list[tuple[str, str | None]]:
    outcome = read_response({**GOOD, **changes}, editions=EDITIONS)
    assert outcome.value is None
    return [(d.code, d.pointer) for d in outcome.diagnostics]


def test_a_response_is_typed() -> None:
    response = response_of(GOOD)
    assert response.subject.groups == {"jenis": "provinsi"}
    assert response.answers == {
        "komitmen_pimpinan": Answer(
            value=Fraction(3), evidence=("d-1",), note="n", on=date(2021, 6, 20)
        ),
        "wbs": Answer(),
        "inovasi": Answer(value=Fraction(2)),
    }
    attributes = {"halaman": Fraction(12), "asli": True}
    document = Document(kind="dokumen", dated=date(2021, 3, 5), attributes=attributes)
    assert response.evidence == {"d-1": document}
    finding = DocumentFinding(accepted=True, by="V", on=date(2021, 9, 20))
    assert response.evidence_findings == {"d-1": finding}
    assert response.findings == {"komitmen_pimpinan": Finding(value=Fraction(2), reason="r")}
    assert response.previous is not None
    assert response.previous.values == {"skor": Fraction(200)}


def test_inputs_are_typed() -> None:
    assert response_of(EXEMPT).answers == {
        "rencana": Answer(not_applicable="unit baru"),
        "jumlah": Answer(value=Fraction(999, 10)),
        "jenis": Answer(value="kabkota"),
        "ada_insiden": Answer(value=False),
        "tanggal_sk": Answer(value=date(2020, 2, 29)),
    }


def test_every_form_gives_one_response() -> None:
    text = json.dumps(GOOD, default=str).replace('"2.0"', "2.0")
    mapping = response_of(GOOD)
    assert response_of(text) == response_of(text.encode()) == mapping
    yaml = read_response(text, editions=EDITIONS, form=Form.YAML)
    assert yaml.value is not None
    assert yaml.value.response == mapping
    assert hash_of(text) == hash_of(GOOD) == yaml.value.sha256
    assert len(yaml.value.sha256) == 64


def test_the_hash_is_over_everything_as_read() -> None:
    assert hash_of({**GOOD, "x-catatan": 1}) != hash_of(GOOD)
    assert hash_of({**GOOD, "decisions": None}) != hash_of(GOOD)


def test_only_the_edition_in_question_is_loaded() -> None:
    editions = KnownEditions()
    later = {"from": "2022-01-01", "to": "2022-12-31"}
    outcome = read_response({**GOOD, "edition": None, "period": later}, editions=editions)
    assert outcome.value is not None
    assert outcome.value.because.code == "in_force_on"
    assert outcome.value.instrument.edition == "2022"
    assert editions.loaded == [("im_nkk", "2022")]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"jumlah": 100}, "number-out-of-range"),
        ({"jumlah": "5"}, "number-as-text"),
        ({"jumlah": True}, "number-expected"),
        ({"porsi": Fraction(12, 5)}, "number-out-of-range"),
        ({"jenis": "pust"}, "unknown-choice"),
        ({"jenis": 1}, "unknown-choice"),
        ({"ada_insiden": "ya"}, "yes-no-expected"),
        ({"ada_insiden": 1}, "yes-no-expected"),
        ({"tanggal_sk": 20210101}, "date-expected"),
        ({"tanggal_sk": "1 Januari"}, "input-date-form"),
        ({"tanggal_sk": "2021-02-29"}, "input-date-unreal"),
        ({"jumlah": {"value": 1, "evidence": []}}, "evidence-on-input"),
        ({"jumlah": {"not_applicable": "x"}}, "not-applicable-refused"),
        ({"jumlah": [1]}, "list-not-repeated"),
        ({"standar": {"not_applicable": "x"}}, "not-applicable-refused"),
        ({"rencana": {"not_applicable": "x", "value": 1}}, "not-applicable-with-value"),
        ({"rencana": {"not_applicable": " "}}, "text-empty"),
        ({"rencana": {"not_applicable": True}}, "text-expected"),
        ({"rencana": 3}, "level-off-scale"),
        ({"tata_kelola": 3}, "computed-item"),
    ],
)
def test_answers_are_held_against_the_rules(answer: dict[str, Any], code: str) -> None:
    outcome = read_response({**EXEMPT, "answers": answer}, editions=EDITIONS)
    assert [d.code for d in outcome.diagnostics] == [code]


def test_instances_are_no_mistake_where_it_is_not_known_what_is_asked() -> None:
    answers = {"i35": {"items": [{"id": "l1", "value": 3}]}}
    reversed_ = {"from": "2024-12-31", "to": "2024-01-01"}
    for response in ({**GOOD, "period": reversed_}, {**GOOD, "instrument": "lain"}):
        outcome = read_response({**response, "answers": answers}, editions=EDITIONS)
        told = {d.code for d in outcome.diagnostics}
        assert told & {"period-reversed", "unknown-instrument"}
        assert "list-not-repeated" not in told


def test_bounds_of_texts_and_attributes() -> None:
    assert codes(subject={"id": "a" * 20_001}) == [("text-too-long", "/subject/id")]
    many = {"d-1": {"kind": "dokumen", "attributes": {str(n): n for n in range(101)}}}
    assert codes(evidence=many) == [("too-many-attributes", "/evidence/d-1/attributes")]
    nested = {"d-1": {"kind": "dokumen", "attributes": {"a": {}}}}
    assert codes(evidence=nested) == [("plain-value-expected", "/evidence/d-1/attributes/a")]


def test_mistakes_of_the_text_and_of_the_meaning_are_told_together() -> None:
    text = '{"instrument": "im_nkk", "subject": {"id": 1}, "x-a": NaN, "answers": {"inovsi": 1e1}}'
    outcome = read_response(text, editions=EDITIONS, name="jawaban.json")
    assert [(d.code, d.pointer) for d in outcome.diagnostics] == [
        ("missing-key", ""),
        ("text-expected", "/subject/id"),
        ("input-not-a-number", "/x-a"),
        ("number-exponent", "/answers/inovsi"),
    ]
    assert {d.at.source.name for d in outcome.diagnostics} == {"jawaban.json"}


def test_without_rules_the_shape_is_still_checked() -> None:
    assert codes(instrument="im_nk", answers={"apa": 1, "itu": {"nilai": 1}}) == [
        ("unknown-key", "/answers/itu/nilai"),
        ("unknown-instrument", "/instrument"),
    ]


def test_a_near_name_is_offered() -> None:
    outcome = read_response({**GOOD, "answers": {"komitmen": 3}}, editions=EDITIONS)
    assert outcome.diagnostics[0].facts["near"] == ("komitmen_pimpinan",)


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"findings": None, "evidence_findings": None}, Stage.SELF),
        ({"findings": {}, "evidence_findings": {"d-1": None}}, Stage.SELF),
        ({"findings": None}, Stage.VERIFIED),
        ({"evidence_findings": None}, Stage.VERIFIED),
        ({"decisions": {"wbs": {"value": 1}}}, Stage.FINAL),
        ({"decisions": {"wbs": None}}, Stage.VERIFIED),
    ],
)
def test_the_stage_a_response_reaches(changes: dict[str, Any], stage: Stage) -> None:
    assert stage_of(response_of({**GOOD, **changes})) is stage


def test_a_stage_asked_for_needs_its_data() -> None:
    claims = response_of({**GOOD, "findings": None, "evidence_findings": None})
    decided = response_of({**GOOD, "decisions": {"wbs": {"value": 1}}})
    assert stage_of(decided, Stage.SELF) is Stage.SELF
    assert stage_of(decided, Stage.VERIFIED) is Stage.VERIFIED
    for asked, code in (
        (Stage.VERIFIED, "stage-without-findings"),
        (Stage.FINAL, "stage-without-decisions"),
    ):
        refused = stage_of(claims, asked)
        assert isinstance(refused, Diagnostic)
        assert refused.code == code


def test_it_is_quick() -> None:
    answers = {leaf: {"value": 3, "evidence": ["d-1"]} for leaf in LEAVES}
    ready = KnownEditions(at_hand=(im_nkk(),))
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        read_response({**GOOD, "answers": answers}, editions=ready)
        best = min(best, time.perf_counter() - start)
    assert best < 0.01
