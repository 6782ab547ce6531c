"""The facts a subject states beside its levels."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.intake.response import Answer, Finding
from evaluator.model.instrument import Field, Input, ListType
from evaluator.reports.answers import Entry, answer_words, entries, field_words
from evaluator.reports.case import NOTHING, Case
from evaluator.reports.page import Cell, Column, Line, Section, Table
from evaluator.reports.records import Outcomes, outcomes
from evaluator.reports.sections.entry import who
from evaluator.reports.written import free


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
    lists = tuple(_lists(case))
    return Section(id="inputs", heading=case.say("inputs.heading"), blocks=(table, *lists))


def _lists(case: Case) -> Iterator[Table]:
    """Each list with its records, and what became of them."""
    said = outcomes(case)
    for declared in case.instrument.inputs:
        records = tuple(entries(case, declared))
        if isinstance(declared.type, ListType) and records:
            fields = declared.type.fields
            heads = [case.say("records.record"), *(free(field.label) for field in fields)]
            yield Table(
                caption=case.say("records.caption", name=case.name(declared.id)),
                columns=tuple(Column(head=head) for head in [*heads, case.say("records.outcome")]),
                rows=tuple(_record(case, entry, fields, said) for entry in records),
            )


def _record(case: Case, entry: Entry, fields: tuple[Field, ...], said: Outcomes) -> Line:
    stated = [field_words(case, entry, field) for field in fields]
    outcome = "; ".join(said.get(entry.record.at, ())) or NOTHING
    return Line(cells=tuple(Cell(text=text) for text in (entry.name, *stated, outcome)))


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
