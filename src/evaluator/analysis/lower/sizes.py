"""How large a value can grow: a few short lines can ask for numbers no machine can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from evaluator.model import formula as f
from evaluator.model.formula import Formula
from evaluator.model.instrument import Instrument, Item, Value
from evaluator.values.functions import Function

MAX_SIZE = 10_000
"""The most answers and numbers a value may be made of, each counted as often as it enters.

The digits of an exact value grow with this count: a value times itself has twice as many.
"""


def too_large(instrument: Instrument) -> Item | Value | None:
    """The first item or value that exceeds the limit; those made of it exceed it too."""
    sizes: dict[str, int] = {}
    parts: list[Item | Value] = [*instrument.values_before_parts]
    parts += _from_below(instrument.items)
    parts += instrument.values_after_parts
    parts += [value for rules in instrument.groups for value in rules.values]
    for one in parts:
        sizes[one.id] = 1 if one.formula is None else _size(one.formula, sizes)
        if sizes[one.id] > MAX_SIZE:
            return one
    return None


def _from_below(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield from _from_below(item.children)
        yield item


def _size(formula: Formula, sizes: Mapping[str, int]) -> int:
    match formula:
        case f.Constant() | f.LeftOut() | f.InputValue() | f.OverSubjects():
            return 1
        case f.FieldValue() | f.DaysBetween():
            return 1
        case f.OverRecords(worked_out=worked_out):
            return sum(_size(each, sizes) for each in worked_out) or 1
        case f.RecordValue(formula=operand):
            return _size(operand, sizes)
        case f.ItemValue(id=name) | f.NamedValue(id=name):
            return sizes.get(name, 1)
        case f.Negative(operand=operand) | f.Rounded(operand=operand):
            return _size(operand, sizes)
        case f.Applied(function=function, operand=operand, argument=argument):
            times = int(argument) if function is Function.POWER and argument else 1
            return times * _size(operand, sizes)
        case f.Arithmetic(left=left, right=right):
            return _size(left, sizes) + _size(right, sizes)
        case f.Over(operands=operands):
            return sum(_size(operand.formula, sizes) for operand in operands)
        case f.Cases(lines=lines, otherwise=otherwise):
            return max(_size(x, sizes) for x in (*(line.result for line in lines), otherwise))
        case f.Lookup(subjects=subjects, rows=rows):
            numbers = [x for x in subjects if not isinstance(x, f.Chosen)]
            return max(_size(x, sizes) for x in (*numbers, *(row.result for row in rows)))
        case _:
            assert_never(formula)
