"""What a step came to, and what was stated at the place it reads, in words."""

from __future__ import annotations

from evaluator.reports.answers import CHOICES, answer_words, field_at, field_words, picked_words
from evaluator.reports.case import Case, Json
from evaluator.reports.without import is_left_out


def figure(case: Case, step: Json) -> str:
    """What a step came to."""
    value = step["value"]
    if step["op"] == "unanswered":
        return case.say("state.not_answered")
    if isinstance(value, bool):
        return case.say("truth.yes" if value else "truth.no")
    if step["op"] == "day" and value is not None:
        return case.day(value)
    if step["op"] in CHOICES:
        return picked_words(case, step)
    if value is not None:
        return case.say.own(value) if step["op"] in {"band", "category"} else case.number(value)
    if "least" in step:
        return _open(case, step)
    if is_left_out(case, step):
        return case.say("state.not_applicable")
    return case.say("value.none")


def came_to(case: Case, step: Json) -> str:
    """What a formula came to; of what waits for answers, that it is not settled."""
    if step["value"] is None and step["op"] != "unanswered" and "least" in step:
        return case.between(step) or figure(case, step)
    return case.approximate(step["value"]) if _is_number(step) else figure(case, step)


def _is_number(step: Json) -> bool:
    """Whether a step came to a number, and not to a category, a choice, a day or a truth."""
    named = {"band", "category", "day", *CHOICES}
    return isinstance(step["value"], str) and step["op"] not in named


def _open(case: Case, step: Json) -> str:
    """The bounds of a part of a formula; a single figure where they meet."""
    if step["least"] is not None and step["least"] == step["most"]:
        return case.number(step["least"])
    return case.between(step) or case.say("value.open")


def stated_at(case: Case, step: Json) -> tuple[str, str]:
    """The name of what a step reads, and what was stated there."""
    pointer = str(next(used["response"] for used in step["inputs"] if "response" in used))
    found = field_at(case, pointer)
    if found is not None:
        entry, field = found
        return case.say.own(field.label), field_words(case, entry, field)
    read = case.asked_at(pointer)
    return case.short(read), answer_words(case, read)


def place_words(case: Case, step: Json) -> str:
    """What was stated at the one place a step reads, and the window a date was held against."""
    name, answer = stated_at(case, step)
    text = case.say("condition_answer", name=name, answer=answer)
    if "window" not in step:
        return text
    window = step["window"]
    key = {True: "records.inside", False: "records.outside", None: "records.undecided"}[
        step["value"]
    ]
    return case.say(key, text=text, first=case.day(window["from"]), last=case.day(window["to"]))
