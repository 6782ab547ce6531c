"""The repair that is told for a column of another type: it must not change a figure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.words import message
from evaluator.scoring.engine import Engine
from evaluator.scoring.matching import wrong_columns
from evaluator.scoring.parquet_file import open_parquet
from evaluator.scoring.parquet_footer import change_schema
from evaluator.scoring.thrift import Struct
from scoring.footers import called

PRECISION, LOGICAL, DECIMAL = 8, 10, 5
"""Fields of SchemaElement and of its LogicalType; the precision is the second of DecimalType."""
X = InputColumn(name="x", kind=Kind.NUMBER, sql_type="DECIMAL(18,6)", decimals=6)
LEVEL = InputColumn(name="x", kind=Kind.LEVEL, sql_type="TINYINT")
LIST = InputColumn(name="list", kind=Kind.LIST, sql_type="", fields=(X,))


def parquet(path: Path, query: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(
    ("column", "values", "cast"),
    [
        (X, ("90.004::DOUBLE", "5::DOUBLE", "NULL"), 'CAST("x" AS DECIMAL(18,3))'),
        (X, ("90.004::FLOAT", "60::FLOAT"), 'CAST("x" AS DECIMAL(18,3))'),
        (X, ("80::DOUBLE", "60::DOUBLE"), 'CAST("x" AS DECIMAL(18,0))'),
        # Of a sum of binary numbers: somebody has to say what is meant.
        (X, ("0.1::DOUBLE + 0.2::DOUBLE", "100::DOUBLE"), 'CAST("x" AS DECIMAL(38,17))'),
        (X, ("0.0000001::DOUBLE",), 'CAST("x" AS DECIMAL(18,7))'),
        (X, ("'90.004'", "'12345678901234567.25'"), 'CAST("x" AS DECIMAL(38,3))'),
        (X, ("NULL::DOUBLE",), 'CAST("x" AS DECIMAL(18,2))'),
        (LEVEL, ("3::DOUBLE", "4::DOUBLE"), 'CAST("x" AS BIGINT)'),
        # It is told that 2.5 is no level once it is read.
        (LEVEL, ("3::DOUBLE", "2.5::DOUBLE"), 'CAST("x" AS DECIMAL(18,1))'),
    ],
)
def test_the_cast_keeps_what_stands_there(
    column: InputColumn, values: tuple[str, ...], cast: str, tmp_path: Path, engine: Engine
) -> None:
    path = parquet(tmp_path / "data.parquet", f"SELECT unnest([{', '.join(values)}]) AS x")
    found = open_parquet(engine, path)
    (told,) = wrong_columns(engine, [column], found)
    assert told.facts["cast"] == cast
    rows = engine.run(f"SELECT {cast}, x::VARCHAR FROM {found.sql} WHERE x IS NOT NULL")  # noqa: S608 - ours
    assert all(kept == Decimal(stands) for kept, stands in rows)


def test_a_field_of_records_keeps_what_stands_there(tmp_path: Path, engine: Engine) -> None:
    path = parquet(
        tmp_path / "data.parquet", "SELECT [{'x': 1.125::DOUBLE, 'y': 2}, {'x': 2, 'y': 3}] AS list"
    )
    (told,) = wrong_columns(engine, [LIST], open_parquet(engine, path))
    cast = 'CAST("list" AS STRUCT("x" DECIMAL(18,3), "y" INTEGER)[])'
    assert (told.code, told.facts["column"], told.facts["cast"]) == ("column-float", "list.x", cast)


def test_it_is_said_that_a_cast_rounds(tmp_path: Path, engine: Engine) -> None:
    path = parquet(tmp_path / "data.parquet", "SELECT 90.004::DOUBLE AS x")
    (told,) = wrong_columns(engine, [X], open_parquet(engine, path))
    english = message(told, Language.EN).repair or ""
    assert "keeps 3 decimals, one with fewer rounds" in english
    assert "menyimpan 3 desimal, yang lebih sedikit membulatkan" in (
        message(told, Language.ID).repair or ""
    )


def test_a_decimal_wider_than_any_that_is_read_is_called_what_it_is(
    tmp_path: Path, engine: Engine
) -> None:
    """DuckDB calls it DOUBLE. It writes none, so its digits are changed in the footer."""
    path = parquet(tmp_path / "data.parquet", "SELECT 1.5::DECIMAL(38,3) AS x, 1.5::DOUBLE AS y")

    def widen(element: Struct) -> None:
        if called(element) == "x":
            element.put(PRECISION, 76)
            element.struct(LOGICAL).struct(DECIMAL).put(2, 76)

    change_schema(path, widen)
    found = open_parquet(engine, path)
    assert found.columns == {"x": "DECIMAL(76,3)", "y": "DOUBLE"}
    (told,) = wrong_columns(engine, [X], found)
    assert (told.code, told.facts["type"]) == ("column-wide", "DECIMAL(76,3)")
