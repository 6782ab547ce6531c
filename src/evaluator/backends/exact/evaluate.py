"""What a rule means: one recursion that gives each value together with its reason.

This is the definition. Whatever else computes a value (SQL, proofs, reports) is held to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact import conditions
from evaluator.backends.exact.aggregate import Part, combine, shares
from evaluator.backends.exact.arithmetic import OPERATIONS, arithmetic, either, negative, rounded
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.levels import level_step
from evaluator.backends.exact.steps import Stated, Step, Use
from evaluator.model.formula import (
    Arithmetic,
    Cases,
    Constant,
    Formula,
    InputValue,
    ItemValue,
    NamedValue,
    Negative,
    Over,
    Rounded,
)
from evaluator.model.instrument import Instrument, Item, NumberType, Value
from evaluator.values.amounts import Absent, Amount, Known, NoValue, Open
from evaluator.values.rounding import Rounding


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every step of one evaluation, by what it is the value of.

    Attributes:
        pins: values an example states instead of computing them, by the id of an item or value.
        published: the printed form of a named value that has a rounding rule.
    """

    instrument: Instrument
    facts: Facts
    pins: Mapping[str, Fraction] = field(default_factory=dict)
    items: dict[str, Step] = field(default_factory=dict)
    values: dict[str, Step] = field(default_factory=dict)
    published: dict[str, Step] = field(default_factory=dict)


def evaluate(
    instrument: Instrument, facts: Facts, pins: Mapping[str, Fraction] | None = None
) -> Evaluation:
    """Every item and value of the instrument for one subject."""
    run = Evaluation(instrument, facts, pins or {})
    for root in instrument.items:
        _item(run, root)
    for value in instrument.values:
        _value(run, value)
    return run


def _item(run: Evaluation, item: Item) -> Step:
    """The value of an item: pinned, judged, or computed from what stands below it."""
    for child in item.children:
        _item(run, child)
    if item.id in run.pins:
        step = Step(op="pinned", amount=Known(run.pins[item.id]), ground=item.ground, of=item.id)
    elif item.formula is not None:
        step = _named(_stated(run, item.formula), item.id)
    else:
        step = _leaf(run, item)
    run.items[item.id] = step
    if item.published is not None:
        run.published[item.id] = _round(step, item.published)
    return step


def _leaf(run: Evaluation, item: Item) -> Step:
    """The judged level; a leaf that an example says nothing of may come to any level."""
    if item.rating is None:
        raise AssertionError("a leaf that is not computed is rated")
    judged = run.facts.leaves.get(item.id)
    if judged is not None:
        return level_step(judged, item.rating.ground)
    levels = item.rating.scale.numbers
    amount = Open(Fraction(levels[0]), Fraction(levels[-1]))
    return Step(op="not_answered", amount=amount, ground=item.rating.ground, of=item.id)


def _value(run: Evaluation, value: Value) -> None:
    if value.id in run.pins:
        pinned = Known(run.pins[value.id])
        step = Step(op="pinned", amount=pinned, ground=value.ground, of=value.id)
    else:
        step = _named(_stated(run, value.formula), value.id)
    run.values[value.id] = step
    if value.published is not None:
        run.published[value.id] = _round(step, value.published)


def _named(step: Step, name: str) -> Step:
    """The step as the value of `name`."""
    return replace(step, of=name)


def _stated(run: Evaluation, formula: Formula) -> Step:
    """The value of a statement's formula.

    One that only names another value keeps a step of its own, with the rule that takes it over.
    """
    step = compute(run, formula)
    if isinstance(formula, ItemValue | NamedValue | InputValue):
        return Step(op="same", amount=step.amount, inputs=(Use(step=step),), ground=formula.ground)
    return step


def _round(step: Step, rounding: Rounding) -> Step:
    return Step(
        op="published",
        amount=rounded(_scalar(step), rounding),
        inputs=(Use(step=step),),
        ground=step.ground,
        rounding=rounding,
    )


