"""From text to syntax tree: every mistake once, and a tree of all that could be read.

The order of things: characters, braces, the language of the words, then line by line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Diagnostic, Outcome, in_order
from evaluator.source import Source, Span
from evaluator.syntax import grammar
from evaluator.syntax.braces import Braces, balance
from evaluator.syntax.brackets import told, with_braces
from evaluator.syntax.keywords import Language, Vocabulary
from evaluator.syntax.machine import Machine
from evaluator.syntax.mistakes import Cleaned, clean
from evaluator.syntax.rewording import REWRITTEN
from evaluator.syntax.run import Run
from evaluator.syntax.scanner import Scanner
from evaluator.syntax.token import Comment, Token
from evaluator.syntax.tree import File, Version
from evaluator.syntax.unknown_parts import words_with

MAX_BYTES = 1 << 20
"""The largest rule file."""

_VERSION = re.compile(r"(?:\s|#[^\r\n]*)*takar[ \t]+([\w.,]+)")
_HEAD = re.compile(r"(?:^|[\r\n;{])[ \t]*(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A rule file as read: its tree, and what the formatter needs to lay it out again."""

    tree: File
    tokens: tuple[Token, ...]
    comments: tuple[Comment, ...]
    language: Language


def read_source(name: str, data: bytes) -> Outcome[Source]:
    """The text of a file; a byte order mark of UTF-8 is dropped."""
    if len(data) > MAX_BYTES:
        return Outcome(None, (_too_large(Source(name, "")),))
    try:
        return Outcome(Source(name, data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        return Outcome(None, (_not_utf8(name, data, error.start),))


def parse(source: Source) -> Outcome[ParsedFile]:
    """Read a rule file. There is always a tree; what could not be read is an `Error` in it."""
    words = grammar.load().words
    if len(source.text) > MAX_BYTES:
        return Outcome(_nothing(), (_too_large(source),))
    if newer := _newer(source):
        return Outcome(_nothing(), (newer,))
    cleaned = clean(source)
    braces = balance(source, cleaned.text, _joining())
    if braces.too_deep:
        return Outcome(_nothing(), in_order([*cleaned.diagnostics, *braces.diagnostics]))
    first, *rest = languages_of(cleaned.text, words)
    reading = _read(source, cleaned, braces, first)
    if reading.diagnostics:
        others = [_read(source, cleaned, braces, language) for language in rest]
        reading = min((reading, *others), key=lambda each: len(each.diagnostics))
    return Outcome(reading.value, in_order(_apart([*cleaned.diagnostics, *reading.diagnostics])))


@cache
def _joining() -> re.Pattern[str]:
    """The words of both languages with which a line goes on with the one before."""
    words = grammar.load().words.values()
    phrases = sorted({phrase for each in words for phrase in each.continues}, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})\b")


def _apart(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Without the odd characters inside what is to be written anew as a whole."""
    whole = [each.at for each in findings if each.kind in REWRITTEN]
    return [
        each
        for each in findings
        if each.kind not in {kinds.LOOKALIKE, kinds.ODD_SPACE}
        or not any(at.start <= each.at.start < at.end for at in whole)
    ]


def _read(
    source: Source, cleaned: Cleaned, braces: Braces, language: Language
) -> Outcome[ParsedFile]:
    """A reading of a text, its words as of one language; anew with braces where those are meant."""
    reading, brackets = _read_once(source, cleaned, braces, language)
    if not brackets:
        return reading
    text = with_braces(cleaned.text, brackets)
    balanced = balance(source, text, _joining())
    if balanced.too_deep:
        return reading
    again, _ = _read_once(source, replace(cleaned, text=text), balanced, language)
    better = min((again, reading), key=lambda each: len(each.diagnostics))
    return Outcome(better.value, (*told(source, text, brackets), *better.diagnostics))


def _read_once(
    source: Source, cleaned: Cleaned, braces: Braces, language: Language
) -> tuple[Outcome[ParsedFile], frozenset[int]]:
    """One reading, and the brackets in it that stand for braces."""
    words = grammar.load().words
    own, other = words[language], words[language.other]
    run = _run(source, cleaned, braces, own, other)
    tree = run.read()
    unknown = tuple(run.unknown_parts.values())
    if unknown:  # anew, with what is missing among the words: all else is read as it is meant
        own = words_with(own, run.unknown_parts, cleaned.text)
        run = _run(source, cleaned, braces, own, other)
        tree = run.read()
    parsed = ParsedFile(tree, tuple(run.tokens), tuple(run.comments), language)
    unanswered = (each for each in braces.diagnostics if each.at.start not in run.answered)
    found = (*unanswered, *unknown, *run.found, *_misplaced_versions(tree))
    return Outcome(parsed, found), frozenset(run.brackets)


def _run(
    source: Source, cleaned: Cleaned, braces: Braces, own: Vocabulary, other: Vocabulary
) -> Run:
    """A reading that has not begun."""
    tables = grammar.load().tables
    scanner = Scanner(cleaned.text, tables, own, other, braces.ignored)
    closings, openings = list(braces.closings), list(braces.openings)
    torn = cleaned.torn.union(finding.at.line for finding in braces.diagnostics)
    return Run(scanner, Machine(tables, source), torn, closings, openings)


def languages_of(text: str, words: Mapping[Language, Vocabulary]) -> list[Language]:
    """The languages lines begin in, the most frequent first; Indonesian first if in doubt.

    Ids may be words of either language, so a count alone can err: what is read without mistakes is
    read in the right one.
    """
    count = dict.fromkeys((Language.ID, Language.EN), 0)
    for match in _HEAD.finditer(text):
        found = [w for w in count if next(words[w].at(text, match.end()), None) is not None]
        if len(found) == 1:
            count[found[0]] += 1
    ranked = sorted(count, key=lambda language: -count[language])
    return [language for language in ranked if count[language]] or [Language.ID]


def _nothing() -> ParsedFile:
    return ParsedFile(File(), (), (), Language.ID)


def _newer(source: Source) -> Diagnostic | None:
    """A file in a language version we do not know is refused by name, whatever else it says."""
    match = _VERSION.match(source.text)
    if match is None or match[1] == "1":
        return None
    at = Span(source, match.start(1), match.end(1))
    return Diagnostic(kind=kinds.NEWER_LANGUAGE, at=at, facts={"found": match[1], "known": "1"})


def _misplaced_versions(tree: File) -> list[Diagnostic]:
    return [
        Diagnostic(kind=kinds.VERSION_NOT_FIRST, at=declaration.at)
        for declaration in tree.declarations[1:]
        if isinstance(declaration, Version)
    ]


def _too_large(source: Source) -> Diagnostic:
    facts = {"limit": MAX_BYTES}
    return Diagnostic(kind=kinds.FILE_TOO_LARGE, at=Span(source, 0, 0), facts=facts)


def _not_utf8(name: str, data: bytes, start: int) -> Diagnostic:
    before = data[:start].decode("utf-8", errors="replace")
    source = Source(name, data.decode("utf-8", errors="replace"))
    offset = min(len(before.removeprefix("\ufeff")), len(source.text))
    at = Span(source, offset, min(offset + 1, len(source.text)))
    utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    facts = {"byte": f"0x{data[start]:02X}", "encoding": "UTF-16" if utf16 else "?"}
    return Diagnostic(kind=kinds.NOT_UTF8, at=at, facts=facts)
