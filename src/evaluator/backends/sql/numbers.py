"""A figure as a column of the result: a decimal where one is exact, else text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

from evaluator.backends.sql.figure import (
    Figure,
    TooWide,
    Units,
    multiple,
    number,
    product,
    total,
)
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Compared,
    Decimal,
    Fixed,
    Function,
    Listed,
    Node,
    Number,
    Other,
    Text,
    Type,
    When,
    Whole,
)
from evaluator.backends.sql.rounding import Name
from evaluator.values.numbers import decimal_places, text_of

WIDEST = 38
"""The most digits a decimal has."""
QUICK = 18
"""The most digits of a decimal that DuckDB keeps in 64 bits."""
FEW = 20
"""So many values of a figure are written out in a list."""
FEW_DENOMINATORS = 4
"""So many denominators of a figure have a line of their own."""
LISTED = 10_000
"""Up to this denominator its divisors are looked for."""


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
        units = figure.units
        of_few = units.high - units.low < FEW
        text = _one_of_few(units, figure.scale) if of_few else _ended_or_not(figure)
        return Shown(text, Other.VARCHAR)
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


def _one_of_few(units: Units, scale: int) -> Node:
    """Text looked up among all that the value may be, from its lowest on."""
    values = range(units.low, units.high + 1)
    texts = tuple(Text(text_of(Fraction(value, scale))) for value in values)
    if isinstance(units.node, Number):
        return texts[0]
    place = total([(1, units)], 1 - units.low)
    # No list has a place that is wider.
    node = Cast(place.node, Whole.BIGINT) if place.type > Whole.BIGINT else place.node
    return Call(Function.LIST_EXTRACT, (Listed(texts), node))


def _ended_or_not(figure: Figure) -> Node:
    """Text over a known denominator that some values end in as decimals and others never do.

    A line for each number of decimals, the fewest first, so that no zero has to be cut off.
    """
    units, scale = figure.units, figure.scale
    lines = []
    for places, step in enumerate(_steps(scale)):
        shorter = Figure(units=_over(units, step), scale=scale // step)
        whole = shorter.units.node if places == 0 else decimal(shorter, places).node
        lines.append(When(_is_multiple(units, step), _text(whole)))
    return _endless_fraction(units, scale, lines)


def _steps(scale: int) -> Iterator[int]:
    """By number of decimals, what the units are a multiple of where a value ends in so many."""
    places, ended = 0, 0
    while (shared := gcd(scale, 10**places)) != ended:
        yield scale // shared
        places, ended = places + 1, shared


def _is_multiple(units: Units, step: int) -> Node:
    return Compared("=", Binary("%", units.node, Number(step)), Number(0))


def _over(units: Units, step: int) -> Units:
    """A multiple of `step` divided by it."""
    if step == 1:
        return units
    size = units.size // step
    return replace(units, node=Binary("//", units.node, Number(step)), low=-size, high=size)


def _endless_fraction(units: Units, scale: int, ended: Sequence[When]) -> Node:
    """`n/d` in lowest terms where none of the lines holds; a line for each `d` if they are few."""
    shared = _shared_with(scale) if scale <= LISTED else []
    if 1 <= len(shared) <= FEW_DENOMINATORS:
        *lines, last = (
            When(_is_multiple(units, each), _fraction(_over(units, each).node, scale // each))
            for each in shared
        )
        return Case((*ended, *lines), last.result)
    common = Call(Function.GCD, (units.node, Number(scale)))
    above = _text(Binary("//", units.node, common))
    under = _text(Binary("//", Number(scale), common))
    return Case(tuple(ended), Binary("||", Binary("||", above, Text("/")), under))


def _shared_with(scale: int) -> list[int]:
    """What a value that never ends may have in common with its denominator, the most first."""
    divisors = (each for each in range(scale, 0, -1) if scale % each == 0)
    return [each for each in divisors if decimal_places(scale // each) is None]


def _fraction(above: Node, below: int) -> Node:
    return Binary("||", _text(above), Text(f"/{below}"))


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
