"""The columns of a file against those the rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.nearest import nearest
from evaluator.scoring.engine import name
from evaluator.scoring.relation import Encoding, Relation

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
    for column in wanted:
        if column.name not in found.columns:
            unused = [each for each in found.columns if each not in {w.name for w in wanted}]
            near = nearest(column.name, unused)
            yield Diagnostic(kind=kinds.COLUMN_MISSING, facts={"column": column.name, "near": near})
        elif found.encoding is Encoding.TYPED:
            yield from _wrong_type(column, found.columns[column.name])


def unknown_columns(wanted: Sequence[InputColumn], found: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of the file that the rules do not know, in its order."""
    known = {column.name for column in wanted}
    return tuple(each for each in found if each not in known)


def told_unknown(columns: Sequence[str]) -> Diagnostic:
    """That columns are left out."""
    return Diagnostic(kind=kinds.COLUMNS_UNKNOWN, facts={"columns": ", ".join(columns)})


def _wrong_type(column: InputColumn, type_: str) -> Iterator[Diagnostic]:
    if _fits(column.kind, type_):
        return
    wish = _wish(column.kind)
    facts = {
        "column": column.name,
        "type": type_,
        "wanted": wish.types,
        "cast": f"CAST({name(column.name)} AS {wish.cast})",
    }
    numeric = column.kind in {Kind.NUMBER, Kind.LEVEL}
    kind = kinds.COLUMN_FLOAT if numeric and type_ in _FLOATS else kinds.COLUMN_TYPE
    yield Diagnostic(kind=kind, facts=facts)


def _fits(kind: Kind, type_: str) -> bool:
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE:
            return type_ == "VARCHAR" or type_.startswith("ENUM(")
        case Kind.LEVEL | Kind.NUMBER:
            return type_ in _INTEGERS or type_.startswith("DECIMAL(")
        case Kind.YES_NO:
            return type_ == "BOOLEAN"
        case Kind.DATE:
            return type_ == "DATE"
        case _:
            assert_never(kind)


def _wish(kind: Kind) -> Wish:
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE:
            return Wish(types="VARCHAR", cast="VARCHAR")
        case Kind.LEVEL:
            return Wish(types="BIGINT", cast="BIGINT")
        case Kind.NUMBER:
            return Wish(types="DECIMAL", cast="DECIMAL(18,2)")
        case Kind.YES_NO:
            return Wish(types="BOOLEAN", cast="BOOLEAN")
        case Kind.DATE:
            return Wish(types="DATE", cast="DATE")
        case _:
            assert_never(kind)
