"""Tables by one or several subjects as a layered CASE: the one row that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.conditions import Compute, decider, settled_by_one, with_value
from evaluator.backends.sql.draft import Draft, Truth
from evaluator.backends.sql.figure import Figure, Waits, joined
from evaluator.backends.sql.nodes import (
    Bool,
    Case,
    Compared,
    Field,
    IsNot,
    IsNull,
    Node,
    Null,
    Number,
    OneOf,
    Opposite,
    Text,
    When,
    all_of,
    any_of,
    surely,
    tested,
)
from evaluator.backends.sql.records import (
    NONE,
    Chances,
    at_hand_of,
    chances,
    picked_choice,
    tallied,
)
from evaluator.backends.sql.stretches import (
    Measured,
    Stretch,
    inside,
    layered_by,
    measured,
    measured_input,
)
from evaluator.model.formula import (
    AnyCell,
    Cell,
    FieldChoice,
    InputChoice,
    InputValue,
    Keys,
    Lookup,
    MissingCell,
    NoneCell,
    OverRecords,
    PickRecord,
    Stretches,
)
from evaluator.model.instrument import YesNoType, answered_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A column of a table: what it is looked up by.

    Attributes:
        number: where it is a number.
        yes_no: where it is a question of yes or no.
        has_missing: whether a row takes what nobody answered.
        none: that no record counts, where a row takes that; NULL while it is open.
        surely_one: that a record surely counts, where it is a choice among records.
        chances: what such a choice can still come to, where that is looked at.
    """

    node: Node
    waits: Waits
    number: Measured | None = None
    yes_no: bool = False
    has_missing: bool
    none: Node | None = None
    nothing: Node | None = None
    surely_one: Node | None = None
    chances: Chances | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table, what it is looked up by, and the id of what it stands in."""

    draft: Draft
    table: Lookup
    asked: tuple[Asked, ...]
    owner: str

    @property
    def told(self) -> Rows:
        """The same for the result, which waits however few rows are left."""
        return replace(self, asked=tuple(replace(each, chances=None) for each in self.asked))


def asked_of(draft: Draft, table: Lookup, compute: Compute, owner: str) -> tuple[Asked, ...]:
    """The columns of a table; `owner` is the id of what it stands in."""
    return tuple(
        _asked(draft, table, column, compute, owner) for column in range(len(table.subjects))
    )


def row_truths(rows: Rows) -> list[Truth]:
    """Whether each row holds; a number between two rows is in the one it is read into.

    While a choice among records is open, a row that it can no longer come to does not hold.
    """
    return [_row_truth(rows, cells) for cells in rows.table.taken]


def _row_truth(rows: Rows, cells: Sequence[Cell]) -> Truth:
    pairs = zip(cells, rows.asked, strict=True)
    truths = [_takes(rows, cell, one) for cell, one in pairs if _asks(cell, one)]
    always = Truth(node=Compared("=", Number(1), Number(1)), waits=frozenset())
    return settled_by_one(rows.draft, "AND", truths, rows.owner) if truths else always


def _asks(cell: Cell, asked: Asked) -> bool:
    """Whether a cell may not hold."""
    return not isinstance(cell, AnyCell) or asked.has_missing or asked.none is not None


def picked(rows: Rows, results: Sequence[Node], without: Node, *, noted: bool) -> Node:
    """The result of the row that holds; NULL while none is sure to.

    Rows are disjoint and complete: where none holds, one still may, unless what the table is looked
    up by has no value. Then it is `without`.
    """
    table, asked = rows.table, rows.asked
    notes = [f"{rows.draft.line} {row.ground.at.line}" if noted else "" for row in table.rows]
    asks = not any(isinstance(row.cells[0], AnyCell) for row in table.rows)
    one = len(asked) == 1 and asks and not asked[0].has_missing
    if one and (asked[0].none is None or asked[0].number is None):
        found = _by_one(rows, asked[0], results, notes)
        nothing = asked[0].nothing
        return found if nothing is None else Case((When(nothing, without),), found)
    truths = row_truths(rows.told)
    lines = [*map(When, (tested(t.node) for t in truths), results, notes)]
    if any(truth.none is not None for truth in truths):
        settled = all_of(tuple(Opposite(IsNull(truth.node)) for truth in truths))
        lines.append(When(settled, without))
    return Case(tuple(lines), Null())


def waits_of(table: Lookup, asked: Sequence[Asked], results: Sequence[Figure]) -> Waits:
    """What the result waits for, where that is simply what the table is looked up by."""
    by_all = not any(
        isinstance(cell, AnyCell | MissingCell) for row in table.rows for cell in row.cells
    )
    later = joined(result.waits for result in results)
    subjects = joined(one.waits for one in asked)
    if len(asked) == 1 and asked[0].has_missing and later == frozenset():
        return frozenset()
    if not by_all or subjects is None or later is None or not later <= subjects:
        return None
    return subjects


def _asked(draft: Draft, table: Lookup, column: int, compute: Compute, owner: str) -> Asked:
    subject = table.subjects[column]
    cells = [row.cells[column] for row in table.rows]
    has_missing = any(isinstance(cell, MissingCell) for cell in cells)
    says_none = any(isinstance(cell, NoneCell) for cell in cells)
    none: Node | None = None
    nothing: Node | None = None
    match subject:
        case InputChoice(id=name):
            return _asked_choice(draft, name, has_missing=has_missing)
        case FieldChoice(id=name):
            at_hand = at_hand_of(draft)
            return Asked(
                node=Field(at_hand.called, name),
                waits=None,
                yes_no=isinstance(at_hand.fields[name].type, YesNoType),
                has_missing=has_missing,
            )
        case PickRecord():
            decide = decider(compute, owner)
            node = picked_choice(draft, subject, owner, decide)
            may_be = chances(draft, subject, decide)
            if not says_none:
                nothing = surely(Compared("=", node, Text(NONE)))
                return Asked(
                    node=node, waits=None, has_missing=has_missing, nothing=nothing, chances=may_be
                )
            return Asked(
                node=node,
                waits=None,
                has_missing=has_missing,
                none=Compared("=", node, Text(NONE)),
                surely_one=may_be.surely_one(),
                chances=may_be,
            )
        case OverRecords():
            found = tallied(draft, subject, owner, compute, decider(compute, owner))
            number, none, nothing = _named(draft, found.figure, owner), found.none, found.weightless
            if not says_none:
                ways = tuple(x for x in (nothing, none and surely(none)) if x is not None)
                none, nothing = None, any_of(ways) if ways else None
            elif nothing is not None and none is not None:
                nothing = all_of((nothing, IsNot(none, truth=True)))
        case InputValue(id=name) if draft.absence(name) is None and name not in draft.before:
            number = measured_input(draft, name)
        case _:
            figure = compute(draft, subject)
            number, nothing = _named(draft, figure, owner), figure.nothing
    if nothing is not None:
        nothing = draft.part(nothing, f"{owner}_undecidable")
    return Asked(
        node=number.node,
        waits=None if nothing is not None else number.waits,
        number=number,
        has_missing=has_missing,
        none=none,
        nothing=nothing,
    )


def _asked_choice(draft: Draft, name: str, *, has_missing: bool) -> Asked:
    """An answer by choice, with a text that is none of them where its part does not apply."""
    yes_no = isinstance(draft.inputs[name].type, YesNoType)
    node: Node = draft.place(name)
    absent = draft.absence(name)
    if absent is None:
        waits = frozenset({name})
        return Asked(node=node, waits=waits, yes_no=yes_no, has_missing=has_missing)
    other: Node = Bool(value=False) if yes_no else Text("")
    node = draft.column(Case((When(absent, other),), node), f"{answered_item(name)}_looked_up")
    return Asked(node=node, waits=None, yes_no=yes_no, has_missing=has_missing, nothing=absent)


def _named(draft: Draft, figure: Figure, owner: str) -> Measured:
    """A number that several rows look at, in a column of its own."""
    units = draft.named(figure.units, f"{owner}_by")
    return measured(replace(figure, units=units, none=None, absent=None))


def _by_one(rows: Rows, asked: Asked, results: Sequence[Node], notes: Sequence[str]) -> Node:
    """A table by one subject: NULL is looked at first, the last row needs no condition."""
    table = rows.table
    if asked.number is not None:
        stretches = [
            Stretch(interval=interval, result=results[place], note=notes[place])
            for place, (cell,) in enumerate(table.taken)
            if isinstance(cell, Stretches)
            for interval in cell.intervals
        ]
        return layered_by(asked.number, sorted(stretches, key=lambda one: one.interval.start))
    truths = row_truths(replace(rows, asked=(replace(asked, chances=None, nothing=None),)))
    lines = [When(IsNull(asked.node), Null())]
    lines += map(When, (truth.node for truth in truths[:-1]), results, notes)
    return Case(tuple(lines), results[-1], notes[-1])


# Cells -------------------------------------------------------------------------------------------


def _takes(rows: Rows, cell: Cell, asked: Asked) -> Truth:
    """Whether a cell takes what a subject came to; of what has no value one that asks has none."""
    truth = _taken(rows, cell, asked)
    if asked.nothing is None or not isinstance(cell, Keys | Stretches):
        return truth
    return with_value(rows.draft, truth, [asked.nothing], rows.owner)


def _taken(rows: Rows, cell: Cell, asked: Asked) -> Truth:
    match cell:
        case MissingCell():
            return Truth(node=IsNull(asked.node), waits=frozenset())
        case AnyCell():
            return _anything(rows, asked)
        case NoneCell():
            return _known(rows, _of_none(asked), asked)
        case Keys(choices=choices):
            return _known(rows, _among(asked, choices), asked)
        case Stretches(intervals=intervals):
            if asked.number is None:
                raise AssertionError("only numbers lie in stretches")
            return _known(rows, _unless_none(asked, inside(asked.number, intervals)), asked)
        case _:
            assert_never(cell)


def _anything(rows: Rows, asked: Asked) -> Truth:
    """A cell that does not ask takes all but what another row takes as missing or of none."""
    if asked.none is None:
        return Truth(node=Opposite(IsNull(asked.node)), waits=frozenset())
    some: Node = Opposite(asked.none)
    if asked.has_missing:
        return _known(rows, some, asked)
    if asked.surely_one is not None:
        some = any_of((some, asked.surely_one))
    return Truth(node=some, waits=None)


def _of_none(asked: Asked) -> Node:
    if asked.none is None:
        raise AssertionError("only an aggregate over records is of none")
    if asked.chances is None or asked.surely_one is None or asked.has_missing:
        return asked.none
    return all_of((asked.none, Opposite(asked.surely_one)))


def _unless_none(asked: Asked, node: Node) -> Node:
    return node if asked.none is None else all_of((Opposite(asked.none), node))


def _known(rows: Rows, node: Node, asked: Asked) -> Truth:
    """A cell beside one that takes what is missing does not hold then, and is never open."""
    if not asked.has_missing:
        return Truth(node=node, waits=asked.waits)
    given = Opposite(IsNull(asked.node))
    both = [Truth(node=given, waits=frozenset()), Truth(node=node, waits=frozenset())]
    return settled_by_one(rows.draft, "AND", both, rows.owner)


def _among(asked: Asked, choices: Sequence[str]) -> Node:
    if asked.yes_no:
        ways = (asked.node if choice == "yes" else Opposite(asked.node) for choice in choices)
        return any_of(tuple(ways))
    if len(choices) == 1:
        among: Node = Compared("=", asked.node, Text(choices[0]))
    else:
        among = OneOf(asked.node, tuple(map(Text, choices)))
    if asked.chances is None or asked.has_missing:
        return among
    return all_of((among, asked.chances.may_be(choices)))
