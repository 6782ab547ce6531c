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

    It stays open where the two meet: whatever waits for an answer is incomplete. An end may be a
    root or a logarithm: it stays what it is, so that what cancels does, and is written outward.
    `may_vanish` says that the missing answer might still be that the item is not applicable.
    """

    least: Number | None
    most: Number | None
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


def ends(amount: Known | Endless | Open) -> tuple[Number | None, Number | None]:
    """Least and most of an amount; the same for a known one."""
    if isinstance(amount, VALUES):
        return amount.value, amount.value
    return amount.least, amount.most


def bounds(amount: Known | Endless | Open) -> tuple[Fraction | None, Fraction | None]:
    """The same as fractions: decimals on the outer side of an end whose digits have none."""
    least, most = ends(amount)
    low = None if least is None else outward(least)[0]
    return low, None if most is None else outward(most)[1]
