"""The columnar engine gives what the exact evaluator gives: every value, label and status.

`TAKAR_SQL_INSTRUMENTS` draws more instruments than the suite does, `TAKAR_SQL_SEED` others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from evaluator.backends.exact.assess import Assessment, assess, is_absent
from evaluator.backends.exact.document import Provenance, result_document
from evaluator.backends.exact.groups import Statistics, summarise
from evaluator.backends.exact.remarks import Remark
from evaluator.backends.sql.columns import asked_of_rows, input_columns, numbers_asked
from evaluator.backends.sql.compile import (
    Wishes,
    compile_groups,
    compile_sql,
    compile_with_groups,
)
from evaluator.backends.sql.groups import GroupStatistics
from evaluator.backends.sql.members import MEMBER_ROWS
from evaluator.backends.sql.outputs import NOT_APPLICABLE
from evaluator.backends.sql.plan import (
    INPUT_ROWS,
    Form,
    InputColumn,
    Kind,
    Part,
    Plan,
    Rows,
)
from evaluator.diagnostics.kinds.inputs import ITEM_NOT_APPLICABLE
from evaluator.intake.response import Record, Response, Stage
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.model.instrument import Instrument
from evaluator.rulebook import bundled
from evaluator.scoring.parquet_units import told_as_decimals
from evaluator.values.functions import Function
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Mode, Rounding
from properties.instruments_drawn import (
    DECIMALS,
    PERIOD,
    UNIT,
    G,
    Row,
    answered_in_vain,
    in_groups,
    instrument,
    response_of,
    rows,
    seeded,
)

INSTRUMENTS = int(os.environ.get("TAKAR_SQL_INSTRUMENTS", "150"))
SEED = int(os.environ.get("TAKAR_SQL_SEED", "1"))
ROWS = 40
SHARDS = 10


def exact(drawn: Instrument, row: Row) -> dict[str, Any]:
    """The result document of one row."""
    assessment, response = assessed(drawn, row)
    because = Provenance(because=Remark("x", "x", {}), response_sha256="", engine="")
    return dict(result_document(assessment, response, Stage.SELF, because))


def absent_parts(drawn: Instrument, row: Row) -> str | None:
    """The parts that do not apply, where there is a score or may be."""
    assessment, _ = assessed(drawn, row)
    items = assessment.evaluation.items
    absent = (item.id for item in drawn.walk() if is_absent(items[item.id]))
    return ", ".join(absent) or None if assessment.gate is None else None


def assessed(drawn: Instrument, row: Row) -> tuple[Assessment, Response]:
    """One row by the exact evaluator."""
    response = response_of(drawn, row)
    return assess(drawn, response, Stage.SELF), response


def wanted(plan: Plan, document: Mapping[str, Any]) -> dict[str, object]:
    """What the columns of a row have to hold, numbers and their texts as text."""
    items = {item["id"]: item["value"] for item in _items(document["criteria"])}
    row: dict[str, object] = {"id": document["subject"]["id"]}
    for column in plan.outputs:
        match column.part:
            case Part.ITEM | Part.VALUE:
                figures = items if column.part is Part.ITEM else document["values"]
                form = "published" if column.form is Form.PUBLISHED else "exact"
                row[column.name] = figures[column.of][form]
            case Part.BANDS:
                row[column.name] = document["bands"][column.of]["label"]
            case Part.NOT_APPLICABLE:
                row[column.name] = None
            case Part.STATUS:
                row[column.name] = _status(document)
            case _:
                pass
    return row


def _status(document: Mapping[str, Any]) -> str:
    match document["status"]:
        case "incomplete":
            return f"incomplete: {', '.join(document['missing'])}"
        case "not_scored":
            return f"not_scored: {document['not_scored_because']['text']}"
        case other:
            return str(other)


def _items(criteria: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [x for item in criteria for x in (item, *_items(item["children"]))]


def scored(
    plan: Plan, given: list[Row]
) -> tuple[dict[int, dict[str, object]], set[tuple[int, str, str]]]:
    """The rows as DuckDB gives them, each number as the text the result document has.

    They stand by their number; beside them what rejects the others: number, column and code.
    """
    with offered(plan.inputs, given) as connection:
        result = connection.execute(plan.text)
        described = [(c[0], str(c[1]).replace(" ", "")) for c in result.description or ()]
        assert described == [(c.name, c.sql_type.replace(" ", "")) for c in plan.outputs]
        names = [name for name, _ in described]
        rows = result.fetchall()
        assert _as_kept(connection, plan) == (described, sorted(rows, key=repr)), plan.stored.text
        found = [dict(zip(names, row, strict=True)) for row in rows]
        if plan.stored.null_where_incomplete is not None:
            for row in found:
                assert (row[plan.stored.null_where_incomplete] is not None) == (
                    row["status"] == "complete"
                )
                assert not str(row["status"]).startswith("not_scored")
        rejected = connection.execute(plan.rejects).fetchall()
    forms = {c.name: c for c in plan.outputs}
    told = {
        int(str(row["id"])): {name: _told(forms[name].form, x) for name, x in row.items()}
        for row in found
    }
    return told, {(int(key), column, code) for key, column, code in rejected}


def _as_kept(connection: Any, plan: Plan) -> tuple[list[tuple[str, str]], list[Any]]:
    """Names and types of the columns, and the rows in some order, as a file of them has them."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "kept.parquet")
        connection.execute(f"COPY ({plan.stored.text}) TO '{path}' (FORMAT parquet)")
        told_as_decimals(path, plan.stored.units)
        result = connection.execute(f"FROM '{path}'")
        described = [(c[0], str(c[1]).replace(" ", "")) for c in result.description or ()]
        return described, sorted(result.fetchall(), key=repr)


