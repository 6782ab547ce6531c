"""A row of values that is spelled out when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """Values that are spelled out when somebody looks, once, from what cannot change.

    It is the same as the tuple of them.
    """

    __slots__ = ("_spell", "_spelled")

    def __init__(self, spell: Callable[[], tuple[T, ...]]) -> None:
        """Keep how they are spelled out."""
        self._spell = spell
        self._spelled: tuple[T, ...] | None = None

    @property
    def spelled(self) -> tuple[T, ...]:
        """The values."""
        if self._spelled is None:
            self._spelled = self._spell()
        return self._spelled

    def __len__(self) -> int:
        """How many there are."""
        return len(self.spelled)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """One of them, or some."""
        return self.spelled[index]

    def __iter__(self) -> Iterator[T]:
        """Each in turn."""
        return iter(self.spelled)

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same values in the same order."""
        if isinstance(other, Later):
            return self.spelled == other.spelled
        return self.spelled == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """The hash of the tuple."""
        return hash(self.spelled)

    def __repr__(self) -> str:
        """As the tuple."""
        return repr(self.spelled)
