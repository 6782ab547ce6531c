"""JSON text to a document: RFC 8259, strictly, with every mistake that can be told apart."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Outcome
from evaluator.intake.document import Array, Member, Object, String, Unreadable, Value
from evaluator.intake.json_cursor import Cursor
from evaluator.intake.json_scalars import WORDS, decimals_after_comma, key, looks_numeric, scalar
from evaluator.intake.json_tokens import Token
from evaluator.intake.limits import MAX_DEPTH
from evaluator.intake.quoting import quoted
from evaluator.intake.walk import BrokenOffError
from evaluator.source import Source, Span


def read_json(source: Source) -> Outcome[Value]:
    """The document of a JSON text; none where the text breaks off or its brackets do not meet."""
    cursor = Cursor(source)
    try:
        cursor.advance()
        value = _document(cursor)
    except BrokenOffError:
        return Outcome(None, tuple(cursor.found))
    return Outcome(value, tuple(cursor.found))


def _document(cursor: Cursor) -> Value:
    if cursor.token == Token.WORD and cursor.word() not in WORDS and not looks_numeric(cursor):
        raise cursor.break_off(kinds.JSON_OTHER_FORM, cursor.span(), text=quoted(cursor.word()))
    value = _value(cursor, 0)
    if cursor.token != Token.END:
        cursor.report(kinds.JSON_MORE_TEXT, cursor.span(), text=quoted(cursor.word()))
    return value


def _value(cursor: Cursor, depth: int) -> Value:
    """The value at hand; the cursor goes past it."""
    if cursor.spent():
        raise cursor.too_many(cursor.span())
    if cursor.token != Token.MARK:
        return scalar(cursor)
    mark = cursor.text[cursor.start]
    if mark in "{[" and depth == MAX_DEPTH:
        raise cursor.break_off(kinds.INPUT_TOO_DEEP, cursor.span(), limit=MAX_DEPTH)
    if mark == "{":
        return _object(cursor, depth + 1)
    if mark == "[":
        return _array(cursor, depth + 1)
    raise cursor.break_off(kinds.JSON_UNEXPECTED, cursor.span(), text=mark)


def _array(cursor: Cursor, depth: int) -> Value:
    start = cursor.start
    items: list[Value] = []
    cursor.advance()
    cursor.path.append(0)
    while _goes_on(cursor, "]", first=not items, start=start):
        items.append(_value(cursor, depth))
        cursor.path[-1] = len(items)
    cursor.path.pop()
    return Array(items=tuple(items), at=_closed(cursor, start))


def _object(cursor: Cursor, depth: int) -> Value:
    start = cursor.start
    members: dict[str, Member] = {}
    first = True
    cursor.advance()
    while _goes_on(cursor, "}", first=first, start=start):
        first = False
        if not _decimals(cursor, members):
            _member(cursor, members, depth, start)
    return Object(members=tuple(members.values()), at=_closed(cursor, start))


def _decimals(cursor: Cursor, members: dict[str, Member]) -> bool:
    """Whether what follows is no member but the decimals of the last one, behind a comma."""
    last = next(reversed(members.values()), None)
    number = None if last is None else decimals_after_comma(cursor, last.key.value)
    if last is None or number is None:
        return False
    members[last.key.value] = Member(key=last.key, value=number)
    return True


def _member(cursor: Cursor, members: dict[str, Member], depth: int, start: int) -> None:
    """One key and its value; the first of several that share a key stands."""
    name = key(cursor)
    cursor.path.append(name.value if isinstance(name, String) else "?")
    if isinstance(name, String):
        _note_duplicate(cursor, name, members)
        value = _member_value(cursor, name, depth, start)
        members.setdefault(name.value, Member(key=name, value=value))
    else:
        _member_value(cursor, name, depth, start)
    cursor.path.pop()


def _note_duplicate(cursor: Cursor, name: String, members: Mapping[str, Member]) -> None:
    if name.value in members:
        first = members[name.value].key.at
        cursor.report(
            kinds.DUPLICATE_KEY, name.at, (first,), key=quoted(name.value), line=first.line
        )


def _member_value(cursor: Cursor, name: String | Unreadable, depth: int, start: int) -> Value:
    """The value after a key, its colon included."""
    _refuse_other_end(cursor, "}", start)
    if cursor.is_mark(":"):
        cursor.advance()
        _refuse_other_end(cursor, "}", start)
        missing = kinds.JSON_VALUE_MISSING
    else:
        missing = kinds.JSON_COLON_MISSING
        cursor.report(missing, name.at, key=quoted(name.at.text))
        if cursor.word() == "=":
            cursor.advance()
    if not (cursor.is_mark(",") or cursor.is_mark("}")):
        return _value(cursor, depth)
    if missing is kinds.JSON_VALUE_MISSING:
        cursor.report(missing, name.at, key=quoted(name.at.text))
    return Unreadable(at=name.at)


def _closed(cursor: Cursor, start: int) -> Span:
    """The whole stretch of an object or list; the cursor goes past its closing bracket."""
    at = cursor.span_from(start)
    cursor.advance()
    return at


def _goes_on(cursor: Cursor, closing: str, *, first: bool, start: int) -> bool:
    """Whether another member follows; the cursor goes past the comma before it."""
    if not first and not cursor.is_mark(closing):
        _comma(cursor, closing, start)
    while cursor.is_mark(","):
        cursor.report(kinds.JSON_COMMA_EXTRA, cursor.span())
        cursor.advance()
    if cursor.is_mark(closing):
        return False
    _refuse_other_end(cursor, closing, start)
    return True


def _comma(cursor: Cursor, closing: str, start: int) -> None:
    if not cursor.is_mark(","):
        _refuse_other_end(cursor, closing, start)
        if not _begins_member(cursor, closing):
            raise cursor.break_off(kinds.JSON_UNEXPECTED, cursor.span(), text=quoted(cursor.word()))
        cursor.report(kinds.JSON_COMMA_MISSING, cursor.span(), text=quoted(cursor.word()))
        return
    comma = cursor.span()
    cursor.advance()
    if cursor.is_mark(closing):
        cursor.report(kinds.JSON_COMMA_EXTRA, comma)


def _begins_member(cursor: Cursor, closing: str) -> bool:
    """Whether the token at hand can only be the next member, its comma forgotten."""
    if cursor.token in {Token.TEXT, Token.QUOTE, Token.QUOTED}:
        return True
    if closing == "}":
        return False
    if cursor.token == Token.MARK:
        return cursor.text[cursor.start] in "{["
    return cursor.token == Token.NUMBER or cursor.word() in WORDS


def _refuse_other_end(cursor: Cursor, closing: str, start: int) -> None:
    """Break off where the text ends, or another bracket closes, before this one is closed."""
    opened = Span(cursor.source, start, start + 1)
    if cursor.token == Token.END:
        cursor.report(kinds.JSON_CUT_OFF, opened, expected=closing, line=opened.line)
        raise BrokenOffError
    if (
        cursor.token == Token.MARK
        and cursor.text[cursor.start] in "]}"
        and not cursor.is_mark(closing)
    ):
        cursor.report(
            kinds.JSON_BRACKET,
            cursor.span(),
            (opened,),
            found=cursor.word(),
            expected=closing,
            line=opened.line,
        )
        raise BrokenOffError
