"""What answers can be: the values of inputs, of fields of records and of rated items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from evaluator.analysis.intervals import EVERYTHING
from evaluator.analysis.set_arithmetic import times_at_most
from evaluator.analysis.value_sets import Finite, Range, finite
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Input,
    InputType,
    Item,
    ListType,
    NumberType,
    Rating,
    TextType,
    Value,
    YesNoType,
)
from evaluator.values.windows import length

NOT_NEGATIVE = replace(EVERYTHING, low=Fraction(0), low_included=True)

_UNLISTED = (ListType, DateType, TextType)
"""Inputs whose answers are not listed one by one."""


def of_field(kind: InputType) -> Range:
    """The numbers that answer an input or a field."""
    if not isinstance(kind, NumberType):
        return Range(EVERYTHING, exact=False)
    return Range(
        Interval(
            low=kind.low,
            low_included=kind.low_included,
            high=kind.high,
            high_included=kind.high_included,
        )
    )


def of_days(between: f.DaysBetween) -> Range:
    """Any number between the first date there is and the last."""
    most = Fraction(length(between.unit, date.min, date.max))
    free = all(isinstance(x, f.InputDay) for x in (between.first, between.last))
    ends = Interval(low=-most, low_included=True, high=most, high_included=True)
    return Range(ends, exact=free and between.first != between.last, grid=1)


def sum_of(interval: Interval, few: f.Few | None, *, free: bool) -> Range:
    """What any number of such numbers add up to, or at most so many; that of none is 0."""
    if few is not None:
        return times_at_most(interval, few.count)
    rises, falls = (
        interval.high is None or interval.high > 0,
        interval.low is None or interval.low < 0,
    )
    low, high = (None if falls else Fraction(0)), (None if rises else Fraction(0))
    ends = Interval(low=low, low_included=True, high=high, high_included=True)
    # Any sum comes about where numbers close to zero may be added.
    small = (interval.low is None or interval.low <= 0) and (
        interval.high is None or interval.high >= 0
    )
    return Range(ends, exact=free and small)


def of_rating(rating: Rating) -> Finite:
    """The levels, and what counts as one instead: without evidence, or not applicable."""
    levels = set(rating.scale.numbers)
    if rating.without is not None and rating.without.counts_as is not None:
        levels.add(rating.without.counts_as)
    exempt = rating.not_applicable
    may = rating.may_be_not_applicable is not None
    if may and exempt is not None and exempt.counts_as is not None:
        levels.add(exempt.counts_as)
    # A level that the scale does not have is an error of its own, and counts as its number here.
    worth = {level.number: level.value for level in rating.scale.levels}
    return finite((worth.get(n, Fraction(n)) for n in levels), left_out=rating.may_be_left_out)


def choices_of(definition: Input | Item | Value) -> tuple[str, ...]:
    """The answers to a choice or yes-or-no input."""
    match definition:
        case Input(type=ChoiceType() as kind):
            return tuple(choice for choice, _ in kind.choices)
        case Input(type=YesNoType()):
            return ("yes", "no")
        case _:
            return ()


def is_unlisted(definition: Input | Item | Value) -> bool:
    """Whether it is an input whose answers are not listed: a list, a date, a text."""
    return isinstance(definition, Input) and isinstance(definition.type, _UNLISTED)
