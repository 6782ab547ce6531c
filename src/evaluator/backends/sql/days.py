"""Dates in SQL: of the row, of the record at hand, of the rules, and of the period scored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from evaluator.backends.sql.columns import key_of
from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.figure import Waits, joined
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Compared,
    Field,
    Function,
    Negated,
    Node,
    Number,
    When,
    all_of,
)
from evaluator.backends.sql.nodes import Day as Literal
from evaluator.backends.sql.records import at_hand_of
from evaluator.model.formula import Day, FieldDay, FixedDay, InputDay, PeriodDay, PeriodEnd
from evaluator.values.windows import Length


def day_node(draft: Draft, day: Day) -> Node:
    """A date as SQL."""
    match day:
        case InputDay(id=name):
            return draft.place(name)
        case FieldDay(id=name):
            return Field(at_hand_of(draft).called, name)
        case FixedDay(value=value):
            return Literal(value)
        case PeriodDay(end=end):
            first = end is PeriodEnd.FIRST
            return Literal(draft.period.first if first else draft.period.last)
        case _:
            assert_never(day)


def days_wait(*days: Day) -> Waits:
    """What it waits for that looks at these dates."""
    return joined(_waits(day) for day in days)


def _waits(day: Day) -> Waits:
    match day:
        case InputDay(id=name):
            return frozenset({name})
        case FieldDay():
            return None
        case FixedDay() | PeriodDay():
            return frozenset()
        case _:
            assert_never(day)


def days_absent(draft: Draft, *days: Day) -> list[Node | None]:
    """Whether each of these dates answers a part that does not apply."""
    return [draft.absence(day.id) if isinstance(day, InputDay) else None for day in days]


def full_time(unit: Length, first: Node, last: Node) -> Node:
    """Full years or months from one date to another; NULL while one of them is open.

    Where the second is the earlier one it is minus the time the other way round.
    """
    back = Negated(_forward(unit, last, first))
    return Case((When(Compared("<", last, first), back),), _forward(unit, first, last))


def _forward(unit: Length, first: Node, last: Node) -> Node:
    """The months between two months, less one that is not full.

    It is full on the day of the same number, and on the last of a month that has no such day.
    """

    def between(function: Function) -> Node:
        return Binary("-", Call(function, (last,)), Call(function, (first,)))

    begun = Binary("+", Binary("*", Number(12), between(Function.YEAR)), between(Function.MONTH))
    later = Compared(">", Call(Function.DAY, (first,)), Call(Function.DAY, (last,)))
    goes_on = Compared("<", last, Call(Function.LAST_DAY, (last,)))
    short = Case((When(all_of((later, goes_on)), Number(1)),), Number(0))
    months = Binary("-", begun, short)
    return Binary("//", months, Number(12)) if unit is Length.FULL_YEARS else months


def days_asked(*days: Day) -> Iterator[str]:
    """The inputs and fields that these dates are read from."""
    for day in days:
        match day:
            case InputDay(id=name):
                yield name
            case FieldDay(list=records, id=name):
                yield key_of(records, name)
            case FixedDay() | PeriodDay():
                pass
            case _:
                assert_never(day)
