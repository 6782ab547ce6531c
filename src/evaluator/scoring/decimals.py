"""How many decimals the numbers of each column are read with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.engine import Engine, name, text
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.typed import NUMBER, is_wide


@dataclass(frozen=True, slots=True)
class Decimals:
    """The decimals of one column: how many are read, and how many there are at most."""

    read: int
    most: int


def decimals_of(
    engine: Engine, wanted: Sequence[InputColumn], found: Relation
) -> Mapping[str, Decimals]:
    """The decimals of every column of numbers: by its type, else by one look at what is there."""
    numbers = [column.name for column in wanted if column.kind is Kind.NUMBER]
    by_type = {each: _of_type(found.columns[each]) for each in numbers}
    looked_at = [
        each
        for each in numbers
        if found.encoding is not Encoding.TYPED or is_wide(found.columns[each])
    ]
    by_look = _looked_up(engine, looked_at, found) if looked_at else {}
    return {each: by_look.get(each, Decimals(by_type[each], by_type[each])) for each in numbers}


def _of_type(type_: str) -> int:
    return int(type_.removesuffix(")").partition(",")[2]) if type_.startswith("DECIMAL(") else 0


def _looked_up(engine: Engine, columns: Sequence[str], found: Relation) -> dict[str, Decimals]:
    """Whole digits come first: as many decimals are read as are left beside the longest of them."""
    asked = ", ".join(part for column in columns for part in _lengths(column))
    lengths = engine.one(f"SELECT {asked} FROM {found.sql}")
    pairs = zip(lengths[::2], lengths[1::2], strict=True)
    return {
        column: Decimals(min(most or 0, max(WIDTH - (whole or 1), 0)), most or 0)
        for column, (whole, most) in zip(columns, pairs, strict=True)
    }


def _lengths(column: str) -> tuple[str, str]:
    """The most whole digits of a number that can be read at all, and the most decimals."""
    raw = f"CAST({name(column)} AS VARCHAR)"
    whole = f"length(ltrim(split_part({raw}, '.', 1), '-'))"
    decimals = f"length(rtrim(split_part({raw}, '.', 2), '0'))"
    form = f"regexp_full_match({raw}, {text(NUMBER)})"
    return (
        f"max({whole}) FILTER (WHERE {form} AND {whole} <= {WIDTH})",
        f"max({decimals}) FILTER (WHERE {form})",
    )
