"""A document as read from JSON, YAML or a mapping: plain nodes that know their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction

from evaluator.source import NOWHERE, Span
from evaluator.values.record import record


@record(kw_only=True)
class Node:
    """Any value, with its place in the text (`NOWHERE` for a mapping given from Python)."""

    at: Span = field(default=NOWHERE, compare=False, repr=False)


@record(kw_only=True)
class Null(Node):
    """`null`."""


@record(kw_only=True)
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@record(kw_only=True)
class Number(Node):
    """An exact number."""

    value: Fraction


@record(kw_only=True)
class String(Node):
    """Text."""

    value: str


@record(kw_only=True)
class Array(Node):
    """A list."""

    items: tuple[Value, ...]


@record(kw_only=True)
class Member:
    """One key of an object, with the key's own place."""

    key: String
    value: Value


@record(kw_only=True)
class Object(Node):
    """An object; keys are unique, in the order they were written.

    Attributes:
        numbers: the same, where it came from Python and all its values are small whole numbers.
    """

    members: Sequence[Member]
    numbers: Mapping[str, int] | None = field(default=None, compare=False, repr=False)


@record(kw_only=True)
class Unreadable(Node):
    """A value that could not be read. What is wrong has been reported: nobody repeats it."""


Value = Null | Boolean | Number | String | Array | Object | Unreadable
