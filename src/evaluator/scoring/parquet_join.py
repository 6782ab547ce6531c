"""Parquet files put one after the other, by their bytes: nothing is read as values or packed anew.

A Parquet file is the chunks of its columns, row group by row group, and a footer that says where
each begins. Joining copies the chunks and writes a footer with where they are now. Names and
numbers of fields are those of the format's own definition (parquet.thrift of Apache Parquet).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from evaluator.scoring.parquet_footer import (
    MAGIC,
    Chunk,
    Column,
    Element,
    File,
    Group,
    Top,
    footer_bytes,
    footer_of,
    tops_of,
)
from evaluator.scoring.thrift import Struct, written

_AT_ONCE = 1 << 20


_PAGES = (Column.DICTIONARY, Column.INDEX, Column.DATA)
_PAGE_INDEX = (
    Chunk.OFFSET_INDEX,
    Chunk.OFFSET_INDEX_LENGTH,
    Chunk.COLUMN_INDEX,
    Chunk.COLUMN_INDEX_LENGTH,
)


def join_parquet(parts: Sequence[Path], output: Path, without: Collection[str] = ()) -> bool:
    """Write the rows of Parquet files to one file, in their order, if they are of one form.

    Args:
        parts: at least one file, as the engine writes them: neither encrypted nor with columns in
            other files.
        output: the file that is written.
        without: the columns that are left out, by name.

    Returns:
        Whether they are of one form; there is no file where they are not.
    """
    joined = Joined(output, without)
    try:
        return all(joined.put(part, footer_of(part)) for part in parts) and joined.close()
    finally:
        joined.drop()


class Joined:
    """One Parquet file in the making, of files of one form that are put in it one by one.

    Of one form are files with the same columns, stored in the same way, and the same said besides:
    a column of VARIANT is stored by the values of each file, and of a column of shapes each file
    says what room they take.
    """

    def __init__(self, output: Path, without: Collection[str] = ()) -> None:
        """Begin the file; columns of the names `without` are left out of it."""
        self._output = output
        self._without = without
        self._out = output.open("wb")
        self._out.write(MAGIC)
        self._footer: Struct | None = None
        self._groups: list[bytes] = []
        self._rows = 0
        self._whole = False

    def put(self, part: Path, footer: Struct) -> bool:
        """Put the rows of a file behind those before it, unless it is of another form than they.

        Its footer says where they are then.
        """
        if self._footer is None:
            self._footer = footer
        if _form(footer) != _form(self._footer):
            return False
        tops = [top for top in tops_of(footer) if top.name not in self._without]
        with part.open("rb") as raw:
            for group in footer.structs(File.ROW_GROUPS):
                _copy_group(raw, self._out, group, tops)
                _put_known(group, Group.ORDINAL, len(self._groups))
                # As it is written: a group has a hundred values and more, and there may be many.
                self._groups.append(written(group))
        self._rows += footer.number(File.ROWS) or 0
        return True

    def sync(self) -> None:
        """See to it that what was put is on the disk, so that it need not be waited for later."""
        self._out.flush()
        os.fsync(self._out.fileno())

    def drop(self) -> None:
        """Take the file away, unless it is whole."""
        with suppress(OSError):  # there may be no room for what is still to be written
            self._out.close()
        if not self._whole:
            self._output.unlink(missing_ok=True)

    def close(self) -> bool:
        """End the file; whether anything was put in it."""
        footer = self._footer
        if footer is None:
            return False
        footer.put(File.ROWS, self._rows)
        footer.put_structs(File.ROW_GROUPS, self._groups)
        tops = [top for top in tops_of(footer) if top.name not in self._without]
        self._out.write(footer_bytes(_narrowed(footer, tops)))
        self._out.close()
        self._whole = True
        return True


def _form(footer: Struct) -> tuple[object, object]:
    return footer.fields[File.SCHEMA], footer.fields.get(File.BESIDES)


def _narrowed(footer: Struct, tops: Sequence[Top]) -> Struct:
    root, *_ = footer.structs(File.SCHEMA)
    root.put(Element.CHILDREN, len(tops))
    footer.put_structs(File.SCHEMA, [root, *(each for top in tops for each in top.elements)])
    if File.COLUMN_ORDERS in footer.fields:
        orders = footer.structs(File.COLUMN_ORDERS)
        kept = [orders[chunk] for top in tops for chunk in top.chunks]
        footer.put_structs(File.COLUMN_ORDERS, kept)
    return footer


def _copy_group(raw: BinaryIO, out: BinaryIO, group: Struct, tops: Sequence[Top]) -> None:
    """Copy the chunks of a row group, and say in it where they are now."""
    chunks = group.structs(Group.COLUMNS)
    kept = [chunks[place] for top in tops for place in top.chunks]
    metas = [chunk.struct(Chunk.META) for chunk in kept]
    begun = out.tell()
    pages = [_pages(meta) for meta in metas]
    for chunk, meta, moved in zip(kept, metas, _copied(raw, out, pages), strict=True):
        _move_chunk(chunk, meta, moved)
    _put_known(group, Group.BYTES, sum(each.number(Column.UNPACKED) or 0 for each in metas))
    _put_known(group, Group.PACKED, sum(map(len, pages)))
    _put_known(group, Group.OFFSET, begun)
    _copy_blooms(raw, out, metas)
    group.put_structs(Group.COLUMNS, kept)


def _put_known(struct: Struct, field: int, value: int) -> None:
    if field in struct.fields:
        struct.put(field, value)


def _pages(meta: Struct) -> range:
    """Where the bytes of a chunk are."""
    begin = min(filter(None, map(meta.number, _PAGES)))
    return range(begin, begin + (meta.number(Column.PACKED) or 0))


def _move_chunk(chunk: Struct, meta: Struct, moved: int) -> None:
    """Say where a chunk is now; what is left out or 0 in its place is not there."""
    for field in _PAGES:
        if begin := meta.number(field):
            meta.put(field, begin + moved)
    # Where the pages begin, or 0 in newer files; the engine writes either.
    if chunk.number(Chunk.OFFSET):
        chunk.put(Chunk.OFFSET, _pages(meta).start)
    for index in _PAGE_INDEX:
        chunk.fields.pop(index, None)


def _copy_blooms(raw: BinaryIO, out: BinaryIO, metas: Sequence[Struct]) -> None:
    """Copy the filters that tell which values are not in a chunk, where there are any."""
    having: list[Struct] = []
    filters: list[range] = []
    for meta in metas:
        begin, length = meta.number(Column.BLOOM), meta.number(Column.BLOOM_LENGTH)
        if begin is None or length is None:
            for field in (Column.BLOOM, Column.BLOOM_LENGTH):
                meta.fields.pop(field, None)
        else:
            having.append(meta)
            filters.append(range(begin, begin + length))
    for meta, each, moved in zip(having, filters, _copied(raw, out, filters), strict=True):
        meta.put(Column.BLOOM, each.start + moved)


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
