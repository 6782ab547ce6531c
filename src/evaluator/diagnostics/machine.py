"""Diagnostics for machines: JSON, SARIF 2.1.0, and annotations of a GitHub workflow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, assert_never
from urllib.parse import quote

from evaluator.diagnostics.catalogue import catalogue
from evaluator.diagnostics.language import PHRASES, Language
from evaluator.diagnostics.model import Diagnostic, Fact, Severity, Shape, TablePlace
from evaluator.diagnostics.words import explaining, message, page, shape_text
from evaluator.source import Span
from evaluator.values.numbers import text_of
from evaluator.version import __version__

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_json(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """A JSON list, one object a diagnostic; keys are always there, `null` where nothing is known.

    Lines and columns count from 1, columns in characters; the end is not included.
    """
    return _dumped([_object(d, language) for d in diagnostics])


def as_sarif(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """One SARIF run, with the rules that were broken."""
    codes = sorted({d.code for d in diagnostics})
    driver = {
        "name": "takar",
        "semanticVersion": __version__,
        "language": language.value,
        "rules": [_sarif_rule(code, language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(d, codes.index(d.code), language) for d in diagnostics],
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def as_github(diagnostics: Iterable[Diagnostic], language: Language) -> str:
    """Workflow commands, one a line: they mark the lines of a change."""
    return "".join(_annotation(d, language) + "\n" for d in diagnostics)


def json_fact(fact: Fact, language: Language) -> Any:
    """A fact as JSON: exact numbers and days are text, and so is what only words can say."""
    match fact:
        case str():
            return _storable(fact)
        case Fraction():
            return text_of(fact)
        case date():
            return fact.isoformat()
        case int():
            return fact
        case tuple():
            return [json_fact(part, language) for part in fact]
        case Shape():
            return shape_text(fact, PHRASES[language])
        case _:
            assert_never(fact)


def _object(diagnostic: Diagnostic, language: Language) -> dict[str, Any]:
    words = message(diagnostic, language)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.kind.severity.value,
        "file": _storable(diagnostic.at.source.name) or None,
        **_lines(diagnostic.at),
        "table": _table(diagnostic.table),
        "pointer": None if diagnostic.pointer is None else _storable(diagnostic.pointer),
        "found": words.found,
        "expected": words.expected,
        "repair": words.repair,
        "message": words.sentence,
        "page": page(diagnostic.code),
        "facts": {name: json_fact(fact, language) for name, fact in diagnostic.facts.items()},
        "related": [
            {"file": _storable(span.source.name) or None, **_lines(span)}
            for span in diagnostic.related
        ],
        "assuming": _assuming(diagnostic),
    }


def _table(table: TablePlace | None) -> dict[str, int | str | None] | None:
    """The place in a file of many rows; no cell where it is no workbook, no column for a row."""
    if table is None:
        return None
    return {
        "row": table.row,
        "cell": _storable(table.cell) or None,
        "column": _storable(table.column) or None,
    }


def _assuming(diagnostic: Diagnostic) -> dict[str, str] | None:
    if diagnostic.assuming is None:
        return None
    assumption, reading = diagnostic.assuming
    return {"assumption": assumption, "reading": reading}


def _lines(span: Span) -> dict[str, int | None]:
    if not span.source.text:
        return dict.fromkeys(("line", "column", "end_line", "end_column"))
    end_line = span.source.line_number(span.end)
    return {
        "line": span.line,
        "column": span.column,
        "end_line": end_line,
        "end_column": span.end - span.source.line_starts[end_line - 1] + 1,
    }


def _sarif_rule(code: str, language: Language) -> dict[str, Any]:
    words = catalogue()[code].words[language]
    return {
        "id": code,
        "shortDescription": {"text": words.title},
        "fullDescription": {"text": words.why},
        "help": {"text": f"{PHRASES[language].page}: {explaining(code)}"},
    }


def _sarif_result(diagnostic: Diagnostic, rule: int, language: Language) -> dict[str, Any]:
    words = message(diagnostic, language)
    location = _sarif_location(diagnostic.at, diagnostic.pointer)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.kind.severity.value,
        "message": {"text": f"{words.sentence}. {PHRASES[language].repair}: {words.repair}"},
        "locations": [location] if location else [],
    }
    if diagnostic.table is not None:
        result["properties"] = {"table": _table(diagnostic.table)}
    if diagnostic.related:
        result["relatedLocations"] = [_sarif_location(span, None) for span in diagnostic.related]
    return result


def _sarif_location(span: Span, pointer: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if span.source.name:
        physical: dict[str, Any] = {
            "artifactLocation": {"uri": quote(_storable(span.source.name), safe="/")}
        }
        if span.source.text:
            lines = _lines(span)
            physical["region"] = {
                "startLine": lines["line"],
                "startColumn": lines["column"],
                "endLine": lines["end_line"],
                "endColumn": lines["end_column"],
            }
        location["physicalLocation"] = physical
    if pointer is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": _storable(pointer)}]
    return location


def _annotation(diagnostic: Diagnostic, language: Language) -> str:
    words = message(diagnostic, language)
    severity = diagnostic.kind.severity
    properties = {"title": f"{PHRASES[language].severity[severity]}[{diagnostic.code}]"}
    if diagnostic.at.source.name:
        properties = {"file": _storable(diagnostic.at.source.name), **properties}
    if diagnostic.at.source.text:
        lines = _lines(diagnostic.at)
        names = {"line": "line", "endLine": "end_line", "col": "column", "endColumn": "end_column"}
        properties |= {name: str(lines[key]) for name, key in names.items()}
    fields = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{words.sentence}\n{PHRASES[language].repair}: {words.repair}"
    return f"::{_GITHUB[severity]} {fields}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _storable(text: str) -> str:
    """The text with lone surrogates as escapes: UTF-8 has no form for them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
