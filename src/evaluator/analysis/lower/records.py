"""Aggregates over the records of a list."""

from __future__ import annotations

from evaluator.analysis.lower.inputs import names_on
from evaluator.analysis.lower.numbers import whole
from evaluator.analysis.lower.reach import Reach, Record
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
        text, inside = at.text, reach.record.list
        reach.report(names.WHERE_REACHES_OUT, at, text=text, list=inside)
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
    return Record(name.text, {field.name.text: field for field in fields})


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
    field = _field(reach, formula.field, record)
    weight = _weight(reach, formula.weight, record) if formula.weight else None
    if field is None or (formula.weight is not None and weight is None):
        return None
    match field.type:
        case tree.NumberType(unit=unit):
            term = model.OverRecords(
                tally=tally,
                list=record.list,
                field=field.name.text,
                weight=weight,
                few=few,
                where=where,
                ground=ground,
            )
            return Quantity(term, unit_of(unit))
        case tree.ScaleType(scale=scale) if few is None and tally in (Tally.HIGHEST, Tally.LOWEST):
            choices = names_on(reach.scope, scale)
            pick = model.PickRecord(
                tally=tally,
                list=record.list,
                field=field.name.text,
                choices=choices,
                where=where,
                ground=ground,
            )
            return ChoiceOf(pick, choices) if choices else None
        case _:
            at = formula.field.at
            reach.report(names.FIELD_NOT_A_NUMBER, at, id=formula.field.text, list=record.list)
            return None


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


def _field(reach: Reach, name: tree.Name, record: Record) -> tree.Field | None:
    field = record.fields.get(name.text)
    if field is None:
        reach.scope.report_unknown(name, record.fields)
    return field


def _weight(reach: Reach, name: tree.Name, record: Record) -> str | None:
    """The field that a mean weighs with, which is a number and never negative."""
    field = _field(reach, name, record)
    if field is None:
        return None
    match field.type:
        case tree.NumberType(interval=tree.Interval(low=tree.Number() as low)) if low.value >= 0:
            return name.text
        case tree.NumberType():
            reach.report(names.WEIGHT_MAY_BE_NEGATIVE, name.at, id=name.text, list=record.list)
        case _:
            reach.report(names.FIELD_NOT_A_NUMBER, name.at, id=name.text, list=record.list)
    return None
