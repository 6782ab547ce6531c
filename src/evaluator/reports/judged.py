"""Conditions beside what was read: what the rules ask, what the answer is, whether it holds.

The steps of a result say what was read; what is asked stands in the part of the rules they compute.
"""

from __future__ import annotations

from collections.abc import Callable

from evaluator.backends.exact.conditions import COMPARISONS
from evaluator.model import formula as f
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import SIGNS, answer_asked
from evaluator.reports.figures import figure, place_words, stated_at

CONDITIONS = frozenset(
    {"and", "or", "not", "is", "field_is", "pick_is", "within", *COMPARISONS.values()}
)
"""Steps that hold or do not."""

SIGN_OF = {op: SIGNS[operator] for operator, op in COMPARISONS.items()}
"""The sign of each step that compares."""

Written = Callable[[Json], str]
"""How a step is written."""


def judged_words(case: Case, step: Json, named: Written, valued: Written) -> str:
    """A condition, what was read for it and whether it holds; of a joined one each part.

    `named` writes a step with names, `valued` one with figures.
    """
    read = answer_read(case, step)
    if read is not None:
        return _with_verdict(case, read, step)
    parts = [case.steps[name] for name in used_steps(step)]
    match step["op"]:
        case ("and" | "or") as op:
            joined = f" {case.say(f'asks.{op}')} "
            return joined.join(f"({valued(part)})" for part in parts)
        case "not":
            return case.say("asks.not", condition=valued(parts[0]))
        case "within":
            return _with_verdict(case, place_words(case, step), step)
        case op:
            left, right = (valued(part) for part in parts)
            read = f"{left} {SIGN_OF[op]} {right}"
            asked = named(step)
            told = read if read == asked else case.say("asks.read", asked=asked, read=read)
            return _with_verdict(case, told, step)


def condition_of(case: Case, step: Json) -> f.Condition | None:
    """The condition a step decides, where that is certain."""
    asked = case.meant.get(step["id"])
    return asked if isinstance(asked, f.Condition) else None


def is_joined(case: Case, step: Json) -> bool:
    """Whether a condition is told by its parts."""
    return step["op"] in {"and", "or"} and answer_read(case, step) is None


def answer_read(case: Case, step: Json) -> str | None:
    """What a condition on one answer asks and what was answered; `None` where it is on more."""
    asked = condition_of(case, step)
    words = None if asked is None else answer_asked(case, asked, plain=True)
    leaf = step
    while words is not None and leaf["op"] not in _ON_ANSWERS:
        leaf = case.steps[used_steps(leaf)[0]]
    if leaf["op"] not in _ON_ANSWERS:
        return None
    name, answer, is_known = _answer(case, leaf)
    if words is None:
        return case.say("condition_answer", name=name, answer=answer)
    key = _ON_ANSWERS[leaf["op"]] if is_known else "read"
    return case.say(f"asks.{key}", asked=words, read=answer)


_ON_ANSWERS = {"is": "answer", "field_is": "record", "pick_is": "picked"}
"""How what is read is told, by the step that asks for a choice."""


def _answer(case: Case, step: Json) -> tuple[str, str, bool]:
    """What is asked for, what was answered, and whether that is an answer."""
    if step["op"] != "pick_is":
        return (*stated_at(case, step), step["value"] is not None)
    picked = case.steps[used_steps(step)[0]]
    return case.say(f"op.{picked['op']}"), figure(case, picked), picked["value"] is not None


def _with_verdict(case: Case, text: str, step: Json) -> str:
    """A condition and whether it holds."""
    unsettled = "none" if case.status == "complete" else "open"
    if "possible" in step:
        unsettled = "will_hold" if step["possible"] == [True] else "will_fail"
    key = {True: "holds", False: "fails", None: unsettled}[step["value"]]
    return case.say("condition", text=text, verdict=case.say(f"verdict.{key}"))
