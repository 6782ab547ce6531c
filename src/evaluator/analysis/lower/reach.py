"""What a formula may name where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.types import Unit
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.instrument import Item
from evaluator.source import Span
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class Record:
    """Any record of a list: the id of the list, its fields by id."""

    list: str
    fields: Mapping[str, tree.Field]


@dataclass(frozen=True, slots=True)
class Own:
    """The part whose value a formula is: its id, its weight if it has one."""

    item: str
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a formula may name where it stands.

    Attributes:
        items: the lowered items it may take in, by id.
        of_word: the items of a tree word that an aggregate runs over here.
        values: the units of the named values that stand before it, by id.
        reported: named values that have none because something in them was reported.
        units: the units of the items, by id.
        endless: the named values before it whose digits may have no end.
        bands: the tables of categories whose labels a condition may ask for.
        subjects: what an aggregate over the subjects may name; `None` outside the formulas of a
            group.
        groups: what an aggregate over the groups of a kind may name, by the kind; those of all
            subjects together alone have any.
        record: the record at hand, inside `where`.
        own: the part whose value the formula is.
    """

    scope: Scope
    items: Mapping[str, Item]
    of_word: Callable[[str], Sequence[Item]]
    values: Mapping[str, Unit | None] = field(default_factory=dict)
    reported: Container[str] = ()
    units: Mapping[str, Unit | None] = field(default_factory=dict)
    endless: Collection[str] = ()
    bands: Mapping[str, tree.Bands | tree.Categories] = field(default_factory=dict)
    subjects: Reach | None = None
    groups: Mapping[str, Reach] = field(default_factory=dict)
    record: Record | None = None
    own: Own | None = None

    def report(self, kind: Kind, at: Span, **facts: Fact) -> None:
        """Note what is wrong."""
        self.scope.found.append(Diagnostic(kind=kind, at=at, facts=facts))

    def within(self, record: Record) -> Reach:
        """Inside the `where` of an aggregate: the fields of a record, and the inputs."""
        return replace(
            self, items={}, of_word=lambda _: (), values={}, bands={}, subjects=None, record=record
        )
