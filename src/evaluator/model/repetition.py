"""What a repeated part is for each of the things it is repeated for, and as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from evaluator.model.formula import rebuilt
from evaluator.model.instrument import Asked, Item, Repeated, answer_id, instance_id

T = TypeVar("T")


def as_one(item: Item) -> Item:
    """A repeated item as one leaf: what it is where all its instances are spoken of together."""
    if item.repeated is None:
        return item
    how = item.repeated
    return replace(item, children=(), rating=how.rating, asked=how.asked, formula=how.formula)


def instance(item: Item, repeated: Repeated, name: str | int, label: str) -> Item:
    """One instance of a repeated item; whatever asks for the answer asks for its own."""
    id_ = instance_id(item.id, name)
    own = answer_id(item.id), answer_id(id_)
    return replace(
        item,
        id=id_,
        word=f"/{repeated.label}",
        label=label,
        code=None,
        weight=item.weight if repeated.each else None,
        maximum=None,
        children=(),
        rating=repeated.rating,
        asked=None if repeated.asked is None else _asked(repeated.asked, id_, label),
        formula=_renamed(repeated.formula, *own),
        applies=None,
        repeated=None,
    )


def _asked(asked: Asked, id_: str, label: str) -> Asked:
    question = replace(asked.question, id=answer_id(id_), of=id_, label=label)
    return replace(asked, question=question)


def _renamed(part: T, old: str, new: str) -> T:
    """A formula that asks for another answer; no other text in it is like the id of an answer."""
    if isinstance(part, str):
        return new if part == old else part  # type: ignore[return-value] # a text stays one
    return rebuilt(part, lambda piece: _renamed(piece, old, new))
