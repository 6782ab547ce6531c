"""Words in a row: which of them stand apart, in either keyword language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluator.syntax.keywords import Vocabulary
from evaluator.syntax.layout import Block, Part, Statement
from evaluator.syntax.token import Token

_FORMULAS = frozenset({"_VALUE", "_NOT_SCORED_WHEN"})
_CASES = frozenset({"_WHEN", "_OTHERWISE"})
_CLOSE_UP = frozenset({"_RPAR", "_COMMA", "_COLON"})
_OPERANDS = frozenset({"NAME", "NUMBER", "_RPAR", "TREES", "AS_PUBLISHED"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, or one block on one line, with whether a space stands before it."""

    text: str
    apart: bool
    shape: str


def pieces(statement: Statement, words: Vocabulary) -> list[Piece]:
    """The words of a statement; comments inside it are none."""
    return list(_pieces(statement.parts, words, in_formula=is_formula(statement)))


def joined(row: Sequence[Piece]) -> str:
    """Pieces on one line."""
    return "".join(
        (" " if piece.apart and index else "") + piece.text for index, piece in enumerate(row)
    )


def one_line(statement: Statement, words: Vocabulary) -> str:
    """A statement on one line."""
    return row(statement.parts, words, in_formula=is_formula(statement))


def row(parts: Sequence[Part], words: Vocabulary, *, in_formula: bool) -> str:
    """Some words of a statement on one line."""
    return joined(list(_pieces(parts, words, in_formula=in_formula)))


def is_formula(statement: Statement) -> bool:
    """Whether a `/` in the statement divides; elsewhere it is part of a number."""
    terminals = [part.terminal for part in statement.parts if isinstance(part, Token)]
    return bool(_FORMULAS.intersection(terminals[:2]) or _CASES.intersection(terminals))


def _pieces(parts: Sequence[Part], words: Vocabulary, *, in_formula: bool) -> Iterator[Piece]:
    before: Token | None = None
    is_sign = False
    for part in parts:
        if isinstance(part, Token):
            in_formula |= part.terminal == "_ONLY_WHEN"  # what stands before it are plain numbers
            apart = _apart(before, part, is_sign=is_sign, in_formula=in_formula)
            yield Piece(spelled(part, words), apart, part.terminal)
            is_sign = part.terminal == "MINUS" and not (before and before.terminal in _OPERANDS)
            before = part
            # In a row of a table the result is a formula; the numbers before it are none.
            in_formula = in_formula or part.terminal == "_COLON"
        elif isinstance(part, Block):
            yield Piece(_block(part, words), apart=True, shape="{")
            before, is_sign = None, False


def _apart(before: Token | None, token: Token, *, is_sign: bool, in_formula: bool) -> bool:
    """Whether a space stands between two words."""
    if before is None:
        return True
    if is_sign or before.terminal == "_LPAR" or token.terminal in _CLOSE_UP:
        return False
    if "_SLASH" in {before.terminal, token.terminal}:
        return in_formula
    return not (before.terminal == "_ROUNDED" and token.terminal == "_LPAR")


def _block(block: Block, words: Vocabulary) -> str:
    if not block.statements:
        return "{}"
    return f"{{ {'; '.join(one_line(statement, words) for statement in block.statements)} }}"


def spelled(token: Token, words: Vocabulary) -> str:
    """A token as it is written: keywords in the language asked for, all else as it stands."""
    if token.terminal in words.by_terminal:
        return words.spelled(token.terminal, token.text)
    return token.at.text
