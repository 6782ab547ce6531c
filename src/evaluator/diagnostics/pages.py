"""The page of each kind of diagnostic, written from its entry in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from evaluator import resources
from evaluator.diagnostics import kinds
from evaluator.diagnostics.catalogue import Entry
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.diagnostics.text import plain


@dataclass(frozen=True, slots=True)
class Staged:
    """A kind with the stage that finds it, which says what its example is written in."""

    stage: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headings:
    """The words of a page in one language."""

    language: str
    found: str
    why: str
    repair: str
    bad: str
    yields: str
    good: str


_HEADINGS: Mapping[Language, _Headings] = {
    Language.ID: _Headings(
        language="Bahasa Indonesia",
        found="Yang ditemukan",
        why="Mengapa penting",
        repair="Perbaikan",
        bad="Contoh yang keliru",
        yields="Pesan yang muncul",
        good="Contoh yang benar",
    ),
    Language.EN: _Headings(
        language="English",
        found="What was found",
        why="Why it matters",
        repair="Repair",
        bad="A bad example",
        yields="The message",
        good="A good example",
    ),
}
_HEADING = re.compile(
    rf"^## (.+) \(({'|'.join(heads.language for heads in _HEADINGS.values())})\)$", re.MULTILINE
)
"""What a half of a page begins with: its title and its language."""
_FENCES = {
    "commands": "console",
    "inputs": "json",
    "rulebook": "console",
    "labels": "console",
    "data": "console",
}


def staged_kinds() -> Mapping[str, Staged]:
    """Every kind by code: each constant of each module of `diagnostics.kinds`."""
    found: dict[str, Staged] = {}
    for module in iter_modules(kinds.__path__):
        for value in vars(import_module(f"{kinds.__name__}.{module.name}")).values():
            if isinstance(value, Kind):
                found[value.code] = Staged(module.name, value)
    return found


def page_text(entry: Entry, staged: Staged, yielded: tuple[Diagnostic, ...]) -> str:
    """The page of one kind in Markdown; `yielded` is what the bad example yields."""
    lines = [
        f"# `{entry.code}`",
        "",
        "<!-- Written from the catalogue by `make pages`; change it there. -->",
    ]
    for language in Language:
        lines += ["", *_half(entry, staged, yielded, language)]
    return "\n".join(lines) + "\n"


def read_page(code: str, language: Language) -> str:
    """The page of a code in one language, as it ships with the engine."""
    whole = resources.read(resources.dsl(), "diagnostics", f"{code}.md")
    _, *halves = _HEADING.split(whole)
    found = {half[1]: half for half in zip(*[iter(halves)] * 3, strict=True)}
    title, _, body = found[_HEADINGS[language].language]
    return f"# `{code}`: {title}\n\n{body.strip()}\n"


def _half(
    entry: Entry, staged: Staged, yielded: tuple[Diagnostic, ...], language: Language
) -> Iterator[str]:
    words, heads = entry.words[language], _HEADINGS[language]
    severity = PHRASES[language].severity[staged.kind.severity]
    fence = entry.form or _FENCES.get(staged.stage, "takar")
    expected = f"; {PHRASES[language].expected} {words.expected}" if words.expected else ""
    yield f"## {words.title} ({heads.language})"
    yield from ("", f"**{heads.found}** ({severity}): {words.found}{expected}.")
    yield from ("", f"**{heads.why}**: {words.why}")
    yield from ("", f"**{heads.repair}**: {words.repair}.")
    if entry.bad:
        yield from _fenced(heads.bad, fence, entry.bad)
    if yielded:
        yield from _fenced(heads.yields, "text", plain(yielded, language))
    if entry.good:
        yield from _fenced(heads.good, fence, entry.good)


def _fenced(title: str, info: str, content: str) -> Iterator[str]:
    """A titled block; the fence is longer than any run of backticks in it."""
    fence = "```"
    while fence in content:
        fence += "`"
    yield from ("", f"{title}:", "", f"{fence}{info}", *content.rstrip("\n").split("\n"), fence)
