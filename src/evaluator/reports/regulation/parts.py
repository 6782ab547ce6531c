"""The tree: its parts with weights and values, its scales, its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    Asked,
    Item,
    Level,
    Rating,
    Scale,
    answered_by,
    instance_of,
)
from evaluator.model.repetition import as_one
from evaluator.reports.page import (
    Block,
    Cell,
    Line,
    Point,
    Points,
    Prose,
)
from evaluator.reports.regulation.asked import asked_by, asked_words
from evaluator.reports.regulation.computed import computed
from evaluator.reports.regulation.writing import NOTHING, Writing
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def structure(writing: Writing) -> Iterator[Block]:
    """The tree, and what the regulation says of the levels of its parts."""
    lines = [line for item in writing.instrument.items for line in _items(writing, item, 0)]
    if lines:
        heads = ("part", "id", "weight", "value", "rule")
        table = writing.table("structure_caption", heads, lines, numeric=("weight",))
        yield table.without_bare(writing.say("show.weight"), NOTHING)
    for weights in writing.instrument.weight_sums:
        yield Prose(text=writing.stated(weights.ground.at))
    texts = [
        writing.cells(
            writing.name(item),
            str(text.level),
            writing.say.own(text.text),
            writing.rule(text.ground),
        )
        for item, rating in writing.instrument.ratings()
        for text in rating.texts
    ]
    if texts:
        yield writing.table("levels_caption", ("part", "level", "text", "rule"), texts)


def _items(writing: Writing, item: Item, depth: int) -> Iterator[Line]:
    weight = writing.weight(item)
    name = Cell(text=writing.name(item), beneath=writing.word(item), depth=depth)
    texts = (item.id, weight, "; ".join(_valued(writing, item)), _rule(writing, item))
    yield Line(cells=(name, *writing.cells(*texts).cells))
    for child in item.children if item.repeated is None else ():
        yield from _items(writing, child, depth + 1)


def _rule(writing: Writing, item: Item) -> str:
    """Why the part is there, and why it is answered as it is."""
    answered = answered_by(item)
    match answered:
        case None:
            ground = item.ground
        case Rating():
            ground = item.ground.joined(answered.ground)
        case Asked():
            ground = item.ground.joined(asked_by(answered.question))
        case _:
            assert_never(answered)
    return writing.rule(ground)


def _valued(writing: Writing, item: Item) -> Iterator[str]:
    """How a part is answered, how its value follows, and what that never exceeds."""
    rating = answered_by(item)
    if isinstance(rating, Rating):
        yield writing.say("show.rated", scale=rating.scale.id)
    if item.repeated is not None:
        yield writing.stated(item.repeated.ground.at)
    alone = as_one(item)
    if alone.asked is not None:
        yield writing.say("show.answered", type=asked_words(writing, alone.asked.question))
    if alone.formula is not None:
        yield from computed(writing, alone.formula, alone.formula.ground)
    if item.maximum is not None:
        yield writing.say("show.maximum", value=writing.number(text_of(item.maximum)))
    if rating is None and item.formula is None:
        yield NOTHING


def applicability(writing: Writing) -> Iterator[Block]:
    """When parts apply, what may be declared, and what follows; parts of one rule together."""
    rules: dict[tuple[str, ...], list[str]] = {}
    for item in writing.instrument.walk():
        stated = tuple(dict.fromkeys(writing.stated(g.at) for g in _applicable(item)))
        if stated and instance_of(item.id) is None:
            rules.setdefault(stated, []).append(item.id)
    yield from _together(writing, rules)


def _applicable(item: Item) -> Iterator[Ground]:
    if item.applies is not None:
        yield item.applies.ground
        if item.applies.otherwise is not None:
            yield item.applies.otherwise.ground
    answered = answered_by(item)
    if answered is not None:
        declared = (answered.may_be_not_applicable, answered.may_not_be_not_applicable)
        yield from (ground for ground in declared if ground is not None)
        if answered.not_applicable is not None:
            yield answered.not_applicable.ground


def _together(writing: Writing, rules: Mapping[tuple[str, ...], list[str]]) -> Iterator[Block]:
    """Each rule with the parts, by their ids, that it is the same for."""
    points = (
        Point(title=writing.say.listed(list(writing.called(ids))), details=stated)
        for stated, ids in rules.items()
    )
    if rules:
        yield Points(points=tuple(points))


def scales(writing: Writing) -> Iterator[Block]:
    """The scales, and what old answers count as on those that changed."""
    for scale in writing.instrument.scales:
        key = "scale_cumulative" if scale.cumulative else "scale_caption"
        heads = ("level", "name") if scale.is_plain else ("level", "name", "counts_as")
        levels = [writing.cells(*_level(writing, scale, level)) for level in scale.levels]
        yield writing.table(key, heads, levels, id=scale.id)
        yield from _resting_on(writing, scale.ground)
    for order in writing.instrument.orders:
        names = [
            writing.cells(key, writing.say.own(label or NOTHING)) for key, label in order.choices
        ]
        yield writing.table("scale_of_names", ("id", "name"), names, id=order.id)
        yield from _resting_on(writing, order.ground)
    for each in writing.instrument.carried:
        lines = [
            writing.cells(free(old), free(new or writing.say("show.asked_again")))
            for old, new in each.answers
        ]
        named = f"{each.id}/{each.of_field}" if each.of_field else each.id
        facts = {"id": named, "edition": free(writing.instrument.amends or NOTHING)}
        yield writing.table("carried_caption", ("old_answer", "new_answer"), lines, **facts)
        yield from _resting_on(writing, each.ground)


def _resting_on(writing: Writing, ground: Ground) -> Iterator[Block]:
    yield from (Prose(text=text) for text in writing.basis(ground))


def _level(writing: Writing, scale: Scale, level: Level) -> Iterator[str]:
    """A level by its number and name, and what it counts as where that is another number."""
    yield from (str(level.number), writing.say.own(level.label or NOTHING))
    if not scale.is_plain:
        yield writing.number(text_of(level.value))


def evidence(writing: Writing) -> Iterator[Block]:
    """The kinds of document, and what each part asks for; parts that ask the same together."""
    kinds = [
        Point(
            title=f"{writing.say.own(kind.label or kind.id)} ({kind.id})",
            details=(
                *(writing.stated(r.ground.at) for r in kind.requirements),
                *writing.basis(kind.ground),
            ),
        )
        for kind in writing.instrument.evidence
    ]
    if kinds:
        yield Points(points=tuple(kinds))
    rules: dict[tuple[str, ...], list[str]] = {}
    for item in writing.instrument.walk():
        answered = answered_by(item)
        if answered is None or instance_of(item.id) is not None:
            continue
        grounds = [need.ground for need in answered.needs]
        grounds += [answered.without.ground] if answered.without else []
        if grounds:
            stated = tuple(writing.stated(ground.at) for ground in grounds)
            rules.setdefault(stated, []).append(item.id)
    yield from _together(writing, rules)
