"""How a table of bands covers the values it looks at, each mistake in it told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.rows import Gap, Table
from evaluator.analysis.checks.tables import as_bands
from evaluator.analysis.intervals import above, below, is_empty
from evaluator.analysis.value_sets import ValueSet
from evaluator.model.formula import Interval
from evaluator.model.instrument import Band, Bands, Instrument
from evaluator.values.numbers import decimal_places

Witness = tuple[Gap, Fraction]
Beyond = tuple[Band, Interval, Fraction]
"""A row, the stretch on its other side, and a number of it that the values take in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Where the values of one table fall.

    Attributes:
        unread: gaps that values reach and no reading is stated for.
        wide: gaps with a reading, that swallow values as precise as the table's own ends.
        read: every gap that values reach, with a reading.
        missed: gaps that no value reaches.
        beyond: values below the lowest row or above the highest.
        idle: rows that no value reaches.
    """

    table: Table
    values: ValueSet
    unread: tuple[Witness, ...]
    wide: tuple[Witness, ...]
    read: tuple[Witness, ...]
    missed: tuple[Gap, ...]
    beyond: tuple[Beyond, ...]
    idle: tuple[Band, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every value has one row and every row a value."""
        wrong = self.unread or self.wide or self.beyond or self.idle
        return not wrong and not any(self.table.overlaps())


def coverages(instrument: Instrument, attainable: Attainable) -> Iterator[Coverage]:
    """The coverage of each table that has no empty row: what one leaves open is its own mistake."""
    for bands, values in tables(instrument, attainable):
        if bands.rows and not any(is_empty(row.interval) for row in bands.rows):
            yield _coverage(Table.of(bands), values)


def tables(instrument: Instrument, attainable: Attainable) -> Iterator[tuple[Bands, ValueSet]]:
    """Everything that is looked up on the number line, with the values it is looked up for."""
    for bands in instrument.bands:
        yield bands, attainable.deciding(bands.of, as_published=bands.as_published)
    yield from as_bands(instrument, attainable)


def _coverage(table: Table, values: ValueSet) -> Coverage:
    reached = [(gap, inside) for gap in table.gaps if (inside := values.inside(gap.interval))]
    taken = {id(table.reading(gap)) for gap, _ in reached}
    held = {id(row) for row in table.rows if id(row) in taken or values.inside(row.interval)}
    held |= {id(row) for row in _fallen_to(table, held)}
    idle = [row for row in table.rows if id(row) not in held]
    unread = [(gap, inside[0]) for gap, inside in reached if table.reading(gap) is None]
    if unread:
        # A row put in the wrong place is told by the hole that it leaves.
        beside = {id(row) for gap, _ in unread for row in (gap.lower, gap.upper)}
        idle = [row for row in idle if id(row) not in beside]
    asleep = {id(row) for row in idle}
    read = [
        (gap, inside)
        for gap, inside in reached
        if not unread and not asleep & {id(gap.lower), id(gap.upper)}
    ]
    places = _decimals(table.bands)
    return Coverage(
        table=table,
        values=values,
        unread=tuple(unread),
        wide=tuple((gap, x) for gap, inside in read for x in inside if _on_grid(x, places)),
        read=tuple((gap, inside[0]) for gap, inside in read),
        missed=tuple(gap for gap in table.gaps if not values.inside(gap.interval)),
        beyond=tuple(_beyond(table, values)),
        idle=tuple(idle),
    )


def _fallen_to(table: Table, held: set[int]) -> Iterator[Band]:
    """The rows that a value of a higher row falls to where gates do not hold."""
    falls = False
    for row in reversed(table.rows):
        if falls:
            yield row
        falls = row.gate is not None and (falls or id(row) in held)


def _beyond(table: Table, values: ValueSet) -> Iterator[Beyond]:
    lowest, highest = table.rows[0], table.highest[-1]
    under, over = below(lowest.interval), above(highest.interval)
    if found := values.inside(under):
        yield lowest, under, found[0]
    if found := values.inside(over):
        yield highest, over, found[-1]


def _decimals(bands: Bands) -> int:
    """The most decimals the ends of the rows are written with."""
    ends = (x for row in bands.rows for x in (row.interval.low, row.interval.high))
    return max((decimal_places(x.denominator) or 0 for x in ends if x is not None), default=0)


def _on_grid(value: Fraction, places: int) -> bool:
    """Whether the table could have named the value: it has no more decimals than its ends."""
    grid: int = 10**places
    return grid % value.denominator == 0
