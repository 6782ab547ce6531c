"""What is too large is refused at once, with a reason."""

from __future__ import annotations

from time import process_time

import pytest

from evaluator.source import Source
from evaluator.syntax import grammar
from evaluator.syntax.parse import MAX_BYTES, parse, read_source
from evaluator.syntax.tree import File

IN_A_FORMULA = 'instrument x edition "1" {{ value v = {0} }}\n'


def codes(text: str) -> list[str]:
    return [d.code for d in parse(Source("x.takar", text)).diagnostics]


@pytest.mark.parametrize("bracket", ["(", "{", "[", ")", "}", "]"])
@pytest.mark.parametrize("template", ["{0}", 'instrument x edition "1" {{ value v = {0}'])
def test_brackets_without_end_are_refused_at_once(bracket: str, template: str) -> None:
    grammar.load()
    text = template.format(bracket * 100_000)
    start = process_time()
    assert codes(text)
    assert process_time() - start < 0.5  # others at work on the machine take no part


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("too-deep", "(" * 33 + "a" + ")" * 33),
        ("formula-too-long", " + ".join(["a"] * 202)),
        ("too-many-digits", "1" * 41),
        ("too-many-digits", "1" * 100_000),
    ],
)
def test_formulas_have_limits(code: str, formula: str) -> None:
    assert codes(IN_A_FORMULA.format(formula)) == [code]


@pytest.mark.parametrize(
    "formula", ["(" * 32 + "a" + ")" * 32, " + ".join(["a"] * 201), "1" * 40, "not " * 200 + "a"]
)
def test_what_is_within_the_limits_is_read(formula: str) -> None:
    assert codes(IN_A_FORMULA.format(formula)) == []


@pytest.mark.parametrize("rest", ["", " because", ' because "x"', " x x", " }", "\nvalue v = 1"])
def test_a_statement_that_lacks_its_end_behind_braces_is_given_up(rest: str) -> None:
    text = f'instrument x edition "1" {{ assumption a "A" one of {{ b "B" }}{rest}'
    assert codes(text)
    assert codes(text + "\n}")


def test_braces_have_a_limit() -> None:
    lines = "".join(f"criterion c{i} {{" for i in range(32))
    assert codes(f'instrument x edition "1" {{ {lines} {"}" * 33}') == ["too-deep"]
    lines = "".join(f"criterion c{i} {{" for i in range(31))
    assert codes(f'instrument x edition "1" {{ {lines} {"}" * 32}') == []


def test_a_file_has_a_limit() -> None:
    assert codes("#" * (MAX_BYTES + 1)) == ["file-too-large"]
    outcome = read_source("x.takar", b"#" * (MAX_BYTES + 1))
    assert outcome.value is None
    assert [d.code for d in outcome.diagnostics] == ["file-too-large"]


def test_lines_have_a_limit() -> None:
    text = 'instrument x edition "1" {\n' + "weight 3\n" * 20_010 + "}"
    assert codes(text) == ["too-many-lines"]


def test_mistakes_have_a_limit() -> None:
    assert codes("@\n" * 10_000) == ["unknown-line"] * 500 + ["too-many-mistakes"]


@pytest.mark.parametrize("text", ["takar 2\n@@@ {", "  takar 1.5\n", "# a\ntakar 2", "\ntakar\t10"])
def test_a_newer_language_is_refused_by_name(text: str) -> None:
    outcome = parse(Source("x.takar", text))
    assert [d.code for d in outcome.diagnostics] == ["newer-language"]
    assert outcome.value is not None
    assert outcome.value.tree == File()


def test_a_byte_order_mark_is_dropped() -> None:
    outcome = read_source("x.takar", b"\xef\xbb\xbftakar 1\n")
    assert outcome.value is not None
    assert outcome.value.text == "takar 1\n"


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [(b"a\nb\xff", 2, "0xFF"), (b"\xff\xfea\0", 1, "0xFF"), (b"\xc3", 1, "0xC3")],
)
def test_bytes_that_are_not_utf8_are_placed(data: bytes, line: int, byte: str) -> None:
    outcome = read_source("x.takar", data)
    assert outcome.value is None
    (diagnostic,) = outcome.diagnostics
    assert (diagnostic.code, diagnostic.at.line) == ("not-utf8", line)
    assert diagnostic.facts["byte"] == byte
