"""Keys, texts, numbers and words of a JSON text."""

from __future__ import annotations

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Kind
from evaluator.intake.document import Boolean, Null, Number, String, Unreadable, Value
from evaluator.intake.json_cursor import Cursor
from evaluator.intake.json_tokens import Token, read_quoted
from evaluator.intake.number_text import mistaken_number, read_number
from evaluator.intake.quoting import code_point, quoted
from evaluator.source import Span
from evaluator.values.numbers import MAX_DIGITS

WORDS = frozenset({"true", "false", "null"})


def scalar(cursor: Cursor) -> Value:
    """The value at hand, which is no object and no list; the cursor goes past it."""
    match cursor.token:
        case Token.TEXT | Token.QUOTE | Token.QUOTED:
            value: Value = _text(cursor)
        case Token.NUMBER:
            value = _number(cursor)
        case Token.WORD:
            value = _word(cursor)
        case Token.END:
            raise cursor.break_off(kinds.JSON_CUT_OFF, cursor.span(), expected="}", line=1)
        case _:
            raise _stray(cursor)
    cursor.advance()
    return value


def key(cursor: Cursor) -> String | Unreadable:
    """The key at hand; the cursor goes past it."""
    name: String | Unreadable
    match cursor.token:
        case Token.TEXT | Token.QUOTE | Token.QUOTED:
            name = _text(cursor)
        case Token.NUMBER | Token.WORD:
            name = _unquoted_key(cursor)
        case Token.MARK:
            raise cursor.break_off(kinds.JSON_UNEXPECTED, cursor.span(), text=quoted(cursor.word()))
        case _:
            raise _stray(cursor)
    cursor.advance()
    return name


def _stray(cursor: Cursor) -> Exception:
    kind = kinds.TEXT_OPEN if cursor.word() == "'" else kinds.JSON_UNEXPECTED
    return cursor.break_off(kind, cursor.span(), text=quoted(cursor.word()))


def _text(cursor: Cursor) -> String | Unreadable:
    if cursor.token == Token.TEXT:
        return String(value=cursor.text[cursor.start + 1 : cursor.end - 1], at=cursor.span())
    if cursor.token == Token.QUOTED:
        cursor.report(kinds.JSON_QUOTES, cursor.span(), text=quoted(cursor.word()))
        return _plain(cursor, cursor.text[cursor.start + 1 : cursor.end - 1])
    return _escaped_text(cursor)


def _escaped_text(cursor: Cursor) -> String | Unreadable:
    """A text with escapes or flaws in it."""
    read = read_quoted(cursor.text, cursor.start)
    if read.end is None:
        at = Span(cursor.source, cursor.start, cursor.end)
        text = cursor.text[cursor.start : cursor.start + 20].splitlines()[0]
        raise cursor.break_off(kinds.TEXT_OPEN, at, text=quoted(text))
    cursor.end = read.end
    if read.flaw is None:
        return String(value=read.value, at=cursor.span())
    at = Span(cursor.source, read.flaw.start, read.flaw.end)
    cursor.report(read.flaw.kind, at, **_flaw_facts(read.flaw.kind, at.text))
    return Unreadable(at=cursor.span())


def _flaw_facts(kind: Kind, text: str) -> dict[str, str]:
    if kind is kinds.CONTROL_CHARACTER:
        return {"code": code_point(text)}
    if len(text) == 1:
        text = code_point(text)
    return {"text": quoted(text)}


def _plain(cursor: Cursor, text: str) -> String | Unreadable:
    """A text that was not quoted as it should; reported already, so nothing more is said of it."""
    if text.isprintable():
        return String(value=text, at=cursor.span())
    return Unreadable(at=cursor.span())


def _unquoted_key(cursor: Cursor) -> String | Unreadable:
    cursor.report(kinds.JSON_KEY_UNQUOTED, cursor.span(), text=quoted(cursor.word()))
    return _plain(cursor, cursor.word())


def _number(cursor: Cursor) -> Number | Unreadable:
    value = read_number(cursor.word())
    if isinstance(value, Kind):
        return _refused(cursor, value)
    return Number(value=value, at=cursor.span())


def _word(cursor: Cursor) -> Value:
    word = cursor.word()
    if word == "null":
        return Null(at=cursor.span())
    if word in WORDS:
        return Boolean(value=word == "true", at=cursor.span())
    return _refused(cursor, mistaken_number(word) or kinds.JSON_WORD)


def _refused(cursor: Cursor, kind: Kind) -> Unreadable:
    cursor.report(kind, cursor.span(), text=quoted(cursor.word()), limit=MAX_DIGITS)
    return Unreadable(at=cursor.span())


def looks_numeric(cursor: Cursor) -> bool:
    """Whether the word at hand was meant as a number."""
    return mistaken_number(cursor.word()) is not None


def decimals_after_comma(cursor: Cursor, name: str) -> Unreadable | None:
    """The number of a member, if the number at hand is the rest of it behind a comma.

    In an object no number can follow a comma; in a list this cannot be told.
    """
    before = cursor.text[cursor.start - 2 : cursor.start]
    if cursor.token != Token.NUMBER or not before.endswith(",") or not before[:1].isdigit():
        return None
    start = cursor.start - 1
    while start > 0 and cursor.text[start - 1] in "-0123456789":
        start -= 1
    cursor.start = start
    at = cursor.span()
    cursor.path.append(name)
    cursor.report(kinds.NUMBER_COMMA, at, text=quoted(cursor.word()))
    cursor.path.pop()
    cursor.advance()
    return Unreadable(at=at)
