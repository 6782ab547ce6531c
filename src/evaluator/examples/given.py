"""What an example states as given: pinned values and inputs, checked against the instrument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.analysis.identity import quoted
from evaluator.analysis.lower.scope import unknown_id
from evaluator.analysis.reach import reaches
from evaluator.analysis.references import declared, reached
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.examples.lists import records_in
from evaluator.examples.parts import ExamplePart
from evaluator.intake.questions import interval_of
from evaluator.intake.response import Period
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Instrument,
    ListType,
    NumberType,
    YesNoType,
)
from evaluator.syntax import tree
from evaluator.values.numbers import text_of


@dataclass(frozen=True, slots=True)
class Given:
    """The pins and inputs of one example, and what was wrong with them."""

    pins: dict[str, Fraction] = field(default_factory=dict)
    inputs: dict[str, object] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    period: Period | None = None

    def report(self, kind: Kind, node: tree.Node, **facts: Fact) -> None:
        """Note what is wrong with a line."""
        self.found.append(Diagnostic(kind=kind, at=node.at, facts=facts))


def given_in(part: ExamplePart) -> Given:
    """Read the givens of an example; a line for one item stands above a line for every item."""
    instrument = part.instrument
    lines = [line for line in part.lines if not isinstance(line, tree.Error)]
    stated = next((line for line in lines if isinstance(line, tree.GivenPeriod)), None)
    given = Given(period=_period(stated) if stated else None)
    _twice(given, lines)
    places: dict[str, tree.Node] = {}
    for line in lines:
        if isinstance(line, tree.GivenEvery):
            _pin_every(instrument, given, line, places)
    for line in lines:
        match line:
            case tree.Given(name=name, number=number):
                _pin(instrument, given, name, number.value, places)
            case tree.GivenChoice() | tree.GivenDay() | tree.GivenNone() | tree.GivenList():
                _answer(instrument, given, line)
            case tree.GivenPeriod(first=first, last=last) if first.value > last.value:
                days: dict[str, Fact] = {"from": first.written, "to": last.written}
                given.report(kinds.GIVEN_PERIOD_REVERSED, line, **days)
            case _:
                pass
    for pinned, value in given.pins.items():
        within = reaches(instrument, pinned, value, contribution=False, attainable=part.attainable)
        if within is False:
            facts: dict[str, Fact] = {"id": pinned, "figure": text_of(value)}
            given.report(kinds.GIVEN_OUT_OF_REACH, places[pinned], **facts)
    _below(instrument, given, places)
    return given


def _twice(given: Given, lines: Iterable[tree.Node]) -> None:
    """Two lines that state the same thing; neither is taken for the other."""
    seen: dict[tuple[str, str], tree.Node] = {}
    for line in lines:
        match line:
            case (
                tree.Given(name=name)
                | tree.GivenChoice(name=name)
                | tree.GivenDay(name=name)
                | tree.GivenNone(name=name)
                | tree.GivenList(name=name)
            ):
                key = ("given", name.text)
            case tree.GivenPeriod():
                key = ("period", "")
            case tree.GivenEvery(word=word):
                key = ("every", word)
            case _:
                continue
        first = seen.setdefault(key, line)
        if first is not line:
            facts: dict[str, Fact] = {"statement": quoted(line), "line": first.at.line}
            given.report(names.STATEMENT_TWICE, line, **facts)


def _pin_every(
    instrument: Instrument, given: Given, line: tree.GivenEvery, places: dict[str, tree.Node]
) -> None:
    items = [item for item in instrument.walk() if item.word == line.word]
    if not items:
        given.report(names.NOTHING_OF_WORD, line, text=line.at.text)
    for item in items:
        given.pins[item.id] = line.number.value
        places[item.id] = line


def _pin(
    instrument: Instrument,
    given: Given,
    name: tree.Name,
    value: Fraction,
    places: dict[str, tree.Node],
) -> None:
    quantities = {i.id for i in instrument.walk()} | {v.id for v in instrument.values}
    numbers = {i.id: i.type for i in instrument.inputs if isinstance(i.type, NumberType)}
    if name.text in quantities:
        given.pins[name.text] = value
        places[name.text] = name
    elif name.text in numbers:
        given.inputs[name.text] = value
        if value not in interval_of(numbers[name.text]):
            facts: dict[str, Fact] = {"id": name.text, "figure": text_of(value)}
            given.report(kinds.GIVEN_OUT_OF_REACH, name, **facts)
    elif name.text in {i.id for i in instrument.inputs}:
        given.report(kinds.GIVEN_OF_WRONG_SORT, name, id=name.text)
    else:
        unknown(given, name, sorted({*quantities, *numbers}))


_Answer = tree.GivenChoice | tree.GivenDay | tree.GivenNone | tree.GivenList


def _period(line: tree.GivenPeriod) -> Period:
    return Period(first=line.first.value, last=line.last.value)


def _answer(instrument: Instrument, given: Given, line: _Answer) -> None:
    """An input that is no number."""
    declared = {i.id: i for i in instrument.inputs}.get(line.name.text)
    if declared is None:
        unknown(given, line.name, [i.id for i in instrument.inputs])
        return
    match line, declared.type:
        case tree.GivenChoice(choice=choice), YesNoType() if choice.text in {"yes", "no"}:
            given.inputs[declared.id] = choice.text == "yes"
        case tree.GivenChoice(choice=choice), ChoiceType() as kind:
            _choose(given, declared.id, choice, kind)
        case tree.GivenDay(day=day), DateType():
            given.inputs[declared.id] = day.value
        case tree.GivenNone(), ListType():
            given.inputs[declared.id] = ()
        case tree.GivenList(), ListType() as kind:
            read = records_in(line, kind)
            given.found.extend(read.diagnostics)
            given.inputs[declared.id] = read.value or ()
        case _:
            given.report(kinds.GIVEN_OF_WRONG_SORT, line.name, id=declared.id)


def _choose(given: Given, name: str, choice: tree.Name, kind: ChoiceType) -> None:
    if choice.text in dict(kind.choices):
        given.inputs[name] = choice.text
    else:
        unknown(given, choice, [key for key, _ in kind.choices])


def unknown(given: Given, name: tree.Name, known: Iterable[str]) -> None:
    """Say that an id is unknown."""
    given.found.append(unknown_id(name, known))


def _below(instrument: Instrument, given: Given, places: Mapping[str, tree.Node]) -> None:
    """A pinned value cuts the tree: nothing below it may be given as well.

    What decides whether a part applies is not below it.
    """
    defined = declared(instrument)
    stated = {*given.pins, *given.inputs}
    for upper in given.pins:
        for lower in sorted((reached(frozenset([upper]), defined) - {upper}) & stated):
            node = places.get(lower, places[upper])
            given.report(kinds.GIVEN_BELOW_GIVEN, node, id=lower, above=upper)
