"""Answers to what does not apply: they are refused, for no rule says what they could mean."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.backends.exact.evaluate import Evaluation, evaluate
from evaluator.backends.exact.facts import facts_of
from evaluator.backends.exact.instances import stated_in
from evaluator.backends.exact.judge import judge_leaves
from evaluator.diagnostics.kinds.inputs import ITEM_NOT_APPLICABLE
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.document import Object, Value
from evaluator.intake.pointer import below, called
from evaluator.intake.response import Response, Stage
from evaluator.model.instrument import Instrument, instance_of
from evaluator.source import NOWHERE, Span

_SAID = (("answers", Stage.SELF), ("findings", Stage.VERIFIED), ("decisions", Stage.FINAL))
"""Each section of a response, and the stage whose facts decide what applies for it."""


def refusals(instrument: Instrument, response: Response, document: Value) -> Iterator[Diagnostic]:
    """Every answer, finding and decision on an item that does not apply.

    Each is held against what was known when it was given: an answer that a finding on another
    question makes void was right to give. While a condition is open nothing is refused.
    """
    if not instrument.is_conditional:
        return
    instrument, stated = stated_in(instrument, response)
    for section, stage in _SAID:
        said = _said(stated, section)
        if said:
            run = _evaluated(instrument, stated, stage)
            for name in said:
                # Where the whole part does not apply, that is told of its instances together.
                if name in run.excluded and instance_of(name) not in run.excluded:
                    at = stated.answers[name].at if section == "answers" else None
                    yield _refusal(run, section, name, at, document)


def _said(response: Response, section: str) -> tuple[str, ...]:
    match section:
        case "answers":
            given = response.answers.items()
            return tuple(n for n, said in given if said.value is not None or said.items)
        case "findings":
            return tuple(response.findings)
        case _:
            return tuple(response.decisions)


def _evaluated(instrument: Instrument, response: Response, stage: Stage) -> Evaluation:
    leaves = judge_leaves(instrument, response, stage)
    return evaluate(instrument, facts_of(instrument, leaves, response, stage))


def _refusal(
    run: Evaluation, section: str, name: str, instance: str | None, document: Value
) -> Diagnostic:
    """The refusal of what is said of an item; `instance`: where it is said of one of several."""
    ground = run.excluded[name].ground
    facts: dict[str, Fact] = {
        "id": name,
        "condition": " ".join(ground.at.text.split()),
        "file": ground.at.source.name,
        "line": ground.at.line,
    }
    return Diagnostic(
        kind=ITEM_NOT_APPLICABLE,
        at=_place(document, section, name if instance is None else called(instance)),
        pointer=below(f"/{section}", name) if instance is None else instance,
        facts=facts,
    )


def _place(document: Value, *keys: str) -> Span:
    """Where the value below these keys stands; nowhere in a mapping given from Python."""
    for key in keys:
        members = document.members if isinstance(document, Object) else ()
        found = next((m.value for m in members if m.key.value == key), None)
        if found is None:
            return NOWHERE
        document = found
    return document.at
