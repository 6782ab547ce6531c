"""What a computation can come to: a value, a value still open, nothing to count, or no value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from evaluator.values.reals import Number, Real, outward
from evaluator.values.record import record


@record()
class Known:
    """An exact value."""

    value: Fraction


@record()
class Endless:
    """A value whose digits have no end: it lives inside one statement, which rounds it."""

    value: Real


@record()
class Open:
    """A value that waits for missing answers: between `least` and `most`, `None` if unbounded.

    It stays open where the two meet: whatever waits for an answer is incomplete.
    `may_vanish` says that the missing answer might still be that the item is not applicable.
    """

    least: Fraction | None
    most: Fraction | None
    may_vanish: bool = False


@record()
class Absent:
    """Not applicable: takes no part."""


@record()
class NoValue:
    """No value, with the reason as a code and facts; never zero."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@record()
class Verdict:
    """Whether a condition holds; `None` while missing answers leave it open."""

    holds: bool | None


@record()
class Pick:
    """The choice that records come to, `None` where none counts.

    While it is open, `possible` is what it can still be, and nothing is picked.
    """

    possible: tuple[str | None, ...]
    is_open: bool

    @property
    def choice(self) -> str | None:
        """The choice that is picked, if one is."""
        return None if self.is_open else self.possible[0]


VALUES = (Known, Endless)
"""The amounts that are a value, to be asked for with `isinstance`."""

Amount = Known | Endless | Open | Absent | NoValue


def amount_of(number: Number) -> Known | Endless:
    """A number as an amount."""
    return Known(number) if isinstance(number, Fraction) else Endless(number)


def bounds(amount: Known | Endless | Open) -> tuple[Fraction | None, Fraction | None]:
    """Least and most of an amount; the same for a known one, decimals beside an endless one."""
    if isinstance(amount, VALUES):
        return outward(amount.value)
    return amount.least, amount.most
