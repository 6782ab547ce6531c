"""The words of JSON: one token after another, each a stretch of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluator.diagnostics.kinds.inputs import (
    CONTROL_CHARACTER,
    LONE_SURROGATE,
    TEXT_ESCAPE,
    TEXT_OPEN,
)
from evaluator.diagnostics.model import Kind
from evaluator.intake.number_text import PLAIN


class Token:
    """What a stretch of text is taken for: the names of the groups of the pattern."""

    MARK = "mark"
    TEXT = "text"
    NUMBER = "number"
    WORD = "word"
    QUOTE = "quote"
    QUOTED = "quoted"
    COMMENT = "comment"
    BLANK = "blank"
    OTHER = "other"
    END = "end"


_BLANKS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff"
)
"""Characters that look like nothing and are not the white space of JSON."""

TOKEN = re.compile(
    rf"""[ \t\n\r]*+(?:
      (?P<mark> [{{}}\[\]:,] )
    | (?P<text> "[^"\\\x00-\x1f\ud800-\udfff]*+" )
    | (?P<number> {PLAIN.pattern} )(?= [ \t\n\r,:\]}}] | \Z )
    | (?P<quote> " )
    | (?P<quoted> '[^'\n\r]*+' | [“-‟][^“-‟\n\r]*+[“-‟] | [‘-‛][^‘-‛\n\r]*+[‘-‛] )
    | (?P<comment> //[^\n\r]*+ | \#[^\n\r]*+ | /\*(?s:.*?)\*/ )
    | (?P<blank> [{_BLANKS}]++ )
    | (?P<word> (?: [^ \t\n\r,:\[\]{{}}"'/{_BLANKS}] | /(?![/*]) )++ )
    | (?P<end> \Z )
    | (?P<other> (?s:.) )
    )""",
    re.VERBOSE,
)
"""The next token. Every text matches somewhere, so a match is never `None`."""

_PLAIN_STRETCH = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]++')
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in a quoted text, and where."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted text: what it says, where it ends (`None` if it does not), its first flaw."""

    value: str
    end: int | None
    flaw: Flaw | None


@dataclass(frozen=True, slots=True)
class _Piece:
    value: str
    end: int
    flaw: Kind | None = None


def read_quoted(text: str, start: int) -> Quoted:
    """The text that is quoted from `start`, which is at its opening quote."""
    pieces: list[str] = []
    flaw: Flaw | None = None
    at = start + 1
    while at < len(text) and text[at] not in '"\n\r':
        piece = _piece(text, at)
        if piece.flaw is not None and flaw is None:
            flaw = Flaw(piece.flaw, at, piece.end)
        pieces.append(piece.value)
        at = piece.end
    value = "".join(pieces)
    if at >= len(text) or text[at] != '"':
        return Quoted(value, None, Flaw(TEXT_OPEN, start, at))
    return Quoted(value, at + 1, flaw)


def _piece(text: str, at: int) -> _Piece:
    plain = _PLAIN_STRETCH.match(text, at)
    if plain is not None:
        return _Piece(plain.group(), plain.end())
    char = text[at]
    if char == "\\":
        return _escape(text, at)
    return _Piece(char, at + 1, CONTROL_CHARACTER if char < " " else LONE_SURROGATE)


def _escape(text: str, at: int) -> _Piece:
    letter = text[at + 1 : at + 2]
    if letter != "u":
        known = _ESCAPES.get(letter)
        if known is None:
            return _Piece("", at + 1 + (letter not in "\n\r"), TEXT_ESCAPE)
        return _Piece(known, at + 2)
    unit = _code_unit(text, at)
    if unit is None:
        return _Piece("", at + 2, TEXT_ESCAPE)
    if not 0xD800 <= unit <= 0xDFFF:
        return _Piece(chr(unit), at + 6)
    low = _code_unit(text, at + 6)
    if unit > 0xDBFF or low is None or not 0xDC00 <= low <= 0xDFFF:
        return _Piece(chr(unit), at + 6, LONE_SURROGATE)
    return _Piece(chr(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00)), at + 12)


def _code_unit(text: str, at: int) -> int | None:
    r"""The code unit of an escape such as `\u00e9` at this place."""
    digits = _HEX.match(text, at + 2) if text.startswith("\\u", at) else None
    return None if digits is None else int(digits.group(), 16)
