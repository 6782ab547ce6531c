"""The facts a subject states beside its levels."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from evaluator.intake.response import Answer
from evaluator.model.instrument import ChoiceType, Input, NumberType
from evaluator.reports.case import Case, free
from evaluator.reports.page import Cell, Column, Line, Section, Table
from evaluator.reports.sections.entry import who
from evaluator.values.numbers import text_of


def inputs(case: Case) -> Section | None:
    """The section, if the rules ask for any such fact."""
    if not case.instrument.inputs:
        return None
    heads = ("name", "answer", "by", "rule")
    table = Table(
        caption=case.say("inputs.caption"),
        columns=tuple(Column(head=case.say(f"inputs.{key}")) for key in heads),
        rows=tuple(_line(case, declared) for declared in case.instrument.inputs),
    )
    return Section(id="inputs", heading=case.say("inputs.heading"), blocks=(table,))


def _line(case: Case, declared: Input) -> Line:
    answer = case.response.answers.get(declared.id, Answer())
    cells = (
        case.name(declared.id),
        _answer(case, declared, answer),
        who(case, answer.by, answer.on),
        case.ground(declared.ground),
    )
    return Line(cells=tuple(Cell(text=text) for text in cells))


def _answer(case: Case, declared: Input, answer: Answer) -> str:
    match answer.value:
        case None:
            return case.say("state.not_answered")
        case bool() as truth:
            return case.say("truth.yes" if truth else "truth.no")
        case Fraction() as number:
            unit = declared.type.unit if isinstance(declared.type, NumberType) else None
            return " ".join([case.number(text_of(number)), *([free(unit)] if unit else [])])
        case date() as day:
            return case.day(day)
        case str() as choice:
            kind = declared.type
            labels = dict(kind.choices) if isinstance(kind, ChoiceType) else {}
            return free(labels.get(choice) or choice)
