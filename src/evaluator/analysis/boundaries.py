"""The boundary report: every attainable value whose category depends on how the rules are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.checks.rows import Table
from evaluator.analysis.value_sets import Finite
from evaluator.model.formula import Ground
from evaluator.model.instrument import Band, Bands, Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A value, the category it gets, and the one another reading would give it.

    Attributes:
        column: the printed column that says otherwise; `None` for a value between two bands.
        printed: the figure in that column.
        rule: where the reading stands that decides.
    """

    value: Fraction
    label: str
    other: str
    column: str | None = None
    printed: str | None = None
    rule: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """What one table of categories leaves to a reading.

    Attributes:
        listed: the values that come about, lowest first.
        whole: whether all attainable values were looked at; else they are too many to list.
    """

    bands: Bands
    listed: tuple[Doubtful, ...]
    whole: bool


def boundaries(instrument: Instrument) -> Iterator[Boundaries]:
    """The report of every table."""
    attainable = Attainable(instrument)
    for bands in instrument.bands:
        values = attainable.deciding(bands.of, as_published=bands.as_published)
        if not isinstance(values, Finite):
            yield Boundaries(bands=bands, listed=(), whole=False)
            continue
        columns = {c for row in bands.rows for c, _ in row.printed}
        printed = {c: dict(attainable.pairs(bands.of, c) or ()) for c in sorted(columns)}
        table = Table.of(bands)
        listed = [x for value in values.values for x in _doubts(instrument, table, value, printed)]
        whole = all(printed[column] for column in printed)
        yield Boundaries(bands=bands, listed=tuple(listed), whole=whole and values.exact)


def _doubts(
    instrument: Instrument,
    table: Table,
    value: Fraction,
    printed: dict[str, dict[Fraction, Fraction]],
) -> Iterator[Doubtful]:
    row = table.row_of(value)
    if row is None:
        return
    for gap in table.gaps:
        if value in gap.interval and table.bands.hole is not None:
            other = gap.upper if row is gap.lower else gap.lower
            rule = table.bands.hole.ground
            yield Doubtful(value=value, label=row.label, other=other.label, rule=rule)
    for column, pairs in printed.items():
        exact = pairs.get(value)
        rounding = next((v.published for v in instrument.values if v.id == column), None)
        if exact is None or rounding is None:
            continue
        figure = rounding.apply(exact)
        there = _row_in(table.bands, column, figure)
        if there is not None and there is not row:
            yield Doubtful(
                value=value,
                label=row.label,
                other=there.label,
                column=column,
                printed=rounding.text(exact),
                rule=row.ground,
            )


def _row_in(bands: Bands, column: str, figure: Fraction) -> Band | None:
    held = (row for row in bands.rows for c, x in row.printed if c == column and figure in x)
    return next(held, None)
