"""What it came to: the category, and every named value with its rounding in words."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.instrument import Bands, Categories, Value
from evaluator.reports.case import Case, Json
from evaluator.reports.charts import scale
from evaluator.reports.conditions import fallen_through
from evaluator.reports.gates import gate_rows, may_not_be_scored, open_gates, will_not_be_scored
from evaluator.reports.intervals import interval_words
from evaluator.reports.page import Block, Facts, Figure, Prose, Row, Section
from evaluator.reports.sections.identity import refusals, status
from evaluator.reports.sections.remarks import note_text
from evaluator.reports.without import none_because, none_words
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Rounding


def outcome(case: Case) -> Section:
    """The result in full."""
    told = (status(case), may_not_be_scored(case), refusals(case))
    blocks: list[Block] = [Prose(text=text) for text in told if text is not None]
    rows = [*gate_rows(case), *(_category(case, b) for b in case.instrument.bands)]
    rows += [_labelled(case, table) for table in case.instrument.categories]
    rows += [_value(case, value) for value in case.instrument.values]
    blocks.append(Facts(rows=tuple(rows)))
    blocks += [drawn for bands in case.instrument.bands if (drawn := scale(case, bands))]
    return Section(id="result", heading=case.say("result.heading"), blocks=tuple(blocks))


def figures(case: Case) -> Iterator[Figure]:
    """The same, short, for the head of the page."""
    for bands in case.instrument.bands:
        yield Figure(label=case.name(bands.id), value=category(case, bands))
    for table in case.instrument.categories:
        yield Figure(label=case.name(table.id), value=category(case, table))
    for value in case.instrument.values:
        found = case.result["values"][value.id]
        top = highest(case, value.id)
        text, note = value_text(case, value.id), ""
        if text == case.say("value.none"):
            note = none_because(case, value.id)
        # Beside bounds it would read as a third number: their upper end is often the same.
        if top is not None and found["published"] is not None:
            note = case.say("result.of_most", most=case.number(top))
        yield Figure(label=case.name(value.id), value=text, note=note)


def category(case: Case, bands: Bands | Categories) -> str:
    """The category, or the ones that are still possible."""
    found: Json = case.result["bands"][bands.id]
    if found["label"] is not None:
        return case.category(bands.id, found["label"])
    possible = [case.category(bands.id, label) for label in found.get("possible", ())]
    if will_not_be_scored(case):
        possible = [case.say("category.no_score")]
    elif possible and open_gates(case):
        possible.append(case.say("category.no_score"))
    if len(possible) == 1:
        return case.say("category.only_possible", labels=possible[0])
    if possible:
        return case.say("category.possible", labels=case.say.either(possible))
    return case.say("category.none")


def value_text(case: Case, name: str) -> str:
    """A value as published, or what is known of one that waits for answers, or that it has none."""
    found: Json = case.result["values"][name]
    if found["published"] is not None:
        return case.approximate(found["published"])
    without = any(n["code"] == "no_value" and n["at"] == name for n in case.result["notes"])
    is_open = case.status == "incomplete" and not without
    bounds = case.between(found)
    if bounds and open_gates(case):
        meet = found["least"] is not None and found["least"] == found["most"]
        return case.say(
            "value.if_scored", value=case.approximate(found["least"]) if meet else bounds
        )
    return bounds or case.say("value.open" if is_open else "value.none")


def value_words(case: Case, name: str) -> str:
    """The same in full: where there is no value, with the reason."""
    text = value_text(case, name)
    return none_words(case, name) if text == case.say("value.none") else text


def without_category(case: Case, bands: Bands) -> list[str]:
    """Why there is no category: the value has none, or lies outside the table."""
    return [
        note_text(case, note)
        for note in case.result["notes"]
        if note["code"] in {"no_value", "outside_bands"} and note["at"] in {bands.id, bands.of}
    ]


def highest(case: Case, value: str) -> str | None:
    """The upper end of the highest category of a value, as the rules state it."""
    for bands in case.instrument.bands:
        top = bands.rows[-1].interval.high if bands.rows else None
        if bands.of == value and top is not None:
            return text_of(top)
    return None


def rounding_words(case: Case, rounding: Rounding) -> str:
    """A rounding rule in words."""
    return case.rounding(str(rounding.decimals), rounding.mode.value)


def _category(case: Case, bands: Bands) -> Row:
    found: Json = case.result["bands"][bands.id]
    row = next((r for r in bands.rows if r.label == found["label"]), None)
    notes: list[str] = []
    if row is None:
        notes += without_category(case, bands)
    else:
        printed = interval_words(case, row.interval)
        fell = [note for note in case.result["notes"] if note["at"] == bands.id]
        fell = [note for note in fell if note["code"] == "band_gate"]
        notes += [note_text(case, note) for note in fell]
        if not fell:
            notes.append(case.say("category.because", value=case.name(bands.of), interval=printed))
        # What keeps the category down stands where the bands that were fallen through do.
        rows = fallen_through(case, bands) or (row,)
        notes += dict.fromkeys(case.ground(each.ground.joined(bands.ground)) for each in rows)
    return Row(label=case.name(bands.id), value=category(case, bands), notes=tuple(notes))


def _labelled(case: Case, table: Categories) -> Row:
    notes = [note_text(case, note) for note in case.result["notes"] if note["at"] == table.id]
    notes.append(case.ground(table.ground))
    return Row(label=case.name(table.id), value=category(case, table), notes=tuple(notes))


def _value(case: Case, value: Value) -> Row:
    found: Json = case.result["values"][value.id]
    text = value_words(case, value.id)
    top = highest(case, value.id)
    if top is not None and found["published"] is not None:
        text = case.say("result.value_of_most", value=text, most=case.number(top))
    return Row(label=case.name(value.id), value=text, notes=tuple(_value_notes(case, value, found)))


def _value_notes(case: Case, value: Value, found: Json) -> Iterator[str]:
    if found["exact"] is not None:
        exact = case.approximate(found["exact"])
        if value.published is None:
            yield case.say("result.exact_unrounded", exact=exact)
        else:
            yield case.say(
                "result.exact_rounded", exact=exact, rounding=rounding_words(case, value.published)
            )
    yield case.ground(value.ground)
