"""The fixed words of the pages, in two languages, from `reports/templates/words`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from evaluator import resources
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.words import written_in
from evaluator.model.instrument import Instrument
from evaluator.reports.tongues import marked
from evaluator.reports.written import free

_PLACE = re.compile(r"\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}")
"""`{name}` is a fact, `{count:one|many}` a word by whether a fact is 1."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every phrase of one language, by a key such as `state.refused`.

    Attributes:
        rules_in: the language of the rules that are told of, where it is another.
    """

    language: Language
    phrases: Mapping[str, str]
    rules_in: Language | None = None

    def __call__(self, key: str, /, **facts: str) -> str:
        """A phrase with its `{facts}` put in, in one pass: what a fact says is never read again.

        Raises:
            KeyError: there is no such phrase, or a fact it needs is not given.
        """
        return _PLACE.sub(lambda place: _put_in(place, facts), self.phrases[key])

    def __contains__(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in self.phrases

    def own(self, text: object) -> str:
        """What the rules say, in their own language, as a page may show it."""
        shown = free(text)
        return shown if self.rules_in is None else marked(shown, self.rules_in)

    def fixed(self, made_by: str) -> tuple[tuple[str, str], ...]:
        """The words the templates need themselves; `made_by` says what a page was made by."""
        keys = ("contents", "skip", "fold")
        return (*((key, self(f"fixed.{key}")) for key in keys), ("made_by", made_by))

    def listed(self, parts: list[str] | tuple[str, ...]) -> str:
        """Several things in a sentence: `a, b, dan c`."""
        match parts:
            case [] | [_]:
                return "".join(parts)
            case [one, other]:
                return self("joined.two", one=one, other=other)
            case _:
                return self("joined.many", most=", ".join(parts[:-1]), last=parts[-1])

    def either(self, parts: list[str]) -> str:
        """Alternatives in a sentence: `a, b atau c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self("joined.either", most=", ".join(parts[:-1]), last=parts[-1])


def _put_in(place: re.Match[str], facts: Mapping[str, str]) -> str:
    """A fact, or the word that goes with its number."""
    name, one, many = place.groups()
    if one is None:
        return facts[name]
    return str(one if facts[name] == "1" else many)


@cache
def words(language: Language) -> Words:
    """The phrases that ship with the templates."""
    import yaml  # noqa: PLC0415 — slow to import, and only pages need it

    # The parser in C is eight times faster; builds of PyYAML without it exist.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.read(resources.templates(), "words", f"{language.value}.yaml")
    content: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 — both safe
    return Words(language, dict(_flat("", content)))


def words_of(language: Language, instrument: Instrument) -> Words:
    """The phrases for a page about an instrument, whose own words may be in another language."""
    said = words(language)
    rules_in = written_in(instrument.at.source)
    return said if rules_in in {None, language} else replace(said, rules_in=rules_in)


def _flat(prefix: str, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield prefix + str(key), " ".join(str(value).split())
