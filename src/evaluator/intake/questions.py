"""Whether a value answers what an instrument asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.intake.document import Array, Boolean, Number, String, Value
from evaluator.intake.fields import Fields, Place, day_of_node, fields_of, text_of_node
from evaluator.intake.nearest import nearest
from evaluator.intake.number_text import PLAIN
from evaluator.intake.quoting import quoted, shown
from evaluator.intake.response import AnswerValue, Record, Stated
from evaluator.model.formula import Interval
from evaluator.model.instrument import (
    RECORD_ID,
    Asked,
    ChoiceType,
    DateType,
    Field,
    FieldType,
    ListType,
    NumberType,
    Question,
    Rating,
    Repeated,
    TextType,
    YesNoType,
)
from evaluator.values.numbers import text_of

_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


def answer_value(
    node: Value, question: Question, place: Place, key: str, item: str
) -> AnswerValue | None:
    """The value of a node as an answer of an item; what does not answer it is reported."""
    if says_not_applicable(node, question):
        place.refuse(kinds.NOT_APPLICABLE_AS_TEXT, key, node, id=item)
        return None
    if isinstance(question, Asked):
        question = question.question.type
    if isinstance(question, Repeated):
        place.refuse(kinds.INSTANCES_EXPECTED, key, node, id=item)
        return None
    if isinstance(question, ListType):
        return _records(node, question, place, key, item)
    return stated_value(node, question, place, key, item)


def stated_value(
    node: Value, question: Rating | FieldType, place: Place, key: str, item: str
) -> Stated | None:
    """The value of a node as an answer that is no list."""
    match question:
        case Rating():
            return _level(node, question, place, key, item)
        case NumberType():
            return _number(node, question, place, key, item)
        case ChoiceType():
            return _choice(node, question, place, key, item)
        case YesNoType():
            return _yes_no(node, place, key)
        case DateType():
            return day_of_node(node, place, key)
        case TextType():
            return text_of_node(node, place, key)
        case _:
            assert_never(question)


def _records(
    node: Value, type_: ListType, place: Place, key: str, item: str
) -> tuple[Record, ...] | None:
    """The records of a list; `None` where something is wrong with one of them."""
    if not isinstance(node, Array):
        place.refuse(kinds.RECORDS_EXPECTED, key, node, id=item)
        return None
    below = place.below(key)
    records = [
        record
        for index, entry in enumerate(node.items)
        if (record := record_of(entry, type_, below, index)) is not None
    ]
    _called_twice(records, node, item, below)
    return tuple(records)


def record_of(node: Value, type_: ListType, place: Place, key: str | int) -> Record | None:
    """One record, with the fields it states; a field that is left out or `null` is missing."""
    known = (RECORD_ID, *(field.id for field in type_.fields))
    fields = fields_of(node, place, key, known)
    if fields is None:
        return None
    stated = {field.id: _field(fields, field) for field in type_.fields}
    return Record(
        id=fields.name(RECORD_ID),
        fields={name: value for name, value in stated.items() if value is not None},
        at=fields.place.pointer,
    )


def _field(fields: Fields, field: Field) -> Stated | None:
    node = fields.values.get(field.id)
    return (
        None if node is None else stated_value(node, field.type, fields.place, field.id, field.id)
    )


def _called_twice(records: Iterable[Record], node: Array, item: str, place: Place) -> None:
    """Two records of one id: no page could tell them apart."""
    seen: set[str] = set()
    for record in records:
        if record.id is not None and record.id in seen:
            at = Place(record.at, place.found).below(RECORD_ID)
            at.report(kinds.RECORD_ID_TWICE, node.at, id=quoted(record.id), list=item)
        seen.add(record.id or "")


def _level(node: Value, rating: Rating, place: Place, key: str, item: str) -> Stated | None:
    if isinstance(node, Number) and node.value in rating.scale:
        return node.value
    if _is_quoted_number(node):
        place.refuse(kinds.NUMBER_AS_TEXT, key, node, id=item, text=_inside(node))
    else:
        kind = kinds.LEVEL_OFF_SCALE if isinstance(node, Number) else kinds.LEVEL_EXPECTED
        place.refuse(kind, key, node, id=item, levels=rating.scale.numbers)
    return None


def _number(node: Value, type_: NumberType, place: Place, key: str, item: str) -> Stated | None:
    if isinstance(node, Number):
        if node.value in interval_of(type_):
            return node.value
        place.refuse(kinds.NUMBER_OUT_OF_RANGE, key, node, id=item, range=range_text(type_))
    elif _is_quoted_number(node):
        place.refuse(kinds.NUMBER_AS_TEXT, key, node, id=item, text=_inside(node))
    elif isinstance(node, String) and _COMMA.fullmatch(node.value):
        place.refuse(kinds.NUMBER_COMMA, key, node, text=quoted(node.value))
    else:
        place.refuse(kinds.NUMBER_EXPECTED, key, node)
    return None


def _choice(node: Value, type_: ChoiceType, place: Place, key: str, item: str) -> Stated | None:
    choices = tuple(choice for choice, _ in type_.choices)
    if isinstance(node, String) and node.value in choices:
        return node.value
    given = node.value if isinstance(node, String) else shown(node)
    near = nearest(given, choices, offered=None)
    place.refuse(kinds.UNKNOWN_CHOICE, key, node, id=item, near=near)
    return None


def _yes_no(node: Value, place: Place, key: str) -> bool | None:
    if isinstance(node, Boolean):
        return node.value
    place.refuse(kinds.YES_NO_EXPECTED, key, node)
    return None


def may_be_declared(question: Question | FieldType) -> bool:
    """Whether the rules let the subject declare what is asked not applicable."""
    rule = question.how if isinstance(question, Repeated) else question
    return isinstance(rule, Rating | Asked) and rule.may_be_not_applicable is not None


def says_not_applicable(node: Value, question: Question) -> bool:
    """Whether a text says what an object with a reason says, where the rules let it be said."""
    if not isinstance(node, String) or not isinstance(question, Rating | Asked):
        return False
    words = node.value.strip().casefold().replace("_", " ")
    if words not in _NOT_APPLICABLE or question.may_be_not_applicable is None:
        return False
    choices = question.question.type if isinstance(question, Asked) else None
    return not (isinstance(choices, ChoiceType) and node.value in dict(choices.choices))


_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "t/a", "not applicable", "tidak berlaku"})
"""How the words are written where an answer is expected."""


def _is_quoted_number(node: Value) -> bool:
    return isinstance(node, String) and PLAIN.fullmatch(node.value) is not None


def _inside(node: Value) -> str:
    return quoted(node.value) if isinstance(node, String) else shown(node)


def interval_of(type_: NumberType) -> Interval:
    """The numbers an input takes."""
    return Interval(
        low=type_.low,
        low_included=type_.low_included,
        high=type_.high,
        high_included=type_.high_included,
    )


def range_text(type_: NumberType) -> str:
    """The range of an input in signs, such as `0 ≤ … < 100`."""
    low = "" if type_.low is None else f"{text_of(type_.low)} {'≤' if type_.low_included else '<'} "
    high = (
        ""
        if type_.high is None
        else f" {'≤' if type_.high_included else '<'} {text_of(type_.high)}"
    )
    return f"{low}…{high}"
