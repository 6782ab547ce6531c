"""Parquet files put one after the other, by their bytes: nothing is read as values or packed anew.

A Parquet file is the chunks of its columns, row group by row group, and a footer that says where
each begins. Joining copies the chunks and writes a footer with where they are now. Names and
numbers of fields are those of the format's own definition (parquet.thrift of Apache Parquet).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from evaluator.scoring.thrift import Struct, read_struct, written

_MAGIC = b"PAR1"
"""A file begins and ends with it."""
_ENDS = 4 + len(_MAGIC)
"""The bytes after the footer: its length in four, and the mark."""
_AT_ONCE = 1 << 20


class _File(IntEnum):
    """Fields of FileMetaData."""

    SCHEMA = 2
    ROWS = 3
    ROW_GROUPS = 4
    BESIDES = 5
    COLUMN_ORDERS = 7


class _Element(IntEnum):
    """Fields of SchemaElement."""

    NAME = 4
    CHILDREN = 5


class _Group(IntEnum):
    """Fields of RowGroup."""

    COLUMNS = 1
    BYTES = 2
    OFFSET = 5
    PACKED = 6
    ORDINAL = 7


class _Chunk(IntEnum):
    """Fields of ColumnChunk; those of the page index are not carried along."""

    OFFSET = 2
    META = 3
    OFFSET_INDEX = 4
    OFFSET_INDEX_LENGTH = 5
    COLUMN_INDEX = 6
    COLUMN_INDEX_LENGTH = 7


class _Column(IntEnum):
    """Fields of ColumnMetaData."""

    UNPACKED = 6
    PACKED = 7
    DATA = 9
    INDEX = 10
    DICTIONARY = 11
    BLOOM = 14
    BLOOM_LENGTH = 15


_PAGES = (_Column.DICTIONARY, _Column.INDEX, _Column.DATA)
_PAGE_INDEX = (
    _Chunk.OFFSET_INDEX,
    _Chunk.OFFSET_INDEX_LENGTH,
    _Chunk.COLUMN_INDEX,
    _Chunk.COLUMN_INDEX_LENGTH,
)


@dataclass(frozen=True, slots=True)
class _Top:
    """A column of the file: its elements in the schema, and which of the chunks are its own."""

    name: str
    elements: tuple[Struct, ...]
    chunks: range


def join_parquet(parts: Sequence[Path], output: Path, without: Collection[str] = ()) -> bool:
    """Write the rows of Parquet files to one file, in their order, if they are of one form.

    Of one form are files with the same columns, stored in the same way, and the same said besides:
    a column of VARIANT is stored by the values of each file, and of a column of shapes each file
    says what room they take.

    Args:
        parts: at least one file, as the engine writes them: neither encrypted nor with columns in
            other files.
        output: the file that is written.
        without: the columns that are left out, by name.

    Returns:
        Whether they are of one form; nothing is written where they are not.
    """
    footers = [_footer(part) for part in parts]
    whole = footers[0]
    if any(_form(each) != _form(whole) for each in footers):
        return False
    tops = [top for top in _tops(whole) if top.name not in without]
    groups: list[Struct] = []
    with output.open("wb") as out:
        out.write(_MAGIC)
        for part, footer in zip(parts, footers, strict=True):
            with part.open("rb") as raw:
                for group in footer.structs(_File.ROW_GROUPS):
                    _copy_group(raw, out, group, tops)
                    _put_known(group, _Group.ORDINAL, len(groups))
                    groups.append(group)
        whole.put(_File.ROWS, sum(each.number(_File.ROWS) or 0 for each in footers))
        whole.put_structs(_File.ROW_GROUPS, groups)
        footer_bytes = written(_narrowed(whole, tops))
        out.write(footer_bytes + len(footer_bytes).to_bytes(4, "little") + _MAGIC)
    return True


def change_schema(path: Path, change: Callable[[Struct], None]) -> None:
    """Change each element of the schema of a file; its pages stay as they are."""
    footer = _footer(path)
    for element in footer.structs(_File.SCHEMA):
        change(element)
    changed = written(footer)
    with path.open("r+b") as raw:
        end, length, mark = _end_of(raw)
        raw.seek(end - length)
        raw.truncate()
        raw.write(changed + len(changed).to_bytes(4, "little") + mark)


def is_whole(path: Path) -> bool:
    """Whether a file is as long as it says at its end."""
    around = len(_MAGIC) + _ENDS
    size = path.stat().st_size
    if size <= around:
        return False
    with path.open("rb") as raw:
        begins = raw.read(len(_MAGIC))
        _, length, ends = _end_of(raw)
    return begins == ends == _MAGIC and 0 < length <= size - around


def _end_of(raw: BinaryIO) -> tuple[int, int, bytes]:
    """Where the footer ends, how long it is, and the mark behind it."""
    end = raw.seek(-_ENDS, SEEK_END)
    tail = raw.read(_ENDS)
    return end, int.from_bytes(tail[:4], "little"), tail[4:]


def _form(footer: Struct) -> tuple[object, object]:
    return footer.fields[_File.SCHEMA], footer.fields.get(_File.BESIDES)


def _footer(path: Path) -> Struct:
    with path.open("rb") as raw:
        end, length, mark = _end_of(raw)
        if mark != _MAGIC:
            raise AssertionError(f"{path.name} is no Parquet file")
        raw.seek(end - length)
        return read_struct(raw.read(length))


def _tops(footer: Struct) -> Iterator[_Top]:
    """The columns, in their order. The schema is a tree, written from the root downwards."""
    root, *elements = footer.structs(_File.SCHEMA)
    at = chunk = 0
    for _ in range(root.number(_Element.CHILDREN) or 0):
        end = _after(elements, at)
        own = tuple(elements[at:end])
        leaves = sum(not each.number(_Element.CHILDREN) for each in own)
        raw = own[0].fields[_Element.NAME][1]
        if not isinstance(raw, bytes):
            raise TypeError("a name is text")
        yield _Top(raw.decode(), own, range(chunk, chunk + leaves))
        at, chunk = end, chunk + leaves


def _after(elements: Sequence[Struct], at: int) -> int:
    """Where the element after an element and all below it stands."""
    end = at + 1
    for _ in range(elements[at].number(_Element.CHILDREN) or 0):
        end = _after(elements, end)
    return end


def _narrowed(footer: Struct, tops: Sequence[_Top]) -> Struct:
    root, *_ = footer.structs(_File.SCHEMA)
    root.put(_Element.CHILDREN, len(tops))
    footer.put_structs(_File.SCHEMA, [root, *(each for top in tops for each in top.elements)])
    if _File.COLUMN_ORDERS in footer.fields:
        orders = footer.structs(_File.COLUMN_ORDERS)
        kept = [orders[chunk] for top in tops for chunk in top.chunks]
        footer.put_structs(_File.COLUMN_ORDERS, kept)
    return footer


def _copy_group(raw: BinaryIO, out: BinaryIO, group: Struct, tops: Sequence[_Top]) -> None:
    """Copy the chunks of a row group, and say in it where they are now."""
    chunks = group.structs(_Group.COLUMNS)
    kept = [chunks[place] for top in tops for place in top.chunks]
    metas = [chunk.struct(_Chunk.META) for chunk in kept]
    begun = out.tell()
    pages = [_pages(meta) for meta in metas]
    for chunk, meta, moved in zip(kept, metas, _copied(raw, out, pages), strict=True):
        _move_chunk(chunk, meta, moved)
    _put_known(group, _Group.BYTES, sum(each.number(_Column.UNPACKED) or 0 for each in metas))
    _put_known(group, _Group.PACKED, sum(map(len, pages)))
    _put_known(group, _Group.OFFSET, begun)
    _copy_blooms(raw, out, metas)
    group.put_structs(_Group.COLUMNS, kept)


def _put_known(struct: Struct, field: int, value: int) -> None:
    if field in struct.fields:
        struct.put(field, value)


def _pages(meta: Struct) -> range:
    """Where the bytes of a chunk are."""
    begin = min(filter(None, map(meta.number, _PAGES)))
    return range(begin, begin + (meta.number(_Column.PACKED) or 0))


def _move_chunk(chunk: Struct, meta: Struct, moved: int) -> None:
    """Say where a chunk is now; what is left out or 0 in its place is not there."""
    for field in _PAGES:
        if begin := meta.number(field):
            meta.put(field, begin + moved)
    # Where the pages begin, or 0 in newer files; the engine writes either.
    if chunk.number(_Chunk.OFFSET):
        chunk.put(_Chunk.OFFSET, _pages(meta).start)
    for index in _PAGE_INDEX:
        chunk.fields.pop(index, None)


def _copy_blooms(raw: BinaryIO, out: BinaryIO, metas: Sequence[Struct]) -> None:
    """Copy the filters that tell which values are not in a chunk, where there are any."""
    having: list[Struct] = []
    filters: list[range] = []
    for meta in metas:
        begin, length = meta.number(_Column.BLOOM), meta.number(_Column.BLOOM_LENGTH)
        if begin is None or length is None:
            for field in (_Column.BLOOM, _Column.BLOOM_LENGTH):
                meta.fields.pop(field, None)
        else:
            having.append(meta)
            filters.append(range(begin, begin + length))
    for meta, each, moved in zip(having, filters, _copied(raw, out, filters), strict=True):
        meta.put(_Column.BLOOM, each.start + moved)


def _copied(raw: BinaryIO, out: BinaryIO, pieces: Sequence[range]) -> list[int]:
    """Copy pieces of a file, one after the other; how many bytes each of them was moved by.

    Pieces that follow each other are read together: chunks are small, and there are many.
    """
    moved: list[int] = []
    whole = range(0)
    for piece in pieces:
        if piece.start != whole.stop:
            _copy_bytes(raw, out, whole)
            whole = range(piece.start, piece.start)
        moved.append(out.tell() - whole.start)
        whole = range(whole.start, piece.stop)
    _copy_bytes(raw, out, whole)
    return moved


def _copy_bytes(raw: BinaryIO, out: BinaryIO, piece: range) -> None:
    raw.seek(piece.start)
    left = len(piece)
    while left:
        taken = raw.read(min(left, _AT_ONCE))
        if not taken:
            raise AssertionError("a part is cut off")
        out.write(taken)
        left -= len(taken)
