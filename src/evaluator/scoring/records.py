"""Columns of records: each record read field by field, a list that has a wrong one at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.model.instrument import RECORD_ID
from evaluator.scoring.engine import name, text
from evaluator.scoring.relation import Encoding, Relation, parsed_of
from evaluator.scoring.typed import Fault, Reading, read_column

_RECORD, _ENTRY, _CALLED, _OTHER = map(name, ("\x01record", "\x01entry", "\x01called", "\x01other"))
"""What each record, or id of one, is called where a list is looked through: as no column is."""
_ID = InputColumn(name=RECORD_ID, kind=Kind.TEXT, sql_type="VARCHAR")


def key_of(column: InputColumn, field: InputColumn) -> str:
    """How a field of the records in a column is called where columns are called by their names."""
    return f"{column.name}.{field.name}"


def fields_of_records(column: InputColumn) -> tuple[str, ...]:
    """What is read of every record of a list: the fields of the rules, and what names it."""
    own = tuple(field.name for field in column.fields)
    called = any(field.casefold() == RECORD_ID for field in own)
    return own if called else (*own, RECORD_ID)


def named_records(column: InputColumn, found: Relation) -> InputColumn:
    """A list whose records are read with what names each of them, where the data have that."""
    type_ = found.fields.get(column.name, {}).get(RECORD_ID)
    text_of = {Encoding.TYPED: "VARCHAR", Encoding.JSON: "JSON"}.get(found.encoding)
    other = any(field.name.casefold() == RECORD_ID for field in column.fields)
    if other or column.name in found.joined or type_ is None or type_ != text_of:
        return column
    return replace(column, fields=(_ID, *column.fields))


def records_in(column: InputColumn, found: Relation) -> str:
    """SQL for the records in a column: a list of structs."""
    return _records(column, found).value


def read_records(column: InputColumn, found: Relation, most: Mapping[str, int]) -> Reading:
    """How a column of records is read; `most` are the most decimals of each field."""
    records = _records(column, found)
    fields = found.fields.get(column.name, {})
    readings = [
        _read_field(column, field, fields.get(field.name, ""), found.encoding, most)
        for field in column.fields
    ]
    read = [(each.column, each.value) for each in readings]
    faults = [_lifted(column, records, fault) for each in readings for fault in each.faults]
    if RECORD_ID in fields:
        faults += _called(column, records, found.encoding)
    as_they_are = found.encoding is Encoding.TYPED and _are_as_wanted(column, fields, readings)
    return Reading(
        column=column.name,
        value=records.value if as_they_are else _value(records, read),
        faults=(*records.faults, *faults),
    )


def _are_as_wanted(
    column: InputColumn, fields: Mapping[str, str], readings: Sequence[Reading]
) -> bool:
    """Whether records have the fields that are wanted, in their order and type, and no others."""
    wanted = [(field.name, field.sql_type) for field in column.fields]
    plain = all(each.value == f"{_RECORD}.{name(each.column)}" for each in readings)
    return plain and list(fields.items()) == wanted


@dataclass(frozen=True, slots=True)
class _Records:
    """SQL for a list of structs, whether it has any, and what may be wrong with it as a whole."""

    value: str
    some: str
    faults: tuple[Fault, ...]


def _records(column: InputColumn, found: Relation) -> _Records:
    raw = name(column.name)
    match found.encoding:
        case Encoding.TYPED:
            return _Records(raw, f"len({raw}) > 0", ())
        case Encoding.JSON:
            value = name(parsed_of(column.name))
            some = f"{raw} <> '[]'"
            # That a record is `null` is seen to by the rules' own checks.
            no_record = f"{_ENTRY} <> 'null' AND NOT starts_with({_ENTRY}, '{{')"
            others = f"list_filter(json_extract({raw}, '$[*]'), lambda {_ENTRY}: {no_record})"
            no_list = _fault(column, f"NOT starts_with({raw}, '[')", kinds.RECORDS_EXPECTED.code)
            other = _where(some, f"len({others}) > 0")
            no_records = replace(
                _fault(column, other, kinds.OBJECT_EXPECTED.code),
                shown=f"CAST(({others})[1] AS VARCHAR)",
            )
            return _Records(value, some, (no_list, no_records))
        case Encoding.TEXT:
            raise AssertionError("text holds no records")
        case _:
            assert_never(found.encoding)


def _fault(column: InputColumn, condition: str, code: str) -> Fault:
    shown = f"CAST({name(column.name)} AS VARCHAR)"
    return Fault(column=column.name, condition=condition, code=text(code), shown=shown)


def _read_field(
    column: InputColumn,
    field: InputColumn,
    type_: str,
    encoding: Encoding,
    most: Mapping[str, int],
) -> Reading:
    raw = f"{_RECORD}.{name(field.name)}"
    return read_column(field, raw, type_, encoding, most.get(key_of(column, field)))


def _lifted(column: InputColumn, records: _Records, fault: Fault) -> Fault:
    """A fault of a field as one of the list: that of the first record that has it."""
    wrong = _filtered(records.value, fault.condition)
    return Fault(
        column=f"{column.name}.{fault.column}",
        condition=_where(records.some, f"len({wrong}) > 0"),
        code=f"{_each(wrong, fault.code)}[1]",
        shown=f"{_each(wrong, fault.shown)}[1]",
    )


def _where(some: str, condition: str) -> str:
    """A condition of a list that has records; most have none, and are not looked through."""
    return f"CASE WHEN {some} THEN {condition} END"


def _filtered(records: str, condition: str) -> str:
    return f"list_filter({records}, lambda {_RECORD}: coalesce({condition}, false))"


def _each(records: str, value: str) -> str:
    return f"list_transform({records}, lambda {_RECORD}: {value})"


def _value(records: _Records, read: Sequence[tuple[str, str]]) -> str:
    inner = ", ".join(f"{name(field)} := {value}" for field, value in read)
    # A record that is NULL stays NULL, for the rules' own checks to see.
    packed = f"CASE WHEN {_RECORD} IS NOT NULL THEN struct_pack({inner}) END"
    return _each(records.value, packed)


def _called(column: InputColumn, records: _Records, encoding: Encoding) -> Iterator[Fault]:
    """That records of a list are called by one id, or by something that is no text."""
    raw = f"{_RECORD}.{name(RECORD_ID)}"
    if encoding is Encoding.JSON and _ID not in column.fields:
        read = read_column(_ID, raw, "JSON", encoding, None)
        yield from (_lifted(column, records, fault) for fault in read.faults)
    ids = _each(records.value, raw)
    twice = _where(records.some, f"len(list_distinct({ids})) < list_count({ids})")
    fault = _fault(column, twice, kinds.RECORD_ID_TWICE.code)
    again = f"len(list_filter({ids}, lambda {_OTHER}: {_OTHER} = {_CALLED})) > 1"
    first = f"list_filter({ids}, lambda {_CALLED}: {again})[1]"
    yield replace(fault, column=f"{column.name}.{RECORD_ID}", shown=first)
