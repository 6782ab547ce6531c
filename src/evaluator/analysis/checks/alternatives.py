"""Alternatives: of the parts that exclude one another exactly one applies, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.situations import Conditions, holds, standing, told
from evaluator.analysis.pointwise import Absent, holds_at
from evaluator.analysis.references import walk
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument, Item, Value


def alternatives(instrument: Instrument) -> frozenset[str]:
    """The items of which the one that applies is taken; what follows for the others is said."""
    return frozenset(
        operand.formula.id
        for owner in _owners(instrument)
        for choice in _choices(owner)
        for operand in choice.operands
        if isinstance(operand.formula, f.ItemValue)
    )


def exactly_one(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Alternatives of which none applies to some subject, or two do."""
    conditions = standing(instrument)
    for owner in _owners(instrument):
        for choice in _choices(owner):
            yield from _of_choice(choice, conditions.get(owner.id, ()), conditions, attainable)


def _of_choice(
    choice: f.Over,
    given: Conditions,
    conditions: Mapping[str, Conditions],
    attainable: Attainable,
) -> Iterator[Diagnostic]:
    names = [x.formula.id for x in choice.operands if isinstance(x.formula, f.ItemValue)]
    if len(names) < len(choice.operands):
        yield _found(kinds.ALTERNATIVES_UNPROVED, choice, ())
        return
    under = {name: f.All(operands=conditions.get(name, ())) for name in names}
    whole = f.All(operands=(*given, *under.values()))
    situations = attainable.situations(whole)
    if situations is None:
        yield _found(kinds.ALTERNATIVES_UNPROVED, choice, names)
        return
    for points in situations:
        if Absent.MISSING in points.values():
            continue
        if holds_at(f.All(operands=given), points, attainable.defined) is not True:
            continue
        applying = [n for n, held in under.items() if holds(held, points, attainable)]
        if len(applying) != 1:
            yield _wrong(choice, names, applying, told(whole, points, attainable))
            return


def _wrong(
    choice: f.Over, names: Sequence[str], applying: Sequence[str], witness: str
) -> Diagnostic:
    """That none of the names applies, or two do: the first two are named."""
    match applying:
        case [first, second, *_]:
            facts: dict[str, Fact] = {"first": first, "second": second, "witness": witness}
            return Diagnostic(kind=kinds.ALTERNATIVES_SEVERAL, at=choice.ground.at, facts=facts)
        case _:
            return _found(kinds.ALTERNATIVES_NONE, choice, names, witness=witness)


def _found(kind: Kind, choice: f.Over, names: Sequence[str], **facts: Fact) -> Diagnostic:
    all_facts: dict[str, Fact] = {"items": tuple(names) or (choice.ground.at.text,), **facts}
    return Diagnostic(kind=kind, at=choice.ground.at, facts=all_facts)


def _owners(instrument: Instrument) -> Iterator[Item | Value]:
    yield from instrument.walk()
    yield from instrument.values


def _choices(owner: Item | Value) -> Iterator[f.Over]:
    for part in walk(owner.formula) if owner.formula is not None else ():
        if isinstance(part, f.Over) and part.aggregate is f.Aggregate.THE_ONE:
            yield part
