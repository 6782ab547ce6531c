"""Whether an example states the answers of one response: all that counts of them, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evaluator.analysis.attainable import Attainable
from evaluator.backends.exact.assess import Assessment
from evaluator.backends.exact.facts import Facts
from evaluator.examples.figures import lines_of_one
from evaluator.examples.given import Given, given_in
from evaluator.examples.parts import parts_of
from evaluator.intake.response import Record
from evaluator.model.instrument import Instrument
from evaluator.syntax import tree
from evaluator.values.amounts import Absent, Known


def states(instrument: Instrument, example: tree.Example, found: Assessment) -> bool:
    """Whether the example is of the same subject as an assessment, by its answers.

    One that pins what is computed of answers does not say which these were.
    """
    of_one = replace(example, lines=tuple(lines_of_one(instrument, example)))
    part = next(parts_of(instrument, Attainable(instrument), of_one, {}))
    given = given_in(part)
    if given.found or given.repeated or not _is_read_so(instrument, example):
        return False
    facts = found.evaluation.facts
    same_days = given.period is None or given.period == facts.period
    return same_days and _same_inputs(given, facts) and _same_levels(given, found)


def _is_read_so(instrument: Instrument, example: tree.Example) -> bool:
    """Whether the assumptions are read as the example takes them."""
    read = {assumption.id: assumption.read_as for assumption in instrument.assumptions}
    return all(
        held.read_as is not None and read.get(held.name.text) == held.read_as.text
        for held in example.readings
    )


def _same_inputs(given: Given, facts: Facts) -> bool:
    return given.exempt.keys() == facts.exempt.keys() and _stated(given.inputs) == _stated(
        facts.inputs
    )


def _stated(inputs: Mapping[str, object]) -> Mapping[str, object]:
    """What is stated, of records whatever they are called and wherever they stand."""
    return {
        name: [dict(one.fields) for one in value if isinstance(one, Record)]
        if isinstance(value, tuple)
        else value
        for name, value in inputs.items()
        if not isinstance(value, Absent)
    }


def _same_levels(given: Given, found: Assessment) -> bool:
    """Whether just the parts that are rated and count are given, each with what it counts."""
    items = found.evaluation.items
    levels = {name: items[name].amount for name in found.leaves}
    counted = {name: x.value for name, x in levels.items() if isinstance(x, Known)}
    return given.pins == counted
