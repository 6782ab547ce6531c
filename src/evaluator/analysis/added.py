"""What one record more does to what is taken of the records of a list, whatever stands in it.

Other records count as before: a condition on a record looks at that record and at answers that
stay. A record that does not count changes nothing.
"""

from __future__ import annotations

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction
from evaluator.model import formula as f


def of_added(over: f.OverRecords, attainable: Attainable) -> Direction:
    """The direction of an aggregate over the records of the list that gets one more."""
    match over.tally, over.few:
        case f.Tally.COUNT, _:
            return Direction.UP
        case f.Tally.HIGHEST, None | f.Few(end=f.End.HIGHEST):
            return Direction.UP
        case f.Tally.LOWEST, None | f.Few(end=f.End.LOWEST):
            return Direction.DOWN
        case f.Tally.SUM, few:
            return _of_sum(over, few, attainable)
        case _:
            return Direction.UNKNOWN


def _of_sum(over: f.OverRecords, few: f.Few | None, attainable: Attainable) -> Direction:
    """A sum moves with the sign of what is added.

    Of the few highest, the one that is driven out is no higher than the one that comes in, so that
    the sum does not fall, unless there is room for one that is negative.
    """
    hull = None if over.taken is None else attainable.of_formula(over.taken).hull
    if hull is None:
        return Direction.SAME
    if hull.low is not None and hull.low >= 0 and (few is None or few.end is f.End.HIGHEST):
        return Direction.UP
    if hull.high is not None and hull.high <= 0 and (few is None or few.end is f.End.LOWEST):
        return Direction.DOWN
    return Direction.UNKNOWN


def towards(pick: f.PickRecord) -> tuple[str, ...]:
    """The choices in the order in which more records lead from one to the next."""
    return pick.choices if pick.tally is f.Tally.HIGHEST else pick.choices[::-1]


def reaches_an_end(condition: f.Any, added_to: str | None) -> bool:
    """Whether it asks for the last few choices of one pick, which no record more takes away."""
    picked = [x for x in condition.operands if isinstance(x, f.PickIs)]
    picks = {repr(x.pick): x.pick for x in picked}  # without the places they stand at
    if len(picks) != 1 or len(picked) < len(condition.operands):
        return False
    pick = next(iter(picks.values()))
    asked = {x.choice for x in picked}
    return pick.list == added_to and set(towards(pick)[-len(asked) :]) == asked
