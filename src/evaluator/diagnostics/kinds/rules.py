"""What can be wrong with what a rule file says, once every name in it is known."""

from __future__ import annotations

from evaluator.diagnostics.model import Kind, Severity

WEIGHTS_SUM = Kind("weights-sum", Severity.ERROR)
WEIGHT_WITHOUT_PERCENT = Kind("weight-without-percent", Severity.ERROR)
WEIGHT_WITH_PERCENT = Kind("weight-with-percent", Severity.ERROR)
"""A weight in percent among weights in points: `item`, `weight` without the sign."""
WEIGHTS_SUM_WHERE = Kind("weights-sum-where", Severity.ERROR)
"""The same in one situation, of parts that stand in for one another: `where` besides."""
WEIGHTS_SUM_SIGN = Kind("weights-sum-sign", Severity.ERROR)
"""A sum of weights stated in percent where they are points, or the other way round."""
WEIGHT_MISSING = Kind("weight-missing", Severity.ERROR)
WEIGHT_NEGATIVE = Kind("weight-negative", Severity.ERROR)
WEIGHT_ZERO = Kind("weight-zero", Severity.WARNING)
WEIGHT_UNUSED = Kind("weight-unused", Severity.WARNING)
WEIGHTS_UNCHECKED = Kind("weights-unchecked", Severity.WARNING)
WEIGHTS_REPEATED = Kind("weights-repeated", Severity.WARNING)

BAND_EMPTY = Kind("band-empty", Severity.ERROR)
BAND_OVERLAP = Kind("band-overlap", Severity.ERROR)
BAND_ORDER = Kind("band-order", Severity.WARNING)
BAND_GATE_LOWEST = Kind("band-gate-lowest", Severity.ERROR)
BAND_GATE_WITHOUT_VALUE = Kind("band-gate-without-value", Severity.WARNING)
"""The condition of a band asks for a part that may not apply: `band`, `part`."""
BAND_UNREACHABLE = Kind("band-unreachable", Severity.WARNING)
BAND_HOLE = Kind("band-hole", Severity.ERROR)
BAND_HOLE_POSSIBLE = Kind("band-hole-possible", Severity.ERROR)
BAND_HOLE_WIDE = Kind("band-hole-wide", Severity.WARNING)
BAND_HOLE_READ = Kind("band-hole-read", Severity.NOTE)
BAND_HOLE_UNREACHABLE = Kind("band-hole-unreachable", Severity.NOTE)
BAND_OUTSIDE = Kind("band-outside", Severity.ERROR)
BAND_OUTSIDE_BY_ANSWERS = Kind("band-outside-by-answers", Severity.ERROR)
"""Answers lead outside every band: `of`, `value`, `answers`, `band`."""
BAND_OUTSIDE_POSSIBLE = Kind("band-outside-possible", Severity.ERROR)
"""The bounds reach outside every band, no answers are known to: `of`, `value`, `band`, `part`."""
BAND_OUTSIDE_UNBOUNDED = Kind("band-outside-unbounded", Severity.ERROR)
"""No bound is known on one side: `of`, `band`, `part`."""

PRINTED_DISAGREES = Kind("printed-disagrees", Severity.NOTE)
PRINTED_CONTRADICTS = Kind("printed-contradicts", Severity.WARNING)
PRINTED_HOLE = Kind("printed-hole", Severity.WARNING)
PRINTED_OVERLAP = Kind("printed-overlap", Severity.WARNING)
PRINTED_PARTIAL = Kind("printed-partial", Severity.WARNING)

DOUBLE_ROUNDING = Kind("double-rounding", Severity.WARNING)
DOUBLE_ROUNDING_FLIPS = Kind("double-rounding-flips", Severity.WARNING)

UNUSED_ASSUMPTION = Kind("unused-assumption", Severity.ERROR)
UNUSED_EVIDENCE = Kind("unused-evidence", Severity.ERROR)
UNUSED_SCALE = Kind("unused-scale", Severity.WARNING)
UNUSED_INPUT = Kind("unused-input", Severity.WARNING)
COLUMN_NAME = Kind("column-name", Severity.WARNING)
"""Facts: name, other."""
UNUSED_FIELD = Kind("unused-field", Severity.WARNING)
RECORD_VALUE_UNUSED = Kind("record-value-unused", Severity.WARNING)
EXTREME_OF_MEAN = Kind("extreme-of-mean", Severity.WARNING)
"""The lowest or highest of one repeated part, which is its mean: `item`."""
ITEM_UNUSED = Kind("item-unused", Severity.WARNING)

