"""Repeated parts made those of one response: as many instances as it states, by its ids and names.

After this a repeated part is a branch like any other, with leaves like any others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from evaluator.intake.response import Answer, Instance, Response
from evaluator.model.formula import ItemValue, Operand, Over, rebuilt
from evaluator.model.instrument import Instrument, Item, Repeated, instance_id, instance_of
from evaluator.model.repetition import as_one, instance

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stated:
    """A repeated part with the instances that are stated: the item, and what counts of it."""

    item: Item
    counted: tuple[str, ...]


def stated_in(instrument: Instrument, response: Response) -> tuple[Instrument, Response]:
    """The rules with the instances the response states, and the response with an answer for each.

    A part of which nothing is said keeps as many instances as there may be, where each counts.
    """
    if not instrument.repeated:
        return instrument, response
    found = {
        item.id: stated
        for item, repeated in instrument.repeated
        if (stated := _stated(item, repeated, response))
    }
    answers = dict(response.answers)
    for item, _ in instrument.repeated:
        for one in response.answers.get(item.id, _NOTHING).items:
            answers[instance_id(item.id, one.id)] = _answer(one)
    return with_instances(instrument, found), replace(response, answers=answers)


_NOTHING = Answer()


def _answer(stated: Instance) -> Answer:
    return Answer(
        value=stated.value,
        not_applicable=stated.not_applicable,
        evidence=stated.evidence,
        at=stated.at,
    )


def _stated(item: Item, repeated: Repeated, response: Response) -> Stated | None:
    answer = response.answers.get(item.id, _NOTHING)
    called = {each.id: each.name or each.id for each in answer.items}
    if answer.not_applicable is None:
        called = {name: called.get(name, name) for name in _listed(repeated, response)} or called
    if called:
        return _with(item, repeated, list(called.items()))
    if answer.not_applicable is not None or not repeated.each:
        return together(item)
    return None


def _listed(repeated: Repeated, response: Response) -> Iterator[str]:
    """The ids of the records that it is repeated for, or that it would be but for `where`."""
    if repeated.among is None:
        return
    records = response.answers.get(repeated.among.list, _NOTHING).value
    for record in records if isinstance(records, tuple) else ():
        if record.id is not None:
            yield record.id


def together(item: Item) -> Stated:
    """A repeated item of whose instances nothing is said, such as one that does not apply."""
    return Stated(as_one(item), (item.id,))


def numbered(item: Item, repeated: Repeated, count: int) -> Stated:
    """A repeated item with so many instances, called by their numbers."""
    return _with(item, repeated, [(str(n), f"{repeated.label} {n}") for n in range(1, count + 1)])


def _with(item: Item, repeated: Repeated, called: list[tuple[str, str]]) -> Stated:
    children = tuple(
        replace(instance(item, repeated, name, label), applies=repeated.applies(name))
        for name, label in called
    )
    ids = tuple(child.id for child in children)
    stated = replace(item, children=children, repeated=replace(repeated, stated=True))
    return Stated(stated, ids if repeated.each else (item.id,))


def with_instances(instrument: Instrument, stated: Mapping[str, Stated]) -> Instrument:
    """The rules in which these repeated items have these instances."""
    counted = {name: found.counted for name, found in stated.items()}
    inside = {name: tuple(child.id for child in x.item.children) for name, x in stated.items()}

    def swapped(item: Item) -> Item:
        found = stated.get(item.id)
        if found is not None:
            mean = None if found.item.formula is None else _rewritten(found.item.formula, inside)
            return replace(found.item, formula=mean)
        formula = None if item.formula is None else _rewritten(item.formula, counted)
        applies = None if item.applies is None else _rewritten(item.applies, counted)
        children = tuple(swapped(child) for child in item.children)
        return replace(item, formula=formula, applies=applies, children=children)

    return replace(
        instrument,
        items=tuple(swapped(item) for item in instrument.items),
        values=_rewritten(instrument.values, counted),
        bands=_rewritten(instrument.bands, counted),
        categories=_rewritten(instrument.categories, counted),
        gates=_rewritten(instrument.gates, counted),
    )


Counted = Mapping[str, tuple[str, ...]]
"""What counts of a repeated item, by its id."""


def _rewritten(part: T, counted: Counted) -> T:
    """The same with the instances that count in every aggregate over a repeated item."""
    if isinstance(part, Over):
        return replace(part, operands=tuple(_operands(part.operands, counted)))
    return rebuilt(part, lambda piece: _rewritten(piece, counted))


def _operands(operands: tuple[Operand, ...], counted: Counted) -> Iterator[Operand]:
    """The operands with the instances of an item in place of those it had, each item once."""
    told: set[str] = set()
    for operand in operands:
        term = operand.formula
        name = instance_of(term.id) if isinstance(term, ItemValue) else None
        if not isinstance(term, ItemValue) or name is None or name not in counted:
            yield replace(operand, formula=_rewritten(term, counted))
        elif name not in told:
            told.add(name)
            for one in counted[name]:
                yield replace(operand, formula=replace(term, id=one))
