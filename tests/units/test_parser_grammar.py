"""The grammar has no conflict, every phrase means one thing where it stands, the cache is safe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator import resources
from evaluator.syntax import grammar
from evaluator.syntax.build import BUILDERS
from evaluator.syntax.keywords import SHAPES, Language
from evaluator.syntax.scanner import MARKS


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TAKAR_CACHE_DIR", str(tmp_path))
    grammar.load.cache_clear()
    yield tmp_path
    grammar.load.cache_clear()


def test_the_grammar_has_no_conflict() -> None:
    tables = grammar.compile_tables(resources.read(resources.dsl(), "takar.lark"))
    assert len(tables["moves"]) > 100


def test_every_rule_has_a_builder() -> None:
    rules = {rule.name for rule in grammar.load().tables.rules if not rule.inline}
    assert rules == set(BUILDERS)


@pytest.mark.parametrize("language", Language)
def test_every_word_of_the_grammar_has_a_phrase(language: Language) -> None:
    loaded = grammar.load()
    named = loaded.tables.terminals - SHAPES - set(MARKS.values()) - {"_SEP"}
    assert named == set(loaded.words[language].by_terminal) - {"TREE", "TREES"}


@pytest.mark.parametrize("language", Language)
def test_a_phrase_means_one_thing_where_it_stands(language: Language) -> None:
    loaded = grammar.load()
    for state in loaded.tables.moves:
        texts = [
            phrase.text
            for terminal in state
            for phrase in loaded.words[language].by_terminal.get(terminal, ())
        ]
        assert len(texts) == len(set(texts))


def test_a_warm_start_gives_the_same_tables(cache: Path) -> None:
    cold = grammar.load()
    grammar.load.cache_clear()
    assert grammar.load() == cold
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"tables": {}, "keywords": {}}', "\0"])
def test_a_broken_cache_is_built_anew(cache: Path, content: str) -> None:
    cold = grammar.load()
    (file,) = cache.iterdir()
    file.write_text(content, encoding="utf-8")
    grammar.load.cache_clear()
    assert grammar.load() == cold
    _, _, rewritten = file.read_text(encoding="utf-8").partition("\n")
    assert json.loads(rewritten)["tables"]["moves"]


def test_a_cache_that_cannot_be_written_does_not_matter(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = cache / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("TAKAR_CACHE_DIR", str(blocked / "below"))
    assert grammar.load().tables.moves
