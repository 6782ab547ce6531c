"""Lists that stand in a table of their own, a record a row: joined to the rows of their subjects.

A record that is wrong is a fault of the row of its subject. One whose subject cannot be told would
be missing from a list nobody knows which, so that it ends the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.backends.sql.columns import WIDTH, input_columns, key_of, numbers_asked
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.columns import KEY, ROW
from evaluator.model.instrument import Instrument
from evaluator.scoring.decimals import Decimals, decimals_of
from evaluator.scoring.engine import Engine, file, name, text
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_rows import DIGITS
from evaluator.scoring.matching import (
    refused_declarations,
    told_unknown_fields,
    wrong_columns,
)
from evaluator.scoring.parquet_file import open_parquet
from evaluator.scoring.reading import readings_of, wanted_columns
from evaluator.scoring.rejects import rejected_rows
from evaluator.scoring.relation import Asked, Encoding, Relation, wrong_of
from evaluator.scoring.rows import blank
from evaluator.scoring.sources import open_source
from evaluator.scoring.telling import Rejected, teller
from evaluator.scoring.typed import Fault, Reading
from evaluator.scoring.work import Work

_MOST_TOLD = 20
_PLACE, _RECORD, _FAULT = map(name, ("\x01place", "\x01record", "\x01fault"))
_KEY_OF_ROW, _RECORDS, _WRONG = map(name, ("\x01key", "\x01records", "\x01wrong"))
"""Columns beside those of the data and of the rules, which may be called anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFile:
    """A table of records.

    Attributes:
        list: the id of the list they stand in.
        complete: whether a subject without records has none; else its list is missing.
    """

    list: str
    path: Path
    read: Format
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Rows with their lists.

    Attributes:
        found: the rows; a list that was joined stands in `found.joined`.
        decimals: of the numbers in the records.
        remarks: what is to be said of the tables.
    """

    found: Relation
    decimals: Mapping[str, Decimals]
    remarks: tuple[Diagnostic, ...] = ()


def with_children(
    engine: Engine,
    instrument: Instrument,
    found: Relation,
    children: Sequence[ChildFile],
    work: Work,
) -> Joined:
    """The rows of a file with the lists that stand in tables of their own.

    Raises:
        DataInvalid: a column of the file is missing or is not what it should be; a table cannot be
            read, or does not belong to a list of the rules.
    """
    for child in children:
        _columns(instrument, child, {})  # that there is such a list
    lists = {child.list for child in children}
    wanted = [column for column in wanted_columns(instrument) if column.name not in lists]
    wrong = (*wrong_columns(engine, wanted, found), *refused_declarations(wanted, found))
    if wrong:
        raise DataInvalid(*wrong)
    joined = Joined(found=found, decimals={})
    for number, child in enumerate(children):
        table = _open(engine, instrument, child, Work(work.file(f"with-{number}")))
        if child.list in joined.found.columns or child.list in joined.found.joined:
            raise invalid(kinds.LIST_TWICE, {"list": child.list, "path": str(child.path)})
        joined = _with(engine, joined, table)
    return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table of records, read.

    Attributes:
        column: the list, its numbers with the decimals they are read with.
        key: how the id of the subject is read.
        fields: how each field of a record is read.
        work: the folder for what is made of it.
    """

    child: ChildFile
    column: InputColumn
    found: Relation
    key: Reading
    fields: tuple[Reading, ...]
    decimals: Mapping[str, Decimals]
    work: Work


def _open(engine: Engine, instrument: Instrument, child: ChildFile, work: Work) -> _Table:
    work.folder.mkdir(exist_ok=True)
    wanted = _columns(instrument, child, {})
    asked = Asked(columns=frozenset(column.name for column in wanted))
    found = open_source(engine, child.path, child.read, work, asked)
    digits = DIGITS if found.encoding is Encoding.JSON else WIDTH
    wrong = tuple(wrong_columns(engine, wanted, found))
    if wrong:
        raise DataInvalid(*wrong)
    decimals = decimals_of(engine, wanted, found)
    key, *fields = _columns(instrument, child, decimals)
    readings = readings_of((key, *fields), found, decimals)
    lost = list(rejected_rows(found, ())) or list(_without_subject(engine, found, readings[0]))
    if lost:
        told = teller(instrument, digits)
        raise DataInvalid(*(told.placed(each, str(child.path)) for each in lost[:_MOST_TOLD]))
    column = next(each for each in _lists(instrument, child, decimals) if each.name == child.list)
    return _Table(
        child=child,
        column=column,
        found=found,
        key=readings[0],
        fields=readings[1:],
        decimals={f"{child.list}.{each}": known for each, known in decimals.items()},
        work=work,
    )


def _columns(
    instrument: Instrument, child: ChildFile, decimals: Mapping[str, Decimals]
) -> tuple[InputColumn, ...]:
    """The columns of a table: the id of the subject, and the fields."""
    lists = {each.name: each for each in _lists(instrument, child, decimals)}
    if child.list not in lists:
        facts: dict[str, Fact] = {"list": child.list, "lists": tuple(lists)}
        raise invalid(kinds.LIST_UNKNOWN, facts)
    key = InputColumn(name=KEY, kind=Kind.KEY, sql_type="VARCHAR")
    return (key, *lists[child.list].fields)


