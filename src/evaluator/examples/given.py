"""What an example states as given: pinned values and inputs, checked against the instrument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar, assert_never

from evaluator.analysis.identity import quoted
from evaluator.analysis.lower.scope import unknown_id
from evaluator.analysis.reach import reaches
from evaluator.analysis.references import declared, reached
from evaluator.backends.exact.instances import Stated, numbered, together
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind
from evaluator.examples.lists import records_in
from evaluator.examples.needed import needed
from evaluator.examples.parts import ExamplePart
from evaluator.intake.questions import interval_of
from evaluator.intake.response import Period
from evaluator.model.formula import Ground
from evaluator.model.instrument import (
    Asked,
    ChoiceType,
    DateType,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    Scale,
    YesNoType,
    answer_id,
    answered_by,
    answered_item,
    instance_id,
    instance_of,
)
from evaluator.syntax import tree
from evaluator.values.amounts import Absent
from evaluator.values.numbers import text_of

V = TypeVar("V", tree.Number, tree.Name, tree.Day, tree.Number | tree.Name | tree.Day)
_Every = tree.GivenEvery | tree.GivenEveryChoice


@dataclass(frozen=True, slots=True)
class Given:
    """The pins and inputs of one example, and what was wrong with them.

    Attributes:
        every: the pins and inputs that only a line for every part of a word states, each with it.
    """

    pins: dict[str, Fraction] = field(default_factory=dict)
    inputs: dict[str, object] = field(default_factory=dict)
    every: dict[str, _Every] = field(default_factory=dict)
    exempt: dict[str, tuple[Ground, ...]] = field(default_factory=dict)
    repeated: dict[str, Stated] = field(default_factory=dict)
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
    items = {item.id: item for item in instrument.walk()}
    own = frozenset(line.name.text for line in lines if isinstance(line, _OF_ONE))
    for line in lines:
        # What is said of one part stands above what is said of all.
        if isinstance(line, tree.GivenEvery):
            _pin_every(instrument, given, line, places)
        if isinstance(line, tree.GivenEveryChoice):
            _answer_every(instrument, given, line, places, own)
    for one in (each for line in lines for each in _singly(given, line, items)):
        match one:
            case tree.Given(name=name, number=number, more=more):
                item = items.get(name.text)
                if item is not None and item.repeated is not None:
                    pins = _repeat(given, item, [number, *more], name)
                    given.pins.update(pins)
                    places.update(dict.fromkeys(pins, name))
                elif more or isinstance(number, tree.GivenExempt):
                    given.report(kinds.GIVEN_OF_WRONG_SORT, name, id=name.text)
                else:
                    _pin(instrument, given, name, number.value, places)
            case tree.GivenChoice() | tree.GivenDay() | tree.GivenNone() | tree.GivenList():
                _answer(instrument, given, one)
            case tree.GivenAnswer(name=name, number=number):
                _answer_number(instrument, given, name, number.value)
                places[name.text] = one
            case tree.GivenNotApplicable(name=name):
                _exempt(instrument, given, name)
            case tree.GivenPeriod(first=first, last=last) if first.value > last.value:
                days: dict[str, Fact] = {"from": first.written, "to": last.written}
                given.report(kinds.GIVEN_PERIOD_REVERSED, one, **days)
            case _:
                pass
    _leave_out_below(instrument, given, places)
    _as_listed(given, items, places)
    for pinned, value in given.pins.items():
        within = reaches(instrument, pinned, value, contribution=False, attainable=part.attainable)
        if within is False:
            if pinned in items:
                _off(given, items[pinned], value, places[pinned])
                continue
            facts: dict[str, Fact] = {"id": pinned, "figure": text_of(value)}
            given.report(kinds.GIVEN_OUT_OF_REACH, places[pinned], **facts)
    named = {line.name.text: line.name for line in lines if isinstance(line, _NAMED)}
    _below(part, given, named, places)
    return given


def _as_listed(given: Given, items: Mapping[str, Item], places: Mapping[str, tree.Node]) -> None:
    """A part that is repeated for the records of a list is stated as often as there are records."""
    for name, stated in given.repeated.items():
        repeated = items[name].repeated
        among = repeated.among if repeated is not None else None
        records = given.inputs.get(among.list) if among is not None else None
        count = len(stated.item.children)
        if isinstance(records, tuple) and count != len(records):
            at = next((places[x.id] for x in stated.item.children if x.id in places), None)
            facts: dict[str, Fact] = {"least": len(records), "most": len(records)}
            if at is not None:
                given.report(kinds.GIVEN_INSTANCES_COUNT, at, id=name, count=count, **facts)


_OF_ONE = (
    tree.Given,
    tree.GivenChoice,
    tree.GivenDay,
    tree.GivenAnswer,
    tree.GivenNotApplicable,
)


_NAMED = (*_OF_ONE, tree.GivenNone, tree.GivenList)
"""Lines that state something of one part or input."""


def _forget(given: Given, line: tree.Node) -> None:
    """A line for one part stands above what a line for every part said of it."""
    if isinstance(line, _OF_ONE):
        name = line.name.text
        for pinned in [one for one in given.pins if name in {one, instance_of(one)}]:
            _drop(given, pinned)
        _drop(given, answer_id(name))


def _drop(given: Given, name: str) -> None:
    """Take back a pin or an input."""
    given.pins.pop(name, None)
    given.inputs.pop(name, None)
    given.every.pop(name, None)
    part = answered_item(name) or name
    given.repeated.pop(instance_of(part) or part, None)


def _leave_out_below(instrument: Instrument, given: Given, places: Mapping[str, tree.Node]) -> None:
    """A line for every part of a word speaks of none that lies below a value that is given.

    Where that leaves no part, the line says nothing, which is a mistake.
    """
    defined = declared(instrument)
    below: dict[str, str] = {}
    for upper in given.pins:
        for lower in (reached(frozenset([upper]), defined) - {upper}) & set(given.every):
            below.setdefault(lower, upper)
    for line in {id(line): line for line in given.every.values()}.values():
        spoken_of = [name for name, every in given.every.items() if every is line]
        if all(name in below for name in spoken_of):
            above = below[spoken_of[0]]
            given.report(
                kinds.GIVEN_EVERY_BELOW_GIVEN, line, above=above, line=places[above].at.line
            )
    for name in below:
        _drop(given, name)


def _twice(given: Given, lines: Iterable[tree.Node]) -> None:
    """Two lines that state the same thing; neither is taken for the other."""
    seen: dict[tuple[str, str], tree.Node] = {}
    for line in lines:
        match line:
            case (
                tree.Given(name=name)
                | tree.GivenAnswer(name=name)
                | tree.GivenNotApplicable(name=name)
                | tree.GivenChoice(name=name)
                | tree.GivenDay(name=name)
                | tree.GivenNone(name=name)
                | tree.GivenList(name=name)
            ):
                key = ("given", name.text)
            case tree.GivenPeriod():
                key = ("period", "")
            case tree.GivenEvery(word=word) | tree.GivenEveryChoice(word=word):
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
        if item.repeated is not None:
            pins = _repeat(given, item, [line.number], line)
        else:
            pins = {item.id: line.number.value}
        given.pins.update(pins)
        given.every.update(dict.fromkeys(pins, line))
        places.update(dict.fromkeys(pins, line))


_Value = tree.Number | tree.Name | tree.Day
"""What is stated of one instance."""


def _singly(
    given: Given, line: tree.ExampleLine, items: Mapping[str, Item]
) -> Iterator[tree.ExampleLine]:
    """The line, or those of the instances where it answers a repeated part."""
    _forget(given, line)
    match line:
        case (
            tree.GivenChoice(choice=first)
            | tree.GivenDay(day=first)
            | tree.GivenAnswer(number=first)
        ):
            item = items.get(line.name.text)
        case _:
            yield line
            return
    if item is not None and item.repeated is not None:
        for name, value in _numbered(given, item, [first, *line.more], line.name):
            yield _of_instance(line, tree.Name(at=line.name.at, text=name), value)
    elif line.more:
        given.report(kinds.GIVEN_OF_WRONG_SORT, line.name, id=line.name.text)
    else:
        yield line


def _of_instance(
    line: tree.GivenChoice | tree.GivenDay | tree.GivenAnswer, name: tree.Name, value: _Value
) -> tree.ExampleLine:
    match value:
        case tree.Name():
            return tree.GivenChoice(at=line.at, name=name, choice=value)
        case tree.Day():
            return tree.GivenDay(at=line.at, name=name, day=value)
        case tree.Number():
            return tree.GivenAnswer(at=line.at, name=name, number=value)
        case _:
            assert_never(value)


def _numbered(
    given: Given, item: Item, values: Sequence[V | tree.GivenExempt], at: tree.Node
) -> list[tuple[str, V]]:
    """What is stated of each instance of a part; one alone is of as many as there must be.

    Those to which the part does not apply are noted as such and left out.
    """
    repeated = item.repeated
    if repeated is None:
        raise AssertionError("the caller has seen that it is repeated")
    several = list(values) * repeated.least if len(values) == 1 else list(values)
    if not repeated.least <= len(several) <= repeated.most:
        times: dict[str, Fact] = {"least": repeated.least, "most": repeated.most}
        given.report(kinds.GIVEN_INSTANCES_COUNT, at, id=item.id, count=len(several), **times)
        return []
    given.repeated[item.id] = numbered(item, repeated, len(several))
    stated: list[tuple[str, V]] = []
    for number, value in enumerate(several, 1):
        name = instance_id(item.id, number)
        if not isinstance(value, tree.GivenExempt):
            stated.append((name, value))
        elif repeated.among is not None and repeated.how.may_be_not_applicable is None:
            continue  # what the list says of it settles whether it is one of these
        elif not _declare(given, item, name, at):
            return []
    return stated


def _repeat(
    given: Given, item: Item, instances: Sequence[tree.Number | tree.GivenExempt], at: tree.Node
) -> dict[str, Fraction]:
    """The values of the instances of a part, which are those of levels where it is rated.

    Where the instances count as one, one number that is no level is the value of the part.
    """
    how, numbers = answered_by(item), [x.value for x in instances if isinstance(x, tree.Number)]
    scale = how.scale if isinstance(how, Rating) else None
    levels = {level.value for level in scale.levels} if scale is not None else set(numbers)
    off = next((x for x in numbers if x not in levels), None)
    as_one = item.repeated is not None and not item.repeated.each and len(instances) == 1
    if as_one and numbers and (scale is None or off is not None):
        return {item.id: numbers[0]}
    if off is not None:
        _off(given, item, off, at, [x.at.text for x in instances])
        return {}
    return {name: x.value for name, x in _numbered(given, item, instances, at)}


def _off(
    given: Given, item: Item, figure: Fraction, at: tree.Node, written: Sequence[str] = ()
) -> None:
    """Say that no answers give a figure, and where it is a level that it is stated as a value."""
    how = answered_by(item)
    facts: dict[str, Fact] = {"id": item.id, "figure": text_of(figure)}
    if not isinstance(how, Rating) or figure not in how.scale:
        given.report(kinds.GIVEN_OUT_OF_REACH, at, **facts)
        return
    facts["value"] = text_of(how.scale.value(figure.numerator))
    facts["figures"] = ", ".join(written) or text_of(figure)
    given.report(kinds.GIVEN_LEVEL_AS_VALUE, at, **facts)


def _declare(given: Given, item: Item, name: str, at: tree.Node) -> bool:
    """Note that a part, or this instance of it, is declared not applicable; whether it may be."""
    grounds, answered = _exemption(given, item, at), answered_by(item)
    if not grounds:
        return False
    given.exempt[name] = grounds
    if isinstance(answered, Asked):
        counted = answered.not_applicable.answer if answered.not_applicable else None
        given.inputs[answer_id(name)] = Absent() if counted is None else counted
    return True


def _exemption(given: Given, item: Item, at: tree.Node) -> tuple[Ground, ...]:
    """The rules by which a part is declared not applicable; reported where none lets it be."""
    answered = answered_by(item)
    may = answered.may_be_not_applicable if answered is not None else None
    if answered is None or may is None:
        given.report(kinds.GIVEN_MAY_NOT_BE_EXEMPT, at, id=item.id)
        return ()
    rule = answered.not_applicable
    return (*((rule.ground,) if rule is not None else ()), may)


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
    """An input, or the answer of a part, that is no number."""
    declared = {i.key: i for i in instrument.questions}.get(line.name.text)
    if declared is None and isinstance(line, tree.GivenChoice):
        item = next((item for item in instrument.walk() if item.id == line.name.text), None)
        if item is not None and item.rating is not None:
            _no_level(given, item.rating.scale, line)
            return
    if declared is None:
        unknown(given, line.name, [i.key for i in instrument.questions])
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
            given.report(kinds.GIVEN_OF_WRONG_SORT, line.name, id=declared.key)


def _no_level(given: Given, scale: Scale, line: tree.GivenChoice) -> None:
    """Say that a part is rated by numbers, and which of them the word that is given may mean."""
    found = line.choice.text
    labelled = (x.number for x in scale.levels if (x.label or "").casefold() == found.casefold())
    level = next(labelled, scale.levels[-1].number)
    facts: dict[str, Fact] = {"id": line.name.text, "text": line.at.text, "level": str(level)}
    levels = tuple(str(each.number) for each in scale.levels[:_MOST_LEVELS])
    given.report(kinds.GIVEN_NO_LEVEL, line, levels=levels, **facts)


_MOST_LEVELS = 6
"""How many levels a message names."""


def _answer_every(
    instrument: Instrument,
    given: Given,
    line: tree.GivenEveryChoice,
    places: dict[str, tree.Node],
    own: AbstractSet[str],
) -> None:
    """One choice for the parts of a word that are asked for one; `own` have lines of their own."""
    items = [item for item in instrument.walk() if item.word == line.word]
    if not items:
        given.report(names.NOTHING_OF_WORD, line, text=line.at.text)
    for item in items:
        if item.id in own:
            continue
        if not isinstance(answered_by(item), Asked):
            given.report(kinds.GIVEN_OF_WRONG_SORT, line.choice, id=item.id)
            continue
        stated = [(item.id, line.choice)]
        if item.repeated is not None:
            stated = _numbered(given, item, [line.choice], line)
        for part, choice in stated:
            name = tree.Name(at=choice.at, text=part)
            _answer(instrument, given, tree.GivenChoice(at=line.at, name=name, choice=choice))
            given.every[answer_id(part)] = line
            places[answer_id(part)] = line


def _answer_number(instrument: Instrument, given: Given, name: tree.Name, value: Fraction) -> None:
    """A number that answers a part; that of one rated on a scale is its level, and its value."""
    items = {item.id: item for item in instrument.walk()}
    item = items.get(name.text)
    asked = item.asked if item is not None else None
    if item is None:
        unknown(given, name, items)
    elif item.rating is not None:
        scale = item.rating.scale
        if value in scale:
            given.pins[item.id] = scale.value(value.numerator)
        else:
            of_level: dict[str, Fact] = {"id": name.text, "figure": text_of(value)}
            given.report(kinds.GIVEN_OUT_OF_REACH, name, **of_level)
    elif asked is None or not isinstance(asked.question.type, NumberType):
        given.report(kinds.GIVEN_OF_WRONG_SORT, name, id=name.text)
    else:
        given.inputs[asked.question.id] = value
        if value not in asked.question.type.interval:
            facts: dict[str, Fact] = {"id": name.text, "figure": text_of(value)}
            given.report(kinds.GIVEN_OUT_OF_REACH, name, **facts)


def _exempt(instrument: Instrument, given: Given, name: tree.Name) -> None:
    """A part that is declared not applicable, where the rules let the subject say so."""
    items = {item.id: item for item in instrument.walk()}
    item = items.get(name.text)
    if item is None:
        unknown(given, name, items)
    elif _declare(given, item, item.id, name) and item.repeated is not None:
        given.repeated[item.id] = together(item)


def _choose(given: Given, name: str, choice: tree.Name, kind: ChoiceType) -> None:
    if choice.text in dict(kind.choices):
        given.inputs[name] = choice.text
    else:
        unknown(given, choice, [key for key, _ in kind.choices])


def unknown(given: Given, name: tree.Name, known: Iterable[str]) -> None:
    """Say that an id is unknown."""
    given.found.append(unknown_id(name, known))


def _below(
    part: ExamplePart,
    given: Given,
    named: Mapping[str, tree.Node],
    places: Mapping[str, tree.Node],
) -> None:
    """A pinned value cuts the tree: what is below it may be given only where others ask for it.

    What decides whether a part applies is not below it.
    """
    defined = declared(part.instrument)
    asked = needed(part.instrument, part.lines, given.pins, defined)
    there = {*given.pins, *given.inputs, *given.exempt} - asked
    for upper in given.pins:
        line = places[upper].at.line
        for lower in sorted((reached(frozenset([upper]), defined) - {upper}) & there):
            found = answered_item(lower) or lower
            told = instance_of(found) or found
            node = named.get(told) or places[lower]
            given.report(kinds.GIVEN_BELOW_GIVEN, node, id=told, above=upper, line=line)
