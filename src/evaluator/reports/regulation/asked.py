"""What is asked for, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from evaluator.model.formula import Ground, Interval, RecordValue
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Field,
    Input,
    InputType,
    ListType,
    NumberType,
    TextType,
    YesNoType,
)
from evaluator.reports.page import (
    Block,
    Point,
    Points,
    Prose,
)
from evaluator.reports.regulation.computed import computed
from evaluator.reports.regulation.writing import Writing
from evaluator.reports.words import Words
from evaluator.values.numbers import text_of


def inputs(writing: Writing, asked: Sequence[Input]) -> Iterator[Block]:
    """What is asked for, a line each."""
    lines = [
        writing.cells(
            writing.say.own(one.label),
            one.id,
            asked_words(writing, one),
            writing.rule(asked_by(one)),
        )
        for one in asked
    ]
    if lines:
        yield writing.table("inputs_caption", ("name", "id", "answer", "rule"), lines)
    for one in asked:
        if isinstance(one.type, ListType) and one.type.values:
            yield Prose(text=writing.say("show.of_each_record", name=writing.say.own(one.label)))
            yield Points(points=tuple(_worked_out(writing, value) for value in one.type.values))


def _worked_out(writing: Writing, value: RecordValue) -> Point:
    """What is worked out of each record of a list, as the rule file writes it."""
    return Point(
        title=f"{writing.say.own(value.label)} ({value.id})",
        details=(*computed(writing, value.formula, value.ground), writing.rule(value.ground)),
    )


def asked_by(one: Input) -> Ground:
    """Why it is asked, and why it counts as something before a verifier has said it."""
    before = one.by_verifier.before if one.by_verifier is not None else None
    return one.ground if before is None else one.ground.joined(before.ground)


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
        case ChoiceType(choices=choices, order=None):
            return say("show.whole_choice", choices="; ".join(choice_words(say, choices)))
        case ChoiceType(order=str() as order):
            return say("show.ordered_choice", scale=order)
        case ChoiceType():
            raise AssertionError("a scale is there or not")
        case YesNoType():
            return say("show.yes_no")
        case DateType():
            return say("show.day")
        case TextType():
            return say("show.free_text")
        case ListType(fields=fields):
            return say("show.records", fields="; ".join(_field(writing, f) for f in fields))
        case _:
            assert_never(kind)


def _field(writing: Writing, field: Field) -> str:
    named = writing.say.own(f"{field.label} ({field.id})")
    told = (f"{named}: {type_words(writing, field.type)}", *writing.basis(field.ground))
    return ", ".join(told)


def choice_words(say: Words, choices: Sequence[tuple[str, str | None]]) -> list[str]:
    """Choices, each by its id and label."""
    return [say.own(f"{key} ({label})" if label else key) for key, label in choices]
