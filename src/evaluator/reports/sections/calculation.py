"""The calculation: each formula with names, with the figures put in, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.model.formula import RecordValue
from evaluator.model.instrument import Item, ListType, Value
from evaluator.reports.case import Case, Json
from evaluator.reports.figures import came_to
from evaluator.reports.formulas import of_record, with_figures, with_names
from evaluator.reports.gates import below, deciding_gate
from evaluator.reports.page import Block, Formula, Prose, Section
from evaluator.reports.sections.outcome import rounding_words
from evaluator.reports.sections.summary import weight_words
from evaluator.reports.without import none_words


def calculation(case: Case) -> Section:
    """The section of the formulas, each after those it is made of."""
    decided = deciding_gate(case)
    shown = None if decided is None else {step["id"] for step in below(case, decided[1])}
    computed = [
        *_of_records(case, shown),
        *_values(case, case.instrument.values_before_parts, shown),
        *_items(case, case.instrument.items, shown),
        *_values(case, case.instrument.values_after_parts, shown),
    ]
    told = ["about"] if shown is None else ["not_scored", *(["rests_on"] if computed else [])]
    blocks: list[Block] = [Prose(text=case.say(f"calculation.{key}")) for key in told]
    return Section(
        id="calculation", heading=case.say("calculation.heading"), blocks=(*blocks, *computed)
    )


_Shown = set[str] | None
"""The steps that are told; `None`: all."""


def _of_records(case: Case, shown: _Shown) -> Iterator[Formula]:
    """What is worked out of each record, by names: its figures stand beside the records."""
    for declared in case.instrument.inputs:
        values = declared.type.values if isinstance(declared.type, ListType) else ()
        for value in values:
            first = next((s for s in case.of_records.values() if _is_of(s, value)), None)
            if first is not None and (shown is None or first["id"] in shown):
                about = case.say("calculation.of_record", name=case.short(declared.id))
                yield Formula(
                    name=case.say.own(value.label),
                    steps=(of_record(case, first, figures=False),),
                    notes=(about, case.ground(value.ground)),
                )


def _is_of(step: Json, value: RecordValue) -> bool:
    return bool(step["of_record"] == {"list": value.list, "id": value.id})


def _items(case: Case, items: tuple[Item, ...], shown: _Shown) -> Iterator[Formula]:
    for item in items:
        yield from _items(case, item.children, shown)
        step = case.named.get(item.id)
        told = step is not None and (shown is None or step["id"] in shown)
        if item.formula is not None and step is not None and told:
            yield _formula(case, item.id, step, _weight_source(case, item))


def _weight_source(case: Case, item: Item) -> list[str]:
    found = case.found[item.id]
    if item.weight is None or found["weight"] is None:
        return []
    weight = weight_words(case, item.id, found["weight"])
    return [case.say("calculation.weight", weight=weight, rule=case.ground(item.ground))]


def _values(case: Case, values: Iterable[Value], shown: _Shown) -> Iterator[Formula]:
    for value in values:
        if shown is None or case.named[value.id]["id"] in shown:
            yield _formula(case, value.id, case.named[value.id], _rounded(case, value))


def _rounded(case: Case, value: Value) -> list[str]:
    found: Json = case.result["values"][value.id]
    if value.published is None or found["published"] is None:
        return []
    facts = {"published": case.number(found["published"])}
    facts |= {"rounding": rounding_words(case, value.published)}
    if found["exact"] is None:
        return [case.say("calculation.rounded_endless", **facts)]
    return [case.say("calculation.rounded", exact=case.number(found["exact"]), **facts)]


def _formula(case: Case, name: str, step: Json, notes: list[str]) -> Formula:
    names, figures, result = with_names(case, step), with_figures(case, step), came_to(case, step)
    if result == case.say("value.none"):
        result = none_words(case, name)
    lines = tuple(dict.fromkeys([names, figures, result]))
    where = case.say("calculation.step", step=step["id"], rule=case.rule(step["rule"]))
    return Formula(name=case.short(name), steps=lines, notes=(*notes, where))
