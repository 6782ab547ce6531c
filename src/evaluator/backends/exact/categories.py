"""Categories by conditions: which one holds, which may still, and what the others lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.backends.exact.prospects import lines_ahead
from evaluator.backends.exact.steps import Read, Step, Use
from evaluator.model.instrument import Categories
from evaluator.values.amounts import Known, NoValue, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The category of a subject.

    Attributes:
        label: the category, `None` while it is open or where a condition has no value.
        possible: the categories it may still be, in the order of the rules.
        unmet: the categories whose condition does not hold, each with the step of the condition.
    """

    label: str | None
    possible: tuple[str, ...]
    unmet: tuple[tuple[str, Step], ...]
    step: Step


def labelled(table: Categories, cases: Step) -> Labelled:
    """The category, from the step of the cases."""
    conditions = [used.step for used in _uses(cases) if not _is_result(used.step)]
    settled = isinstance(cases.amount, Known)
    stuck = isinstance(cases.amount, NoValue)
    places = [] if stuck else [*lines_ahead(conditions)]
    label = table.labels[places[0]] if settled else None
    line = table.cases.lines[places[0]] if settled and places[0] < len(table.cases.lines) else None
    return Labelled(
        label=label,
        possible=tuple(table.labels[place] for place in places),
        unmet=tuple(
            (table.labels[place], step)
            for place, step in enumerate(conditions)
            if step.amount == Verdict(holds=False)
        ),
        step=Step(
            op="category",
            amount=cases.amount,
            inputs=(Use(step=cases),),
            ground=line.ground if line else table.ground,
            of=table.id,
            label=label,
        ),
    )


def _uses(step: Step) -> Iterator[Use]:
    return (used for used in step.inputs if isinstance(used, Use))


def _is_result(step: Step) -> bool:
    """Whether it is what a line gives: the number of its category."""
    return step.op == "constant"


def lacking(condition: Step) -> tuple[str, ...]:
    """The places of the response by which a condition does not hold.

    Of several conditions that all have to hold, only those that do not are looked at.
    """
    failing = [condition]
    while any(step.op == "and" for step in failing):
        failing = [
            inner
            for step in failing
            for inner in (
                [u.step for u in _uses(step) if u.step.amount == Verdict(holds=False)]
                if step.op == "and"
                else [step]
            )
        ]
    return tuple(dict.fromkeys(place for step in failing for place in _reads(step)))


def _reads(step: Step) -> Iterator[str]:
    for used in step.inputs:
        if isinstance(used, Read):
            yield used.pointer
        elif isinstance(used, Use):
            yield from _reads(used.step)
