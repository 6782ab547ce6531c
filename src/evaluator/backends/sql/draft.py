"""A query in the making: its steps so far, and the names in it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import chain, count

from evaluator.backends.sql.columns import WIDTH, declaration, range_of, record_name
from evaluator.backends.sql.figure import Figure, Units, Waits
from evaluator.backends.sql.nodes import (
    Binary,
    Case,
    Cast,
    Column,
    Decimal,
    Field,
    IsNull,
    Node,
    Null,
    Number,
    Opposite,
    When,
    Whole,
    all_of,
    any_of,
    names_record,
    surely,
    surely_not,
)
from evaluator.backends.sql.refusal import Refused
from evaluator.diagnostics.model import Diagnostic
from evaluator.intake.response import Period
from evaluator.model.formula import Condition, Ground, RecordValue
from evaluator.model.instrument import Field as InputField
from evaluator.model.instrument import Input, InputType, Instrument, Item, answered_item
from evaluator.values.rounding import Rounding


class About(StrEnum):
    """What a step is that is not simply the value of what it is named after."""

    READ = "read"
    RECORDS = "records"
    OF_EACH = "of_each"
    TAKEN = "taken"
    MEMBER = "member"
    BEFORE = "before"
    APPLIES = "applies"
    ANSWER = "answer"
    COUNTED = "counted"
    WEIGHT = "weight"
    PART = "part"
    TEXT = "text"
    HOLDS = "holds"
    WAITS = "waits"
    UNSCORED = "unscored"
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
        weights: of what it weighs, by id.
        rounding: how it rounds.
        columns: name and content of each new column.
    """

    of: str
    label: str | None = None
    about: About | None = None
    grounds: tuple[Ground, ...] = ()
    weights: tuple[tuple[str, Fraction], ...] = ()
    rounding: Rounding | None = None
    columns: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A condition: NULL exactly while it is open.

    Attributes:
        none: whether it has no value, since it looks at what has none. It is never NULL, and where
            it holds the condition is FALSE, but counts neither as holding nor as failing.
    """

    node: Node
    waits: Waits
    none: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """The record at hand while a condition on records is written.

    Attributes:
        of: the id of the list it stands in.
        label: that of the list.
        called: what it is called in the query.
        fields: by id.
        parts: further fields that it is given for parts of the condition, in order.
        made: the fields made so, by what they hold.
        values: what is worked out of the record by the rules, by the field made for it.
    """

    of: str
    label: str
    called: str
    fields: Mapping[str, InputField]
    parts: list[tuple[str, Node]] = field(default_factory=list)
    made: dict[Node, Field] = field(default_factory=dict)
    values: dict[str, RecordValue] = field(default_factory=dict)

    def fresh(self, wanted: str) -> str:
        """A name that no field of the record has yet."""
        return unlike({name.lower() for name in (*self.fields, *dict(self.parts))}, wanted)

    def part(self, node: Node, wanted: str) -> Field:
        """A field of its own for a node."""
        if isinstance(node, Field):
            return node
        if node not in self.made:
            name = self.fresh(wanted)
            self.parts.append((name, node))
            self.made[node] = Field(self.called, name)
        return self.made[node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The records of a list, each with whether it counts.

    Attributes:
        records: the list.
        counts: of the record at hand, NULL while it is open; `None` where every record counts.
        at_hand: what has been written on the record so far, where there is a condition.
    """

    records: Column
    counts: Field | None
    at_hand: AtHand


def unlike(taken: Container[str], wanted: str) -> str:
    """The wanted name, or one with the first number in it that nothing else is called so.

    The number stands before `_per_60`, which says what the column holds. `taken` has names in small
    letters.
    """
    stem, per, scale = wanted.rpartition("_per_")
    if not scale.isdigit():
        stem, per, scale = wanted, "", ""
    numbered = (f"{stem}_{number}{per}{scale}" for number in count(2))
    return next(name for name in chain([wanted], numbered) if name.lower() not in taken)


def declared(item: Item) -> Node | None:
    """Whether the subject declares an item not applicable; `None` where nobody may."""
    how = item.rating or item.asked
    if how is None or how.may_be_not_applicable is None:
        return None
    return Opposite(IsNull(Column(declaration(item.id))))


