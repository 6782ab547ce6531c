"""Values that were rounded and are computed with, or looked up, once more.

Rounding twice can move a value across a threshold, so a rule that does it has to say which
provision wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.rows import Table
from evaluator.analysis.pointwise import value_at
from evaluator.analysis.references import references, walk
from evaluator.analysis.value_sets import Finite
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Bands, Input, Instrument, Value
from evaluator.source import Span
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Rounding

Outcome = Callable[[Fraction], str]
"""What a value is published as, or the category it gets."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A value of `of` for which the earlier rounding changes the outcome."""

    of: str
    value: Fraction
    twice: str
    once: str


def double_rounding(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Statements that use a rounded value and name no provision or assumption for it."""
    yield from _of_items(instrument, attainable)
    for value in instrument.values:
        if not (_grounded(value.ground) or _grounded(value.formula.ground)):
            sources = _sources(value.formula, value.published, attainable)
            flip = _flip_of_value(instrument, value, attainable) if sources else None
            yield from _found(sources, value.id, value.ground.at, flip)
    for bands in instrument.bands:
        if not _grounded(bands.ground):
            yield from _of_bands(bands, attainable)


def _of_items(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """One line of `every` speaks for many items: it is named once."""
    seen: set[Span] = set()
    for item in instrument.walk():
        if item.formula is None or _grounded(item.formula.ground):
            continue
        at = item.formula.ground.at
        sources = _sources(item.formula, item.published, attainable)
        if sources and at not in seen:
            seen.add(at)
            yield from _found(sources, item.id, at, None)


def _grounded(ground: f.Ground) -> bool:
    return bool(ground.provisions or ground.assumptions)


def _found(
    sources: tuple[str, ...], name: str, at: Span, flip: Flip | None
) -> Iterator[Diagnostic]:
    if not sources:
        return
    rounded = ", ".join(dict.fromkeys(sources))
    if flip is None:
        facts = {"id": name, "rounded": rounded}
        yield Diagnostic(kind=kinds.DOUBLE_ROUNDING, at=at, facts=facts)
        return
    yield Diagnostic(
        kind=kinds.DOUBLE_ROUNDING_FLIPS,
        at=at,
        facts={
            "id": name,
            "rounded": rounded,
            "of": flip.of,
            "value": flip.value,
            "twice": flip.twice,
            "once": flip.once,
        },
    )


def _sources(
    formula: f.Formula, published: Rounding | None, attainable: Attainable
) -> tuple[str, ...]:
    """What was rounded before the formula, or inside it, is done computing."""
    named = [
        part.id
        for part in walk(formula)
        if isinstance(part, f.ItemValue | f.NamedValue) and _is_rounded(part, attainable)
    ]
    inner = [part for part in walk(formula) if isinstance(part, f.Rounded) and part is not formula]
    if isinstance(formula, f.Rounded) and published is not None:
        inner.extend([formula] if published.decimals < formula.rounding.decimals else [])
    named.extend(name for part in inner for name in sorted(references(part)))
    return tuple(named)


def _is_rounded(part: f.ItemValue | f.NamedValue, attainable: Attainable) -> bool:
    """Whether the name stands for a rounded value that no provision wants rounded."""
    definition = attainable.defined[part.id]
    if isinstance(definition, Input):
        return False
    if part.as_published and definition.published is not None:
        return True
    return isinstance(definition, Value) and _ends_rounded(definition)


def _ends_rounded(value: Value) -> bool:
    law = _grounded(value.ground) or _grounded(value.formula.ground)
    return isinstance(value.formula, f.Rounded) and not law


def _of_bands(bands: Bands, attainable: Attainable) -> Iterator[Diagnostic]:
    definition = attainable.defined[bands.of]
    if not isinstance(definition, Value):
        return
    if bands.as_published and definition.published is not None:
        flip = _flip_of_bands(bands, definition.published, attainable)
    elif _ends_rounded(definition):
        flip = None
    else:
        return
    yield from _found((bands.of,), bands.id, bands.ground.at, flip)


def _flip_of_bands(bands: Bands, rounding: Rounding, attainable: Attainable) -> Flip | None:
    values = attainable.of(bands.of)
    if not isinstance(values, Finite):
        return None
    outcome = _category(bands)
    for exact in values.values:
        twice, once = outcome(rounding.apply(exact)), outcome(exact)
        if twice != once:
            return Flip(bands.of, exact, twice, once)
    return None


def _category(bands: Bands) -> Outcome:
    table = Table.of(bands)

    def outcome(value: Fraction) -> str:
        row = table.row_of(value)
        return "–" if row is None else row.label

    return outcome


def _flip_of_value(instrument: Instrument, value: Value, attainable: Attainable) -> Flip | None:
    """The first value of the one name the formula rests on that changes what comes out."""
    plain = unrounded(value.formula)
    names = attainable.cuts(value.formula)
    points = attainable.environments(value.formula)
    if names is None or len(names) != 1 or points is None:
        return None
    (name,) = names
    outcomes = list(_outcomes(instrument, value))
    for known in points:
        exact = known[name]
        first = value_at(value.formula, known, attainable.defined)
        second = value_at(plain, known, attainable.defined)
        if not (isinstance(first, Fraction) and isinstance(second, Fraction)):
            continue
        for outcome in outcomes:
            if isinstance(exact, Fraction) and outcome(first) != outcome(second):
                return Flip(name, exact, outcome(first), outcome(second))
    return None


def _outcomes(instrument: Instrument, value: Value) -> Iterator[Outcome]:
    """The categories a value decides first, then what is printed."""
    for bands in instrument.bands:
        if bands.of == value.id:
            yield _category(bands)
    yield value.published.text if value.published is not None else text_of


def unrounded(formula: f.Formula) -> f.Formula:
    """The formula without the roundings in it; names mean their exact values."""
    match formula:
        case f.ItemValue() | f.NamedValue():
            return replace(formula, as_published=False)
        case f.Rounded():
            return unrounded(formula.operand)
        case f.Negative() | f.Applied():
            return replace(formula, operand=unrounded(formula.operand))
        case f.Arithmetic():
            return replace(formula, left=unrounded(formula.left), right=unrounded(formula.right))
        case f.Over():
            operands = tuple(replace(x, formula=unrounded(x.formula)) for x in formula.operands)
            return replace(formula, operands=operands)
        case _:
            return formula
