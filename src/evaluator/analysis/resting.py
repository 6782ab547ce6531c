"""On which answers the parts of rules rest, and which of them share any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluator.analysis.references import Definitions, Part, formula_of, references, walk
from evaluator.model import formula as f

MAX_NAMES = 32
"""The most names of one formula, and of names followed, whose sharing is looked into."""
SUBJECTS = frozenset({" "})
"""Stands, among answers, for all that the subjects of a group said: no id is like it."""


class Resting:
    """The answers that names and formulas rest on; what is assumed is no answer."""

    def __init__(
        self, defined: Definitions, assumed: Mapping[str, str], order: Iterable[str]
    ) -> None:
        """In their `order`, so that no chain of values is followed at once."""
        self._defined, self._assumed = defined, assumed
        self._found: dict[str, frozenset[str]] = {}
        for name in order:
            self.of_name(name)

    def of_name(self, name: str) -> frozenset[str]:
        """The answers an item, a named value or an input rests on."""
        if name in self._assumed:
            return frozenset()
        if name not in self._found:
            inner = formula_of(self._defined[name])
            self._found[name] = frozenset({name}) if inner is None else self.atoms([inner])
        return self._found[name]

    def atoms(self, several: Iterable[Part]) -> frozenset[str]:
        """The answers these rest on, by id: rated items and inputs."""
        parts_of = tuple(several)
        found = frozenset[str]().union(
            *(self.of_name(name) for part in parts_of for name in references(part))
        )
        return found | SUBJECTS if any(map(asks_subjects, parts_of)) else found

    def independent(self, several: Sequence[Part]) -> bool:
        """Whether no two of these rest on the same answer."""
        sizes = sum(len(self.atoms([part])) for part in several)
        return sizes == len(self.atoms(several))

    def cuts(self, part: Part) -> frozenset[str] | None:
        """The outermost names it rests on of which no two share an answer; `None`: too many."""
        names = set(references(part))
        if asks_subjects(part):
            return None
        for _ in range(MAX_NAMES):
            shared = self._sharing(names) if len(names) <= MAX_NAMES else []
            if not shared:
                break
            name = max(shared, key=lambda x: (len(self.of_name(x)), x))
            inner = formula_of(self._defined[name])
            if inner is not None and asks_subjects(inner):
                return None
            names.remove(name)
            names.update(references(inner) if inner is not None else ())
        return None if len(names) > MAX_NAMES or self._sharing(names) else frozenset(names)

    def _sharing(self, names: set[str]) -> list[str]:
        """Those of the names that share an answer with another and stand for a formula."""
        return [
            name
            for name in names
            if formula_of(self._defined[name]) is not None
            and any(self.of_name(name) & self.of_name(x) for x in names if x != name)
        ]


def asks_subjects(part: Part) -> bool:
    """Whether it is worked out over the subjects of a group."""
    return any(isinstance(x, f.OverSubjects) for x in walk(part))
