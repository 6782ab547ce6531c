"""What a subject said, after findings and decisions: what formulas and conditions read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.backends.exact.judge import Judgement
from evaluator.backends.exact.steps import Read
from evaluator.intake.pointer import below
from evaluator.intake.response import Answer, Finding, Response, Stage
from evaluator.model.instrument import Input, Instrument
from evaluator.values.amounts import NoValue, Open


@dataclass(frozen=True, slots=True)
class Facts:
    """The judged leaves, and the inputs by id without the missing ones.

    Attributes:
        said: the places of the response that say what an input is, by its id.
        labels: the category in each table of categories, by its id, open while it waits; only what
            is said of a subject in its group asks for them.
    """

    leaves: Mapping[str, Judgement]
    inputs: Mapping[str, object]
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str | Open | NoValue] = field(default_factory=dict)

    def reads(self, name: str) -> tuple[Read, ...]:
        """Where an input is read: all that was said of it, else the place of its answer."""
        return tuple(map(Read, self.said.get(name, (below("/answers", name),))))


def facts_of(
    instrument: Instrument, leaves: Mapping[str, Judgement], response: Response, stage: Stage
) -> Facts:
    """The facts of one response: each input as the latest stage left it."""
    found = {i.id: dict(_said(i, response, stage)) for i in instrument.inputs}
    return Facts(
        leaves,
        {name: list(said.values())[-1] for name, said in found.items() if said},
        {name: tuple(said) for name, said in found.items() if said},
    )


def _said(declared: Input, response: Response, stage: Stage) -> list[tuple[str, object]]:
    """What is said of an input, from the claim to the decision, each with its place."""
    name = declared.id
    sources: list[tuple[str, Answer | Finding | None]] = [("/answers", response.answers.get(name))]
    if stage is not Stage.SELF:
        sources.append(("/findings", response.findings.get(name)))
    if stage is Stage.FINAL:
        sources.append(("/decisions", response.decisions.get(name)))
    return [
        (below(section, name), said.value)
        for section, said in sources
        if said is not None and said.value is not None
    ]
