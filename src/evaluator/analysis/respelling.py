"""A tree written anew, with other ids in the place of some.

What an id means depends on where it stands; a `Spelling` says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, Protocol, TypeVar

from evaluator.syntax import tree

N = TypeVar("N", bound=tree.Node)
C = TypeVar("C")
Key = tuple[str, str]
"""A space of ids, and an id in it."""
Mapped = Mapping[Key, str]


class Spelling(Protocol[C]):
    """In what space an id is that stands in a field of a node.

    Attributes:
        outside: what is known where nothing has been entered.
    """

    @property
    def outside(self) -> C:
        """What is known before any node is entered."""
        ...

    def inside(self, node: tree.Node, where: str, index: int, known: C) -> C:
        """What is known in one part of a field of a node."""
        ...

    def key(self, node: tree.Node, where: str, name: tree.Name, known: C) -> Key | None:
        """The space of an id and the id; `None` where it is in none that is renamed."""
        ...


@dataclass(frozen=True, slots=True)
class Use:
    """An id somebody wrote that has a new one."""

    name: tree.Name
    key: Key


@dataclass(slots=True)
class Respelling(Generic[C]):
    """A tree written anew, and where an old id stood.

    Attributes:
        own: the names that stay as they are, by `id()`: they are given to what is new.
    """

    mapped: Mapped
    spelling: Spelling[C]
    own: frozenset[int] = frozenset()
    used: list[Use] = field(default_factory=list)

    def of(self, node: N) -> N:
        """The node in the new ids; the node itself where there is none in it."""
        return self._of(node, self.spelling.outside)

    def _of(self, node: N, known: C) -> N:
        changed: dict[str, Any] = {}
        for each in fields(node):
            old = getattr(node, each.name)
            if isinstance(old, tuple):
                new = tuple(self._part(node, each.name, i, old[i], known) for i in range(len(old)))
                same = all(a is b for a, b in zip(old, new, strict=True))
            else:
                new = self._part(node, each.name, 0, old, known)
                same = new is old
            if not same:
                changed[each.name] = new
        return replace(node, **changed) if changed else node

    def _part(self, node: tree.Node, where: str, index: int, part: Any, known: C) -> Any:
        match part:
            case tree.Name():
                return self._name(node, where, part, known)
            case tree.Node():
                return self._of(part, self.spelling.inside(node, where, index, known))
            case _:
                return part

    def _name(self, node: tree.Node, where: str, name: tree.Name, known: C) -> tree.Name:
        key = self.spelling.key(node, where, name, known)
        if key is None or key not in self.mapped:
            return name
        self.used.append(Use(name, key))
        if id(name) in self.own:
            return name
        return replace(name, text=self.mapped[key])
