"""What a formula can be: a quantity in a unit, a condition, a choice or a day."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.formula import Condition, Day, Formula, PickRecord


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of named units to whole powers; with none it is a plain number."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product, or of a quotient with `sign` -1."""
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    def __str__(self) -> str:
        """As a message quotes it."""
        return " * ".join(n if p == 1 else f"{n}^{p}" for n, p in self.powers)


PLAIN = Unit()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A formula that is a number; `unit` is `None` for a bare number, which fits any unit.

    `endless` says that its digits may have no end: a root or a logarithm nobody has rounded yet.
    """

    term: Formula
    unit: Unit | None
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """A formula that holds or does not."""

    term: Condition


@dataclass(frozen=True, slots=True)
class Answer:
    """An input, or with `list` a field of the record at hand."""

    id: str
    list: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """What comes to one of some choices; it can only be asked with `is` and `among`."""

    of: Answer | PickRecord
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOf:
    """A date; it can be asked with `within`, compared, and counted from."""

    day: Day


Typed = Quantity | Truth | ChoiceOf | DayOf