@contextmanager
def offered(
    inputs: Sequence[InputColumn], given: list[Row], table_of: str | None = None
) -> Iterator[Any]:
    """DuckDB with the rows in it, in a table of its own or one that a query defines."""
    columns = ", ".join(f'"{c.name}" {c.sql_type}' for c in inputs)
    own = f"CREATE TABLE {INPUT_ROWS} ({columns})" if table_of is None else defined(table_of)
    cells = ((_cell(c, row, number) for c in inputs) for number, row in enumerate(given))
    table = ", ".join(f"({', '.join(map(_literal, row))})" for row in cells)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(own)
        connection.execute(f"INSERT INTO {INPUT_ROWS} VALUES {table}")
        yield connection


def _cell(column: InputColumn, row: Row, number: int) -> object:
    value = row.get(column.name)
    if column.kind is Kind.KEY:
        return str(number)
    if column.kind is Kind.GROUP:
        return f"office {number % 3}"
    if isinstance(value, tuple):
        return [
            [(f.name, _plain(f, one.fields.get(f.name))) for f in column.fields] for one in value
        ]
    return _plain(column, value)


def _plain(column: InputColumn, value: object) -> object:
    if isinstance(value, Fraction) and column.kind is Kind.NUMBER:
        return Decimal(value.numerator) / Decimal(value.denominator)
    return int(value) if isinstance(value, Fraction) else value


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case list():
            records = (", ".join(f"'{name}': {_literal(x)}" for name, x in one) for one in value)
            return "[" + ", ".join(f"{{{record}}}" for record in records) + "]"
        case _:
            return str(value)


