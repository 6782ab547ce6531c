"""How long each part of a run took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter


class Phase(StrEnum):
    """A part of a run."""

    START = "start"
    """Loading the engine."""
    COMPILE = "compile"
    """From the rules to a query."""
    SCAN = "scan"
    """Looking at the data before it is scored."""
    IDS = "ids"
    """Seeing to it that no id is there twice."""
    WRITE = "write"
    """Scoring and writing, which are one."""
    GROUPS = "groups"
    """Summing groups up, and their values."""
    REJECTS = "rejects"
    """Listing what is wrong with the rows that were rejected."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds by part."""

    seconds: dict[Phase, float] = field(default_factory=dict)

    @contextmanager
    def of(self, phase: Phase) -> Iterator[None]:
        """Count what is done inside to a part."""
        begun = perf_counter()
        try:
            yield
        finally:
            self.seconds[phase] = self.seconds.get(phase, 0.0) + perf_counter() - begun
