"""Numbers and dates as people write them, and what they mean in a rule file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluator.diagnostics.kinds import syntax as kinds
from evaluator.diagnostics.model import Fact, Kind
from evaluator.values.numbers import MAX_DIGITS


@dataclass(frozen=True, slots=True)
class Reading:
    """A literal: where it ends, what it means, and what is wrong with how it is written."""

    terminal: str
    meant: str
    end: int
    kind: Kind | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


# Numbers -----------------------------------------------------------------------------------------

_PLAIN = re.compile(r"\d+(?:\.\d+)?(?![\w.])", re.ASCII)
_EXPONENT = re.compile(r"(\d+(?:\.\d+)?)[eE]([+-]?\d+)(?!\w)", re.ASCII)
_POINTS = re.compile(
    r"\d{1,3}(?:\.\d{3})+,\d+(?![\w,.])|\d{1,3}(?:\.\d{3}){2,}(?![\w.]|,\d)", re.ASCII
)
_COMMAS = re.compile(
    r"\d{1,3}(?:,\d{3})+\.\d+(?![\w,.])|\d{1,3}(?:,\d{3}){2,}(?![\w.]|,\d)", re.ASCII
)
_DECIMAL_COMMA = re.compile(r"\d+,\d+(?![\w.]|,\d)", re.ASCII)
_THREE_DIGITS = re.compile(r"[1-9]\d{0,2},\d{3}(?![\w.]|,\d)", re.ASCII)
_ANY = re.compile(r"\.?\d[\w.]*(?:,\d[\w.]*)*", re.ASCII)
_THOUSAND = re.compile(r"[1-9]\d{0,2}\.\d\d0", re.ASCII)
_PERCENT = re.compile(r"([ \t]*)%", re.ASCII)
_PERCENT_WORD = re.compile(r"[ \t]*(?:persen|percent)(?!\w)", re.ASCII | re.IGNORECASE)


def number_at(text: str, start: int, *, in_list: bool, word_may_follow: bool) -> Reading | None:
    """The number that starts here.

    `in_list` is true inside parentheses, where a comma may separate; `word_may_follow` where a word
    after the number is a word of its own, such as a kind of evidence called `persen`.
    """
    digits = _digits_at(text, start, in_list=in_list)
    if digits is None:
        return None
    percent = _PERCENT.match(text, digits.end)
    worded = None if word_may_follow else _PERCENT_WORD.match(text, digits.end)
    if not percent and not worded:
        return _bounded(text, start, digits)
    end = percent.end() if percent else worded.end() if worded else digits.end
    meant = f"{digits.meant}%"
    if digits.kind or (percent and not percent[1]):
        facts = {**digits.facts, "meant": meant}
        return _bounded(text, start, Reading("NUMBER", meant, end, digits.kind, facts))
    facts = {"found": text[start:end], "meant": meant}
    return _bounded(text, start, Reading("NUMBER", meant, end, kinds.PERCENT_FORM, facts))


def _bounded(text: str, start: int, number: Reading) -> Reading:
    if sum(c.isdigit() for c in number.meant) <= MAX_DIGITS:
        return number
    meant = number.meant[:MAX_DIGITS].rstrip(".%")
    facts: dict[str, Fact] = {"found": f"{text[start : start + 12]}…", "limit": MAX_DIGITS}
    return Reading("NUMBER", meant, number.end, kinds.TOO_MANY_DIGITS, facts)


def _digits_at(text: str, start: int, *, in_list: bool) -> Reading | None:
    if plain := _PLAIN.match(text, start):
        grouped = (_DECIMAL_COMMA, _COMMAS, _POINTS)
        if not any(pattern.match(text, start) for pattern in grouped):
            return _plain(plain[0], plain.end())
    if match := _POINTS.match(text, start):
        meant = match[0].replace(".", "").replace(",", ".")
        return _wrong(kinds.THOUSANDS, match, meant)
    if match := _COMMAS.match(text, start):
        return _wrong(kinds.THOUSANDS, match, match[0].replace(",", ""))
    match = _THREE_DIGITS.match(text, start)
    if match and not in_list:
        meant, thousands = match[0].replace(",", "."), match[0].replace(",", "")
        reading = _wrong(kinds.COMMA_OR_THOUSANDS, match, meant.rstrip("0").rstrip("."))
        return _with(reading, thousands=thousands)
    if match := _DECIMAL_COMMA.match(text, start):
        kind = kinds.COMMA_IN_LIST if in_list else kinds.DECIMAL_COMMA
        reading = _wrong(kind, match, match[0].replace(",", "."))
        return _with(reading, listed=match[0].replace(",", ", "))
    if match := _EXPONENT.match(text, start):
        return _wrong(kinds.EXPONENT, match, _expanded(match[1], match[2]))
    if match := _ANY.match(text, start):
        return _wrong(kinds.BAD_NUMBER, match, _nearest(match[0]))
    return None


def _plain(written: str, end: int) -> Reading:
    if _THOUSAND.fullmatch(written):
        facts: dict[str, Fact] = {
            "found": written,
            "meant": written.rstrip("0").rstrip("."),
            "thousands": written.replace(".", ""),
        }
        return Reading("NUMBER", written, end, kinds.LOOKS_LIKE_THOUSANDS, facts)
    return Reading("NUMBER", written, end)


def _wrong(kind: Kind, match: re.Match[str], meant: str) -> Reading:
    return Reading("NUMBER", meant, match.end(), kind, {"found": match[0], "meant": meant})


def _with(reading: Reading, **facts: Fact) -> Reading:
    merged = {**reading.facts, **facts}
    return Reading(reading.terminal, reading.meant, reading.end, reading.kind, merged)


def _expanded(digits: str, exponent: str) -> str:
    """The plain form of a small exponent; of a huge one only the digits, since it is refused."""
    shift = int(exponent) if len(exponent) < 4 else 0
    if not 0 <= shift <= 20:
        return digits
    whole, _, decimals = digits.partition(".")
    moved = decimals.ljust(shift, "0")
    rest = moved[shift:]
    return (whole + moved[:shift]) + (f".{rest}" if rest else "")


def _nearest(written: str) -> str:
    """The number somebody may have meant by digits with something else between them."""
    match = re.match(r"\d*(?:\.\d+)?", written, re.ASCII)
    near = match[0] if match else ""
    return f"0{near}" if near.startswith(".") else near or "0"


# Dates -------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\w-])", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\w/.-])", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?![\w/.-])", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ \t]+([A-Za-z]{3,})\.?[ \t]+(\d{4})(?!\w)", re.ASCII)
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,})[ \t]+(\d{1,2}),?[ \t]+(\d{4})(?!\w)", re.ASCII)
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb pebruari",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu ags aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov nopember",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}


def iso_day_at(text: str, start: int) -> Reading | None:
    """The date `2021-12-31` that starts here."""
    match = _ISO.match(text, start)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    if _exists(year, month, day):
        return Reading("DAY", match[0], match.end())
    facts: dict[str, Fact] = {"found": match[0]}
    return Reading("DAY", _clipped(year, month), match.end(), kinds.NO_SUCH_DAY, facts)


def day_at(text: str, start: int) -> Reading | None:
    """The date that starts here, in whatever form; only where a date is expected."""
    if iso := iso_day_at(text, start):
        return iso
    found = _loose(text, start)
    if found is None:
        return None
    written, end, (year, month, day) = found
    if not _exists(year, month, day):
        return Reading("DAY", _clipped(year, month), end, kinds.NO_SUCH_DAY, {"found": written})
    meant = date(year, month, day).isoformat()
    facts: dict[str, Fact] = {"found": written, "meant": meant}
    return Reading("DAY", meant, end, kinds.DATE_FORM, facts)


def _loose(text: str, start: int) -> tuple[str, int, tuple[int, int, int]] | None:
    if match := _YEAR_FIRST.match(text, start):
        return match[0], match.end(), (int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text, start):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        day, month = int(match[1]), int(match[2])
        if month > 12 >= day:
            day, month = month, day
        return match[0], match.end(), (year, month, day)
    for pattern, day_group, month_group in ((_NAMED, 1, 2), (_NAMED_FIRST, 2, 1)):
        match = pattern.match(text, start)
        if match and (named := _MONTHS.get(match[month_group].lower())):
            return match[0], match.end(), (int(match[3]), named, int(match[day_group]))
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _clipped(year: int, month: int) -> str:
    """A day that exists, near one that does not."""
    return date(max(year, 1), min(max(month, 1), 12), 28).isoformat()
