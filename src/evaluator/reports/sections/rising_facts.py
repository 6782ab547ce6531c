"""How to rise by a fact: what each, stated otherwise, would make of the deciding value."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.reports.answers import stated_words
from evaluator.reports.case import NOTHING, Case
from evaluator.reports.distance import Reading
from evaluator.reports.other_facts import MOST_TRIED, OtherFact, Trials, trials, tried
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Table
from evaluator.values.numbers import text_of


def by_facts(case: Case, read: Reading) -> Iterator[Block]:
    """The table, what it is and what it leaves out; nothing where no fact can be otherwise."""
    others = tried(case)
    if read.exact is None or not others:
        return
    value = case.name(read.bands.of)
    if sum(len(answers) for _, _, answers in others) > MOST_TRIED:
        yield Prose(text=case.say("rising.facts_many", value=value))
        return
    found = trials(case, read.bands, read.exact)
    if found.better:
        yield Prose(text=case.say("rising.facts_about", value=value))
        yield _table(case, read, found.better)
    elif found.others:
        key = "facts_none_besides" if found.asking else "facts_none"
        yield Prose(text=case.say(f"rising.{key}", value=value))
    if found.asking:
        facts = case.say.listed(list(_asking(case, found)))
        yield Prose(text=case.say("rising.facts_asking", value=value, facts=facts))


def _asking(case: Case, found: Trials) -> Iterator[str]:
    """Each fact by which other answers would be asked for, with what it would be."""
    together: dict[str, list[str]] = {}
    for declared, instead in found.asking:
        told = stated_words(case, declared.type, instead)
        together.setdefault(case.name(declared.key), []).append(told)
    for name, answers in together.items():
        yield case.say("condition_answer", name=name, answer=case.say.either(answers))


def _table(case: Case, read: Reading, found: list[OtherFact]) -> Table:
    say, value = case.say, case.short(read.bands.of)
    return Table(
        caption=say("rising.facts_caption"),
        columns=(
            *(Column(head=say(f"rising.{key}")) for key in ("fact", "now", "instead")),
            Column(head=say("rising.adds", value=value), align=Align.NUMBER),
            Column(head=say("rising.becomes", value=value), align=Align.NUMBER),
            Column(head=case.name(read.bands.id)),
        ),
        rows=tuple(_line(case, read, one) for one in found),
    )


def _line(case: Case, read: Reading, one: OtherFact) -> Line:
    if read.exact is None:
        raise AssertionError("what a value gains is told of exact ones")
    value, label = one.reached.value, one.reached.label
    named = NOTHING if label is None else case.category(read.bands.id, label)
    kind = one.declared.type
    return Line(
        cells=(
            Cell(text=case.name(one.declared.key)),
            Cell(text=stated_words(case, kind, one.now)),
            Cell(text=stated_words(case, kind, one.instead)),
            Cell(text=case.approximate(text_of(value - read.exact))),
            Cell(text=case.approximate(text_of(value))),
            Cell(text=named),
        )
    )
