"""Conditions of the rules in words: what they ask for, by the labels of what they name.

The steps of a result say what was read and whether a condition holds, not which answer it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.model import formula as f
from evaluator.model.instrument import (
    Band,
    Bands,
    InputType,
    YesNoType,
)
from evaluator.reports.answers import choice_words, chosen_words
from evaluator.reports.case import Case, Json
from evaluator.reports.numbers import MINUS
from evaluator.values.numbers import text_of
from evaluator.values.windows import days_of

SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_ARITHMETIC = {"+": "+", "-": MINUS, "*": "×", "/": "/"}


def gate_words(case: Case, rows: Iterable[Band]) -> str:
    """What several bands ask for beside the value, each condition once."""
    asked = dict.fromkeys(asked_for(case, row) for row in rows if row.gate is not None)
    return case.say.listed(list(asked))


def asked_for(case: Case, row: Band) -> str:
    """What a band asks for; as the rule file writes it where it rests on a longer formula."""
    if row.gate is None:
        raise AssertionError("the band asks for nothing")
    return condition_words(case, row.gate.condition) or case.say.own(row.gate.written)


def fallen_through(case: Case, bands: Bands) -> tuple[Band, ...]:
    """The bands that a known value would take if their conditions held, highest first."""
    noted = (n for n in case.result["notes"] if n["code"] == "band_gate" and n["at"] == bands.id)
    for note in noted:
        labels = [row.label for row in bands.rows]
        lies, taken = (labels.index(note["facts"][key]) for key in ("from", "to"))
        return tuple(reversed(bands.rows[taken + 1 : lies + 1]))
    return ()


def looked_at(case: Case, bands: Bands) -> Iterator[tuple[Band | None, Json]]:
    """The steps of the conditions that were looked at, each with its band where that is certain."""
    read, *steps = [case.steps[used["step"]] for used in case.named[bands.id]["inputs"]]
    label = case.result["bands"][bands.id]["label"]
    rows = bands.rows
    if label is not None:
        taken = next(place for place, row in enumerate(rows) if row.label == label)
        fallen = fallen_through(case, bands)
        # Where nothing fell, the condition of the next band is looked at as well.
        above = taken + len(fallen) + (1 if fallen else 2)
        rows = rows[taken:above]
    elif read["value"] is not None:
        rows = _falling(bands, Fraction(read["value"]), len(steps))
    gated = [row for row in rows if row.gate is not None]
    yield from zip(gated if len(gated) == len(steps) else [None] * len(steps), steps, strict=True)


def _falling(bands: Bands, value: Fraction, count: int) -> tuple[Band, ...]:
    """The band a value lies in and those below it, as many as were looked at."""
    taken = bands.all_taken
    end = next((place for place, interval in enumerate(taken, 1) if value in interval), 0)
    return bands.rows[max(end - count, 0) : end]


def condition_words(case: Case, condition: f.Condition) -> str | None:
    """A condition in words; `None` where it rests on a formula that is longer than a phrase."""
    match condition:
        case f.Compare(operator=operator, left=left, right=right):
            return _between(_amount(case, left), SIGNS[operator], _amount(case, right))
        case f.CompareDays(operator=operator, left=left, right=right):
            return _between(_day(case, left), SIGNS[operator], _day(case, right))
        case f.InputIs() | f.FieldIs() | f.PickIs():
            return answer_asked(case, condition)
        case f.BandIs(id=name, label=label):
            return case.say("asks.is", name=case.short(name), answer=case.category(name, label))
        case f.Within(day=day, window=window):
            period = case.response.period
            first, last = days_of(window, period.first, period.last, period.end)
            days = {"first": case.day(first), "last": case.day(last)}
            return case.say("asks.within", name=_day(case, day), **days)
        case f.Not(operand=operand):
            words, inner = answer_asked(case, condition), condition_words(case, operand)
            return words or (inner and case.say("asks.not", condition=inner))
        case f.All(operands=operands):
            parts = [_part(case, operand) for operand in operands]
            return None if None in parts else case.say.listed([p for p in parts if p is not None])
        case f.Any(operands=operands):
            parts = [_part(case, operand) for operand in operands]
            either = None if None in parts else case.say.either([p for p in parts if p is not None])
            return answer_asked(case, condition) or either


def _part(case: Case, condition: f.Condition) -> str | None:
    """A condition among others; one that has parts itself stands in brackets."""
    words = condition_words(case, condition)
    several = isinstance(condition, f.All | f.Any)
    return f"({words})" if words is not None and several else words


def _between(left: str | None, sign: str, right: str | None) -> str | None:
    return None if left is None or right is None else f"{left} {sign} {right}"


_Asked = f.InputIs | f.FieldIs | f.PickIs


@dataclass(frozen=True, slots=True)
class _OneAnswer:
    """A condition on one answer: which it has to be, or must not be."""

    of: _Asked
    choices: tuple[str, ...]
    negated: bool = False


def answer_asked(case: Case, condition: f.Condition, *, plain: bool = False) -> str | None:
    """A condition on one answer in words, whatever it is joined of; `None` where it is on more.

    With `plain` an answer is called as what is asked for; else it is said that it is its answer.
    """
    asked = _one_answer(condition)
    if asked is None:
        return None
    name, kind = _asked_of(case, asked.of, plain)
    choices, key = asked.choices, "is_not" if asked.negated else "is"
    if isinstance(kind, YesNoType) and asked.negated and len(choices) == 1:
        choices, key = ("no" if choices[0] == "yes" else "yes",), "is"
    labels = [
        choice_words(case, choice) if kind is None else chosen_words(case, kind, choice)
        for choice in choices
    ]
    return case.say(f"asks.{key}", name=name, answer=case.say.either(labels))


def _one_answer(condition: f.Condition) -> _OneAnswer | None:
    match condition:
        case f.InputIs(choice=choice) | f.FieldIs(choice=choice) | f.PickIs(choice=choice):
            return _OneAnswer(condition, (choice,))
        case f.Not(operand=operand):
            inner = _one_answer(operand)
            return inner and replace(inner, negated=not inner.negated)
        case f.Any(operands=operands):
            found = [_one_answer(operand) for operand in operands]
            known = [one for one in found if one is not None and not one.negated]
            about = {replace(one.of, choice="", ground=_ANYWHERE) for one in known}
            if len(known) < len(found) or len(about) > 1:
                return None
            return replace(known[0], choices=tuple(c for one in known for c in one.choices))
        case _:
            return None


_ANYWHERE = f.Ground()


def _asked_of(case: Case, asked: _Asked, plain: bool) -> tuple[str, InputType | None]:  # noqa: FBT001 — as its caller
    """What is asked of, and its type; the choice that records come to has none of its own."""
    match asked:
        case f.InputIs(id=name):
            declared = case.question(name)
            of = case.short(declared.key)
            return (of if plain else case.say("condition_is", name=of)), declared.type
        case f.FieldIs(id=name, list=list_name):
            field = case.field(list_name, name)
            return case.say.own(field.label), field.type
        case f.PickIs(pick=pick):
            return records_words(case, case.say(f"op.{pick.tally.value}_choice"), pick), None


def _day(case: Case, day: f.Day) -> str:
    match day:
        case f.InputDay(id=name):
            return case.short(case.question(name).key)
        case f.FieldDay(id=name):
            return case.say.own(case.field(day.list, name).label)
        case f.FixedDay(value=value):
            return case.day(value)
        case f.PeriodDay(end=end):
            return case.say("length.from" if end is f.PeriodEnd.FIRST else "length.to")


def records_words(case: Case, op: str, records: f.OverRecords | f.PickRecord) -> str:
    """What is taken of a list, with the condition its records must meet."""
    name = case.short(records.list)
    if isinstance(records, f.OverRecords) and records.figure is not None:
        value = case.say.own(records.figure.label)
        name = case.say("records.value_of", value=value, name=name)
    where = None if records.where is None else condition_words(case, records.where)
    if where is None:
        return case.say("records.taken", op=op, name=name)
    return case.say("records.taken_where", op=op, name=name, where=where)


def _amount(case: Case, formula: f.Formula) -> str | None:
    """A short formula in words."""
    match formula:
        case f.Constant(value=value):
            return case.number(text_of(value))
        case f.ItemValue(id=name) | f.NamedValue(id=name):
            return case.short(name)
        case f.InputValue(id=name):
            return question_words(case, name)
        case f.FieldValue(id=name):
            return case.say.own(case.field(formula.list, name).label)
        case f.RecordValue(label=label):
            return case.say.own(label)
        case f.DaysBetween(unit=unit, first=first, last=last):
            ends = {"first": _day(case, first), "last": _day(case, last)}
            return case.say(f"length.{unit.value}", **ends)
        case f.OverRecords(few=None, tally=tally):
            one = tally in {f.Tally.HIGHEST, f.Tally.LOWEST}
            op = case.say(f"op.{tally.value}_{'record' if one else 'records'}")
            return records_words(case, op, formula)
        case f.Over(aggregate=aggregate, few=None) if aggregate in _OF_FEW:
            return _of_parts(case, formula)
        case f.Arithmetic(operator=operator, left=left, right=right):
            sides = (_side(case, left), _side(case, right))
            return _between(sides[0], _ARITHMETIC[operator], sides[1])
        case _:
            return None


_OF_FEW = (f.Aggregate.HIGHEST, f.Aggregate.LOWEST, f.Aggregate.MEAN, f.Aggregate.SUM)
_MOST_PARTS = 4
"""So many parts are named one by one; of more, the rule file says it shorter."""


def _of_parts(case: Case, over: f.Over) -> str | None:
    """An aggregate over a few parts by their names."""
    named = [_amount(case, operand.formula) for operand in over.operands[: _MOST_PARTS + 1]]
    known = [name for name in named if name is not None]
    if len(known) < len(named) or len(named) > _MOST_PARTS:
        return None
    return f"{case.say(f'op.{over.op}')} ({'; '.join(known)})"


def _side(case: Case, formula: f.Formula) -> str | None:
    words = _amount(case, formula)
    return f"({words})" if words is not None and isinstance(formula, f.Arithmetic) else words


def question_words(case: Case, name: str) -> str:
    """A number that is asked for; the answer of a part is not the value of that part."""
    key = case.question(name).key
    return case.say("condition_is", name=case.short(key)) if key in case.items else case.short(key)


def cases_words(case: Case, cases: f.Cases) -> str | None:
    """Every line with what it asks for; `None` where one is longer than a phrase."""
    lines: list[str] = []
    for line in cases.lines:
        condition, result = condition_words(case, line.condition), _amount(case, line.result)
        if condition is None or result is None:
            return None
        lines.append(case.say("cases.when", result=result, condition=condition))
    closing = _amount(case, cases.otherwise)
    if closing is None:
        return None
    return "; ".join([*lines, case.say("cases.otherwise", result=closing)])
