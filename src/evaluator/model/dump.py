"""The checked instrument as plain data, so that somebody else can write a second evaluator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from evaluator.model.formula import RARE
from evaluator.model.instrument import Instrument
from evaluator.source import Span
from evaluator.values.numbers import text_of

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

SCHEMA = "takar/instrument/1"


def dump_instrument(instrument: Instrument) -> dict[str, Plain]:
    """The instrument with every node named by its kind, numbers as exact text, and places.

    A place is a file, the line of its start, from 1, and its start and end in characters.
    """
    body = _plain(instrument)
    return {"schema": SCHEMA, **(body if isinstance(body, dict) else {})}


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return str(value.value)
        case str():
            return value
        case Fraction():
            return text_of(value)
        case date():
            return value.isoformat()
        case Span():
            return _place(value)
        case tuple():
            return [_plain(part) for part in value]
        case _ if is_dataclass(value):
            parts = ((f, getattr(value, f.name)) for f in fields(value))
            there = ((f, part) for f, part in parts if not (f.metadata == RARE and _none(part)))
            named = {f.name: _plain(part) for f, part in there}
            return {"kind": type(value).__name__, **named}
        case _:
            raise AssertionError(f"a model holds no {type(value).__name__}")


def _none(part: object) -> bool:
    """Whether there is none of a rare part; nought is a number."""
    return part is None or part is False or part == ()


def _place(at: Span) -> Plain:
    if not at.source.name:
        return None
    return {"file": at.source.name, "line": at.line, "start": at.start, "end": at.end}