def _told(form: Form, value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return str(value) if form is Form.PUBLISHED else text_of(Fraction(value))


def compare(drawn: Instrument, given: list[Row]) -> Plan | None:
    """Every row on both engines; `None` where the instrument has no exact form in SQL."""
    compiled = compile_sql(drawn, PERIOD, dict.fromkeys(numbers_asked(drawn), DECIMALS))
    plan = compiled.value
    if plan is None:
        assert compiled.diagnostics
        return None
    told, rejected = scored(plan, given)
    in_vain = {
        (number, name) for number, row in enumerate(given) for name in answered_in_vain(drawn, row)
    }
    assert rejected == {(*place, ITEM_NOT_APPLICABLE.code) for place in in_vain}, plan.text
    assert told.keys() == set(range(len(given))) - {number for number, _ in in_vain}
    for number, found in told.items():
        row = given[number]
        passed_on = {
            c.name: found[c.name] for c in plan.outputs if c.part in {Part.KEY, Part.GROUP}
        }
        expected = wanted(plan, exact(drawn, row)) | passed_on
        if NOT_APPLICABLE in expected:
            expected[NOT_APPLICABLE] = absent_parts(drawn, row)
        assert found == expected, f"{row}\n{plan.text}"
    return plan


@pytest.mark.parametrize("shard", range(SHARDS))
def test_duckdb_agrees_on_drawn_instruments(shard: int) -> None:
    compiled = 0
    for number in range(shard, INSTRUMENTS, SHARDS):
        random = seeded(f"{SEED}/{number}")
        drawn = instrument(random)
        compiled += compare(drawn, list(rows(random, drawn, ROWS))) is not None
    assert compiled >= INSTRUMENTS * 2 // SHARDS // 3, "too many drawn instruments are refused"


COUNTED = ("subjects", "incomplete", "lacking", "not_scored")


def gathered(statistics: Statistics) -> dict[str, object]:
    """Statistics as plain numbers."""
    fields = ("count", "total", "weight", "highest", "lowest", "open", "without")
    return {
        "whole": {name: getattr(statistics, name) for name in COUNTED},
        "terms": [
            {name: getattr(found, name) for name in fields}  # the same names in both
            for found in statistics.terms.values()
        ],
    }


def hold(summed: GroupStatistics, connection: Any, members: Sequence[Assessment | None]) -> None:
    """That the statistics of one kind of group are those of the assessments of its subjects.

    `members` has nothing for a row that is rejected.
    """
    rules = summed.rules
    found = connection.execute(summed.text).fetchall()
    offices = range(3) if rules.id is not None else [None]
    assert len(found) == len(offices)
    for office, row in zip(offices, sorted(found), strict=True):
        own = [
            x
            for n, x in enumerate(members)
            if x is not None and (office is None or n % 3 == office)
        ]
        pairs = zip(row, summed.columns, strict=True)
        whole = {column.what.value: cell for cell, column in pairs if column.term is None}
        terms = summed.terms(row)
        told = {
            "whole": {name: whole.get(name, 0) for name in COUNTED},
            "terms": [
                {what.value: number for what, number in terms[term].items()} for term in rules.asks
            ],
        }
        assert told == gathered(summarise(rules, own)), summed.text


def compare_groups(drawn: Instrument, given: list[Row]) -> bool:
    """The statistics of every group on both engines, summed up alone and beside the result.

    `False` where SQL has no exact form for them.
    """
    decimals = dict.fromkeys(numbers_asked(drawn), DECIMALS)
    compiled = compile_groups(drawn, PERIOD, decimals).value
    if compiled is None:
        return False
    members = [
        assessed(drawn, row)[0] if not answered_in_vain(drawn, row) else None for row in given
    ]
    for summed in compiled:
        with offered(tuple(input_columns(drawn, decimals)), given) as connection:
            hold(summed, connection, members)
    grouped = compile_with_groups(drawn, PERIOD, decimals).value
    if grouped is None:
        return False
    with offered(grouped.plan.inputs, given) as connection:
        connection.execute(f"CREATE TABLE kept AS {grouped.plan.text}")
        columns = ", ".join(f'"{at}" AS "{name}"' for name, at in grouped.members.items())
        connection.execute(f"CREATE VIEW {MEMBER_ROWS} AS SELECT {columns or 1} FROM kept")
        for summed in grouped.groups:
            hold(summed, connection, members)
    return True


# Queries that are run by hand: over the table that they define, with rows that are wrong in it.


def defined(query: str) -> str:
    """The table that a query says it reads."""
    block = re.search(r"/\*\n(.*?)\*/\n", query, re.DOTALL)
    assert block is not None
    return block[1]


def spoiled(random: Random, drawn: Instrument, row: Row) -> Row | None:
    """The row with one answer that the rules do not take; `None` where they take every answer."""
    wrong: list[tuple[str, object]] = [(leaf.id, Decimal("1.5")) for leaf in drawn.leaves()]
    wrong += [(leaf.id, 10**6) for leaf in drawn.leaves()]
    for one in asked_of_rows(drawn):
        match one.type:
            case m.ListType(fields=fields):
                wrong += [
                    (one.key, (Record(id="a", at="", fields={field.id: answer}),))
                    for field in fields
                    for answer in _never(field.type)
                ]
            case kind:
                wrong += [(one.key, answer) for answer in _never(kind)]
    return row | dict([random.choice(wrong)]) if wrong else None


def _never(kind: m.FieldType) -> Iterator[str | Fraction]:
    match kind:
        case m.ChoiceType():
            yield from ("", "nobody's choice")
        case m.NumberType(low=low, high=high):
            yield (low or Fraction(0)) + UNIT / 10
            if low is not None:
                yield low - UNIT
            if high is not None:
                yield high + UNIT
        case _:
            pass


def with_wrong_rows(random: Random, drawn: Instrument, count: int) -> tuple[list[Row], list[Row]]:
    """Rows of which some are wrong, and those that are not."""
    right = [row for row in rows(random, drawn, count) if not answered_in_vain(drawn, row)]
    wrong = [spoiled(random, drawn, row) for row in right[: count // 2]]
    return [*right, *(row for row in wrong if row is not None)], right


def compare_by_hand(random: Random, drawn: Instrument, count: int) -> bool:
    """The printed query gives of such a table what the query for typed rows gives of right ones."""
    decimals = dict.fromkeys(numbers_asked(drawn), DECIMALS)
    typed = compile_sql(drawn, PERIOD, decimals).value
    plain = compile_sql(drawn, PERIOD, decimals, Wishes(rows=Rows.PLAIN)).value
    if typed is None or plain is None:
        assert typed is plain
        return False
    every, right = with_wrong_rows(random, drawn, count)
    with offered(typed.inputs, right) as connection:
        expected = sorted(connection.execute(typed.text).fetchall(), key=repr)
    with offered(plain.inputs, every, plain.text) as connection:
        result = connection.execute(plain.text)
        assert [str(c[1]) for c in result.description or ()] == [
            c.sql_type.replace(", ", ",") for c in plain.outputs
        ]
        assert sorted(result.fetchall(), key=repr) == expected, plain.text
        listed = {int(row[0]) for row in connection.execute(plain.rejects).fetchall()}
    assert listed == set(range(len(right), len(every)))
    return True


def compare_groups_by_hand(random: Random, drawn: Instrument, count: int) -> bool:
    """The same of the queries of groups."""
    decimals = dict.fromkeys(numbers_asked(drawn), DECIMALS)
    plain = compile_groups(drawn, PERIOD, decimals, Wishes(rows=Rows.PLAIN)).value
    if plain is None:
        return False
    every, right = with_wrong_rows(random, drawn, count)
    members = [assessed(drawn, row)[0] for row in right]
    for summed in plain:
        inputs = tuple(input_columns(drawn, decimals))
        with offered(inputs, every, summed.text) as connection:
            hold(summed, connection, members)
    return True


@pytest.mark.parametrize("shard", range(2))
def test_a_printed_query_runs_on_the_table_it_defines(shard: int) -> None:
    compiled = 0
    for number in range(shard, INSTRUMENTS // 5, 2):
        random = seeded(f"by hand {SEED}/{number}")
        compiled += compare_by_hand(random, instrument(random), ROWS)
    assert compiled >= INSTRUMENTS // 50, "too many drawn instruments are refused"


@pytest.mark.parametrize("shard", range(2))
def test_a_printed_query_of_groups_runs_on_the_table_it_defines(shard: int) -> None:
    compiled = 0
    for number in range(shard, INSTRUMENTS // 5, 2):
        random = seeded(f"groups by hand {SEED}/{number}")
        compiled += compare_groups_by_hand(random, in_groups(random, instrument(random)), ROWS)
    assert compiled >= INSTRUMENTS // 75, "too many drawn instruments are refused"


@pytest.mark.parametrize("name", ["merit", "ip_asn", "ip_asn_gabungan"])
def test_the_printed_queries_of_bundled_rules_run_on_the_table_they_define(name: str) -> None:
    rules = bundled().load(name, "2019")
    assert compare_by_hand(seeded(1), rules, 200)
    if rules.groups:
        assert compare_groups_by_hand(seeded(2), rules, 200)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_duckdb_sums_up_groups_as_the_exact_evaluator_does(shard: int) -> None:
    compiled = 0
    for number in range(shard, INSTRUMENTS, SHARDS):
        random = seeded(f"groups {SEED}/{number}")
        drawn = in_groups(random, instrument(random))
        compiled += compare_groups(drawn, list(rows(random, drawn, ROWS)))
    assert compiled >= INSTRUMENTS // SHARDS // 4, "too many drawn instruments are refused"


def test_duckdb_agrees_on_the_merit_assessment() -> None:
    merit = bundled().load("merit", "2019")
    random = seeded(1)
    assert compare(merit, list(rows(random, merit, 300))) is not None


@pytest.mark.parametrize("name", ["ip_asn", "ip_asn_gabungan"])
def test_duckdb_agrees_on_the_index_of_professionalism(name: str) -> None:
    index = bundled().load(name, "2019")
    random = seeded(1)
    assert compare(index, list(rows(random, index, 300))) is not None


NUMBER = m.Input(
    id="n",
    label="",
    type=m.NumberType(
        low=Fraction(0), low_included=True, high=Fraction(10), high_included=True, unit=None
    ),
    ground=G,
)
N = f.InputValue(id="n")


def _between(low: int | None, high: int | None) -> f.Stretches:
    ends = (None if low is None else Fraction(low), None if high is None else Fraction(high))
    interval = f.Interval(low=ends[0], low_included=True, high=ends[1], high_included=False)
    return f.Stretches(intervals=(interval,))


def _power(inner: f.Formula) -> f.Formula:
    tenth = f.Arithmetic(operator="/", left=inner, right=f.Constant(value=Fraction(100)))
    rounded = f.Rounded(operand=tenth, rounding=Rounding(1, Mode.HALF_EVEN))
    return f.Applied(function=Function.POWER, operand=rounded, argument=Fraction(3))


def _quotient(inner: f.Formula) -> f.Formula:
    size = f.Applied(function=Function.ABSOLUTE, operand=inner, argument=None)
    below = f.Arithmetic(operator="+", left=size, right=f.Constant(value=Fraction(1)))
    whole = f.Arithmetic(operator="/", left=N, right=below)
    return f.Rounded(operand=whole, rounding=Rounding(1, Mode.HALF_UP))


def _table(inner: f.Formula) -> f.Formula:
    rows = tuple(
        f.Row(number=number, cells=(_between(low, low + 1 if low else 1),), result=N, ground=G)
        for number, low in enumerate((None, 1, 2), 1)
    )
    last = f.Row(number=4, cells=(_between(3, None),), result=N, ground=G)
    return f.Lookup(subjects=(inner,), rows=(*rows, last), hole=None)


def _highest(inner: f.Formula) -> f.Formula:
    other = f.Negative(operand=N)
    operands = (f.Operand(formula=inner), f.Operand(formula=other))
    return f.Over(aggregate=f.Aggregate.HIGHEST, operands=operands)


@pytest.mark.parametrize("wrap", [_power, _quotient, _table, _highest])
def test_nested_operands_are_written_once(wrap: Callable[[f.Formula], f.Formula]) -> None:
    """A query grows with the depth of a formula, not with what it comes to when copied out."""
    lengths = []
    for depth in (4, 8):
        formula: f.Formula = N
        for _ in range(depth):
            formula = wrap(formula)
        value = m.Value(id="v", label=None, formula=formula, published=None, ground=G)
        whole = replace(
            instrument(seeded(1)),
            inputs=(NUMBER,),
            items=(),
            values=(value,),
            bands=(),
            gates=(),
            categories=(),
        )
        plan = compare(whole, [{"n": Fraction(x)} for x in (0, 3, 10)])
        assert plan is not None
        lengths.append(len(plan.text))
    assert lengths[1] < 3 * lengths[0]
