"""The table that a query reads, as a definition DuckDB runs: every column, its type and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from evaluator.backends.sql.columns import (
    WIDTH,
    asked_of_rows,
    declarable,
    declared_part,
    input_columns,
    rating_of,
)
from evaluator.backends.sql.definition_words import DEFINITION_WORDS, DefinitionWords
from evaluator.backends.sql.nodes import Decimal, Text
from evaluator.backends.sql.plan import INPUT_ROWS, InputColumn, Kind
from evaluator.backends.sql.printer import STEP, comment, expression, name, type_name
from evaluator.diagnostics.language import Language
from evaluator.diagnostics.visible import visible
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    FieldType,
    Instrument,
    ListType,
    NumberType,
    TextType,
    YesNoType,
)
from evaluator.values.numbers import text_of

MOST_DIGITS = 38
"""The digits of the widest decimal of DuckDB."""


def definition(
    instrument: Instrument, decimals: Mapping[str, int], language: Language = Language.EN
) -> str:
    """The table `input_rows` as a statement, each column below what stands in it.

    Numbers and levels have room for as many digits before the point as a query reads, and for 20
    decimals more, so that one which is too fine gets as far as the check that rejects it: a column
    with fewer decimals would round it when it is filled.
    """
    words = DEFINITION_WORDS[language]
    said = dict(_said(instrument, decimals, words))
    columns = ",\n".join(
        _column(column, said.get(column.name, ""), said)
        for column in input_columns(instrument, decimals)
    )
    return f"{comment(words.opening, 0)}CREATE TABLE {INPUT_ROWS} (\n{columns}\n);\n"


def _column(column: InputColumn, said: str, all_said: Mapping[str, str]) -> str:
    told = comment(said, 1)
    match column.kind:
        case Kind.KEY:
            return f"{told}{STEP}{name(column.name)} {column.sql_type} PRIMARY KEY"
        case Kind.LIST:
            fields = ",\n".join(
                f"{comment(all_said[f'{column.name}.{field.name}'], 2)}"
                f"{STEP * 2}{name(field.name)} {_type(field)}"
                for field in column.fields
            )
            return f"{told}{STEP}{name(column.name)} STRUCT(\n{fields}\n{STEP})[]"
        case _:
            return f"{told}{STEP}{name(column.name)} {_type(column)}"


def _type(column: InputColumn) -> str:
    """A number has more room than is read; see `definition`."""
    if column.kind not in {Kind.NUMBER, Kind.LEVEL}:
        return column.sql_type
    return type_name(Decimal(MOST_DIGITS, MOST_DIGITS - WIDTH + (column.decimals or 0)))


def _said(
    instrument: Instrument, decimals: Mapping[str, int], words: DefinitionWords
) -> Iterator[tuple[str, str]]:
    """What stands in each column, by its name; a field goes by `list.field`."""
    for column in input_columns(instrument, decimals):
        part = declared_part(column.name)
        if column.kind is Kind.KEY:
            yield column.name, words.subject
        elif part is not None:
            labels = {item.id: item.label for item in declarable(instrument)}
            yield column.name, words.declares.format(label=_label(labels[part]))
    for group, label in instrument.grouped_in:
        yield group, f"{_label(label or group)}: {words.group}"
    for leaf in instrument.leaves():
        levels = ((str(level.number), level.label) for level in rating_of(leaf).scale.levels)
        yield leaf.id, f"{_label(leaf.label)}: {_listed(levels)}"
    for one in asked_of_rows(instrument):
        match one.type:
            case ListType(fields=fields):
                yield one.key, f"{_label(one.label)}: {words.records}"
                for field in fields:
                    key = f"{one.key}.{field.id}"
                    yield key, _meaning(field.label, field.type, decimals.get(key, 0), words)
            case _:
                places = decimals.get(one.key, 0)
                yield one.key, _meaning(one.label, one.type, places, words)


def _meaning(label: str, kind: FieldType, decimals: int, words: DefinitionWords) -> str:
    match kind:
        case NumberType():
            told = ", ".join(_number(kind, decimals, words))
        case ChoiceType(choices=choices):
            told = _listed((expression(Text(id_)), text) for id_, text in choices)
        case TextType():
            told = words.unread
        case YesNoType() | DateType():
            told = ""
        case _:
            assert_never(kind)
    return f"{_label(label)}: {told}" if told else _label(label)


def _number(kind: NumberType, decimals: int, words: DefinitionWords) -> Iterator[str]:
    ends = []
    if kind.low is not None:
        ends.append((words.low if kind.low_included else words.above).format(text_of(kind.low)))
    if kind.high is not None:
        ends.append((words.high if kind.high_included else words.below).format(text_of(kind.high)))
    if ends:
        yield " ".join(ends)
    if kind.unit is not None:
        yield words.unit.format(_label(kind.unit))
    match decimals:
        case 0:
            yield words.whole
        case 1:
            yield words.one_decimal
        case _:
            yield words.decimals.format(decimals)


def _listed(each: Iterator[tuple[str, str | None]]) -> str:
    return ", ".join(
        value if label is None else f"{value} ({_label(label)})" for value, label in each
    )


def _label(text: str) -> str:
    """A text that does not end the comment the definition stands in, nor begin another."""
    return visible(text).replace("*/", "* /").replace("/*", "/ *")
