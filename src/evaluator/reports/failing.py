"""Which parts of a condition do not hold, in words, and whether points could make them hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.intake.pointer import called
from evaluator.model import formula as f
from evaluator.model.instrument import Band, Bands, Categories
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import condition_words, fallen_through, looked_at
from evaluator.reports.formulas import with_names
from evaluator.reports.gates import below


def failing_words(case: Case, bands: Bands) -> str:
    """What does not hold of the conditions through which a value fell, each once."""
    rows = fallen_through(case, bands)
    return _listed(case, (part for row in rows for part in failing_parts(case, bands, row)))


def unmet_words(case: Case, table: Categories, label: str) -> str:
    """What does not hold of the condition of a category that has no value behind it."""
    place = table.labels.index(label)
    (cases,) = used_steps(case.named[table.id])
    step = case.steps[used_steps(case.steps[cases])[place]]
    return _listed(case, _failing(case, table.cases.lines[place].condition, step))


def _listed(case: Case, parts: Iterable[tuple[f.Condition, Json]]) -> str:
    """Conditions in words, each once."""
    words = (condition_words(case, part) or with_names(case, step) for part, step in parts)
    return case.say.listed(list(dict.fromkeys(words)))


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
