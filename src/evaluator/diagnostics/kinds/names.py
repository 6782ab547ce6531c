"""Kinds found while names are resolved, editions consolidated and statements given a meaning."""

from __future__ import annotations

from typing import Final

from evaluator.diagnostics.model import Kind, Severity

_E, _W = Severity.ERROR, Severity.WARNING

# Declarations and editions
NOTHING_DECLARED: Final = Kind("nothing-declared", _E)
EDITION_TWICE: Final = Kind("edition-twice", _E)
EXAMPLE_WITHOUT_EDITION: Final = Kind("example-without-edition", _E)
NO_DATES: Final = Kind("no-dates", _E)
STATEMENT_MISPLACED: Final = Kind("statement-misplaced", _E)
STATEMENT_TWICE: Final = Kind("statement-twice", _E)

# Amendments
BASE_UNKNOWN: Final = Kind("base-unknown", _E)
AMENDMENT_CIRCLE: Final = Kind("amendment-circle", _E)
REMOVED_YET_NAMED: Final = Kind("removed-yet-named", _E)
CHANGE_WITHOUT_BASE: Final = Kind("change-without-base", _E)
CHANGE_UNKNOWN: Final = Kind("change-unknown", _E)
ALREADY_THERE: Final = Kind("already-there", _E)
ID_REUSED: Final = Kind("id-reused", _E)
RENAME_TAKEN: Final = Kind("rename-taken", _E)
ID_RENAMED: Final = Kind("id-renamed", _E)
ID_RETIRED: Final = Kind("id-retired", _E)
CORRECTION_DATES: Final = Kind("correction-dates", _E)
CORRECTED_TWICE: Final = Kind("corrected-twice", _E)
CARRY_MISPLACED: Final = Kind("carry-misplaced", _E)
CARRY_UNKNOWN: Final = Kind("carry-unknown", _E)
CARRY_INCOMPLETE: Final = Kind("carry-incomplete", _W)

# Names
DUPLICATE_ID: Final = Kind("duplicate-id", _E)
UNKNOWN_ID: Final = Kind("unknown-id", _E)
WRONG_SORT: Final = Kind("wrong-sort", _E)
CYCLIC_VALUES: Final = Kind("cyclic-values", _E)
REFERENCE_OUTSIDE: Final = Kind("reference-outside", _E)
VALUE_RESTS_ON_PARTS: Final = Kind("value-rests-on-parts", _E)
NOTHING_OF_WORD: Final = Kind("nothing-of-word", _E)
EVERY_OF_NOTHING: Final = Kind("every-of-nothing", _W)
LEVELS_OF_NONE: Final = Kind("levels-of-none", _E)
"""A line of `every` on levels, said of parts none of which is rated: `statement`."""
ANSWERS_OF_NONE: Final = Kind("answers-of-none", _E)
"""A line of `every` on answers, said of parts none of which is answered: `statement`."""
LEVELS_PASS_OVER: Final = Kind("levels-pass-over", _W)
"""A line of `every` on levels that says nothing of some parts: `statement`, `items`."""

# Answers of parts
OWN_OUTSIDE: Final = Kind("own-outside", _E)
ANSWER_REPEATED: Final = Kind("answer-repeated", _E)
ANSWER_MEANT: Final = Kind("answer-meant", _E)
"""The value of a part is asked for one of the choices of its answer: `id`, `choice`."""
WITHOUT_ANSWER: Final = Kind("without-answer", _E)
COUNTS_AS_NO_ANSWER: Final = Kind("counts-as-no-answer", _E)
COUNTS_AS_CONDITIONAL: Final = Kind("counts-as-conditional", _E)
CHOICE_COUNTS_AS: Final = Kind("choice-counts-as", _E)
LEVEL_NOT_TOLD_APART: Final = Kind("level-not-told-apart", _E)

# Repetition
REPEATED_NOT_RATED: Final = Kind("repeated-not-rated", _E)
LEVELS_NOT_RISING: Final = Kind("levels-not-rising", _E)
REPEATED_POINTS: Final = Kind("repeated-points", _E)
REPEATED_TIMES: Final = Kind("repeated-times", _E)

# Readings of assumptions
READINGS_TOO_FEW: Final = Kind("readings-too-few", _E)
READINGS_TOO_MANY: Final = Kind("readings-too-many", _E)
READINGS_UNUSED: Final = Kind("readings-unused", _E)
READING_OF_NONE: Final = Kind("reading-of-none", _E)
READING_MISPLACED: Final = Kind("reading-misplaced", _E)

# The tree
ITEM_WITHOUT_VALUE: Final = Kind("item-without-value", _E)
ITEM_RATED_AND_COMPUTED: Final = Kind("item-rated-and-computed", _E)
ITEM_RATED_WITH_PARTS: Final = Kind("item-rated-with-parts", _E)
LEVEL_NOT_WHOLE: Final = Kind("level-not-whole", _E)
COUNT_NOT_WHOLE: Final = Kind("count-not-whole", _E)

