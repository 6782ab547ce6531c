"""Mistakes only Python can make: values in a mapping that no document holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any


def cycle(response: dict[str, Any]) -> None:
    response["x-a"] = response


def nested(response: dict[str, Any]) -> None:
    inner: list[Any] = []
    for _ in range(100_000):
        inner = [inner]
    response["x-a"] = inner


def at_level(value: object) -> Callable[[dict[str, Any]], None]:
    def change(response: dict[str, Any]) -> None:
        response["answers"]["inovasi"] = value

    return change


def at_note(value: object) -> Callable[[dict[str, Any]], None]:
    def change(response: dict[str, Any]) -> None:
        response["answers"]["monev"]["note"] = value

    return change


def number_as_key(response: dict[str, Any]) -> None:
    response["answers"][3] = 1


def nothing_as_key(response: dict[str, Any]) -> None:
    response["x-a"] = {None: 1}


def surrogate_as_key(response: dict[str, Any]) -> None:
    response["x-\ud800"] = 1


LEVEL, NOTE = "/answers/inovasi", "/answers/monev/note"

MAPPINGS: list[tuple[str, str | None, Callable[[dict[str, Any]], None]]] = [
    ("float that is whole", LEVEL, at_level(2.0)),
    ("float", LEVEL, at_level(0.1)),
    ("float nan", LEVEL, at_level(float("nan"))),
    ("decimal nan", LEVEL, at_level(Decimal("NaN"))),
    ("decimal signalling nan", LEVEL, at_level(Decimal("sNaN"))),
    ("decimal infinity", LEVEL, at_level(Decimal("-Infinity"))),
    ("decimal of a huge exponent", LEVEL, at_level(Decimal("1e400000"))),
    ("decimal of a tiny exponent", LEVEL, at_level(Decimal("1e-400000"))),
    ("integer of 10,000 digits", LEVEL, at_level(10**10_000)),
    ("a third", LEVEL, at_level(Fraction(1, 3))),
    ("fraction of many digits", LEVEL, at_level(Fraction(10**50, 10**50 + 1))),
    ("complex number", LEVEL, at_level(2 + 0j)),
    ("set", LEVEL, at_level({2})),
    ("bytes", NOTE, at_note(b"x")),
    ("date", NOTE, at_note(date(2021, 6, 20))),
    ("moment", NOTE, at_note(datetime(2021, 6, 20))),  # noqa: DTZ001 - a zone is not the mistake
    ("object", NOTE, at_note(object())),
    ("lone surrogate", NOTE, at_note("\ud800")),
    ("number as a key", None, number_as_key),
    ("nothing as a key", None, nothing_as_key),
    ("surrogate as a key", None, surrogate_as_key),
    ("a mapping in itself", None, cycle),
    ("100,000 lists", None, nested),
]
