"""The facts a subject states beside its levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.intake.response import Answer, Finding
from evaluator.intake.rulings import Ruled
from evaluator.model.formula import RecordValue
from evaluator.model.instrument import Field, Input, ListType
from evaluator.reports.answers import (
    Entry,
    answer_words,
    entries,
    field_words,
    stated_words,
)
from evaluator.reports.case import NOTHING, Case
from evaluator.reports.figures import came_to
from evaluator.reports.formulas import of_record
from evaluator.reports.page import Cell, Column, Line, Section, Table
from evaluator.reports.records import Outcomes, outcomes
from evaluator.reports.sections.entry import quoted, who
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
            kind = declared.type
            labels = [*(x.label for x in kind.fields), *(x.label for x in kind.values)]
            own = map(case.say.own, labels)
            heads = [case.say("records.record"), *own, case.say("records.outcome")]
            yield Table(
                caption=case.say("records.caption", name=case.name(declared.id)),
                columns=tuple(Column(head=head) for head in heads),
                rows=tuple(_record(case, entry, kind, said) for entry in records),
            )


def _record(case: Case, entry: Entry, kind: ListType, said: Outcomes) -> Line:
    outcome = "; ".join((*_rulings(case, entry.ruled), *said.get(entry.record.at, ()))) or NOTHING
    stated = (_field(case, entry, field) for field in kind.fields)
    worked_out = (_worked_out(case, entry, value) for value in kind.values)
    return Line(cells=(Cell(text=entry.name), *stated, *worked_out, Cell(text=outcome)))


def _worked_out(case: Case, entry: Entry, value: RecordValue) -> Cell:
    """What was worked out of a record; beneath it how. Of what nothing asked for there is none."""
    step = case.of_records.get((entry.record.at, value.id))
    if step is None:
        return Cell(text=NOTHING)
    came, how = came_to(case, step), of_record(case, step, figures=True)
    return Cell(text=came, beneath=how if how != came else "")


def _field(case: Case, entry: Entry, field: Field) -> Cell:
    """What a record states; beneath it what was claimed, where that was corrected."""
    text = field_words(case, entry, field)
    if field.id not in entry.ruled.changed:
        return Cell(text=text)
    claimed = stated_words(case, field.type, entry.ruled.claimed.fields.get(field.id))
    return Cell(text=text, beneath=case.say("records.claimed", value=claimed))


def _rulings(case: Case, ruled: Ruled) -> Iterator[str]:
    """Who corrected a record, left it out or let it stand, and why; what was said first, first."""
    ruling = ruled.ruling
    if ruling is None:
        return
    if ruled.earlier is not None:
        yield from _rulings(case, ruled.earlier)
    done = "corrected" if ruling.value else "accepted" if ruling.accepted else "not_accepted"
    yield case.say(
        f"records.{done}",
        stage=case.say(f"level.{ruled.stage.value}"),
        who=who(case, ruling.by, ruling.on),
        reason=quoted(case, ruling.reason),
    )


def _line(case: Case, declared: Input) -> Line:
    said = _said(case, declared.id)
    answer = answer_words(case, declared.id) if said else _unsaid(case, declared)
    return Line(
        cells=(
            Cell(text=case.name(declared.id)),
            Cell(text=answer, beneath="; ".join(_earlier(case, declared, said))),
            _by(case, declared, said[-1][1]) if said else Cell(text=NOTHING),
            Cell(text=case.ground(declared.ground)),
        )
    )


_Said = Sequence[tuple[str, Answer | Finding]]
"""What was said of a fact, each with its stage, in their order."""


def _said(case: Case, name: str) -> _Said:
    sources: list[tuple[str, Answer | Finding | None]] = [
        ("claimed", case.response.answers.get(name))
    ]
    if case.result["stage"] != "self":
        sources.append(("verified", case.response.findings.get(name)))
    if case.result["stage"] == "final":
        sources.append(("final", case.response.decisions.get(name)))
    return [(stage, source) for stage, source in sources if source is not None]


def _earlier(case: Case, declared: Input, said: _Said) -> Iterator[str]:
    """What was said before the last word: none overwrites another.

    Of an answer that is the same as the last word nothing is told twice.
    """
    for stage, source in said[:-1]:
        answer = stated_words(case, declared.type, source.value)
        label = case.say(f"level.{stage}")
        if isinstance(source, Finding):
            by, reason = who(case, source.by, source.on), quoted(case, source.reason)
            yield case.say(
                "inputs.earlier_finding", stage=label, answer=answer, who=by, reason=reason
            )
        elif source.value != said[-1][1].value:
            yield case.say("inputs.earlier", stage=label, answer=answer)


def _by(case: Case, declared: Input, said: Answer | Finding) -> Cell:
    """Who said it; a finding or decision also why."""
    name = who(case, said.by, said.on)
    if isinstance(said, Answer) and case.row is not None:
        file = case.row.lists.get(declared.id, case.row.file)
        name = case.say("inputs.from_row", file=free(file))
    if isinstance(said, Answer):
        return Cell(text=name)
    final = case.result["stage"] == "final" and said in case.response.decisions.values()
    stage = case.say("level.final" if final else "level.verified")
    reason = case.say("inputs.finding", stage=stage, reason=quoted(case, said.reason))
    return Cell(text=name, beneath=reason)


def _unsaid(case: Case, declared: Input) -> str:
    """What nobody said, or what points of a verifier count as until then."""
    before = declared.by_verifier.before if declared.by_verifier else None
    if before is None:
        return answer_words(case, declared.id)
    value = stated_words(case, declared.type, before.counts_as)
    return case.say("inputs.before", value=value, rule=case.ground(before.ground))
