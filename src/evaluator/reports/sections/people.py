"""What people judged and what the machine computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.intake.response import Answer, DocumentFinding, Finding
from evaluator.intake.rulings import RecordFindings
from evaluator.model.instrument import instance_of
from evaluator.reports.case import Case
from evaluator.reports.page import Cell, Column, Line, Prose, Section, Table
from evaluator.reports.written import free

_MOST_NAMED = 5
"""How many items a row names; beyond that it counts them, each says by whom itself."""

Said = Mapping[str, Answer] | Mapping[str, Finding] | Mapping[str, DocumentFinding]


def people(case: Case) -> Section:
    """The section on who did what."""
    rows = [*_rows(case), _machine(case)]
    columns = tuple(Column(head=case.say(f"people.{key}")) for key in ("who", "what", "which"))
    table = Table(caption=case.say("people.caption"), columns=columns, rows=tuple(rows))
    return Section(
        id="people",
        heading=case.say("people.heading"),
        blocks=(Prose(text=case.say("people.about")), table),
    )


def _rows(case: Case) -> Iterator[Line]:
    response, stage = case.response, case.result["stage"]
    claims = {n: said for n, said in response.answers.items() if instance_of(n) is None}
    yield from _by_person(case, "claimed", claims)
    if stage != "self":
        yield from _by_person(case, "documents", response.evidence_findings)
        yield from _by_person(case, "verified", response.findings)
        yield from _of_records(case, "verified", response.record_findings)
    if stage == "final":
        yield from _by_person(case, "final", response.decisions)
        yield from _of_records(case, "final", response.record_decisions)


def _of_records(case: Case, role: str, said: RecordFindings) -> Iterator[Line]:
    """Who judged records of lists, each called by its list and its id."""
    by: dict[str, list[str]] = {}
    for name, findings in said.items():
        for record, what in findings.items():
            who = free(what.by) if what.by else case.say("people.unnamed")
            by.setdefault(who, []).append(f"{case.name(name)} {free(record)}")
    for person, called in by.items():
        count = case.say("people.records", count=str(len(called)))
        few = len(called) <= _MOST_NAMED
        which = f"{count}: {case.say.listed(called)}" if few else count
        yield _line(case, person, role, which)


def _by_person(case: Case, role: str, said: Said) -> Iterator[Line]:
    by: dict[str, list[str]] = {}
    for name, what in said.items():
        by.setdefault(free(what.by) if what.by else case.say("people.unnamed"), []).append(name)
    for person, names in by.items():
        known = (
            person if case.row is None else case.say("inputs.from_row", file=free(case.row.file))
        )
        yield _line(case, known, role, _which(case, role, names))


def _which(case: Case, role: str, names: Iterable[str]) -> str:
    listed = list(names)
    kind = "documents" if role == "documents" else "items"
    count = case.say(f"people.{kind}", count=str(len(listed)))
    if len(listed) > _MOST_NAMED:
        return count
    called = [free(n) if role == "documents" else case.name(n) for n in listed]
    return f"{count}: {case.say.listed(called)}"


def _machine(case: Case) -> Line:
    engine = free(case.result["provenance"]["engine"])
    role = "computed" if case.instrument.items or case.instrument.values else "decided"
    return _line(case, engine, role, case.say("people.steps", count=str(len(case.steps))))


def _line(case: Case, person: str, role: str, which: str) -> Line:
    return Line(cells=(Cell(text=person), Cell(text=case.say(f"role.{role}")), Cell(text=which)))
