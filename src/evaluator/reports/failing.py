"""Which parts of a condition do not hold, in words, and whether points could make them hold."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.intake.pointer import called
from evaluator.model import formula as f
from evaluator.model.instrument import Band, Bands
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import condition_words, fallen_through, looked_at
from evaluator.reports.formulas import with_names
from evaluator.reports.gates import below


def failing_words(case: Case, bands: Bands) -> str:
    """What does not hold of the conditions through which a value fell, each once."""
    told: dict[str, None] = {}
    for row in fallen_through(case, bands):
        for condition, step in failing_parts(case, bands, row):
            words = condition_words(case, condition) or with_names(case, step)
            told[words] = None
    return case.say.listed(list(told))


def asks_for_points(case: Case, bands: Bands, row: Band) -> bool:
    """Whether what does not hold of a band's condition rests on parts or values of the rules."""
    values = {value.id for value in case.instrument.values}
    return any(
        one.get("of") in values or not case.items.keys().isdisjoint(_parts_of(one))
        for _, step in failing_parts(case, bands, row)
        for one in below(case, step)
    )


def failing_parts(case: Case, bands: Bands, row: Band) -> Iterator[tuple[f.Condition, Json]]:
    """The parts of a band's condition that do not hold, each with its step."""
    if row.gate is None:
        raise AssertionError("the band asks for nothing")
    step = next(step for looked, step in looked_at(case, bands) if looked is row)
    yield from _failing(case, row.gate.condition, step)


def _failing(case: Case, condition: f.Condition, step: Json) -> Iterator[tuple[f.Condition, Json]]:
    if not isinstance(condition, f.All):
        yield condition, step
        return
    parts = [case.steps[name] for name in used_steps(step)]
    for operand, part in zip(condition.operands, parts, strict=True):
        if part["value"] is False:
            yield from _failing(case, operand, part)


def _parts_of(step: Json) -> Iterator[str]:
    """The part of the tree whose value a step is, and those whose answers it reads."""
    if "of" in step:
        yield step["of"]
    yield from (called(used["response"]) for used in step["inputs"] if "response" in used)
