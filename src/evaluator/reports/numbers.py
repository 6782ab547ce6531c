"""Numbers and days as a page prints them. Nothing is computed here, nothing is rounded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from evaluator.diagnostics.language import Language
from evaluator.values.numbers import text_of

_DECIMAL = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Style:
    """How one language writes numbers and days."""

    point: str
    thousands: str
    months: Sequence[str]


_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_EN = "January February March April May June July August September October November December"

STYLES: Mapping[Language, Style] = {
    Language.ID: Style(
        ",",
        ".",
        _ID.split(),
    ),
    Language.EN: Style(
        ".",
        ",",
        _EN.split(),
    ),
}


def number(text: str, language: Language) -> str:
    """A number of the result as it is printed; a fraction such as `1/3` stays a fraction."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return text.replace("-", MINUS)
    style = STYLES[language]
    sign, whole, decimals = match.groups()
    grouped = f"{int(whole):,}".replace(",", style.thousands)
    tail = style.point + decimals if decimals else ""
    return (MINUS if sign else "") + grouped + tail


def percent(text: str, language: Language) -> str:
    """A share as a percentage where that ends, else as the fraction it is."""
    hundredfold = text_of(Fraction(text) * 100)
    return text if "/" in hundredfold else number(hundredfold, language) + "%"


def day(value: date, language: Language) -> str:
    """A day with the name of its month."""
    return f"{value.day} {STYLES[language].months[value.month - 1]} {value.year}"


def span(first: date, last: date, language: Language) -> str:
    """A period, both days included, without saying a month or year twice."""
    if (first.year, first.month) == (last.year, last.month) and first != last:
        return f"{first.day}–{day(last, language)}"
    if first.year == last.year and first != last:
        return f"{first.day} {STYLES[language].months[first.month - 1]} – {day(last, language)}"
    return (
        day(first, language) if first == last else f"{day(first, language)} – {day(last, language)}"
    )
