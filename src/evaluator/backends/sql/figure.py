"""A value of a query: a whole number of units, over a denominator that is known or positive.

Every operation proves that no number in it can leave its type: the bounds of the result come from
the bounds of the operands, and where a type is too narrow an operand is cast to a wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Compared,
    Function,
    IsNull,
    Listed,
    Negated,
    Node,
    Null,
    Number,
    Opposite,
    When,
    Whole,
    all_of,
    any_of,
    surely,
)

Waits = frozenset[str] | None
"""The columns of which one that is NULL makes a value NULL; `None`: only the value itself tells."""


class TooWide(Exception):  # noqa: N818 - not an error of ours: it becomes a diagnostic
    """A number could leave the widest type."""


class MayHaveNone(Exception):  # noqa: N818 - as TooWide
    """What a condition or a table rests on could have no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A whole number of a query and the bounds it is proved to keep."""

    node: Node
    type: Whole
    low: int
    high: int

    @property
    def size(self) -> int:
        """No number of it is further from zero."""
        return max(abs(self.low), abs(self.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value: `units / (scale * divisor)`. The units are NULL exactly while it is open.

    A figure that does not apply, or that has no value, waits for nothing: its units are a number
    then, 0 where it does not apply. Neither is ever NULL, and without them there is a value.

    Attributes:
        divisor: a positive number of the row, where data were divided by data.
        none: whether there is no value, such as a quotient by zero.
        absent: whether it does not apply, which only an aggregate leaves out.
    """

    units: Units
    scale: int = 1
    divisor: Units | None = None
    waits: Waits = frozenset()
    none: Node | None = None
    absent: Node | None = None

    @property
    def nothing(self) -> Node | None:
        """Whether there is no number, for either reason."""
        reasons = tuple(one for one in (self.none, self.absent) if one is not None)
        return any_of(reasons) if reasons else None

    @property
    def constant(self) -> Fraction | None:
        """The value, if it is the same for every row."""
        if isinstance(self.units.node, Number) and self.divisor is None and self.nothing is None:
            return Fraction(self.units.node.value, self.scale)
        return None


def number(value: int) -> Units:
    """A number that the rules state."""
    return Units(node=Number(value), type=_type_of(value), low=value, high=value)


def constant(value: Fraction) -> Figure:
    """A value that the rules state."""
    return Figure(units=number(value.numerator), scale=value.denominator)


def joined(waits: Iterable[Waits]) -> Waits:
    """What a value waits for that needs all of these."""
    found: frozenset[str] = frozenset()
    for one in waits:
        if one is None:
            return None
        found |= one
    return found


def linear(terms: Sequence[tuple[Fraction, Figure]]) -> Figure:
    """The sum of figures, each times a constant."""
    figures, divisor = over_one_divisor([figure for _, figure in terms])
    fixed = Fraction(0)
    shares: list[tuple[Fraction, Units]] = []
    for (factor, _), figure in zip(terms, figures, strict=True):
        if (value := figure.constant) is not None:
            fixed += factor * value
        else:  # zero times what is open is open
            shares.append((factor / figure.scale, figure.units))
    scale = lcm(fixed.denominator, *(share.denominator for share, _ in shares))
    units = total([(int(share * scale), one) for share, one in shares], int(fixed * scale))
    waits = joined(figure.waits for figure in figures)
    return Figure(units=units, scale=scale, divisor=divisor, waits=waits)


def scaled(figure: Figure, factor: Fraction) -> Figure:
    """A figure times a constant."""
    return linear([(factor, figure)])


def times(left: Figure, right: Figure) -> Figure:
    """The product."""
    for one, other in ((left, right), (right, left)):
        if (value := one.constant) is not None:
            return scaled(other, value)
    divisors = [d for d in (left.divisor, right.divisor) if d is not None]
    return Figure(
        units=product(left.units, right.units),
        scale=left.scale * right.scale,
        divisor=_product_of(divisors) if divisors else None,
        waits=joined((left.waits, right.waits)),
    )


