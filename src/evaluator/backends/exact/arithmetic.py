"""Arithmetic on amounts: exact where both sides are known, exact bounds while one is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.values.amounts import (
    VALUES,
    Absent,
    Amount,
    Endless,
    Known,
    NoValue,
    Open,
    amount_of,
    ends,
)
from evaluator.values.functions import Function, Undefined
from evaluator.values.functions import applied as function_of
from evaluator.values.reals import Number, Undecided, outward
from evaluator.values.reals import rounded as rounded_number
from evaluator.values.rounding import Rounding

OPERATIONS: Mapping[str, str] = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}
"""The name of each operation in the trace."""


def negative(amount: Amount) -> Amount:
    """Minus an amount."""
    match amount:
        case Known(value=value) | Endless(value=value):
            return amount_of(-value)
        case Open(least=least, most=most):
            return Open(_minus(most), _minus(least))
        case Absent():
            return NoValue("not_applicable")
        case NoValue():
            return amount
        case _:
            assert_never(amount)


def rounded(amount: Amount, rounding: Rounding) -> Amount:
    """An amount rounded by rule; every mode keeps the order of values, so bounds stay bounds."""
    match amount:
        case Known(value=value):
            return Known(rounding.apply(value))
        case Endless(value=value):
            return _decided(lambda: Known(rounded_number(value, rounding)))
        case Open(least=least, most=most, may_vanish=may_vanish):
            low = None if least is None else _rounded_end(least, rounding, 0)
            high = None if most is None else _rounded_end(most, rounding, 1)
            return Open(low, high, may_vanish)
        case Absent() | NoValue():
            return amount
        case _:
            assert_never(amount)


def _rounded_end(end: Number, rounding: Rounding, side: int) -> Fraction:
    """A bound rounded; where its digits cannot be told, the decimals on its outer side."""
    try:
        return rounded_number(end, rounding)
    except Undecided:
        return rounding.apply(outward(end)[side])


def arithmetic(operator: str, left: Amount, right: Amount) -> Amount:
    """Two amounts under `+ - * /`.

    What does not apply has no value here: only an aggregate can leave it out.
    """
    if isinstance(left, VALUES) and isinstance(right, VALUES):
        return _exact(operator, left.value, right.value)
    for side in (left, right):
        if isinstance(side, NoValue):
            return side
        if isinstance(side, Absent):
            return NoValue("not_applicable")
    if isinstance(left, Absent | NoValue) or isinstance(right, Absent | NoValue):
        raise AssertionError("both sides are values here")
    return _corners(operator, ends(left), ends(right))


def _exact(operator: str, a: Number, b: Number) -> Known | Endless | NoValue:
    match operator:
        case "+":
            return amount_of(a + b)
        case "-":
            return amount_of(a - b)
        case "*":
            return amount_of(a * b)
        case _:
            return NoValue("division_by_zero") if b == 0 else amount_of(a / b)


def applied(function: Function, amount: Amount, argument: Fraction | None) -> Amount:
    """A function of an amount; of an open one its bounds, as far as the function has values."""
    match amount:
        case Known(value=value) | Endless(value=value):
            return _decided(lambda: amount_of(function_of(function, value, argument)))
        case Open(least=least, most=most):
            return _applied_to_bounds(function, least, most, argument)
        case Absent():
            return NoValue("not_applicable")
        case NoValue():
            return amount
        case _:
            assert_never(amount)


def _decided(compute: Callable[[], Amount]) -> Amount:
    """What it comes to; no value where there is none, or where no digit can be told."""
    try:
        return compute()
    except Undefined as reason:
        return NoValue(str(reason))
    except Undecided:
        return NoValue("digits_undecided")


def _applied_to_bounds(
    function: Function, least: Number | None, most: Number | None, argument: Fraction | None
) -> Open:
    """The bounds; every function here rises, but for a size and for even powers."""
    turning = function is Function.ABSOLUTE or (
        function is Function.POWER and argument is not None and argument % 2 == 0
    )
    low, high = (_end(function, end, argument) for end in (least, most))
    if not turning:
        return Open(low, high)
    found = [end for end in (low, high) if end is not None]
    away = (least is not None and least > 0) or (most is not None and most < 0)
    lowest = min(found) if away and found else Fraction(0)
    return Open(lowest, max(found) if len(found) == 2 else None)


def _end(function: Function, end: Number | None, argument: Fraction | None) -> Number | None:
    if end is None:
        return None
    try:
        return function_of(function, end, argument)
    except (Undefined, Undecided):
        return None


_Ends = tuple[Number | None, Number | None]
_Bound = tuple[int, Number]
"""An end: minus or plus one and 0 where there is none, else 0 and the end itself; so they compare.
"""


def _corners(operator: str, a: _Ends, b: _Ends) -> Amount:
    match operator:
        case "-":
            return _corners("+", a, (_minus(b[1]), _minus(b[0])))
        case "+":
            return Open(_plus(a[0], b[0]), _plus(a[1], b[1]))
        case "*":
            return _spanned([_product(x, y) for x in _sides(a) for y in _sides(b)])
        case _:
            low, high = _sides(b)
            if _sign(low) * _sign(high) < 0 or low == high == (0, _NOTHING):
                return Open(None, None)
            # Of a number other than 0; beside 0 there is no end, to the side where the number is.
            return _spanned(
                [_over(x, y, at) for x in _sides(a) for y, at in ((high, -1), (low, 1))]
            )


def _sides(ends: _Ends) -> tuple[_Bound, _Bound]:
    low, high = ends
    return (
        (-1, _NOTHING) if low is None else (0, low),
        (1, _NOTHING) if high is None else (0, high),
    )


def _product(x: _Bound, y: _Bound) -> _Bound:
    """The product of two ends; what is without end is still a number, so that 0 times it is 0."""
    if not x[0] and not y[0]:
        return 0, x[1] * y[1]
    return _sign(x) * _sign(y), _NOTHING


def _sign(x: _Bound) -> int:
    return x[0] or (x[1] > 0) - (x[1] < 0)


def _over(x: _Bound, y: _Bound, without: int) -> _Bound:
    """One end divided by another; divided as such, so that what cancels is seen."""
    if not x[0] and not y[0] and _sign(y):
        return 0, x[1] / y[1]
    return _product(x, _reciprocal(y, without))


def _reciprocal(end: _Bound, without: int) -> _Bound:
    """1 divided by an end; beside 0 there is no end to the given side."""
    if end[0]:
        return 0, _NOTHING
    return (0, 1 / end[1]) if _sign(end) else (without, _NOTHING)


def _spanned(corners: Sequence[_Bound]) -> Open:
    (no_least, least), (no_most, most) = min(corners), max(corners)
    return Open(None if no_least else least, None if no_most else most)


_NOTHING = Fraction(0)


def _plus(a: Number | None, b: Number | None) -> Number | None:
    return None if a is None or b is None else a + b


def _minus(a: Number | None) -> Number | None:
    return None if a is None else -a


def either(amounts: Sequence[Amount]) -> Amount:
    """Any of the amounts: the one there is, else open between the widest bounds."""
    return amounts[0] if len(amounts) == 1 else hull(amounts)


def hull(amounts: Sequence[Amount]) -> Open:
    """Open between the widest bounds of the amounts."""
    found = [ends(a) for a in amounts if isinstance(a, Known | Endless | Open)]
    absent = [a for a in amounts if isinstance(a, Absent) or (isinstance(a, Open) and a.may_vanish)]
    lows, highs = [low for low, _ in found], [high for _, high in found]
    least = None if None in lows or not lows else min(x for x in lows if x is not None)
    most = None if None in highs or not highs else max(x for x in highs if x is not None)
    return Open(least, most, bool(absent))
