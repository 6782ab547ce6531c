"""The words of every kind of diagnostic, in two languages, read from the catalogue in `dsl/`.

Only door to YAML for diagnostics. Nothing is read before words are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

from evaluator import resources
from evaluator.diagnostics.language import Language


class CatalogueBrokenError(Exception):
    """The catalogue that ships with this engine cannot be read: our fault, never the user's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One kind in one language.

    Attributes:
        title: a short noun phrase.
        found: what was found; `{name}` stands for a fact.
        expected: what was expected, or `None` where a note only tells.
        repair: what to do, an order.
        why: why it matters, for the page.
    """

    title: str
    found: str
    expected: str | None
    repair: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One kind of diagnostic.

    Attributes:
        code: the stable code.
        words: the words, by language.
        bad: a small complete example that yields the code, or `None` where none can.
        good: the same, repaired.
        form: what the examples are written in, where it is not the usual form of their stage.
        rules: the rule file the examples are for, where it is not a bundled one.
    """

    code: str
    words: Mapping[Language, Words]
    bad: str | None = None
    good: str | None = None
    form: str | None = None
    rules: str | None = None


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every entry by code, from the catalogue that ships with the engine."""
    return read(resources.dsl())


def read(folder: Traversable) -> Mapping[str, Entry]:
    """Every entry of `diagnostics.yaml` or of `catalogue/*.yaml` in a folder, by code."""
    entries: dict[str, Entry] = {}
    for file in _files(folder):
        for code, raw in _parsed(file).items():
            if code in entries:
                raise CatalogueBrokenError(f"{code} stands in the catalogue twice")
            entries[code] = _entry(code, raw)
    return entries


def _files(folder: Traversable) -> Iterator[Traversable]:
    single = folder / "diagnostics.yaml"
    if single.is_file():
        yield single
    several = folder / "catalogue"
    if several.is_dir():
        found = (file for file in several.iterdir() if file.name.endswith(".yaml"))
        yield from sorted(found, key=lambda file: file.name)


def _parsed(file: Traversable) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - words are seldom needed, and YAML is slow to import

    # The parser in C is eight times faster; builds of PyYAML without it exist.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both safe
    if not isinstance(content, dict | None):
        raise CatalogueBrokenError(f"{file.name} is not a table of codes")
    return content or {}


def _entry(code: str, raw: Mapping[str, Any]) -> Entry:
    try:
        return Entry(
            code=code,
            words={language: _words(raw[language.value]) for language in Language},
            bad=raw.get("bad"),
            good=raw.get("good"),
            form=raw.get("form"),
            rules=raw.get("rules"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueBrokenError(f"the entry of {code} is incomplete: {error}") from error


def _words(raw: Mapping[str, Any]) -> Words:
    known = {"title", "found", "expected", "repair", "why"}
    if unknown := sorted(set(raw) - known):
        raise KeyError(f"unknown key {unknown[0]}")
    return Words(
        title=_sentence(raw["title"]),
        found=_sentence(raw["found"]),
        expected=_sentence(raw["expected"]) if "expected" in raw else None,
        repair=_sentence(raw["repair"]),
        why=_sentence(raw["why"]),
    )


def _sentence(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(f"{raw!r} is not text")
    return " ".join(raw.split())
