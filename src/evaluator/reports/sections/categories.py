"""The table of categories as printed, with the row that applies and what was read into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from evaluator.model.instrument import Band, Bands, Categories
from evaluator.reports.case import NOTHING, Case, Json
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import asked_for, condition_words, fallen_through, looked_at
from evaluator.reports.failing import unmet_words
from evaluator.reports.formulas import with_figures, with_names
from evaluator.reports.gates import awaited
from evaluator.reports.intervals import interval_words
from evaluator.reports.judged import CONDITIONS
from evaluator.reports.page import Block, Cell, Column, Facts, Line, Prose, Row, Section, Table
from evaluator.reports.sections.outcome import category, value_words
from evaluator.reports.sections.remarks import note_text


def categories(case: Case) -> Section:
    """The section of the categories."""
    blocks: list[Block] = []
    for bands in case.instrument.bands:
        blocks += [_table(case, bands), Facts(rows=tuple(_facts(case, bands)))]
    blocks += [_conditions(case, table) for table in case.instrument.categories]
    if not blocks:
        blocks.append(Prose(text=case.say("category.no_table")))
    return Section(id="category", heading=case.say("category.heading"), blocks=tuple(blocks))


def _conditions(case: Case, table: Categories) -> Table:
    """Categories by conditions: what each asks for, which holds, and what the others lack."""
    found: Json = case.result["bands"][table.id]
    unmet = {
        note["facts"]["label"]
        for note in case.result["notes"]
        if note["code"] == "category_not_met" and note["at"] == table.id
    }
    grounds = [*(line.ground for line in table.cases.lines), table.cases.otherwise.ground]
    heads = [case.name(table.id), *map(case.say, _OF_CONDITIONS)]
    asked = [*_asked(case, table), case.say("category.otherwise")]
    rows = []
    for label, ground, condition in zip(table.labels, grounds, asked, strict=True):
        marked = label == found["label"]
        verdict = NOTHING
        if marked:
            verdict = case.say("category.this")
        elif label in found.get("possible", ()):
            verdict = case.say("category.perhaps")
        lacking = unmet_words(case, table, label) if label in unmet else ""
        if not lacking and label in found.get("possible", ()):
            lacking = _waits(case, table, label)
        cells = (
            Cell(text=case.category(table.id, label), emphasis=marked),
            Cell(text=condition),
            Cell(text=verdict, emphasis=marked),
            Cell(text=lacking or NOTHING),
            Cell(text=case.ground(ground.joined(table.ground))),
        )
        rows.append(Line(cells=cells, marked=marked))
    return Table(
        caption=case.say("category.conditions", name=case.name(table.id)),
        columns=tuple(Column(head=head) for head in heads),
        rows=tuple(rows),
    )


_OF_CONDITIONS = ("category.asks", "category.result", "category.lacking", "category.rule")


def _asked(case: Case, table: Categories) -> Iterator[str]:
    """What each line of a table asks for; of a longer one that was not looked at, nothing."""
    looked = _looked(case, table)
    for place, line in enumerate(table.cases.lines):
        step = looked[place] if place < len(looked) else None
        words = condition_words(case, line.condition)
        yield words or (NOTHING if step is None else with_names(case, step))


def _waits(case: Case, table: Categories, label: str) -> str:
    """Which answers the condition of a category waits for."""
    place, looked = table.labels.index(label), _looked(case, table)
    names = awaited(case, looked[place]) if place < len(looked) else set()
    return case.say("category.waits", names=case.names(names)) if names else ""


def _looked(case: Case, table: Categories) -> list[Json]:
    """The conditions that were looked at, in the order of the lines."""
    (cases,) = used_steps(case.named[table.id])
    steps = [case.steps[name] for name in used_steps(case.steps[cases])]
    return [*takewhile(lambda step: step["op"] in CONDITIONS, steps)]


def _table(case: Case, bands: Bands) -> Table:
    printed = _printed_columns(bands)
    heads = [case.name(bands.id), case.name(bands.of)]
    heads += [case.say("category.printed", column=case.name(name)) for name in printed]
    heads += [case.say("category.result"), case.say("category.rule")]
    return Table(
        caption=case.say("category.caption", name=case.name(bands.id)),
        columns=tuple(Column(head=head) for head in heads),
        rows=tuple(_line(case, bands, row, printed) for row in bands.rows),
    )


def _printed_columns(bands: Bands) -> list[str]:
    return list(dict.fromkeys(name for row in bands.rows for name, _ in row.printed))


def _line(case: Case, bands: Bands, row: Band, printed: list[str]) -> Line:
    found: Json = case.result["bands"][bands.id]
    marked = row.label == found["label"]
    columns = dict(row.printed)
    verdict = NOTHING
    if marked:
        verdict = case.say("category.this")
    elif row.label in found.get("possible", ()):
        verdict = case.say("category.perhaps")
    return Line(
        cells=(
            Cell(text=case.category(bands.id, row.label), emphasis=marked),
            Cell(text=_stretch(case, row)),
            *(
                Cell(text=interval_words(case, columns[name]) if name in columns else NOTHING)
                for name in printed
            ),
            Cell(text=verdict, emphasis=marked),
            Cell(text=case.ground(row.ground.joined(bands.ground))),
        ),
        marked=marked,
    )


def _stretch(case: Case, row: Band) -> str:
    interval = interval_words(case, row.interval)
    if row.gate is None:
        return interval
    return case.say("category.only_when", interval=interval, condition=asked_for(case, row))


def _facts(case: Case, bands: Bands) -> Iterator[Row]:
    say = case.say
    found: Json = case.result["bands"][bands.id]
    read = case.result["values"][bands.of]
    form = "category.read_published" if bands.as_published else "category.read_exact"
    taken = read["published" if bands.as_published else "exact"]
    value = case.approximate(taken) if taken is not None else value_words(case, bands.of)
    yield Row(
        label=say("category.decides"),
        value=say("category.is", name=case.name(bands.of), value=value),
        notes=(say(form),),
    )
    yield Row(label=case.name(bands.id), value=category(case, bands), notes=_read(case, bands))
    yield from _gates(case, bands)
    if found["label"] is not None:
        yield _next(case, bands, found)


def _next(case: Case, bands: Bands, found: Json) -> Row:
    """What the next category is and what is missing to it; of a fallen one, what would lift it."""
    say, label = case.say, case.say("category.next")
    fallen = fallen_through(case, bands)
    if fallen:
        # Of bands with the same condition, the highest is what follows if it holds.
        lifted = {asked_for(case, row): row for row in reversed(fallen)}
        ways = (
            say("category.if_met", band=case.category(bands.id, row.label), condition=condition)
            for condition, row in lifted.items()
        )
        return Row(label=label, value="; ".join(ways))
    if found["next"] is None:
        return Row(label=label, value=say("category.highest"))
    following = case.category(bands.id, found["next"])
    if found["to_next"] is None:
        row = next(row for row in bands.rows if row.label == found["next"])
        notes = (say("category.needs", condition=asked_for(case, row)),) if row.gate else ()
        return Row(label=label, value=following, notes=notes)
    key = "category.to_next_published" if bands.as_published else "category.to_next"
    missing = say(key, value=case.approximate(found["to_next"]), of=case.name(bands.of))
    return Row(label=label, value=following, notes=(missing,))


def _gates(case: Case, bands: Bands) -> Iterator[Row]:
    """Every condition that was looked at, with names and with figures; equal ones once."""
    together: dict[tuple[str, str], dict[str, None]] = {}
    for row, step in looked_at(case, bands):
        asked = with_names(case, step) if row is None else asked_for(case, row)
        rules = together.setdefault((asked, with_figures(case, step)), {})
        rules[case.rule(step["rule"])] = None
    for (asked, figures), rules in together.items():
        yield Row(label=case.say("category.condition"), value=asked, notes=(figures, *rules))


def _read(case: Case, bands: Bands) -> tuple[str, ...]:
    """How a hole was read, and a printed column that says otherwise."""
    about = [note for note in case.result["notes"] if note["at"] == bands.id]
    told = [note_text(case, note) for note in about]
    if any(note["code"] == "hole_read" for note in about) and bands.hole is not None:
        told.append(case.ground(bands.hole.ground))
    elif bands.hole is not None:
        side = case.say(f"side.{bands.hole.takes.value}")
        told.append(case.say("category.hole_rule", side=side, rule=case.ground(bands.hole.ground)))
    return tuple(told)
