"""The columns of a file against those the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.backends.sql.columns import declared_part
from evaluator.backends.sql.outputs import RULES, names
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.nearest import nearest
from evaluator.model.columns import KEY
from evaluator.model.instrument import RECORD_ID, Instrument
from evaluator.scoring.engine import name
from evaluator.scoring.relation import EXAMPLES, Encoding, Relation

_INTEGERS = frozenset(
    sign + size
    for sign in ("", "U")
    for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_FLOATS = frozenset({"FLOAT", "DOUBLE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the rules take in a column of one kind: in words of SQL, and the cast that repairs."""

    types: str
    cast: str


def wrong_columns(wanted: Sequence[InputColumn], found: Relation) -> Iterator[Diagnostic]:
    """Every column that is missing, and every one whose type does not fit."""
    if _has_none(wanted, found):
        names = tuple(column.name for column in wanted)
        yield Diagnostic(kind=kinds.COLUMNS_NONE, facts={"columns": names[:EXAMPLES]})
        return
    for column in wanted:
        if column.name in found.joined:
            continue
        if column.kind is Kind.LIST and found.encoding is Encoding.TEXT:
            yield Diagnostic(kind=kinds.COLUMN_OF_RECORDS, facts={"column": column.name})
        elif column.name not in found.columns:
            if column.optional:
                continue
            yield _missing_in(found, column.name, unknown_columns(wanted, found))
        elif found.encoding is Encoding.TYPED:
            yield from _wrong_type(column, found)
        if column.kind is Kind.LIST and found.fields.get(column.name):
            yield from _missing_fields(column, found.fields[column.name])


def _has_none(wanted: Sequence[InputColumn], found: Relation) -> bool:
    """Whether no column of the file is one that is asked for, as where its names are left out."""
    asked = {each.name.casefold() for each in wanted if each.name not in found.joined}
    return len(asked) > 1 and asked.isdisjoint(map(str.casefold, (*found.columns, *found.unread)))


def refused_declarations(wanted: Sequence[InputColumn], found: Relation) -> Iterator[Diagnostic]:
    """Every column that declares a part not applicable which the rules ask for in any case."""
    asked = {column.name for column in wanted}
    for column in unknown_columns(wanted, found):
        part = declared_part(column)
        if part in asked:
            facts: dict[str, Fact] = {"column": column, "id": part or ""}
            yield Diagnostic(kind=kinds.COLUMN_DECLARES, facts=facts)


def _missing_in(found: Relation, column: str, unused: Sequence[str]) -> Diagnostic:
    """That a column is missing; where one was to be called nearly so, that the name is wrong."""
    near = nearest(column, unused)
    if len(near) == 1 and near[0] in found.named:
        facts: dict[str, Fact] = {"column": found.named[near[0]], "id": near[0], "near": column}
        return Diagnostic(kind=kinds.COLUMNS_FILE_ID, facts=facts)
    return _missing(column, unused)


def _missing(column: str, unused: Sequence[str]) -> Diagnostic:
    near = nearest(column, unused)
    return Diagnostic(kind=kinds.COLUMN_MISSING, facts={"column": column, "near": near})


def _missing_fields(column: InputColumn, fields: Iterable[str]) -> Iterator[Diagnostic]:
    unused = _unknown_fields(column, fields)
    for field in column.fields:
        if field.name not in fields:
            yield _missing(f"{column.name}.{field.name}", unused)


def unknown_columns(wanted: Sequence[InputColumn], found: Relation) -> tuple[str, ...]:
    """The columns of the file that the rules do not know, in its order."""
    known = {column.name for column in wanted}
    return (*(each for each in found.columns if each not in known), *found.unread)


def refused_kept(
    instrument: Instrument, kept: Sequence[str], *, rules: bool
) -> Iterator[Diagnostic]:
    """Every column to be carried along that is called like one of the result."""
    taken = {each.casefold() for each in names(instrument, ())} | ({RULES} if rules else set())
    taken |= {ranking.id.casefold() for _, ranking in instrument.subject_rankings()}
    for column in kept:
        if column.casefold() in taken:
            yield Diagnostic(kind=kinds.COLUMN_KEPT_TWICE, facts={"column": column})


