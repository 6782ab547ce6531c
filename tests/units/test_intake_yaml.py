"""The strict YAML reader: the part of YAML that says what JSON says."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.intake.canonical import canonical_text
from evaluator.intake.decode import Form, form_of, read_document

READ = [
    ("a: 1\nb: [true, false, null]\n", '{"a":"1","b":[true,false,null]}'),
    ("on: 2021-06-20\nno: 1.50\n2021: -0\n", '{"2021":"0","no":"1.5","on":"2021-06-20"}'),
    ("a: 'no'\nb: \"010\"\nc: |\n  satu\n  dua\n", '{"a":"no","b":"010","c":"satu\\ndua\\n"}'),
    ("a: SK No 1/2021\nb: d-1.pdf\nc: 1.2.3\n", '{"a":"SK No 1/2021","b":"d-1.pdf","c":"1.2.3"}'),
    ("---\n{a: [1, {b: c}]}\n", '{"a":["1",{"b":"c"}]}'),
    ("# keterangan\na: # lagi\n  - 1\n", '{"a":["1"]}'),
    ("\ufeffa: 1", '{"a":"1"}'),
]  # fmt: skip

MISTAKES = [
    ("a: no", "yaml-plain-word"),
    ("a: Yes", "yaml-plain-word"),
    ("a: on", "yaml-plain-word"),
    ("a: OFF", "yaml-plain-word"),
    ("a: y", "yaml-plain-word"),
    ("a: ~", "yaml-plain-word"),
    ("a: NULL", "yaml-plain-word"),
    ("a: True", "yaml-plain-word"),
    ("a:", "yaml-value-missing"),
    ("a: 010", "number-leading-zero"),
    ("a: 0x1F", "number-form"),
    ("a: 0o17", "number-form"),
    ("a: 0b11", "number-form"),
    ("a: 1e3", "number-exponent"),
    ("a: .5", "number-form"),
    ("a: 5.", "number-form"),
    ("a: +5", "number-form"),
    ("a: 1_000", "number-form"),
    ("a: 12:30", "number-form"),
    ("a: .inf", "input-not-a-number"),
    ("a: -.Inf", "input-not-a-number"),
    ("a: .NaN", "input-not-a-number"),
    ("a: " + "1" * 41, "number-too-long"),
    ("a: &x 1", "yaml-anchor"),
    ("a: *x", "yaml-anchor"),
    ("a: &x [1]", "yaml-anchor"),
    ("a: !!str 1", "yaml-tag"),
    ("a: !x {b: 1}", "yaml-tag"),
    ("a: ! 1", "yaml-tag"),
    ("a: !e!x 1", "yaml-tag"),
    ("%TAG !e! tag:e,1:\n---\na: 1", "yaml-tag"),
    ("a: 1\n---\nb: 2", "yaml-documents"),
    ("<<: {a: 1}", "yaml-merge-key"),
    ("a: 1\na: 2", "duplicate-key"),
    ('a: 1\n"a": 2', "duplicate-key"),
    ("{[a]: 1}", "yaml-key"),
    ("? {a: 1}\n: 2", "yaml-key"),
    ("a:\n\t- 1", "yaml-tab"),
    ("a: b: c", "yaml-structure"),
    ("a: [1, 2", "yaml-structure"),
    ("a: 'x", "text-open"),
    ('a: "\\q"', "text-escape"),
    ('a: "\\U00110000"', "text-escape"),
    ('a: "\\ud800"', "lone-surrogate"),
    ("a: \ud800", "lone-surrogate"),
    ("a: \x07", "input-control-character"),
    ("# kosong", "input-empty"),
    ("- " * 65 + "1", "input-too-deep"),
    ("[" * 65 + "]" * 65, "input-too-deep"),
]


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_yaml_is_read(text: str, canonical: str) -> None:
    outcome = read_document(text, form=Form.YAML)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert canonical_text(outcome.value) == canonical


@pytest.mark.parametrize(("text", "code"), MISTAKES)
def test_what_tools_read_differently_is_refused(text: str, code: str) -> None:
    assert [d.code for d in read_document(text, form=Form.YAML).diagnostics] == [code]


def test_every_mistake_has_its_place() -> None:
    text = "a:\n  - 1\n  - no\nb: {c: 010}\n"
    outcome = read_document(text, form=Form.YAML)
    assert [(d.at.line, d.at.column, d.at.text, d.pointer) for d in outcome.diagnostics] == [
        (3, 5, "no", "/a/1"),
        (4, 8, "010", "/b/c"),
    ]


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_depth_is_bounded_at_once(text: str) -> None:
    start = time.perf_counter()
    outcome = read_document(text, form=Form.YAML)
    assert time.perf_counter() - start < 0.1
    assert [d.code for d in outcome.diagnostics] == ["input-too-deep"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.yaml", Form.YAML),
        ("a.YML", Form.YAML),
        ("a.json", Form.JSON),
        ("yaml", Form.JSON),
        ("-", Form.JSON),
    ],
)
def test_the_name_of_a_file_tells_its_form(name: str, form: Form) -> None:
    assert form_of(name) is form


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab1.:-?&*!|>'\"%@`#,[]{}~ \n\t\\\ufeff\u2028", max_size=24))
def test_no_text_is_too_much(text: str) -> None:
    outcome = read_document(text, form=Form.YAML)
    assert outcome.ok or outcome.diagnostics


def test_a_large_text_is_refused_before_it_is_read() -> None:
    outcome = read_document("# " + "a" * 2**20, form=Form.YAML)
    assert [d.code for d in outcome.diagnostics] == ["input-too-large"]
