"""All sums of one choice from each of several sets of whole numbers, by dynamic programming.

Independent leaves meet in sums, and there are far fewer sums than combinations: the nineteen leaves
of IM-NKK have 4^19 combinations and 293 scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from evaluator.analysis.value_sets import BUDGET

MAX_BITS = 1 << 22
"""The widest stretch whose sums are kept as the bits of one number."""
DENSE_WORK = 1 << 29
"""The most bits that are touched so."""
SPARSE_WORK = 1 << 19
"""The most sums that are otherwise worked out before the question is given up."""
MAX_TOTALS = 4096
"""The most different sums of weights, where items may be left out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `steps` is added, and `weight` with it; where `left_out`, perhaps nothing."""

    steps: tuple[int, ...]
    weight: int
    left_out: bool


Sums = Mapping[int, Sequence[int]]
"""The sums that come about with each total of weights, lowest first."""


def sums_of(choices: Sequence[Choice]) -> Sums | None:
    """Every sum of one choice each, by the weights that take part; `None` beyond the budget."""
    lows = [min((*c.steps, 0) if c.left_out else c.steps, default=0) for c in choices]
    grain = gcd(*(x - low for c, low in zip(choices, lows, strict=True) for x in _moves(c))) or 1
    widths = (max(_moves(c), default=0) - low for c, low in zip(choices, lows, strict=True))
    span = sum(widths) // grain + 1
    work = span * sum(len(c.steps) for c in choices)
    if span <= MAX_BITS and work <= DENSE_WORK:
        return _dense(choices, lows, grain, span)
    return _sparse(choices)


def _moves(choice: Choice) -> tuple[int, ...]:
    return (*choice.steps, 0) if choice.left_out else choice.steps


def _dense(choices: Sequence[Choice], lows: Sequence[int], grain: int, span: int) -> Sums | None:
    """Bit n stands for the sum n grains above the lowest."""
    masks = {0: 1}
    for choice, low in zip(choices, lows, strict=True):
        moved: dict[int, int] = {}
        for total, mask in masks.items():
            for step in choice.steps:
                key = total + choice.weight
                moved[key] = moved.get(key, 0) | mask << ((step - low) // grain)
            if choice.left_out:
                moved[total] = moved.get(total, 0) | mask << (-low // grain)
        if len(moved) > MAX_TOTALS or len(moved) * span > MAX_BITS * 16:
            return None
        masks = moved
    if sum(mask.bit_count() for mask in masks.values()) > BUDGET:
        return None
    base = sum(lows)
    return {key: [base + grain * bit for bit in _bits(mask)] for key, mask in masks.items()}


def _bits(mask: int) -> list[int]:
    digits = f"{mask:b}"[::-1]
    found = []
    at = digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found


def _sparse(choices: Sequence[Choice]) -> Sums | None:
    sums: dict[int, set[int]] = {0: {0}}
    work = 0
    for choice in choices:
        work += sum(map(len, sums.values())) * (len(choice.steps) + choice.left_out)
        if work > SPARSE_WORK:
            return None
        moved: dict[int, set[int]] = {}
        for total, found in sums.items():
            moved.setdefault(total + choice.weight, set()).update(
                x + step for x in found for step in choice.steps
            )
            if choice.left_out:
                moved.setdefault(total, set()).update(found)
        if len(moved) > MAX_TOTALS or sum(map(len, moved.values())) > BUDGET:
            return None
        sums = moved
    return {total: sorted(found) for total, found in sums.items()}
