"""At which part of the rules a proof about a value stops."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction
from evaluator.analysis.monotone import Directions
from evaluator.analysis.references import formula_of, reached


def first_inexact(attainable: Attainable, name: str) -> str:
    """The first part, of those a value rests on, whose values are only known to lie in bounds."""
    return _first(attainable, name, lambda part: not attainable.of(part).exact)


def first_unordered(attainable: Attainable, name: str, added_to: str | None = None) -> str:
    """The first part, of those a value rests on, that a raised answer may raise or lower.

    With `added_to` the first part that one record more in that list may raise or lower.
    """
    directions = Directions(attainable, added_to)
    return _first(attainable, name, lambda part: directions.of_name(part) is Direction.UNKNOWN)


def _first(attainable: Attainable, name: str, stops: Callable[[str], bool]) -> str:
    """A part comes before those that rest on it; `name` itself where no part before it stops."""
    defined = attainable.defined
    found = name
    while True:
        inner = formula_of(defined[found])
        parts = reached(frozenset({found}), defined) - {found} if inner is not None else ()
        before = [x for x in sorted(parts) if formula_of(defined[x]) is not None and stops(x)]
        if not before:
            return found
        found = min(before, key=lambda x: (len(reached(frozenset({x}), defined)), x))
