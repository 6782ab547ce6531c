"""Windows of time that end with the period assessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never


class Unit(StrEnum):
    """What a window before the end of the period is counted in."""

    YEARS = "years"
    MONTHS = "months"
    CALENDAR_YEARS = "calendar_years"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinPeriod:
    """The days of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinBefore:
    """The days later than `count` units before the period's end, up to that end."""

    count: int
    unit: Unit


Window = WithinPeriod | WithinBefore


def days_of(window: Window, first: date, last: date) -> tuple[date, date]:
    """The first and last day of a window for a period with these days, all included."""
    match window:
        case WithinPeriod():
            return first, last
        case WithinBefore(count=count, unit=unit):
            return _day_before(count, unit, last) + timedelta(days=1), last
        case _:
            assert_never(window)


def _day_before(count: int, unit: Unit, end: date) -> date:
    """The day a window begins after: the same day `count` units earlier, 29 February as 28."""
    match unit:
        case Unit.YEARS:
            return _months_before(end, 12 * count)
        case Unit.MONTHS:
            return _months_before(end, count)
        case Unit.CALENDAR_YEARS:
            return date(max(end.year - count, date.min.year), 12, 31)
        case _:
            assert_never(unit)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    from calendar import monthrange  # noqa: PLC0415 - it brings locale, and few rules count months

    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
