"""Parquet: read where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evaluator.diagnostics.kinds.data import COLUMN_RESERVED
from evaluator.model.columns import ROW
from evaluator.scoring.engine import Engine, EngineFailed, Row, file, name
from evaluator.scoring.invalid import invalid
from evaluator.scoring.parquet_causes import unreadable
from evaluator.scoring.parquet_names import distinct_names
from evaluator.scoring.relation import WIDEST, Encoding, Relation, is_reserved


def open_parquet(engine: Engine, path: Path, shown: Path | None = None) -> Relation:
    """The rows of a Parquet file; `shown` is how messages name it.

    Raises:
        DataInvalid: it is no Parquet file, a damaged one, or one that has a column twice.
    """
    sql = f"read_parquet({file(path)}, file_row_number=true)"
    try:
        described = engine.run(f"DESCRIBE SELECT * FROM {sql}")
        (rows,) = engine.one(f"SELECT num_rows FROM parquet_file_metadata({file(path)})")
        elements = engine.run(
            f"SELECT name, num_children, precision, scale FROM parquet_schema({file(path)})"
        )
    except EngineFailed as failed:
        _see_to_names(engine, path, shown or path)
        raise unreadable(shown or path) from failed
    found = {str(row[0]): str(row[1]) for row in described if row[0] != ROW}
    names = distinct_names(elements, [*found.values()])
    called = dict(zip(found, names, strict=True))
    renamed = ", ".join(f"{name(old)} AS {name(new)}" for old, new in called.items() if old != new)
    wide = _wide(elements)
    columns = {called[each]: _type(called[each], type_, wide) for each, type_ in found.items()}
    sql = f"(SELECT * RENAME ({renamed}) FROM {sql})" if renamed else sql
    return Relation(
        sql=sql,
        columns=columns,
        encoding=Encoding.TYPED,
        rows=int(rows),
        fields={
            each: _fields(engine, sql, each, wide) for each in columns if _of_records(columns[each])
        },
    )


def _see_to_names(engine: Engine, path: Path, shown: Path) -> None:
    """That the names of its columns are not why it cannot be read."""
    try:
        names = engine.run(f"SELECT name FROM parquet_schema({file(path)})")
    except EngineFailed:
        return
    see_to_names(shown, [str(column) for (column,) in names])


def see_to_names(path: Path, columns: Iterable[str]) -> None:
    """That no column is called like one of ours.

    Raises:
        DataInvalid: one is.
    """
    for column in filter(is_reserved, columns):
        raise invalid(COLUMN_RESERVED, {"path": str(path), "column": column})


def _of_records(type_: str) -> bool:
    return type_.startswith("STRUCT(") and type_.endswith(")[]")


def _wide(elements: Sequence[Row]) -> dict[str, str]:
    """The types of decimals that are wider than any that DuckDB has, by name."""
    return {
        str(own): f"DECIMAL({precision},{scale or 0})"
        for own, _, precision, scale in elements
        if precision is not None and precision > WIDEST
    }


def _type(column: str, type_: str, wide: Mapping[str, str]) -> str:
    """The type of a column: DuckDB reads decimals that are too wide for it as another."""
    return wide.get(column, type_) if type_ == "DOUBLE" else type_


def _fields(engine: Engine, sql: str, column: str, wide: Mapping[str, str]) -> dict[str, str]:
    """The type of each field of the records in a column."""
    described = engine.run(f"DESCRIBE SELECT unnest({name(column)}[1]) FROM {sql}")
    return {str(row[0]): _type(str(row[0]), str(row[1]), wide) for row in described}
