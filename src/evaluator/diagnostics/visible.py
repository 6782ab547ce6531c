"""Text as a terminal may show it: what cannot be seen is written out, what is wide is measured."""

from __future__ import annotations

from unicodedata import category, east_asian_width

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_BLANK_LETTERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
)
"""Letters and marks that print nothing; Unicode does not class them as controls."""
TAB_STOP = 4


def visible(text: str) -> str:
    """The text with every character that cannot be seen, or that moves others, as an escape."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def shortened(text: str, limit: int) -> str:
    """The text, cut to at most `limit` characters, the cut marked."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def drawn(char: str, column: int) -> str:
    """A character of an excerpt that starts at a display column, from 0; a tab becomes blanks."""
    return " " * (TAB_STOP - column % TAB_STOP) if char == "\t" else _shown(char)


def cells(text: str) -> int:
    """How many terminal cells a text that is already visible takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def _shown(char: str) -> str:
    if not _is_hidden(char):
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_hidden(char: str) -> bool:
    if " " <= char <= "~":
        return False
    return (
        category(char) in _HIDDEN_CATEGORIES
        or char in _BLANK_LETTERS
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )
