"""Dates: what was stated, the days of the period, and the time between two of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.model.formula import (
    Day,
    DaysBetween,
    FieldDay,
    FixedDay,
    Ground,
    InputDay,
    PeriodDay,
    PeriodEnd,
)
from evaluator.values.amounts import Absent, Known, NoValue, Open, Pick
from evaluator.values.windows import length


def day_of(day: Day, facts: Facts) -> tuple[date | Absent | None, tuple[Read, ...]]:
    """A date, `None` where nobody stated it, and where it was read.

    It is absent where it answers a part that does not apply.
    """
    stated: object
    match day:
        case InputDay(id=name):
            stated, used = facts.answer(name), facts.reads(name)
        case FieldDay(id=name):
            stated, used = facts.field(name), (Read(facts.place(name)),)
        case FixedDay(value=value):
            stated, used = value, ()
        case PeriodDay(end=end):
            first = end is PeriodEnd.FIRST
            period = facts.period
            stated = None if period is None else period.first if first else period.end
            used = (Read("/period/from" if first else "/period/to"),)
        case _:
            assert_never(day)
    return (stated if isinstance(stated, date | Absent) else None), used


def day_step(day: Day, facts: Facts, ground: Ground) -> Step:
    """A date with where it was read."""
    stated, used = day_of(day, facts)
    return Step(op="day", amount=_picked(stated), inputs=used, ground=ground)


def _picked(stated: date | Absent | None) -> Pick | Absent:
    match stated:
        case None:
            return Pick((), is_open=True)
        case Absent():
            return stated
        case _:
            return Pick((stated.isoformat(),), is_open=False)


def days_between(between: DaysBetween, facts: Facts) -> Step:
    """The time from one date to another; open while one of them is missing."""
    sides = (between.first, between.last)
    (first, _), (last, _) = (day_of(side, facts) for side in sides)
    amount: Known | Open | NoValue = Open(None, None)
    if isinstance(first, Absent) or isinstance(last, Absent):
        amount = NoValue("not_applicable")
    elif first is not None and last is not None:
        amount = Known(Fraction(length(between.unit, first, last)))
    return Step(
        op=between.unit.value,
        amount=amount,
        inputs=tuple(Use(step=day_step(side, facts, between.ground)) for side in sides),
        ground=between.ground,
    )
