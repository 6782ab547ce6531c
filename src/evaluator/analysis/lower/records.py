"""Aggregates over the records of a list."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.analysis.lower.inputs import names_on
from evaluator.analysis.lower.numbers import whole
from evaluator.analysis.lower.reach import Reach, Record
from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.types import PLAIN, ChoiceOf, Quantity, Unit
from evaluator.diagnostics.kinds import names
from evaluator.model import formula as model
from evaluator.model.formula import Condition, End, Few, Ground, Tally
from evaluator.source import Span
from evaluator.syntax import tree


def counts_records(reach: Reach, name: tree.Name) -> bool:
    """Whether a count is one of records: of a list, or where nothing else can be counted.

    Outside a group what is neither a list nor another input may be meant for the subjects.
    """
    scope = reach.scope
    if reach.record is not None or name.text in scope.inputs:
        return True
    subjects = (scope.subject, *scope.in_group, *scope.quantities, *scope.bands)
    return reach.subjects is None and name.text not in subjects


def record_of(reach: Reach, name: tree.Name, at: Span) -> Record | None:
    """A record of the list an aggregate runs over; anything that is no list is reported."""
    scope = reach.scope
    if reach.record is not None:
        reach.report_beyond_record(at, at.text)
        return None
    declared = scope.inputs.get(name.text)
    lists = tuple(key for key, one in scope.inputs.items() if isinstance(one.type, tree.ListType))
    if declared is None and name.text not in scope.quantities:
        scope.report_unknown(name, lists)
        return None
    if declared is None or not isinstance(declared.type, tree.ListType):
        reach.report(names.NOT_A_LIST, name.at, id=name.text, known=lists)
        return None
    fields = (field for field in declared.type.fields if isinstance(field, tree.Field))
    of_each = scope.of_records.get(name.text, {})
    return Record(name.text, {field.name.text: field for field in fields}, of_each)


def records_counted(record: Record, where: Condition | None, ground: Ground) -> Quantity:
    """How many records there are for which the condition holds."""
    term = model.OverRecords(tally=Tally.COUNT, list=record.list, where=where, ground=ground)
    return Quantity(term, PLAIN)


def over_records(
    reach: Reach,
    formula: tree.OverRecords,
    record: Record,
    where: Condition | None,
    ground: Ground,
) -> Quantity | ChoiceOf | None:
    """What the records of a list come to: a number, or a choice of a scale of names."""
    few, sound = few_of(reach, formula)
    if not sound:
        return None
    tally = Tally(formula.aggregate)
    weight = _weight(reach, formula.weight, record) if formula.weight else None
    taken = _column(reach, formula.field, record)
    if taken is None or (formula.weight is not None and weight is None):
        return None
    match taken:
        case tree.Field(type=tree.ScaleType(scale=scale)) if few is None and tally in _ENDS:
            choices = names_on(reach.scope, scale)
            pick = model.PickRecord(
                tally=tally,
                list=record.list,
                field=taken.name.text,
                choices=choices,
                where=where,
                ground=ground,
            )
            return ChoiceOf(pick, choices) if choices else None
        case _:
            pass
    one = _number(reach, formula.field, record, taken)
    if one is None:
        return None
    term = model.OverRecords(
        tally=tally,
        list=record.list,
        field=formula.field.text,
        weight=formula.weight.text if formula.weight else None,
        few=few,
        where=where,
        figure=_worked_out(one),
        weighing=_worked_out(weight) if weight else None,
        ground=ground,
    )
    return Quantity(term, one.unit)


_ENDS = (Tally.HIGHEST, Tally.LOWEST)
"""What is defined of choices that have an order."""


def few_of(
    reach: Reach,
    formula: tree.OverTree | tree.OverList | tree.OverRecords | tree.OverSubjects,
    *,
    of: int | None = None,
) -> tuple[Few | None, bool]:
    """How many of the values an aggregate takes, and whether that is sound.

    `of` is how many values there are, where the rules say so.
    """
    few = formula.few
    if few is None:
        return None, True
    many = isinstance(formula, tree.OverRecords | tree.OverSubjects)
    if formula.aggregate not in (_TALLIES if many else (*_TALLIES, "geometric_mean")):
        reach.report(names.AGGREGATE_OF_FEW, formula.at, text=formula.at.text)
        return None, False
    count = whole(reach.scope, few.count, least=1)
    if count is None:
        return None, False
    if of is not None and count >= of:
        kind = names.FEW_OF_ALL if count > of else names.FEW_ARE_ALL
        reach.report(kind, few.at, text=formula.at.text, count=count, all=of)
    if of is not None and count > of:
        return None, False
    return Few(count=count, end=End(few.side)), True


_TALLIES = ("sum", "mean", "highest", "lowest")
"""What is defined of some of several values, whichever of equal ones they are."""


def unit_of(unit: tree.Name | None) -> Unit:
    """The unit of a number that is asked for."""
    return named_unit(unit.text) if unit else Unit()


def named_unit(name: str) -> Unit:
    """A unit by its name; those of time are the same in either language."""
    return Unit(((_TIME.get(name, name), 1),))


_TIME = {"tahun": "years", "bulan": "months", "hari": "days"}


def _column(reach: Reach, name: tree.Name, record: Record) -> tree.Field | Quantity | None:
    """What is known of each record by this name: a field, or a number that is worked out."""
    if name.text in record.fields:
        return record.fields[name.text]
    if name.text in record.values:
        return record.values[name.text]
    report_field(reach.scope, name, (*record.fields, *record.values))
    return None


def report_field(scope: Scope, name: tree.Name, known: Iterable[str]) -> None:
    """Say that a name means nothing here, or that it is a field of other records."""
    lists = scope.lists_with(name.text)
    if lists and name.text not in (*scope.quantities, *scope.bands):
        scope.report(names.FIELD_OUT_OF_REACH, name.at, id=name.text, list=lists[0])
    else:
        scope.report_unknown(name, known)


def _number(
    reach: Reach, name: tree.Name, record: Record, column: tree.Field | Quantity
) -> Quantity | None:
    """The number that is taken of each record."""
    match column:
        case Quantity():
            return column
        case tree.Field(type=tree.NumberType(unit=unit)):
            stated = model.FieldValue(list=record.list, id=name.text)
            return Quantity(stated, unit_of(unit))
        case _:
            reach.report(names.FIELD_NOT_A_NUMBER, name.at, id=name.text, list=record.list)
            return None


def _worked_out(one: Quantity) -> model.RecordValue | None:
    return one.term if isinstance(one.term, model.RecordValue) else None


def _weight(reach: Reach, name: tree.Name, record: Record) -> Quantity | None:
    """What a mean weighs with, a number that is never negative.

    Of one that is worked out of each record, that is told once its values are known.
    """
    column = _column(reach, name, record)
    one = None if column is None else _number(reach, name, record, column)
    if isinstance(column, tree.Field) and one is not None and not _is_from_zero(column.type):
        reach.report(names.WEIGHT_MAY_BE_NEGATIVE, name.at, id=name.text, list=record.list)
        return None
    return one


def _is_from_zero(kind: tree.PlainType) -> bool:
    match kind:
        case tree.NumberType(interval=tree.Interval(low=tree.Number() as low)):
            return low.value >= 0
        case _:
            return False
