"""What is worked out of each record of a list, as an instrument of its own.

Its answers are the fields of one record and the inputs, its values what is worked out of them. So
what such values can come to, and what is wrong with them, is found as it is of any others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar, cast

from evaluator.model import formula as f
from evaluator.model.instrument import Input, Instrument, ListType, Value

P = TypeVar("P")


def worked_out(instrument: Instrument) -> Iterator[Input]:
    """The lists of whose records anything is worked out."""
    for one in instrument.inputs:
        if isinstance(one.type, ListType) and one.type.values:
            yield one


def values_of_records(instrument: Instrument) -> Iterator[f.RecordValue]:
    """What is worked out of each record of any list."""
    for one in instrument.inputs:
        if isinstance(one.type, ListType):
            yield from one.type.values


def of_each(instrument: Instrument, asked: Input) -> Instrument:
    """The rules of one record of a list; a field hides an input of its name."""
    kind = asked.type
    if not isinstance(kind, ListType):
        raise AssertionError("only lists have records")
    own = {*(x.id for x in kind.fields), *(x.id for x in kind.values)}
    stated = (Input(id=x.id, label=x.label, type=x.type, ground=x.ground) for x in kind.fields)
    return replace(
        instrument,
        inputs=(*stated, *(x for x in instrument.inputs if x.id not in own)),
        values=tuple(map(_value, kind.values)),
        items=(),
        weight_sums=(),
        bands=(),
        categories=(),
        gates=(),
        claims=(),
        groups=(),
    )


def _value(worked_out: f.RecordValue) -> Value:
    return Value(
        id=worked_out.id,
        label=worked_out.label,
        formula=_of_answers(worked_out.formula),
        published=None,
        ground=worked_out.ground,
    )


def _of_answers(part: P) -> P:
    """The same with the fields of the record as answers, and what is worked out of it as values."""
    found: object
    match part:
        case f.FieldValue(id=name, ground=ground):
            found = f.InputValue(id=name, ground=ground)
        case f.RecordValue(id=name, ground=ground):
            found = f.NamedValue(id=name, ground=ground)
        case f.FieldIs(id=name, choice=choice, ground=ground):
            found = f.InputIs(id=name, choice=choice, ground=ground)
        case f.FieldChoice(id=name, ground=ground):
            found = f.InputChoice(id=name, ground=ground)
        case f.FieldDay(id=name):
            found = f.InputDay(id=name)
        case _:
            found = f.rebuilt(part, _of_answers)
    return cast(P, found)
