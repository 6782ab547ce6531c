"""The columns of a relation as the types the rules compute with: checked, never guessed.

Each value that does not fit is a fault of its row. The condition of a fault is cheap, since every
row is held against it; its code is worked out for the rows that are rejected only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from evaluator.backends.sql.columns import WIDTH
from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.diagnostics.kinds.data import NUMBER_BEYOND_COLUMN
from evaluator.intake.limits import MAX_TEXT
from evaluator.model.columns import ROW
from evaluator.scoring.engine import text
from evaluator.scoring.guards import unguarded_sql
from evaluator.scoring.relation import Encoding

WHOLE = r"-?(0|[1-9][0-9]*)(\.0+)?"
"""A whole number; 2.0 is 2."""
NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
"""A number as responses write it."""
_SHORT = {"TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER"}
"""Whole numbers that the type of every level has room for."""
_DIGITS = 10
"""The most digits that one of them has."""
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
YES_NO = ("true", "false", "TRUE", "FALSE", "True", "False")
"""Yes and no as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A way in which a row can be wrong.

    Attributes:
        column: the column that is wrong.
        condition: SQL that holds for wrong rows, and is NULL or false for the others.
        code: SQL for the code of the diagnostic, of a row that is wrong.
        shown: SQL for the value as text.
        sound: SQL that holds for the other rows and for no wrong one, where that is quicker than
            the opposite of the condition.
        places: SQL for a relation of the numbers of the wrong rows, in its column `place`, where
            rows are wrong by what stands in others.
    """

    column: str
    condition: str
    code: str
    shown: str
    sound: str | None = None
    places: str | None = None

    def between(self, first: int, stop: int) -> str:
        """The condition for rows of these numbers alone, from `first` up to before `stop`."""
        if self.places is None:
            return self.condition
        here = f"place >= {first} AND place < {stop}"
        return f"{ROW} IN (SELECT place FROM {self.places} WHERE {here})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One column, read.

    Attributes:
        value: SQL over the relation for the value in its type, else NULL.
        stands: SQL for the same as it stands in the data, where that may be written otherwise.
    """

    column: str
    value: str
    faults: tuple[Fault, ...] = ()
    stands: str | None = None


def read_column(
    column: InputColumn, raw: str, type_: str, encoding: Encoding, decimals: int | None
) -> Reading:
    """How a column of plain values is read, or a field of a record.

    Args:
        column: what is wanted.
        raw: SQL for what stands there.
        type_: the type that was found.
        encoding: how values stand in it.
        decimals: the most decimals of a number in it, where they are more than can be read.
    """
    match encoding:
        case Encoding.TYPED if is_wide(type_) and column.kind in {Kind.NUMBER, Kind.LEVEL}:
            return _from_text(column, with_zero(f"CAST({raw} AS VARCHAR)"), decimals)
        case Encoding.TYPED:
            return _from_type(column, raw, type_)
        case Encoding.TEXT:
            return _from_text(column, raw, decimals)
        case Encoding.JSON:
            return _from_json(column, raw, decimals)
        case _:
            assert_never(encoding)


# Values of a type --------------------------------------------------------------------------------


def is_wide(type_: str) -> bool:
    """Whether a type holds whole or decimal numbers that do not fit into 64 bits."""
    if type_.startswith("DECIMAL("):
        return int(type_.removeprefix("DECIMAL(").partition(",")[0]) > 18
    return type_ in {"HUGEINT", "UHUGEINT", "UBIGINT"}


