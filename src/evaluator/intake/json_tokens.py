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

_SOUND = re.compile(
    r"""(?: [^"\\\x00-\x1f\ud800-\udfff]++
      | \\["\\/bfnrt]
      | \\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}
      | \\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}
    )*+""",
    re.VERBOSE,
)
"""What may stand inside quotes: characters, escapes, escapes of a pair of code units."""

_ESCAPE = re.compile(r"\\u([dD][89abAB]..)\\u(....)|\\u(....)|\\(.)")
_HALF = re.compile(r"\\u[0-9a-fA-F]{4}")
_REST = re.compile(r'(?:[^"\\\n\r]++|\\[^\n\r])*+')
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


def read_quoted(text: str, start: int) -> Quoted:
    """The text that is quoted from `start`, which is at its opening quote."""
    sound = _SOUND.match(text, start + 1)
    stop = sound.end() if sound is not None else start + 1
    if text.startswith('"', stop):
        return Quoted(_ESCAPE.sub(_unescaped, text[start + 1 : stop]), stop + 1, None)
    rest = _REST.match(text, stop)
    end = rest.end() if rest is not None else stop
    if not text.startswith('"', end):
        return Quoted("", None, Flaw(TEXT_OPEN, start, end))
    return Quoted("", end + 1, _flaw(text, stop))


def _unescaped(escape: re.Match[str]) -> str:
    high, low, unit, letter = escape.groups()
    if letter is not None:
        return _ESCAPES[letter]
    if unit is not None:
        return chr(int(unit, 16))
    return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + (int(low, 16) - 0xDC00))


def _flaw(text: str, at: int) -> Flaw:
    """What is wrong with the character or escape at this place."""
    if text[at] != "\\":
        return Flaw(CONTROL_CHARACTER if text[at] < " " else LONE_SURROGATE, at, at + 1)
    half = _HALF.match(text, at)
    if half is not None:
        return Flaw(LONE_SURROGATE, at, half.end())
    return Flaw(TEXT_ESCAPE, at, at + 2)
