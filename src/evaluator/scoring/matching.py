"""The columns of a file against those the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from evaluator.backends.sql.columns import declared_part
from evaluator.backends.sql.outputs import RULES, names
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.nearest import nearest
from evaluator.model.columns import KEY
from evaluator.model.instrument import RECORD_ID, Instrument
from evaluator.scoring.casts import Repair, repair, repaired_fields, usual, wished
from evaluator.scoring.engine import Engine, name
from evaluator.scoring.relation import EXAMPLES, WIDEST, Encoding, Relation

_INTEGERS = frozenset(
    sign + size
    for sign in ("", "U")
    for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
_FLOATS = frozenset({"FLOAT", "DOUBLE"})


def wrong_columns(
    engine: Engine, wanted: Sequence[InputColumn], found: Relation
) -> Iterator[Diagnostic]:
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
            yield from _wrong_type(engine, column, found)
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


def _wrong_type(engine: Engine, column: InputColumn, found: Relation) -> Iterator[Diagnostic]:
    type_ = found.columns[column.name]
    if column.kind is not Kind.LIST:
        if not _fits(column.kind, type_):
            repaired = repair(engine, column, found)
            cast = _cast(column.name, repaired.type)
            yield _unfit(column, column.name, type_, cast, repaired)
        return
    fields = found.fields.get(column.name)
    if fields is None:
        wish = f"STRUCT({', '.join(map(_field_wish, column.fields))})[]"
        facts = {"column": column.name, "type": type_, "wanted": wish}
        yield Diagnostic(kind=kinds.COLUMN_TYPE, facts={**facts, "cast": _cast(column.name, wish)})
        return
    wrong = {each.name: each for each in column.fields if not _is_sound(each, fields)}
    repairs = repaired_fields(engine, column, found, wrong) if wrong else {}
    parts = (
        f"{name(each)} {repairs[each].type if each in repairs else fields[each]}" for each in fields
    )
    cast = _cast(column.name, f"STRUCT({', '.join(parts)})[]")
    for each, repaired in repairs.items():
        yield _unfit(wrong[each], f"{column.name}.{each}", fields[each], cast, repaired)


def _is_sound(field: InputColumn, fields: Mapping[str, str]) -> bool:
    """Whether a field has its type, or is not there at all, which is told otherwise."""
    return field.name not in fields or _fits(field.kind, fields[field.name])


def _field_wish(field: InputColumn) -> str:
    return f"{name(field.name)} {usual() if field.kind is Kind.NUMBER else wished(field.kind)}"


def _cast(column: str, type_: str) -> str:
    return f"CAST({name(column)} AS {type_})"


def _unfit(column: InputColumn, called: str, type_: str, cast: str, repaired: Repair) -> Diagnostic:
    """That plain values are of another type."""
    facts: dict[str, Fact] = {"column": called, "type": type_}
    numeric = column.kind in {Kind.NUMBER, Kind.LEVEL}
    if numeric and type_.startswith("DECIMAL("):
        return Diagnostic(kind=kinds.COLUMN_WIDE, facts={**facts, "limit": WIDEST})
    facts |= {"wanted": wished(column.kind), "cast": cast}
    if numeric and type_ in _FLOATS:
        facts |= {"decimals": repaired.decimals}
        return Diagnostic(kind=kinds.COLUMN_FLOAT, facts=facts)
    return Diagnostic(kind=kinds.COLUMN_TYPE, facts=facts)


def _fits(kind: Kind, type_: str) -> bool:
    """Whether a column of a type can be read as one of a kind."""
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE | Kind.TEXT:
            return type_ == "VARCHAR" or type_.startswith("ENUM(")
        case Kind.LEVEL | Kind.NUMBER if type_.startswith("DECIMAL("):
            return int(type_.removeprefix("DECIMAL(").partition(",")[0]) <= WIDEST
        case Kind.LEVEL | Kind.NUMBER:
            return type_ in _INTEGERS
        case Kind.YES_NO:
            return type_ == "BOOLEAN"
        case Kind.DATE:
            return type_ == "DATE"
        case Kind.LIST:
            raise AssertionError("records are matched field by field")
        case _:
            assert_never(kind)
