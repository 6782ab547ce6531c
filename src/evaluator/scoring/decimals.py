"""How many decimals the numbers of each column are read with.

All numbers of a column are computed with one number of decimals, and have 18 digits together. So
that no number keeps another from being read, those with up to 6 decimals and 12 digits before the
point are read whatever else stands in the column; and where the rules state a range, all that have
room beside the digits of its ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.engine import Engine, name, text
from evaluator.scoring.records import key_of, records_in
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.typed import (
    NUMBER,
    decimal_digits,
    in_full,
    is_wide,
    whole_digits,
    with_zero,
)

SURE = 6
"""The decimals that are read whatever else stands in a column."""


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
    numbers = {
        each.name: _Number(name(each.name), each.whole) for each in filter(_is_number, wanted)
    }
    decimals = _decimals(engine, rows, numbers, found, found.sql)
    for column in wanted:
        fields = [field for field in column.fields if _is_number(field)]
        if fields and column.name not in found.joined:
            types = found.fields.get(column.name, {})
            typed = {key_of(column, each): types.get(each.name, "JSON") for each in fields}
            numbers = {
                key_of(column, each): _Number(f"record.{name(each.name)}", each.whole)
                for each in fields
            }
            records = f"(SELECT unnest({records_in(column, found)}) AS record FROM {found.sql})"
            if types:
                decimals |= _decimals(engine, typed, numbers, found, records)
            else:  # there is no record
                decimals |= dict.fromkeys(numbers, Decimals(0, 0))
    return decimals


@dataclass(frozen=True, slots=True)
class _Number:
    """SQL for what stands there, and the digits before the point of a number in range."""

    raw: str
    whole: int | None


def _is_number(column: InputColumn) -> bool:
    return column.kind is Kind.NUMBER


def _decimals(
    engine: Engine,
    types: Mapping[str, str],
    numbers: Mapping[str, _Number],
    found: Relation,
    rows: str,
) -> dict[str, Decimals]:
    """The decimals of numbers, by their types, over some rows."""
    looked_at = {
        each: replace(numbers[each], raw=_written(numbers[each].raw, found))
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
    match found.encoding:
        case Encoding.JSON:
            return in_full(written)
        case Encoding.TYPED:
            return with_zero(written)
        case Encoding.TEXT:
            return written
        case _:
            assert_never(found.encoding)


def _of_type(type_: str) -> int:
    return int(type_.removesuffix(")").partition(",")[2]) if type_.startswith("DECIMAL(") else 0


def _looked_up(engine: Engine, numbers: Mapping[str, _Number], rows: str) -> dict[str, Decimals]:
    asked = ", ".join(part for number in numbers.values() for part in _lengths(number))
    found = engine.one(f"SELECT {asked} FROM {rows}")
    lengths = zip(found[::3], found[1::3], found[2::3], strict=True)
    return {
        column: Decimals(_read(number, whole or 1, sound or 0), most or 0)
        for (column, number), (whole, sound, most) in zip(numbers.items(), lengths, strict=True)
    }


def _read(number: _Number, whole: int, decimals: int) -> int:
    """The decimals that are read, by the most of both that stand in a number that can be read."""
    if number.whole is not None and number.whole <= WIDTH - SURE:
        whole = number.whole
    return min(decimals, max(WIDTH - whole, SURE))


def _lengths(number: _Number) -> tuple[str, str, str]:
    """The most digits before and behind the point of numbers that can be read; the most behind."""
    raw = number.raw
    whole, decimals = whole_digits(raw), decimal_digits(raw)
    form = f"regexp_full_match({raw}, {text(NUMBER)})"
    readable = f"{form} AND {whole} + {decimals} <= {WIDTH} AND {whole} <= {number.whole or WIDTH}"
    return (
        f"max({whole}) FILTER (WHERE {readable})",
        f"max({decimals}) FILTER (WHERE {readable})",
        f"max({decimals}) FILTER (WHERE {form})",
    )
