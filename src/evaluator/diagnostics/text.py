"""Diagnostics as a person reads them in a terminal, and one a line for searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from evaluator.diagnostics.excerpt import excerpt
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Diagnostic, Severity
from evaluator.diagnostics.visible import shortened, visible
from evaluator.diagnostics.words import explaining, message
from evaluator.source import Span


class Paint(StrEnum):
    """Whether a terminal is given colours; nothing is said by colour alone."""

    NONE = "none"
    ANSI = "ansi"


_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_LONGEST_POINTER = 200
_MOST_PLACES = 6
"""How many other places are named; the rest are counted, and machines get all of them."""


def human(diagnostics: Iterable[Diagnostic], language: Language, paint: Paint = Paint.NONE) -> str:
    """Each with its line, its repair and how to read on, a blank line between. Ends in LF."""
    return "\n".join("\n".join(_block(d, language, paint)) + "\n" for d in diagnostics)


def plain(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Each diagnostic on one line without tabs: place, severity and code, sentence, repair."""
    return "".join(_line(d, language) + "\n" for d in diagnostics)


def summary(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """How many of each severity, in words."""
    phrases = PHRASES[language]
    counts = Counter(d.kind.severity for d in diagnostics)
    parts = [
        f"{counts[severity]} "
        + (phrases.severity if counts[severity] == 1 else phrases.plural)[severity]
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts if counts[Severity.ERROR] else [phrases.clean, *parts])


def place(span: Span) -> str:
    """`file:line:column`; the name alone where there is no text; nothing for no place at all."""
    name = visible(span.source.name)
    if not name or not span.source.text:
        return name
    return f"{name}:{span.line}:{span.column}"


def _in_file(diagnostic: Diagnostic, language: Language) -> str:
    """The place in a text, or in a table: `data.csv, row 2, jenis`.

    No editor takes the number of a row for that of a line, and no id of a person is told.
    """
    where, table = place(diagnostic.at), diagnostic.table
    if table is None:
        return where
    row = table.cell or PHRASES[language].row.format(row=table.row)
    return ", ".join(filter(None, (where, row, shortened(visible(table.column), _LONGEST_POINTER))))


def _block(diagnostic: Diagnostic, language: Language, paint: Paint) -> Iterator[str]:
    phrases = PHRASES[language]
    words = message(diagnostic, language)
    yield _headline(diagnostic, language, words.sentence, paint)
    shown = diagnostic.related if len(diagnostic.related) == 1 else ()
    margin = max(len(str(span.line)) for span in (diagnostic.at, *shown))
    yield from excerpt(diagnostic.at, margin)
    if diagnostic.pointer and place(diagnostic.at):
        yield f"  {phrases.part}: {_pointer(diagnostic)}"
    if diagnostic.related:
        yield f"  {phrases.related}: {_places(diagnostic.related)}"
    for span in shown:
        # The same words in another file were printed above; where they stand is said.
        if _looks(span) != _looks(diagnostic.at):
            yield from excerpt(span, margin)
    yield f"  {phrases.repair}: {words.repair}"
    yield f"  {phrases.page}: {explaining(diagnostic.code)}"


def _looks(span: Span) -> tuple[str, int, int]:
    """What an excerpt shows of a place, beside its number."""
    return (span.source.line_text(span.line), span.column, span.end - span.start)


def _places(related: Sequence[Span]) -> str:
    more = len(related) - _MOST_PLACES
    named = ", ".join(place(span) for span in related[:_MOST_PLACES])
    return f"{named}, … (+{more})" if more > 0 else named


def _headline(diagnostic: Diagnostic, language: Language, sentence: str, paint: Paint) -> str:
    severity = diagnostic.kind.severity
    tag = f"{PHRASES[language].severity[severity]}[{diagnostic.code}]"
    if paint is Paint.ANSI:
        tag = f"\x1b[1;{_COLOURS[severity]}m{tag}\x1b[0m"
    where = _in_file(diagnostic, language) or _pointer(diagnostic)
    return f"{where}: {tag}: {sentence}" if where else f"{tag}: {sentence}"


def _line(diagnostic: Diagnostic, language: Language) -> str:
    words = message(diagnostic, language)
    located = bool(diagnostic.pointer and place(diagnostic.at))
    sentence = f"{_pointer(diagnostic)}: {words.sentence}" if located else words.sentence
    head = _headline(diagnostic, language, sentence, Paint.NONE)
    return f"{head}; {PHRASES[language].repair}: {words.repair}"


def _pointer(diagnostic: Diagnostic) -> str:
    return shortened(visible(diagnostic.pointer or ""), _LONGEST_POINTER)
