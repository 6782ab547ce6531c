"""The columns of the result in the forms that Parquet keeps them in.

Parquet keeps a decimal as a whole number and says beside it where the point stands, and a text that
is one of a few as its number among them. The query that is run gives both in these forms: to make
decimals and texts of them, and to number the texts again, takes longer than to work them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Column,
    Decimal,
    Fixed,
    Function,
    Listed,
    Node,
    Null,
    OneOfTexts,
    Text,
    When,
    Whole,
)
from evaluator.backends.sql.outputs import Output
from evaluator.backends.sql.plan import Units

_SHORT, _LONG = 9, 18
"""The most digits of the decimals that Parquet keeps in 32 and in 64 bits."""
_FEW = 50
"""So many texts are numbered: they are written out wherever one of them stands."""

Made = Mapping[str, Node]
"""What stands in each column that the steps of a query make."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A column as it is kept.

    Attributes:
        node: what stands in it.
        units: what they are units of, where it is a decimal kept as whole units.
    """

    node: Node
    units: Units | None = None


def stored(output: Output, made: Made) -> Stored:
    """A column of the result as it is kept; as it is told where Parquet has no other form."""
    match output.type:
        case Decimal() as type_ if type_.width <= _LONG:
            found = _as_units(output.node, type_)
        case _:
            found = _as_number(output.node, made)
    return Stored(output.node) if found is None else found


def _as_units(node: Node, type_: Decimal) -> Stored | None:
    """A decimal as the whole units of its last place that it is made of."""
    made_of = [_units_in(each, type_.decimals) for each in _results(node)]
    digits = [each[1] for each in made_of if each is not None]
    if not digits or len(digits) < len(made_of):
        return None
    kind = Whole.INTEGER if type_.width <= _SHORT else Whole.BIGINT

    def as_units(result: Node) -> Node:
        found = _units_in(result, type_.decimals)
        return result if found is None else Cast(found[0], kind)

    units = Units(width=type_.width, decimals=type_.decimals, digits=max(digits))
    return Stored(_with_results(node, as_units), units=units)


def _units_in(node: Node, places: int) -> tuple[Node, int] | None:
    """The whole units that a decimal is made of, and their most digits."""
    match node:
        case Binary("*", Cast(units, Decimal(width=digits, decimals=0)), Fixed(1, decimals)):
            return (units, digits) if decimals == places else None
        case Cast(units, Decimal(width=digits, decimals=0)) if places == 0:
            return units, digits
        case _:
            return None


def _as_number(node: Node, made: Made) -> Stored | None:
    """A text that is one of a few by its number among them."""
    whole = _spelt_out(node, made)
    found = [_texts_in(each) for each in _results(whole)]
    texts = tuple(dict.fromkeys(text for each in found if each is not None for text in each))
    if not 0 < len(texts) <= _FEW or None in found:
        return None

    def as_number(result: Node) -> Node:
        match result:
            case Call(function, (listed, place)):
                return Call(function, (Cast(listed, OneOfTexts(texts, listed=True)), place))
            case _:
                return Cast(result, OneOfTexts(texts))

    return Stored(_with_results(whole, as_number))


def _spelt_out(node: Node, made: Made) -> Node:
    """A node with what the steps made of it in place of their columns."""

    def of_column(result: Node) -> Node:
        if isinstance(result, Column) and result.name in made:
            return _spelt_out(made[result.name], made)
        return result

    return _with_results(node, of_column)


def _texts_in(node: Node) -> tuple[str, ...] | None:
    """The texts that a node may be, where they are written in it."""
    match node:
        case Text(value=value):
            return (value,)
        case Call(Function.LIST_EXTRACT, (Listed(items), _)):
            texts = tuple(each.value for each in items if isinstance(each, Text))
            return texts if len(texts) == len(items) else None
        case _:
            return None


def _results(node: Node) -> Iterator[Node]:
    """What a node may come to, but for NULL."""
    match node:
        case Case(lines=lines, otherwise=otherwise):
            for line in lines:
                yield from _results(line.result)
            yield from _results(otherwise)
        case Null():
            pass
        case _:
            yield node


def _with_results(node: Node, change: Callable[[Node], Node]) -> Node:
    """A node with each of what it may come to changed, and without notes."""
    match node:
        case Case(lines=lines, otherwise=otherwise):
            changed = (When(line.condition, _with_results(line.result, change)) for line in lines)
            return Case(tuple(changed), _with_results(otherwise, change))
        case Null():
            return node
        case _:
            return change(node)
