"""From what was found in a file to the columns the rules ask for, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.backends.sql.columns import input_columns, numbers_asked
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.model.instrument import Instrument
from evaluator.scoring.decimals import Decimals
from evaluator.scoring.engine import name
from evaluator.scoring.records import read_records
from evaluator.scoring.relation import Asked, Relation
from evaluator.scoring.typed import Reading, read_column


def wanted_columns(instrument: Instrument) -> tuple[InputColumn, ...]:
    """The columns of an instrument, before it is known how many decimals their numbers have."""
    return tuple(input_columns(instrument, dict.fromkeys(numbers_asked(instrument), 0)))


def asked_of(wanted: Sequence[InputColumn], *, rest: bool) -> Asked:
    """What is to be taken from a file."""
    return Asked(
        columns=frozenset(column.name for column in wanted),
        records=frozenset(column.name for column in wanted if column.kind is Kind.LIST),
        rest=rest,
    )


def readings_of(
    columns: Sequence[InputColumn], found: Relation, decimals: Mapping[str, Decimals]
) -> tuple[Reading, ...]:
    """How each column is read; `columns` have the decimals that are read."""
    most = {each: known.most for each, known in decimals.items()}
    return tuple(_reading(column, found, most) for column in columns)


def _reading(column: InputColumn, found: Relation, most: Mapping[str, int]) -> Reading:
    if column.kind is Kind.LIST:
        return read_records(column, found, most)
    type_ = found.columns[column.name]
    return read_column(column, name(column.name), type_, found.encoding, most.get(column.name))
