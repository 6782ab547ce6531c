"""Scales in order, and levels that rules name but their scale does not have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evaluator.analysis.attainable import Attainable
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.model.formula import Ground
from evaluator.model.instrument import Instrument, Rating, Scale
from evaluator.values.numbers import text_of


def scales(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Scales with a level twice, levels or values that do not rise, or fewer than two levels."""
    for scale in instrument.scales:
        numbers = scale.numbers
        twice = [n for index, n in enumerate(numbers) if n in numbers[:index]]
        falls = [(a, b) for a, b in pairwise(numbers) if a > b]
        facts: dict[str, Fact]
        if twice:
            facts = {"scale": scale.id, "level": twice[0]}
            yield Diagnostic(kind=kinds.SCALE_LEVEL_TWICE, at=scale.ground.at, facts=facts)
        elif falls:
            before, level = falls[0]
            facts = {"scale": scale.id, "level": level, "before": before}
            yield Diagnostic(kind=kinds.SCALE_ORDER, at=scale.ground.at, facts=facts)
        elif len(numbers) < 2:
            facts = {"scale": scale.id, "count": len(numbers)}
            yield Diagnostic(kind=kinds.SCALE_SHORT, at=scale.ground.at, facts=facts)
        else:
            yield from _falling_values(scale)
    for order in instrument.orders:
        if len(order.choices) < 2:
            facts = {"scale": order.id, "count": len(order.choices)}
            yield Diagnostic(kind=kinds.SCALE_SHORT, at=order.ground.at, facts=facts)


def _falling_values(scale: Scale) -> Iterator[Diagnostic]:
    """A level that counts less than the one below it."""
    for lower, level in pairwise(scale.levels):
        if level.value < lower.value:
            facts: dict[str, Fact] = {
                "scale": scale.id,
                "level": level.number,
                "value": text_of(level.value),
                "before": lower.number,
                "more": text_of(lower.value),
            }
            yield Diagnostic(kind=kinds.SCALE_VALUES_FALL, at=scale.ground.at, facts=facts)
            return


def unknown_levels(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Levels that a rule names and the scale does not have; a rule of many items is named once."""
    for _item, rating in instrument.ratings():
        for level, ground in _named(rating):
            if level not in rating.scale.numbers:
                yield _unknown(rating.scale, level, ground)


def _unknown(scale: Scale, level: int, ground: Ground) -> Diagnostic:
    levels = ", ".join(map(str, scale.numbers))
    return Diagnostic(
        kind=kinds.LEVEL_UNKNOWN,
        at=ground.at,
        facts={"level": level, "scale": scale.id, "levels": levels},
    )


def _named(rating: Rating) -> Iterator[tuple[int, Ground]]:
    yield from ((rule.level, rule.ground) for rule in rating.needs)
    yield from ((text.level, text.ground) for text in rating.texts)
    if rating.without is not None and rating.without.counts_as is not None:
        yield rating.without.counts_as, rating.without.ground
    if rating.not_applicable is not None and rating.not_applicable.counts_as is not None:
        yield rating.not_applicable.counts_as, rating.not_applicable.ground


def levels_twice(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Two evidence rules that begin at the same level."""
    for _item, rating in instrument.ratings():
        rules = rating.needs
        for index, rule in enumerate(rules):
            first = next((x for x in rules[:index] if x.level == rule.level), None)
            if first is not None:
                yield Diagnostic(
                    kind=kinds.LEVEL_TWICE,
                    at=rule.ground.at,
                    facts={"level": rule.level},
                    related=(first.ground.at,),
                )