# Many subjects
GROUP_NOT_DECLARED: Final = Kind("group-not-declared", _E)
SUBJECTS_OUTSIDE_GROUP: Final = Kind("subjects-outside-group", _E)
SUBJECT_IN_GROUP: Final = Kind("subject-in-group", _E)
GROUP_VALUE_OUTSIDE: Final = Kind("group-value-outside", _E)
RANK_OF_SEVERAL: Final = Kind("rank-of-several", _E)
RANK_OF_ONE: Final = Kind("rank-of-one", _E)
LABEL_WITHOUT_QUOTES: Final = Kind("label-without-quotes", _E)
CHOICE_IN_QUOTES: Final = Kind("choice-in-quotes", _E)
UNKNOWN_LABEL: Final = Kind("unknown-label", _E)

# Types and units
NOT_A_NUMBER: Final = Kind("formula-not-a-number", _E)
NOT_A_CONDITION: Final = Kind("formula-not-a-condition", _E)
UNIT_MISMATCH: Final = Kind("unit-mismatch", _E)
UNIT_MISSING: Final = Kind("unit-missing", _E)
"""Parts without a unit stand beside others that have one: `text`, `parts`, `others`, `units`."""
VALUE_TOO_LARGE: Final = Kind("value-too-large", _E)
CASES_NOT_CLOSED: Final = Kind("cases-not-closed", _E)
CASES_AFTER_OTHERWISE: Final = Kind("cases-after-otherwise", _E)
CHOICE_WITH_SIGN: Final = Kind("choice-with-sign", _E)
DIGITS_WITHOUT_END: Final = Kind("digits-without-end", _E)
PART_WITHOUT_END: Final = Kind("part-without-end", _E)
ARGUMENT_UNFIT: Final = Kind("argument-unfit", _E)
TABLE_SUBJECT: Final = Kind("table-subject", _E)
TABLE_EMPTY: Final = Kind("table-empty", _E)
TABLE_TOO_LONG: Final = Kind("table-too-long", _E)
TABLE_HOLE_READING: Final = Kind("table-hole-reading", _E)
ROW_CELLS: Final = Kind("row-cells", _E)
CELL_NOT_A_CHOICE: Final = Kind("cell-not-a-choice", _E)
CELL_NOT_A_NUMBER: Final = Kind("cell-not-a-number", _E)
CELL_MISSING: Final = Kind("cell-missing", _E)
CELL_NO: Final = Kind("cell-no", _E)
"""`no` in a column that sums up records, for that there are none: `text`, `subject`, `known`."""
CELL_NONE: Final = Kind("cell-none", _E)
ANSWER_CANNOT_FALL: Final = Kind("answer-cannot-fall", _E)
"""An answer that is said to fall to what is proved: `item`. Answers have no order."""
AGGREGATE_OF_FEW: Final = Kind("aggregate-of-few", _E)
FEW_OF_ALL: Final = Kind("few-of-all", _E)
FEW_ARE_ALL: Final = Kind("few-are-all", _W)
DECIMALS_NOT_WHOLE: Final = Kind("decimals-not-whole", _E)

# Scales of names, lists and windows of time
SCALE_OF_NAMES: Final = Kind("scale-of-names", _E)
SCALE_OF_LEVELS: Final = Kind("scale-of-levels", _E)
ORDER_CUMULATIVE: Final = Kind("scale-of-names-cumulative", _E)
POINTS_WITHOUT_BOUNDS: Final = Kind("points-without-bounds", _E)
POINTS_OUT_OF_RANGE: Final = Kind("points-out-of-range", _E)
POINTS_OF_GROUP: Final = Kind("points-of-group", _E)
FIELD_CALLED_ID: Final = Kind("field-called-id", _E)
NOT_A_LIST: Final = Kind("not-a-list", _E)
LIST_IN_FORMULA: Final = Kind("list-in-formula", _E)
TEXT_IN_FORMULA: Final = Kind("text-in-formula", _E)
FIELD_NOT_A_NUMBER: Final = Kind("field-not-a-number", _E)
WEIGHT_MAY_BE_NEGATIVE: Final = Kind("weight-may-be-negative", _E)
WHERE_REACHES_OUT: Final = Kind("where-reaches-out", _E)
FIELD_OUT_OF_REACH: Final = Kind("field-out-of-reach", _E)
RECORD_VALUE_REACHES_OUT: Final = Kind("record-value-reaches-out", _E)
RECORD_VALUE_PUBLISHED: Final = Kind("record-value-published", _E)
RECORD_VALUE_TOO_LONG: Final = Kind("record-value-too-long", _E)
NOT_A_DATE: Final = Kind("not-a-date", _E)

FOR_WANT_OF_A_LINE = frozenset(
    {
        UNKNOWN_ID,
        UNKNOWN_LABEL,
        GROUP_NOT_DECLARED,
        EXAMPLE_WITHOUT_EDITION,
        NO_DATES,
        CHANGE_UNKNOWN,
        BASE_UNKNOWN,
        NOTHING_OF_WORD,
        OWN_OUTSIDE,
        REPEATED_NOT_RATED,
        LEVELS_NOT_RISING,
        REPEATED_POINTS,
        ANSWER_REPEATED,
        ANSWER_MEANT,
        WITHOUT_ANSWER,
        COUNTS_AS_NO_ANSWER,
        COUNTS_AS_CONDITIONAL,
        ITEM_WITHOUT_VALUE,
        ITEM_RATED_WITH_PARTS,
        CASES_NOT_CLOSED,
        REFERENCE_OUTSIDE,
        VALUE_RESTS_ON_PARTS,
        READINGS_UNUSED,
        TABLE_EMPTY,
    }
)
"""What is also found where the line that says it could not be read."""
