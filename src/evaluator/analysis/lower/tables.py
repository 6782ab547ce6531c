"""Tables: what a value is looked up by, and the rows with a cell for each of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from evaluator.analysis.identity import quoted
from evaluator.analysis.lower.formulas import lower, one_unit, quantity
from evaluator.analysis.lower.numbers import interval
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.lower.scope import Scope, unknown_id
from evaluator.analysis.lower.types import Answer, ChoiceOf, Quantity
from evaluator.analysis.references import fields_read, references
from evaluator.diagnostics.kinds import names
from evaluator.model import formula as model
from evaluator.model.formula import Ground
from evaluator.model.instrument import Input
from evaluator.syntax import tree

MAX_ROWS = 1000
"""The most rows of a table: every one of them is held against every other."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One subject of a table; `choices` is `None` where it is a number."""

    term: model.Subject
    choices: tuple[str, ...] | None
    text: str


def hole_of(scope: Scope, line: tree.Hole) -> model.Hole:
    """The reading of what lies between two bands, or two rows of a table."""
    return model.Hole(takes=model.Side(line.takes), ground=scope.ground(line.at, line.under))


def lookup(reach: Reach, statement: tree.Table, ground: Ground) -> Quantity | None:
    """A table; `None` where anything in it was reported."""
    rows = [line for line in statement.lines if isinstance(line, tree.Row)]
    columns = _columns(reach, statement, ground)
    if not _counted(reach, statement, rows) or not _hole_fits(reach, statement, columns):
        return None
    found = [_row(reach, columns, number, row) for number, row in enumerate(rows, 1)]
    known = [row for row in found if row is not None]
    results = [
        (read[0].unit, row.result.at.text)
        for read, row in zip(found, rows, strict=True)
        if read is not None
    ]
    unit = one_unit(reach, statement, results)
    if columns is None or len(known) < len(found):
        return None
    hole = next((line for line in statement.lines if isinstance(line, tree.Hole)), None)
    term = model.Lookup(
        subjects=tuple(column.term for column in columns),
        rows=tuple(each for _, several in known for each in several),
        hole=hole_of(reach.scope, hole) if hole else None,
        ground=ground,
    )
    return Quantity(term, unit, endless=any(result.endless for result, _ in known))


def _counted(reach: Reach, statement: tree.Table, rows: Sequence[tree.Row]) -> bool:
    """Whether the table has rows, and no more of them than can be checked."""
    if len(rows) > MAX_ROWS:
        reach.report(names.TABLE_TOO_LONG, statement.at, rows=len(rows), most=MAX_ROWS)
    elif not rows and not any(isinstance(line, tree.Error) for line in statement.lines):
        reach.report(names.TABLE_EMPTY, statement.at, statement=quoted(statement))
    return 0 < len(rows) <= MAX_ROWS


def _hole_fits(reach: Reach, statement: tree.Table, columns: Sequence[_Column] | None) -> bool:
    """Whether what lies between two rows has a meaning, where its reading is stated."""
    line = next((line for line in statement.lines if isinstance(line, tree.Hole)), None)
    several = len(statement.subjects) > 1
    if line is None or not (several or any(c.choices is not None for c in columns or ())):
        return True
    reach.report(names.TABLE_HOLE_READING, line.at)
    return False


# Subjects ----------------------------------------------------------------------------------------


def _columns(reach: Reach, statement: tree.Table, ground: Ground) -> tuple[_Column, ...] | None:
    found = [_column(reach, subject, ground) for subject in statement.subjects]
    known = tuple(column for column in found if column is not None)
    return known if len(known) == len(found) else None


def _column(reach: Reach, subject: tree.Formula, ground: Ground) -> _Column | None:
    typed = lower(reach, subject, ground)
    match typed:
        case None:
            return None
        case Quantity(endless=True):
            reach.report(names.DIGITS_WITHOUT_END, subject.at, text=subject.at.text)
            return None
        case Quantity(term=term):
            return _Column(term, None, subject.at.text)
        case ChoiceOf(of=model.PickRecord() as pick, choices=choices):
            return _Column(pick, choices, subject.at.text)
        case ChoiceOf(of=Answer(id=name, list=str() as records), choices=choices) if choices:
            asked = model.FieldChoice(list=records, id=name, ground=ground)
            return _Column(asked, choices, subject.at.text)
        case ChoiceOf(of=Answer(id=name), choices=choices) if choices:
            return _Column(model.InputChoice(id=name, ground=ground), choices, subject.at.text)
        case _:
            reach.report(names.TABLE_SUBJECT, subject.at, text=subject.at.text)
            return None


