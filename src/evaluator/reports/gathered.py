"""Which part of the rules a step over the records of a list stands for."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.analysis.references import walk
from evaluator.intake.pointer import called
from evaluator.model import formula as f
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps


def list_of(step: Json) -> str:
    """The id of the list that a step over records reads."""
    pointer = str(next(used["response"] for used in step["inputs"] if "response" in used))
    return called(pointer)


def gathered(case: Case, owner: str, step: Json) -> f.OverRecords | f.PickRecord | None:
    """The part of the owner's formula that a step computes; `None` where it is not certain.

    Steps stand in the order of the formula, but a line of cases that is not reached has none.
    """
    formula = _formula(case, owner)
    if formula is None:
        return None
    key = _key(step["op"], list_of(step), step["rule"]["line"])
    stated = [
        part
        for part in walk(formula)
        if isinstance(part, f.OverRecords | f.PickRecord)
        and _key(_op(part), part.list, part.ground.at.line) == key
    ]
    if stated and all(part == stated[0] for part in stated):
        return stated[0]
    steps = [
        one["id"]
        for one in _below(case, case.named[owner])
        if _takes_records(one) and _key(one["op"], list_of(one), one["rule"]["line"]) == key
    ]
    return stated[steps.index(step["id"])] if len(steps) == len(stated) else None


def _formula(case: Case, owner: str) -> f.Formula | None:
    stated = {value.id: value.formula for value in case.instrument.values}
    return case.items[owner].formula if owner in case.items else stated.get(owner)


def _op(part: f.OverRecords | f.PickRecord) -> str:
    if isinstance(part, f.PickRecord):
        return f"{part.tally.value}_choice"
    end = "" if part.few is None else f"_of_{part.few.end.value}"
    return f"{part.tally.value}{end}_records" if end else f"{part.tally.value}_record"


def _key(op: str, name: str, line: int) -> tuple[str, str, int]:
    # A count, a sum and a mean are of records, the highest and the lowest of one record.
    return op.removesuffix("s"), name, line


def _takes_records(step: Json) -> bool:
    return str(step["op"]).endswith(("_record", "_records", "_choice"))


def _below(case: Case, step: Json) -> Iterator[Json]:
    """The steps of one formula, in its order; what has a name of its own is another formula."""
    for name in used_steps(step):
        inner = case.steps[name]
        if "of" not in inner:
            yield inner
            yield from _below(case, inner)
