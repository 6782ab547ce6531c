"""Every node of a tree."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.syntax import tree


def walk(node: tree.Node) -> Iterator[tree.Node]:
    """The node and everything below it, in the order of the tree."""
    yield node
    for name in node.__dataclass_fields__:  # much quicker than `fields`, for a long file
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, tree.Node):
                yield from walk(part)
