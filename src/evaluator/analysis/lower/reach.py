"""What a formula may name where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.types import Quantity, Unit
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.instrument import Item
from evaluator.source import Span
from evaluator.syntax import tree


@dataclass(frozen=True, slots=True)
class Record:
    """Any record of a list.

    Attributes:
        list: the id of the list.
        fields: what it states, by id.
        values: what is worked out of it, by id; `None` where something in it was reported.
        value: which of these the formula is; `None` inside `where`.
    """

    list: str
    fields: Mapping[str, tree.Field]
    values: Mapping[str, Quantity | None]
    value: str | None = None


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
        record: the record at hand, inside `where` and in what is worked out of each record.
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

    def report_beyond_record(self, at: Span, text: str) -> None:
        """Say that what stands there is not of the record at hand."""
        record = self.record
        if record is None:
            raise AssertionError("there is a record at hand")
        if record.value is None:
            self.report(names.WHERE_REACHES_OUT, at, text=text, list=record.list)
        else:
            facts = {"text": text, "list": record.list, "id": record.value}
            self.report(names.RECORD_VALUE_REACHES_OUT, at, **facts)

    def within(self, record: Record) -> Reach:
        """Of one record: its fields and what is worked out of it, and the inputs."""
        return replace(
            self, items={}, of_word=lambda _: (), values={}, bands={}, subjects=None, record=record
        )