def divided(left: Figure, right: Figure) -> Figure:
    """The quotient, none by zero. The divisor is named: it is written several times."""
    value = right.constant
    if value is not None and value != 0:
        return scaled(left, 1 / value)
    if right.units.high < 0:
        return divided(scaled(left, Fraction(-1)), scaled(right, Fraction(-1)))
    if right.units.low < 0:
        left, right = _signed(left, right), _size(right)
    by_zero: Node | None = None
    if right.units.low == 0:
        by_zero = surely(Compared("=", right.units.node, Number(0)))
        if left.waits != frozenset():
            by_zero = all_of((by_zero, Opposite(IsNull(left.units.node))))
        right = _at_least_one(right)
    shared = gcd(right.scale, left.scale)
    units = multiple(_open_with(left, right), right.scale // shared)
    if right.divisor is not None:
        units = product(units, right.divisor)
    return Figure(
        units=units,
        scale=left.scale // shared,
        divisor=right.units if left.divisor is None else product(left.divisor, right.units),
        waits=joined((left.waits, right.waits)),
        none=by_zero,
    )


def _signed(left: Figure, right: Figure) -> Figure:
    """A number with the sign of another turned into it."""
    units = left.units
    below = Compared("<", right.units.node, Number(0))
    node = Case((When(below, Negated(units.node)),), units.node)
    turned = replace(units, node=node, low=-units.size, high=units.size)
    return replace(left, units=turned)


def _size(figure: Figure) -> Figure:
    units = figure.units
    node = Call(Function.ABS, (units.node,))
    return replace(figure, units=replace(units, node=node, low=0, high=units.size))


def _at_least_one(figure: Figure) -> Figure:
    units = figure.units
    zero = Compared("=", units.node, Number(0))
    node = Case((When(zero, Number(1)),), units.node)
    return replace(figure, units=replace(units, node=node, low=1, high=max(units.high, 1)))


def _open_with(left: Figure, right: Figure) -> Units:
    """The units of one figure, NULL where the other is open too."""
    if right.waits is not None and left.waits is not None and right.waits <= left.waits:
        return left.units
    line = When(IsNull(right.units.node), Null())
    return replace(left.units, node=Case((line,), left.units.node))


def absolute(figure: Figure) -> Figure:
    """The figure without its sign."""
    units = figure.units
    if units.low >= 0:
        return figure
    low = 0 if units.high >= 0 else -units.high
    node = Call(Function.ABS, (units.node,))
    return replace(figure, units=replace(units, node=node, low=low, high=units.size))


def over_one_divisor(figures: Sequence[Figure]) -> tuple[list[Figure], Units | None]:
    """The same figures, all over the same divisor of the row, and that divisor."""
    divisors = list(dict.fromkeys(f.divisor for f in figures if f.divisor is not None))
    if not divisors:
        return list(figures), None
    whole = _product_of(divisors)
    brought = []
    for figure in figures:
        units = figure.units
        for divisor in divisors:
            if divisor != figure.divisor:
                units = product(units, divisor)
        brought.append(replace(figure, units=units, divisor=whole))
    return brought, whole


def alike(figures: Sequence[Figure]) -> tuple[list[Units], int, Units | None]:
    """The units of several figures over one denominator: the known part and the row's part."""
    brought, divisor = over_one_divisor(figures)
    scale = lcm(*(figure.scale for figure in brought))
    return [multiple(f.units, scale // f.scale) for f in brought], scale, divisor


def crossed(left: Figure, right: Figure) -> tuple[Units, Units]:
    """Two whole numbers that compare as the figures do."""
    (a, b), _, _ = alike((left, right))
    return a, b


def total(parts: Sequence[tuple[int, Units]], more: int = 0) -> Units:
    """A sum of multiples and a number; the order is kept."""
    size = abs(more) + sum(abs(factor) * units.size for factor, units in parts)
    low, high = more, more
    for factor, units in parts:
        ends = (factor * units.low, factor * units.high)
        low, high = low + min(ends), high + max(ends)
    kind = max(_type_of(size), *(units.type for _, units in parts), Whole.INTEGER)
    node: Node | None = None
    for factor, units in parts:
        one = _widened(units, kind).node
        grown = one if abs(factor) == 1 else Binary("*", Number(abs(factor)), one)
        if node is None:
            node = Negated(grown) if factor < 0 else grown
        else:
            node = Binary("-" if factor < 0 else "+", node, grown)
    if node is None:
        return number(more)
    if more:
        node = Binary("-" if more < 0 else "+", node, Number(abs(more)))
    return Units(node=node, type=kind, low=low, high=high)


def shared_out(above: Units, common: int, weight: Units, ends: tuple[int, int]) -> Units:
    """A sum over a weight of the row, which goes into `common`: so many parts of the quotient.

    Args:
        above: the sum.
        common: a multiple of whatever the weight can be.
        weight: positive.
        ends: the lowest and highest the quotient is known to be, in its parts.
    """
    kind = max(_type_of(max(map(abs, ends))), above.type, weight.type)
    node = Binary("*", _widened(above, kind).node, Binary("//", Number(common), weight.node))
    return Units(node=node, type=kind, low=ends[0], high=ends[1])


def sum_of_few(parts: Sequence[Units], count: int, *, highest: bool) -> Units:
    """The sum of so many of the highest or lowest; none of them may be NULL."""
    low, high = (
        sum(sorted(ends, reverse=highest)[:count])
        for ends in ([one.low for one in parts], [one.high for one in parts])
    )
    kind = max(_type_of(max(abs(low), abs(high))), *(one.type for one in parts))
    taken = Call(Function.LIST_SLICE, (in_order(parts, highest=highest), Number(1), Number(count)))
    node = Cast(Call(Function.LIST_SUM, (taken,)), kind)
    return Units(node=node, type=kind, low=low, high=high)


def nth(parts: Sequence[Units], place: int, *, highest: bool) -> Units:
    """The one at this place from 1, the highest or lowest first; none of them may be NULL."""
    node = Call(Function.LIST_EXTRACT, (in_order(parts, highest=highest), Number(place)))
    low, high = (
        sorted(ends, reverse=highest)[place - 1]
        for ends in ([one.low for one in parts], [one.high for one in parts])
    )
    return Units(node=node, type=max(one.type for one in parts), low=low, high=high)


def in_order(parts: Sequence[Units], *, highest: bool) -> Node:
    """A list of them, the highest or the lowest first."""
    kind = max(one.type for one in parts)
    items = tuple(_widened(one, kind).node for one in parts)
    sort = Function.LIST_REVERSE_SORT if highest else Function.LIST_SORT
    return Call(sort, (Listed(items),))


def multiple(units: Units, factor: int) -> Units:
    """A number times a constant."""
    if isinstance(units.node, Number):
        return number(units.node.value * factor)
    return units if factor == 1 else total([(factor, units)])


def product(left: Units, right: Units) -> Units:
    """A number times a number."""
    if isinstance(left.node, Number):
        return multiple(right, left.node.value)
    if isinstance(right.node, Number):
        return multiple(left, right.node.value)
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    kind = max(_type_of(max(map(abs, ends))), left.type, right.type)
    node = Binary("*", _widened(left, kind).node, right.node)
    return Units(node=node, type=kind, low=min(ends), high=max(ends))


def _product_of(units: Sequence[Units]) -> Units:
    first, *others = units
    for one in others:
        first = product(first, one)
    return first


def _widened(units: Units, kind: Whole) -> Units:
    if units.type >= kind or isinstance(units.node, Number):
        return units
    return replace(units, node=Cast(units.node, kind), type=kind)


def _type_of(value: int) -> Whole:
    """The narrowest type that holds a number and its opposite."""
    for kind in Whole:
        if abs(value) <= kind.highest:
            return kind
    raise TooWide


def narrowed(units: Units) -> Units:
    """The same number in the narrowest type that holds it."""
    kind = _type_of(units.size)
    return units if kind >= units.type else replace(units, node=Cast(units.node, kind), type=kind)
