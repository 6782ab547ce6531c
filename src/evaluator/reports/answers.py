"""What was answered to a question that is not a level, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from evaluator.intake.response import AnswerValue, Record, Stage
from evaluator.intake.rulings import Ruled, ruled
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Field,
    Input,
    InputType,
    ListType,
    NumberType,
    YesNoType,
)
from evaluator.reports.case import Case, Json
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def answer_words(case: Case, name: str) -> str:
    """The answer to an input as the stage of the result takes it."""
    declared = case.question(name)
    if declared.of is not None and case.found[declared.of]["state"] == "not_applicable":
        return case.say("state.not_applicable")
    asked = case.items[declared.of].asked if declared.of is not None else None
    if declared.of is not None and asked is not None and asked.needs:
        return _left_of(case, declared.of)
    records = ruled(case.response, declared.key, Stage(case.result["stage"]))
    if records is not None:
        return _records_words(case, declared.type, records)
    return stated_words(case, declared.type, _answer_at(case, declared.key))


def _records_words(case: Case, kind: InputType, records: Sequence[Ruled]) -> str:
    """How many records a list states, and how many of them a verifier or the panel refused."""
    stated = stated_words(case, kind, tuple(one.claimed for one in records))
    refused = sum(one.record is None for one in records)
    if not refused:
        return stated
    return case.say("records.refused", stated=stated, count=str(refused))


def _left_of(case: Case, item: str) -> str:
    """What counts of an answer after its documents were looked at, or why nothing does."""
    found = case.found[item]
    if found["counted"] is None:
        return case.say(f"state.{found['state']}")
    return level_words(case, item, found["counted"])


def level_words(case: Case, item: str, level: str | None) -> str:
    """What counts of an item at some stage: a level, or the answer of a part that is not rated."""
    asked = case.items[item].asked
    kind = asked.question.type if asked is not None else None
    match kind:
        case ChoiceType() | YesNoType() if level is not None:
            return chosen_words(case, kind, level)
        case DateType() if level is not None:
            return case.day(level)
        case _:
            return case.number(level)


def chosen_words(case: Case, kind: InputType, choice: str) -> str:
    """A choice by its label, else `yes` or `no` in words."""
    if isinstance(kind, ChoiceType):
        return case.say.own(dict(kind.choices).get(choice) or choice)
    return case.say(f"truth.{choice}")


def _answer_at(case: Case, name: str) -> AnswerValue | None:
    """The answer itself, after findings and decisions where the stage applies them."""
    response, stage = case.response, case.result["stage"]
    if stage == "final" and name in response.decisions:
        return response.decisions[name].value
    if stage != "self" and name in response.findings:
        return response.findings[name].value
    answer = response.answers.get(name)
    return None if answer is None else answer.value


def stated_words(case: Case, kind: InputType, answer: AnswerValue | None) -> str:
    """What was stated for an input or a field."""
    match answer:
        case None:
            return case.say("state.not_answered")
        case bool() as truth:
            return case.say("truth.yes" if truth else "truth.no")
        case Fraction() as number:
            unit = kind.unit if isinstance(kind, NumberType) else None
            return " ".join([case.number(text_of(number)), *([case.say.own(unit)] if unit else [])])
        case date() as day:
            return case.day(day)
        case str() as choice:
            labels = dict(kind.choices) if isinstance(kind, ChoiceType) else {}
            return case.say.own(labels[choice]) if labels.get(choice) else free(choice)
        case ():
            return case.say("records.none")
        case tuple():
            return case.say("records.many", count=str(len(answer)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a list input, as the stage of the result takes it.

    Attributes:
        record: what counts; what was claimed where it is left out.
        ruled: what was claimed, and what was found or decided.
    """

    declared: Input
    number: int
    record: Record
    ruled: Ruled

    @property
    def name(self) -> str:
        """What it is called: by the response, else by its place in the list."""
        return free(self.record.id) if self.record.id else str(self.number)


def entries(case: Case, declared: Input) -> Iterator[Entry]:
    """The records of a list input, those that are left out among them."""
    records = ruled(case.response, declared.id, Stage(case.result["stage"]))
    for number, one in enumerate(records or (), 1):
        yield Entry(declared, number, one.record or one.claimed, one)


def field_at(case: Case, pointer: str) -> tuple[Entry, Field] | None:
    """The field of a record that stands at a place of the response."""
    at, _, name = pointer.rpartition("/")
    for declared in case.instrument.inputs:
        if isinstance(declared.type, ListType):
            fields = {field.id: field for field in declared.type.fields}
            for entry in entries(case, declared):
                if entry.record.at == at and name in fields:
                    return entry, fields[name]
    return None


def field_words(case: Case, entry: Entry, field: Field) -> str:
    """What a record states for a field."""
    return stated_words(case, field.type, entry.record.fields.get(field.id))


def of_record_name(case: Case, step: Json) -> str:
    """What is worked out of a record in such a step, by its label."""
    found = step["of_record"]
    kind = case.question(found["list"]).type
    values = kind.values if isinstance(kind, ListType) else ()
    return case.say.own(next(value.label for value in values if value.id == found["id"]))


CHOICES = frozenset({"choice", "highest_choice", "lowest_choice"})
"""Steps that come to a choice of a scale of names."""


def picked_words(case: Case, step: Json) -> str:
    """The choice such a step came to, or those it still can."""
    return " / ".join(choice_words(case, x) for x in step.get("possible", [step["value"]]))


def choice_words(case: Case, choice: str | None) -> str:
    """A choice by its label; `None` is that no record counts."""
    if choice is None:
        return case.say("records.no_choice")
    scales = (order.choices for order in case.instrument.orders)
    labels = (label for choices in scales for key, label in choices if key == choice)
    return case.say.own(next(labels, None) or choice)
