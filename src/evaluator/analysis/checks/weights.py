"""Weights: that they add up as the rules say, are there where needed, and are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.situations import Situations, counted_together
from evaluator.analysis.references import formulas, references, walk
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.model import formula as f
from evaluator.model.instrument import Instrument, Item, WeightSum, instance_of
from evaluator.values.numbers import text_of

WEIGHTED = (f.Aggregate.WEIGHTED_MEAN, f.Aggregate.WEIGHTED_SUM)


def weight_sums(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Weights that do not add up, and items left without one where a weight is needed."""
    missing: dict[str, Item] = {}
    for promise in instrument.weight_sums:
        for whole, group in _groups(instrument, promise):
            beside = (whole,) if whole is not None else ()
            absent = [item for item in (*group, *beside) if group and item.weight is None]
            missing.update((item.id, item) for item in absent)
            if group and not absent:
                # Nothing is listed before it is asked for.
                situations = counted_together(group, instrument, attainable)
                yield from _sum(promise, whole, group, situations)
    missing.update((item.id, item) for item in _read(instrument) if item.weight is None)
    for item in missing.values():
        yield Diagnostic(kind=kinds.WEIGHT_MISSING, at=item.ground.at, facts={"item": item.id})
    for operand in _operands(instrument):
        if not isinstance(operand, f.ItemValue):
            name = ", ".join(sorted(references(operand))) or operand.ground.at.text
            yield Diagnostic(kind=kinds.WEIGHT_MISSING, at=operand.ground.at, facts={"item": name})


def _sum(
    promise: WeightSum, whole: Item | None, group: tuple[Item, ...], situations: Situations
) -> Iterator[Diagnostic]:
    found = _added(group)
    expected = promise.total if whole is None else whole.weight
    if expected is None or found == expected:
        return
    stated = "%" in promise.ground.at.text if whole is None else whole.in_percent
    percent = stated if whole is None else stated or group[0].in_percent
    if slips := list(_signs(promise, whole, group, percent=stated)):
        yield from slips
        return
    told = [*situations]
    off = next((x for x in told if _added(x[1]) != expected), None)
    if told and off is None:
        return
    where, counted = off or ("", group)
    found = _added(counted)
    of = () if whole is None else (whole.ground.at,)
    yield Diagnostic(
        kind=kinds.WEIGHTS_SUM_WHERE if where else kinds.WEIGHTS_SUM,
        at=promise.ground.at,
        facts={
            **({"where": where} if where else {}),
            "sum": _written(found, percent=percent),
            "expected": _written(expected, percent=percent),
            "difference": ("+" if found > expected else "")
            + _written(found - expected, percent=percent),
            "terms": _terms(counted, percent=percent),
        },
        related=(*of, *(item.ground.at for item in counted)),
    )


def _added(group: Iterable[Item]) -> Fraction:
    return sum((item.weight or Fraction(0) for item in group), Fraction(0))


def _signs(
    promise: WeightSum, whole: Item | None, group: tuple[Item, ...], *, percent: bool
) -> Iterator[Diagnostic]:
    """Weights and a stated sum that are in percent among points, or the other way round.

    The way in which most of them are written is the one that is meant, that of the sum if in doubt.
    """
    shares = [item for item in group if item.in_percent]
    points = [item for item in group if _lacks_percent(item)]
    total = promise.total
    come_to = total if whole is None else whole.weight
    is_points = come_to is not None and come_to > 1 and not percent
    most_in_points = len(points) + is_points > len(shares) + percent
    if points and most_in_points:
        yield from map(_with_percent, shares)
    elif shares or percent:
        yield from map(_without_percent, points)
    if whole is None and total is not None:
        if percent and points and most_in_points:
            yield _sum_in_other_way(promise, text_of(total * 100))
        elif is_points and shares and not most_in_points:
            yield _sum_in_other_way(promise, f"{text_of(total)}%")


def _sum_in_other_way(promise: WeightSum, meant: str) -> Diagnostic:
    at = promise.ground.at
    return Diagnostic(kind=kinds.WEIGHTS_SUM_SIGN, at=at, facts={"found": at.text, "meant": meant})


def _with_percent(item: Item) -> Diagnostic:
    weight = (item.weight or Fraction(0)) * 100
    facts: dict[str, Fact] = {"item": item.id, "weight": weight}
    return Diagnostic(kind=kinds.WEIGHT_WITH_PERCENT, at=item.ground.at, facts=facts)


def _lacks_percent(item: Item) -> bool:
    """Whether a weight beside percentages is a whole or more, so that its sign was forgotten."""
    return item.weight is not None and item.weight > 1 and not item.in_percent


def _without_percent(item: Item) -> Diagnostic:
    facts: dict[str, Fact] = {"item": item.id, "weight": item.weight or Fraction(0)}
    return Diagnostic(kind=kinds.WEIGHT_WITHOUT_PERCENT, at=item.ground.at, facts=facts)


_MOST_TERMS = 12
"""How many weights are listed one by one, and how many that differ."""


