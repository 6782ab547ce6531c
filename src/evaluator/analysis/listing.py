"""Which values of a name are looked at, one by one, where formulas are worked out for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.answer_sets import choices_of, is_unlisted
from evaluator.analysis.lookups import looked_at, regions
from evaluator.analysis.pointwise import Absent, Point
from evaluator.analysis.references import Definitions, Part, Reference, walk
from evaluator.analysis.value_sets import Finite, Range, ValueSet
from evaluator.model.instrument import Input

MAX_COMBINATIONS = 10_000
"""The most combinations a formula is worked out for."""
MAX_LISTED = 1_000
"""The most values of one name that are all looked at where one could stand for several."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists values; `of` are those of a name, `missed` the names that may be missing."""

    of: Callable[[str], ValueSet]
    defined: Definitions
    assumed: Mapping[str, str]
    missed: frozenset[str]

    def points(self, name: str, used: Sequence[Part]) -> tuple[Point, ...] | None:
        """What a name can come to where it stands in `used`; `None` where it is too much.

        Where only tables and comparisons with numbers look at it, one value stands for all those
        they do not tell apart.
        """
        definition = self.defined[name]
        if is_unlisted(definition):
            return None
        if name in self.assumed:
            return (self.assumed[name],)
        missing = (Absent.MISSING,) if name in self.missed else ()
        if choices := choices_of(definition):
            return (*choices, *missing)
        values = self.of(name)
        left_out = (Absent.LEFT_OUT,) if values.left_out else ()
        if isinstance(values, Finite) and len(values.steps) <= MAX_LISTED:
            return (*values.values, *left_out, *missing)
        ends = self._ends(name, used)
        if ends is not None:
            told = (values.inside(region)[:1] for region in regions(ends))
            return (*(x for found in told for x in found), *left_out, *missing)
        if isinstance(values, Range) or len(values.steps) > MAX_COMBINATIONS:
            return None
        return (*values.values, *left_out, *missing)

    def _ends(self, name: str, used: Sequence[Part]) -> frozenset[Fraction] | None:
        """The numbers that a name is compared with; `None` where it is used in any other way."""
        definition = self.defined[name]
        rounds = not isinstance(definition, Input) and definition.published is not None
        found: set[Fraction] = set()
        for part in used:
            inside = [x for x in walk(part) if isinstance(x, Reference) and x.id == name]
            if rounds and any(getattr(x, "as_published", False) for x in inside):
                return None
            looked = list(looked_at(part, name))
            if len(looked) < len(inside):
                return None
            found.update(end for ends in looked for end in ends)
        return frozenset(found)
