"""Every item, part by part: a table of the levels side by side, then everything about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from evaluator.model.instrument import Item
from evaluator.reports.answers import level_words
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.coefficients import Coefficients
from evaluator.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Entry,
    Line,
    Part,
    Prose,
    Section,
    Table,
)
from evaluator.reports.sections.applies import applies_rows
from evaluator.reports.sections.differences import differences
from evaluator.reports.sections.entry import entry_rows
from evaluator.reports.sections.exempt import exempted
from evaluator.reports.sections.summary import anchor, value_cell, weights
from evaluator.values.numbers import text_of

LEVELS = ("claimed", "proved", "verified", "final", "counted")


def details(case: Case, factors: Coefficients) -> Section:
    """The section of the items."""
    items = case.instrument.items
    judged = any(item.rating is not None or item.asked is not None for item in case.items.values())
    blocks: list[Block] = [
        Prose(text=case.say("details.about" if judged else "details.about_computed"))
    ]
    name = case.title
    if not all(item.children for item in items):
        blocks.append(_table(case, items, name))
    blocks += _told(case, factors, items, name)
    return Section(id="details", heading=case.say("details.heading"), blocks=tuple(blocks))


def state(case: Case, found: Json) -> str:
    """Why an item counts as it does; level 0 is said as such."""
    words = case.say(f"state.{found['state']}")
    is_level = case.items[found["id"]].rating is not None
    if is_level and found["state"] == "counted" and found["counted"] == "0":
        return case.say("state_zero", state=words)
    return words


def _standing(case: Case, found: Json) -> str:
    """The state of an item, or from what it is computed."""
    if "state" in found:
        return state(case, found)
    below = "_below" if case.items[found["id"]].children else ""
    return case.say(f"details.computed{below}")


def _told(case: Case, factors: Coefficients, items: Sequence[Item], of: str) -> Iterator[Block]:
    """Items and all below them, in the order of the rules; one that has others below is a part.

    Those that stand alone behind a part have a heading of their own: they are none of its.
    """
    behind = False
    for alone, several in groupby(items, key=lambda item: not item.children):
        if not alone:
            for item in several:
                yield from _part(case, factors, item)
            behind = True
            continue
        leaves = [*several]
        entries = tuple(_entry(case, leaf) for leaf in leaves)
        if not behind:
            yield from entries
            continue
        heading = case.say("details.beside", name=of, kind=case.kind_of(leaves))
        yield Part(id=f"beside-{leaves[0].id}", heading=heading, blocks=entries)


def _part(case: Case, factors: Coefficients, item: Item) -> Iterator[Block]:
    """A part with what stands alone in front of its own parts, then what follows."""
    leaves = [*takewhile(lambda child: not child.children, item.children)]
    yield Part(
        id=anchor(item),
        heading=case.name(item.id),
        blocks=(
            Prose(text=_about(case, factors, item)),
            Prose(text=case.say("details.rule", rule=case.ground(item.ground))),
            *(Prose(text=text) for text in _applies(case, item)),
            _table(case, item.children, case.name(item.id)),
            *(_entry(case, leaf) for leaf in leaves),
        ),
    )
    yield from _told(case, factors, item.children[len(leaves) :], case.name(item.id))


def _applies(case: Case, item: Item) -> Iterator[str]:
    for row in applies_rows(case, item):
        yield f"{row.label}: {row.value} ({'; '.join(row.notes)})"


def _about(case: Case, factors: Coefficients, item: Item) -> str:
    found, most = case.found[item.id], factors.most(item)
    weight = weights(case, found).text
    pieces = [case.say("details.weight", weight=weight)] if weight != NOTHING else []
    pieces.append(_valued(case, found))
    if "state" in found:
        pieces.append(state(case, found))
    elif found["contribution"] is not None:
        contribution = case.approximate(found["contribution"])
        top = NOTHING if most is None else case.approximate(text_of(most))
        key = "details.contribution" if most is None else "details.contribution_of"
        pieces.append(case.say(key, contribution=contribution, most=top))
    return "; ".join(pieces)


def _table(case: Case, items: tuple[Item, ...], name: str) -> Table:
    rated = any(item.rating is not None or item.asked is not None for item in items)
    heads = [f"level.{key}" for key in LEVELS] if rated else ["summary.value"]
    columns = [
        Column(head=case.kind_of(items)),
        *(Column(head=case.say(key), align=Align.NUMBER) for key in heads),
        *([Column(head=case.say("details.state"))] if rated else []),
        Column(head=case.say("summary.weight"), align=Align.NUMBER),
        Column(head=case.say("summary.contribution"), align=Align.NUMBER),
    ]
    rows = tuple(_line(case, item, rated) for item in items)
    caption = case.say("details.caption" if rated else "details.caption_values", name=name)
    table = Table(caption=caption, columns=tuple(columns), rows=rows)
    return table.without_bare(case.say("summary.weight"), NOTHING)


def _line(case: Case, item: Item, rated: bool) -> Line:  # noqa: FBT001 — of the table, not a mode
    found = case.found[item.id]
    cells = [Cell(text=case.alone(item.id), leads_to=anchor(item))]
    if rated and "claimed" in found:
        cells += [_level(case, found, key) for key in LEVELS]
        cells.append(Cell(text=state(case, found)))
    elif rated:
        cells += [*([Cell(text=NOTHING)] * (len(LEVELS) - 1)), value_cell(case, found)]
        cells.append(Cell(text=_standing(case, found)))
    else:
        cells.append(value_cell(case, found))
    cells += [weights(case, found), Cell(text=case.approximate(found["contribution"]))]
    return Line(cells=tuple(cells))


def _level(case: Case, found: Json, key: str) -> Cell:
    exempt = exempted(case, case.items[found["id"]]) if key == "counted" else None
    if exempt is not None:
        return Cell(text=exempt[0], emphasis=True)
    return Cell(text=level_words(case, found["id"], found[key]), emphasis=key == "counted")


def _entry(case: Case, item: Item) -> Entry:
    found = case.found[item.id]
    return Entry(
        id=anchor(item),
        title=case.alone(item.id),
        state=_standing(case, found),
        figures=_figures(case, found),
        rows=tuple(entry_rows(case, item, found)),
        differences=tuple(differences(case, found)) if "claimed" in found else (),
    )


def _figures(case: Case, found: Json) -> str:
    """What an item counts, in one line."""
    value, told = value_cell(case, found).text, _valued(case, found)
    if told == value and value in {NOTHING, case.say("state.not_applicable")}:
        return case.say("details.figures_none")
    if found["contribution"] is None or not _has_value(case, found):
        return told
    contribution = case.approximate(found["contribution"])
    return f"{told}; {case.say('details.contribution', contribution=contribution)}"


def _valued(case: Case, found: Json) -> str:
    """The value of an item, or that it has none, in words."""
    text = value_cell(case, found).text
    if text == NOTHING and case.status == "not_scored":
        return case.say("details.figures_not_scored")
    return case.say("details.value", value=text) if _has_value(case, found) else text


def _has_value(case: Case, found: Json) -> bool:
    """Whether something is known of a value, and be it a bound."""
    return found["value"]["exact"] is not None or bool(case.between(found["value"]))
