"""The steps of the computation, in the order of the rule file: items, values, gates, categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evaluator.backends.sql.bands import category, labels
from evaluator.backends.sql.columns import levels_of
from evaluator.backends.sql.draft import About, Draft, Step, Truth
from evaluator.backends.sql.figure import Figure, Units
from evaluator.backends.sql.formulas import by_line, condition_of, figure_of, in_columns
from evaluator.backends.sql.grounds import grounds_of
from evaluator.backends.sql.nodes import Column, Node, Text, Whole
from evaluator.backends.sql.refusal import Refused, placed
from evaluator.backends.sql.rounding import rounded
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.formula import Condition, Ground
from evaluator.model.instrument import Bands, Categories, Item, Value


def lay_out(draft: Draft) -> Iterator[Diagnostic]:
    """Every item, value, gate and table of categories as steps; what has no exact form is told."""
    instrument = draft.instrument
    for root in instrument.items:
        yield from _item(draft, root)
    for value in instrument.values:
        yield from _part(draft, value)
    for number, gate in enumerate(instrument.gates, 1):
        try:
            _gate(draft, number, gate.condition, gate.ground)
        except Refused as refusal:
            yield refusal.diagnostic
    for bands in instrument.bands:
        try:
            _bands(draft, bands)
        except Refused as refusal:
            yield refusal.diagnostic
    for table in instrument.categories:
        try:
            _categories(draft, table)
        except Refused as refusal:
            yield refusal.diagnostic


def _item(draft: Draft, item: Item) -> Iterator[Diagnostic]:
    for child in item.children:
        yield from _item(draft, child)
    if item.rating is not None:
        low, high = levels_of(item)
        units = Units(node=Column(item.id), type=Whole.BIGINT, low=low, high=high)
        draft.figures[item.id] = Figure(units=units, waits=frozenset({item.id}))
        _publish(draft, item)
    else:
        yield from _part(draft, item)


def _part(draft: Draft, part: Item | Value) -> Iterator[Diagnostic]:
    """An item or value with a formula; one that rests on what was refused is refused with it."""
    if part.formula is None:
        raise AssertionError("a part that is not rated has a formula")
    try:
        figure = figure_of(draft, part.formula, part.id)
        if figure.constant is None:
            figure, columns = in_columns(draft, figure, part.id)
            grounds = (part.ground, *grounds_of(part.formula))
            draft.steps.append(Step(of=part.id, label=part.label, grounds=grounds, columns=columns))
        draft.figures[part.id] = figure
        _publish(draft, part)
    except Refused as refusal:
        draft.refused[part.id] = refusal.diagnostic
        yield refusal.diagnostic


def _publish(draft: Draft, part: Item | Value) -> None:
    """The printed form, where there is a rounding rule."""
    if part.published is None:
        return
    name = f"{part.id}_published"
    with placed(part.ground, part.id):
        exact = draft.figures[part.id]
        figure = rounded(exact, part.published, lambda u: draft.named(u, f"{part.id}_part"))
        figure = replace(figure, none=exact.none)
    if not isinstance(figure.units.node, Column) and figure.constant is None:
        column = draft.fresh(name)
        draft.steps.append(
            Step(
                of=name,
                label=part.label,
                about=About.PUBLISHED,
                grounds=(part.ground,),
                columns=((column, figure.units.node),),
            )
        )
        figure = replace(figure, units=replace(figure.units, node=Column(column)))
    draft.published[part.id] = figure


def _gate(draft: Draft, number: int, condition: Condition, ground: Ground) -> None:
    owner = f"not_scored_{number}"
    with placed(ground, owner):
        truth = condition_of(draft, condition, owner)
    name = draft.fresh(owner)
    draft.steps.append(
        Step(
            of=owner,
            about=About.GATE,
            grounds=(ground, *grounds_of(condition)),
            columns=((name, truth.node),),
        )
    )
    draft.gates.append(Truth(node=Column(name), waits=truth.waits))


def _bands(draft: Draft, bands: Bands) -> None:
    with placed(bands.ground, bands.id):
        node: Node = category(draft, bands, labels(bands))
    grounds = (bands.ground, *(row.ground for row in bands.rows))
    for condition in bands.gates:
        grounds = (*grounds, *grounds_of(condition))
    if bands.hole is not None:
        grounds = (*grounds, bands.hole.ground)
    draft.steps.append(
        Step(of=bands.id, label=bands.label, grounds=grounds, columns=((bands.id, node),))
    )


def _categories(draft: Draft, table: Categories) -> None:
    """Categories by conditions read downwards: the label of the first line that holds."""
    with placed(table.ground, table.id):
        node = by_line(draft, table.cases, tuple(map(Text, table.labels)), table.id)
    grounds = (table.ground, *grounds_of(table.cases))
    draft.steps.append(
        Step(of=table.id, label=table.label, grounds=grounds, columns=((table.id, node),))
    )
