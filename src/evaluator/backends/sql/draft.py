"""A query in the making: its steps so far, and the names in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from evaluator.backends.sql.columns import range_of
from evaluator.backends.sql.figure import Figure, Units, Waits
from evaluator.backends.sql.nodes import Binary, Cast, Column, Node, Number, Whole
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.response import Period
from evaluator.model.formula import Ground
from evaluator.model.instrument import Input, Instrument


class About(StrEnum):
    """What a step is that is not simply the value of what it is named after."""

    READ = "read"
    PART = "part"
    GATE = "gate"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One common table expression: the rows so far with more columns.

    Attributes:
        of: the id of the item, value or bands it works out, or a name for what it is.
        label: its label in the rules.
        about: which part of that it is, in a word of the heading.
        grounds: the rules it rests on.
        columns: name and content of each new column.
    """

    of: str
    label: str | None = None
    about: About | None = None
    grounds: tuple[Ground, ...] = ()
    columns: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A condition: NULL exactly while it is open."""

    node: Node
    waits: Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been worked out so far.

    Attributes:
        decimals: of every number input, by id.
        steps: in the order in which they have to stand.
        figures: the exact value of every item and named value so far, and of inputs as they are
            first needed as a number.
        published: the printed form of those that have a rounding rule.
        gates: the conditions under which there is no score, in order.
        refused: why an item or value has no exact form in SQL.
        taken: every column name in use, in small letters: DuckDB does not tell capitals apart.
        made: the columns made for parts of formulas, by what they hold: each is made once.
    """

    instrument: Instrument
    period: Period
    decimals: Mapping[str, int]
    inputs: Mapping[str, Input]
    steps: list[Step] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    published: dict[str, Figure] = field(default_factory=dict)
    gates: list[Truth] = field(default_factory=list)
    refused: dict[str, Diagnostic] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    made: dict[Node, Column] = field(default_factory=dict)

    def reserve(self, names: Iterable[str]) -> None:
        """These names are taken: by the input, by the result, or by what is still to come."""
        self.taken.update(name.lower() for name in names)

    def fresh(self, wanted: str) -> str:
        """A name that no column has yet: the wanted one, or one like it."""
        name = wanted
        while name.lower() in self.taken:
            name += "_"
        self.taken.add(name.lower())
        return name

    def named(self, units: Units, wanted: str) -> Units:
        """A number that may be used several times: in a column of its own unless it is one."""
        if isinstance(units.node, Column | Number):
            return units
        return replace(units, node=self.column(units.node, wanted))

    def column(self, node: Node, wanted: str, about: About = About.PART) -> Column:
        """A column of its own for a node, in a step of its own."""
        if isinstance(node, Column):
            return node
        if node not in self.made:
            name = self.fresh(wanted)
            self.steps.append(Step(of=wanted, about=about, columns=((name, node),)))
            self.made[node] = Column(name)
        return self.made[node]

    def number(self, name: str) -> Figure:
        """A number input as whole units of its last decimal; read so where it is first computed."""
        decimals = self.decimals[name]
        low, high = range_of(self.inputs[name], decimals)
        unit = 10**decimals
        read = Binary("*", Column(name), Number(unit)) if decimals else Column(name)
        kind = Whole.BIGINT
        wanted = f"{name}_per_{unit}" if decimals else f"{name}_whole"
        column = self.column(Cast(read, kind), wanted, About.READ)
        units = Units(node=column, type=kind, low=low, high=high)
        return Figure(units=units, scale=unit, waits=frozenset({name}))
