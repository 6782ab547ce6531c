"""What the columnar back end gives: one query, what it reads, what it refuses, what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

_WITH = "WITH\n"
INPUT_ROWS = "input_rows"
"""The relation a plan's queries read: one row a subject, columns as `Plan.inputs` says."""


class Rows(StrEnum):
    """What is known of the rows of `input_rows` before the query."""

    TYPED = "typed"
    """Every cell has the type that `Plan.inputs` says: its reader rejected what does not fit."""
    PLAIN = "plain"
    """Nothing: a table or view of somebody who runs the query by hand. It says what it expects, and
    looks at the decimals of numbers and levels too."""


class Kind(StrEnum):
    """What a column of the input holds, and so how a reader has to take it."""

    KEY = "key"
    """The id of the subject: text as it was written, never missing."""
    GROUP = "group"
    """What the subject belongs to: text."""
    LEVEL = "level"
    """A whole level of a rated leaf."""
    NUMBER = "number"
    """A number with at most `InputColumn.decimals` decimals."""
    CHOICE = "choice"
    """The id of one of several choices."""
    YES_NO = "yes_no"
    DATE = "date"
    TEXT = "text"
    """Text as it was written: no formula reads it. Also why a part is declared not applicable."""
    LIST = "list"
    """Any number of records: an empty list is an answer, NULL is a list that is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputColumn:
    """One column that the relation `input_rows` has.

    A missing answer is NULL. A value that does not fit the type is for the reader to reject; it is
    never rounded or cut.

    Attributes:
        name: the id of the input or rated leaf it holds.
        sql_type: its type in the relation. A number may also come as a narrower DECIMAL with the
            same decimals; nothing else may differ.
        decimals: for a number, how many decimals it is read with.
        whole: for a number, the digits before its point where it is in the range that the rules
            state; `None` where they leave an end of it open.
        fields: for a list, what every record states.
        optional: whether data may be without it; it is NULL then in every row.
    """

    name: str
    kind: Kind
    sql_type: str
    decimals: int | None = None
    whole: int | None = None
    fields: tuple[InputColumn, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """One way in which a row can be wrong although its columns have the right types.

    The bounds that the query's arithmetic relies on are proved from these checks: a row that one of
    them holds for is never scored.

    Attributes:
        column: the column that is wrong.
        field: for a list, the field that is wrong in one of its records; `None`: the list is.
        code: the code of the diagnostic the exact evaluator gives for the same answer.
        condition: holds for wrong rows of `input_rows`; NULL or false for the others.
        shown: the value that is wrong, of a row that is; of a record, what stands in it alone.
    """

    column: str
    code: str
    condition: str
    shown: str
    field: str | None = None


class Part(StrEnum):
    """What a column of the output says."""

    KEY = "key"
    GROUP = "group"
    KEPT = "kept"
    """A column of the input that is carried along as it is."""
    ITEM = "item"
    VALUE = "value"
    BANDS = "bands"
    NOT_APPLICABLE = "not_applicable"
    """The ids of the parts that do not apply: `a, b`; only where some part may not."""
    STATUS = "status"
    """`complete`, `incomplete: ID, ID` with what is missing, or `not_scored: REASON`."""
    RULES = "rules"
    """By id, the line of the rule file that decided."""


class Form(StrEnum):
    """How a number is given in the output."""

    EXACT = "exact"
    """A DECIMAL wide enough, or text as the result document writes it where no decimal is."""
    PUBLISHED = "published"
    """A DECIMAL with the decimals of the rounding rule."""
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputColumn:
    """One column of the result, in the order of `Plan.outputs`.

    Attributes:
        name: the name of the column: an id, or an id with `_exact`.
        of: the id of the item, value or bands it tells.
        sql_type: its type; VARCHAR for a number that no decimal can write.
    """

    name: str
    part: Part
    of: str
    form: Form
    sql_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A decimal that is given as whole units of its last place.

    Attributes:
        width: the digits of its type.
        decimals: how many of them stand behind the point.
        digits: the most digits of the units, which is proved.
    """

    width: int
    decimals: int
    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuery:
    """The query of a plan as it is run, with its columns in the forms that Parquet keeps them in.

    Attributes:
        text: the query; it begins with WITH as well.
        units: the decimals that it gives as whole units, by column.
        null_where_incomplete: a column of the result that is NULL in the rows that are incomplete
            and in no others, if there is one and every other row is complete.
    """

    text: str
    units: Mapping[str, Units]
    null_where_incomplete: str | None = None

    def over(self, rows: str) -> str:
        """The query over the rows of another one."""
        return f"{_WITH}{INPUT_ROWS} AS ({rows}),\n{self.text.removeprefix(_WITH)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One edition as SQL for DuckDB.

    Attributes:
        instrument, edition: whose rules these are.
        inputs: the columns that `input_rows` has; further columns do no harm.
        checks: what makes a row be rejected, in the order of the rule file.
        outputs: the columns of the result.
        printed: makes `text`.
        stored: the query that is run, for what is written to Parquet.
        rejects: the query over `input_rows` that lists the rejected rows, one row a check:
            `id`, `column`, `code`; a field of a list is `list.field`. Where every row came out of
            `text` there is none.
    """

    instrument: str
    edition: str
    inputs: tuple[InputColumn, ...]
    checks: tuple[RowCheck, ...]
    outputs: tuple[OutputColumn, ...]
    printed: Callable[[], str]
    stored: StoredQuery
    rejects: str

    @property
    def text(self) -> str:
        """The query over `input_rows`, for people to read.

        It leaves out the rows that a check rejects, keeps no order, and begins with WITH, so that
        it can stand after `WITH input_rows AS (…),` once its own WITH is cut, and where a relation
        of that name exists as it is.
        """
        return self.printed()
