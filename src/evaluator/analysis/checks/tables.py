"""The rows of tables: no two hold together, one holds for everything that can come about.

A table over one number is laid out on the number line, and checked there as a table of categories
is. Every other table is looked at for each combination that leaves different rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import EVERYTHING, is_empty
from evaluator.analysis.lookups import Column, Combination, combined, options, subjects_of
from evaluator.analysis.pointwise import Absent, Point, given_at, row_at
from evaluator.analysis.references import formulas, references, walk
from evaluator.analysis.value_sets import Range, ValueSet
from evaluator.diagnostics.kinds import rules as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model import formula as f
from evaluator.model.instrument import Band, Bands, Instrument
from evaluator.values.numbers import text_of
from evaluator.values.reals import Real


def lookups(instrument: Instrument) -> Iterator[f.Lookup]:
    """Every table of the instrument."""
    for formula in formulas(instrument):
        yield from (part for part in walk(formula) if isinstance(part, f.Lookup))


# Over one number ---------------------------------------------------------------------------------


def as_bands(instrument: Instrument, attainable: Attainable) -> Iterator[tuple[Bands, ValueSet]]:
    """Each table over one number as bands of that number, with the values it can have."""
    for table in lookups(instrument):
        subject = table.subjects[0]
        if _is_over_one_number(table) and not isinstance(subject, f.Chosen):
            yield _laid_out(table), attainable.of_formula(subject)


def _is_over_one_number(table: f.Lookup) -> bool:
    return len(table.subjects) == 1 and not isinstance(table.subjects[0], f.Chosen)


def _laid_out(table: f.Lookup) -> Bands:
    of = ", ".join(sorted(references(table.subjects[0])))
    rows = tuple(
        Band(label=written(row), interval=interval, printed=(), ground=row.ground)
        for row in table.rows
        for interval in _stretches(row.cells[0])
    )
    return Bands(
        id=of,
        label=None,
        of=of,
        as_published=False,
        rows=rows,
        hole=table.hole,
        ground=table.ground,
    )


def _stretches(cell: f.Cell) -> tuple[f.Interval, ...]:
    match cell:
        case f.Stretches(intervals=intervals):
            return intervals
        case f.AnyCell():
            return (EVERYTHING,)
        case _:
            return ()


def written(row: f.Row) -> str:
    """The cells of a row as its author wrote them."""
    return " ".join(row.ground.at.text.partition(":")[0].split())


# Over anything else ------------------------------------------------------------------------------


def empty_cells(instrument: Instrument, _: Attainable) -> Iterator[Diagnostic]:
    """Cells in which no number at all lies, in tables over more than one subject."""
    for table in lookups(instrument):
        if _is_over_one_number(table):
            continue
        for row in table.rows:
            for interval in row.stretches:
                if is_empty(interval):
                    facts = {"band": written(row), "low": interval.low, "high": interval.high}
                    shown = {key: x for key, x in facts.items() if x is not None}
                    yield Diagnostic(kind=kinds.BAND_EMPTY, at=row.ground.at, facts=shown)


def table_overlap(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Two rows that hold together; each row is named once, with one before it."""
    for table in lookups(instrument):
        if _is_over_one_number(table):
            continue
        found = combined(_whole_columns(table, attainable))
        if found is None:
            facts = {"rows": len(table.rows)}
            yield Diagnostic(kind=kinds.TABLE_UNCHECKED, at=table.ground.at, facts=facts)
            continue
        yield from _overlaps(table, found)


def _overlaps(table: f.Lookup, found: Sequence[Combination]) -> Iterator[Diagnostic]:
    told: set[int] = set()
    for each in found:
        rows = _rows(table, each.rows)
        for row in rows[1:]:
            first = rows[0]
            if row.number not in told:
                told.add(row.number)
                yield Diagnostic(
                    kind=kinds.TABLE_OVERLAP,
                    at=row.ground.at,
                    facts={
                        "at": _shown(each.given),
                        "row": written(row),
                        "other": written(first),
                        "line": first.ground.at.line,
                    },
                    related=(first.ground.at,),
                )


def _rows(table: f.Lookup, bits: int) -> list[f.Row]:
    return [row for number, row in enumerate(table.rows) if bits >> number & 1]


def _whole_columns(table: f.Lookup, attainable: Attainable) -> tuple[Column, ...]:
    """The columns for every number there is, whether or not it can come about."""
    everything = Range(EVERYTHING)
    return tuple(
        options(
            table,
            index,
            attainable.choices_of(x) if isinstance(x, f.Chosen) else everything,
        )
        for index, x in enumerate(table.subjects)
    )


def table_incomplete(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Tables that leave out something that can come about, or may for all that is known."""
    for table in lookups(instrument):
        if _is_over_one_number(table):
            continue
        left_out, followed = _left_out(table, attainable)
        if left_out is not None:
            known = followed and attainable.is_exact(subjects_of(table))
            kind = kinds.TABLE_INCOMPLETE if known else kinds.TABLE_INCOMPLETE_POSSIBLE
            yield Diagnostic(kind=kind, at=table.ground.at, facts={"at": _shown(left_out)})


def _left_out(table: f.Lookup, attainable: Attainable) -> tuple[tuple[Point, ...] | None, bool]:
    """What the subjects can come to without a row that takes it.

    And whether it was followed what each of them comes to beside the others.
    """
    apart = attainable.independent(table.subjects)
    if not apart:
        # What one subject comes to decides what another can: each way it can come about is tried.
        environments = attainable.situations(subjects_of(table))
        if environments is not None:
            for points in environments:
                if row_at(table, points, attainable.defined) is None:
                    return given_at(table, points, attainable.defined), True
            return None, True
    found = combined(attainable.columns(table)) or ()
    return next((each.given for each in found if not each.rows), None), apart


def row_unreachable(instrument: Instrument, attainable: Attainable) -> Iterator[Diagnostic]:
    """Rows that hold for nothing that can come about."""
    for table in lookups(instrument):
        if _is_over_one_number(table):
            continue
        reached = attainable.rows(table)
        told: set[int] = set()
        for row in table.rows:
            if row.number not in reached and row.number not in told:
                told.add(row.number)
                facts = {"row": written(row)}
                yield Diagnostic(kind=kinds.ROW_UNREACHABLE, at=row.ground.at, facts=facts)


def _shown(given: Sequence[Point]) -> str:
    return " | ".join(_point(point) for point in given)


def _point(point: Point) -> str:
    match point:
        case str():
            return point
        case Fraction():
            return text_of(point)
        case Absent.NONE:
            return "none/nihil"
        case Absent() | Real():
            return "–"
