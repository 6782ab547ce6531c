"""The whole trace: every step with its inputs, its value and its rule."""

from __future__ import annotations

from evaluator.model import formula as f
from evaluator.reports.answers import of_record_name
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.conditions import condition_words
from evaluator.reports.figures import figure
from evaluator.reports.judged import condition_of
from evaluator.reports.page import Align, Cell, Column, Line, Prose, Section, Table
from evaluator.reports.written import free


def steps(case: Case) -> Section:
    """The section of the trace."""
    heads = ("step", "what", "inputs", "value", "rule")
    columns = tuple(
        Column(head=case.say(f"trace.{key}"), align=Align.NUMBER if key == "value" else Align.TEXT)
        for key in heads
    )
    rows = tuple(_line(case, step) for step in case.steps.values())
    table = Table(caption=case.say("trace.caption"), columns=columns, rows=rows, long=True)
    return Section(
        id="trace",
        heading=case.say("trace.heading"),
        blocks=(Prose(text=case.say("trace.about")), table),
        folds=True,
    )


def _line(case: Case, step: Json) -> Line:
    what, asked = case.say(f"op.{step['op']}"), _asked(case, step)
    if "of_record" in step:
        what = case.say("trace.of_record", what=what, name=of_record_name(case, step))
    if "rounding" in step:
        what += ": " + case.rounding(step["rounding"]["decimals"], step["rounding"]["mode"])
    if "window" in step:
        first, last = (case.day(step["window"][end]) for end in ("from", "to"))
        what += ": " + case.say("records.window", first=first, last=last)
    of = case.name(step["of"]) if "of" in step else asked
    inputs = "; ".join(_input(case, used) for used in step["inputs"]) or NOTHING
    return Line(
        cells=(
            Cell(text=step["id"]),
            Cell(text=of or what, beneath=what if of else ""),
            Cell(text=inputs),
            Cell(text=figure(case, step)),
            Cell(text=case.rule(step["rule"])),
        )
    )


def _asked(case: Case, step: Json) -> str:
    """What a condition asks for; of a joined one each part has a step of its own."""
    asked = condition_of(case, step)
    if asked is None or isinstance(asked, f.All | f.Any | f.Not):
        return ""
    return condition_words(case, asked) or ""


def _input(case: Case, used: Json) -> str:
    if "number" in used:
        return case.say("trace.number", value=case.number(used["number"]))
    if "response" in used:
        return free(used["response"])
    if "share" not in used:
        return str(used["step"])
    weight, share = used["weight"], used["share"]
    if share is None:
        return case.say("trace.weighted", step=used["step"], weight=case.number(weight))
    key = "trace.weighted" if share == weight else "trace.shared"
    return case.say(key, step=used["step"], weight=case.number(weight), share=case.number(share))
