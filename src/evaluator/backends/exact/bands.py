"""Which category a value falls in, how one between two bands is read, what the next band needs.

A value in a band whose gate does not hold takes the next lower band whose gate holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from evaluator.backends.exact.conditions import Decided
from evaluator.backends.exact.prospects import may_fail, may_hold
from evaluator.backends.exact.steps import Step
from evaluator.model.formula import Condition, Interval
from evaluator.model.instrument import Band, Bands
from evaluator.values.amounts import Amount, Known, NoValue, Open, Pick, Verdict, bounds
from evaluator.values.record import record

Decide = Callable[[Condition], Decided]
Gated = tuple[Band, Decided]


@record(kw_only=True)
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
        own = tuple(decided for _, decided in self.gates) if self.gates else ()
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
    for index, taken in enumerate(bands.all_taken):
        if taken.meets(stretch):
            possible.update(row.label for row in _down(bands, index, gates))
    return Category(
        row=None,
        possible=tuple(row for row in bands.rows if row.label in possible),
        gates=tuple((row, gates[row.label]) for row in bands.rows if row.label in gates),
    )


def _of_value(bands: Bands, value: Fraction, decide: Decide) -> Category:
    """A value that lies in a band takes that one, or the first below whose gate holds."""
    index = next((i for i, taken in enumerate(bands.all_taken) if value in taken), None)
    if index is None:
        return Category(row=None)
    lies = bands.rows[index]
    between = None if value in lies.interval else _between(bands, value)
    gates = _looked_at(bands, index, decide) if bands.gates else {}
    looked = tuple((row, gates[row.label]) for row in bands.rows if row.label in gates)
    possible = tuple(reversed([*_down(bands, index, gates)])) if gates else (lies,)
    if len(possible) != 1 or any(decided.holds is None for _, decided in looked):
        return Category(row=None, lies=lies, between=between, possible=possible, gates=looked)
    row = possible[0]
    above = next(i for i, other in enumerate(bands.rows, 1) if other is row)
    following = bands.rows[above] if above < len(bands.rows) else None
    # A value that fell is past where that band begins, so that no distance is missing.
    start = bands.all_taken[above].low if index < above < len(bands.rows) else None
    gate = following.gate if following is not None and index < above else None
    ahead = None if gate is None else decide(gate.condition)
    short = None if start is None or (ahead and not ahead.holds) else start - value
    return Category(
        row=row,
        lies=lies,
        between=between,
        next=following,
        start=start,
        to_next=short,
        possible=possible,
        gates=looked,
        ahead=ahead,
    )


def _looked_at(bands: Bands, index: int, decide: Decide) -> Mapping[str, Decided]:
    """The gates from a band down to the first that settles it."""
    gates: dict[str, Decided] = {}
    for row in reversed(bands.rows[: index + 1]):
        if row.gate is None:
            break
        gates[row.label] = decide(row.gate.condition)
        if gates[row.label].holds or isinstance(gates[row.label].outcome, NoValue):
            break
    return gates


def _down(bands: Bands, index: int, gates: Mapping[str, Decided]) -> Iterator[Band]:
    """The bands a value in this one may take; it takes none where a gate has no value."""
    for row in reversed(bands.rows[: index + 1]):
        decided = gates.get(row.label)
        if decided is None:
            yield row
            return
        if isinstance(decided.outcome, NoValue):
            return
        if may_hold(decided.step):
            yield row
        if not may_fail(decided.step):
            return


def _between(bands: Bands, value: Fraction) -> tuple[Band, Band] | None:
    for below, above in zip(bands.rows, bands.rows[1:], strict=False):
        past = below.interval.high is not None and value >= below.interval.high
        short = above.interval.low is not None and value <= above.interval.low
        if past and short:
            return below, above
    return None
