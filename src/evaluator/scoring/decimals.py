"""How many decimals the numbers of each column are read with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.engine import Engine, name, text
from evaluator.scoring.records import key_of, records_in
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.typed import NUMBER, in_full, is_wide


@dataclass(frozen=True, slots=True)
class Decimals:
    """The decimals of one column: how many are read, and how many there are at most."""

    read: int
    most: int


def decimals_of(
    engine: Engine, wanted: Sequence[InputColumn], found: Relation
) -> Mapping[str, Decimals]:
    """The decimals of every number: by the type of its column, else by one look at what is there.

    A field of records goes by the name of its column and its own.
    """
    rows = {column.name: found.columns[column.name] for column in wanted if _is_number(column)}
    decimals = _decimals(engine, rows, {each: name(each) for each in rows}, found, found.sql)
    for column in wanted:
        fields = [field for field in column.fields if _is_number(field)]
        if fields and column.name not in found.joined:
            types = found.fields.get(column.name, {})
            numbers = {key_of(column, each): types.get(each.name, "JSON") for each in fields}
            raw = {key_of(column, each): f"record.{name(each.name)}" for each in fields}
            records = f"(SELECT unnest({records_in(column, found)}) AS record FROM {found.sql})"
            if types:
                decimals |= _decimals(engine, numbers, raw, found, records)
            else:  # there is no record
                decimals |= dict.fromkeys(numbers, Decimals(0, 0))
    return decimals


def _is_number(column: InputColumn) -> bool:
    return column.kind is Kind.NUMBER


def _decimals(
    engine: Engine, types: Mapping[str, str], raw: Mapping[str, str], found: Relation, rows: str
) -> dict[str, Decimals]:
    """The decimals of numbers, by their types, and SQL for each over some rows."""
    looked_at = {
        each: _written(raw[each], found)
        for each, type_ in types.items()
        if found.encoding is not Encoding.TYPED or is_wide(type_)
    }
    by_look = _looked_up(engine, looked_at, rows) if looked_at else {}
    return {
        each: by_look.get(each, Decimals(_of_type(type_), _of_type(type_)))
        for each, type_ in types.items()
    }


def _written(raw: str, found: Relation) -> str:
    written = f"CAST({raw} AS VARCHAR)"
    return in_full(written) if found.encoding is Encoding.JSON else written


def _of_type(type_: str) -> int:
    return int(type_.removesuffix(")").partition(",")[2]) if type_.startswith("DECIMAL(") else 0


def _looked_up(engine: Engine, raw: Mapping[str, str], rows: str) -> dict[str, Decimals]:
    """Whole digits come first: as many decimals are read as are left beside the longest of them."""
    asked = ", ".join(part for value in raw.values() for part in _lengths(value))
    lengths = engine.one(f"SELECT {asked} FROM {rows}")
    pairs = zip(lengths[::2], lengths[1::2], strict=True)
    return {
        column: Decimals(min(most or 0, max(WIDTH - (whole or 1), 0)), most or 0)
        for column, (whole, most) in zip(raw, pairs, strict=True)
    }


def _lengths(raw: str) -> tuple[str, str]:
    """The most whole digits of a number that can be read at all, and the most decimals."""
    whole = f"length(ltrim(split_part({raw}, '.', 1), '-'))"
    decimals = f"length(rtrim(split_part({raw}, '.', 2), '0'))"
    form = f"regexp_full_match({raw}, {text(NUMBER)})"
    return (
        f"max({whole}) FILTER (WHERE {form} AND {whole} <= {WIDTH})",
        f"max({decimals}) FILTER (WHERE {form})",
    )