def compute(run: Evaluation, formula: Formula) -> Step:
    """The value of a formula and its reason."""
    match formula:
        case Constant(value=value):
            given = (Stated(value),)
            return Step(op="constant", amount=Known(value), inputs=given, ground=formula.ground)
        case ItemValue(id=name, as_published=printed):
            return run.published.get(name, run.items[name]) if printed else run.items[name]
        case NamedValue(id=name, as_published=printed):
            return run.published.get(name, run.values[name]) if printed else run.values[name]
        case InputValue(id=name):
            return _input(run, name)
        case Negative(operand=operand):
            step = compute(run, operand)
            amount = negative(_scalar(step))
            used = (Use(step=step),)
            return Step(op="negative", amount=amount, inputs=used, ground=formula.ground)
        case Arithmetic(operator=operator, left=left, right=right):
            return _arithmetic(run, formula, operator, left, right)
        case Rounded(operand=operand, rounding=rounding):
            step = compute(run, operand)
            return Step(
                op="rounded",
                amount=rounded(_scalar(step), rounding),
                inputs=(Use(step=step),),
                ground=formula.ground,
                rounding=rounding,
            )
        case Over():
            return _over(run, formula)
        case Cases():
            return _cases(run, formula)
        case _:
            assert_never(formula)


def _input(run: Evaluation, name: str) -> Step:
    declared = next(i for i in run.instrument.inputs if i.id == name)
    given = run.facts.inputs.get(name)
    if isinstance(given, Fraction):
        amount: Amount = Known(given)
    else:
        kind = declared.type
        low, high = (kind.low, kind.high) if isinstance(kind, NumberType) else (None, None)
        amount = Open(low, high)
    return Step(op="input", amount=amount, inputs=run.facts.reads(name), ground=declared.ground)


def _arithmetic(
    run: Evaluation, formula: Arithmetic, operator: str, left: Formula, right: Formula
) -> Step:
    a, b = compute(run, left), compute(run, right)
    return Step(
        op=OPERATIONS[operator],
        amount=arithmetic(operator, _scalar(a), _scalar(b)),
        inputs=(Use(step=a), Use(step=b)),
        ground=formula.ground,
    )


def _over(run: Evaluation, formula: Over) -> Step:
    steps = [compute(run, operand.formula) for operand in formula.operands]
    weights = [operand.weight for operand in formula.operands]
    parts = [
        Part(_scalar(step), Fraction(1) if weight is None else weight)
        for step, weight in zip(steps, weights, strict=True)
    ]
    even = Fraction(1, len(parts)) if parts and formula.aggregate == "mean" else None
    uses = [
        Use(step=step, weight=even if weight is None else weight, share=share)
        for step, weight, share in zip(
            steps, weights, shares(formula.aggregate, parts), strict=True
        )
    ]
    return Step(
        op=formula.aggregate.value,
        amount=combine(formula.aggregate, parts),
        inputs=tuple(uses),
        ground=formula.ground,
    )


def _cases(run: Evaluation, formula: Cases) -> Step:
    """The first line that holds; while a condition is open, anything its lines could still give.

    A line whose condition has no value leaves the whole without one.
    """
    uses: list[Step] = []
    possible: list[Step] = []
    stuck: list[Amount] = []
    for line in formula.lines:
        decided = conditions.decide(line.condition, run.facts, lambda f: compute(run, f))
        uses.append(decided.step)
        if decided.holds is False:
            continue
        if isinstance(decided.outcome, NoValue):
            stuck.append(decided.outcome)
            break
        possible.append(_stated(run, line.result))
        if decided.holds:
            break
    else:
        possible.append(_stated(run, formula.otherwise))
    inputs = tuple(Use(step=step) for step in [*uses, *possible])
    amount = either([*map(_scalar, possible), *stuck])
    return Step(op="cases", amount=amount, inputs=inputs, ground=formula.ground)


def _scalar(step: Step) -> Amount:
    """The amount of a step that is not a condition; the checks have seen to it."""
    amount = step.amount
    if isinstance(amount, Known | Open | Absent | NoValue):
        return amount
    raise AssertionError("a condition where a number belongs")
