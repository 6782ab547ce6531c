"""Tables in words: what they are looked up by, and the row that held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from evaluator.model import formula as f
from evaluator.reports.answers import (
    answer_words,
    choice_words,
    chosen_words,
    field_at,
    field_words,
    picked_words,
)
from evaluator.reports.case import Case, Json
from evaluator.reports.conditions import question_words
from evaluator.reports.intervals import interval_words
from evaluator.values.numbers import text_of

Written = Callable[[Json], str]
"""How the step of a subject is written: by name, or by figure."""


def by_names(case: Case, table: f.Lookup, step: Json, named: Written) -> str:
    """What a table is looked up by."""
    subjects = [name for name, _ in _subjects(case, table, step, named)]
    return case.say("table.by", subjects=case.say.listed(subjects))


def by_figures(case: Case, table: f.Lookup, step: Json, named: Written, valued: Written) -> str:
    """What the subjects came to, the row that held, and what it gives."""
    values = [value for _, value in _subjects(case, table, step, valued)]
    names = [name for name, _ in _subjects(case, table, step, named)]
    pairs = (
        case.say("table.subject", name=name, value=value)
        for name, value in zip(names, values, strict=True)
    )
    subjects = "; ".join(pairs)
    if "row" not in step:
        return case.say("table.no_row", subjects=subjects)
    result = valued(case.steps[step["inputs"][-1]["step"]])
    row = row_words(case, table, step["row"])
    return case.say("table.row", subjects=subjects, row=row, result=result)


def looked_up_by(case: Case, table: f.Lookup, step: Json) -> Iterator[tuple[f.Subject, Json]]:
    """Each subject with what the step read it from."""
    inputs = list(step["inputs"])
    for subject in table.subjects:
        used = inputs.pop(0)
        if isinstance(subject, f.InputChoice):
            # What was claimed, found and decided of one answer stand in a row.
            key, read = case.question(subject.id).key, [used]
            while inputs and inputs[0] not in read and _is_read(case, inputs[0], key):
                read.append(inputs.pop(0))
        yield subject, used


def _is_read(case: Case, used: Json, key: str) -> bool:
    return "response" in used and case.asked_at(used["response"]) == key


def _subjects(
    case: Case, table: f.Lookup, step: Json, written: Written
) -> Iterator[tuple[str, str]]:
    """Each subject by its name, and as it is written."""
    for subject, used in looked_up_by(case, table, step):
        if isinstance(subject, f.InputChoice):
            yield question_words(case, subject.id), answer_words(case, subject.id)
        elif isinstance(subject, f.FieldChoice):
            yield _field_asked(case, subject, used)
        elif isinstance(subject, f.PickRecord):
            picked = case.steps[used["step"]]
            op = case.say(f"op.{picked['op']}")
            list_name = case.say("table.picked", op=op, name=case.short(subject.list))
            yield list_name, picked_words(case, picked)
        else:
            text = written(case.steps[used["step"]])
            yield text, text


def _field_asked(case: Case, subject: f.FieldChoice, used: Json) -> tuple[str, str]:
    """A choice of the record at hand by its name, and what was stated."""
    name = case.say.own(case.field(subject.list, subject.id).label)
    found = field_at(case, str(used["response"])) if "response" in used else None
    return name, case.say("state.not_answered") if found is None else field_words(case, *found)


# Rows --------------------------------------------------------------------------------------------


def row_words(case: Case, table: f.Lookup, number: int) -> str:
    """The cells of a row."""
    rows = [row for row in table.rows if row.number == number]
    columns = (
        ", ".join(dict.fromkeys(_cell(case, subject, row.cells[index]) for row in rows))
        for index, subject in enumerate(table.subjects)
    )
    return " | ".join(columns)


def _cell(case: Case, subject: f.Subject, cell: f.Cell) -> str:
    match cell:
        case f.AnyCell():
            return case.say("table.any")
        case f.NoneCell():
            return case.say("table.none")
        case f.MissingCell():
            return case.say("state.not_answered")
        case f.Keys(choices=choices):
            return ", ".join(_choice(case, subject, choice) for choice in choices)
        case f.Stretches(intervals=intervals):
            return ", ".join(_stretch(case, interval) for interval in intervals)
        case _:
            assert_never(cell)


def _stretch(case: Case, interval: f.Interval) -> str:
    if interval.low is not None and interval.low == interval.high:
        return case.number(text_of(interval.low))
    return interval_words(case, interval)


def _choice(case: Case, subject: f.Subject, choice: str) -> str:
    if isinstance(subject, f.PickRecord):
        return choice_words(case, choice)
    if not isinstance(subject, f.InputChoice | f.FieldChoice):
        raise AssertionError("only a choice has choices")
    asked = case.field(subject.list, subject.id) if isinstance(subject, f.FieldChoice) else None
    return chosen_words(
        case, case.question(subject.id).type if asked is None else asked.type, choice
    )
