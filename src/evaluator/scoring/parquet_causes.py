"""Why a Parquet file cannot be read: its columns are looked at once it is known that it cannot."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from evaluator.diagnostics.kinds.data import COLUMN_ENCODING, DATA_NOT_UTF8, DATA_UNREADABLE
from evaluator.model.columns import ROW
from evaluator.scoring.engine import Engine, EngineFailed, file, name, text
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.parquet_footer import Element, change_schema
from evaluator.scoring.thrift import Struct

_NOT_UTF8 = "Invalid string encoding"
"""What DuckDB says of bytes that are no UTF-8 in a column of texts."""
_NOT_SUPPORTED = re.compile(r"encoding.*(not|only) supported|unsupported encoding", re.IGNORECASE)
"""What it says of values that are packed in a way it does not know."""
_TEXT = 0
"""Texts among the converted types of the format."""


def unreadable(path: Path) -> DataInvalid:
    """That a file is damaged, or no Parquet file at all."""
    return invalid(DATA_UNREADABLE, {"path": str(path), "format": "Parquet"})


def see_to_whole(engine: Engine, path: Path) -> None:
    """That a Parquet file can be read to its end: it is looked at what it holds.

    Raises:
        DataInvalid: it cannot be.
    """
    rows = f"read_parquet({file(path)})"
    try:
        engine.run(f"SELECT max(hash(held)) FROM {rows} AS held")
    except EngineFailed as failed:
        raise _cause(engine, path, rows) from failed


def _cause(engine: Engine, path: Path, rows: str) -> DataInvalid:
    """What the first column that cannot be read is like."""
    columns = [str(column) for column, *_ in engine.run(f"DESCRIBE FROM {rows}")]
    for column in columns:
        try:
            engine.run(f"SELECT max(hash({name(column)})) FROM {rows}")
        except EngineFailed as failed:
            if _NOT_UTF8 in failed.reason:
                return _not_utf8(engine, path, column)
            if _NOT_SUPPORTED.search(failed.reason):
                return _not_supported(engine, path, column)
            break
    return unreadable(path)


def _not_supported(engine: Engine, path: Path, column: str) -> DataInvalid:
    found = engine.run(
        f"SELECT DISTINCT encodings FROM parquet_metadata({file(path)})"
        f" WHERE split_part(path_in_schema, ', ', 1) = {text(column)} ORDER BY 1"
    )
    encodings = ", ".join(str(each) for (each,) in found)
    return invalid(COLUMN_ENCODING, {"path": str(path), "column": column, "encodings": encodings})


def _not_utf8(engine: Engine, path: Path, column: str) -> DataInvalid:
    """The first row with a text that is none: the file is read as if its texts were bytes."""
    # The copy goes with the folder it is in, once the engine is closed.
    copy = engine.spill / "texts-as-bytes.parquet"
    shutil.copyfile(path, copy)
    change_schema(copy, _as_bytes)
    rows = f"read_parquet({file(copy)}, file_row_number=true)"
    for place, value in engine.stream(f"SELECT {ROW}, {name(column)} FROM {rows}"):
        if not all(map(_is_utf8, _bytes_in(value))):
            return invalid(
                DATA_NOT_UTF8, {"path": str(path), "column": column, "row": int(place) + 1}
            )
    return unreadable(path)  # such a text stands in a dictionary, and in no row


def _as_bytes(element: Struct) -> None:
    if element.number(Element.CONVERTED) == _TEXT:
        for field in (Element.CONVERTED, Element.LOGICAL):
            element.fields.pop(field, None)


def _bytes_in(value: object) -> Iterator[bytes]:
    match value:
        case bytes():
            yield value
        case list():
            for each in value:
                yield from _bytes_in(each)
        case dict():
            for each in value.values():
                yield from _bytes_in(each)
        case _:
            pass


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
