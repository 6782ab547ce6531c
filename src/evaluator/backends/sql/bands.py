"""Categories as a layered CASE over whole-number thresholds."""

from __future__ import annotations

from dataclasses import replace

from evaluator.backends.sql.choices import Ladder, layered
from evaluator.backends.sql.draft import Draft, Truth
from evaluator.backends.sql.figure import Figure
from evaluator.backends.sql.formulas import condition_of
from evaluator.backends.sql.nodes import Case, Node, Null, Text, When, all_of, opposite
from evaluator.backends.sql.refusal import Refused
from evaluator.backends.sql.stretches import Stretch, inside, layered_by, measured
from evaluator.model.instrument import Band, Bands


def category(draft: Draft, bands: Bands, results: tuple[Node, ...]) -> Node:
    """The result of the band a value comes to; NULL while it is open and outside the table.

    Args:
        draft: with the value they look at.
        bands: lowest first.
        results: what each of them gives.
    """
    rows = (
        Stretch(
            interval=bands.taken(index),
            result=_falling(draft, bands, index, results),
            note=f"{draft.line} {row.ground.at.line}",
        )
        for index, row in enumerate(bands.rows)
    )
    figure = read_by(draft, bands)
    node = layered_by(measured(replace(figure, none=None, absent=None)), tuple(rows))
    nothing = figure.nothing
    return node if nothing is None else Case((When(opposite(nothing), node),), Null())


def read_by(draft: Draft, bands: Bands) -> Figure:
    """The value a table of categories looks at: exact, or as published."""
    if bands.of in draft.refused:
        raise Refused(draft.refused[bands.of])
    exact = draft.figures[bands.of]
    return draft.published.get(bands.of, exact) if bands.as_published else exact


def gate_of(draft: Draft, bands: Bands, row: Band) -> Truth | None:
    """The condition of a band."""
    if row.gate is None:
        return None
    return condition_of(draft, row.gate.condition, bands.id)


def _falling(draft: Draft, bands: Bands, index: int, results: tuple[Node, ...]) -> Node:
    """What a value in a band comes to: this band, or the first below whose gate holds."""
    truths: list[Truth] = []
    taken: list[Node] = []
    for at in range(index, -1, -1):
        taken.append(results[at])
        gate = gate_of(draft, bands, bands.rows[at])
        if gate is None:
            break
        truths.append(gate)
    else:
        taken.append(Null())
    return layered(draft, Ladder(truths=tuple(truths), owner=bands.id), taken)


def labels(bands: Bands) -> tuple[Node, ...]:
    """The labels of the bands."""
    return tuple(Text(row.label) for row in bands.rows)


def inside_of(bands: Bands, index: int, figure: Figure) -> Truth:
    """Whether a value lies in a band, whatever its gate says."""
    node = inside(measured(replace(figure, none=None, absent=None)), [bands.taken(index)])
    if figure.nothing is not None:
        node = all_of((opposite(figure.nothing), node))
    return Truth(node=node, waits=figure.waits)
