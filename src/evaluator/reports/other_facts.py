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
class Reached:
    """What one thing otherwise leads to, all else as it is.

    Attributes:
        value: what the value of the table then is, exactly.
        label: the category that is then decided; `None` without one.
        rank: the place of that category in the table, below all without one.
    """

    value: Fraction
    label: str | None
    rank: int

    def is_above(self, value: Fraction, rank: int) -> bool:
        """Whether it is a higher value, or the same in a higher category."""
        return (self.value, self.rank) > (value, rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFact:
    """One fact stated otherwise, and what that leads to."""

    declared: Input
    now: AnswerValue
    instead: AnswerValue
    reached: Reached


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
    """One part that counts a level more, and what that leads to."""

    item: Item
    level: int
    reached: Reached


def one_level_more(case: Case, bands: Bands, now: Fraction) -> list[OtherLevel] | None:
    """What raises the value or the category of a table; `None` where there is too much to try."""
    above = ((item, rating, next_level(case, item)) for item, rating in case.instrument.rated)
    steps = [(item, rating, level) for item, rating, level in above if level is not None]
    if _has_instances(case) or len(steps) > MOST_TRIED:
        return None
    stage = Stage(case.result["stage"])
    leaves = judge_leaves(case.instrument, case.response, stage)
    rank, found = _rank(bands, case.result["bands"][bands.id]["label"]), []
    for item, rating, level in steps:
        # However the part comes to count, it counts a level more.
        amount = rating.scale.amount(level)
        counted = replace(leaves[item.id], counted=level, amount=amount, step=None)
        facts = facts_of(case.instrument, {**leaves, item.id: counted}, case.response, stage)
        run = conclude(case.instrument, facts, {}, None, case.response)
        reached = None if _asks_otherwise(run, case) else _reached(run, bands)
        if reached is not None and reached.is_above(now, rank):
            found.append(OtherLevel(item=item, level=level, reached=reached))
    return found


def next_level(case: Case, item: Item) -> int | None:
    """The level above the one that counts, if there is one."""
    counted = case.found[item.id]["counted"]
    if item.rating is None or counted is None:
        return None
    return next((n for n in item.rating.scale.numbers if n > int(counted)), None)


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
    standing = _rank(bands, case.result["bands"][bands.id]["label"])
    for declared, stated, alternatives in tried(case):
        value, rank = now, standing
        for other in alternatives:
            run = _evaluated(case, declared, other)
            if _asks_otherwise(run, case):
                asking.append((declared, other))
                continue
            others += 1
            reached = _reached(run, bands)
            if reached is None or not reached.is_above(value, rank):
                continue
            found.append(OtherFact(declared=declared, now=stated, instead=other, reached=reached))
            if _is_number(declared):
                value, rank = reached.value, reached.rank
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


def _reached(found: Assessment, bands: Bands) -> Reached | None:
    """The value and category of a table then; `None` where there is no value."""
    amount = found.evaluation.values[bands.of].amount
    if found.gate is not None or not isinstance(amount, Known):
        return None
    row = found.categories[bands.id][0].row
    label = None if row is None else row.label
    return Reached(value=amount.value, label=label, rank=_rank(bands, label))


def _rank(bands: Bands, label: str | None) -> int:
    """The place of a category in its table, below all without one."""
    return next((rank for rank, row in enumerate(bands.rows) if row.label == label), -1)


def _asks_otherwise(found: Assessment, case: Case) -> bool:
    """Whether other answers would be asked for than those that are given."""
    return bool(found.waiting) or _answers_in_vain(found, case)


def _answers_in_vain(found: Assessment, case: Case) -> bool:
    """Whether a part no longer applies that is answered: such a response would be refused."""
    left_out = {name for name, x in found.leaves.items() if x.state is State.NOT_APPLICABLE}
    left_out |= {name for name, x in found.answered.items() if x.state is State.NOT_APPLICABLE}
    return any(
        name in left_out and answer.value is not None
        for name, answer in case.response.answers.items()
    )
