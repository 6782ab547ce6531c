"""The columns of the result: what was worked out, in the forms people and programs read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from evaluator.backends.sql.columns import parts_of
from evaluator.backends.sql.draft import About, Draft
from evaluator.backends.sql.figure import Units
from evaluator.backends.sql.nodes import (
    Call,
    Case,
    Cast,
    Column,
    Function,
    IsNot,
    Node,
    Null,
    Opposite,
    Other,
    Text,
    Type,
    When,
    all_of,
    any_of,
    opposite,
)
from evaluator.backends.sql.numbers import Shown, decimal, shown
from evaluator.backends.sql.plan import Form, OutputColumn, Part
from evaluator.backends.sql.printer import type_name
from evaluator.backends.sql.refusal import placed
from evaluator.backends.sql.rules import deciding_rules
from evaluator.backends.sql.status import status
from evaluator.model.columns import EXACT, KEY, NOT_APPLICABLE, STATUS
from evaluator.model.instrument import Instrument, Item, Value

RULES = "rules"


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the result, what stands in it, and its type where the rules say it."""

    column: OutputColumn
    node: Node
    type: Type | None = None


def names(instrument: Instrument, kept: Sequence[str]) -> Iterator[str]:
    """The names of the columns of the result, in their order, without that of the rules."""
    yield KEY
    yield from (group for group, _ in instrument.grouped_in)
    yield from kept
    for part in parts_of(instrument):
        yield part.id
        if part.published is not None:
            yield part.id + EXACT
    yield from labelled(instrument)
    if instrument.may_be_absent:
        yield NOT_APPLICABLE
    yield STATUS


def labelled(instrument: Instrument) -> Iterator[str]:
    """The ids that come to a category."""
    yield from (bands.id for bands in instrument.bands)
    yield from (table.id for table in instrument.categories)


def outputs(draft: Draft, *, kept: Sequence[str], rules: bool) -> Iterator[Output]:
    """Every column of the result."""
    yield _plain(KEY, Part.KEY, Column(KEY), Other.VARCHAR)
    for group, _ in draft.instrument.grouped_in:
        yield _plain(group, Part.GROUP, Column(group), Other.VARCHAR)
    for name in kept:
        yield Output(_column(name, Part.KEPT, name, Form.NOT_A_NUMBER, ""), Column(name))
    for item in draft.instrument.walk():
        for output in _figures(draft, item, Part.ITEM):
            yield replace(output, node=_unless_not_scored(draft, output.node))
    for value in draft.instrument.values:
        for output in _figures(draft, value, Part.VALUE):
            yield replace(output, node=_where_scored(draft, output.node))
    for name in labelled(draft.instrument):
        label = _where_scored(draft, Column(name))
        yield _plain(name, Part.BANDS, label, Other.VARCHAR)
    if draft.instrument.may_be_absent:
        node = _unless_not_scored(draft, _absent_parts(draft))
        yield _plain(NOT_APPLICABLE, Part.NOT_APPLICABLE, node, Other.VARCHAR)
    yield _plain(STATUS, Part.STATUS, status(draft), Other.VARCHAR)
    if rules:
        fields = deciding_rules(draft)
        if fields is not None:
            column = _column(RULES, Part.RULES, RULES, Form.NOT_A_NUMBER, fields.sql_type)
            yield Output(column, fields.node)


def _absent_parts(draft: Draft) -> Node:
    """The ids of the parts that do not apply, in the order of the rules; NULL where all do."""
    figures = ((item.id, draft.figures[item.id].absent) for item in draft.instrument.walk())
    absents = [(name, absent) for name, absent in figures if absent is not None]
    if not absents:
        return Cast(Null(), Other.VARCHAR)
    told = (Case((When(absent, Text(name)),), Null()) for name, absent in absents)
    names_ = Call(Function.CONCAT_WS, (Text(", "), *told))
    return Case((When(any_of(tuple(absent for _, absent in absents)), names_),), Null())


def _figures(draft: Draft, part: Item | Value, kind: Part) -> Iterator[Output]:
    """The exact value; as published before it where there is a rounding rule."""
    name = partial(_named, draft, part.id)
    with placed(part.ground, part.id):
        nothing = draft.figures[part.id].nothing
        exact = _unless(nothing, shown(draft.figures[part.id], name))
        if part.published is None:
            yield _number(part.id, kind, part.id, Form.EXACT, exact)
            return
        printed = _unless(nothing, decimal(draft.published[part.id], part.published.decimals))
        yield _number(part.id, kind, part.id, Form.PUBLISHED, printed)
        yield _number(part.id + EXACT, kind, part.id, Form.EXACT, exact)


def _unless(nothing: Node | None, told: Shown) -> Shown:
    """NULL where there is no number."""
    if nothing is None:
        return told
    return replace(told, node=Case((When(opposite(nothing), told.node),), Null()))


def _named(draft: Draft, owner: str, units: Units) -> Units:
    return draft.named(units, f"{owner}_text", About.TEXT)


def _number(name: str, part: Part, of: str, form: Form, told: Shown) -> Output:
    return Output(_column(name, part, of, form, type_name(told.type)), told.node, told.type)


def _plain(name: str, part: Part, node: Node, kind: Type) -> Output:
    return Output(_column(name, part, name, Form.NOT_A_NUMBER, type_name(kind)), node, kind)


def _column(name: str, part: Part, of: str, form: Form, sql_type: str) -> OutputColumn:
    return OutputColumn(name=name, part=part, of=of, form=form, sql_type=sql_type)


def _where_scored(draft: Draft, node: Node) -> Node:
    """NULL where there is no score, or where it is still open if there is one."""
    return _where([Opposite(gate.node) for gate in draft.gates], node)


def _unless_not_scored(draft: Draft, node: Node) -> Node:
    """NULL where there is no score."""
    return _where([IsNot(gate.node, truth=True) for gate in draft.gates], node)


def _where(tests: Sequence[Node], node: Node) -> Node:
    return Case((When(all_of(tuple(tests)), node),), Null()) if tests else node
