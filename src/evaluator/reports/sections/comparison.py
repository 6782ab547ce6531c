"""This result beside the one of an earlier period, where the response brings it along."""

from __future__ import annotations

from fractions import Fraction

from evaluator.intake.response import Previous
from evaluator.reports import numbers
from evaluator.reports.case import NOTHING, Case
from evaluator.reports.page import Align, Block, Cell, Column, Line, Prose, Section, Table
from evaluator.reports.sections.outcome import value_words
from evaluator.reports.written import free
from evaluator.values.numbers import text_of


def comparison(case: Case) -> Section | None:
    """The section, if there is something to compare with."""
    previous = case.response.previous
    if previous is None:
        return None
    blocks: list[Block] = [Prose(text=_about(case, previous))]
    blocks.append(
        Table(
            caption=case.say("previous.caption"),
            columns=(
                Column(head=case.say("previous.value")),
                *(
                    Column(head=case.say(f"previous.{key}"), align=Align.NUMBER)
                    for key in ("before", "now", "difference")
                ),
            ),
            rows=tuple(_line(case, name, value) for name, value in previous.values.items()),
        )
    )
    return Section(id="previous", heading=case.say("previous.heading"), blocks=tuple(blocks))


def _about(case: Case, previous: Previous) -> str:
    days = previous.period
    period = numbers.span(days.first, days.last, case.language) if days else NOTHING
    if previous.edition is None:
        return case.say("previous.no_edition", period=period)
    same = previous.edition == case.instrument.edition
    key = "previous.same_edition" if same else "previous.other_edition"
    return case.say(
        key,
        period=period,
        edition=free(previous.edition),
        now=free(case.instrument.edition),
    )


def _line(case: Case, name: str, before: Fraction) -> Line:
    found = case.result["values"].get(name)
    now = value_words(case, name) if found else NOTHING
    difference = NOTHING
    if found is not None and found["published"] is not None:
        change = Fraction(found["published"]) - before
        sign = "+" if change > 0 else ""
        difference = sign + case.approximate(text_of(change))
    cells = (case.name(name), case.approximate(text_of(before)), now, difference)
    return Line(cells=tuple(Cell(text=text) for text in cells))
