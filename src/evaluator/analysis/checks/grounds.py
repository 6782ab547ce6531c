"""Every statement of an instrument that says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.references import Part, formulas, walk
from evaluator.model import formula as f
from evaluator.model.instrument import Asked, Bands, Instrument, ListType, Rating


def grounds(instrument: Instrument) -> Iterator[f.Ground]:
    """The grounds of everything in it, formulas included; some come more than once."""
    yield instrument.in_force
    for group in (
        instrument.scales,
        instrument.orders,
        instrument.evidence,
        instrument.inputs,
        instrument.weight_sums,
        instrument.values,
        instrument.gates,
        instrument.claims,
        instrument.categories,
    ):
        yield from (declared.ground for declared in group)
    for one in instrument.inputs:
        if isinstance(one.type, ListType):
            yield from (field.ground for field in one.type.fields)
            for value in one.type.values:
                yield value.ground
                yield from _of_part(value.formula)
    for one in instrument.questions:
        if one.by_verifier is not None and one.by_verifier.before is not None:
            yield one.by_verifier.before.ground
    for kind in instrument.evidence:
        yield from (requirement.ground for requirement in kind.requirements)
    for item in instrument.walk():
        yield item.ground
        if item.rating is not None:
            yield from _of_rating(item.rating)
        if item.repeated is not None:
            yield item.repeated.ground
            yield from _of_how(item.repeated.how)
        if item.asked is not None:
            yield from _of_asked(item.asked)
        if item.applies is not None:
            yield item.applies.ground
            if item.applies.otherwise is not None:
                yield item.applies.otherwise.ground
    for formula in formulas(instrument):
        yield from _of_part(formula)
    for held in instrument.conditions():
        yield from _of_part(held)
    for bands in instrument.bands:
        yield from _of_bands(bands)
    yield from _of_groups(instrument)


def _of_groups(instrument: Instrument) -> Iterator[f.Ground]:
    for rules in instrument.groups:
        yield from grounds(instrument.for_group(rules))
        yield from (policy.ground for policy in rules.policies)
        yield from (ranking.ground for ranking in rules.rankings)


def _of_how(how: Rating | Asked) -> Iterator[f.Ground]:
    yield from _of_rating(how) if isinstance(how, Rating) else _of_asked(how)


def _of_rating(rating: Rating) -> Iterator[f.Ground]:
    yield rating.ground
    yield from (need.ground for need in rating.needs)
    yield from (text.ground for text in rating.texts)
    if rating.without is not None:
        yield rating.without.ground
    if rating.may_be_not_applicable is not None:
        yield rating.may_be_not_applicable
    if rating.not_applicable is not None:
        yield rating.not_applicable.ground


def _of_asked(asked: Asked) -> Iterator[f.Ground]:
    yield asked.question.ground
    if asked.may_be_not_applicable is not None:
        yield asked.may_be_not_applicable
    if asked.not_applicable is not None:
        yield asked.not_applicable.ground
    yield from (need.ground for need in asked.needs)
    if asked.without is not None:
        yield asked.without.ground


def _of_part(part: Part) -> Iterator[f.Ground]:
    for inner in walk(part):
        yield inner.ground
        if isinstance(inner, f.Cases):
            yield from (line.ground for line in inner.lines)
        if isinstance(inner, f.Lookup):
            yield from (row.ground for row in inner.rows)
            if inner.hole is not None:
                yield inner.hole.ground


def _of_bands(bands: Bands) -> Iterator[f.Ground]:
    yield bands.ground
    yield from (row.ground for row in bands.rows)
    if bands.hole is not None:
        yield bands.hole.ground
