"""What a text says: trees, places, lines."""

from __future__ import annotations

from dataclasses import fields

import pytest

from evaluator.source import Source
from evaluator.syntax import tree as t
from evaluator.syntax.keywords import Language
from evaluator.syntax.parse import ParsedFile, parse


def parsed(text: str) -> ParsedFile:
    outcome = parse(Source("contoh.takar", text))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def statements(lines: str) -> tuple[t.Statement, ...]:
    (declaration,) = parsed(f'instrument x edition "1" {{\n{lines}\n}}\n').tree.declarations
    assert isinstance(declaration, t.Instrument)
    return declaration.body


def formula(text: str) -> t.Formula:
    (value,) = statements(f"value v = {text}")
    assert isinstance(value, t.Value)
    return value.formula


def name(text: str) -> t.Name:
    return t.Name(text=text)


def number(written: str) -> t.Number:
    return t.Number(written=written)


def ref(text: str) -> t.Reference:
    return t.Reference(name=name(text))


def test_both_languages_give_one_tree() -> None:
    indonesian = parsed(
        'instrumen x "X" edisi "1" {\n'
        "  mulai berlaku 2030-01-01 sampai dengan 2030-12-31\n"
        "  nilai skor = rata-rata tertimbang dari subkriteria * 100\n"
        '  ambang k dari skor { "A" mulai dari 0 sampai dengan kurang dari 5 }\n'
        "}\n"
    )
    english = parsed(
        'instrument x "X" edition "1" {\n'
        "  in force from 2030-01-01 to 2030-12-31\n"
        "  value skor = weighted mean of subcriteria * 100\n"
        '  bands k of skor { "A" from 0 to below 5 }\n'
        "}\n"
    )
    assert indonesian.tree == english.tree
    assert (indonesian.language, english.language) == (Language.ID, Language.EN)


def test_operators_bind_as_in_arithmetic() -> None:
    times = t.Arithmetic(operator="*", left=ref("b"), right=ref("c"))
    assert formula("a + b * c") == t.Arithmetic(operator="+", left=ref("a"), right=times)
    minus = t.Arithmetic(operator="-", left=ref("a"), right=ref("b"))
    assert formula("a - b - c") == t.Arithmetic(operator="-", left=minus, right=ref("c"))


def test_a_number_keeps_its_digits() -> None:
    (weight,) = statements("criterion a weight 100/3")
    assert isinstance(weight, t.Item)
    assert weight.attributes == (t.Weight(number=number("100/3")),)
    (given,) = statements("criterion a maximum -2.50%")
    assert isinstance(given, t.Item)
    assert given.attributes == (t.Maximum(number=number("-2.50%")),)


def test_yes_and_no_are_ids_in_both_languages() -> None:
    (gate,) = statements('not scored when a is yes and b is not no because "x"')
    operands = (
        t.Is(subject=ref("a"), choice=name("yes")),
        t.Is(subject=ref("b"), choice=name("no"), negated=True),
    )
    assert gate == t.Gate(
        condition=t.Logic(operator="and", operands=operands), because=t.Text(text="x")
    )


@pytest.mark.parametrize(
    "text",
    [
        "value v = a +\n  b",
        "value v = a\n  + b",
        "value v =\n  a + b",
        "value v = (a\n  + b)",
        "value v # why\n  = a + b",
    ],
)
def test_a_line_goes_on_where_it_plainly_does(text: str) -> None:
    (value,) = statements(text)
    assert isinstance(value, t.Value)
    assert value.formula == t.Arithmetic(operator="+", left=ref("a"), right=ref("b"))


@pytest.mark.parametrize("text", ["value v = a\n  - b", "value v = a -\n  b"])
def test_a_line_goes_on_with_what_is_taken_off(text: str) -> None:
    (value,) = statements(text)
    assert isinstance(value, t.Value)
    assert value.formula == t.Arithmetic(operator="-", left=ref("a"), right=ref("b"))


