"""Files of Parquet put one after the other by their bytes, read back by the engine."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.parquet_join import join_parquet
from evaluator.scoring.thrift import Listed, Struct, Type, read_struct, written

ROWS = (
    "SELECT 'id-' || i AS id, CASE WHEN i % 7 > 0 THEN (i % 4)::TINYINT END AS level,"
    " ((i % 1000) * 0.01::DECIMAL(2, 2))::DECIMAL(9, 2) AS mean,"
    " [{{'of': 'x' || i % 3, 'on': DATE '2021-01-01' + (i % 300)::INTEGER}}] AS records,"
    " ['Low', 'High'][1 + i % 2] AS grade FROM range({first}, {stop}) t(i) ORDER BY i"
)


def part(folder: Path, first: int, stop: int, group: int = 2048) -> Path:
    path = folder / f"{first}-{stop}.parquet"
    rows = duckdb.sql(ROWS.format(first=first, stop=stop))
    rows.write_parquet(str(path), row_group_size=group)
    return path


def read(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    return duckdb.read_parquet(str(path)).project(columns).fetchall()


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    # The second has no row; the first and third have several row groups.
    ends = ((0, 3000), (4000, 4000), (4000, 9000), (9000, 9001))
    return [part(tmp_path, 10 * first, 10 * stop) for first, stop in ends]


def test_the_rows_are_those_of_the_parts_in_their_order(parts: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    join_parquet(parts, out)
    assert read(out) == [row for each in parts for row in read(each)]
    assert len(read(out)) == 80_010


def test_columns_are_left_out_with_what_is_below_them(parts: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    join_parquet(parts, out, {"records", "id"})
    assert read(out) == [row for each in parts for row in read(each, "level, mean, grade")]
    whole = tmp_path / "whole.parquet"
    join_parquet(parts, whole)
    assert out.stat().st_size < whole.stat().st_size


def test_what_is_said_of_row_groups_is_carried_along(parts: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    join_parquet(parts, out)
    # The least and greatest values of row groups, and their filters of values that are not there.
    assert read(out, "count_if(id = 'id-70000'), count_if(grade = 'Low')") == [(1, 40_005)]
    assert _excluded(out) == [each for part in parts for each in _excluded(part)]
    assert True in _excluded(out)


def _excluded(path: Path) -> list[object]:
    """Of each row group, whether its filter says that a value is not in it."""
    probe = duckdb.table_function("parquet_bloom_probe", [str(path), "grade", "Middle"])
    return [excluded for (excluded,) in probe.project("bloom_filter_excludes").fetchall()]


def test_files_are_of_one_form_by_columns_and_what_is_said_besides(
    parts: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    other = tmp_path / "other.parquet"
    duckdb.sql(f"COPY (FROM '{parts[0]}') TO '{other}' (FORMAT parquet, KV_METADATA {{of: 'one'}})")
    assert not join_parquet([*parts, other], out)
    stored = [tmp_path / "number.parquet", tmp_path / "text.parquet"]
    for path, value in zip(stored, ("42", "'x'"), strict=True):
        column = duckdb.sql("FROM range(9) t(i)").project(f"{value}::VARIANT AS v")
        column.write_parquet(str(path))
    assert not join_parquet(stored, out)
    assert not out.exists()


def test_a_footer_is_written_back_in_the_same_bytes(parts: list[Path]) -> None:
    for each in parts:
        raw = each.read_bytes()
        length = int.from_bytes(raw[-8:-4], "little")
        footer = raw[-8 - length : -8]
        assert written(read_struct(footer)) == footer


# Written by hand from the definition of the compact protocol: the distance to the field before and
# the type in one byte, whole numbers folded (-1 is 1, 64 is 128, in two bytes of seven bits).
BY_HAND = (
    (b"\x15\x01\x00", Struct({1: (Type.I32, -1)})),
    (b"\x16\x80\x01\x00", Struct({1: (Type.I64, 64)})),
    (b"\x18\x02PA\x11\x00", Struct({1: (Type.BINARY, b"PA"), 2: (Type.TRUE, 0)})),
    (b"\x05\x28\x02\x00", Struct({20: (Type.I32, 1)})),
    (b"\x29\x25\x02\x03\x00", Struct({2: (Type.LIST, Listed(Type.I32, [1, -2]))})),
    (b"\x1c\x13\xff\x00\x00", Struct({1: (Type.STRUCT, Struct({1: (Type.BYTE, 255)}))})),
    (
        b"\x19\xf5\x0f" + b"\x00" * 15 + b"\x00",
        Struct({1: (Type.LIST, Listed(Type.I32, [0] * 15))}),
    ),
)


@pytest.mark.parametrize(("raw", "struct"), BY_HAND)
def test_structures_by_hand(raw: bytes, struct: Struct) -> None:
    assert read_struct(raw) == struct
    assert written(struct) == raw
