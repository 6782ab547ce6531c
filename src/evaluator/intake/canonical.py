"""The canonical text of a response and its hash: the same for every form it can be given in.

RFC 8785, with every number as the text of its value: keys in the order of their UTF-16 code
units, no white space. It is over the document as it was read, `null` and `x-…` keys included.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import assert_never

from evaluator.intake.document import (
    Array,
    Boolean,
    Member,
    Null,
    Number,
    Object,
    String,
    Unreadable,
    Value,
)
from evaluator.values.numbers import text_of

Plain = str | bool | list["Plain"] | dict[str, "Plain"] | None
"""What the standard library writes in one way only."""


def canonical_text(document: Value) -> str:
    """The canonical text of a document that was read without a mistake."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"))


def canonical_hash(document: Value) -> str:
    """The SHA-256 of the canonical text, in hexadecimal digits."""
    return sha256(canonical_text(document).encode()).hexdigest()


def _plain(value: Value) -> Plain:
    match value:
        case Number():
            return text_of(value.value)
        case String() | Boolean():
            return value.value
        case Object():
            ordered = sorted(value.members, key=_code_units)
            return {member.key.value: _plain(member.value) for member in ordered}
        case Array():
            return [_plain(item) for item in value.items]
        case Null():
            return None
        case Unreadable():
            raise ValueError("a document with a mistake has no canonical text")
        case _:
            assert_never(value)


def _code_units(member: Member) -> bytes:
    return member.key.value.encode("utf-16-be")
