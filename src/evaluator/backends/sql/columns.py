"""The columns a query reads, and the checks that every row passes before it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor
from typing import assert_never

from evaluator.backends.sql.nodes import (
    Column,
    Compared,
    Decimal,
    Fixed,
    Node,
    Number,
    OneOf,
    Opposite,
    Other,
    Text,
    Type,
    Whole,
    any_of,
)
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.backends.sql.printer import type_name
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Input,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    TextType,
    Value,
    YesNoType,
)

KEY = "id"
WIDTH = 18
"""The digits of a number that is read: the widest decimal that is computed with at full speed."""
BEYOND = 10**WIDTH
"""More units of its last decimal than such a number has."""


def input_columns(instrument: Instrument, decimals: Mapping[str, int]) -> Iterator[InputColumn]:
    """The columns of `input_rows`, in the order key, groups, rated leaves, inputs."""
    yield _column(KEY, Kind.KEY, Other.VARCHAR)
    for group, _ in instrument.grouped_in:
        yield _column(group, Kind.GROUP, Other.VARCHAR)
    for leaf in instrument.leaves():
        yield _column(leaf.id, Kind.LEVEL, Whole.BIGINT)
    for one in instrument.inputs:
        match one.type:
            case NumberType():
                places = decimals[one.id]
                kind = Decimal(WIDTH, places)
                yield InputColumn(
                    name=one.id, kind=Kind.NUMBER, sql_type=type_name(kind), decimals=places
                )
            case ChoiceType():
                yield _column(one.id, Kind.CHOICE, Other.VARCHAR)
            case YesNoType():
                yield _column(one.id, Kind.YES_NO, Other.BOOLEAN)
            case DateType():
                yield _column(one.id, Kind.DATE, Other.DATE)
            case TextType() | ListType():
                pass  # no formula reads a text, and lists have been refused
            case _:
                assert_never(one.type)


def _column(name: str, kind: Kind, sql_type: Type) -> InputColumn:
    return InputColumn(name=name, kind=kind, sql_type=type_name(sql_type))


def range_of(declared: Input, decimals: int) -> tuple[int, int]:
    """The lowest and highest a number can be, in units of its last decimal."""
    kind = declared.type
    if not isinstance(kind, NumberType):
        raise AssertionError("only numbers have a range")
    unit = 10**decimals
    low, high = 1 - BEYOND, BEYOND - 1
    if kind.low is not None:
        at = kind.low * unit
        low = max(low, ceil(at) if kind.low_included else floor(at) + 1)
    if kind.high is not None:
        at = kind.high * unit
        high = min(high, floor(at) if kind.high_included else ceil(at) - 1)
    return low, high


def wrong_rows(
    instrument: Instrument, decimals: Mapping[str, int]
) -> Iterator[tuple[str, str, Node]]:
    """Column, code and condition of each check, in the order of the columns."""
    for leaf in instrument.leaves():
        yield leaf.id, kinds.LEVEL_OFF_SCALE.code, _off_scale(leaf)
    for one in instrument.inputs:
        match one.type:
            case NumberType():
                outside = _outside(one, decimals[one.id])
                if outside is not None:
                    yield one.id, kinds.NUMBER_OUT_OF_RANGE.code, outside
            case ChoiceType(choices=choices):
                known = tuple(Text(choice) for choice, _ in choices)
                wrong = Opposite(OneOf(Column(one.id), known))
                yield one.id, kinds.UNKNOWN_CHOICE.code, wrong
            case YesNoType() | DateType() | TextType() | ListType():
                pass
            case _:
                assert_never(one.type)


def _off_scale(leaf: Item) -> Node:
    numbers = rating_of(leaf).scale.numbers
    column = Column(leaf.id)
    if numbers == tuple(range(numbers[0], numbers[-1] + 1)):
        return any_of(
            (
                Compared("<", column, Number(numbers[0])),
                Compared(">", column, Number(numbers[-1])),
            )
        )
    return Opposite(OneOf(column, tuple(map(Number, numbers))))


def _outside(declared: Input, decimals: int) -> Node | None:
    """Below the lowest or above the highest number that has so many decimals."""
    kind = declared.type
    if not isinstance(kind, NumberType):
        raise AssertionError("only numbers have a range")
    low, high = range_of(declared, decimals)
    column = Column(declared.id)
    ends = []
    if kind.low is not None:
        ends.append(Compared("<", column, Fixed(low, decimals)))
    if kind.high is not None:
        ends.append(Compared(">", column, Fixed(high, decimals)))
    return any_of(tuple(ends)) if ends else None


def rating_of(leaf: Item) -> Rating:
    """How a rated leaf is rated."""
    if leaf.rating is None:
        raise AssertionError("a leaf that is not computed is rated")
    return leaf.rating


def levels_of(leaf: Item) -> tuple[int, int]:
    """The lowest and highest level."""
    numbers = rating_of(leaf).scale.numbers
    return numbers[0], numbers[-1]


def parts_of(instrument: Instrument) -> Iterator[Item | Value]:
    """Every item and named value, in the order of the rule file."""
    yield from instrument.walk()
    yield from instrument.values
