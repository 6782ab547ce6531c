"""A direction that is proved for one record more is the way the value goes, whatever is stated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import instruments_drawn as drawn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.directions import Direction
from evaluator.analysis.monotone import Directions
from evaluator.analysis.references import reached
from evaluator.backends.exact.assess import assess, known
from evaluator.intake.response import Answer, Response, Stage
from evaluator.model import instrument as m

SEEDS = st.integers(0, 1_000_000)
QUICK = settings(deadline=None, max_examples=60)


def _values(instrument: m.Instrument, response: Response) -> dict[str, Fraction | None]:
    run = assess(instrument, response, Stage.SELF).evaluation
    return {name: known(step) for name, step in run.values.items()}


def _with_record(response: Response, name: str, more: Response) -> Response | None:
    """The response with the first record that another one states in the list."""
    before, others = (x.answers.get(name, Answer()).value for x in (response, more))
    if not isinstance(before, tuple) or not isinstance(others, tuple) or not others:
        return None
    answer = replace(response.answers[name], value=(*before, others[0]))
    return replace(response, answers={**response.answers, name: answer})


@given(SEEDS)
@QUICK
def test_a_proved_direction_is_the_way_values_go(seed: int) -> None:
    random = drawn.seeded(seed)
    instrument = drawn.instrument(random)
    lists = [x.id for x in instrument.inputs if isinstance(x.type, m.ListType)]
    assume(lists)
    attainable = Attainable(instrument)
    responses = [drawn.response_of(instrument, row) for row in drawn.rows(random, instrument, 8)]
    for name in lists:
        directions = Directions(attainable, name)
        ways = {value.id: directions.of_name(value.id) for value in instrument.values}
        for response, more in pairwise(responses):
            added = _with_record(response, name, more)
            if added is None:
                continue
            before, after = _values(instrument, response), _values(instrument, added)
            for value, way in ways.items():
                low, high = before[value], after[value]
                if low is None or high is None:
                    continue
                if name not in reached(frozenset({value}), attainable.defined):
                    assert low == high
                assert way is not Direction.SAME or low == high
                assert way is not Direction.UP or low <= high
                assert way is not Direction.DOWN or low >= high
