"""Parts that may not apply: each has a consequence, and each can come to apply."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.alternatives import alternatives
from evaluator.analysis.pointwise import holds_at
from evaluator.analysis.references import Definitions, Part, formula_of, parts
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model import formula as f
from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    ExemptAnswer,
    Instrument,
    Item,
    NotApplicable,
    answered_by,
    answered_item,
    instance_of,
)
from evaluator.source import Span


def consequences(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Items that may not apply without a consequence, and consequences no item can ever have."""
    unsaid: dict[Span, str] = {}
    stated: dict[Span, str] = {}
    used: set[Span] = set()
    # Where one of several parts is taken, the others are out: nothing else could follow.
    taken = alternatives(instrument)
    for item in instrument.walk():
        if instance_of(item.id) is not None:
            continue
        exempt, reasons = _exemption(item)
        needless = item.id in taken and not _may_be_declared(item)
        if exempt is None and reasons and not needless:
            unsaid.setdefault(reasons[0].at, item.id)
        if exempt is not None:
            stated.setdefault(exempt.ground.at, item.id)
            used.update([exempt.ground.at] if reasons else ())
    for at, item_id in unsaid.items():
        yield Diagnostic(kind=kinds.NOT_APPLICABLE_UNSAID, at=at, facts={"item": item_id})
    for at, item_id in stated.items():
        if at not in used:
            yield Diagnostic(kind=kinds.NOT_APPLICABLE_UNUSED, at=at, facts={"item": item_id})


def _exemption(item: Item) -> tuple[NotApplicable | ExemptAnswer | None, list[Ground]]:
    """What follows where an item does not apply, and the rules by which it may not."""
    answered = answered_by(item)
    may = answered.may_be_not_applicable if answered is not None else None
    exempt = answered.not_applicable if answered is not None else None
    among = item.repeated.among if item.repeated is not None else None
    chosen = among.ground if among is not None and among.where is not None else None
    own = item.applies.ground if item.applies is not None else None
    reasons = [ground for ground in (own, chosen, may) if ground is not None]
    return (exempt if item.applies is None else item.applies.otherwise), reasons


def _may_be_declared(item: Item) -> bool:
    answered = answered_by(item)
    return answered is not None and answered.may_be_not_applicable is not None


def never_applies(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Conditions that no answers meet: the item is never part of the tree."""
    seen: set[Span] = set()
    for item in instrument.walk():
        if item.applies is None or item.applies.ground.at in seen:
            continue
        seen.add(item.applies.ground.at)
        condition = item.applies.condition
        situations = attainable.situations(condition)
        if situations is None:
            continue
        if not any(holds_at(condition, x, attainable.defined) is True for x in situations):
            facts = {"item": item.id}
            yield Diagnostic(kind=kinds.APPLIES_NEVER, at=item.applies.ground.at, facts=facts)


def gates_without_value(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Conditions on bands that ask for a part which may not apply: then there is no category."""
    absent = {item.id for item in instrument.walk() if attainable.of(item.id).left_out}
    for bands in instrument.bands:
        for row in bands.rows:
            if row.gate is None:
                continue
            named = _always_asked(row.gate.condition, attainable.defined) & absent
            if named:
                facts: dict[str, Fact] = {"band": row.label, "part": min(named)}
                at = row.ground.at
                yield Diagnostic(kind=kinds.BAND_GATE_WITHOUT_VALUE, at=at, facts=facts)


def _always_asked(part: Part, defined: Definitions) -> frozenset[str]:
    """The ids without whose value it has none; an aggregate does without what does not apply.

    Beside an `or` that is what every side asks for.
    """
    match part:
        case f.Over():
            return frozenset()
        case f.ItemValue() | f.InputIs() | f.InputValue():
            return frozenset([answered_item(part.id) or part.id])
        case f.NamedValue():
            named = formula_of(defined[part.id])
            return frozenset() if named is None else _always_asked(named, defined)
        case f.Cases():
            return frozenset()
        case f.Any(operands=sides):
            return frozenset.intersection(*(_always_asked(side, defined) for side in sides))
        case _:
            asked = (_always_asked(inner, defined) for inner in parts(part))
            return frozenset[str]().union(*asked)
