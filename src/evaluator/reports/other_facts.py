"""What the deciding value would be if one thing alone were otherwise, evaluated anew.

That is one fact or answer stated otherwise, or one part that counts a level more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from evaluator.analysis.references import formulas, walk
from evaluator.backends.exact.assess import Assessment, assess, conclude
from evaluator.backends.exact.facts import facts_of
from evaluator.backends.exact.judge import judge_leaves
from evaluator.backends.exact.judgement import State
from evaluator.intake.response import AnswerValue, Stage
from evaluator.model import formula as f
from evaluator.model.instrument import (
    Bands,
    ChoiceType,
    Input,
    Item,
    NumberType,
    YesNoType,
    instance_of,
)
from evaluator.reports.case import Case
from evaluator.values.amounts import Known

MOST_TRIED = 60
"""So many answers are tried for one page; each is an evaluation of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFact:
    """One fact stated otherwise, all else as it is.

    Attributes:
        value: what the value of the table then is, exactly.
        label: the category that is then decided; `None` without one.
    """

    declared: Input
    now: AnswerValue
    instead: AnswerValue
    value: Fraction
    label: str | None


def tried(case: Case) -> list[tuple[Input, AnswerValue, list[AnswerValue]]]:
    """Each fact that can be stated otherwise, with what it is now and what else it can be.

    Answers of parts that are not rated are among them. What a finding or decision settled is left
    out, and so are lists, dates and texts.
    """
    if _has_instances(case):
        return []
    found = []
    for declared in case.instrument.questions:
        answer = case.response.answers.get(declared.key)
        if answer is None or answer.value is None or _is_settled(case, declared.key):
            continue
        others = [x for x in _others(case, declared, answer.value) if x != answer.value]
        if others:
            found.append((declared, answer.value, others))
    return found


