"""Whether an item applies: its condition with what was answered, and the rule."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.instrument import Item
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.formulas import with_figures
from evaluator.reports.page import Row


def applies_rows(case: Case, item: Item) -> Iterator[Row]:
    """A row for each condition the item stands under; one it stands in may exclude it as well."""
    for condition in _conditions(case, case.named[item.id]):
        yield Row(
            label=case.say("entry.applies"),
            value=case.say(f"applies.{_verdict(condition)}"),
            notes=(with_figures(case, condition), case.rule(condition["rule"])),
        )


def _conditions(case: Case, step: Json) -> list[Json]:
    """The steps of the conditions, read off the step that is the item's value."""
    match step["op"], used_steps(step):
        case "applies", [*conditions, _]:
            return [case.steps[name] for name in conditions]
        case "not_applicable", conditions:
            return [case.steps[name] for name in conditions]
        case _:
            return []


def _verdict(condition: Json) -> str:
    match condition["value"]:
        case True:
            return "yes"
        case False:
            return "no"
        case _:
            return "open"
