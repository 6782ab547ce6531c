"""The records of a list, as an example states them: one a line, in the order of its fields."""

from __future__ import annotations

from evaluator.analysis.lower.scope import unknown_id
from evaluator.diagnostics.kinds import examples as kinds
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.model import Diagnostic, Fact, Kind, Outcome
from evaluator.intake.pointer import below
from evaluator.intake.questions import interval_of
from evaluator.intake.response import Record, Stated
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    Field,
    FieldType,
    ListType,
    NumberType,
    TextType,
    YesNoType,
)
from evaluator.syntax import tree
from evaluator.values.numbers import text_of

Cell = tree.Name | tree.Number | tree.Day | tree.Text
Found = list[Diagnostic]


def records_in(line: tree.GivenList, kind: ListType) -> Outcome[tuple[Record, ...]]:
    """The records of a list; a field that has no column is missing."""
    found: Found = []
    columns = _columns(line, kind, found)
    stated = (record for record in line.records if isinstance(record, tree.GivenRecord))
    records = tuple(
        Record(
            id=str(row + 1),  # by its place, as the instances of a part that is repeated for it
            fields=_fields(record, columns, found),
            at=below(f"/answers/{line.name.text}", row),
        )
        for row, record in enumerate(stated)
    )
    return Outcome(records, tuple(found))


def _columns(line: tree.GivenList, kind: ListType, found: Found) -> list[Field | None]:
    """The field of each column; `None` for one that was reported."""
    known = {field.id: field for field in kind.fields}
    columns: list[Field | None] = []
    for name in line.fields:
        field = known.get(name.text)
        if field is None:
            found.append(unknown_id(name, known))
        elif field in columns:
            facts: dict[str, Fact] = {"statement": name.text, "line": line.name.at.line}
            found.append(Diagnostic(kind=names.STATEMENT_TWICE, at=name.at, facts=facts))
        columns.append(field)
    return columns


def _fields(
    record: tree.GivenRecord, columns: list[Field | None], found: Found
) -> dict[str, Stated]:
    if len(record.fields) != len(columns):
        facts: dict[str, Fact] = {"count": len(record.fields), "fields": len(columns)}
        found.append(Diagnostic(kind=kinds.GIVEN_RECORD_LENGTH, at=record.at, facts=facts))
        return {}
    pairs = ((field, cell) for field, cell in zip(columns, record.fields, strict=True) if field)
    stated = {field.id: stated_in_cell(cell, field.id, field.type, found) for field, cell in pairs}
    return {name: value for name, value in stated.items() if value is not None}


def stated_in_cell(cell: Cell, name: str, kind: FieldType, found: Found) -> Stated | None:
    """What a cell says of a field; what does not fit its type is reported."""
    match kind, cell:
        case NumberType(), tree.Number(value=value):
            if value not in interval_of(kind):
                _report(found, kinds.GIVEN_OUT_OF_REACH, cell, id=name, figure=text_of(value))
            return value
        case ChoiceType(choices=choices), tree.Name(text=choice):
            if choice not in dict(choices):
                found.append(unknown_id(cell, [key for key, _ in choices]))
            return choice
        case YesNoType(), tree.Name(text="yes" | "no" as answer):
            return answer == "yes"
        case DateType(), tree.Day(value=day):
            return day
        case TextType(), tree.Text(text=text):
            return text
        case _:
            _report(found, kinds.GIVEN_FIELD_OF_WRONG_SORT, cell, id=name, text=cell.at.text)
            return None


def _report(found: Found, kind: Kind, cell: Cell, **facts: Fact) -> None:
    found.append(Diagnostic(kind=kind, at=cell.at, facts=facts))
