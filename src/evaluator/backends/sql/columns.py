"""The columns a query reads, and the checks that every row passes before it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from evaluator.backends.sql.nodes import (
    Call,
    Column,
    Compared,
    Day,
    Decimal,
    Field,
    Fixed,
    Function,
    IsNot,
    IsNull,
    Lambda,
    Node,
    Number,
    OneOf,
    Opposite,
    Other,
    Text,
    Type,
    Whole,
    all_of,
    any_of,
    place_among,
)
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.backends.sql.printer import name, type_name
from evaluator.diagnostics.kinds import data
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.model.columns import KEY
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    FieldType,
    Input,
    InputType,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    TextType,
    Value,
    YesNoType,
    answer_id,
)

WIDTH = 18
"""The digits of a number that is read: the widest decimal that is computed with at full speed."""
BEYOND = 10**WIDTH
"""More units of its last decimal than such a number has."""
MOST_RECORDS = 10_000
"""The records of a list that bounds are proved for; a row with a longer list is rejected."""

_NO_RECORD = "null"


def input_columns(instrument: Instrument, decimals: Mapping[str, int]) -> Iterator[InputColumn]:
    """The columns of `input_rows`: key, groups, rated leaves, inputs, answers of other parts."""
    yield _column(KEY, Kind.KEY, Other.VARCHAR)
    for group, _ in instrument.grouped_in:
        yield _column(group, Kind.GROUP, Other.VARCHAR)
    for leaf in instrument.leaves():
        yield _column(leaf.id, Kind.LEVEL, level_type(leaf))
    for one in asked_of_rows(instrument):
        match one.type:
            case ListType():
                yield _list_column(one, one.type, decimals)
            case _:
                yield _stated(one.key, one.type, decimals.get(one.key, 0))
    for item in declarable(instrument):
        yield replace(_column(declaration(item.id), Kind.TEXT, Other.VARCHAR), optional=True)


def asked_of_rows(instrument: Instrument) -> Iterator[Input]:
    """What is asked of the subjects themselves: points that a verifier gives are not."""
    return (one for one in instrument.questions if one.by_verifier is None)


def declarable(instrument: Instrument) -> Iterator[Item]:
    """The parts that a subject may declare not applicable."""
    for item in instrument.walk():
        how = item.rating or item.asked
        if how is not None and how.may_be_not_applicable is not None:
            yield item


def declaration(part: str) -> str:
    """The column with the reason why a part is declared not applicable; NULL where it is not."""
    return f"{part}.not_applicable"


def declared_part(column: str) -> str | None:
    """The part that such a column is about; `None` for any other column."""
    part, _, word = column.rpartition(".")
    return part if part and word == "not_applicable" else None


def counted_answer(item: Item) -> Fraction | str | None:
    """The answer that a part counts as which is declared not applicable, if it counts as one."""
    rule = item.asked.not_applicable if item.asked is not None else None
    return None if rule is None else rule.answer


def called_answers(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Each answer whose part has a value of its own: its key, and what it is called beside that.

    One that a declaration may stand for is called by what it counts as, and what was answered is
    called otherwise.
    """
    above, exempt = conditions_above(instrument), {item.id for item in declarable(instrument)}
    for item in instrument.walk():
        own = item.id in above or item.id in exempt or not is_plain(item)
        rated = item.rating is not None and own
        if item.id in exempt and counted_answer(item) is not None:
            yield item.id, f"{item.id} as answered"
        elif rated or (item.asked is not None and item.asked.question.by_verifier is None):
            yield item.id, answer_id(item.id)


