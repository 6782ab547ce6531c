"""A document as read from JSON, YAML or a mapping: plain nodes that know their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any value, with its place in the text (`NOWHERE` for a mapping given from Python)."""

    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Null(Node):
    """`null`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """An exact number."""

    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class String(Node):
    """Text."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Array(Node):
    """A list."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One key of an object, with the key's own place."""

    key: String
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Node):
    """An object; keys are unique, in the order they were written."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Node):
    """A value that could not be read. What is wrong has been reported: nobody repeats it."""


Value = Null | Boolean | Number | String | Array | Object | Unreadable
