"""How to rise: what keeps the category down, and what one more level of an item would add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.model.instrument import Band, Bands, Item
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.coefficients import Coefficients
from evaluator.reports.conditions import asked_for, fallen_through, looked_at
from evaluator.reports.distance import Reading, reading
from evaluator.reports.failing import asks_for_points
from evaluator.reports.formulas import with_figures
from evaluator.reports.other_facts import next_level, one_level_more
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Section, Table
from evaluator.reports.sections.entry import need_words
from evaluator.reports.sections.outcome import without_category
from evaluator.reports.sections.rising_facts import by_facts
from evaluator.values.numbers import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """One more level of one item, all else as it is.

    Attributes:
        label: the category that is then decided, where that was evaluated anew.
    """

    item: Item
    level: int
    adds: Fraction
    label: str | None = None


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


def evaluated(case: Case, factors: Coefficients, read: Reading) -> list[Gain] | None:
    """The same by evaluating anew, where points alone do not tell what follows from them.

    That is so where a band has a condition, and where an item has no fixed factor.
    """
    rated = (item.id for item in case.instrument.leaves() if case.found[item.id]["counted"])
    by_points = not read.bands.gates and all(factors.of(name) is not None for name in rated)
    now = read.exact
    found = None if now is None or by_points else one_level_more(case, read.bands, now)
    if now is None or found is None:
        return None
    told = (
        Gain(item=x.item, level=x.level, adds=x.reached.value - now, label=x.reached.label)
        for x in found
    )
    return sorted(told, key=lambda gain: -gain.adds)


def _gain(case: Case, factors: Coefficients, item: Item) -> Gain | None:
    counted, factor = case.found[item.id]["counted"], factors.of(item.id)
    if item.rating is None or counted is None or factor is None or factor <= 0:
        return None
    scale = item.rating.scale
    level = next_level(case, item)
    if level is None:
        return None
    more = scale.value(level) - scale.value(int(counted))
    return Gain(item=item, level=level, adds=factor * more)


def _blocks(case: Case, factors: Coefficients, bands: Bands | None) -> Iterator[Block]:
    if bands is None or case.status != "complete":
        key = "not_scored" if case.status == "not_scored" else "not_complete"
        yield Prose(text=case.say(f"rising.{key}"))
        return
    found: Json = case.result["bands"][bands.id]
    read = reading(case, bands)
    if read is None or found["label"] is None:
        yield Prose(text=_no_category(case, bands))
        return
    yield from (Prose(text=text) for text in _way(case, read, found))
    value = case.name(bands.of)
    if read.exact is None:
        yield Prose(text=case.say("rising.endless", value=value))
        return
    anew, facts = evaluated(case, factors, read), tuple(by_facts(case, read))
    listed = gains(case, factors) if anew is None else anew
    if listed:
        key = "about" if anew is None else "about_anew"
        yield Prose(text=case.say(f"rising.{key}", value=value))
        yield from _levels(case, read, listed, anew=anew is not None)
    elif anew is not None:
        yield Prose(text=case.say("rising.nothing_anew", value=value))
    elif case.instrument.leaves() or not facts:
        yield Prose(text=case.say("rising.nothing", value=value))
    yield from facts


def _levels(case: Case, read: Reading, listed: list[Gain], *, anew: bool) -> Iterator[Block]:
    """What one more level of each item brings, and what it needs."""
    needs = {_need(case, gain) for gain in listed}
    common = needs.pop() if len(needs) == 1 else ""
    if common:
        yield Prose(text=case.say("rising.all_need", needs=common))
    yield _table(case, read, listed, common, anew=anew)


def _no_category(case: Case, bands: Bands) -> str:
    """Why there is none: the value has none, or lies outside the table."""
    told = without_category(case, bands)
    return case.say("rising.no_category", reasons="; ".join(told) or case.say("category.none"))


def _way(case: Case, read: Reading, found: Json) -> Iterator[str]:
    """What keeps the category down, then how far it is to the next one."""
    bands, say = read.bands, case.say
    fallen = fallen_through(case, bands)
    if fallen:
        yield from _kept_down(case, read, found, fallen)
    elif found["next"] is None:
        yield say("rising.highest")
    elif found["to_next"] is None:
        following = next(row for row in bands.rows if row.label == found["next"])
        yield _condition_of(case, bands, following)
        low = read.bands.all_taken[bands.rows.index(following)].low or read.read
        facts = {"next": case.category(bands.id, found["next"])}
        key = "points_too" if asks_for_points(case, bands, following) else "points_first"
        yield say(f"rising.{key}", distance=case.approximate(text_of(low - read.read)), **facts)
    else:
        yield _distance(case, read, found)


def _kept_down(case: Case, read: Reading, found: Json, fallen: tuple[Band, ...]) -> Iterator[str]:
    """The conditions that are not met, what follows from each, and what points do beside them."""
    bands, say = read.bands, case.say
    value = case.approximate(text_of(read.read))
    lies = case.category(bands.id, fallen[0].label)
    of = case.name(bands.of)
    facts = {"from": lies, "to": case.category(bands.id, found["label"])}
    yield say("rising.keeps_down", of=of, value=value, **facts)
    asked: set[str] = set()
    for row in fallen:
        # Of bands with the same condition, the highest is what follows if it holds.
        if (words := asked_for(case, row)) not in asked:
            asked.add(words)
            yield _condition_of(case, bands, row)
            band = case.category(bands.id, row.label)
            yield say("rising.if_met", of=of, value=value, band=band)
    above = bands.rows.index(fallen[0]) + 1
    if above == len(bands.rows):
        points = asks_for_points(case, bands, fallen[0])
        yield say("rising.points_there" if points else "rising.points_alone", band=lies)
        return
    following, low = bands.rows[above], bands.all_taken[above].low or read.read
    facts = {
        "from": lies,
        "next": case.category(bands.id, following.label),
        "distance": case.approximate(text_of(low - read.read)),
    }
    if following.gate is None:
        yield say("rising.beyond", **facts)
    else:
        yield say("rising.beyond_when", condition=asked_for(case, following), **facts)


def _condition_of(case: Case, bands: Bands, row: Band) -> str:
    """What a band asks for, by which rule, and what was found."""
    step = next(step for looked, step in looked_at(case, bands) if looked is row)
    return case.say(
        "rising.condition_of",
        band=case.category(bands.id, row.label),
        condition=asked_for(case, row),
        rule=case.rule(step["rule"]),
        figures=with_figures(case, step),
    )


def _distance(case: Case, read: Reading, found: Json) -> str:
    """How much is missing; where the published value is read, by the exact one."""
    bands = read.bands
    place = next(place for place, row in enumerate(bands.rows) if row.label == found["next"])
    least = read.least(place)
    if least is None:
        raise AssertionError("a distance to a band without a lower end")
    start, included = least
    facts = {"of": case.name(bands.of), "next": case.category(bands.id, found["next"])}
    if read.exact is None:
        figures = {
            "least": case.approximate(text_of(start)),
            "now": case.approximate(text_of(read.read)),
        }
        return case.say("rising.as_published", **facts, **figures)
    gain = case.approximate(text_of(start - read.exact))
    end = "" if included else "_above"
    if read.rounding is None:
        return case.say(f"rising.distance{end}", to_next=gain, **facts)
    printed = read.of(start) if included else read.of(start + Fraction(1, 10**9))
    facts |= {
        "least": case.approximate(text_of(printed)),
        "exact": case.approximate(text_of(read.exact)),
    }
    return case.say(f"rising.published{end}", gain=gain, **facts)


def _table(case: Case, read: Reading, listed: list[Gain], common: str, *, anew: bool) -> Table:
    say = case.say
    value = case.short(read.bands.of)
    columns = [
        Column(head=say("rising.item")),
        Column(head=say("level.counted"), align=Align.NUMBER),
        Column(head=say("rising.level"), align=Align.NUMBER),
        Column(head=say("rising.adds", value=value), align=Align.NUMBER),
        Column(head=say("rising.becomes", value=value), align=Align.NUMBER),
    ]
    lines = [_cells(case, read, gain, common) for gain in listed]
    found: Json = case.result["bands"][read.bands.id]
    if anew:
        columns.append(Column(head=case.name(read.bands.id)))
        lines = [[*x, _leads_to(case, read, one)] for x, one in zip(lines, listed, strict=True)]
    elif found["to_next"] is not None:
        # Where more than points is missing, none of them is enough.
        columns.append(Column(head=say("rising.enough")))
        enough = (_enough(case, read, gain, found["next"]) for gain in listed)
        lines = [[*x, Cell(text=text)] for x, text in zip(lines, enough, strict=True)]
    rows = tuple(Line(cells=tuple(cells)) for cells in lines)
    return Table(caption=say("rising.caption"), columns=tuple(columns), rows=rows)


def _cells(case: Case, read: Reading, gain: Gain, common: str) -> list[Cell]:
    needs = _need(case, gain)
    beneath = case.say("rising.needs", needs=needs) if needs and needs != common else ""
    return [
        Cell(text=case.name(gain.item.id), beneath=beneath),
        Cell(text=case.number(case.found[gain.item.id]["counted"])),
        Cell(text=str(gain.level)),
        Cell(text=case.approximate(text_of(gain.adds))),
        Cell(text=case.approximate(text_of(read.after(gain.adds)))),
    ]


def _leads_to(case: Case, read: Reading, gain: Gain) -> Cell:
    """The category that is decided then."""
    return Cell(text=NOTHING if gain.label is None else case.category(read.bands.id, gain.label))


def _enough(case: Case, read: Reading, gain: Gain, following: str) -> str:
    """Whether the gain alone leads into the next category."""
    place = next(x for x, row in enumerate(read.bands.rows) if row.label == following)
    there = read.place(read.of(read.after(gain.adds)))
    if there is None or there < place:
        return case.say("rising.no")
    return case.say("rising.yes", next=case.category(read.bands.id, following))


def _need(case: Case, gain: Gain) -> str:
    """What the rules ask for at that level."""
    rating = gain.item.rating
    needs = rating.needs_of(gain.level) if rating is not None else ()
    told = [need_words(case, need.need) for need in needs if need.need is not None]
    return "; ".join(told)
