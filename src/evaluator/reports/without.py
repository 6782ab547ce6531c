"""Why a part or a value has none: what it rests on that has none, and the reason."""

from __future__ import annotations

from evaluator.model.formula import Aggregate
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps

_OVER_PARTS = frozenset({*Aggregate, "same"})
"""Steps that are not applicable where everything they are made of is."""


def none_words(case: Case, name: str) -> str:
    """That a part or a named value has none, and why, as far as the result says it."""
    told = case.say("value.none")
    because = none_because(case, name)
    return f"{told} {because}" if because else told


def none_because(case: Case, name: str) -> str:
    """The reason in brackets, with the part it comes from where that is another."""
    origin = _origin(case, case.named[name])
    reasons = {note["at"]: note["facts"]["reason"] for note in _notes(case)}
    # The notes are about named values alone; a part has the reason of what is made of it.
    above = [at for at in reasons if at in case.named and _origin(case, case.named[at]) == origin]
    reason = reasons.get(name) or next((reasons[at] for at in above), None)
    if reason is None and case.status == "not_scored":
        reason, origin = "not_scored", None
    if reason is None:
        return ""
    facts = {"reason": case.say(f"no_value.{reason}")}
    if origin is None or origin == name:
        return case.say("value.because", **facts)
    return case.say("value.because_of", name=case.short(origin), **facts)


def is_left_out(case: Case, step: Json) -> bool:
    """Whether nothing that a step is made of applies."""
    if step["value"] is not None or "least" in step:
        return False
    used = used_steps(step)
    if step["op"] == "not_applicable":
        return True
    over_parts = step["op"].partition("_of_")[0] in _OVER_PARTS
    return over_parts and bool(used) and all(is_left_out(case, case.steps[x]) for x in used)


def _notes(case: Case) -> list[Json]:
    return [note for note in case.result["notes"] if note["code"] == "no_value"]


def _origin(case: Case, step: Json) -> str | None:
    """The name of the first part without a value that a step without one rests on."""
    for name in used_steps(step):
        used = case.steps[name]
        if used["value"] is None and "least" not in used and not is_left_out(case, used):
            return _origin(case, used) or step.get("of")
    return step.get("of")
