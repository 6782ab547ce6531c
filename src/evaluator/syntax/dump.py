"""A tree as plain data in one canonical form: what fingerprints and comparisons are made of.

Places, layout and whatever has its usual value are left out, so that a kind of statement can gain a
field without changing the fingerprint of any file that does not use it. Numbers are their exact
value: `0.30`, `30%` and `3/10` say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import assert_never

from evaluator.syntax import tree
from evaluator.values.numbers import text_of

Plain = str | bool | Sequence["Plain"] | Mapping[str, "Plain"]


def dump(node: tree.Node) -> Plain:
    """A node as text, or as its kind and the fields that say something."""
    match node:
        case tree.Name(text=text) | tree.Text(text=text):
            return text
        case tree.Number():
            return text_of(node.value)
        case tree.Day(written=written):
            return written
        case _:
            said = {
                field.name: _value(getattr(node, field.name))
                for field in fields(node)
                if field.name != "at"
                and (field.default is MISSING or getattr(node, field.name) != field.default)
            }
            return {"node": type(node).__name__, **said}


_Field = tree.Node | str | bool | tuple["_Field", ...]


def _value(value: _Field) -> Plain:
    match value:
        case tree.Node():
            return dump(value)
        case str() | bool():
            return value
        case tuple():
            return [_value(part) for part in value]
        case _:
            assert_never(value)
