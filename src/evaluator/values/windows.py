"""Windows of time that end with the period assessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never


class Unit(StrEnum):
    """What a window before the end of the period is counted in."""

    YEARS = "years"
    MONTHS = "months"
    CALENDAR_YEARS = "calendar_years"


class Length(StrEnum):
    """What the time between two dates is counted in."""

    FULL_YEARS = "full_years"
    FULL_MONTHS = "full_months"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinPeriod:
    """The days of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinBefore:
    """The days later than `count` units before the period's end, up to that end."""

    count: int
    unit: Unit


Window = WithinPeriod | WithinBefore


def days_of(window: Window, first: date, last: date, end: date | None = None) -> tuple[date, date]:
    """The first and last day of a window for a period with these days, all included.

    `end` is the day that is read as the end of the period by what counts back from it, where that
    is another than its last day.
    """
    match window:
        case WithinPeriod():
            return first, last
        case WithinBefore(count=count, unit=unit):
            end = end or last
            return _day_before(count, unit, end) + timedelta(days=1), end
        case _:
            assert_never(window)


def day_outside(window: WithinBefore, day: date) -> date | None:
    """The first end of a period whose window a day has left; `None` where no calendar has it."""
    end = _same_day_later(window.count, window.unit, day)
    if end is None or _day_before(window.count, window.unit, end) >= day:
        return end
    # The same day does not exist: 29 February one year on.
    return end + timedelta(days=1) if end < date.max else None


def _same_day_later(count: int, unit: Unit, day: date) -> date | None:
    match unit:
        case Unit.YEARS:
            return _months_later(day, 12 * count)
        case Unit.MONTHS:
            return _months_later(day, count)
        case Unit.CALENDAR_YEARS:
            year = day.year + count
            return date(year, 1, 1) if year <= date.max.year else None
        case _:
            assert_never(unit)


def _months_later(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return None if year > date.max.year else _in_month(year, month + 1, day.day)


def length(unit: Length, first: date, last: date) -> int:
    """How long it is from one date to another.

    A month is full on the day of the same number, or on the last of its month where that has no
    such day; so 29 February has its anniversary on the 28th in other years. Where `last` is the
    earlier one it is minus the time the other way round.
    """
    if unit is Length.DAYS:
        return (last - first).days
    if last < first:
        return -length(unit, last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    if _months_after(first, months) > last:
        months -= 1
    return months // 12 if unit is Length.FULL_YEARS else months


def turns(unit: Length, stated: date, after: date, until: date) -> Iterator[date]:
    """Days after one and up to another on which the time from or to a date may be another.

    Between them it is the same from day to day.
    """
    if unit is Length.DAYS:
        yield from (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return
    months = 12 if unit is Length.FULL_YEARS else 1
    ends = [(day.year - stated.year) * 12 + day.month - stated.month for day in (after, until)]
    for count in range(ends[0] // months - 1, ends[1] // months + 2):
        day = _months_after(stated, count * months)
        # Backwards, several days at the end of a longer month are as far from one date.
        near = range(1 if count >= 0 else 5)
        for found in (day + timedelta(days=n) for n in near if n <= (date.max - day).days):
            if after < found <= until:
                yield found


def _months_after(day: date, months: int) -> date:
    return _months_before(day, -months)


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
    return _in_month(year, month + 1, day.day)


def _in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one."""
    from calendar import monthrange  # noqa: PLC0415 - it brings locale, and few rules count months

    return date(year, month, min(day, monthrange(year, month)[1]))
