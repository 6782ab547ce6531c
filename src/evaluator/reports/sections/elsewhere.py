"""The same answers under another edition: values, categories, and the parts that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from evaluator.intake.migrate import Change
from evaluator.model.instrument import Bands, Categories, Item
from evaluator.model.renamed import called_in
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.page import (
    Align,
    Block,
    Cell,
    Column,
    Line,
    Point,
    Points,
    Prose,
    Section,
    Table,
)
from evaluator.reports.sections.outcome import category, value_words
from evaluator.reports.sections.summary import value_cell, weights
from evaluator.reports.written import free
from evaluator.values.numbers import text_of

Tell = Callable[[Case, Json], Cell]
"""What is told of a part in one case."""


def elsewhere(case: Case, other: Case, changes: Sequence[Change]) -> Section:
    """The section."""
    return Section(
        id="elsewhere",
        heading=case.say("elsewhere.heading", edition=free(other.instrument.edition)),
        blocks=tuple(_blocks(case, other, changes)),
    )


def _blocks(case: Case, other: Case, changes: Sequence[Change]) -> Iterator[Block]:
    edition = free(other.instrument.edition)
    yield Prose(text=case.say("elsewhere.about", edition=edition))
    details = tuple(_told(case, change) for change in changes)
    if details:
        yield Points(points=(Point(title=case.say("elsewhere.carried"), details=details),))
    yield _table(case, other, "results", tuple(_results(case, other)))
    apart = {
        name: tuple(_told_apart(case, other, tell))
        for name, tell in (("weights", weights), ("values", value_cell))
    }
    for name, told in apart.items():
        if told:
            yield _table(case, other, name, told, differ=False)
    rows = tuple(_parts(case, other, case.instrument.items, 0))
    if rows:
        yield _table(case, other, "parts", rows)
        yield from _sum(case, other)
    elif case.instrument.items:
        yield Prose(text=case.say(f"elsewhere.{_same(case, other, values=not apart['values'])}"))


def _same(case: Case, other: Case, *, values: bool) -> str:
    """What is said where no contribution differs: they may not be known either."""
    if _brought(case) is not None and _brought(other) is not None:
        return "same_parts"
    return "not_apart_same" if values else "not_apart"


def _told(case: Case, change: Change) -> str:
    facts = {key: free(text) for key, text in change.facts.items()}
    told = case.say(f"migration.{change.code}", **facts)
    return case.say("elsewhere.change", at=free(change.named), told=told)


def _table(
    case: Case, other: Case, name: str, rows: tuple[Line, ...], *, differ: bool = True
) -> Table:
    """A table of both editions, and what the other adds where that is told."""
    editions = (each.instrument.edition for each in (case, other))
    heads = [*(case.say("elsewhere.edition", edition=free(x)) for x in editions)]
    if differ:
        heads.append(case.say("elsewhere.difference"))
    return Table(
        caption=case.say(f"elsewhere.{name}"),
        columns=(
            Column(
                head=case.say("elsewhere.results_head" if name == "results" else "elsewhere.part")
            ),
            *(Column(head=head, align=Align.NUMBER) for head in heads),
        ),
        rows=rows,
    )


def _results(case: Case, other: Case) -> Iterator[Line]:
    """Every category and value of both editions."""
    there = {table.id: table for table in _tables(other)}
    for table in _tables(case):
        same = there.pop(_there(case, other, table.id), None)
        now, then = category(case, table), NOTHING if same is None else category(other, same)
        yes_no = case.say("elsewhere.another" if now != then else "elsewhere.the_same")
        yield _line(case.name(table.id), now, then, yes_no)
    for table in there.values():
        yield _line(other.name(table.id), NOTHING, category(other, table), NOTHING)
    left = [value.id for value in other.instrument.values]
    for value in case.instrument.values:
        name = _there(case, other, value.id)
        known = name in left
        then = value_words(other, name) if known else NOTHING
        figures = [case.result["values"][value.id]["published"]]
        figures.append(other.result["values"][name]["published"] if known else None)
        change = _difference(case, figures[0], figures[1])
        yield _line(case.name(value.id), value_words(case, value.id), then, change)
        left = [each for each in left if each != name]
    for each in left:
        yield _line(other.name(each), NOTHING, value_words(other, each), NOTHING)


def _tables(case: Case) -> list[Bands | Categories]:
    return [*case.instrument.bands, *case.instrument.categories]


def _line(name: str, *cells: str, depth: int = 0) -> Line:
    return Line(cells=(Cell(text=name, depth=depth), *(Cell(text=text) for text in cells)))


def _difference(case: Case, now: str | None, then: str | None) -> str:
    """What the other edition adds to a figure."""
    if now is None or then is None:
        return NOTHING
    change = Fraction(then) - Fraction(now)
    return ("+" if change > 0 else "") + case.approximate(text_of(change))


def _told_apart(case: Case, other: Case, tell: Tell) -> Iterator[Line]:
    """The parts of which something else is told under the other edition."""
    for item in case.instrument.walk():
        name = _there(case, other, item.id)
        if name in other.found:
            told = tell(case, case.found[item.id]), tell(other, other.found[name])
            if told[0] != told[1]:
                yield Line(cells=(Cell(text=case.name(item.id)), *told))


def _parts(case: Case, other: Case, items: Sequence[Item], depth: int) -> Iterator[Line]:
    """The parts that bring in something else, each above those below it; then what is new."""
    for item in items:
        name = _there(case, other, item.id)
        now = case.found[item.id]["contribution"]
        then = other.found[name]["contribution"] if name in other.found else None
        if now != then:
            cells = (case.approximate(now), case.approximate(then), _difference(case, now, then))
            yield _line(case.name(item.id), *cells, depth=depth)
            yield from _parts(case, other, item.children, depth + 1)
    if not depth:
        known = {_there(case, other, name) for name in case.items}
        for item in other.instrument.items:
            if item.id not in known:
                then = other.found[item.id]["contribution"]
                yield _line(other.name(item.id), NOTHING, other.approximate(then), NOTHING)


def _sum(case: Case, other: Case) -> Iterator[Block]:
    """What the parts at the top make of the difference, where both are known."""
    ends = (_brought(case), _brought(other), _exact(case), _exact(other))
    known = [end for end in ends if end is not None]
    if case.deciding is None or len(known) < len(ends):
        return
    now, then, before, after = known
    parts, whole = then - now, after - before
    facts = {
        "value": case.name(case.deciding.of),
        "parts": case.approximate(text_of(parts)),
        "whole": case.approximate(text_of(whole)),
        "rest": case.approximate(text_of(whole - parts)),
    }
    key = "elsewhere.adds_up" if parts == whole else "elsewhere.rest"
    yield Prose(text=case.say(key, **facts))


def _brought(case: Case) -> Fraction | None:
    found = [case.found[item.id]["contribution"] for item in case.instrument.items]
    known = [Fraction(one) for one in found if one is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None


def _exact(case: Case) -> Fraction | None:
    if case.deciding is None:
        return None
    exact = case.result["values"][case.deciding.of]["exact"]
    return None if exact is None else Fraction(exact)


def _there(case: Case, other: Case, name: str) -> str:
    """What a thing is called in the other edition."""
    return called_in(other.instrument, name, case.instrument)
