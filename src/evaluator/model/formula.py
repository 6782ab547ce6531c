"""Formulas with every name resolved and every aggregate spelled out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from evaluator.source import NOWHERE, Span
from evaluator.values.functions import Function
from evaluator.values.rounding import Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a rule stands: its place in a file, provisions of law and assumptions it rests on."""

    at: Span = field(default=NOWHERE, compare=False, repr=False)
    provisions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    def joined(self, *others: Ground) -> Ground:
        """This ground with what others rest on as well, at its own place."""
        grounds = (self, *others)
        return Ground(
            at=self.at,
            provisions=tuple(dict.fromkeys(p for g in grounds for p in g.provisions)),
            assumptions=tuple(dict.fromkeys(a for g in grounds for a in g.assumptions)),
        )


class Aggregate(StrEnum):
    """How many values become one. Items that are not applicable take no part in any of them."""

    WEIGHTED_MEAN = "weighted_mean"
    """Sum of weight times value over sum of the weights that take part."""
    WEIGHTED_SUM = "weighted_sum"
    MEAN = "mean"
    GEOMETRIC_MEAN = "geometric_mean"
    """The root, of the degree of how many there are, of their product."""
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Any part of a formula, with the rule that says so."""

    ground: Ground = field(default_factory=Ground, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Term):
    """A number the rules state."""

    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Term):
    """Not applicable: what an item comes to that is left out. No rule writes it as a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValue(Term):
    """The value of an item of the tree: exact, or as published."""

    id: str
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValue(Term):
    """A named value: exact, or as published."""

    id: str
    as_published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValue(Term):
    """A number the subject states."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Term):
    """Minus the operand."""

    operand: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Term):
    """`operator` is one of `+ - * /`; a quotient by zero is no value."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Term):
    """The operand rounded as the law says."""

    operand: Formula
    rounding: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied(Term):
    """A function of the operand; `argument` is the degree, base or exponent, if one is stated."""

    function: Function
    operand: Formula
    argument: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One operand of an aggregate; `weight` is set for the weighted ones."""

    formula: Formula
    weight: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Over(Term):
    """An aggregate over operands in the order of the rule file."""

    aggregate: Aggregate
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Term):
    """`operator` is one of `>= <= > <`."""

    operator: str
    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class InputIs(Term):
    """Whether a choice input has this answer; yes-or-no inputs have the answers `yes` and `no`."""

    id: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Term):
    """The condition does not hold."""

    operand: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Term):
    """Every condition holds."""

    operands: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Term):
    """At least one condition holds."""

    operands: tuple[Condition, ...]


Condition = Compare | InputIs | Not | All | Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of cases."""

    condition: Condition
    result: Formula
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Term):
    """The result of the first line whose condition holds, else `otherwise`."""

    lines: tuple[Case, ...]
    otherwise: Formula


Formula = (
    Constant
    | LeftOut
    | ItemValue
    | NamedValue
    | InputValue
    | Negative
    | Arithmetic
    | Rounded
    | Applied
    | Over
    | Cases
)
