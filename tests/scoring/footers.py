"""Parquet files that DuckDB does not write: their schema is changed in the footer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evaluator.scoring.thrift import Struct, read_struct, written

_ENDS = 8
"""The length of the footer, and the mark behind it."""
_SCHEMA, _NAME = 2, 4
"""Fields of FileMetaData and of SchemaElement."""


def change_schema(path: Path, change: Callable[[str, Struct], None]) -> None:
    """Change each element of a schema, which comes with its name."""
    raw = path.read_bytes()
    begin = len(raw) - _ENDS - int.from_bytes(raw[-_ENDS:-4], "little")
    footer = read_struct(raw[begin:-_ENDS])
    for element in footer.structs(_SCHEMA):
        found = element.fields[_NAME][1]
        assert isinstance(found, bytes)
        change(found.decode(), element)
    changed = written(footer)
    path.write_bytes(raw[:begin] + changed + len(changed).to_bytes(4, "little") + raw[-4:])


def call(element: Struct, name: str) -> None:
    """Give an element another name."""
    element.put(_NAME, name.encode())
