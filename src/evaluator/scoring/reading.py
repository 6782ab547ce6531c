"""From what was found in a file to the columns the rules ask for, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.backends.sql.columns import input_columns, numbers_asked
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.model.instrument import Instrument
from evaluator.scoring.decimals import Decimals
from evaluator.scoring.engine import name, text
from evaluator.scoring.records import fields_of_records, read_records
from evaluator.scoring.relation import Asked, Relation, wrong_of
from evaluator.scoring.typed import Fault, Reading, read_column


def wanted_columns(instrument: Instrument) -> tuple[InputColumn, ...]:
    """The columns of an instrument, before it is known how many decimals their numbers have."""
    return tuple(input_columns(instrument, dict.fromkeys(numbers_asked(instrument), 0)))


def asked_of(wanted: Sequence[InputColumn], names: Mapping[str, str], *, rest: bool) -> Asked:
    """What is to be taken from a file; `names` are what its columns are to be called."""
    return Asked(
        columns=frozenset(column.name for column in wanted),
        records={
            column.name: fields_of_records(column) for column in wanted if column.kind is Kind.LIST
        },
        rest=rest,
        names=names,
    )


def readings_of(
    columns: Sequence[InputColumn], found: Relation, decimals: Mapping[str, Decimals]
) -> tuple[Reading, ...]:
    """How each column is read; `columns` have the decimals that are read."""
    most = {each: known.most for each, known in decimals.items()}
    return tuple(_reading(column, found, most) for column in columns)


def _reading(column: InputColumn, found: Relation, most: Mapping[str, int]) -> Reading:
    if column.name in found.joined:
        return _read_joined(column, found)
    if column.kind is Kind.LIST:
        return read_records(column, found, most)
    if column.optional and column.name not in found.columns:
        return Reading(column=column.name, value=f"CAST(NULL AS {column.sql_type})")
    type_ = found.columns[column.name]
    return read_column(column, name(column.name), type_, found.encoding, most.get(column.name))


def _read_joined(column: InputColumn, found: Relation) -> Reading:
    """A list that was typed when it was joined."""
    return Reading(
        column=column.name,
        value=name(column.name),
        faults=tuple(_told(column, each) for each in found.joined[column.name]),
    )


_FAULT = name("\x01fault")
"""What each thing that is wrong is called where they are looked through: as no column is."""


def _told(column: InputColumn, called: str) -> Fault:
    of_column = f"{_FAULT}.of_column = {text(called)}"
    wrong = f"list_filter({name(wrong_of(column.name))}, lambda {_FAULT}: {of_column})"
    return Fault(
        column=called,
        condition=f"len({wrong}) > 0",
        code=f"{wrong}[1].code",
        shown=f"{wrong}[1].shown",
    )
