"""How much of a value each item brings in, where the value is a weighted sum of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.references import formula_of, references, steps_to
from evaluator.analysis.value_sets import Finite
from evaluator.model import formula as f
from evaluator.model.instrument import Item


@dataclass(frozen=True, slots=True)
class _Share:
    """A name in a formula with its factor, or `None` where it does not enter as a multiple."""

    name: str
    factor: Fraction | None


def shares(attainable: Attainable, formula: f.Formula) -> dict[str, Fraction]:
    """The factor each item's value enters the formula with, by item id, at every depth.

    An item is missing where it enters in any other way, or where its factor depends on which of its
    siblings are applicable.
    """
    factors: dict[str, Fraction] = defaultdict(Fraction)
    unknown: set[str] = set()
    order = steps_to(references(formula), frozenset(), attainable.defined)
    waiting: list[tuple[f.Formula, Fraction | None]] = [(formula, Fraction(1))]
    for name in (*reversed(order), None):
        for part, factor in waiting:
            for share in _direct(attainable, part, factor):
                if share.factor is None:
                    unknown.add(share.name)
                else:
                    factors[share.name] += share.factor
        inner = None if name is None else formula_of(attainable.defined[name])
        known = None if name is None or name in unknown else factors[name]
        waiting = [] if inner is None else [(inner, known)]
    return {
        name: factor
        for name, factor in factors.items()
        if name not in unknown and isinstance(attainable.defined[name], Item)
    }


def _direct(
    attainable: Attainable, formula: f.Formula, factor: Fraction | None
) -> Iterator[_Share]:
    """The names that stand in the formula, not followed."""
    if factor is None:
        yield from _unknown(formula)
        return
    match formula:
        case f.Constant() | f.LeftOut() | f.InputValue() | f.OverSubjects():
            return
        case f.OverRecords() | f.FieldValue() | f.RecordValue() | f.DaysBetween():
            return
        case f.ItemValue(as_published=False) | f.NamedValue(as_published=False):
            yield _Share(formula.id, factor)
        case f.Negative():
            yield from _direct(attainable, formula.operand, -factor)
        case f.Arithmetic():
            yield from _arithmetic(attainable, formula, factor)
        case f.Over():
            yield from _over(attainable, formula, factor)
        case f.ItemValue() | f.NamedValue() | f.Rounded() | f.Applied() | f.Cases() | f.Lookup():
            yield from _unknown(formula)
        case _:
            assert_never(formula)


def _arithmetic(
    attainable: Attainable, formula: f.Arithmetic, factor: Fraction
) -> Iterator[_Share]:
    left, right = formula.left, formula.right
    if formula.operator in "+-":
        yield from _direct(attainable, left, factor)
        yield from _direct(attainable, right, factor if formula.operator == "+" else -factor)
        return
    one, other = _fixed(attainable, left), _fixed(attainable, right)
    if formula.operator == "*" and one is not None:
        yield from _direct(attainable, right, factor * one)
    elif formula.operator == "*" and other is not None:
        yield from _direct(attainable, left, factor * other)
    elif formula.operator == "/" and other:
        yield from _direct(attainable, left, factor / other)
    else:
        yield from _unknown(formula)


def _over(attainable: Attainable, formula: f.Over, factor: Fraction) -> Iterator[_Share]:
    weights = [Fraction(1) if x.weight is None else x.weight for x in formula.operands]
    total = sum(weights, Fraction(0))
    match formula.aggregate:
        case _ if formula.few is not None:
            yield from _unknown(formula)
            return
        case f.Aggregate.SUM:
            pass
        case f.Aggregate.WEIGHTED_SUM if not _may_be_left_out(attainable, formula):
            pass
        case f.Aggregate.MEAN | f.Aggregate.WEIGHTED_MEAN if total and not _may_be_left_out(
            attainable, formula
        ):
            factor = factor / total
        case _:
            yield from _unknown(formula)
            return
    for operand, weight in zip(formula.operands, weights, strict=True):
        yield from _direct(attainable, operand.formula, weight * factor)


def _may_be_left_out(attainable: Attainable, formula: f.Over) -> bool:
    return any(attainable.of_formula(x.formula).left_out for x in formula.operands)


def _fixed(attainable: Attainable, part: f.Formula) -> Fraction | None:
    """The one value of a part that no answer changes."""
    if attainable.atoms([part]):
        return None
    values = attainable.of_formula(part)
    return values.values[0] if isinstance(values, Finite) and len(values.steps) == 1 else None


def _unknown(formula: f.Formula) -> Iterator[_Share]:
    """Every name in the formula, none of which enters as a multiple."""
    return (_Share(name, None) for name in sorted(references(formula)))
