"""The words of the language in two tongues: which phrase means which terminal of the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

SHAPES = frozenset(
    {"NAME", "NUMBER", "DAY", "TEXT", "ERROR", "TREE", "TREES", "_PLUS", "MINUS", "COMPARE"}
)
"""Terminals that are not a phrase of the keyword table."""

A_NUMBER = "0"
"""What a rewording begins with that begins with a number."""
_NUMBERS = frozenset({"n", "n1"})
_FIRST = re.compile(r"[^\W\d]\w*|[<>=&|]+|\S")


class Language(StrEnum):
    """The languages a rule file can be written in."""

    EN = "en"
    ID = "id"

    @property
    def other(self) -> Language:
        """The one that is not this one."""
        return Language.ID if self is Language.EN else Language.EN


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to read a fixed phrase.

    Attributes:
        text: the phrase, words separated by one space.
        terminal: what it is to the grammar.
        value: what it is in the tree: the canonical id of a tree word, else the concept.
    """

    text: str
    terminal: str
    value: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """A way of writing something that is not that of the language, with the one that is.

    Attributes:
        kind: the section of the table it stands in, which says what is wrong.
    """

    written: str
    meant: str
    kind: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of one language.

    Attributes:
        by_word: the phrases by their first word, longest first.
        by_terminal: the phrases by terminal; one each but for the tree words.
        continues: the phrases with which a line goes on with the one before it.
        reserved: the words that are never an id where both could stand, of both languages.
        meant: what is often written for a phrase that is not spelled like it, with that phrase.
        rewordings: whole ways of writing something, by their first word and whether they go first,
            in the order in which they are tried.
    """

    language: Language
    by_word: Mapping[str, tuple[Phrase, ...]]
    by_terminal: Mapping[str, tuple[Phrase, ...]]
    continues: frozenset[str]
    reserved: frozenset[str]
    meant: Mapping[str, Phrase]
    rewordings: Mapping[tuple[str, bool], tuple[Rewording, ...]]

    def at(self, text: str, start: int) -> Iterator[tuple[Phrase, int]]:
        """The phrases that stand at a place, longest first, each with its end."""
        head = _CHUNK.match(text, start)
        if head is None:
            return
        for phrase in self.by_word.get(head[0], ()):
            end = _end_of(phrase.text, text, start)
            if end is not None:
                yield phrase, end

    def spelled(self, terminal: str, value: str) -> str:
        """The phrase of a terminal; `value` tells tree words apart."""
        phrases = self.by_terminal[terminal]
        return next((p.text for p in phrases if p.value == value), phrases[0].text)


def with_part(words: Vocabulary, word: str, value: str) -> Vocabulary:
    """The vocabulary with one more word for parts, which stands for one that there is."""
    forms = [(word, "TREE"), (word, "TREES"), (f"{word}s", "TREES")]
    phrases = tuple(Phrase(text, terminal, value) for text, terminal in forms)
    by_word = dict(words.by_word)
    by_terminal = dict(words.by_terminal)
    for phrase in phrases:
        by_word[phrase.text] = (*by_word.get(phrase.text, ()), phrase)
        by_terminal[phrase.terminal] = (*by_terminal[phrase.terminal], phrase)
    return replace(words, by_word=by_word, by_terminal=by_terminal)


_CHUNK = re.compile(r"[^\W\d]\w*(?:-\w+)*")
_WORD = re.compile(r"[ \t]+")
_FOLLOWS = re.compile(r"-?\w")


def _end_of(phrase: str, text: str, start: int) -> int | None:
    """Where a phrase that starts here ends: its words on one line, and no word goes on."""
    at = start
    for index, word in enumerate(phrase.split(" ")):
        if index:
            gap = _WORD.match(text, at)
            if gap is None:
                return None
            at = gap.end()
        if not text.startswith(word, at):
            return None
        at += len(word)
    return None if _FOLLOWS.match(text, at) else at


Table = Mapping[str, object]
"""The keyword table as plain data, as it stands in the file."""


def read_table(text: str) -> dict[str, object]:
    """The keyword table from its file."""
    import yaml  # noqa: PLC0415 - a warm start takes the table from the cache and needs no YAML

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    if not isinstance(table, dict):
        raise TypeError(f"the keyword table is a {type(table).__name__}")
    return table


def vocabularies(table: Table, terminals: Iterable[str]) -> dict[Language, Vocabulary]:
    """The vocabularies of a keyword table, for the terminals a grammar has."""
    known = frozenset(terminals)
    reserved = frozenset(
        text for concept in _strings(table, "reserved") for text in _rows(table, "phrases")[concept]
    )
    return {
        language: _vocabulary(language, table, known, reserved)
        for language in (Language.EN, Language.ID)
    }


def _vocabulary(
    language: Language, table: Table, terminals: frozenset[str], reserved: frozenset[str]
) -> Vocabulary:
    rows = _rows(table, "phrases")
    column = 0 if language is Language.EN else 1
    phrases = [*_fixed(rows, column, terminals), *_tree_words(_rows(table, "tree"), language)]
    phrases.sort(key=lambda p: (-len(p.text), p.text, p.terminal))
    by_word: dict[str, tuple[Phrase, ...]] = {}
    by_terminal: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        head = phrase.text.split(" ")[0]
        by_word[head] = (*by_word.get(head, ()), phrase)
        by_terminal[phrase.terminal] = (*by_terminal.get(phrase.terminal, ()), phrase)
    continues = frozenset(rows[concept][column] for concept in _strings(table, "continues"))
    meant = dict(_meant(table, column, by_terminal))
    return Vocabulary(
        language, by_word, by_terminal, continues, reserved, meant, _by_first(table, language)
    )


def first_word(text: str, start: int) -> str:
    """What a rewording is looked up by: the first word or sign."""
    match = _FIRST.match(text, start)
    return match[0].casefold() if match else ""


def _by_first(table: Table, language: Language) -> Mapping[tuple[str, bool], tuple[Rewording, ...]]:
    found: dict[tuple[str, bool], tuple[Rewording, ...]] = {}
    for kind in ("rounding", "written"):
        for section, first in ((f"{kind}_first", True), (kind, False)):
            for row in _rows(table, section)[language.value]:
                written, meant = list(row)
                begins = first_word(written, 0)
                key = (A_NUMBER if begins in _NUMBERS else begins, first)
                found[key] = (*found.get(key, ()), Rewording(written, meant, kind))
    return found


def _meant(
    table: Table, column: int, by_terminal: Mapping[str, tuple[Phrase, ...]]
) -> Iterator[tuple[str, Phrase]]:
    """Each way of writing a phrase that is not its own, alone and with `of` behind it."""
    linking = [phrase.text for phrase in by_terminal.get("_OF", ())]
    for concept, row in _rows(table, "meant").items():
        for terminal in (concept.upper(), f"_{concept.upper()}"):
            for phrase in by_terminal.get(terminal, ()):
                for written in row[column]:
                    yield written, phrase
                    yield from ((f"{written} {of}", phrase) for of in linking)


def _fixed(
    rows: Mapping[str, Sequence[str]], column: int, terminals: frozenset[str]
) -> Iterator[Phrase]:
    for concept, row in rows.items():
        for terminal in (concept.upper(), f"_{concept.upper()}"):
            if terminal in terminals and terminal not in SHAPES:
                yield Phrase(row[column], terminal, concept)


def _tree_words(rows: Mapping[str, Sequence[str]], language: Language) -> Iterator[Phrase]:
    one, many = (0, 1) if language is Language.EN else (2, 2)
    for concept, row in rows.items():
        yield Phrase(row[one], "TREE", concept)
        yield Phrase(row[many], "TREES", concept)


def _rows(table: Table, key: str) -> Mapping[str, Sequence[str]]:
    rows = table[key]
    if not isinstance(rows, dict):
        raise TypeError(f"`{key}` of the keyword table is a {type(rows).__name__}")
    return rows


def _strings(table: Table, key: str) -> Sequence[str]:
    strings = table[key]
    if not isinstance(strings, list):
        raise TypeError(f"`{key}` of the keyword table is a {type(strings).__name__}")
    return strings
