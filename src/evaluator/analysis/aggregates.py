"""What an aggregate of several independent values can come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.endless import geometric
from evaluator.analysis.set_arithmetic import extreme, scaled, total
from evaluator.analysis.value_sets import ValueSet, merged
from evaluator.model.formula import Aggregate


def aggregated(
    aggregate: Aggregate, sets: Sequence[ValueSet], weights: Sequence[Fraction]
) -> ValueSet:
    """The aggregate of one value from each set; only some aggregates look at the weights."""
    match aggregate:
        case Aggregate.WEIGHTED_MEAN:
            return total(list(zip(weights, sets, strict=True)), mean=True)
        case Aggregate.WEIGHTED_SUM:
            weighted = list(zip(weights, sets, strict=True))
            if not any(x.left_out for x in sets):
                return total(weighted, mean=False)
            # The weight of what is left out is passed on: the mean, times the whole weight.
            return scaled(total(weighted, mean=True), sum(weights, Fraction(0)))
        case Aggregate.MEAN | Aggregate.SUM:
            mean = aggregate is Aggregate.MEAN
            return total([(Fraction(1), x) for x in sets], mean=mean)
        case Aggregate.GEOMETRIC_MEAN:
            return geometric(sets)
        case Aggregate.HIGHEST | Aggregate.LOWEST:
            return extreme(sets, highest=aggregate is Aggregate.HIGHEST)
        case Aggregate.THE_ONE:
            return merged(sets)
        case _:
            assert_never(aggregate)