def conditions_above(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    """The items with a condition that an item stands under, outermost first; itself among them."""
    found: dict[str, tuple[str, ...]] = {}

    def look(item: Item, above: tuple[str, ...]) -> None:
        if item.applies is not None:
            above = (*above, item.id)
        if above:
            found[item.id] = above
        for child in item.children:
            look(child, above)

    for root in instrument.items:
        look(root, ())
    return found


def key_of(list_: str, field: str) -> str:
    """The name of a field beside those of inputs: how its decimals are stated and it is told."""
    return f"{list_}.{field}"


def numbers_asked(instrument: Instrument) -> Iterator[str]:
    """Whatever is read with a number of decimals; a field goes by `list.field`."""
    for one in asked_of_rows(instrument):
        match one.type:
            case NumberType():
                yield one.key
            case ListType(fields=fields):
                numbers = (field for field in fields if isinstance(field.type, NumberType))
                yield from (key_of(one.id, field.id) for field in numbers)
            case _:
                pass


def choices_in_rows(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    """The choices there are in each column of a text that is one of them, by how it is called."""
    called = dict(called_answers(instrument))
    return {
        called.get(one.key, one.key): tuple(choice for choice, _ in one.type.choices)
        for one in asked_of_rows(instrument)
        if isinstance(one.type, ChoiceType)
    }


def record_name(instrument: Instrument) -> str:
    """What a record is called where a list is looked through; nothing else is called so."""
    parts = (*parts_of(instrument), *instrument.inputs, *instrument.bands, *instrument.categories)
    taken = {part.id.lower() for part in parts}
    name = "r"
    while name in taken:
        name += "_"
    return name


def _list_column(declared: Input, kind: ListType, decimals: Mapping[str, int]) -> InputColumn:
    """A list of structs, whose fields stand in the order of the rules."""
    fields = tuple(
        _stated(field.id, field.type, decimals.get(key_of(declared.id, field.id), 0))
        for field in kind.fields
    )
    types = ", ".join(f"{name(field.name)} {field.sql_type}" for field in fields)
    return InputColumn(
        name=declared.id, kind=Kind.LIST, sql_type=f"STRUCT({types})[]", fields=fields
    )


def _stated(id_: str, kind: FieldType, places: int) -> InputColumn:
    """A column, or a field of a record."""
    match kind:
        case NumberType():
            return InputColumn(
                name=id_,
                kind=Kind.NUMBER,
                sql_type=type_name(Decimal(WIDTH, places)),
                decimals=places,
                whole=_whole_digits(kind),
            )
        case ChoiceType():
            return _column(id_, Kind.CHOICE, Other.VARCHAR)
        case YesNoType():
            return _column(id_, Kind.YES_NO, Other.BOOLEAN)
        case DateType():
            return _column(id_, Kind.DATE, Other.DATE)
        case TextType():
            return _column(id_, Kind.TEXT, Other.VARCHAR)
        case _:
            assert_never(kind)


def _whole_digits(kind: NumberType) -> int | None:
    if kind.low is None or kind.high is None:
        return None
    return len(str(max(map(abs, range_of(kind, 0)))))


def _column(name: str, kind: Kind, sql_type: Type) -> InputColumn:
    return InputColumn(name=name, kind=kind, sql_type=type_name(sql_type))


def range_of(kind: InputType, decimals: int) -> tuple[int, int]:
    """The lowest and highest a number can be, in units of its last decimal."""
    if not isinstance(kind, NumberType):
        raise AssertionError("only numbers have a range")
    unit = 10**decimals
    low, high = 1 - BEYOND, BEYOND - 1
    if kind.low is not None:
        at = kind.low * unit
        low = max(low, ceil(at) if kind.low_included else floor(at) + 1)
    if kind.high is not None:
        at = kind.high * unit
        high = min(high, floor(at) if kind.high_included else ceil(at) - 1)
    return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A way in which a row can be wrong, as `RowCheck` tells it.

    Attributes:
        ends: the least and greatest whole number, where being outside of them is what is wrong.
        record: the same of one record, where one of a list is what is wrong.
        shown: the value that is wrong, where it is not all that stands in the column.
    """

    column: str
    code: str
    condition: Node
    field: str | None = None
    ends: tuple[int, int] | None = None
    record: Lambda | None = None
    shown: Node | None = None


def wrong_rows(instrument: Instrument, decimals: Mapping[str, int]) -> Iterator[Wrong]:
    """The checks of a row, in the order of the columns."""
    for leaf in instrument.leaves():
        yield _off_scale(leaf)
    for one in asked_of_rows(instrument):
        if isinstance(one.type, ListType):
            yield from _wrong_lists(one, one.type, decimals, record_name(instrument))
            continue
        found = _off(Column(one.key), one.type, decimals.get(one.key, 0))
        if found is not None:
            yield Wrong(column=one.key, code=found[0], condition=found[1])
    for item in declarable(instrument):
        yield from _wrong_declarations(item.id)


def _wrong_declarations(part: str) -> Iterator[Wrong]:
    """A declaration has a reason, and no answer beside it."""
    name_, reason = declaration(part), Column(declaration(part))
    empty = Compared("=", Call(Function.RTRIM, (reason,)), Text(""))
    yield Wrong(column=name_, code=kinds.TEXT_EMPTY.code, condition=empty)
    both = all_of((Opposite(IsNull(reason)), Opposite(IsNull(Column(part)))))
    yield Wrong(column=name_, code=kinds.NOT_APPLICABLE_WITH_VALUE.code, condition=both)


def _wrong_lists(
    declared: Input, kind: ListType, decimals: Mapping[str, int], record: str
) -> Iterator[Wrong]:
    """A list has so many records at most, no record is NULL, and no field of one is wrong."""
    column = Column(declared.id)
    many = Compared(">", Call(Function.LEN, (column,)), Number(MOST_RECORDS))
    code = data.ROW_TOO_MANY_RECORDS.code
    yield Wrong(column=declared.id, code=code, condition=many)
    none = Lambda(record, IsNull(Column(record)))
    yield Wrong(
        column=declared.id,
        code=kinds.OBJECT_EXPECTED.code,
        condition=some_record(column, none),
        record=none,
        shown=Text(_NO_RECORD),
    )
    for field in kind.fields:
        places = decimals.get(key_of(declared.id, field.id), 0)
        found = _off(Field(record, field.id), field.type, places)
        if found is not None:
            yield wrong_field(declared.id, field.id, found[0], Lambda(record, found[1]))


def wrong_field(list_: str, field: str, code: str, wrong: Lambda) -> Wrong:
    """That a field of a record of a list is wrong; the first record that has it is told."""
    records = Column(list_)
    found = Call(Function.LIST_FILTER, (records, wrong))
    each = Call(Function.LIST_TRANSFORM, (found, Lambda(wrong.record, Field(wrong.record, field))))
    return Wrong(
        column=list_,
        code=code,
        condition=some_record(records, wrong),
        field=field,
        record=wrong,
        shown=Call(Function.LIST_EXTRACT, (each, Number(1))),
    )


def some_record(records: Node, condition: Lambda) -> Node:
    """Whether a condition holds of one of these records; NULL where it holds or is open of none."""
    return Call(Function.LIST_BOOL_OR, (Call(Function.LIST_TRANSFORM, (records, condition)),))


def _off(place: Node, kind: FieldType | ListType, decimals: int) -> tuple[str, Node] | None:
    """When what stands in a column or field is none of what can stand there, and its code."""
    match kind:
        case NumberType():
            outside = _outside(place, kind, decimals)
            return None if outside is None else (kinds.NUMBER_OUT_OF_RANGE.code, outside)
        case ChoiceType(choices=choices):
            known = tuple(Text(choice) for choice, _ in choices)
            return kinds.UNKNOWN_CHOICE.code, Opposite(OneOf(place, known))
        case DateType():
            return kinds.DATE_UNREAL.code, _outside_calendar(place)
        case YesNoType() | TextType() | ListType():
            return None
        case _:
            assert_never(kind)


def _outside_calendar(place: Node) -> Node:
    """None of the years 1 to 9999, such as `infinity`."""
    before = Compared("<", place, Day(date.min))
    return any_of((before, Compared(">", place, Day(date.max))))


def _off_scale(leaf: Item) -> Wrong:
    numbers = rating_of(leaf).scale.numbers
    code, column = kinds.LEVEL_OFF_SCALE.code, Column(leaf.id)
    ends = numbers[0], numbers[-1]
    if numbers == tuple(range(ends[0], ends[1] + 1)):
        return Wrong(column=leaf.id, code=code, condition=_beyond(column, column, ends), ends=ends)
    known = tuple(map(Number, numbers))
    return Wrong(column=leaf.id, code=code, condition=Opposite(OneOf(column, known)))


def _beyond(least: Node, greatest: Node, ends: tuple[int, int]) -> Node:
    low, high = ends
    below = Compared("<", least, Number(low))
    return any_of((below, Compared(">", greatest, Number(high))))


def passed(wrong: Sequence[Wrong]) -> Iterator[Node]:
    """What holds for rows that are not wrong, in the fewest passes over their columns.

    Columns with the same ends are looked at together: `least` and `greatest` take two passes over
    them, where a check each takes three. Each list is looked through once.
    """
    alike: dict[tuple[int, int], list[Node]] = {}
    records: dict[str, list[Lambda]] = {}
    for one in wrong:
        if one.ends is not None:
            alike.setdefault(one.ends, []).append(Column(one.column))
        if one.record is not None:
            records.setdefault(one.column, []).append(one.record)
    for one in wrong:
        if one.record is None and (one.ends is None or len(alike[one.ends]) == 1):
            yield _right(one)
    for ends, columns in alike.items():
        if len(columns) > 1:
            every = tuple(columns)
            least, greatest = Call(Function.LEAST, every), Call(Function.GREATEST, every)
            yield IsNot(_beyond(least, greatest, ends), truth=True)
    for list_, conditions in records.items():
        some = any_of(tuple(each.body for each in conditions))
        found = some_record(Column(list_), Lambda(conditions[0].record, some))
        # Many a list is empty, which is seen without looking for records.
        empty = Compared("=", Call(Function.LEN, (Column(list_),)), Number(0))
        yield any_of((empty, IsNot(found, truth=True)))


def _right(wrong: Wrong) -> Node:
    match wrong.condition:
        case Opposite(OneOf(Column() as column, options)) if isinstance(options[0], Text):
            # That takes a twentieth of the time.
            found = Compared(">", place_among(options, column), Number(0))
            return any_of((IsNull(column), found))
        case condition:
            return IsNot(condition, truth=True)


def _outside(place: Node, kind: NumberType, decimals: int) -> Node | None:
    """Below the lowest or above the highest number that has so many decimals.

    An end that is left out and has no more decimals itself is written as it is: `x <= 0`.
    """
    low, high = range_of(kind, decimals)
    ends: list[Node] = []
    if kind.low is not None:
        end = Fraction(low - 1, 10**decimals)
        left_out = not kind.low_included and end == kind.low
        limit = Fixed(low - 1 if left_out else low, decimals)
        ends.append(Compared("<=" if left_out else "<", place, limit))
    if kind.high is not None:
        end = Fraction(high + 1, 10**decimals)
        left_out = not kind.high_included and end == kind.high
        limit = Fixed(high + 1 if left_out else high, decimals)
        ends.append(Compared(">=" if left_out else ">", place, limit))
    return any_of(tuple(ends)) if ends else None


def rating_of(leaf: Item) -> Rating:
    """How a rated leaf is rated."""
    if leaf.rating is None:
        raise AssertionError("a leaf that is not computed is rated")
    return leaf.rating


def is_plain(item: Item) -> bool:
    """Whether it is rated, and its value is its level."""
    return item.rating is not None and item.rating.scale.is_plain


def levels_of(leaf: Item) -> tuple[int, int]:
    """The lowest and highest level."""
    numbers = rating_of(leaf).scale.numbers
    return numbers[0], numbers[-1]


def level_type(leaf: Item) -> Whole:
    """The type its levels are computed with, the narrowest that there is for nearly every scale."""
    low, high = levels_of(leaf)
    return Whole.INTEGER if max(abs(low), abs(high)) <= Whole.INTEGER.highest else Whole.BIGINT


def parts_of(instrument: Instrument) -> Iterator[Item | Value]:
    """Every item and named value, in the order of the rule file."""
    yield from instrument.walk()
    yield from instrument.values