LEVEL_UNKNOWN = Kind("level-unknown", Severity.ERROR)
LEVEL_TWICE = Kind("level-twice", Severity.ERROR)
EXEMPTION_VOID = Kind("exemption-void", Severity.WARNING)
LEVEL_NEEDS_LESS = Kind("level-needs-less", Severity.WARNING)
"""A rule of one level ends at it, so that the next needs less: `level`, `above`."""
LEVEL_WITHOUT_EVIDENCE = Kind("level-without-evidence", Severity.WARNING)
ITEM_WITHOUT_EVIDENCE = Kind("item-without-evidence", Severity.WARNING)
WITHOUT_EVIDENCE_MISSING = Kind("without-evidence-missing", Severity.ERROR)
ANSWER_WITHOUT_EVIDENCE = Kind("answer-without-evidence", Severity.ERROR)
"""The same of an answer, which can stay unverified and not fall: `item`."""
WITHOUT_EVIDENCE_NEEDS_EVIDENCE = Kind("without-evidence-needs-evidence", Severity.ERROR)
"""What an unproved answer counts as needs documents itself: `item`, `answer`."""
WITHOUT_EVIDENCE_UNUSED = Kind("without-evidence-unused", Severity.WARNING)

NOT_APPLICABLE_UNSAID = Kind("not-applicable-unsaid", Severity.ERROR)
NOT_APPLICABLE_UNUSED = Kind("not-applicable-unused", Severity.WARNING)
ALTERNATIVES_NONE = Kind("alternatives-none", Severity.ERROR)
ALTERNATIVES_SEVERAL = Kind("alternatives-several", Severity.ERROR)
ALTERNATIVES_UNPROVED = Kind("alternatives-unproved", Severity.ERROR)
APPLIES_NEVER = Kind("applies-never", Severity.WARNING)

MAXIMUM_EXCEEDED = Kind("maximum-exceeded", Severity.ERROR)
MAXIMUM_EXCEEDED_BY_ANSWERS = Kind("maximum-exceeded-by-answers", Severity.ERROR)
"""Answers lead above a maximum: `item`, `maximum`, `value`, `answers`."""
MAXIMUM_UNPROVED = Kind("maximum-unproved", Severity.WARNING)
CLAIM_REFUTED = Kind("claim-refuted", Severity.ERROR)
CLAIM_REFUTED_BY_RAISING = Kind("claim-refuted-by-raising", Severity.ERROR)
CLAIM_REFUTED_BY_VALUE = Kind("claim-refuted-by-value", Severity.ERROR)
CLAIM_REFUTED_BY_ADDING = Kind("claim-refuted-by-adding", Severity.ERROR)
"""A record more moves a value as the claim rules out: `id`, `list`, `record`, `before`, `after`,
`answers`."""
CLAIM_BESIDE_LIST = Kind("claim-beside-list", Severity.WARNING)
"""The value does not rest on the list: `id`, `list`."""
CLAIM_ADDING_UNDECIDED = Kind("claim-adding-undecided", Severity.WARNING)
"""Neither proved nor refuted: `id`, `list`, `part`, the first part that may move either way."""
CLAIM_WITHOUT_ORDER = Kind("claim-without-order", Severity.WARNING)
CLAIM_UNDECIDED = Kind("claim-undecided", Severity.WARNING)
DIVISION_BY_ZERO = Kind("division-by-zero", Severity.ERROR)
DIVISION_BY_ZERO_POSSIBLE = Kind("division-by-zero-possible", Severity.WARNING)

CASE_UNREACHABLE = Kind("case-unreachable", Severity.WARNING)
OTHERWISE_UNREACHABLE = Kind("otherwise-unreachable", Severity.WARNING)

TABLE_OVERLAP = Kind("table-overlap", Severity.ERROR)
TABLE_INCOMPLETE = Kind("table-incomplete", Severity.ERROR)
TABLE_INCOMPLETE_POSSIBLE = Kind("table-incomplete-possible", Severity.ERROR)
TABLE_UNCHECKED = Kind("table-unchecked", Severity.ERROR)
ROW_UNREACHABLE = Kind("row-unreachable", Severity.WARNING)

SCALE_SHORT = Kind("scale-short", Severity.ERROR)
SCALE_LEVEL_TWICE = Kind("scale-level-twice", Severity.ERROR)
SCALE_ORDER = Kind("scale-order", Severity.ERROR)
SCALE_VALUES_FALL = Kind("scale-values-fall", Severity.ERROR)

EDITION_REVERSED = Kind("edition-reversed", Severity.ERROR)
EDITION_OVERLAP = Kind("edition-overlap", Severity.ERROR)
EDITION_GAP = Kind("edition-gap", Severity.ERROR)
