"""The cast that repairs the type of a column: of numbers, one that keeps all that stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.engine import Engine, name, text
from evaluator.scoring.relation import WIDEST, Relation
from evaluator.scoring.typed import NUMBER, decimal_digits, in_full, whole_digits

_USUAL = 2
"""The decimals that are told where there is no number to look at."""


@dataclass(frozen=True, slots=True)
class Repair:
    """The type that a column should have, and how many decimals it keeps of numbers."""

    type: str
    decimals: int = 0


def wished(kind: Kind) -> str:
    """What the rules take in a column of one kind, in words of SQL."""
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.CHOICE | Kind.TEXT:
            return "VARCHAR"
        case Kind.LEVEL:
            return "BIGINT"
        case Kind.NUMBER:
            return "DECIMAL"
        case Kind.YES_NO:
            return "BOOLEAN"
        case Kind.DATE:
            return "DATE"
        case Kind.LIST:
            raise AssertionError("records are matched field by field")
        case _:
            assert_never(kind)


def repair(engine: Engine, column: InputColumn, found: Relation) -> Repair:
    """The type that a column of plain values should have."""
    return _repair(engine, column, name(column.name), found.sql)


def repaired_fields(
    engine: Engine, column: InputColumn, found: Relation, wrong: Mapping[str, InputColumn]
) -> Mapping[str, Repair]:
    """The types that fields of records should have, of those that have another."""
    records = f"(SELECT unnest({name(column.name)}) AS record FROM {found.sql})"
    return {
        each: _repair(engine, field, f"record.{name(each)}", records)
        for each, field in wrong.items()
    }


def _repair(engine: Engine, column: InputColumn, raw: str, rows: str) -> Repair:
    if column.kind not in {Kind.NUMBER, Kind.LEVEL}:
        return Repair(wished(column.kind))
    written = in_full(f"CAST({raw} AS VARCHAR)")
    most = (
        f"max({each(written)}) FILTER (WHERE regexp_full_match({written}, {text(NUMBER)}))"
        for each in (whole_digits, decimal_digits)
    )
    whole, decimals = engine.one(f"SELECT {', '.join(most)} FROM {rows}")
    places = min(_USUAL if decimals is None else int(decimals), WIDEST)
    if column.kind is Kind.LEVEL and not decimals:
        return Repair(wished(column.kind))
    width = WIDTH if int(whole or 1) + places <= WIDTH else WIDEST
    return Repair(usual(width, places), places)


def usual(width: int = WIDTH, places: int = _USUAL) -> str:
    """A type of decimals, the usual one where nothing is known of the numbers."""
    return f"DECIMAL({width},{places})"
