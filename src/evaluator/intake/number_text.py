"""Numbers as responses may write them: a plain decimal, and nothing that resembles one."""

from __future__ import annotations

import re
from fractions import Fraction

from evaluator.diagnostics.kinds.inputs import (
    NOT_A_NUMBER,
    NUMBER_EXPONENT,
    NUMBER_FORM,
    NUMBER_LEADING_ZERO,
    NUMBER_TOO_LONG,
)
from evaluator.diagnostics.model import Kind
from evaluator.values.numbers import MAX_DIGITS, parse_decimal

PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?")
"""A number of RFC 8259 without an exponent."""

_MISTAKES = (
    (re.compile(r"[-+]?\.?(?:nan|inf(?:inity)?)", re.IGNORECASE), NOT_A_NUMBER),
    (re.compile(r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][-+.0-9]*+"), NUMBER_EXPONENT),
    (re.compile(r"-?0[0-9]++(?:\.[0-9]++)?"), NUMBER_LEADING_ZERO),
    (
        re.compile(
            r"[-+]?(?:0[xX][0-9a-fA-F_]++|0[oO][0-7_]++|0[bB][01_]++|\.[0-9_]++"
            r"|[0-9][0-9_]*+(?:(?::[0-5]?[0-9])++(?:\.[0-9_]*+)?|\.?[0-9_]*+))"
        ),
        NUMBER_FORM,
    ),
)


def read_number(text: str) -> Fraction | Kind:
    """The value of a text that matches `PLAIN`, or that it has too many digits."""
    if len(text) > MAX_DIGITS and sum(char.isdigit() for char in text) > MAX_DIGITS:
        return NUMBER_TOO_LONG
    return parse_decimal(text)


def mistaken_number(text: str) -> Kind | None:
    """What is wrong with a text meant as a number; `None` for a text that is not."""
    return next((kind for form, kind in _MISTAKES if form.fullmatch(text)), None)
