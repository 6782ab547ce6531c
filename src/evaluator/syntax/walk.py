"""Every node of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from evaluator.syntax import tree


def walk(node: tree.Node) -> Iterator[tree.Node]:
    """The node and everything below it, in the order of the tree."""
    yield node
    for each in fields(node):
        value = getattr(node, each.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, tree.Node):
                yield from walk(part)
