"""How many of many subjects stand in each category, and the mean of what decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluator.values.numbers import text_of

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one subject stands.

    Attributes:
        status: `complete`, `incomplete` or `not_scored`.
        category: that of the deciding table; `None` without one.
        value: the exact value that decides; `None` where it is not known, or not exact.
    """

    status: str
    category: str | None
    value: Fraction | None


def distribution(standings: Sequence[Standing], categories: Sequence[str]) -> Json:
    """Each subject once: in its category, else by why it has none.

    The mean is exact, of the `measured` subjects whose value is known; `None` of nobody.
    """
    without = [one.status for one in standings if one.category is None]
    known = [one.value for one in standings if one.value is not None]
    return {
        "subjects": len(standings),
        "categories": [
            {"category": label, "count": sum(one.category == label for one in standings)}
            for label in categories
        ],
        "no_category": without.count("complete"),
        "incomplete": without.count("incomplete"),
        "not_scored": without.count("not_scored"),
        "measured": len(known),
        "mean": text_of(sum(known, Fraction(0)) / len(known)) if known else None,
    }
