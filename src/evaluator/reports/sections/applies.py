"""Whether an item applies: its condition with what was answered, and the rule."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.instrument import Item
from evaluator.reports.answers import level_words
from evaluator.reports.case import Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.formulas import with_figures
from evaluator.reports.page import Row
from evaluator.values.numbers import text_of


def applies_rows(case: Case, item: Item) -> Iterator[Row]:
    """A row for each condition the item stands under; one it stands in may exclude it as well."""
    for condition in _conditions(case, case.named[item.id]):
        yield Row(
            label=case.say("entry.applies"),
            value=_verdict(case, item, condition),
            notes=(_looked_at(case, item, condition), case.rule(condition["rule"])),
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


def _looked_at(case: Case, item: Item, condition: Json) -> str:
    """The condition with what was read; of one of the records of a list what is asked of it."""
    among = item.applies.records if item.applies is not None else None
    if among is None or among.record is None:
        return with_figures(case, condition)
    counted = case.steps[used_steps(condition)[0]]
    # The record has a step where the list has it; that step uses one where something is asked.
    for record in used_steps(counted):
        for asked in used_steps(case.steps[record]):
            return with_figures(case, case.steps[asked])
    there = "open" if condition["value"] is None else "no" if condition["value"] is False else "yes"
    return case.say(f"listed.{there}", list=case.short(among.list), record=among.record)


def _verdict(case: Case, item: Item, condition: Json) -> str:
    match condition["value"]:
        case True:
            return case.say("applies.yes")
        case False:
            return _left_out(case, item)
        case _:
            return case.say("applies.open")


def _left_out(case: Case, item: Item) -> str:
    """What becomes of an item whose condition does not hold: it counts as something, or not."""
    value = case.found[item.id]["value"]["exact"]
    exempt = item.asked.not_applicable if item.asked is not None else None
    if value is None:
        return case.say("applies.no")
    if exempt is None or exempt.answer is None:
        return case.say("applies.counts", value=case.approximate(value))
    answer = exempt.answer if isinstance(exempt.answer, str) else text_of(exempt.answer)
    return case.say("applies.counts_as_answer", answer=level_words(case, item.id, answer))
