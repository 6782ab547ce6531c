"""Rows that are scored one by one come out as the query gives them, whatever the rules say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from evaluator.backends.sql.columns import input_columns, numbers_asked
from evaluator.backends.sql.compile import compile_sql
from evaluator.backends.sql.plan import InputColumn, Kind, OutputColumn
from evaluator.model.instrument import Instrument
from evaluator.scoring.one_by_one import outputs_of
from evaluator.scoring.subjects import Given, Scored, Scorer
from evaluator.values.numbers import decimal_places
from properties.instruments_drawn import DECIMALS, PERIOD, Row, instrument, rows, seeded
from properties.test_sql_agrees import scored as by_query

INSTRUMENTS = 40
ROWS = 20
SHARDS = 4


def cell(column: InputColumn, row: Row, number: int) -> Any:
    """What the engine gives for a column of a row."""
    value = row.get(column.name)
    if column.kind is Kind.KEY:
        return str(number)
    if isinstance(value, tuple):
        return [{f.name: plain(f, one.fields.get(f.name)) for f in column.fields} for one in value]
    return plain(column, value)


def plain(column: InputColumn, value: object) -> object:
    if isinstance(value, Fraction):
        if column.kind is Kind.LEVEL:
            return int(value)
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def by_row(drawn: Instrument, given: list[Row], outputs: Sequence[OutputColumn]) -> Scored:
    decimals = dict.fromkeys(numbers_asked(drawn), DECIMALS)
    inputs = tuple(input_columns(drawn, decimals))
    scorer = Scorer(
        instrument=drawn, period=PERIOD, inputs=inputs, outputs=tuple(outputs), grouped=False
    )
    return scorer.score(
        [
            Given(place=n, id=str(n), faults=(), values=tuple(cell(c, row, n) for c in inputs))
            for n, row in enumerate(given)
        ]
    )


def fits(text: str, type_: str) -> bool:
    """Whether a column of a type holds a value as it is."""
    if type_ == "VARCHAR":
        return True
    width, _, places = type_.removeprefix("DECIMAL(").removesuffix(")").partition(",")
    value = Fraction(text)
    own = decimal_places(value.denominator)
    whole = int(width) - int(places)
    return own is not None and own <= int(places) and abs(value) < 10**whole


@pytest.mark.parametrize("shard", range(SHARDS))
def test_rows_scored_one_by_one_agree_with_the_query(shard: int) -> None:
    for number in range(shard, INSTRUMENTS, SHARDS):
        random = seeded(f"by row {number}")
        drawn = instrument(random)
        given = list(rows(random, drawn, ROWS))
        decimals = dict.fromkeys(numbers_asked(drawn), DECIMALS)
        plan = compile_sql(drawn, PERIOD, decimals).value
        own = tuple(outputs_of(drawn, decimals, ()))
        done = by_row(drawn, given, own)
        lines = [json.loads(line) for line in done.lines.splitlines()]
        for line in lines:
            for column, text in zip(own, line[1:], strict=True):
                assert text is None or fits(text, column.sql_type), (column, text)
        if plan is not None:
            assert [column.name for column in own] == [column.name for column in plan.outputs]
            told, rejected = by_query(plan, given)
            names = [column.name for column in own]
            assert {int(n): dict(zip(names, cells, strict=True)) for n, *cells in lines} == told
            wrong = {(place, column, code) for place, _, column, code, *_ in done.wrong}
            assert wrong == rejected
