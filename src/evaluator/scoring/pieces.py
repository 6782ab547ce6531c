"""A file of lines in pieces that can be read at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

PIECE = 32 * 1024 * 1024
"""The most bytes of a piece, but for the rest of the line that they end in."""
_AT_ONCE = 1024 * 1024
_MARK = b"\xef\xbb\xbf"
"""At the beginning of a file it is passed over, so no piece but the first begins with it."""


def pieces_of(path: Path, size: int = PIECE) -> tuple[range, ...]:
    """Where the pieces of a file begin and end, which is at the ends of lines."""
    with path.open("rb") as opened:
        return tuple(_pieces(opened, size))


def _pieces(opened: BinaryIO, size: int) -> Iterator[range]:
    stop = opened.seek(0, SEEK_END)
    even = -(-stop // -(-stop // size)) if stop else 0
    begin = 0
    while begin < stop:
        opened.seek(begin + even - 1)
        opened.readline()
        end = opened.tell()
        while opened.read(len(_MARK)) == _MARK:
            opened.readline()
            end = opened.tell()
        yield range(begin, min(end, stop))
        begin = end


def cut(path: Path, piece: range, beside: Path) -> None:
    """Write a piece of a file to a file of its own."""
    with path.open("rb") as opened, beside.open("wb") as out:
        opened.seek(piece.start)
        left = len(piece)
        while left and (block := opened.read(min(left, _AT_ONCE))):
            out.write(block)
            left -= len(block)
