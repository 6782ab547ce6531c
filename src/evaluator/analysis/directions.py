"""The ways in which a value can move."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Direction(Enum):
    """What becomes of a value when answers are raised, or a record added, and all else stays."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"

    def flipped(self) -> Direction:
        """The direction of minus the value."""
        return {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(self, self)


def joined(several: Iterable[Direction]) -> Direction:
    """The direction of what rises with each of these."""
    moving = {each for each in several if each is not Direction.SAME}
    if not moving:
        return Direction.SAME
    return moving.pop() if len(moving) == 1 else Direction.UNKNOWN


def unless_same(way: Direction) -> Direction:
    """No direction is known, unless nothing moves."""
    return way if way is Direction.SAME else Direction.UNKNOWN
