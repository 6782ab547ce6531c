"""A walk through one document while it is read: the path, the mistakes, the values counted."""

from __future__ import annotations

from evaluator.diagnostics.kinds.inputs import INPUT_TOO_MANY_VALUES
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.intake.limits import MAX_MISTAKES, MAX_VALUES
from evaluator.intake.pointer import pointer_to
from evaluator.source import Span


class BrokenOffError(Exception):
    """What follows can no longer be told apart; the reason has been reported."""


class Walk:
    """The mistakes so far, the path that is being read, how many values may still follow."""

    __slots__ = ("found", "left", "path")

    def __init__(self) -> None:
        """Begin at the top of a document."""
        self.found: list[Diagnostic] = []
        self.path: list[str | int] = []
        self.left = MAX_VALUES

    def spent(self) -> bool:
        """Count one more value; whether that is one too many."""
        self.left -= 1
        return self.left < 0

    def too_many(self, at: Span) -> BrokenOffError:
        """Write down that there are more values than may be."""
        return self.break_off(INPUT_TOO_MANY_VALUES, at, limit=MAX_VALUES)

    def report(
        self, kind: Kind, at: Span, related: tuple[Span, ...] = (), /, **facts: Fact
    ) -> None:
        """Write a mistake down, at the path that is being read."""
        pointer = pointer_to(self.path)
        self.found.append(
            Diagnostic(kind=kind, at=at, pointer=pointer, facts=facts, related=related)
        )
        if len(self.found) >= MAX_MISTAKES:
            raise BrokenOffError

    def break_off(self, kind: Kind, at: Span, /, **facts: Fact) -> BrokenOffError:
        """Write down the mistake that ends the reading."""
        self.report(kind, at, **facts)
        return BrokenOffError()
