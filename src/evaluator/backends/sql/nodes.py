"""The few forms of SQL that the back end writes; there are no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import assert_never


class Whole(IntEnum):
    """The types of whole numbers, narrowest first; the value is the number of bits."""

    INTEGER = 32
    BIGINT = 64
    HUGEINT = 128

    @property
    def highest(self) -> int:
        """The highest number of the type; the lowest is taken to be its opposite."""
        return int(2 ** (self.value - 1) - 1)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal type."""

    width: int
    decimals: int


class Other(StrEnum):
    """The types that are not numbers."""

    VARCHAR = "VARCHAR"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"


@dataclass(frozen=True, slots=True)
class OneOfTexts:
    """The type of a text that is one of a few, kept by its number among them; or of many such."""

    texts: tuple[str, ...]
    listed: bool = False


Type = Whole | Decimal | Other | OneOfTexts


@dataclass(frozen=True, slots=True)
class Column:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A decimal number with exactly so many decimals: `units` of the last place."""

    units: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""

    value: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Null:
    """NULL."""


@dataclass(frozen=True, slots=True)
class Bool:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Negated:
    """Minus the operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * // % ||`; the quotient of whole numbers cuts off towards zero."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compared:
    """`= <> < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic:
    """`AND` or `OR` of two or more."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """NOT."""

    operand: Node


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether it is NULL."""

    operand: Node


@dataclass(frozen=True, slots=True)
class IsNot:
    """Whether a condition is anything but this: NULL is neither true nor false."""

    operand: Node
    truth: bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether it is one of these."""

    operand: Node
    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class When:
    """One line of a CASE; `note` is printed behind it."""

    condition: Node
    result: Node
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The result of the first line that holds."""

    lines: tuple[When, ...]
    otherwise: Node
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """The operand in another type; only used where nothing is lost."""

    operand: Node
    type: Type


class Function(StrEnum):
    """The functions that are used; each means the same in every version of DuckDB since 1.3."""

    ABS = "abs"
    COALESCE = "coalesce"
    CONCAT_WS = "concat_ws"
    COUNT = "count"
    DAY = "day"
    GCD = "gcd"
    GREATEST = "greatest"
    LAST_DAY = "last_day"
    LEAST = "least"
    LEN = "len"
    LIST = "list"
    LIST_BOOL_OR = "list_bool_or"
    LIST_CONTAINS = "list_contains"
    LIST_COUNT = "list_count"
    LIST_EXTRACT = "list_extract"
    LIST_FILTER = "list_filter"
    LIST_MAX = "list_max"
    LIST_MIN = "list_min"
    LIST_POSITION = "list_position"
    LIST_REVERSE_SORT = "list_reverse_sort"
    LIST_SLICE = "list_slice"
    LIST_SORT = "list_sort"
    LIST_SUM = "list_sum"
    LIST_TRANSFORM = "list_transform"
    LPAD = "lpad"
    MAX = "max"
    MIN = "min"
    MONTH = "month"
    ROUND = "round"
    RTRIM = "rtrim"
    SUM = "sum"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of some operands."""

    function: Function
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OverRows:
    """An aggregate over the rows of a group, of those for which a condition holds."""

    function: Function
    operand: Node | None
    among: Node | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record at hand."""

    record: str
    name: str


@dataclass(frozen=True, slots=True)
class Lambda:
    """What a list function does with each record, which `record` names."""

    record: str
    body: Node


