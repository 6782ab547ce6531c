"""Values given from Python, and the canonical text that every form of a response shares."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

from evaluator.intake.canonical import canonical_hash, canonical_text
from evaluator.intake.decode import Form, read_document
from evaluator.intake.document import Unreadable


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "float-refused"),
        (2.0, "float-refused"),
        (float("nan"), "float-refused"),
        (Decimal("NaN"), "input-not-a-number"),
        (Decimal("sNaN"), "input-not-a-number"),
        (Decimal("Infinity"), "input-not-a-number"),
        (Decimal("1e99999999"), "number-too-long"),
        (Decimal("1e-99999999"), "number-too-long"),
        (10**40, "number-too-long"),
        (Fraction(1, 10**41), "number-too-long"),
        (date(2021, 1, 1), "type-refused"),
        (b"a", "type-refused"),
        ({1}, "type-refused"),
        (1j, "type-refused"),
        ("\ud800", "lone-surrogate"),
        ({1: 2}, "key-not-text"),
        ({"\ud800": 2}, "lone-surrogate"),
    ],
)
def test_what_is_not_exact_or_not_plain_is_refused(value: object, code: str) -> None:
    outcome = read_document({"a": value})
    assert [(d.code, d.pointer) for d in outcome.diagnostics] == [(code, "/a")]


def test_a_value_in_itself_meets_the_limits() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    assert [d.code for d in read_document({"a": cycle}).diagnostics] == ["input-too-deep"]
    doubled: list[Any] = [1]
    for _ in range(60):
        doubled = [doubled, doubled]
    assert [d.code for d in read_document({"a": doubled}).diagnostics] == ["input-too-many-values"]


def test_all_forms_of_a_response_have_one_hash() -> None:
    plain = {"b": [1, True, None, "é"], "a": {"x-1": Decimal("2.50")}}
    forms = [
        read_document(plain),
        read_document(OrderedDict(a=MappingProxyType({"x-1": Fraction(5, 2)}), b=plain["b"])),
        read_document({"a": {"x-1": Decimal("0.25E1")}, "b": (1, True, None, "é")}),
        read_document('{"a": {"x-1": 2.5}, "b": [1.0, true, null, "\\u00e9"]}'),
        read_document('\ufeff{"b":[1,true,null,"é"],"a":{"x-1":2.500}}'.encode()),
        read_document("b: [1, true, null, é]\r\na:\r\n  x-1: 2.5\r\n", form=Form.YAML),
    ]
    assert all(form.diagnostics == () for form in forms)
    hashes = {canonical_hash(form.value) for form in forms if form.value is not None}
    assert len(hashes) == 1


def test_keys_stand_in_the_order_of_their_code_units() -> None:
    document = read_document({"\U0001f600": 1, "\ufb33": 2, "\u20ac": 3, "1": 4, "\r": 5}).value
    assert document is not None
    assert list(json.loads(canonical_text(document)).values()) == ["5", "4", "3", "1", "2"]


def test_what_could_not_be_read_has_no_canonical_text() -> None:
    with pytest.raises(ValueError, match="no canonical text"):
        canonical_text(Unreadable())
