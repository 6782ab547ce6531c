"""The lines of an example that state several subjects, or groups of one kind, by their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.group_values import groups_of
from evaluator.analysis.lower.scope import unknown_id
from evaluator.analysis.reach import reaches
from evaluator.analysis.references import (
    declared,
    formula_of,
    over_subjects,
    reached,
    references,
)
from evaluator.backends.exact.assess import Assessment, conclude
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.groups import Member, member_as_stated
from evaluator.backends.exact.steps import Read
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.examples.lists import Cell, stated_in_cell
from evaluator.intake.response import Period
from evaluator.model.instrument import FieldType, Instrument, ListType, TextType
from evaluator.syntax import tree
from evaluator.values.numbers import text_of

Members = Sequence[tuple[str | None, Member]]
"""Those that are stated, each with its name; one without a name cannot be asked for."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What one column states: an input of that type, or where it has none a value or part."""

    id: str
    type: FieldType | None


def many_in(
    instrument: Instrument,
    attainable: Attainable,
    example: tree.Example,
    found: list[Diagnostic],
) -> Mapping[str, Members]:
    """Who the example states, by the word for them, as the rules of a group see each.

    `attainable` is what the values of a subject can come to; mistakes are added to `found`.
    """
    lines: dict[str, tree.GivenList] = {}
    for line in _lines(instrument, example):
        first = lines.setdefault(line.name.text, line)
        if first is not line:
            facts: dict[str, Fact] = {"statement": line.name.text, "line": first.at.line}
            found.append(Diagnostic(kind=names.STATEMENT_TWICE, at=line.at, facts=facts))
    for name, word in _cut_off(instrument, example):
        if word in lines:
            cut: dict[str, Fact] = {"id": word, "above": name.text, "line": name.at.line}
            at = lines[word].name.at
            found.append(Diagnostic(kind=kinds.GIVEN_BELOW_GIVEN, at=at, facts=cut))
    return {
        word: _members(instrument, attainable, line, example, found) for word, line in lines.items()
    }


def by_kind(
    instrument: Instrument, stated: Mapping[str, Members]
) -> Mapping[str | None, Sequence[Member]]:
    """Who is stated by the kind of group, the subjects under `None`."""
    subject = instrument.assesses[0] if instrument.assesses else None
    return {
        None if word == subject else word: [member for _, member in members]
        for word, members in stated.items()
    }


def lines_of_one(instrument: Instrument, example: tree.Example) -> Iterator[tree.ExampleLine]:
    """The lines that speak of one subject, or of one group."""
    many = _lines(instrument, example)
    for line in example.lines:
        if not isinstance(line, tree.ExpectRank) and not any(line is other for other in many):
            yield line


def _lines(instrument: Instrument, example: tree.Example) -> list[tree.GivenList]:
    """The lines that state subjects or groups; where a list has the same id, it is the list."""
    lists = {i.id for i in instrument.inputs if isinstance(i.type, ListType)}
    subject = (instrument.assesses,) if instrument.assesses else ()
    words = {word for word, _ in (*subject, *instrument.grouped_in)} - lists
    of_many = (line for line in example.lines if isinstance(line, tree.GivenList))
    return [line for line in of_many if line.name.text in words]


def _cut_off(instrument: Instrument, example: tree.Example) -> Iterator[tuple[tree.Name, str]]:
    """The values of groups that are given, each with the word for whom it is computed from."""
    subject = instrument.assesses[0] if instrument.assesses else ""
    given = [line.name for line in example.lines if isinstance(line, tree.Given)]
    for group in instrument.groups:
        defined = declared(instrument.for_group(group))
        for name in given:
            of_group = reached(frozenset([name.text]), defined) if name.text in defined else ()
            formulas = (formula_of(defined[each]) for each in of_group)
            terms = (term for x in formulas if x is not None for term in over_subjects(x))
            for word in sorted({term.of_groups or subject for term in terms}):
                yield name, word


def asks_period(assessment: Assessment) -> bool:
    """Whether a step looks at the days of the period."""
    return any(
        step.op == "within"
        or any(isinstance(x, Read) and x.pointer.startswith("/period/") for x in step.inputs)
        for step in assessment.steps
    )


def _members(
    instrument: Instrument,
    attainable: Attainable,
    line: tree.GivenList,
    example: tree.Example,
    found: list[Diagnostic],
) -> Members:
    """Those that a line states."""
    reading = _Reading(instrument, attainable, found)
    of_groups = zip(instrument.groups, groups_of(instrument, attainable), strict=True)
    for rules, (group, of_group) in of_groups:
        if rules.id == line.name.text:
            reading = _Reading(group, of_group, found)
    columns = reading.columns(line, frozenset(_asked_of(instrument, line.name.text)))
    stated = next((x for x in example.lines if isinstance(x, tree.GivenPeriod)), None)
    period = Period(first=stated.first.value, last=stated.last.value) if stated else None
    seen: dict[str, tree.Text] = {}
    members: list[tuple[str | None, Member]] = []
    for record in (x for x in line.records if isinstance(x, tree.GivenRecord)):
        name, cells = _named(record, columns)
        if name is not None and seen.setdefault(name.text, name) is not name:
            at = seen[name.text].at.line
            reading.report(names.STATEMENT_TWICE, name, statement=name.text, line=at)
        pins, inputs = reading.figures(record, columns, cells)
        assessment = conclude(reading.instrument, Facts({}, inputs, period=period), pins)
        if period is None and asks_period(assessment):
            reading.report(kinds.EXAMPLE_WITHOUT_PERIOD, example.title, title=example.title.text)
            return members
        members.append((name.text if name else None, member_as_stated(assessment)))
    return members