def told_unknown(
    wanted: Sequence[InputColumn], found: Relation, *, kept: bool
) -> Iterator[Diagnostic]:
    """That columns are left out, or fields of records, which cannot be carried along."""
    columns = () if kept else unknown_columns(wanted, found)
    if columns:
        yield Diagnostic(kind=kinds.COLUMNS_UNKNOWN, facts={"columns": ", ".join(columns)})
    fields = [
        each
        for column in wanted
        if column.kind is Kind.LIST
        for each in _unknown_fields(column, found.fields.get(column.name, ()))
    ]
    yield from _told_fields(fields)


def told_unknown_fields(column: InputColumn, table: Relation) -> Iterator[Diagnostic]:
    """That columns of a table of records are left out."""
    columns = [each for each in (*table.columns, *table.unread) if each != KEY]
    yield from _told_fields(_unknown_fields(column, columns))


def _told_fields(fields: Sequence[str]) -> Iterator[Diagnostic]:
    if fields:
        yield Diagnostic(kind=kinds.FIELDS_UNKNOWN, facts={"fields": ", ".join(fields)})


def _unknown_fields(column: InputColumn, fields: Iterable[str]) -> list[str]:
    known = {RECORD_ID, *(field.name for field in column.fields)}
    return [f"{column.name}.{each}" for each in fields if each not in known]


def _wrong_type(column: InputColumn, found: Relation) -> Iterator[Diagnostic]:
    type_ = found.columns[column.name]
    if column.kind is not Kind.LIST:
        yield from _unfit(column, column.name, type_, _cast(column.name, _wish(column.kind).cast))
        return
    fields = found.fields.get(column.name)
    if fields is None:
        wish = f"STRUCT({', '.join(_field_wish(field) for field in column.fields)})[]"
        facts = {"column": column.name, "type": type_, "wanted": wish}
        yield Diagnostic(kind=kinds.COLUMN_TYPE, facts={**facts, "cast": _cast(column.name, wish)})
        return
    repaired = _repaired(column, fields)
    for field in column.fields:
        if field.name in fields:
            called = f"{column.name}.{field.name}"
            yield from _unfit(field, called, fields[field.name], _cast(column.name, repaired))


def _repaired(column: InputColumn, fields: Mapping[str, str]) -> str:
    """The type of a column of records once every field has the type it should have."""
    wanted = {field.name: field.kind for field in column.fields}
    parts = (
        f"{name(field)} {_wish(wanted[field]).cast}"
        if field in wanted and not _fits(wanted[field], type_)
        else f"{name(field)} {type_}"
        for field, type_ in fields.items()
    )
    return f"STRUCT({', '.join(parts)})[]"


def _field_wish(field: InputColumn) -> str:
    return f"{name(field.name)} {_wish(field.kind).cast}"


def _cast(column: str, type_: str) -> str:
    return f"CAST({name(column)} AS {type_})"


def _unfit(column: InputColumn, called: str, type_: str, cast: str) -> Iterator[Diagnostic]:
    """That plain values are of another type."""
    if _fits(column.kind, type_):
        return
    wish = _wish(column.kind)
    facts = {"column": called, "type": type_, "wanted": wish.types, "cast": cast}
    numeric = column.kind in {Kind.NUMBER, Kind.LEVEL}
    kind = kinds.COLUMN_FLOAT if numeric and type_ in _FLOATS else kinds.COLUMN_TYPE
    yield Diagnostic(kind=kind, facts=facts)


def _fits(kind: Kind, type_: str) -> bool:
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE | Kind.TEXT:
            return type_ == "VARCHAR" or type_.startswith("ENUM(")
        case Kind.LEVEL | Kind.NUMBER:
            return type_ in _INTEGERS or type_.startswith("DECIMAL(")
        case Kind.YES_NO:
            return type_ == "BOOLEAN"
        case Kind.DATE:
            return type_ == "DATE"
        case Kind.LIST:
            raise AssertionError("records are matched field by field")
        case _:
            assert_never(kind)


def _wish(kind: Kind) -> Wish:
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE | Kind.TEXT:
            return Wish(types="VARCHAR", cast="VARCHAR")
        case Kind.LEVEL:
            return Wish(types="BIGINT", cast="BIGINT")
        case Kind.NUMBER:
            return Wish(types="DECIMAL", cast="DECIMAL(18,2)")
        case Kind.YES_NO:
            return Wish(types="BOOLEAN", cast="BOOLEAN")
        case Kind.DATE:
            return Wish(types="DATE", cast="DATE")
        case Kind.LIST:
            raise AssertionError("records are matched field by field")
        case _:
            assert_never(kind)
