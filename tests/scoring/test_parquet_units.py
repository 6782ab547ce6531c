"""Whole numbers of a file that become decimals by what its schema says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from evaluator.backends.sql.plan import Units
from evaluator.scoring.parquet_units import told_as_decimals


def written(path: Path, query: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def test_columns_are_decimals_with_the_same_digits(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.parquet",
        "SELECT * FROM (VALUES ({'part': 1}, -205::INTEGER, NULL::INTEGER, 12345678901::BIGINT, 7),"
        " ({'part': 2}, 1000, NULL, 0, 8)) AS t(record, tenths, nothing, long, other)",
    )
    units = {
        "tenths": Units(width=6, decimals=1, digits=4),
        "nothing": Units(width=9, decimals=9, digits=9),
        "long": Units(width=18, decimals=4, digits=11),
    }
    told_as_decimals(path, units)
    with duckdb.connect() as connection:
        result = connection.execute(f"FROM '{path}'")
        assert [str(column[1]) for column in result.description or ()][1:] == [
            "DECIMAL(6,1)",
            "DECIMAL(9,9)",
            "DECIMAL(18,4)",
            "INTEGER",
        ]
        assert [row[1:] for row in result.fetchall()] == [
            (Decimal("-20.5"), None, Decimal("1234567.8901"), 7),
            (Decimal("100.0"), None, Decimal("0.0000"), 8),
        ]


@pytest.mark.parametrize("number", [1000, -1000])
def test_a_number_with_more_digits_than_were_proved_is_seen(tmp_path: Path, number: int) -> None:
    query = "SELECT (CASE i WHEN 150000 THEN ? ELSE 999 END)::INTEGER AS n FROM range(200000) t(i)"
    path = written(tmp_path / "a.parquet", query.replace("?", str(number)))
    with pytest.raises(AssertionError, match="more than 3 digits"):
        told_as_decimals(path, {"n": Units(width=3, decimals=0, digits=3)})
