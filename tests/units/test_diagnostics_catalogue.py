"""The catalogue and the kinds agree, and every sentence keeps to the one voice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluator.diagnostics.catalogue import CatalogueBrokenError, Entry, Words, catalogue, read
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.pages import staged_kinds
from evaluator.diagnostics.words import PLACEHOLDER

MACHINE_WORDS = re.compile(
    r"\b(token|parser|parsing|parse|exception|traceback|stack|node|null|string|integer|boolean)\b"
)


@pytest.fixture(params=sorted(catalogue()))
def entry(request: pytest.FixtureRequest) -> Entry:
    return catalogue()[request.param]


def placeholders(words: Words) -> set[str]:
    sentences = (words.found, words.expected or "", words.repair)
    return {match.group(2) for text in sentences for match in PLACEHOLDER.finditer(text)}


def sentences(entry: Entry) -> list[str]:
    return [
        sentence
        for words in entry.words.values()
        for sentence in (words.title, words.found, words.expected, words.repair)
        if sentence is not None
    ]


def test_every_kind_has_an_entry_and_every_entry_a_kind() -> None:
    assert set(catalogue()) == set(staged_kinds())


def test_both_languages_say_the_same(entry: Entry) -> None:
    indonesian, english = entry.words[Language.ID], entry.words[Language.EN]
    assert placeholders(indonesian) == placeholders(english)
    assert (indonesian.expected is None) == (english.expected is None)


def test_sentences_have_no_final_period_and_paired_backticks(entry: Entry) -> None:
    for sentence in sentences(entry):
        assert sentence
        assert not sentence.endswith((".", ";", ":")), sentence
        assert sentence.count("`") % 2 == 0, sentence


def test_found_and_expected_begin_in_lower_case(entry: Entry) -> None:
    for words in entry.words.values():
        for sentence in (words.found, words.expected, words.repair):
            assert sentence is None or not sentence[0].isupper() or sentence.startswith("Takar")


def test_no_sentence_speaks_as_a_machine(entry: Entry) -> None:
    for sentence in sentences(entry):
        assert not MACHINE_WORDS.search(re.sub(r"`[^`]*`", "", sentence.lower())), sentence


def test_why_ends_as_prose_does(entry: Entry) -> None:
    for words in entry.words.values():
        assert words.why.endswith(".")
        assert not PLACEHOLDER.search(words.why)


def write_catalogue(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


WORDS = "{title: a, found: b, repair: c, why: d.}"


def test_one_file_is_as_good_as_several(tmp_path: Path) -> None:
    write_catalogue(tmp_path, "diagnostics.yaml", f"x-a: {{id: {WORDS}, en: {WORDS}}}")
    write_catalogue(tmp_path, "catalogue/rules.yaml", f"x-b: {{id: {WORDS}, en: {WORDS}}}")
    write_catalogue(tmp_path, "catalogue/inputs.yaml", "# nothing yet\n")
    assert set(read(tmp_path)) == {"x-a", "x-b"}


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        f"x-a: {{id: {WORDS}}}",
        "x-a: text",
        f"x-a: {{id: {WORDS}, en: {{title: a, found: b, repair: 3, why: d.}}}}",
        f"x-a: {{id: {WORDS}, en: {{title: a, found: b, repair: c, why: d., hint: e}}}}",
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    write_catalogue(tmp_path, "diagnostics.yaml", text)
    with pytest.raises(CatalogueBrokenError):
        read(tmp_path)


def test_a_code_stands_in_the_catalogue_once(tmp_path: Path) -> None:
    write_catalogue(tmp_path, "catalogue/a.yaml", f"x-a: {{id: {WORDS}, en: {WORDS}}}")
    write_catalogue(tmp_path, "catalogue/b.yaml", f"x-a: {{id: {WORDS}, en: {WORDS}}}")
    with pytest.raises(CatalogueBrokenError):
        read(tmp_path)
