"""The names of the columns in a Parquet file, as its footer has them.

DuckDB does not tell capitals from small letters. Of several columns of one name it takes the first
for it, and calls the others and those without a name by names of its own: so does it with fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evaluator.diagnostics.kinds.data import COLUMN_TWICE
from evaluator.diagnostics.model import Diagnostic
from evaluator.scoring.engine import Row
from evaluator.scoring.invalid import DataInvalid

_FREE = "VARIANT"
"""A type whose values say themselves what stands in them: nothing in it is a column."""


@dataclass(slots=True)
class _Level:
    """A part of the schema: how many of those in it are still to come, and what they are called."""

    left: int
    seen: set[str] = field(default_factory=set)

    def take(self, called: str) -> bool:
        """Take the next of them; whether one before it is called so."""
        self.left -= 1
        known = called in self.seen
        self.seen.add(called)
        return known


def distinct_names(elements: Iterable[Row], types: Sequence[str]) -> list[str]:
    """The names of the columns; one without a name is called by its place, as in CSV.

    Args:
        elements: of the schema, from its root downwards: the name, how many stand in it, and more.
        types: those of the columns, in their order.

    Raises:
        DataInvalid: two columns have one name, or two fields that stand side by side.
    """
    columns: list[str] = []
    found = tuple(dict.fromkeys(_twice(elements, types, columns)))
    if found:
        raise DataInvalid(*(Diagnostic(kind=COLUMN_TWICE, facts={"column": x}) for x in found))
    return columns


def _twice(elements: Iterable[Row], types: Sequence[str], columns: list[str]) -> Iterator[str]:
    """Every column, and every field with its column, that is called as one before it."""
    above: list[_Level] = []
    for own, children, *_ in elements:
        while above and not above[-1].left:
            above.pop()
        if above:
            at_top, called = len(above) == 1, str(own)
            if at_top:
                called = called or f"column_{len(columns) + 1}"
                columns.append(called)
            known = above[-1].take(called.casefold())
            if known and (at_top or _FREE not in types[len(columns) - 1]):
                yield called if at_top else f"{columns[-1]}.{called}"
        above.append(_Level(int(children or 0)))