def _terms(group: tuple[Item, ...], *, percent: bool) -> str:
    """The sum written out: each part with its weight, or where they are many how often each is."""
    weights = [item.weight or Fraction(0) for item in group]
    if len(group) <= _MOST_TERMS:
        listed = zip(group, weights, strict=True)
        return " + ".join(
            f"{item.id} {_written(weight, percent=percent)}" for item, weight in listed
        )
    often = sorted(Counter(weights).items(), key=lambda pair: (-pair[1], -pair[0]))
    told = [
        f"{count} × {_written(weight, percent=percent)}" for weight, count in often[:_MOST_TERMS]
    ]
    return " + ".join([*told, *(["…"] if len(often) > _MOST_TERMS else [])])


def _written(value: Fraction, *, percent: bool) -> str:
    """The number in the notation of the statement: percent where its author wrote percent.

    A share that is no decimal of percent stays the fraction it is, as it has to be written.
    """
    hundredfold = text_of(value * 100)
    return f"{hundredfold}%" if percent and "/" not in hundredfold else text_of(value)


def _groups(
    instrument: Instrument, promise: WeightSum
) -> Iterator[tuple[Item | None, tuple[Item, ...]]]:
    """The items whose weights are added up together, with the one whose weight they come to."""
    if promise.in_each is None:
        yield None, tuple(item for item in instrument.walk() if item.word == promise.word)
        return
    for parent in instrument.walk():
        if parent.word == promise.in_each:
            inside = (item for child in parent.children for item in child.walk())
            whole = parent if promise.total is None else None
            yield whole, tuple(item for item in inside if item.word == promise.word)


def weight_signs(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Weights below zero, and weights of zero that take an item out of a weighted value."""
    read = {item.id for item in _read(instrument)}
    for item in instrument.walk():
        if item.weight is None or item.weight > 0 or instance_of(item.id) is not None:
            continue
        if item.weight < 0:
            facts: dict[str, Fact] = {"item": item.id, "weight": item.weight}
            yield Diagnostic(kind=kinds.WEIGHT_NEGATIVE, at=item.ground.at, facts=facts)
        elif item.id in read:
            yield Diagnostic(kind=kinds.WEIGHT_ZERO, at=item.ground.at, facts={"item": item.id})


def weight_use(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Weights nobody reads, and weights that are read but whose sum is not promised."""
    read = {item.id: item for item in _read(instrument)}
    taken = {x.weight_of for x in _constants(instrument)}
    used = _taken_up(instrument, {*read, *(name for name in taken if name is not None)})
    unread = [
        x
        for x in instrument.walk()
        if x.weight is not None and x.id not in used and instance_of(x.id) is None
    ]
    for group in _by_word(unread):
        yield _about(kinds.WEIGHT_UNUSED, group)
    promised = {promise.word for promise in instrument.weight_sums}
    unchecked = [x for x in read.values() if x.weight is not None and x.word not in promised]
    for group in _by_word(unchecked):
        yield _about(kinds.WEIGHTS_UNCHECKED, group)


def repeated_weights(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """A part that brings its weight in once for each instance, without a word why.

    The weights that were checked are then not those that count.
    """
    read = {item.id for item in _read(instrument)}
    for item, repeated in instrument.repeated:
        said = repeated.ground.provisions or repeated.ground.assumptions
        if repeated.each and repeated.most > 1 and item.weight and item.id in read and not said:
            facts: dict[str, Fact] = {
                "item": item.id,
                "weight": _written(item.weight, percent=item.in_percent),
                "times": repeated.most,
                "most": _written(item.weight * repeated.most, percent=item.in_percent),
            }
            yield Diagnostic(kind=kinds.WEIGHTS_REPEATED, at=repeated.ground.at, facts=facts)


def _taken_up(instrument: Instrument, used: set[str]) -> set[str]:
    """The items whose weight is used: by a formula, or as what the used weights in them come to."""
    before = 0
    while before < len(used):
        before = len(used)
        for promise in instrument.weight_sums:
            for whole, inside in _groups(instrument, promise):
                if whole is not None and any(item.id in used for item in inside):
                    used.add(whole.id)
    return used


def _about(kind: Kind, group: list[Item]) -> Diagnostic:
    return Diagnostic(
        kind=kind,
        at=group[0].ground.at,
        facts={"items": ", ".join(item.id for item in group)},
        related=tuple(item.ground.at for item in group[1:]),
    )


def _by_word(items: list[Item]) -> list[list[Item]]:
    """One list a tree word: weights of one word are one statement of the regulation."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.word].append(item)
    return list(found.values())


def _read(instrument: Instrument) -> list[Item]:
    """The items whose weight some formula reads, in the order of the rule file."""
    read = {x.id for x in _operands(instrument) if isinstance(x, f.ItemValue)}
    names = {instance_of(name) or name for name in read}
    return [item for item in instrument.walk() if item.id in names]


def _constants(instrument: Instrument) -> Iterator[f.Constant]:
    for formula in formulas(instrument):
        yield from (part for part in walk(formula) if isinstance(part, f.Constant))


def _operands(instrument: Instrument) -> Iterator[f.Formula]:
    """What stands in a weighted mean or sum; only items have weights."""
    for formula in formulas(instrument):
        for part in walk(formula):
            if isinstance(part, f.Over) and part.aggregate in WEIGHTED:
                yield from (operand.formula for operand in part.operands)
