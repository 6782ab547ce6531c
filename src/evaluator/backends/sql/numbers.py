"""A figure as a column of the result: a decimal where one is exact, else text."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.backends.sql.figure import Figure, TooWide, Units, multiple, number, product
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Compared,
    Decimal,
    Fixed,
    Function,
    Node,
    Number,
    Other,
    Text,
    Type,
    When,
    Whole,
)
from evaluator.backends.sql.rounding import Name
from evaluator.values.numbers import decimal_places

WIDEST = 38
"""The most digits a decimal has."""
QUICK = 18
"""The most digits of a decimal that DuckDB keeps in 64 bits."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the result."""

    node: Node
    type: Type


def shown(figure: Figure, name: Name) -> Shown:
    """The exact value: a decimal, or the text `n/d` where no decimal writes every value of it.

    Args:
        figure: the value.
        name: gives a number a column of its own.
    """
    if figure.divisor is None:
        places = decimal_places(figure.scale)
        if places is not None:
            return decimal(figure, places)
        return Shown(_ended_or_not(figure), Other.VARCHAR)
    return Shown(_quotient_text(figure, name), Other.VARCHAR)


def decimal(figure: Figure, places: int) -> Shown:
    """A figure that has at most so many decimals, as a decimal with exactly that many."""
    units = multiple(figure.units, 10**places // figure.scale)
    digits = len(str(units.size))
    if max(digits, places + 1) > WIDEST:
        raise TooWide
    whole = Decimal(digits, 0)
    if places == 0:
        return Shown(Cast(units.node, whole), whole)
    # A product is as wide as both sides, up to the width that keeps to 64 or to 128 bits. The
    # units fit in `digits`, so that they fit whatever the width.
    most = QUICK if max(digits, places + 1) <= QUICK else WIDEST
    kind = Decimal(min(digits + places + 1, most), places)
    return Shown(Binary("*", Cast(units.node, whole), Fixed(1, places)), kind)


def _ended_or_not(figure: Figure) -> Node:
    """Text over a known denominator that some values end in as decimals and others never do."""
    endless, scale = figure.scale, 1
    for prime in (2, 5):
        while endless % prime == 0:
            endless, scale = endless // prime, scale * prime
    units = figure.units
    ends = Compared("=", Binary("%", units.node, Number(endless)), Number(0))
    ended = Units(
        node=Binary("//", units.node, Number(endless)),
        type=units.type,
        low=-(units.size // endless),
        high=units.size // endless,
    )
    places = decimal_places(scale)
    if places is None:
        raise AssertionError("twos and fives end")
    text = _text(decimal(Figure(units=ended, scale=scale), places).node)
    if places:
        text = Call(Function.RTRIM, (Call(Function.RTRIM, (text, Text("0"))), Text(".")))
    return Case((When(ends, text),), _fraction(units, number(figure.scale), prime=scale == 1))


def _fraction(units: Units, below: Units, *, prime: bool) -> Node:
    """`n/d` in lowest terms; where the denominator is `prime` to what is left nothing cancels."""
    if prime and isinstance(below.node, Number) and _is_prime(below.node.value):
        return Binary("||", _text(units.node), Text(f"/{below.node.value}"))
    shared = Call(Function.GCD, (units.node, below.node))
    above = _text(Binary("//", units.node, shared))
    under = _text(Binary("//", below.node, shared))
    return Binary("||", Binary("||", above, Text("/")), under)


def _is_prime(value: int) -> bool:
    return value > 1 and all(value % x for x in range(2, min(value, 100))) and value < 10_000


def _text(node: Node) -> Node:
    return Cast(node, Other.VARCHAR)


def _quotient_text(figure: Figure, name: Name) -> Node:
    """Text over a denominator of the row: digits by hand, as no decimal type is wide enough."""
    if figure.divisor is None:
        raise AssertionError("only a quotient of data has a denominator of the row")
    whole = product(figure.divisor, number(figure.scale))
    shared = name(_positive(Call(Function.GCD, (figure.units.node, whole.node)), whole))
    above = name(_cut(figure.units, shared))
    below = name(_cut(whole, shared))
    # A number that ends has no more decimals than its denominator has twos or fives.
    places = whole.high.bit_length()
    if 10**places > Whole.HUGEINT.highest:
        return _long_digits(above, below, places, name)
    ten = Units(node=Number(10**places), type=Whole.HUGEINT, low=10**places, high=10**places)
    return _digits(above, below, ten, places)


def _positive(node: Node, like: Units) -> Units:
    return Units(node=node, type=like.type, low=1, high=like.high)


def _cut(units: Units, shared: Units) -> Units:
    node = Binary("//", units.node, shared.node)
    kind = max(units.type, shared.type)
    return Units(node=node, type=kind, low=min(units.low, 0), high=max(units.high, 0))


def _digits(above: Units, below: Units, ten: Units, places: int) -> Node:
    """`above / below` as text: a whole number, a decimal that ends, or `n/d`."""
    is_whole = Compared("=", below.node, Number(1))
    ends = Compared("=", Binary("%", ten.node, below.node), Number(0))
    size = Call(Function.ABS, (above.node,))
    rest = Units(
        node=Cast(Binary("%", size, below.node), Whole.HUGEINT),
        type=Whole.HUGEINT,
        low=0,
        high=ten.high,
    )
    last = Binary("*", rest.node, Binary("//", ten.node, below.node))
    decimals = Call(Function.LPAD, (_text(last), Number(places), Text("0")))
    ended = _ended(above, below, decimals)
    return Case((When(is_whole, _text(above.node)), When(ends, ended)), _endless(above, below))


def _ended(above: Units, below: Units, decimals: Node) -> Node:
    """A number as text from its decimals, the zeros at their end cut off."""
    sign = Case((When(Compared("<", above.node, Number(0)), Text("-")),), Text(""))
    size = Call(Function.ABS, (above.node,))
    front = Binary("||", sign, _text(Binary("//", size, below.node)))
    cut = Call(Function.RTRIM, (decimals, Text("0")))
    return Binary("||", Binary("||", front, Text(".")), cut)


def _endless(above: Units, below: Units) -> Node:
    return Binary("||", Binary("||", _text(above.node), Text("/")), _text(below.node))


FEWEST_DIGITS = 6
"""The digits that a step of a long division gives at least; with fewer it would be endless."""


def _long_digits(above: Units, below: Units, places: int, name: Name) -> Node:
    """The same where the decimals are more than a number has: some at a time, the rest carried on.

    It ends where nothing is left after as many decimals as it can have.
    """
    digits = len(str(Whole.HUGEINT.highest // below.high)) - 1
    if digits < FEWEST_DIGITS:
        raise TooWide
    ten = Number(10**digits)
    rest = name(_remainder(Binary("%", Call(Function.ABS, (above.node,)), below.node), below))
    decimals: Node | None = None
    for _ in range(-(-places // digits)):
        grown = Binary("*", rest.node, ten)
        some = _text(Binary("//", grown, below.node))
        part = Call(Function.LPAD, (some, Number(digits), Text("0")))
        decimals = part if decimals is None else Binary("||", decimals, part)
        rest = name(_remainder(Binary("%", grown, below.node), below))
    if decimals is None:
        raise AssertionError("a quotient has places")
    is_whole = Compared("=", below.node, Number(1))
    ends = Compared("=", rest.node, Number(0))
    ended = _ended(above, below, decimals)
    return Case((When(is_whole, _text(above.node)), When(ends, ended)), _endless(above, below))


def _remainder(node: Node, below: Units) -> Units:
    huge = Cast(node, Whole.HUGEINT)
    return Units(node=huge, type=Whole.HUGEINT, low=0, high=below.high - 1)