def _from_type(column: InputColumn, raw: str, type_: str) -> Reading:
    match column.kind:
        case Kind.LEVEL if type_.startswith("DECIMAL("):
            whole = f"CASE WHEN {raw} = floor({raw}) THEN TRY_CAST({raw} AS {column.sql_type}) END"
            return _reading(column, whole, raw, text(kinds.LEVEL_OFF_SCALE.code))
        case Kind.LEVEL if type_ == column.sql_type:
            return Reading(column=column.name, value=raw)
        case Kind.LEVEL if type_ not in _SHORT:
            whole = f"TRY_CAST({raw} AS {column.sql_type})"
            return _reading(column, whole, raw, text(kinds.LEVEL_OFF_SCALE.code))
        case Kind.LEVEL:
            return Reading(column=column.name, value=f"CAST({raw} AS {column.sql_type})")
        case Kind.GROUP:
            return Reading(column=column.name, value=_no_group(raw))
        case Kind.TEXT:
            return Reading(column=column.name, value=raw, faults=(_too_long(column, raw),))
        case Kind.NUMBER if type_ in _SHORT and _DIGITS + (column.decimals or 0) <= WIDTH:
            return Reading(column=column.name, value=f"CAST({raw} AS {column.sql_type})")
        case Kind.NUMBER if not type_.startswith("DECIMAL("):
            number = f"TRY_CAST({raw} AS {column.sql_type})"
            return _reading(column, number, raw, text(kinds.NUMBER_TOO_LONG.code))
        case _:
            return Reading(column=column.name, value=raw)


def _no_group(raw: str) -> str:
    """A text that is empty names no group, whatever the format: it would read like all subjects."""
    return f"nullif({raw}, '')"


# Values as text ----------------------------------------------------------------------------------


def _from_text(column: InputColumn, raw: str, decimals: int | None) -> Reading:
    match column.kind:
        case Kind.KEY | Kind.GROUP | Kind.TEXT:
            return _from_words(column, raw, unguarded_sql(raw))
        case Kind.CHOICE:
            return Reading(column=column.name, value=raw)
        case Kind.LEVEL:
            return _reading(column, _whole(column, raw), raw, _level_code(raw))
        case Kind.NUMBER:
            return _reading(column, _number(column, raw, decimals), raw, _number_code(column, raw))
        case Kind.YES_NO:
            # `True` is what programs write, `TRUE` what spreadsheets do; in JSON neither can be.
            lines = (f"WHEN '{each}' THEN {each.lower()}" for each in YES_NO)
            value = f"CASE {raw} {' '.join(lines)} END"
            return _reading(column, value, raw, text(kinds.YES_NO_EXPECTED.code))
        case Kind.DATE:
            real = f"{_matches(raw, DAY)} AND {raw} >= '0001'"
            value = f"CASE WHEN {real} THEN TRY_CAST({raw} AS DATE) END"
            unreal, form = text(kinds.DATE_UNREAL.code), text(kinds.DATE_FORM.code)
            code = f"CASE WHEN {_matches(raw, DAY)} THEN {unreal} ELSE {form} END"
            return _reading(column, value, raw, code)
        case Kind.LIST:
            raise AssertionError("records are read field by field")
        case _:
            assert_never(column.kind)


def _from_words(column: InputColumn, raw: str, value: str) -> Reading:
    """A text that no formula reads: `value` is what stands in `raw` without its guard."""
    match column.kind:
        case Kind.GROUP:
            return Reading(column=column.name, value=_no_group(value))
        case Kind.TEXT:
            return Reading(column=column.name, value=value, faults=(_too_long(column, raw),))
        case _:
            return Reading(column=column.name, value=value)


def _too_long(column: InputColumn, raw: str) -> Fault:
    condition = f"length({raw}) > {MAX_TEXT}"
    code = text(kinds.TEXT_TOO_LONG.code)
    return Fault(column=column.name, condition=condition, code=code, shown=raw)


def _reading(column: InputColumn, value: str, raw: str, code: str) -> Reading:
    """A column where what is there and has no value is a fault."""
    fault = Fault(
        column=column.name,
        condition=f"{raw} IS NOT NULL AND ({value}) IS NULL",
        code=code,
        shown=f"CAST({raw} AS VARCHAR)",
    )
    return Reading(column=column.name, value=value, faults=(fault,), stands=fault.shown)


