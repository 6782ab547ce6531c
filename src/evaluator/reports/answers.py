"""What was answered to a question that is not a level, in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from evaluator.intake.response import AnswerValue
from evaluator.model.instrument import ChoiceType, Input, NumberType
from evaluator.reports.case import Case
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def answer_words(case: Case, name: str) -> str:
    """The answer to an input as the stage of the result takes it."""
    declared = next(declared for declared in case.instrument.inputs if declared.id == name)
    return _words(case, declared, answer_at(case, name))


def answer_at(case: Case, name: str) -> AnswerValue | None:
    """The answer itself, after findings and decisions where the stage applies them."""
    response, stage = case.response, case.result["stage"]
    if stage == "final" and name in response.decisions:
        return response.decisions[name].value
    if stage != "self" and name in response.findings:
        return response.findings[name].value
    answer = response.answers.get(name)
    return None if answer is None else answer.value


def _words(case: Case, declared: Input, answer: AnswerValue | None) -> str:
    match answer:
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