def test_a_line_of_cases_may_begin_with_a_number_below_zero() -> None:
    (value,) = statements("value v {\n 1 when a\n -1 when b\n a\n  - b otherwise\n}")
    assert isinstance(value, t.Cases)
    first, second = value.lines[:2]
    assert first.result == t.Constant(number=number("1"))
    assert second.result == t.Negative(operand=t.Constant(number=number("1")))
    assert value.lines[2].result == t.Arithmetic(operator="-", left=ref("a"), right=ref("b"))


def test_a_line_goes_on_with_its_reason() -> None:
    assert statements('assumption a "x"\n    because "y"') == (
        t.Assumption(name=name("a"), text=t.Text(text="x"), because=t.Text(text="y")),
    )


def test_a_semicolon_ends_a_line_for_good() -> None:
    (cases,) = statements("value v {\n 1 when a;\n and otherwise\n}")
    assert isinstance(cases, t.Cases)
    assert cases.lines == (
        t.When(result=t.Constant(number=number("1")), condition=ref("a")),
        t.Otherwise(result=ref("and")),
    )


def test_empty_braces_are_not_left_out_braces() -> None:
    assert [s.body for s in statements("criterion a\ncriterion b {}") if isinstance(s, t.Item)] == [
        None,
        (),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_a_line_end(end: str) -> None:
    text = 'instrument x edition "1" {\n  draft\n  weight 3 # three\n}\n'
    assert parsed(text.replace("\n", end)).tree == parsed(text).tree


@pytest.mark.parametrize("text", ["", "\n", "# only a comment", "  \r\n# a\n"])
def test_an_empty_file_is_a_file(text: str) -> None:
    assert parsed(text).tree == t.File()


PLACES = """\
instrumen x edisi "1" {
  nilai skor = (a + b) * 100
  kriteria k "K" bobot 20% { nama "L" }
}
"""


def nodes(node: object) -> list[t.Node]:
    found = [node] if isinstance(node, t.Node) else []
    parts = node if isinstance(node, tuple) else ()
    if isinstance(node, t.Node):
        parts = tuple(getattr(node, field.name) for field in fields(node))
    return found + [inner for part in parts for inner in nodes(part)]


def test_every_node_knows_where_it_stands() -> None:
    texts = {type(node): node.at.text for node in nodes(parsed(PLACES).tree)}
    assert texts[t.Instrument] == PLACES.strip()
    assert texts[t.Value] == "nilai skor = (a + b) * 100"
    assert texts[t.Item] == 'kriteria k "K" bobot 20% { nama "L" }'
    assert texts[t.Weight] == "bobot 20%"
    assert texts[t.Label] == 'nama "L"'
    arithmetic = [n.at.text for n in nodes(parsed(PLACES).tree) if isinstance(n, t.Arithmetic)]
    assert arithmetic == ["(a + b) * 100", "a + b"]


def test_tokens_comments_and_gaps_give_back_the_text() -> None:
    text = "# first\n" + PLACES.replace("100", "100 # hundred")
    file = parsed(text)
    spans = sorted(
        [x.at for x in file.tokens] + [x.at for x in file.comments], key=lambda s: s.start
    )
    at, gaps = 0, ""
    for span in spans:
        gaps += text[at : span.start]
        at = max(at, span.end)
    assert not (gaps + text[at:]).strip()
    assert [comment.text for comment in file.comments] == ["# first", "# hundred"]


@pytest.mark.parametrize(
    ("declared", "meant"),
    [
        ("control input weight 5", t.OwnWeight),
        ("# value weight was in the draft", t.OwnWeight),
        ("value weight = 5", t.Reference),
        ("change value weight = 5", t.Reference),
    ],
)
def test_what_a_part_has_of_its_own_is_an_id_only_where_a_line_declares_it(
    declared: str, meant: type[t.Node]
) -> None:
    *_, value = statements(f"{declared}\nvalue v = weight")
    assert isinstance(value, t.Value)
    assert isinstance(value.formula, meant)