# Rows --------------------------------------------------------------------------------------------


def _row(
    reach: Reach, columns: Sequence[_Column] | None, number: int, row: tree.Row
) -> tuple[Quantity, list[model.Row]] | None:
    """The rows that one line stands for, with its result."""
    ground = reach.scope.ground(row.at, row.under)
    result = quantity(reach, row.result, ground)
    # Cells can be told right from wrong only where every subject is known.
    cells = None if columns is None else _cells(reach, columns, row)
    if result is None or cells is None:
        return None
    return result, [
        model.Row(number=number, cells=each, result=result.term, ground=ground)
        for each in product(*cells)
    ]


def _cells(
    reach: Reach, columns: Sequence[_Column], row: tree.Row
) -> list[list[model.Cell]] | None:
    """For each subject the cells the line stands for: one where its keys are of one sort."""
    if len(row.cells) != len(columns):
        facts = {"cells": len(row.cells), "subjects": len(columns)}
        reach.report(names.ROW_CELLS, row.at, text=quoted(row), **facts)
        return None
    before = len(reach.scope.found)
    found = [
        list(_cell(reach, column, cell.keys))
        for column, cell in zip(columns, row.cells, strict=True)
    ]
    return found if len(reach.scope.found) == before else None


_Plain = tree.Name | tree.Number | tree.Interval


def _cell(
    reach: Reach, column: _Column, keys: Sequence[_Plain | tree.CellWord]
) -> Iterator[model.Cell]:
    plain = [key for key in keys if not isinstance(key, tree.CellWord)]
    if plain and column.choices is None:
        yield model.Stretches(intervals=tuple(_stretches(reach, column, plain)))
    elif plain:
        yield model.Keys(choices=tuple(_choices(reach, column, plain)))
    for key in keys:
        if isinstance(key, tree.CellWord):
            yield from _word(reach, column, key)


def answer_cells(
    reach: Reach, question: Input, choices: tuple[str, ...] | None, cell: tree.Cell
) -> Iterator[model.Cell]:
    """Some of the answers to a question, which are `choices`, or numbers where these are `None`."""
    column = _Column(model.InputChoice(id=question.id), choices, question.key)
    for key in cell.keys:
        if isinstance(key, tree.CellWord) and key.word == "missing":
            reach.report(names.CELL_MISSING, key.at, text=key.at.text, subject=question.key)
            return
    yield from _cell(reach, column, cell.keys)


def _stretches(reach: Reach, column: _Column, keys: Sequence[_Plain]) -> Iterator[model.Interval]:
    for key in keys:
        match key:
            case tree.Name(text=text):
                reach.report(names.CELL_NOT_A_NUMBER, key.at, text=text, subject=column.text)
            case tree.Number(value=value):
                yield _point(value)
            case tree.Interval():
                yield interval(key)


def _point(value: Fraction) -> model.Interval:
    return model.Interval(low=value, low_included=True, high=value, high_included=True)


def _choices(reach: Reach, column: _Column, keys: Sequence[_Plain]) -> Iterator[str]:
    known = column.choices or ()
    for key in keys:
        if not isinstance(key, tree.Name):
            facts = {"text": key.at.text, "subject": column.text}
            reach.report(names.CELL_NOT_A_CHOICE, key.at, known=known, **facts)
        elif key.text in known:
            yield key.text
        elif key.text == "no" and model.may_be_of_none(column.term):
            facts = {"text": key.at.text, "subject": column.text}
            reach.report(names.CELL_NO, key.at, known=known, **facts)
        else:
            reach.scope.found.append(unknown_id(key, known))


def _word(reach: Reach, column: _Column, word: tree.CellWord) -> Iterator[model.Cell]:
    facts = {"text": word.at.text, "subject": column.text}
    match word.word:
        case "any":
            yield model.AnyCell()
        case "missing" if references(column.term) or fields_read(column.term):
            yield model.MissingCell()
        case "missing":
            reach.report(names.CELL_MISSING, word.at, **facts)
        case "none" if model.may_be_of_none(column.term):
            yield model.NoneCell()
        case _:
            # Only an aggregate over records can be over none of them.
            reach.report(names.CELL_NONE, word.at, **facts)
