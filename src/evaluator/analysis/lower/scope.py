"""The names of one instrument: what each id stands for, and what is said when one is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TypeVar

from evaluator.analysis.identity import quoted
from evaluator.analysis.lower.types import Quantity
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model.formula import Ground
from evaluator.source import Span
from evaluator.syntax import tree

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Scope:
    """Every id of an instrument.

    Items, values, inputs and bands share one space, since formulas, answers and results name them;
    scales, kinds of evidence and assumptions have one each. A file may reuse an id across spaces.

    A group has a scope of its own inside that of the instrument: what a formula may name there are
    its own inputs and values. The ids share the one space all the same.

    Attributes:
        subject: the word of the regulation for who is assessed, if it has one.
        groups: the scope of each group, by how its statement begins.
        in_group: how the statement of the group begins that an id belongs to, by the id.
        outer: the scope of the instrument, for that of a group.
        answers: what answers each part that is answered and not rated, by its id.
        of_records: what is worked out of each record of a list, by the ids of the two; `None` where
            something in it was reported.
    """

    items: dict[str, tree.Item]
    values: dict[str, tree.Valuation]
    inputs: dict[str, tree.Input]
    bands: dict[str, tree.Bands | tree.Categories]
    scales: dict[str, tree.Scale]
    evidence: dict[str, tree.EvidenceKind]
    assumptions: dict[str, tree.Assumption]
    found: list[Diagnostic] = field(default_factory=list)
    subject: str | None = None
    groups: dict[tree.Group, Scope] = field(default_factory=dict)
    in_group: dict[str, str] = field(default_factory=dict)
    outer: Scope | None = None
    answers: dict[str, tree.Answered] = field(default_factory=dict)
    of_records: dict[str, dict[str, Quantity | None]] = field(default_factory=dict)

    def lists_with(self, name: str) -> tuple[str, ...]:
        """The lists whose records state this, or of whose records it is worked out."""
        return tuple(
            key
            for key, one in self.inputs.items()
            if isinstance(one.type, tree.ListType) and name in _columns(one.type)
        )

    @property
    def quantities(self) -> tuple[str, ...]:
        """The ids a formula may name."""
        return (*self.values, *self.items, *self.inputs)

    def report(self, kind: Kind, at: Span, **facts: Fact) -> None:
        """Note what is wrong."""
        self.found.append(Diagnostic(kind=kind, at=at, facts=facts))

    def report_unknown(self, name: tree.Name, known: Iterable[str]) -> None:
        """Say that an id is unknown."""
        self.found.append(unknown_id(name, known))

    def report_out_of_reach(self, name: tree.Name, known: Iterable[str]) -> None:
        """Say that a value cannot be named here, or that there is none of this id."""
        facts: dict[str, Fact] = {"id": name.text}
        if name.text in self.in_group:
            facts["group"] = self.in_group[name.text]
            self.found.append(Diagnostic(kind=names.GROUP_VALUE_OUTSIDE, at=name.at, facts=facts))
        elif self.outer and name.text in (*self.outer.quantities, *self.outer.bands):
            self.found.append(Diagnostic(kind=names.SUBJECT_IN_GROUP, at=name.at, facts=facts))
        else:
            self.report_unknown(name, known)

    def ground(self, at: Span, under: tree.Under) -> Ground:
        """Where a statement comes from, its assumptions resolved."""
        provisions: list[str] = []
        assumptions: list[str] = []
        for source in under:
            match source:
                case tree.Provision(text=text):
                    provisions.append(text.text)
                case tree.ByAssumption(name=name):
                    if name.text in self.assumptions:
                        assumptions.append(name.text)
                    else:
                        self.report_unknown(name, self.assumptions)
        return Ground(at=at, provisions=tuple(provisions), assumptions=tuple(assumptions))


def unknown_id(name: tree.Name, known: Iterable[str]) -> Diagnostic:
    """That an id is unknown, naming those that look like it."""
    candidates = list(known)
    near = get_close_matches(name.text, candidates, n=3, cutoff=0.6) or candidates[:6]
    facts: dict[str, Fact] = {"id": name.text, "near": tuple(near)}
    return Diagnostic(kind=names.UNKNOWN_ID, at=name.at, facts=facts)


def _columns(kind: tree.ListType) -> Iterator[str]:
    """The ids of what is known of each record of a list."""
    for line in kind.fields:
        if not isinstance(line, tree.Error) and line.name is not None:
            yield line.name.text


def scope_of(instrument: tree.Instrument) -> Scope:
    """Collect the ids; a second use of one in the same space is reported and left aside."""
    assessed = next((s.name for s in instrument.body if isinstance(s, tree.Assesses)), None)
    scope = Scope({}, {}, {}, {}, {}, {}, {}, subject=assessed.text if assessed else None)
    quantities, scales, evidence, assumptions = (Space(scope.found) for _ in range(4))
    for statement in _declarations(instrument.body):
        match statement:
            case tree.Item(name=name):
                quantities.declare(name, scope.items, statement)
            case (
                tree.Value(name=tree.Name() as name)
                | tree.Cases(name=tree.Name() as name)
                | tree.Table(name=tree.Name() as name)
            ):
                quantities.declare(name, scope.values, statement)
            case tree.Input(name=name):
                quantities.declare(name, scope.inputs, statement)
            case tree.Bands(name=name) | tree.Categories(name=name):
                quantities.declare(name, scope.bands, statement)
            case tree.Scale(name=name):
                scales.declare(name, scope.scales, statement)
            case tree.EvidenceKind(name=name):
                evidence.declare(name, scope.evidence, statement)
            case tree.Assumption(name=name):
                assumptions.declare(name, scope.assumptions, statement)
            case _:
                pass
    groups = [s for s in instrument.body if isinstance(s, tree.Group)]
    if groups and assessed is not None:
        # `count of pegawai` must not stand for two things.
        quantities.declare(assessed, {}, None)
    for group in groups:
        scope.groups[group] = _group_scope(scope, quantities, group)
    return scope


def _group_scope(outer: Scope, quantities: Space, group: tree.Group) -> Scope:
    own: dict[str, dict[str, Quantity | None]] = {}
    scope = replace(
        outer, items={}, values={}, inputs={}, bands={}, groups={}, outer=outer, of_records=own
    )
    for statement in group.body:
        match statement:
            case (
                tree.Value(name=tree.Name() as name)
                | tree.Cases(name=tree.Name() as name)
                | tree.Table(name=tree.Name() as name)
            ):
                quantities.declare(name, scope.values, statement)
            case tree.Input(name=name):
                quantities.declare(name, scope.inputs, statement)
            case tree.Bands(name=name):
                quantities.declare(name, scope.bands, statement)
            case tree.Rank(name=name):
                quantities.declare(name, {}, statement)
            case _:
                continue
        outer.in_group[name.text] = quoted(group)
    return scope


@dataclass(frozen=True, slots=True)
class Space:
    """Ids that may not be used twice, each with where it was first."""

    found: list[Diagnostic]
    taken: dict[str, tree.Name] = field(default_factory=dict)

    def declare(self, name: tree.Name, declared: dict[str, S], statement: S) -> None:
        """Take an id for a statement; of one that is taken it is told where it was first."""
        first = self.taken.setdefault(name.text, name)
        if first is name:
            declared[name.text] = statement
            return
        facts: dict[str, Fact] = {"id": name.text, "line": first.at.line}
        self.found.append(
            Diagnostic(kind=names.DUPLICATE_ID, at=name.at, facts=facts, related=(first.at,))
        )


def _declarations(body: Iterable[tree.Statement]) -> Iterator[tree.Statement]:
    for statement in body:
        yield statement
        if isinstance(statement, tree.Item):
            yield from _declarations(statement.body or ())
