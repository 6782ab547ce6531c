"""Arithmetic on amounts: exact where both sides are known, exact bounds while one is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.values.amounts import Absent, Amount, Known, NoValue, Open, bounds
from evaluator.values.rounding import Rounding

OPERATIONS: Mapping[str, str] = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}
"""The name of each operation in the trace."""


def negative(amount: Amount) -> Amount:
    """Minus an amount."""
    match amount:
        case Known(value=value):
            return Known(-value)
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
        case Open(least=least, most=most, may_vanish=may_vanish):
            low = None if least is None else rounding.apply(least)
            high = None if most is None else rounding.apply(most)
            return Open(low, high, may_vanish)
        case Absent() | NoValue():
            return amount
        case _:
            assert_never(amount)


def arithmetic(operator: str, left: Amount, right: Amount) -> Amount:
    """Two amounts under `+ - * /`.

    What does not apply has no value here: only an aggregate can leave it out.
    """
    for side in (left, right):
        if isinstance(side, NoValue):
            return side
        if isinstance(side, Absent):
            return NoValue("not_applicable")
    if not isinstance(left, Known | Open) or not isinstance(right, Known | Open):
        raise AssertionError("both sides are values here")
    if isinstance(left, Known) and isinstance(right, Known):
        return _exact(operator, left.value, right.value)
    return _corners(operator, bounds(left), bounds(right))


def _exact(operator: str, a: Fraction, b: Fraction) -> Known | NoValue:
    match operator:
        case "+":
            return Known(a + b)
        case "-":
            return Known(a - b)
        case "*":
            return Known(a * b)
        case _:
            return Known(a / b) if b else NoValue("division_by_zero")


_Ends = tuple[Fraction | None, Fraction | None]


def _corners(operator: str, a: _Ends, b: _Ends) -> Amount:
    if operator == "-":
        return _corners("+", a, (_minus(b[1]), _minus(b[0])))
    if operator == "+":
        return Open(_plus(a[0], b[0]), _plus(a[1], b[1]))
    if a in _ZERO or (operator == "*" and b in _ZERO):
        return Open(*_ZERO[0]) if operator == "*" else Open(None, None)
    low, high = b
    if operator == "/" and (low is None or high is None or low <= 0 <= high):
        return Open(None, None)
    ends = [_exact(operator, x, y) for x in a if x is not None for y in b if y is not None]
    values = [end.value for end in ends if isinstance(end, Known)]
    if len(values) < 4:
        return Open(None, None)
    return Open(min(values), max(values))


_ZERO: Sequence[_Ends] = ((Fraction(0), Fraction(0)),)


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _minus(a: Fraction | None) -> Fraction | None:
    return None if a is None else -a


def either(amounts: Sequence[Amount]) -> Amount:
    """Any of the amounts: the one there is, else open between the widest bounds."""
    if len(amounts) == 1:
        return amounts[0]
    ends = [bounds(a) for a in amounts if isinstance(a, Known | Open)]
    absent = [a for a in amounts if isinstance(a, Absent) or (isinstance(a, Open) and a.may_vanish)]
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    least = None if None in lows or not lows else min(x for x in lows if x is not None)
    most = None if None in highs or not highs else max(x for x in highs if x is not None)
    return Open(least, most, bool(absent))
