"""The strict JSON reader: what must be refused, what must be read, and where a mistake stands."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluator.intake.canonical import canonical_text
from evaluator.intake.decode import read_document
from evaluator.intake.document import Number
from evaluator.intake.json_text import read_json
from evaluator.source import Source
from evaluator.values.numbers import text_of

REFUSED = [
    # numbers
    "-01", "-2.", "-1.0.", "0.1.2", "0.3e+", "0.3e", "0.e1", "0E", "0E+", "0e", "0e+", "1.0e",
    "1.0e+", "1.0e-", "1eE2", "1 000.0", "2.e+3", "2.e-3", "2.e3", ".-1", ".2e-3", "+1", "++1234",
    "+Inf", "-Infinity", "-NaN", "-foo", "- 1", "--2.", "-012", "-.123", "-1x", "1a", "1ea", "1e5",
    "1E400", "9.e+", "0x1", "0x42", "012", "00", "01.5", "1+2", "1_000", "12.", "Inf", "Infinity",
    "NaN", "nan", "\uff11", "\u0663", "1\u00a0", ".5", "5e", "-", "1" * 41, "0." + "1" * 41,
    # words
    "True", "FALSE", "nul", "nulll", "None", "undefined", "truth", "a", "a b", "`a`", "\u00e9",
    "*", "&", "\\u000a", "<.>", "#", "@",
    # lists
    "[1 true]", "[a", '["": 1]', '[""],', "[,1]", "[1,,2]", '["x",,]', '["x"]]', '["",]',
    '["x"', "[x", "[3[4]]", "[1:2]", "[,]", "[-]", '[   , ""]', '["a",\n4\n,1,', "[1,]",
    "[1,\n1\n,1", "[1}", "]", "[\n[\n", "[*]", '["\va"\\f]', "[fals]", "[1]x", "[][]", "[]{}",
    # objects
    '["x", truth]', '{[: "x"}', '{"x", null}', '{"x"::"b"}', '{"a":"a" 123}',
    "{key: 'value'}", '{"a" b}', '{:"b"}', '{"a" "b"}', '{"a":', '{"a"', "{1:1}",
    "{9999E9999:1}", "{null:null,null:null}", '{"id":0,,,,,}', "{'a':0}", '{"id":0,}',
    '{"a":"b"}/**/', '{"a":"b"}#', '{"a":"b"}//', '{"a":/*c*/1}', '{"a":"b",,}',
    '{a: "b"}', '{"a":"a', '{"foo":"bar", "a"}', '{"a":"b"}#{}', '{"a":true} "x"',
    "{", "{]", "{,", '{"', "{'", '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"a"=1}',
    '{"a":1;"b":2}', '{"a": 1,5}', '{"a":"b","c"', "{{}}", '{"a":[}',
    # texts
    '"', '"a', '"\\', '"\\"', '["\\uD800\\"]', '["\\uD800\\u1"]', '["\\uD800\\u1x"]',
    '["\\x00"]', '["\\\\\\"]', '["\\\t"]', '["\\\U0001f300"]', '["\\u00A"]', '["\\a"]',
    '["\\uqqqq"]', '["\\uD834\\uDd"]', '[\\u0020"asd"]', "[\\n]", "['single']", "abc",
    '["new\nline"]', '["\t"]', '["a\x00a"]', '"\\UA66D"', '"\ud800"', '"\\ud800"',
    '"\\udc00"', '"\\ud800\\ud800"', '"\\udc00\\ud800"', '"a"b', '"x"#', '"\\u12"',
    '"\\u+041"', "\u201ca\u201d",
    # white space and marks
    "[\u2060]", "[\u000c]", "\u2060", "1\u000c", "\ufeff\ufeff1", "", " ", "\n", "/", "/**/", "//",
    "[1] // c", "/* c", "'", "''", "\x00", "1\x00", "[1\u2028]",
]  # fmt: skip

READ = [
    ("[]", "[]"),
    (" [ ] ", "[]"),
    ('\r\n\t{"a" : [ 1 , 2 ] }\n', '{"a":["1","2"]}'),
    ("-0", '"0"'),
    ("-0.0", '"0"'),
    ("2.0", '"2"'),
    ("0.10", '"0.1"'),
    ("9" * 40, f'"{"9" * 40}"'),
    ("-" + "1" * 20 + "." + "1" * 20, f'"-{"1" * 20}.{"1" * 20}"'),
    ('"\\u0041\\n\\/\\\\\\"\\b\\f\\r\\t"', '"A\\n/\\\\\\"\\b\\f\\r\\t"'),
    ('"\\uD834\\uDD1E"', '"\U0001d11e"'),
    ('"\u2028\u007f\ufdd0"', '"\u2028\u007f\ufdd0"'),
    ('"\\u0000"', '"\\u0000"'),
    ('{"":0}', '{"":"0"}'),
    ("null", "null"),
    ("\ufefftrue", "true"),
    ("[" * 64 + "]" * 64, "[" * 64 + "]" * 64),
    ('{"\\ud800\\udc00": 1, "\uffff": 2, "b": 3}', '{"b":"3","\U00010000":"1","\uffff":"2"}'),
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_json_is_refused(text: str) -> None:
    outcome = read_document(text)
    assert outcome.diagnostics
    assert not outcome.ok


@pytest.mark.parametrize("text", [t for t in REFUSED if "\ud800" not in t])
def test_bytes_are_refused_as_their_text_is(text: str) -> None:
    assert not read_document(text.encode()).ok


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_json_is_read(text: str, canonical: str) -> None:
    outcome = read_document(text)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert canonical_text(outcome.value) == canonical


def test_a_number_is_the_fraction_it_was_written_as() -> None:
    outcome = read_document("0.1")
    assert outcome.value == Number(value=Fraction(1, 10))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'"\xff"', "input-not-utf8"),
        (b'"\xe9"', "input-not-utf8"),
        (b'"\xed\xa0\x80"', "input-not-utf8"),
        (b'"\xc0\xaf"', "input-not-utf8"),
        (b'"\xf4\xbf\xbf\xbf"', "input-not-utf8"),
        (b'"\x81"', "input-not-utf8"),
        ("[1]".encode("utf-16"), "input-encoding"),
        ("[1]".encode("utf-16-le"), "input-encoding"),
        ("[1]".encode("utf-16-be"), "input-encoding"),
        ("[1]".encode("utf-32"), "input-encoding"),
        ("[1]".encode("utf-32-be"), "input-encoding"),
        (b"", "input-empty"),
        (b"\xef\xbb\xbf", "input-empty"),
        (b"[" + b" " * 2**24 + b"]", "input-too-large"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, code: str) -> None:
    outcome = read_document(data, name="jawaban.json")
    assert [d.code for d in outcome.diagnostics] == [code]
    assert outcome.diagnostics[0].at.source.name == "jawaban.json"


def test_every_mistake_is_told_in_one_run_with_its_place() -> None:
    text = """{
  "a": NaN, // c
  "b": [1, 01, 1e3,],
  c: 'd',
  "e" 1
  "a": "\\ud800"
}"""
    outcome = read_document(text)
    assert outcome.value is not None
    assert [(d.code, d.at.line, d.at.column, d.pointer) for d in outcome.diagnostics] == [
        ("input-not-a-number", 2, 8, "/a"),
        ("json-comment", 2, 13, ""),
        ("number-leading-zero", 3, 12, "/b/1"),
        ("number-exponent", 3, 16, "/b/2"),
        ("json-comma-extra", 3, 19, "/b/3"),
        ("json-key-unquoted", 4, 3, ""),
        ("json-quotes", 4, 6, "/c"),
        ("json-colon-missing", 5, 3, "/e"),
        ("json-comma-missing", 6, 3, ""),
        ("duplicate-key", 6, 3, "/a"),
        ("lone-surrogate", 6, 9, "/a"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1,5, "b": 2}', "number-comma"),
        ("[[1, 2}", "json-bracket"),
        ('{"a": ["b', "text-open"),
        ('{"a": {"b": 1}', "json-cut-off"),
        ('{"a": }', "json-value-missing"),
        ("instrument: im_nkk\nsubject: {id: '1'}\n", "json-other-form"),
        ("[1,\u00a02,\u00a03]", "odd-character"),
        ('["\\d\\e"]', "text-escape"),
        ('["C:\\dir"]', "text-escape"),
        ('["a\tb"]', "input-control-character"),
        ("[] []", "json-more-text"),
        ("[Tidak]", "json-word"),
    ],
)
def test_one_mistake_is_one_diagnostic(text: str, code: str) -> None:
    assert [d.code for d in read_document(text).diagnostics] == [code]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 65 + "]" * 65])
def test_depth_is_bounded_at_once(text: str) -> None:
    start = time.perf_counter()
    outcome = read_document(text)
    assert time.perf_counter() - start < 0.1
    assert [d.code for d in outcome.diagnostics] == ["input-too-deep"]


def test_mistakes_and_values_are_bounded() -> None:
    many = read_document("[" + "NaN," * 5_000 + "0]")
    assert len(many.diagnostics) == 1_000
    large = read_document("[" + "0," * 100_000 + "0]")
    assert [d.code for d in large.diagnostics] == ["input-too-many-values"]


def test_it_reads_as_the_standard_library_does() -> None:
    document = {"a": [1, 2.5, True, None, {"b": "é\n"}], "c/d": {"~": ""}}
    text = json.dumps(document, indent=2)
    outcome = read_json(Source("", text))
    assert outcome.value is not None
    plain = json.loads(text, parse_int=str, parse_float=lambda t: str(Decimal(t)))
    assert json.loads(canonical_text(outcome.value)) == plain


def test_pointers_escape_slash_and_tilde() -> None:
    outcome = read_document('{"a/b~c": [NaN]}')
    assert outcome.diagnostics[0].pointer == "/a~1b~0c/0"


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.text(alphabet="{}[]:,\"'/*#-0123.eE+trufalsn \n\\ud8\u00a0\ufeff\u201c", max_size=30))
@example('["\\ud800\\udc00", {"a": -0.50}]')
def test_what_it_accepts_the_standard_library_reads_alike(text: str) -> None:
    outcome = read_document(text)
    assert outcome.ok or outcome.diagnostics
    if outcome.ok and outcome.value is not None:
        read = json.loads(text.removeprefix("\ufeff"), parse_int=_text, parse_float=_text)
        assert json.loads(canonical_text(outcome.value)) == read


def _text(number: str) -> str:
    return text_of(Fraction(number))
