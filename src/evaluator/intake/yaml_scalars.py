"""Plain words of a YAML text: what they say, where YAML tools would agree on it."""

from __future__ import annotations

from fractions import Fraction

from evaluator.diagnostics.kinds.inputs import LONE_SURROGATE, YAML_PLAIN_WORD, YAML_VALUE_MISSING
from evaluator.diagnostics.model import Kind
from evaluator.intake.number_text import PLAIN, mistaken_number, read_number

_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"})
"""Words that some tools read as true, false or nothing and others as text, in any case."""

_WORDS = {"true": True, "false": False, "null": None}


def plain_value(text: str) -> Fraction | str | bool | Kind | None:
    """The value of an unquoted word, or what is wrong with it."""
    if text in _WORDS:
        return _WORDS[text]
    if not text:
        return YAML_VALUE_MISSING
    if text.casefold() in _AMBIGUOUS:
        return YAML_PLAIN_WORD
    if PLAIN.fullmatch(text):
        return read_number(text)
    return mistaken_number(text) or text_value(text)


def text_value(text: str) -> str | Kind:
    """A quoted text, which may hold no half of a pair of code units."""
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        return LONE_SURROGATE
    return text