def _matches(raw: str, form: str) -> str:
    return f"regexp_full_match({raw}, {text(form)})"


def _whole(column: InputColumn, raw: str) -> str:
    # Nearly every level is one digit.
    digit = f"length({raw}) = 1 AND {raw} BETWEEN '0' AND '9'"
    front = f"split_part({raw}, '.', 1)"
    return (
        f"CASE WHEN {digit} THEN CAST({raw} AS {column.sql_type})"
        f" WHEN {_matches(raw, WHOLE)} THEN TRY_CAST({front} AS {column.sql_type}) END"
    )


def _number(column: InputColumn, raw: str, decimals: int | None) -> str:
    fits = _matches(raw, NUMBER)
    wanted = column.decimals or 0
    if decimals is not None and decimals > wanted:
        # A cast would round what is beyond the decimals that are read.
        fits += f" AND {decimal_digits(raw)} <= {wanted}"
    return f"CASE WHEN {fits} THEN TRY_CAST({raw} AS {column.sql_type}) END"


def whole_digits(raw: str) -> str:
    """SQL for how many digits a number has before its point."""
    return f"length(ltrim(split_part({raw}, '.', 1), '-'))"


def decimal_digits(raw: str) -> str:
    """SQL for how many decimals a number has, zeros at its end left aside."""
    return f"length(rtrim(split_part({raw}, '.', 2), '0'))"


def _number_code(column: InputColumn, raw: str) -> str:
    forms = (
        (r"-?[0-9.]*,[0-9]+", kinds.NUMBER_COMMA),
        (r"[-+]?[0-9.]+[eE][-+0-9]*", kinds.NUMBER_EXPONENT),
        (r"(?i)[-+]?(nan|inf|infinity)", kinds.NOT_A_NUMBER),
        (r"-?0[0-9]+(\.[0-9]+)?", kinds.NUMBER_LEADING_ZERO),
    )
    lines = " ".join(f"WHEN {_matches(raw, form)} THEN {text(kind.code)}" for form, kind in forms)
    return (
        f"CASE {lines} WHEN {_matches(raw, NUMBER)} THEN {_beyond_code(column, raw)}"
        f" ELSE {text(kinds.NUMBER_FORM.code)} END"
    )


def _beyond_code(column: InputColumn, raw: str) -> str:
    """The code of a number that its column has no room for."""
    whole, decimals = whole_digits(raw), decimal_digits(raw)
    lines = f"WHEN {whole} + {decimals} > {WIDTH} THEN {text(kinds.NUMBER_TOO_LONG.code)}"
    if column.whole is not None:
        out_of_range = text(kinds.NUMBER_OUT_OF_RANGE.code)
        lines += f" WHEN {whole} > {column.whole} THEN {out_of_range}"
    return f"CASE {lines} ELSE {text(NUMBER_BEYOND_COLUMN.code)} END"


def _level_code(raw: str) -> str:
    off, other = text(kinds.LEVEL_OFF_SCALE.code), text(kinds.LEVEL_EXPECTED.code)
    return f"CASE WHEN {_matches(raw, NUMBER)} THEN {off} ELSE {other} END"


def with_zero(raw: str) -> str:
    """A number as a person writes it: DuckDB leaves out the zero where none stands before it."""
    return f"regexp_replace({raw}, '^(-?)\\.', '\\10.')"


# Values as JSON ----------------------------------------------------------------------------------


def in_full(raw: str) -> str:
    """A number as a person writes it: DuckDB writes those near zero with an exponent."""
    digits = f"replace(ltrim(split_part({raw}, 'e-', 1), '-'), '.', '')"
    zeros = f"repeat('0', CAST(split_part({raw}, 'e-', 2) AS INTEGER) - 1)"
    sign = f"CASE WHEN starts_with({raw}, '-') THEN '-' ELSE '' END"
    return (
        f"CASE WHEN contains({raw}, 'e-') AND regexp_full_match({raw}, '-?[0-9.]+e-[0-9]+')"
        f" THEN {sign} || '0.' || {zeros} || {digits} ELSE {raw} END"
    )


