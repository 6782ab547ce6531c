"""Which parts apply in which situation, and how a situation is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.pointwise import Absent, Points, holds_at
from evaluator.analysis.references import references
from evaluator.analysis.trying import asked_name
from evaluator.model import formula as f
from evaluator.model.instrument import Input, Instrument, Item
from evaluator.values.numbers import text_of

Conditions = tuple[f.Condition, ...]
Situations = Iterator[tuple[str, tuple[Item, ...]]]
"""Situations, each with the parts that count in it."""


def standing(instrument: Instrument) -> Mapping[str, Conditions]:
    """The conditions each item stands under, its own and those of the parts it stands in."""
    return {
        item.id: tuple(applies.condition for applies in under)
        for item, under in instrument.walk_under()
    }


def holds(condition: f.Condition, points: Points, attainable: Attainable) -> bool:
    """Whether a condition surely holds in a situation."""
    return holds_at(condition, points, attainable.defined) is True


def told(asked: f.Condition, points: Points, attainable: Attainable) -> str:
    """A situation by what a condition asks of it."""
    return ", ".join(_told(name, points, attainable) for name in sorted(references(asked)))


def _told(name: str, points: Points, attainable: Attainable) -> str:
    point, asked = points[name], asked_name(name)
    if isinstance(point, Fraction):
        return f"{asked} = {text_of(point)}"
    is_choice = isinstance(attainable.defined[name], Input)
    return f"{asked}: {point}" if is_choice else f"{asked}: \N{EN DASH}"


def counted_together(
    group: Sequence[Item], instrument: Instrument, attainable: Attainable
) -> Situations:
    """The parts of a group that count together, situation by situation, each with its situation.

    Only parts whose conditions exclude one another stand in for one another: one that may fall
    away by itself leaves its weight to the others, and counts here. None where none do, or where
    the situations cannot be listed.
    """
    conditions = standing(instrument)
    under = {item.id: f.All(operands=conditions[item.id]) for item in group if conditions[item.id]}
    whole = f.All(operands=tuple(under.values()))
    situations = attainable.situations(whole) if len(under) > 1 else None
    applying: dict[frozenset[str], Points] = {}
    for points in situations or ():
        if Absent.MISSING not in points.values():
            held = frozenset(n for n, asked in under.items() if holds(asked, points, attainable))
            applying.setdefault(held, points)
    exclusive = {
        name
        for name in under
        if any(
            name != other and not any({name, other} <= held for held in applying) for other in under
        )
    }
    if exclusive:
        for held, points in applying.items():
            counted = (item for item in group if item.id not in exclusive or item.id in held)
            yield told(whole, points, attainable), tuple(counted)