def _already(name: str) -> None:
    raise AssertionError(f"{name} stands after what asks for it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been worked out so far.

    Attributes:
        decimals: of every number input, by id.
        inputs: every fact that is asked for, by its name in formulas.
        items: every item, by id.
        steps: in the order in which they have to stand.
        figures: the exact value of every item and named value so far, and of inputs as they are
            first needed as a number.
        published: the printed form of those that have a rounding rule.
        gates: the conditions under which there is no score, in order.
        refused: why an item or value has no exact form in SQL.
        taken: every column name in use, in small letters: DuckDB does not tell capitals apart.
        made: the columns made for parts of formulas, by what they hold: each is made once.
        at_hand: the record at hand, inside a condition on records.
        judged: the lists whose records have been held against a condition, by list and condition.
        before: what the points of a verifier count as before there are any, by their name.
        above: the items with a condition that each part stands under, outermost first.
        inner_absent: whether an item does not apply though its conditions hold, where it may.
        applies: whether the condition of an item holds, by its id; NULL while that is open, or
            where the condition has no value.
        undecidable: whether the condition of an item has no value, by its id, where it may not.
        unlabelled: whether there is no category, by the id of the table, where there may be none.
        stated: the part whose own value is being worked out, where its answer is read as it is.
        line: what a line of the rule file is called in notes.
        item_ahead: lays out the value of an item before its turn.
        condition_ahead: lays out the condition of an item before its turn.
    """

    instrument: Instrument
    period: Period
    decimals: Mapping[str, int]
    inputs: Mapping[str, Input]
    items: Mapping[str, Item]
    steps: list[Step] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    published: dict[str, Figure] = field(default_factory=dict)
    gates: list[Truth] = field(default_factory=list)
    refused: dict[str, Diagnostic] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    made: dict[Node, Column] = field(default_factory=dict)
    at_hand: AtHand | None = None
    judged: dict[tuple[str, Condition | None, str | None], Judged] = field(default_factory=dict)
    before: dict[str, Figure] = field(default_factory=dict)
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inner_absent: dict[str, Node] = field(default_factory=dict)
    applies: dict[str, Column] = field(default_factory=dict)
    undecidable: dict[str, Node] = field(default_factory=dict)
    unlabelled: dict[str, Node] = field(default_factory=dict)
    stated: str | None = None
    line: str = "line"
    item_ahead: Callable[[str], None] = _already
    condition_ahead: Callable[[str], None] = _already

    @property
    def record(self) -> str:
        """What the record at hand is called."""
        return record_name(self.instrument)

    @property
    def worked_out(self) -> Mapping[str, Node]:
        """What stands in each column that the steps so far have made."""
        return {
            name: node for step in self.steps for name, node in step.columns if node != Column(name)
        }

    def conditions_of(self, part: str) -> tuple[Column, ...]:
        """Whether each condition holds that a part stands under, outermost first."""
        found = []
        for name in self.above.get(part, ()):
            if name not in self.applies:
                self.condition_ahead(name)
            if name not in self.applies:
                raise Refused(self.refused[name])
            found.append(self.applies[name])
        return tuple(found)

    def own(self, part: str) -> Draft:
        """The same while the value of this part is worked out: its answer is what was answered."""
        return replace(self, stated=part)

    def conditions_on(self, name: str) -> tuple[Column, ...]:
        """The conditions that decide if there is an answer of this name; none of an input."""
        part = answered_item(name)
        return () if part is None or part == self.stated else self.conditions_of(part)

    def declared_out(self, name: str) -> Node | None:
        """Whether a part is declared not applicable whose answer this is, and left out then."""
        part = answered_item(name)
        item = None if part is None or part == self.stated else self.items[part]
        if item is None or item.asked is None or not item.asked.may_be_left_out:
            return None
        return declared(item)

    def absence(self, name: str) -> Node | None:
        """Whether an input answers a part that does not apply; `None` where every part does."""
        conditions, out = self.conditions_on(name), self.declared_out(name)
        if not conditions:
            return out
        holds = all_of(conditions)
        ways: tuple[Node, ...] = (surely_not(holds),)
        return any_of(ways if out is None else (*ways, all_of((surely(holds), out))))

    def place(self, name: str) -> Column:
        """Where an input stands; NULL where it is open, or answers a part that does not apply."""
        conditions = self.conditions_on(name)
        if not conditions:
            return Column(name)
        answer = Case((When(all_of(conditions), Column(name)),), Null())
        return self.column(answer, f"{answered_item(name)}_answer", About.ANSWER)

    def reserve(self, names: Iterable[str]) -> None:
        """These names are taken: by the input, by the result, or by what is still to come."""
        self.taken.update(name.lower() for name in names)

    def fresh(self, wanted: str) -> str:
        """A name that no column has yet: the wanted one, or one like it."""
        name = unlike(self.taken, wanted)
        self.taken.add(name.lower())
        return name

    def named(self, units: Units, wanted: str, about: About = About.PART) -> Units:
        """A number that may be used several times: in a column of its own unless it is one."""
        if isinstance(units.node, Column | Field | Number):
            return units
        return replace(units, node=self.part(units.node, wanted, about))

    def part(
        self, node: Node, wanted: str, about: About = About.PART, label: str | None = None
    ) -> Column | Field:
        """A column of its own for a node, or a field of the record at hand if it is of that."""
        if self.at_hand is not None and names_record(node):
            return self.at_hand.part(node, wanted)
        return self.column(node, wanted, about, label)

    @property
    def _worked_out(self) -> str | None:
        """The label of the part that is being worked out."""
        if self.stated is None:
            return None
        if self.stated in self.items:
            return self.items[self.stated].label
        return next((v.label for v in self.instrument.values if v.id == self.stated), None)

    def column(
        self,
        node: Node,
        wanted: str,
        about: About = About.PART,
        label: str | None = None,
        *grounds: Ground,
    ) -> Column:
        """A column of its own for a node, in a step of its own."""
        if isinstance(node, Column):
            return node
        if node not in self.made:
            name = self.fresh(wanted)
            if about is About.PART and label is None:
                label = self._worked_out
            self.steps.append(
                Step(of=name, grounds=grounds, label=label, about=about, columns=((name, node),))
            )
            self.made[node] = Column(name)
        return self.made[node]

    def number(self, name: str) -> Figure:
        """A number input as whole units of its last decimal; read so where it is first computed."""
        absent = self.absence(name)
        figure = self.before.get(name) or self._read(name)
        return figure if absent is None else self._where_it_applies(figure, name, absent)

    def _read(self, name: str) -> Figure:
        decimals = self.decimals[name]
        unit = 10**decimals
        read = in_units(Column(name), self.inputs[name].type, decimals)
        wanted = f"{name}_per_{unit}" if decimals else f"{name}_whole"
        units = replace(read, node=self.column(read.node, wanted, About.READ))
        return Figure(units=units, scale=unit, waits=frozenset({name}))

    def _where_it_applies(self, figure: Figure, name: str, absent: Node) -> Figure:
        """The answer of a part as others read it: it is none where the part does not apply."""
        conditions = self.conditions_on(name) if name not in self.before else ()
        lines = [When(absent, Number(0))]
        otherwise = figure.units.node
        if conditions:
            lines.append(When(all_of(conditions), otherwise))
            otherwise = Null()
        wanted = f"{answered_item(name)}_number"
        node = self.column(Case(tuple(lines), otherwise), wanted, About.ANSWER)
        low, high = min(figure.units.low, 0), max(figure.units.high, 0)
        units = replace(figure.units, node=node, low=low, high=high)
        return replace(figure, units=units, waits=None, absent=absent)


def in_units(place: Node, kind: InputType, decimals: int) -> Units:
    """A decimal as whole units of its last place."""
    low, high = range_of(kind, decimals)
    unit = 10**decimals
    read = place
    if decimals:
        # Short decimals are multiplied in 64 bits, units and all: the longest have no room there.
        roomy = max(abs(low), abs(high)) * unit < 10**WIDTH
        read = Binary("*", place if roomy else Cast(place, Decimal(38, decimals)), Number(unit))
    return Units(node=Cast(read, Whole.BIGINT), type=Whole.BIGINT, low=low, high=high)