def _from_json(column: InputColumn, raw: str, decimals: int | None) -> Reading:
    match column.kind:
        case Kind.YES_NO:
            return _from_text(column, raw, decimals)
        case Kind.LEVEL | Kind.NUMBER:
            fits = f"{raw}[1] BETWEEN '-' AND '9'"
            inner = f"CASE WHEN {fits} THEN {in_full(raw)} END"
            read = _plainly(_from_text(column, inner, decimals), column, raw, decimals)
        case _:
            fits = f"starts_with({raw}, '\"')"
            inner = f"CASE WHEN {fits} THEN {_text_in(column, raw)} END"
            read = _from_text(column, inner, decimals)
    if column.kind in {Kind.KEY, Kind.GROUP, Kind.TEXT}:
        # What begins otherwise is not guarded, and not looked at twice.
        begins = f"starts_with({raw}, '\"''') OR starts_with({raw}, '\"\\')"
        value = f"CASE WHEN {begins} THEN {unguarded_sql(inner)} ELSE {inner} END"
        read = _from_words(column, inner, value)
    other = Fault(
        column=column.name, condition=f"NOT ({fits})", code=_other_code(column.kind, raw), shown=raw
    )
    return replace(read, faults=(other, *read.faults))


def _text_in(column: InputColumn, raw: str) -> str:
    """The text of a JSON text.

    A column of choices has few texts: what a function makes of them is worked out once for each,
    but for one that parses.
    """
    parsed = f"json_extract_string({raw}, '$')"
    if column.kind is not Kind.CHOICE:
        return parsed
    return f"CASE WHEN contains({raw}, '\\') THEN {parsed} ELSE replace({raw}, '\"', '') END"


def _plainly(read: Reading, column: InputColumn, raw: str, decimals: int | None) -> Reading:
    """A number, where nearly all are written plainly: the form of those is not looked at further.

    Numbers of JSON have one form, but for those that DuckDB writes with an exponent.
    """
    if column.kind is Kind.LEVEL:
        plain = f"length({raw}) = 1 AND {raw} BETWEEN '0' AND '9'"
    elif decimals is None or decimals <= (column.decimals or 0):
        plain = f"{raw}[1] BETWEEN '-' AND '9' AND NOT contains({raw}, 'e')"
    else:
        return read  # a cast would round
    value = f"TRY_CAST({raw} AS {column.sql_type})"
    faults = (
        replace(each, condition=f"CASE WHEN {plain} THEN {value} IS NULL ELSE {each.condition} END")
        for each in read.faults
    )
    return replace(
        read,
        value=f"CASE WHEN {plain} THEN {value} ELSE {read.value} END",
        faults=tuple(faults),
    )


def _other_code(kind: Kind, raw: str) -> str:
    """The code of a value that is text where none is wanted, or none where text is."""
    match kind:
        case Kind.KEY | Kind.GROUP | Kind.TEXT:
            return text(kinds.TEXT_EXPECTED.code)
        case Kind.CHOICE:
            return text(kinds.UNKNOWN_CHOICE.code)
        case Kind.DATE:
            return text(kinds.DATE_EXPECTED.code)
        case Kind.LEVEL | Kind.NUMBER:
            other = kinds.LEVEL_EXPECTED if kind is Kind.LEVEL else kinds.NUMBER_EXPECTED
            form = _matches(f"trim({raw}, '\"')", NUMBER)
            as_text = text(kinds.NUMBER_AS_TEXT.code)
            return f"CASE WHEN {form} THEN {as_text} ELSE {text(other.code)} END"
        case Kind.YES_NO | Kind.LIST:
            raise AssertionError("what is written otherwise has no code of its own")
        case _:
            assert_never(kind)