def _has_instances(case: Case) -> bool:
    """Whether a part is repeated: its instances are those of the response."""
    return any(item.repeated is not None or instance_of(item.id) for item in case.items.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLevel:
    """One part that counts a level more, all else as it is: what the value and category then are.

    Attributes:
        value: what the value of the table then is, exactly.
        label: the category that is then decided; `None` without one.
    """

    item: Item
    level: int
    value: Fraction
    label: str | None


def one_level_more(case: Case, bands: Bands, now: Fraction) -> list[OtherLevel] | None:
    """What raises the value or the category of a table; `None` where there is too much to try."""
    steps = [(item, level) for item in case.instrument.leaves() for level in _next(case, item)]
    if _has_instances(case) or len(steps) > MOST_TRIED:
        return None
    ranks = {row.label: rank for rank, row in enumerate(bands.rows)}
    standing = now, ranks[case.result["bands"][bands.id]["label"]]
    found = []
    for item, level in steps:
        run = _with_level(case, item, level)
        value, label = _value_in(run, bands), _label_in(run, bands)
        if run.waiting or _answers_in_vain(run, case) or value is None:
            continue
        if (value, -1 if label is None else ranks[label]) > standing:
            found.append(OtherLevel(item=item, level=level, value=value, label=label))
    return found


def _next(case: Case, item: Item) -> list[int]:
    """The level above the one that counts, if there is one."""
    counted = case.found[item.id]["counted"]
    if item.rating is None or counted is None:
        return []
    return [n for n in item.rating.scale.numbers if n > int(counted)][:1]


def _with_level(case: Case, item: Item, level: int) -> Assessment:
    """The response with another level of one part that counts, however it comes to count."""
    stage = Stage(case.result["stage"])
    leaves = dict(judge_leaves(case.instrument, case.response, stage))
    if item.rating is None:
        raise AssertionError("only what is rated has levels")
    amount = item.rating.scale.amount(level)
    leaves[item.id] = replace(leaves[item.id], counted=level, amount=amount, step=None)
    facts = facts_of(case.instrument, leaves, case.response, stage)
    return conclude(case.instrument, facts, {}, None, case.response)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """What came of stating single facts otherwise.

    Attributes:
        better: what raises the value or the category; of numbers, more than all nearer ones do.
        asking: the facts, with what they would be, by which other answers would be asked for.
        others: how many were evaluated besides those.
    """

    better: list[OtherFact]
    asking: list[tuple[Input, AnswerValue]]
    others: int


def trials(case: Case, bands: Bands, now: Fraction) -> Trials:
    """What each fact, stated otherwise, would make of the value of a table and of the category.

    Each is an evaluation of the same response with one answer changed, so that nothing is said
    that the rules do not say.
    """
    found: list[OtherFact] = []
    asking: list[tuple[Input, AnswerValue]] = []
    others = 0
    ranks = {row.label: rank for rank, row in enumerate(bands.rows)}
    label = case.result["bands"][bands.id]["label"]
    for declared, stated, alternatives in tried(case):
        value, rank = now, ranks[label]
        for other in alternatives:
            run = _evaluated(case, declared, other)
            if run.waiting or _answers_in_vain(run, case):
                asking.append((declared, other))
                continue
            others += 1
            amount, named = _value_in(run, bands), _label_in(run, bands)
            reached = -1 if named is None else ranks[named]
            if amount is None or (amount, reached) <= (value, rank):
                continue
            found.append(
                OtherFact(declared=declared, now=stated, instead=other, value=amount, label=named)
            )
            if _is_number(declared):
                value, rank = amount, reached
    return Trials(better=found, asking=asking, others=others)


def _is_number(declared: Input) -> bool:
    return isinstance(declared.type, NumberType)


def _is_settled(case: Case, name: str) -> bool:
    stage = case.result["stage"]
    found = stage != "self" and name in case.response.findings
    return found or (stage == "final" and name in case.response.decisions)


def _others(case: Case, declared: Input, now: AnswerValue) -> list[AnswerValue]:
    """The other answers there are; of numbers those at which the rules make a difference."""
    match declared.type:
        case YesNoType():
            return [not now]
        case ChoiceType() as kind:
            return [key for key, _ in kind.choices]
        case NumberType() as kind if isinstance(now, Fraction):
            turns = {turn for turn in _turns(case, declared.id) if turn in kind.interval}
            return [*sorted(turns, key=lambda turn: (abs(turn - now), turn))]
        case _:
            return []


def _turns(case: Case, name: str) -> Iterator[Fraction]:
    """The numbers that rules hold an input against, and the whole ones on their other side."""
    for part in (part for stated in _stated(case) for part in walk(stated)):
        match part:
            case f.Lookup(subjects=subjects, rows=rows):
                for place, subject in enumerate(subjects):
                    if isinstance(subject, f.InputValue) and subject.id == name:
                        yield from (end for row in rows for end in _ends(row.cells[place]))
            case f.Compare(
                operator=sign, left=f.InputValue(id=asked), right=f.Constant(value=x)
            ) if asked == name:
                yield from _sides(x, sign)
            case f.Compare(
                operator=sign, left=f.Constant(value=x), right=f.InputValue(id=asked)
            ) if asked == name:
                yield from _sides(x, _TURNED[sign])
            case _:
                pass


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
"""Each sign as it is read from the right."""


def _sides(turn: Fraction, sign: str) -> Iterator[Fraction]:
    """A number, and the nearest whole one for which a comparison with it comes out otherwise."""
    yield turn
    match sign:
        case "<" | ">=":
            yield Fraction(ceil(turn) - 1)
        case ">" | "<=":
            yield Fraction(floor(turn) + 1)
        case _:
            pass


def _stated(case: Case) -> Iterator[f.Formula | f.Condition]:
    """Every formula, and every condition on a part, on a category or on there being a score."""
    yield from formulas(case.instrument)
    yield from (item.applies.condition for item in case.items.values() if item.applies is not None)
    for bands in case.instrument.bands:
        yield from (row.gate.condition for row in bands.rows if row.gate is not None)
    yield from (gate.condition for gate in case.instrument.gates)


def _ends(cell: f.Cell) -> Iterator[Fraction]:
    if isinstance(cell, f.Stretches):
        for interval in cell.intervals:
            if interval.low is not None:
                yield from _sides(interval.low, ">=" if interval.low_included else ">")
            if interval.high is not None:
                yield from _sides(interval.high, "<=" if interval.high_included else "<")


def _evaluated(case: Case, declared: Input, instead: AnswerValue) -> Assessment:
    """The response with one answer changed."""
    answers = dict(case.response.answers)
    answers[declared.key] = replace(answers[declared.key], value=instead)
    response = replace(case.response, answers=answers)
    return assess(case.instrument, response, Stage(case.result["stage"]))


def _value_in(found: Assessment, bands: Bands) -> Fraction | None:
    """What the value of a table is then; `None` where there is none."""
    amount = found.evaluation.values[bands.of].amount
    return amount.value if found.gate is None and isinstance(amount, Known) else None


def _label_in(found: Assessment, bands: Bands) -> str | None:
    """The category that is then decided; `None` without one."""
    row = found.categories[bands.id][0].row
    return None if row is None else row.label


def _answers_in_vain(found: Assessment, case: Case) -> bool:
    """Whether a part no longer applies that is answered: such a response would be refused."""
    left_out = {name for name, x in found.leaves.items() if x.state is State.NOT_APPLICABLE}
    left_out |= {name for name, x in found.answered.items() if x.state is State.NOT_APPLICABLE}
    return any(
        name in left_out and answer.value is not None
        for name, answer in case.response.answers.items()
    )
