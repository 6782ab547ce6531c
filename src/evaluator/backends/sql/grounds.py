"""Everything a formula rests on, for the comments of its step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from evaluator.model.formula import (
    All,
    Any,
    Applied,
    Arithmetic,
    BandIs,
    Cases,
    Compare,
    CompareDays,
    Condition,
    Constant,
    DaysBetween,
    FieldChoice,
    FieldIs,
    FieldValue,
    Formula,
    Ground,
    InputChoice,
    InputIs,
    InputValue,
    ItemValue,
    LeftOut,
    Lookup,
    NamedValue,
    Negative,
    Not,
    Over,
    OverRecords,
    OverSubjects,
    PickIs,
    PickRecord,
    RecordValue,
    Rounded,
    Within,
)


def grounds_of(part: Formula | Condition | PickRecord) -> Iterator[Ground]:
    """The grounds of a formula or condition and of every part of it, names not followed."""
    yield part.ground
    match part:
        case Constant() | LeftOut() | ItemValue() | NamedValue() | InputValue() | InputIs():
            pass
        case BandIs() | OverSubjects() | FieldValue() | FieldIs() | Within():
            pass
        case CompareDays() | DaysBetween():
            pass
        case RecordValue(formula=inner):
            yield from grounds_of(inner)
        case OverRecords(where=where) | PickRecord(where=where):
            for taken in part.worked_out if isinstance(part, OverRecords) else ():
                yield from grounds_of(taken)
            yield from () if where is None else grounds_of(where)
        case PickIs(pick=pick):
            yield from grounds_of(pick)
        case Negative(operand=inner) | Rounded(operand=inner) | Applied(operand=inner):
            yield from grounds_of(inner)
        case Not(operand=condition):
            yield from grounds_of(condition)
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            yield from grounds_of(left)
            yield from grounds_of(right)
        case Over(operands=weighed):
            for operand in weighed:
                yield from grounds_of(operand.formula)
        case All(operands=conditions) | Any(operands=conditions):
            for each in conditions:
                yield from grounds_of(each)
        case Cases(lines=lines, otherwise=otherwise):
            for line in lines:
                yield line.ground
                yield from grounds_of(line.condition)
                yield from grounds_of(line.result)
            yield from grounds_of(otherwise)
        case Lookup(rows=rows, hole=hole):
            for subject in part.subjects:
                if not isinstance(subject, InputChoice | FieldChoice):
                    yield from grounds_of(subject)
            for row in rows:
                yield row.ground
                yield from grounds_of(row.result)
            if hole is not None:
                yield hole.ground
        case _:
            assert_never(part)
