"""Facts put into the words of the catalogue: one message, in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import PHRASES, Language, Phrases
from evaluator.diagnostics.model import Diagnostic, Fact, Shape
from evaluator.diagnostics.visible import shortened, visible
from evaluator.source import Source
from evaluator.values.numbers import decimal_places, text_of
from evaluator.values.rounding import NEAR

LONGEST_FACT = 400
"""How many characters of a text a message quotes; machines get all of it."""
PLACEHOLDER = re.compile(r"(`?)\{([a-z][a-z0-9_]*)\}(`?)")
"""A fact in a sentence, with the backticks around it: they go around every alternative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A diagnostic in words."""

    found: str
    expected: str | None
    repair: str
    sentence: str


def message(diagnostic: Diagnostic, language: Language) -> Message:
    """The words of a diagnostic; `sentence` is what was found and what was expected, in one."""
    entry = catalogue()[diagnostic.code]
    words, of_file = (
        entry.words[language],
        entry.words[written_in(diagnostic.at.source) or language],
    )
    phrases = PHRASES[language]

    def fill(sentence: str, beside: str) -> str:
        return _filled(with_quotes_of(sentence, beside), diagnostic, phrases)

    found = _assuming(diagnostic, phrases) + fill(words.found, of_file.found)
    expected = None
    if words.expected is not None:
        expected = fill(words.expected, of_file.expected or words.expected)
    sentence = found if expected is None else f"{found}; {phrases.expected} {expected}"
    repair = fill(words.repair, of_file.repair)
    return Message(found=found, expected=expected, repair=repair, sentence=sentence)


_RULES = ".takar"
_FIRST_HEAD = re.compile(r"^[ \t]*(?:(instrument|example)|(instrumen|contoh))\b", re.MULTILINE)
_QUOTED = re.compile(r"`[^`]*`")


def written_in(source: Source) -> Language | None:
    """The language of the keywords of a rule file, by its first head; `None` where none is seen."""
    head = _FIRST_HEAD.search(source.text) if source.name.endswith(_RULES) else None
    if head is None:
        return None
    return Language.EN if head.group(1) else Language.ID


def with_quotes_of(sentence: str, beside: str) -> str:
    """A sentence that quotes what the same sentence in another language quotes.

    What a message quotes is to be written into the file, so it is in the words of the file.
    """
    quotes = _QUOTED.findall(beside)
    if len(quotes) != len(_QUOTED.findall(sentence)):
        return sentence
    return _QUOTED.sub(lambda _: quotes.pop(0), sentence)


def placeholders(code: str) -> frozenset[str]:
    """The names of the facts that the words of a kind quote, in any language."""
    entry = catalogue()[code]
    sentences = (
        sentence
        for words in entry.words.values()
        for sentence in (words.found, words.expected or "", words.repair)
    )
    return frozenset(name for each in sentences for _, name, _ in PLACEHOLDER.findall(each))


def _assuming(diagnostic: Diagnostic, phrases: Phrases) -> str:
    if diagnostic.assuming is None:
        return ""
    assumption, reading = (fact_text(part, phrases) for part in diagnostic.assuming)
    return phrases.assuming.format(assumption=assumption, reading=reading)


def page(code: str) -> str:
    """Where the page of a code stands, from the root of the project."""
    return f"dsl/diagnostics/{code}.md"


def explaining(code: str) -> str:
    """The command that prints the page of a code, wherever the engine is installed."""
    return f"takar check --explain {code}"


def fact_text(fact: Fact, phrases: Phrases) -> str:
    """A single fact as a message writes it: numbers as in rules, days as ISO dates."""
    match fact:
        case str():
            return shortened(visible(fact), LONGEST_FACT)
        case Fraction():
            return shortened(text_of(fact), LONGEST_FACT)
        case date():
            return fact.isoformat()
        case int():
            return str(fact)
        case tuple():
            return f"({', '.join(fact_text(part, phrases) for part in fact)})"
        case Shape():
            return shape_text(fact, phrases)
        case _:
            assert_never(fact)


def shape_text(shape: Shape, phrases: Phrases) -> str:
    """The words of a shape in one language."""
    return phrases.shapes[shape.name].format(shape.like)


def _filled(sentence: str, diagnostic: Diagnostic, phrases: Phrases) -> str:
    def value(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        fact = diagnostic.facts.get(name)
        is_quoted = sentence.count("`", 0, match.start(2)) % 2 == 1
        match fact:
            case None:  # a placeholder left as it is can be seen and reported; the rest still helps
                return match.group(0)
            case tuple() if before and after:
                return _alternatives(
                    tuple(f"`{fact_text(part, phrases)}`" for part in fact), phrases
                )
            case tuple():
                parts = tuple(fact_text(part, phrases) for part in fact)
                return before + _alternatives(parts, phrases) + after
            case Fraction() if not is_quoted:
                return before + _beside(fact, phrases) + after
            case _:
                return before + fact_text(fact, phrases) + after

    return PLACEHOLDER.sub(value, sentence)


def _beside(number: Fraction, phrases: Phrases) -> str:
    """A number that stands by itself; beside a fraction that does not end, its decimals.

    Not in quotes, which are to be written into the file.
    """
    exact = fact_text(number, phrases)
    if decimal_places(number.denominator) is not None:
        return exact
    return phrases.near.format(exact=exact, near=text_of(NEAR.apply(number)))


def _alternatives(parts: tuple[str, ...], phrases: Phrases) -> str:
    match parts:
        case ():
            return phrases.nothing
        case (only,):
            return only
        case (first, second):
            return f"{first} {phrases.alternative.strip(', ')} {second}"
        case (*others, last):
            return ", ".join(others) + phrases.alternative + last
        case _:
            raise AssertionError(parts)
