"""What one more level of an item would add, where the result itself says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.model.instrument import Bands, Item
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import Coefficients
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Section, Table
from evaluator.reports.sections.entry import need_words
from evaluator.values.numbers import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """One more level of one item, all else as it is."""

    item: Item
    level: int
    adds: Fraction


def rising(case: Case, factors: Coefficients) -> Section:
    """The section on how to rise."""
    return Section(
        id="rising",
        heading=case.say("rising.heading"),
        blocks=tuple(_blocks(case, factors, case.deciding)),
    )


def gains(case: Case, factors: Coefficients) -> list[Gain]:
    """What the next level of each item adds, the largest first; items it cannot be said of are out.

    Sound because the way from a level to the deciding value is additive: one factor, whatever the
    other answers are.
    """
    found = [gain for item in case.instrument.leaves() if (gain := _gain(case, factors, item))]
    return sorted(found, key=lambda gain: -gain.adds)


def _gain(case: Case, factors: Coefficients, item: Item) -> Gain | None:
    counted, factor = case.found[item.id]["counted"], factors.of(item.id)
    if item.rating is None or counted is None or factor is None or factor <= 0:
        return None
    level = next((n for n in item.rating.scale.numbers if n > int(counted)), None)
    if level is None:
        return None
    return Gain(item=item, level=level, adds=factor * (level - int(counted)))


def _blocks(case: Case, factors: Coefficients, bands: Bands | None) -> Iterator[Block]:
    if bands is None or case.status != "complete":
        key = "not_scored" if case.status == "not_scored" else "not_complete"
        yield Prose(text=case.say(f"rising.{key}"))
        return
    found: Json = case.result["bands"][bands.id]
    listed = gains(case, factors)
    yield Prose(text=_distance(case, bands, found))
    if not listed:
        yield Prose(text=case.say("rising.nothing"))
        return
    yield Prose(text=case.say("rising.about", value=case.name(bands.of)))
    needs = {_need(case, gain) for gain in listed}
    common = needs.pop() if len(needs) == 1 else ""
    if common:
        yield Prose(text=case.say("rising.all_need", needs=common))
    yield _table(case, bands, found, listed, common)


def _distance(case: Case, bands: Bands, found: Json) -> str:
    if found["next"] is None or found["to_next"] is None:
        return case.say("rising.highest")
    following = case.category(bands.id, found["next"])
    to_next = case.number(found["to_next"])
    return case.say("rising.distance", of=case.name(bands.of), to_next=to_next, next=following)


def _table(case: Case, bands: Bands, found: Json, listed: list[Gain], common: str) -> Table:
    say = case.say
    value = case.short(bands.of)
    columns = [
        Column(head=say("rising.item")),
        Column(head=say("level.counted"), align=Align.NUMBER),
        Column(head=say("rising.level"), align=Align.NUMBER),
        Column(head=say("rising.adds", value=value), align=Align.NUMBER),
        Column(head=say("rising.becomes", value=value), align=Align.NUMBER),
        Column(head=say("rising.enough")),
    ]
    rows = tuple(_line(case, bands, found, gain, common) for gain in listed)
    return Table(caption=say("rising.caption"), columns=tuple(columns), rows=rows)


def _line(case: Case, bands: Bands, found: Json, gain: Gain, common: str) -> Line:
    needs = _need(case, gain)
    beneath = case.say("rising.needs", needs=needs) if needs and needs != common else ""
    exact = Fraction(case.result["values"][bands.of]["exact"])
    return Line(
        cells=(
            Cell(text=case.name(gain.item.id), beneath=beneath),
            Cell(text=case.number(case.found[gain.item.id]["counted"])),
            Cell(text=str(gain.level)),
            Cell(text=case.number(text_of(gain.adds))),
            Cell(text=case.number(text_of(exact + gain.adds))),
            Cell(text=_enough(case, bands, found, gain)),
        )
    )


def _enough(case: Case, bands: Bands, found: Json, gain: Gain) -> str:
    # Categories over a printed value do not follow from what the exact one gains.
    if found["to_next"] is None or bands.as_published:
        return case.say("rising.not_said")
    if not _reaches(case, bands, found, gain):
        return case.say("rising.no")
    return case.say("rising.yes", next=case.category(bands.id, found["next"]))


def _reaches(case: Case, bands: Bands, found: Json, gain: Gain) -> bool:
    """Whether the gain alone leads into the next category; its lower end may not belong to it."""
    distance = Fraction(found["to_next"])
    if gain.adds != distance:
        return gain.adds > distance
    there = Fraction(case.result["values"][bands.of]["exact"]) + gain.adds
    return any(row.label == found["next"] and there in row.interval for row in bands.rows)


def _need(case: Case, gain: Gain) -> str:
    """What the rules ask for at that level."""
    rating = gain.item.rating
    needs = rating.needs_of(gain.level) if rating is not None else ()
    told = [need_words(case, need.need) for need in needs if need.need is not None]
    return "; ".join(told)
