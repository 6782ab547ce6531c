"""The tree: its parts with weights and values, its scales, its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.instrument import (
    Asked,
    Item,
    Level,
    Rating,
    Scale,
)
from evaluator.reports.page import (
    Block,
    Line,
    Point,
    Points,
    Prose,
)
from evaluator.reports.regulation.asked import asked_words
from evaluator.reports.regulation.values import computed
from evaluator.reports.regulation.writing import NOTHING, Writing
from evaluator.reports.written import free
from evaluator.values.numbers import text_of

_INDENT = "\N{EM SPACE}"


def structure(writing: Writing) -> Iterator[Block]:
    """The tree, and what the regulation says of the levels of its parts."""
    lines = [line for item in writing.instrument.items for line in _items(writing, item, 0)]
    if lines:
        heads = ("part", "id", "weight", "value", "rule")
        yield writing.table("structure_caption", heads, lines, numeric=("weight",))
    for weights in writing.instrument.weight_sums:
        yield Prose(text=writing.stated(weights.ground.at))
    texts = [
        writing.cells(
            writing.name(item), str(text.level), free(text.text), writing.rule(text.ground)
        )
        for item, rating in writing.instrument.ratings()
        for text in rating.texts
    ]
    if texts:
        yield writing.table("levels_caption", ("part", "level", "text", "rule"), texts)


def _items(writing: Writing, item: Item, depth: int) -> Iterator[Line]:
    weight = writing.weight(item)
    name = _INDENT * depth + writing.name(item)
    yield writing.cells(name, item.id, weight, _valued(writing, item), writing.rule(item.ground))
    for child in item.children if item.repeated is None else ():
        yield from _items(writing, child, depth + 1)


def _valued(writing: Writing, item: Item) -> str:
    if item.repeated is not None:
        times = item.repeated
        rated = writing.say("show.rated", scale=times.rating.scale.id)
        return f"{rated}; {writing.stated(times.ground.at)}"
    if item.rating is not None:
        return writing.say("show.rated", scale=item.rating.scale.id)
    if item.formula is None:
        return NOTHING
    told = "; ".join(computed(writing, item.formula, item.formula.ground))
    if item.asked is None:
        return told
    kind = asked_words(writing, item.asked.question)
    return f"{writing.say('show.answered', type=kind)}; {told}"


def scales(writing: Writing) -> Iterator[Block]:
    """The scales, and what old answers count as on those that changed."""
    for scale in writing.instrument.scales:
        key = "scale_cumulative" if scale.cumulative else "scale_caption"
        heads = ("level", "name") if scale.is_plain else ("level", "name", "counts_as")
        levels = [writing.cells(*_level(writing, scale, level)) for level in scale.levels]
        yield writing.table(key, heads, levels, id=scale.id)
    for each in writing.instrument.carried:
        lines = [
            writing.cells(free(old), free(new or writing.say("show.asked_again")))
            for old, new in each.answers
        ]
        named = f"{each.id}/{each.of_field}" if each.of_field else each.id
        facts = {"id": named, "edition": free(writing.instrument.amends or NOTHING)}
        yield writing.table("carried_caption", ("old_answer", "new_answer"), lines, **facts)


def _level(writing: Writing, scale: Scale, level: Level) -> Iterator[str]:
    """A level by its number and name, and what it counts as where that is another number."""
    yield from (str(level.number), free(level.label or NOTHING))
    if not scale.is_plain:
        yield writing.number(text_of(level.value))


def evidence(writing: Writing) -> Iterator[Block]:
    """The kinds of document, and what each part asks for; parts that ask the same together."""
    kinds = [
        Point(
            title=f"{free(kind.label or kind.id)} ({kind.id})",
            details=tuple(writing.stated(r.ground.at) for r in kind.requirements),
        )
        for kind in writing.instrument.evidence
    ]
    if kinds:
        yield Points(points=tuple(kinds))
    rules: dict[tuple[str, ...], list[str]] = {}
    told = {item.id: tuple(_of_rating(writing, r)) for item, r in writing.instrument.ratings()}
    for item in writing.instrument.walk():
        stated = tuple(_of_asked(writing, item.asked)) if item.asked else told.get(item.id, ())
        if stated:
            rules.setdefault(stated, []).append(writing.name(item))
    for stated, names in rules.items():
        title = writing.say.listed(names)
        yield Points(points=(Point(title=title, details=stated),))


def _of_rating(writing: Writing, rating: Rating) -> Iterator[str]:
    grounds = [need.ground for need in rating.needs]
    grounds += [rating.without.ground] if rating.without else []
    declared = (rating.may_be_not_applicable, rating.may_not_be_not_applicable)
    grounds += [ground for ground in declared if ground is not None]
    grounds += [rating.not_applicable.ground] if rating.not_applicable else []
    yield from (writing.stated(ground.at) for ground in grounds)


def _of_asked(writing: Writing, asked: Asked) -> Iterator[str]:
    declared = (asked.may_be_not_applicable, asked.may_not_be_not_applicable)
    grounds = [need.ground for need in asked.needs]
    grounds += [asked.without.ground] if asked.without else []
    grounds += [ground for ground in declared if ground is not None]
    grounds += [asked.not_applicable.ground] if asked.not_applicable else []
    yield from (writing.stated(ground.at) for ground in grounds)
