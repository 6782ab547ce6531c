"""Fractions whose digits have no end: exact, with decimals beside them that are marked as near."""

from __future__ import annotations

from fractions import Fraction

from evaluator.reports import numbers
from evaluator.reports.words import Words
from evaluator.values.numbers import text_of
from evaluator.values.rounding import NEAR


def beside(say: Words, text: str) -> str:
    """A number; beside a fraction that does not end, its decimals up to the fourth."""
    exact = numbers.number(text, say.language)
    if "/" not in text:
        return exact
    near = numbers.number(text_of(NEAR.apply(Fraction(text))), say.language)
    return say("beside", fraction=exact, decimal=near)


def share_beside(say: Words, text: str) -> str:
    """A share as a percentage; where that does not end, as a fraction and about how much it is."""
    exact = numbers.percent(text, say.language)
    hundredfold = text_of(Fraction(text) * 100)
    if "/" not in hundredfold:
        return exact
    near = numbers.number(text_of(NEAR.apply(Fraction(hundredfold))), say.language)
    return say("beside", fraction=exact, decimal=f"{near}%")