def _lists(
    instrument: Instrument, child: ChildFile, decimals: Mapping[str, Decimals]
) -> Iterator[InputColumn]:
    read = dict.fromkeys(numbers_asked(instrument), 0)
    read |= {key_of(child.list, field): known.read for field, known in decimals.items()}
    yield from (each for each in input_columns(instrument, read) if each.kind is Kind.LIST)


def _without_subject(engine: Engine, found: Relation, key: Reading) -> Iterator[Rejected]:
    nameless = engine.run(
        f"SELECT {ROW} FROM {found.sql} WHERE {blank(key)} ORDER BY 1 LIMIT {_MOST_TOLD}"
    )
    for (place,) in nameless:
        row, code = found.number(place), kinds.ROW_ID_MISSING.code
        yield Rejected(row=row, id="", column=KEY, code=code, content="")


def _with(engine: Engine, joined: Joined, table: _Table) -> Joined:
    found, child = joined.found, table.child
    grouped = table.work.once("grouped.parquet", lambda path: _group(engine, table, path))
    key = _key_of(found)
    lists, wrong = name(child.list), name(wrong_of(child.list))
    # An empty list is an answer; what is not stated is missing.
    otherwise = "[]" if child.complete else "NULL"
    query = (
        f"SELECT rows.* EXCLUDE ({ROW}, {_KEY_OF_ROW}),"
        f" coalesce({_RECORDS}, {otherwise}) AS {lists}, {_WRONG} AS {wrong}"
        f" FROM (SELECT *, {key} AS {_KEY_OF_ROW} FROM {found.sql}) AS rows"
        f" LEFT JOIN read_parquet({file(grouped)}) AS lists ON {_KEY_OF_ROW} = lists.id"
        f" ORDER BY rows.{ROW}"
    )

    def make(path: Path) -> None:
        engine.copy(query, path, "FORMAT parquet")

    path = table.work.once("joined.parquet", make)
    nobody = _without_a_row(engine, table, grouped, found)
    faults = (_called(table, fault) for each in table.fields for fault in each.faults)
    return Joined(
        found=replace(
            found,
            sql=open_parquet(engine, path).sql,
            joined={**found.joined, child.list: tuple(dict.fromkeys(faults))},
        ),
        decimals={**joined.decimals, **table.decimals},
        remarks=(*joined.remarks, *_remarks(table, nobody)),
    )


def _without_a_row(engine: Engine, table: _Table, grouped: Path, found: Relation) -> int:
    """How many records are of subjects that are not in the data.

    Raises:
        DataInvalid: every record is, though the data have rows: the ids are not those of the data.
    """
    key = _key_of(found)
    every, nobody, rows = engine.one(
        f"SELECT coalesce(sum(len({_RECORDS})), 0),"
        f" coalesce(sum(len({_RECORDS})) FILTER (WHERE {_KEY_OF_ROW} IS NULL), 0),"
        f" (SELECT count(*) FROM {found.sql})"
        f" FROM read_parquet({file(grouped)}) AS lists"
        f" LEFT JOIN (SELECT DISTINCT {key} AS {_KEY_OF_ROW} FROM {found.sql})"
        f" ON {_KEY_OF_ROW} = lists.id"
    )
    if nobody and nobody == every and rows:
        path = str(table.child.path)
        raise invalid(kinds.RECORDS_NONE_MATCH, {"path": path, "rows": int(nobody)})
    return int(nobody)


def _remarks(table: _Table, nobody: int) -> Iterator[Diagnostic]:
    yield from table.found.remarks
    yield from told_unknown_fields(table.column, table.found)
    if nobody:
        facts: dict[str, Fact] = {"path": str(table.child.path), "rows": nobody}
        yield Diagnostic(kind=kinds.RECORDS_OF_NOBODY, facts=facts)


def _called(table: _Table, fault: Fault) -> str:
    return f"{table.child.list}.{fault.column}"


def _group(engine: Engine, table: _Table, path: Path) -> None:
    """The records of each subject, in their order, and what is wrong with them."""
    record = ", ".join(f"{name(each.column)} := {each.value}" for each in table.fields)
    wrong = ", ".join(
        f"CASE WHEN {fault.condition} THEN {{'of_column': {text(_called(table, fault))},"
        f" 'code': {fault.code}, 'shown': {fault.shown}}} END"
        for each in table.fields
        for fault in each.faults
    )
    none = "NULL::STRUCT(of_column VARCHAR, code VARCHAR, shown VARCHAR)"
    engine.copy(
        f"WITH records AS (SELECT {ROW} AS {_PLACE}, {table.key.value} AS id,"
        f" struct_pack({record}) AS {_RECORD},"
        f" list_filter([{wrong or none}], lambda {_FAULT}: {_FAULT} IS NOT NULL) AS {_WRONG}"
        f" FROM {table.found.sql})"
        f" SELECT id, list({_RECORD} ORDER BY {_PLACE}) AS {_RECORDS},"
        f" flatten(list({_WRONG} ORDER BY {_PLACE})) AS {_WRONG} FROM records GROUP BY id",
        path,
        "FORMAT parquet",
    )


def _key_of(found: Relation) -> str:
    key = InputColumn(name=KEY, kind=Kind.KEY, sql_type="VARCHAR")
    return readings_of((key,), found, {})[0].value