@dataclass(frozen=True, slots=True)
class Extended:
    """A record with one more field."""

    record: str
    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Record:
    """A STRUCT with these fields."""

    fields: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of these."""

    items: tuple[Node, ...]


Node = (
    Column
    | Number
    | Fixed
    | Text
    | Day
    | Null
    | Bool
    | Negated
    | Binary
    | Compared
    | Logic
    | Opposite
    | IsNull
    | IsNot
    | OneOf
    | Case
    | Cast
    | Call
    | OverRows
    | Field
    | Lambda
    | Extended
    | Record
    | Listed
)


def opposite(condition: Node) -> Node:
    """A condition turned round."""
    return condition.operand if isinstance(condition, Opposite) else Opposite(condition)


def surely(condition: Node) -> Node:
    """Whether a condition holds: what is open does not."""
    return Opposite(IsNot(condition, truth=True))


def surely_not(condition: Node) -> Node:
    """Whether a condition does not hold: what is open may."""
    return Opposite(IsNot(condition, truth=False))


def all_of(operands: tuple[Node, ...]) -> Node:
    """Every one of one or more conditions."""
    return operands[0] if len(operands) == 1 else Logic("AND", operands)


def any_of(operands: tuple[Node, ...]) -> Node:
    """At least one of one or more conditions."""
    return operands[0] if len(operands) == 1 else Logic("OR", operands)


def place_among(texts: tuple[Node, ...], column: Column) -> Node:
    """Which of several texts stands in a column, from 1; NULL or 0 where none does.

    Of a column that repeats a few texts DuckDB works out a function of it once for each text, and
    anything else in every row.
    """
    return Call(Function.LIST_POSITION, (Listed(texts), column))


def tested(condition: Node) -> Node:
    """A condition that only counts where it holds, without the tests for NULL that it implies."""
    match condition:
        case Logic("AND", operands):
            needed = [
                one
                for one in operands
                if not isinstance(one, Opposite)
                or not isinstance(one.operand, IsNull)
                or not any(fails_on(other, one.operand.operand) for other in operands)
            ]
            return all_of(tuple(needed))
        case _:
            return condition


def fails_on(condition: Node, place: Node) -> bool:
    """Whether a condition cannot hold while what stands in this place is NULL."""
    match condition:
        case Compared(left=left):
            return left == place
        case OneOf(operand=operand):
            return operand == place
        case Logic("AND", operands):
            return any(fails_on(one, place) for one in operands)
        case Logic("OR", operands):
            return all(fails_on(one, place) for one in operands)
        case _:
            return False


_TURNED = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def contrary(comparison: Compared) -> Compared:
    """What holds where a comparison does not, and is NULL where it is."""
    return replace(comparison, operator=_TURNED[comparison.operator])


def inner(node: Node) -> tuple[Node, ...]:
    """The nodes a node is made of."""
    match node:
        case Column() | Number() | Fixed() | Text() | Day() | Null() | Bool() | Field():
            return ()
        case Negated() | Opposite() | IsNull() | IsNot() | Cast():
            return (node.operand,)
        case Binary() | Compared():
            return (node.left, node.right)
        case Logic() | Call():
            return node.operands
        case OneOf():
            return (node.operand, *node.options)
        case Case():
            lines = (part for line in node.lines for part in (line.condition, line.result))
            return (*lines, node.otherwise)
        case OverRows(operand=operand, among=among):
            return tuple(part for part in (operand, among) if part is not None)
        case Lambda(body=body):
            return (body,)
        case Extended(value=value):
            return (value,)
        case Record():
            return tuple(value for _, value in node.fields)
        case Listed(items=items):
            return items
        case _:
            assert_never(node)


def columns_in(nodes: Iterable[Node]) -> frozenset[str]:
    """The columns that some nodes read."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case Column(name=name):
                found.add(name)
            case _:
                found |= columns_in(inner(node))
    return frozenset(found)


def needed(node: Node) -> frozenset[str]:
    """Columns of which each that is NULL makes it NULL."""
    match node:
        case Column(name=name):
            return frozenset({name})
        case Negated() | Binary() | Cast():
            return frozenset[str]().union(*map(needed, inner(node)))
        case _:
            return frozenset()


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each node that it is made of changed, and without notes."""
    match node:
        case Column() | Number() | Fixed() | Text() | Day() | Null() | Bool() | Field():
            return node
        case Negated() | Opposite() | IsNull() | IsNot() | Cast():
            return replace(node, operand=change(node.operand))
        case Binary() | Compared():
            return replace(node, left=change(node.left), right=change(node.right))
        case Logic() | Call():
            return replace(node, operands=tuple(map(change, node.operands)))
        case OneOf():
            return replace(node, operand=change(node.operand))
        case Case(lines=lines, otherwise=otherwise):
            changed = (When(change(line.condition), change(line.result)) for line in lines)
            return Case(tuple(changed), change(otherwise))
        case OverRows():
            raise AssertionError("an aggregate over rows stands in no column of one")
        case Lambda(body=body):
            return replace(node, body=change(body))
        case Extended(value=value):
            return replace(node, value=change(value))
        case Record(fields=fields):
            return Record(tuple((name, change(value)) for name, value in fields))
        case Listed(items=items):
            return Listed(tuple(map(change, items)))
        case _:
            assert_never(node)


def names_record(node: Node) -> bool:
    """Whether it reads the record at hand."""
    return isinstance(node, Field) or any(map(names_record, inner(node)))
