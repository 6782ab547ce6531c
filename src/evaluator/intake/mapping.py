"""A Python mapping to a document: exact numbers only, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.model import Kind, Outcome
from evaluator.intake.document import (
    Array,
    Boolean,
    Member,
    Null,
    Number,
    Object,
    String,
    Unreadable,
    Value,
)
from evaluator.intake.limits import MAX_DEPTH, SMALL
from evaluator.intake.quoting import quoted
from evaluator.intake.walk import BrokenOffError, Walk
from evaluator.source import NOWHERE
from evaluator.values.later import Later
from evaluator.values.numbers import MAX_DIGITS

_LIMIT = 10**MAX_DIGITS
_SMALL = tuple(Number(value=Fraction(number)) for number in range(SMALL))


def read_mapping(given: object) -> Outcome[Value]:
    """The document of a value given from Python."""
    reader = _Reader()
    try:
        value = reader.value(given, 0)
    except BrokenOffError:
        return Outcome(None, tuple(reader.found))
    return Outcome(value, tuple(reader.found))


class _Reader(Walk):
    """A walk through one value; a value that holds itself meets the limits."""

    __slots__ = ()

    def value(self, given: object, depth: int) -> Value:
        """The node of one value."""
        if self.spent():
            raise self.too_many(NOWHERE)
        match given:
            case None:
                return Null()
            case bool():
                return Boolean(value=given)
            case str():
                return self.text(given)
            case int() | Decimal() | Fraction():
                return self.number(given)
            case list() | tuple():
                return self.array(given, self.deeper(depth))
            case dict() | Mapping():
                return self.object(given, self.deeper(depth))
            case float():
                return self.refused(kinds.FLOAT_REFUSED, value=repr(given))
            case _:
                return self.refused(kinds.TYPE_REFUSED, type=quoted(type(given).__name__))

    def refused(self, kind: Kind, **facts: str | int) -> Unreadable:
        """Report a value at the path that is being read."""
        self.report(kind, NOWHERE, **facts)
        return Unreadable()

    def deeper(self, depth: int) -> int:
        """One level down, within the limit."""
        if depth == MAX_DEPTH:
            raise self.break_off(kinds.INPUT_TOO_DEEP, NOWHERE, limit=MAX_DEPTH)
        return depth + 1

    def text(self, given: str) -> Value:
        """A text, which must be one that can be written down."""
        return String(value=str(given)) if _is_sound(given) else self.refused_text(given)

    def refused_text(self, given: str) -> Unreadable:
        """Name the first half of a pair of code units that stands alone."""
        half = next(char for char in given if "\ud800" <= char <= "\udfff")
        return self.refused(kinds.LONE_SURROGATE, text=quoted(half))

    def number(self, given: int | Decimal | Fraction) -> Value:
        """An exact number within the limit of digits, measured before it is spelled out."""
        if isinstance(given, Decimal):
            if not given.is_finite():
                return self.refused(kinds.NOT_A_NUMBER, text=str(given))
            if given.is_zero():
                return Number(value=Fraction(0))
            if not _is_short(given):
                return self.refused(kinds.NUMBER_TOO_LONG, limit=MAX_DIGITS)
        value = Fraction(given)
        if abs(value.numerator) >= _LIMIT or value.denominator > _LIMIT:
            return self.refused(kinds.NUMBER_TOO_LONG, limit=MAX_DIGITS)
        return Number(value=value)

    def array(self, given: list[object] | tuple[object, ...], depth: int) -> Value:
        """A list."""
        items = []
        self.path.append(0)
        for index, item in enumerate(given):
            self.path[-1] = index
            items.append(self.value(item, depth))
        self.path.pop()
        return Array(items=tuple(items))

    def object(self, given: Mapping[object, object], depth: int) -> Value:
        """An object; its keys are text."""
        numbers = _small_numbers(given)
        if numbers is not None and self.left >= len(numbers):
            self.left -= len(numbers)
            return Object(members=Later(partial(_members, numbers)), numbers=numbers)
        members = []
        for key, item in given.items():
            if not isinstance(key, str):
                self.report(kinds.KEY_NOT_TEXT, NOWHERE, key=quoted(repr(key)))
                continue
            if not _is_sound(key):
                self.refused_text(key)
                continue
            if type(item) is str and item.isascii() and self.left > 0:
                self.left -= 1
                value: Value = String(value=item)
            else:
                self.path.append(key)
                value = self.value(item, depth)
                self.path.pop()
            members.append(Member(key=String(value=str(key)), value=value))
        return Object(members=tuple(members))


def _small_numbers(given: Mapping[object, object]) -> Mapping[str, int] | None:
    """What is given, if it is nothing but small whole numbers: then nothing can be wrong with it.

    Most answers are. Their nodes are made when somebody looks at them.
    """
    if type(given) is not dict or type(next(iter(given.values()), None)) is not int:
        return None
    found: dict[str, int] = dict(given)
    if set(map(type, found.values())) != _WHOLE or set(map(type, found)) != _TEXT:
        return None
    on_scale = min(found.values()) >= 0 and max(found.values()) < SMALL
    return found if on_scale and "".join(found).isascii() else None


_WHOLE, _TEXT = {int}, {str}


def _members(numbers: Mapping[str, int]) -> tuple[Member, ...]:
    return tuple(
        Member(key=String(value=key), value=_SMALL[number]) for key, number in numbers.items()
    )


def _is_sound(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _is_short(number: Decimal) -> bool:
    """Whether a number spelled out in full has no more digits than a response may write."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return False
    whole = max(len(digits) + exponent, 1)
    return whole + max(-exponent, 0) <= MAX_DIGITS
