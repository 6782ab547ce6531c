"""Parquet: read where it lies."""

from __future__ import annotations

from pathlib import Path

from evaluator.diagnostics.kinds.data import COLUMN_RESERVED, DATA_UNREADABLE
from evaluator.scoring.engine import Engine, EngineFailed, file, name
from evaluator.scoring.invalid import invalid
from evaluator.scoring.relation import ROW, Encoding, Relation


def open_parquet(engine: Engine, path: Path, shown: Path | None = None) -> Relation:
    """The rows of a Parquet file; `shown` is how messages name it.

    Raises:
        DataInvalid: it is no Parquet file, or a damaged one.
    """
    sql = f"read_parquet({file(path)}, file_row_number=true)"
    try:
        described = engine.run(f"DESCRIBE SELECT * FROM {sql}")
        (rows,) = engine.one(f"SELECT num_rows FROM parquet_file_metadata({file(path)})")
    except EngineFailed as failed:
        _see_to_names(engine, path, shown or path)
        facts = {"path": str(shown or path), "format": "Parquet"}
        raise invalid(DATA_UNREADABLE, facts) from failed
    columns = {str(row[0]): str(row[1]) for row in described if row[0] != ROW}
    return Relation(
        sql=sql,
        columns=columns,
        encoding=Encoding.TYPED,
        rows=int(rows),
        fields={each: _fields(engine, sql, each) for each in columns if _of_records(columns[each])},
    )


def _see_to_names(engine: Engine, path: Path, shown: Path) -> None:
    """That no column is called as the number of a row is."""
    try:
        names = engine.run(f"SELECT name FROM parquet_schema({file(path)})")
    except EngineFailed:
        return
    for (column,) in names:
        if str(column).casefold() == ROW:
            raise invalid(COLUMN_RESERVED, {"path": str(shown), "column": str(column)})


def _of_records(type_: str) -> bool:
    return type_.startswith("STRUCT(") and type_.endswith(")[]")


def _fields(engine: Engine, sql: str, column: str) -> dict[str, str]:
    """The type of each field of the records in a column."""
    described = engine.run(f"DESCRIBE SELECT unnest({name(column)}[1]) FROM {sql}")
    return {str(row[0]): str(row[1]) for row in described}
