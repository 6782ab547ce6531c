"""Stretches of the number line in words."""

from __future__ import annotations

from evaluator.model.formula import Interval
from evaluator.reports.case import Case
from evaluator.reports.numbers import number
from evaluator.reports.words import Words
from evaluator.values.numbers import text_of


def interval_words(case: Case, interval: Interval) -> str:
    """A stretch of values in words, with which ends belong to it."""
    return stretch(case.say, interval)


def stretch(say: Words, interval: Interval) -> str:
    """The same in the words of a language."""
    low, high = interval.low, interval.high
    facts = {}
    if low is not None:
        facts["low"] = number(text_of(low), say.language)
    if high is not None:
        facts["high"] = number(text_of(high), say.language)
    start = "" if low is None else ("from" if interval.low_included else "above")
    end = "" if high is None else ("to" if interval.high_included else "below")
    return say(f"interval.{'_'.join(filter(None, (start, end))) or 'any'}", **facts)
