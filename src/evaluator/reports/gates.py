"""The rules by which there may be no score, with the steps that decided them."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.intake.pointer import called
from evaluator.model.instrument import Gate
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.formulas import with_figures
from evaluator.reports.page import Row


def deciding_gate(case: Case) -> tuple[Gate, Json] | None:
    """The rule by which there is no score, with the step of its condition."""
    held = (found for found in gate_steps(case) if found[1]["value"] is True)
    return next(held, None) if case.status == "not_scored" else None


def open_gates(case: Case) -> list[tuple[Gate, Json]]:
    """The rules of which it is open whether they leave a score, or that will leave none."""
    if case.status != "incomplete":
        return []
    return [
        (gate, step)
        for gate, step in gate_steps(case)
        if step["value"] is None and step.get("possible") != [False] and awaited(case, step)
    ]


def will_not_be_scored(case: Case) -> bool:
    """Whether a rule leaves no score whatever is still answered."""
    return any(step.get("possible") == [True] for _, step in open_gates(case))


def gate_rows(case: Case) -> Iterator[Row]:
    """A row for the rule that decided, or for each that is open: condition, answers, provision."""
    decided = deciding_gate(case)
    told = [(case.say("gate.holds"), *decided)] if decided else []
    told += [(case.say("gate.open"), gate, step) for gate, step in open_gates(case)]
    for label, gate, step in told:
        yield Row(
            label=label,
            value=case.say("quoted", text=case.say.own(gate.because)),
            notes=(with_figures(case, step), case.ground(gate.ground)),
        )


def may_not_be_scored(case: Case) -> str | None:
    """That it is open whether there is a score, and by which answers; `None` if there will be one.

    Where no answer leads to one, that is said.
    """
    if will_not_be_scored(case):
        return case.say("gate.will_not_be_scored")
    waiting = {name for _, step in open_gates(case) for name in awaited(case, step)}
    return case.say("gate.may_not_be_scored", names=case.names(waiting)) if waiting else None


def awaited(case: Case, step: Json) -> set[str]:
    """The items and inputs an open step waits for."""
    missing = set(case.result["missing"])
    return {name for one in below(case, step) for name in _read(one) if name in missing}


def below(case: Case, step: Json) -> Iterator[Json]:
    """A step and every step it rests on, each once."""
    seen: set[str] = set()
    waiting = [step]
    while waiting:
        one = waiting.pop()
        if one["id"] not in seen:
            seen.add(one["id"])
            waiting += [case.steps[used] for used in used_steps(one)]
            yield one


def _read(step: Json) -> Iterator[str]:
    """What a step reads of the response; the step of an unanswered part is named after it."""
    yield from (called(used["response"]) for used in step["inputs"] if "response" in used)
    if "of" in step:
        yield step["of"]


def gate_steps(case: Case) -> Iterator[tuple[Gate, Json]]:
    """Each rule with its step: the last of the trace that nothing else uses."""
    gates = case.instrument.gates
    used = {name for step in case.steps.values() for name in used_steps(step)}
    roots = [step for step in case.steps.values() if step["id"] not in used]
    yield from zip(gates, roots[len(roots) - len(gates) :], strict=True)
