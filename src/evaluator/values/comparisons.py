"""Comparisons of exact numbers, by the operators `>= <= > < =`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import eq, ge, gt, le, lt

MIRRORED: Mapping[str, str] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "="}
"""The operator that says the same with the sides exchanged."""

FAILING: Mapping[str, str] = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
"""The operator that holds where one fails; where `=` fails none does."""

_BY_OPERATOR: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
    "=": eq,
}


def compares(operator: str, left: Fraction, right: Fraction) -> bool:
    """Whether a comparison holds."""
    return _BY_OPERATOR[operator](left, right)
