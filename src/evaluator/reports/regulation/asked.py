"""What is asked for, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from evaluator.model.formula import Interval
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Input,
    InputType,
    ListType,
    NumberType,
    TextType,
    YesNoType,
)
from evaluator.reports.page import (
    Block,
)
from evaluator.reports.regulation.writing import Writing
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def inputs(writing: Writing, asked: Sequence[Input]) -> Iterator[Block]:
    """What is asked for, a line each."""
    lines = [
        writing.cells(free(one.label), one.id, asked_words(writing, one), writing.rule(one.ground))
        for one in asked
    ]
    if lines:
        yield writing.table("inputs_caption", ("name", "id", "answer", "rule"), lines)


def asked_words(writing: Writing, one: Input) -> str:
    """What answers it; points of a verifier, and what they count as until then."""
    kind = type_words(writing, one.type)
    if one.by_verifier is None:
        return kind
    told = writing.say("show.by_verifier", type=kind)
    before = one.by_verifier.before
    if before is None:
        return told
    value = writing.number(text_of(before.counts_as))
    return f"{told}; {writing.say('show.before_verification', value=value)}"


def type_words(writing: Writing, kind: InputType) -> str:
    """What an answer may be."""
    say = writing.say
    match kind:
        case NumberType(unit=unit):
            ends = Interval(
                low=kind.low,
                low_included=kind.low_included,
                high=kind.high,
                high_included=kind.high_included,
            )
            told = say("show.number", interval=writing.interval(ends))
            return f"{told} {say('show.unit', unit=unit)}" if unit else told
        case ChoiceType(choices=choices):
            named = [free(f"{key} ({label})" if label else key) for key, label in choices]
            return say("show.whole_choice", choices="; ".join(named))
        case YesNoType():
            return say("show.yes_no")
        case DateType():
            return say("show.day")
        case TextType():
            return say("show.free_text")
        case ListType(fields=fields):
            named = [f"{free(field.label)}: {type_words(writing, field.type)}" for field in fields]
            return say("show.records", fields="; ".join(named))
        case _:
            assert_never(kind)
