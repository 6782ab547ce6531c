"""What is written is read again: trees, layouts, comments, languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.properties.rule_files import files
from tests.units.rule_text import TEXT

from evaluator.source import Source
from evaluator.syntax import tree as t
from evaluator.syntax.format import format_text
from evaluator.syntax.keywords import Language
from evaluator.syntax.parse import ParsedFile, parse
from evaluator.syntax.writer import write

FEW = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
LANGUAGES = pytest.mark.parametrize("language", Language)


def read(text: str) -> ParsedFile:
    outcome = parse(Source("x.takar", text))
    assert outcome.value is not None
    assert [(d.code, d.at.text) for d in outcome.diagnostics if d.is_error] == []
    return outcome.value


def formatted(text: str, language: Language | None = None) -> str:
    outcome = format_text(Source("x.takar", text), language)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def speaks(tree: t.File) -> bool:
    """Whether a file has words to know its language by."""
    return any(
        isinstance(declaration, t.Instrument | t.Example) for declaration in tree.declarations
    )


@LANGUAGES
@FEW
@given(tree=files)
def test_what_is_written_is_read_again(tree: t.File, language: Language) -> None:
    assert read(write(tree, language)).tree == tree


@LANGUAGES
@FEW
@given(tree=files)
def test_the_layout_keeps_the_tree_and_settles_at_once(tree: t.File, language: Language) -> None:
    laid_out = formatted(write(tree, language))
    assert read(laid_out).tree == tree
    assert formatted(laid_out) == laid_out
    assert not re.search(r"[ \t]$", laid_out, re.MULTILINE)
    assert formatted(laid_out.replace("\n", "\r\n")) == laid_out


@FEW
@given(tree=files)
def test_a_file_converted_there_and_back_is_the_same(tree: t.File) -> None:
    assume(speaks(tree))
    first = formatted(write(tree, Language.ID))
    there = formatted(first, Language.EN)
    assert read(there).tree == tree
    assert read(there).language is Language.EN
    assert formatted(there, Language.ID) == first


@FEW
@given(tree=files, data=st.data())
def test_every_comment_survives(tree: t.File, data: st.DataObject) -> None:
    lines = formatted(write(tree, Language.EN)).split("\n")
    for count in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(lines) - 1))
        remark = f"# {count}"
        if data.draw(st.booleans()):
            lines[place] += f" {remark}" if "#" not in lines[place] else ""
        else:
            lines.insert(place, f"   {remark}")
    text = "\n".join(lines)
    laid_out = formatted(text)
    before = [comment.text for comment in read(text).comments]
    assert [comment.text for comment in read(laid_out).comments] == before
    assert formatted(laid_out) == laid_out


PIECES = re.findall(r'"[^"\n]*"|\w+|\s+|.', TEXT)


def spoilt(data: st.DataObject) -> str:
    """The text with pieces or characters left out, doubled or swapped."""
    pieces = list(PIECES) if data.draw(st.booleans()) else list(TEXT)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(pieces) - 2))
        match data.draw(st.sampled_from(["drop", "double", "swap", "put"])):
            case "drop":
                del pieces[at]
            case "double":
                pieces.insert(at, pieces[at])
            case "swap":
                pieces[at], pieces[at + 1] = pieces[at + 1], pieces[at]
            case _:
                pieces.insert(at, data.draw(st.sampled_from('{}()",;=#-%.0aé“\u200b\u00a0\n')))
    return "".join(pieces)


def errors(node: object) -> int:
    match node:
        case t.Error():
            return 1
        case tuple():
            return sum(map(errors, node))
        case t.Node():
            fields = type(node).__dataclass_fields__
            return sum(errors(getattr(node, name)) for name in fields)
        case _:
            return 0


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_spoilt_text_is_read_to_its_end(data: st.DataObject) -> None:
    outcome = parse(Source("x.takar", spoilt(data)))
    assert outcome.value is not None
    if errors(outcome.value.tree):
        assert not outcome.ok
    keys = [(d.at.start, d.code) for d in outcome.diagnostics]
    assert len(keys) == len(set(keys))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_text_without_mistakes_says_what_its_layout_says(data: st.DataObject) -> None:
    text = spoilt(data)
    outcome = parse(Source("x.takar", text))
    if outcome.ok:
        assert outcome.value is not None
        assert read(formatted(text)).tree == outcome.value.tree
