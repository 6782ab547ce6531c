"""The plain data of a response: read from a document, gone through by places, written as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.intake.document import (
    Array,
    Boolean,
    Null,
    Number,
    Object,
    String,
    Unreadable,
    Value,
)
from evaluator.values.numbers import text_of

Plain = str | bool | Fraction | list["Plain"] | dict[str, "Plain"] | None
"""A document as plain data, its numbers exact."""


@dataclass(frozen=True, slots=True)
class At:
    """A place in a response: its JSON pointer, and how a person calls it."""

    pointer: str = ""
    named: str = ""

    def below(self, key: str, name: str | None = None) -> At:
        """A place below it; `name` is what a person calls it by, nothing where it is left out."""
        escaped = key.replace("~", "~0").replace("/", "~1")
        called = key if name is None else name
        return At(f"{self.pointer}/{escaped}", f"{self.named}/{called}" if called else self.named)


def below(*keys: str) -> At:
    """The place below the keys."""
    at = At()
    for key in keys:
        at = at.below(key)
    return at


def id_of(entry: Plain) -> str | None:
    """The id of an entry of a list, which a person knows it by."""
    found = entry.get("id") if isinstance(entry, dict) else None
    return found if isinstance(found, str) and found else None


def plain(value: Value) -> Plain:
    """A document that was read without a mistake, as plain data."""
    match value:
        case Number(value=number):
            return number
        case String(value=text):
            return text
        case Boolean(value=truth):
            return truth
        case Object(members=members):
            return {member.key.value: plain(member.value) for member in members}
        case Array(items=items):
            return [plain(item) for item in items]
        case Null():
            return None
        case Unreadable():
            raise ValueError("a document with a mistake is not carried")
        case _:
            assert_never(value)


def json_text(document: Plain) -> str:
    """A document as JSON, its numbers with the digits they are read with."""
    return _written(document, "") + "\n"


def _written(value: Plain, indent: str) -> str:
    inner = indent + "  "
    match value:
        case Fraction():
            return text_of(value)
        case dict() if value:
            members = (f"{inner}{_quoted(k)}: {_written(v, inner)}" for k, v in value.items())
            return "{\n" + ",\n".join(members) + f"\n{indent}}}"
        case list() if value:
            parts = (inner + _written(part, inner) for part in value)
            return "[\n" + ",\n".join(parts) + f"\n{indent}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
