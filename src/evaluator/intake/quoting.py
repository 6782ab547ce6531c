"""How a message repeats what a response says: short, on one line, nothing invisible."""

from __future__ import annotations

import json
from typing import assert_never

from evaluator.diagnostics.visible import shortened, visible
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
from evaluator.intake.limits import MAX_QUOTED
from evaluator.values.numbers import text_of


def code_point(char: str) -> str:
    """The name of a character that cannot be shown, such as `U+00A0`."""
    return f"U+{ord(char):04X}"


def quoted(text: str) -> str:
    """A stretch of text, cut to a readable length, with what cannot be seen written out."""
    return visible(shortened(text, MAX_QUOTED))


def shown(value: Value) -> str:
    """A value as its author would recognise it."""
    match value:
        case Null():
            return "null"
        case Boolean():
            return "true" if value.value else "false"
        case Number():
            return text_of(value.value)
        case String():
            return quoted(json.dumps(value.value[: MAX_QUOTED + 1], ensure_ascii=False))
        case Array():
            return "[…]"
        case Object():
            return "{…}"
        case Unreadable():
            return "?"
        case _:
            assert_never(value)
