"""The footer of a Parquet file: what its columns are, and where each stands.

Names and numbers of fields are those of the format's own definition (parquet.thrift of Apache
Parquet). What nobody here knows of is carried along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from evaluator.scoring.thrift import Struct, read_struct, written

MAGIC = b"PAR1"
"""A file begins and ends with it."""
_ENDS = 4 + len(MAGIC)
"""The bytes after the footer: its length in four, and the mark."""


class File(IntEnum):
    """Fields of FileMetaData."""

    SCHEMA = 2
    ROWS = 3
    ROW_GROUPS = 4
    BESIDES = 5
    COLUMN_ORDERS = 7


class Element(IntEnum):
    """Fields of SchemaElement."""

    NAME = 4
    CHILDREN = 5
    CONVERTED = 6
    SCALE = 7
    PRECISION = 8
    LOGICAL = 10


class Group(IntEnum):
    """Fields of RowGroup."""

    COLUMNS = 1
    BYTES = 2
    OFFSET = 5
    PACKED = 6
    ORDINAL = 7


class Chunk(IntEnum):
    """Fields of ColumnChunk; those of the page index are not carried along."""

    OFFSET = 2
    META = 3
    OFFSET_INDEX = 4
    OFFSET_INDEX_LENGTH = 5
    COLUMN_INDEX = 6
    COLUMN_INDEX_LENGTH = 7


class Column(IntEnum):
    """Fields of ColumnMetaData."""

    UNPACKED = 6
    PACKED = 7
    DATA = 9
    INDEX = 10
    DICTIONARY = 11
    STATISTICS = 12
    BLOOM = 14
    BLOOM_LENGTH = 15


class Statistics(IntEnum):
    """Fields of Statistics."""

    NULLS = 3
    GREATEST = 5
    LEAST = 6


@dataclass(frozen=True, slots=True)
class Top:
    """A column of the file: its elements in the schema, and which of the chunks are its own."""

    name: str
    elements: tuple[Struct, ...]
    chunks: range


def footer_of(path: Path) -> Struct:
    """The footer of a file that is whole."""
    with path.open("rb") as raw:
        end, length, mark = _end_of(raw)
        if mark != MAGIC:
            raise AssertionError(f"{path.name} is no Parquet file")
        raw.seek(end - length)
        return read_struct(raw.read(length))


def tops_of(footer: Struct) -> Iterator[Top]:
    """The columns, in their order. The schema is a tree, written from the root downwards."""
    root, *elements = footer.structs(File.SCHEMA)
    at = chunk = 0
    for _ in range(root.number(Element.CHILDREN) or 0):
        end = _after(elements, at)
        own = tuple(elements[at:end])
        leaves = sum(not each.number(Element.CHILDREN) for each in own)
        yield Top((own[0].binary(Element.NAME) or b"").decode(), own, range(chunk, chunk + leaves))
        at, chunk = end, chunk + leaves


def _after(elements: Sequence[Struct], at: int) -> int:
    """Where the element after an element and all below it stands."""
    end = at + 1
    for _ in range(elements[at].number(Element.CHILDREN) or 0):
        end = _after(elements, end)
    return end


def ends_of(footer: Struct, place: int) -> Iterator[tuple[bytes, bytes] | None]:
    """The least and the greatest value of a column in each row group, where they are noted.

    They are no greater than the values and no less than them, but may be shorter. Nothing is noted
    where all is NULL.
    """
    for group in footer.structs(File.ROW_GROUPS):
        known = _statistics(group, place)
        least, greatest = map(known.binary, (Statistics.LEAST, Statistics.GREATEST))
        yield None if least is None or greatest is None else (least, greatest)


def nulls_in(footer: Struct, place: int) -> int | None:
    """How often a column is NULL; `None` where that is not noted."""
    count = 0
    for group in footer.structs(File.ROW_GROUPS):
        nulls = _statistics(group, place).number(Statistics.NULLS)
        if nulls is None:
            return None
        count += nulls
    return count


def _statistics(group: Struct, place: int) -> Struct:
    return group.structs(Group.COLUMNS)[place].struct(Chunk.META).struct(Column.STATISTICS)


def footer_bytes(footer: Struct) -> bytes:
    """A footer as it ends a file: itself, its length, and the mark."""
    changed = written(footer)
    return changed + len(changed).to_bytes(4, "little") + MAGIC


def change_schema(path: Path, change: Callable[[Struct], None]) -> None:
    """Change each element of the schema of a file; its pages stay as they are."""
    footer = footer_of(path)
    for element in footer.structs(File.SCHEMA):
        change(element)
    put_footer(path, footer)


def put_footer(path: Path, footer: Struct) -> None:
    """Give a file another footer; its pages stay as they are."""
    with path.open("r+b") as raw:
        end, length, _ = _end_of(raw)
        raw.seek(end - length)
        raw.truncate()
        raw.write(footer_bytes(footer))


def is_whole(path: Path) -> bool:
    """Whether a file is as long as it says at its end."""
    around = len(MAGIC) + _ENDS
    size = path.stat().st_size
    if size <= around:
        return False
    with path.open("rb") as raw:
        begins = raw.read(len(MAGIC))
        _, length, ends = _end_of(raw)
    return begins == ends == MAGIC and 0 < length <= size - around


def _end_of(raw: BinaryIO) -> tuple[int, int, bytes]:
    """Where the footer ends, how long it is, and the mark behind it."""
    end = raw.seek(-_ENDS, SEEK_END)
    tail = raw.read(_ENDS)
    return end, int.from_bytes(tail[:4], "little"), tail[4:]
