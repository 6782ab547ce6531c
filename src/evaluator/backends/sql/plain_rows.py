"""Rows that nobody has typed before: what a query looks at besides, and how it reads them.

`takar score` types every cell before its query. A query that is run by hand stands over any table
or view: its numbers may have more decimals than are read, its levels may be decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evaluator.backends.sql.columns import (
    WIDTH,
    Wrong,
    asked_of_rows,
    called_answers,
    input_columns,
    key_of,
    level_type,
    rating_of,
    record_name,
    wrong_field,
    wrong_rows,
)
from evaluator.backends.sql.nodes import (
    Call,
    Cast,
    Column,
    Compared,
    Decimal,
    Field,
    Function,
    IsNot,
    IsNull,
    Lambda,
    Logic,
    Node,
    Number,
    OneOf,
    Opposite,
    Record,
    Whole,
    any_of,
    contrary,
)
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.model.instrument import Instrument, Item, ListType, NumberType


def wrong_plain_rows(instrument: Instrument, decimals: Mapping[str, int]) -> Sequence[Wrong]:
    """The checks of a row that has not been typed, in the order of the columns."""
    order = {column.name: n for n, column in enumerate(input_columns(instrument, decimals))}
    levels = {leaf.id: leaf for leaf in instrument.leaves()}
    every = [
        _off_scale(one, levels[one.column]) if one.column in levels and one.ends else one
        for one in wrong_rows(instrument, decimals)
    ]
    every += _too_fine(instrument, decimals)
    return sorted(every, key=lambda one: order[one.column])


def _off_scale(wrong: Wrong, leaf: Item) -> Wrong:
    """Whether a level is none of its scale, which no decimal between two levels is either."""
    known = tuple(map(Number, rating_of(leaf).scale.numbers))
    return replace(wrong, condition=Opposite(OneOf(Column(leaf.id), known)), ends=None)


def _too_fine(instrument: Instrument, decimals: Mapping[str, int]) -> Iterator[Wrong]:
    """A number has no more decimals than are read."""
    record = record_name(instrument)
    for one in asked_of_rows(instrument):
        match one.type:
            case NumberType():
                condition = _finer(Column(one.key), decimals[one.key])
                yield Wrong(column=one.key, code=kinds.NUMBER_TOO_LONG.code, condition=condition)
            case ListType(fields=fields):
                for field in fields:
                    if isinstance(field.type, NumberType):
                        inner = _finer(Field(record, field.id), decimals[key_of(one.id, field.id)])
                        finer = Lambda(record, inner)
                        yield wrong_field(one.id, field.id, kinds.NUMBER_TOO_LONG.code, finer)
            case _:
                pass


def _finer(place: Node, decimals: int) -> Node:
    return Compared("<>", place, Call(Function.ROUND, (place, Number(decimals))))


def right(wrong: Wrong) -> Node:
    """What holds for rows that are not wrong, as one writes it by hand: a missing answer passes."""
    turned = _turned(wrong.condition)
    if turned is None:
        return IsNot(wrong.condition, truth=True)
    return any_of((IsNull(Column(wrong.column)), turned))


def _turned(condition: Node) -> Node | None:
    """The opposite of comparisons of one column; `None` of anything else."""
    match condition:
        case Opposite(operand=OneOf() as known):
            return known
        case Compared(left=Column()):
            return contrary(condition)
        case Logic("OR", operands):
            parts = [_turned(one) for one in operands]
            turned = tuple(part for part in parts if part is not None)
            return Logic("AND", turned) if len(turned) == len(parts) else None
        case _:
            return None


def read_plain(instrument: Instrument, decimals: Mapping[str, int]) -> Iterator[tuple[str, Node]]:
    """Each column, by what it is called in the query, as the type that is computed with.

    Only rows that passed are read, of which no cast loses anything.
    """
    called = dict(called_answers(instrument))
    record = record_name(instrument)
    levels = {leaf.id: level_type(leaf) for leaf in instrument.leaves()}
    for column in input_columns(instrument, decimals):
        yield called.get(column.name, column.name), _typed(column, record, levels)


def _typed(column: InputColumn, record: str, levels: Mapping[str, Whole]) -> Node:
    place = Column(column.name)
    match column.kind:
        case Kind.LIST if any(field.kind is Kind.NUMBER for field in column.fields):
            fields = (
                (field.name, _number(field, Field(record, field.name))) for field in column.fields
            )
            each = Lambda(record, Record(tuple(fields)))
            return Call(Function.LIST_TRANSFORM, (place, each))
        case Kind.LEVEL:
            return Cast(place, levels[column.name])
        case _:
            return _number(column, place)


def _number(column: InputColumn, place: Node) -> Node:
    if column.kind is not Kind.NUMBER:
        return place
    return Cast(place, Decimal(WIDTH, column.decimals or 0))
