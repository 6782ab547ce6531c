"""Statements of one kind, one below the other, stand in columns."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.syntax.keywords import Vocabulary
from evaluator.syntax.layout import Statement
from evaluator.syntax.spacing import Piece, joined, pieces
from evaluator.syntax.token import Token

WIDEST_GAP = 24
"""A column wider than this apart is none."""

_ENDS = frozenset({"_EQUALS", "{"})
_LOOSE = frozenset({"_GIVEN", "_EXPECT"})
_PREFIXES = frozenset({"_CHANGE", "_ADD", "_REMOVE"})


def run_key(statement: Statement) -> tuple[str, ...] | None:
    """What statements must share to stand in columns together; `None` if it never does."""
    tokens = [part for part in statement.parts[:2] if isinstance(part, Token)]
    if not tokens or tokens[0].terminal in _LOOSE:
        return None
    first = tokens[0]
    if first.terminal in {"NAME", "NUMBER"}:
        labelled = len(statement.parts) == 2 and tokens[-1].terminal == "TEXT"
        return ("choice",) if labelled else None
    if first.terminal == "TEXT":
        return ("TEXT",)
    heads = tokens if first.terminal in _PREFIXES else tokens[:1]
    return tuple(part for token in heads for part in (token.terminal, token.text))


_Rows = Sequence[Sequence[Piece]]
"""The words of the statements of a run, in one language."""


def aligned(
    run: Sequence[Statement], words: Vocabulary, measured: Sequence[Vocabulary], space: int
) -> list[str]:
    """Each statement on one line, in as many columns as fit into `space` in every language."""
    rows = [pieces(statement, words) for statement in run]
    if len(run) == 1:
        return [joined(rows[0])]
    others = [[pieces(statement, each) for statement in run] for each in measured]
    for columns in range(_shared(rows), 0, -1):
        if all(_fits(each, columns, space) for each in others):
            return _written(rows, columns)
    return _written(rows, 0)


def _shared(rows: _Rows) -> int:
    """How many words all begin with that are of the same shape."""
    count = 0
    for column in zip(*rows, strict=False):
        if len({piece.shape for piece in column}) > 1:
            break
        count += 1
        if column[0].shape in _ENDS:
            break
    return count


def _fits(rows: _Rows, columns: int, space: int) -> bool:
    lefts = ["" for _ in rows]
    for column in range(columns):
        widths = [len(left) for left in lefts]
        if max(widths) - min(widths) > WIDEST_GAP:
            return False
        lefts = _extended(lefts, [row[column] for row in rows])
    return all(len(row) <= space for row in _written(rows, columns))


def _written(rows: _Rows, columns: int) -> list[str]:
    lefts = ["" for _ in rows]
    for column in range(columns):
        lefts = _extended(lefts, [row[column] for row in rows])
    return [left + _rest(row, columns) for left, row in zip(lefts, rows, strict=True)]


def _extended(lefts: Sequence[str], column: Sequence[Piece]) -> list[str]:
    width = max(len(left) for left in lefts)
    return [
        left.ljust(width) + (" " if piece.apart and width else "") + piece.text
        for left, piece in zip(lefts, column, strict=True)
    ]


def _rest(row: Sequence[Piece], columns: int) -> str:
    rest = row[columns:]
    if not rest:
        return ""
    return (" " if columns and rest[0].apart else "") + joined(rest)
