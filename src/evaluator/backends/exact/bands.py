"""Which category a value falls in, how one between two bands is read, what the next band needs.

A value in a band whose gate does not hold takes the next lower band whose gate holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.backends.exact.conditions import Decided
from evaluator.backends.exact.steps import Step
from evaluator.model.formula import Condition, Interval
from evaluator.model.instrument import Band, Bands
from evaluator.values.amounts import Amount, Known, NoValue, Open, Pick, Verdict, bounds

Decide = Callable[[Condition], Decided]
Gated = tuple[Band, Decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """The category of a value.

    Attributes:
        row: the band, `None` where the value has none (open, no value, outside the table).
        lies: the band a known value lies in, whatever the gates say.
        between: the two bands the value lies between, where the reading of a hole decided.
        next: the next higher band.
        start: where that band begins, for a value that lies below it.
        to_next: how far the value is below it, where that distance is all that is missing.
        possible: the bands it may still come to, lowest first.
        gates: the bands whose gates decide, with what they came to.
        ahead: what the gate of the next band came to, where it was looked at.
    """

    row: Band | None
    lies: Band | None = None
    between: tuple[Band, Band] | None = None
    next: Band | None = None
    start: Fraction | None = None
    to_next: Fraction | None = None
    possible: tuple[Band, ...] = ()
    gates: tuple[Gated, ...] = ()
    ahead: Decided | None = None

    @property
    def decided(self) -> tuple[Decided, ...]:
        """Every condition that was looked at."""
        own = tuple(decided for _, decided in self.gates)
        return own if self.ahead is None else (*own, self.ahead)

    @property
    def waits(self) -> tuple[Step, ...]:
        """The conditions that are open and leave the category open."""
        return tuple(decided.step for _, decided in self.gates if decided.step.is_open)


def categorise(bands: Bands, amount: Amount | Verdict | Pick, decide: Decide) -> Category:
    """The category of an amount."""
    match amount:
        case Known(value=value):
            return _of_value(bands, value, decide)
        case Open():
            return _of_open(bands, amount, decide)
        case _:
            return Category(row=None)


def _of_open(bands: Bands, amount: Open, decide: Decide) -> Category:
    """Any band the bounds touch, or that a value falls to from there: every gate may decide."""
    least, most = bounds(amount)
    stretch = Interval(low=least, low_included=True, high=most, high_included=True)
    gates = {row.label: decide(row.gate.condition) for row in bands.rows if row.gate is not None}
    possible: set[str] = set()
    for index in range(len(bands.rows)):
        if _meet(bands.taken(index), stretch):
            possible.update(row.label for row in _down(bands, index, gates))
    return Category(
        row=None,
        possible=tuple(row for row in bands.rows if row.label in possible),
        gates=tuple((row, gates[row.label]) for row in bands.rows if row.label in gates),
    )


def _of_value(bands: Bands, value: Fraction, decide: Decide) -> Category:
    for index, row in enumerate(bands.rows):
        if value in bands.taken(index):
            between = _between(bands, value) if value not in row.interval else None
            return replace(_of_band(bands, index, value, decide), lies=row, between=between)
    return Category(row=None)


def _of_band(bands: Bands, index: int, value: Fraction, decide: Decide) -> Category:
    """A value that lies in a band takes that one, or the first below whose gate holds."""
    gates: dict[str, Decided] = {}
    for row in reversed(bands.rows[: index + 1]):
        if row.gate is None:
            break
        gates[row.label] = decide(row.gate.condition)
        if gates[row.label].holds or isinstance(gates[row.label].outcome, NoValue):
            break
    possible = tuple(reversed([*_down(bands, index, gates)]))
    looked = tuple((row, gates[row.label]) for row in bands.rows if row.label in gates)
    if len(possible) != 1 or any(decided.holds is None for _, decided in looked):
        return Category(row=None, possible=possible, gates=looked)
    settled = Category(row=possible[0], possible=possible, gates=looked)
    return _with_next(settled, bands, index, value, decide)


def _down(bands: Bands, index: int, gates: Mapping[str, Decided]) -> Iterator[Band]:
    """The bands a value in this one may take; it takes none where a gate has no value."""
    for row in reversed(bands.rows[: index + 1]):
        decided = gates.get(row.label)
        if decided is None:
            yield row
            return
        if isinstance(decided.outcome, NoValue):
            return
        if decided.holds is not False:
            yield row
        if decided.holds:
            return


def _with_next(
    settled: Category, bands: Bands, index: int, value: Fraction, decide: Decide
) -> Category:
    """The category with the band above it.

    A value that fell is past where that band begins, so that no distance is missing.
    """
    above = next((i for i, row in enumerate(bands.rows) if row is settled.row), index) + 1
    if above == len(bands.rows):
        return settled
    following = bands.rows[above]
    if above <= index:
        return replace(settled, next=following)
    start = bands.taken(above).low
    ahead = decide(following.gate.condition) if following.gate is not None else None
    short = None if start is None or (ahead and not ahead.holds) else start - value
    return replace(settled, next=following, start=start, to_next=short, ahead=ahead)


def _between(bands: Bands, value: Fraction) -> tuple[Band, Band] | None:
    for below, above in zip(bands.rows, bands.rows[1:], strict=False):
        past = below.interval.high is not None and value >= below.interval.high
        short = above.interval.low is not None and value <= above.interval.low
        if past and short:
            return below, above
    return None


def _meet(a: Interval, b: Interval) -> bool:
    """Whether two intervals share a value."""
    for x, y in ((a, b), (b, a)):
        if x.high is not None and y.low is not None:
            touch = x.high_included and y.low_included
            if x.high < y.low or (x.high == y.low and not touch):
                return False
    return True
