"""The facts a subject states beside its levels."""

from __future__ import annotations

from evaluator.intake.response import Answer, Finding
from evaluator.model.instrument import Input
from evaluator.reports.answers import answer_words
from evaluator.reports.case import NOTHING, Case
from evaluator.reports.page import Cell, Column, Line, Section, Table
from evaluator.reports.sections.entry import who


def inputs(case: Case) -> Section | None:
    """The section, if the rules ask for any such fact."""
    if not case.instrument.inputs:
        return None
    heads = ("name", "answer", "by", "rule")
    table = Table(
        caption=case.say("inputs.caption"),
        columns=tuple(Column(head=case.say(f"inputs.{key}")) for key in heads),
        rows=tuple(_line(case, declared) for declared in case.instrument.inputs),
    )
    return Section(id="inputs", heading=case.say("inputs.heading"), blocks=(table,))


def _line(case: Case, declared: Input) -> Line:
    name = declared.id
    sources: list[Answer | Finding | None] = [case.response.answers.get(name)]
    if case.result["stage"] != "self":
        sources.append(case.response.findings.get(name))
    if case.result["stage"] == "final":
        sources.append(case.response.decisions.get(name))
    said = [source for source in sources if source is not None]
    cells = (
        case.name(name),
        answer_words(case, name),
        who(case, said[-1].by, said[-1].on) if said else NOTHING,
        case.ground(declared.ground),
    )
    return Line(cells=tuple(Cell(text=text) for text in cells))
