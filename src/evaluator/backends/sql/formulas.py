"""Formulas as figures: whole numbers over a known denominator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import assert_never

from evaluator.backends.sql import tables
from evaluator.backends.sql.aggregates import aggregated
from evaluator.backends.sql.applies import seen_from
from evaluator.backends.sql.choices import Choice, Ladder, chosen, layered
from evaluator.backends.sql.conditions import Compute, decider, truth_of
from evaluator.backends.sql.days import day_node, days_absent, days_wait, full_time
from evaluator.backends.sql.draft import Draft, Truth
from evaluator.backends.sql.figure import (
    Figure,
    Units,
    Waits,
    absolute,
    constant,
    divided,
    joined,
    linear,
    scaled,
    times,
)
from evaluator.backends.sql.leaving_out import aggregated_of_some
from evaluator.backends.sql.nodes import (
    Binary,
    Case,
    Column,
    Field,
    Node,
    Number,
    When,
    Whole,
    any_of,
    surely,
)
from evaluator.backends.sql.records import Decide, at_hand_of, field_value, tallied
from evaluator.backends.sql.refusal import Refused, placed, refused
from evaluator.backends.sql.rounding import rounded
from evaluator.diagnostics.kinds import sql as kinds
from evaluator.model.formula import (
    Applied,
    Arithmetic,
    Cases,
    Condition,
    Constant,
    DaysBetween,
    FieldValue,
    Formula,
    InputValue,
    ItemValue,
    LeftOut,
    Lookup,
    NamedValue,
    Negative,
    Over,
    OverRecords,
    OverSubjects,
    RecordValue,
    Rounded,
)
from evaluator.values.functions import Function as Applier
from evaluator.values.windows import Length, length

ONE = Fraction(1)
Columns = tuple[tuple[str, Node], ...]
"""Names and what they hold."""


def figure_of(draft: Draft, formula: Formula, owner: str) -> Figure:
    """The figure of a formula; `owner` is the id of the item or value it stands in."""
    with placed(formula.ground, owner):
        return _figure(draft, formula, owner)


def compute_for(owner: str) -> Compute:
    """Figures of formulas that stand in one item or value."""
    return lambda draft, formula: figure_of(draft, formula, owner)


def decider_for(owner: str) -> Decide:
    """Conditions on records that stand in one item or value."""
    return decider(compute_for(owner), owner)


def condition_of(draft: Draft, condition: Condition, owner: str) -> Truth:
    """A condition as SQL; `owner` is the id of what it stands in."""
    return truth_of(draft, condition, compute_for(owner), owner)


def _figure(draft: Draft, formula: Formula, owner: str) -> Figure:
    compute = partial(figure_of, draft, owner=owner)
    match formula:
        case Constant(value=value):
            return constant(value)
        case LeftOut():
            raise AssertionError("no rule writes that something does not apply")
        case ItemValue(id=name, as_published=printed) | NamedValue(id=name, as_published=printed):
            if isinstance(formula, ItemValue) and name not in draft.figures:
                draft.item_ahead(name)
            if name in draft.refused:
                raise Refused(draft.refused[name])
            exact = draft.figures[name]
            return draft.published.get(name, exact) if printed else exact
        case InputValue(id=name):
            return draft.number(name)
        case Negative(operand=operand):
            figure = compute(operand)
            return _with_none(draft, scaled(figure, Fraction(-1)), [figure], owner)
        case Arithmetic(operator="/"):
            # What is divided by is asked for again wherever the quotient is used.
            below = _named(draft, compute(formula.right), f"{owner}_divisor")
            above = compute(formula.left)
            if below.units.low <= 0 <= below.units.high:
                above = _named(draft, above, f"{owner}_dividend")
            return _with_none(draft, divided(above, below), [above, below], owner)
        case Arithmetic():
            sides = [compute(formula.left), compute(formula.right)]
            return _with_none(draft, _arithmetic(formula.operator, *sides), sides, owner)
        case Rounded(operand=operand, rounding=rounding):
            figure = compute(operand)
            whole = rounded(figure, rounding, lambda u: draft.named(u, f"{owner}_part"))
            absent = figure.absent  # what does not apply is not there to be rounded
            whole = _with_none(draft, whole, [replace(figure, absent=None)], owner)
            return whole if absent is None else replace(whole, absent=absent, waits=None)
        case Over():
            return _over(draft, formula, owner)
        case OverSubjects():
            raise AssertionError("only the formulas of a group go over subjects")
        case FieldValue():
            return field_value(draft, formula)
        case RecordValue():
            return _of_record(draft, formula)
        case DaysBetween():
            return _between(draft, formula, owner)
        case OverRecords():
            found = tallied(draft, formula, owner, compute_for(owner), decider_for(owner))
            none = found.weightless  # of no records the weights add up to 0 as well
            if none is None and found.none is not None:
                none = surely(found.none)
            return _with_none(draft, replace(found.figure, none=none), [], owner)
        case Cases():
            return _cases(draft, formula, owner)
        case Lookup():
            return _lookup(draft, formula, owner)
        case Applied():
            figure = compute(formula.operand)
            return _with_none(draft, _applied(draft, formula, figure, owner), [figure], owner)
        case _:
            assert_never(formula)


def _of_record(draft: Draft, value: RecordValue) -> Figure:
    """What is worked out of the record at hand, as one more field of it."""
    figure = figure_of(draft, value.formula, value.id)
    wanted = value.id if figure.scale == 1 else f"{value.id}_per_{figure.scale}"
    figure = _named(draft, figure, wanted)
    node, at_hand = figure.units.node, at_hand_of(draft)
    if isinstance(node, Field):
        at_hand.values.setdefault(node.name, value)
    return figure


def _between(draft: Draft, formula: DaysBetween, owner: str) -> Figure:
    """Days are the difference of two dates; years and months are counted as they are full."""
    first, last = (day_node(draft, x) for x in (formula.first, formula.last))
    in_days = formula.unit is Length.DAYS
    node = Binary("-", last, first) if in_days else full_time(formula.unit, first, last)
    most = length(formula.unit, date.min, date.max)
    days = Units(node=node, type=Whole.BIGINT, low=-most, high=most)
    waits = days_wait(formula.first, formula.last)
    absents = [x for x in days_absent(draft, formula.first, formula.last) if x is not None]
    if not absents:
        return Figure(units=days, waits=waits)
    none = draft.part(any_of(tuple(absents)), f"{owner}_no_value")
    days = replace(days, node=Case((When(none, Number(0)),), days.node))
    return Figure(units=days, waits=None, none=none)


def _arithmetic(operator: str, left: Figure, right: Figure) -> Figure:
    match operator:
        case "+":
            return linear([(ONE, left), (ONE, right)])
        case "-":
            return linear([(ONE, left), (-ONE, right)])
        case _:
            return times(left, right)


def _with_none(draft: Draft, result: Figure, operands: Sequence[Figure], owner: str) -> Figure:
    """A figure without a value where it, or one of those it is made of, has none or does not apply.

    That one has no value settles it, whatever others are open.
    """
    of_operands = (one for f in operands for one in (f.none, f.absent))
    nones = dict.fromkeys(one for one in (*of_operands, result.none) if one is not None)
    if not nones:
        return result
    none = draft.part(any_of(tuple(nones)), f"{owner}_no_value")
    units = result.units
    if len(operands) > 1:
        node = Case((When(none, Number(0)),), units.node)
        units = replace(units, node=node, low=min(units.low, 0), high=max(units.high, 0))
    divisor = result.divisor
    if divisor is not None and any(figure.divisor is not None for figure in operands):
        # That of an operand which is open has no bearing on what has no value.
        below = Case((When(none, Number(1)),), divisor.node)
        divisor = replace(divisor, node=draft.part(below, f"{owner}_divisor"), low=1)
    return replace(result, units=units, divisor=divisor, none=none, absent=None, waits=None)


def _named(draft: Draft, figure: Figure, wanted: str) -> Figure:
    """A figure that is used several times."""
    return replace(figure, units=draft.named(figure.units, wanted))


def _over(draft: Draft, formula: Over, owner: str) -> Figure:
    figures = [_operand(draft, operand.formula, owner) for operand in formula.operands]
    if all(figure.absent is None for figure in figures):
        return _with_none(draft, aggregated(draft, formula, figures, owner), figures, owner)
    some = aggregated_of_some(draft, formula, figures, owner)
    there = [replace(figure, absent=None) for figure in figures]
    return replace(_with_none(draft, some, there, owner), absent=some.absent)


def _operand(draft: Draft, formula: Formula, owner: str) -> Figure:
    """What is taken in of an operand; of a part of the tree as what stands above it sees it."""
    figure = figure_of(draft, formula, owner)
    if figure.absent is None or not isinstance(formula, ItemValue):
        return figure
    return seen_from(draft, owner, draft.items[formula.id], figure)


def _cases(draft: Draft, formula: Cases, owner: str) -> Figure:
    """The first line that holds; NULL from the first line on that is open."""
    ladder = ladder_of(draft, formula, owner)
    results = [figure_of(draft, line.result, owner) for line in formula.lines]
    results.append(figure_of(draft, formula.otherwise, owner))

    def write(nodes: Sequence[Node], without: Node, *, noted: bool) -> Node:
        notes = ladder.notes if noted else ()
        return layered(draft, replace(ladder, notes=notes, without=without), nodes)

    waits = _waits(ladder.truths, results)
    choice = Choice(write=write, waits=waits, certain=ladder.certain, owner=owner)
    return chosen(draft, choice, results)


def _lookup(draft: Draft, formula: Lookup, owner: str) -> Figure:
    """The row that holds; NULL while none is sure to."""
    asked = tables.asked_of(draft, formula, compute_for(owner), owner)
    results = [figure_of(draft, row.result, owner) for row in formula.rows]
    rows = tables.Rows(draft=draft, table=formula, asked=asked, owner=owner)

    def write(nodes: Sequence[Node], without: Node, *, noted: bool) -> Node:
        return tables.picked(rows, nodes, without, noted=noted)

    waits = tables.waits_of(formula, asked, results)
    certain = all(one.nothing is None for one in asked)
    choice = Choice(write=write, waits=waits, certain=certain, owner=owner)
    return chosen(draft, choice, results)


def _applied(draft: Draft, formula: Applied, figure: Figure, owner: str) -> Figure:
    """A function whose value is a fraction; the others have digits without end."""
    match formula.function:
        case Applier.ABSOLUTE:
            return absolute(figure)
        case Applier.POWER if formula.argument is not None and formula.argument >= 1:
            exponent = int(formula.argument)
            return _power(_named(draft, figure, f"{owner}_part"), exponent)
        case _:
            raise refused(kinds.SQL_FUNCTION, formula.ground, name=owner)


def _power(figure: Figure, exponent: int) -> Figure:
    whole = figure
    for _ in range(exponent - 1):
        whole = times(whole, figure)
    return whole


def ladder_of(draft: Draft, cases: Cases, owner: str) -> Ladder:
    """The conditions of cases; their results are another matter."""
    return Ladder(
        truths=tuple(condition_of(draft, line.condition, owner) for line in cases.lines),
        notes=tuple(f"{draft.line} {line.ground.at.line}" for line in cases.lines),
        owner=owner,
    )


def _waits(truths: Sequence[Truth], results: Sequence[Figure]) -> Waits:
    """What the first line waits for, where nothing after it waits for anything else."""
    if not truths:
        return results[-1].waits
    first = truths[0].waits
    later = joined([*(t.waits for t in truths), *(r.waits for r in results)])
    return first if later is not None and first is not None and later <= first else None


def in_columns(
    draft: Draft, figure: Figure, name: str
) -> tuple[Figure, tuple[tuple[str, Node], ...]]:
    """The figure read from columns, and the columns it is read from."""
    wanted = name if figure.scale == 1 else f"{name}_per_{figure.scale}"
    column = draft.fresh(wanted) if wanted.lower() != name.lower() else name
    columns: list[tuple[str, Node]] = [(column, figure.units.node)]
    draft.made.setdefault(figure.units.node, Column(column))
    divisor = figure.divisor
    if divisor is not None and not isinstance(divisor.node, Column):
        below = draft.fresh(f"{name}_divisor")
        columns.append((below, divisor.node))
        divisor = replace(divisor, node=Column(below))
    units = replace(figure.units, node=Column(column))
    return replace(figure, units=units, divisor=divisor), tuple(columns)