def _asked_of(instrument: Instrument, word: str) -> Iterator[str]:
    """What the rules ask of each of those who go by a word, for their groups and ranks."""
    subject = instrument.assesses[0] if instrument.assesses else ""
    for rules in instrument.groups:
        for term in (*rules.asks, *rules.asks_groups):
            if (term.of_groups or subject) == word:
                parts = (term.of, term.weight, term.where)
                yield from (x for part in parts if part is not None for x in references(part))
        for ranking in rules.rankings:
            if (ranking.ranked or subject) == word:
                yield from (x for by in ranking.by for x in references(by.of))


def _named(
    record: tree.GivenRecord, columns: Sequence[_Column | None]
) -> tuple[tree.Text | None, tuple[Cell, ...]]:
    """The name of one, if its line begins with a text that is not the figure of a column."""
    first = record.fields[0]
    takes_text = columns[0] is not None and isinstance(columns[0].type, TextType)
    if isinstance(first, tree.Text) and not (takes_text and len(record.fields) == len(columns)):
        return first, record.fields[1:]
    return None, record.fields


@dataclass(frozen=True, slots=True)
class _Reading:
    """Figures held against the rules they are of."""

    instrument: Instrument
    attainable: Attainable
    found: list[Diagnostic]

    def columns(self, line: tree.GivenList, asked: AbstractSet[str]) -> list[_Column | None]:
        """What each column states; `None` for one that was reported.

        What groups and ranks ask for themselves is stated beside what is computed from it.
        """
        types: dict[str, FieldType | None] = {i.id: None for i in self.instrument.walk()}
        types |= {value.id: None for value in self.instrument.values}
        types |= {i.id: i.type for i in self.instrument.inputs if not isinstance(i.type, ListType)}
        columns: dict[str, _Column] = {}
        told: list[_Column | None] = []
        for name in line.fields:
            column = _Column(name.text, types[name.text]) if name.text in types else None
            if column is None:
                self.found.append(unknown_id(name, types))
            elif columns.setdefault(name.text, column) is not column:
                at = line.name.at.line
                self.report(names.STATEMENT_TWICE, name, statement=name.text, line=at)
                column = None
            told.append(column)
        below = (each for each in self._below(line, columns) if each[0].text not in asked)
        for name, above in below:
            facts: dict[str, Fact] = {"id": name.text, "above": above, "line": name.at.line}
            self.report(kinds.GIVEN_BELOW_GIVEN, name, **facts)
        return told

    def _below(
        self, line: tree.GivenList, columns: Mapping[str, _Column]
    ) -> Iterator[tuple[tree.Name, str]]:
        """The columns that another one is computed from, each with that one."""
        defined = declared(self.instrument)
        for name in line.fields:
            for upper, column in columns.items():
                cut = column.type is None and upper != name.text
                if cut and name.text in reached(frozenset([upper]), defined):
                    yield name, upper
                    break

    def figures(
        self, record: tree.GivenRecord, columns: Sequence[_Column | None], cells: Sequence[Cell]
    ) -> tuple[dict[str, Fraction], dict[str, object]]:
        """The pins and inputs of one record; one of another length states nothing."""
        pins: dict[str, Fraction] = {}
        inputs: dict[str, object] = {}
        if len(cells) != len(columns):
            facts: dict[str, Fact] = {"count": len(cells), "fields": len(columns)}
            self.report(kinds.GIVEN_RECORD_LENGTH, record, **facts)
            return pins, inputs
        for column, cell in zip(columns, cells, strict=True):
            if column is None:
                continue
            if column.type is not None:
                stated = stated_in_cell(cell, column.id, column.type, self.found)
                inputs |= {} if stated is None else {column.id: stated}
            elif isinstance(cell, tree.Number):
                pins[column.id] = cell.value
                self._within_reach(column.id, cell)
            else:
                wrong: dict[str, Fact] = {"id": column.id, "text": cell.at.text}
                self.report(kinds.GIVEN_FIELD_OF_WRONG_SORT, cell, **wrong)
        return pins, inputs

    def _within_reach(self, name: str, cell: tree.Number) -> None:
        within = reaches(
            self.instrument, name, cell.value, contribution=False, attainable=self.attainable
        )
        if within is False:
            facts: dict[str, Fact] = {"id": name, "figure": text_of(cell.value)}
            self.report(kinds.GIVEN_OUT_OF_REACH, cell, **facts)

    def report(self, kind: Kind, at: tree.Node, **facts: Fact) -> None:
        """Note what is wrong with a line or a cell."""
        self.found.append(Diagnostic(kind=kind, at=at.at, facts=facts))
