"""Kinds found while examples are run."""

from __future__ import annotations

from typing import Final

from evaluator.diagnostics.model import Kind, Severity

_E, _W = Severity.ERROR, Severity.WARNING

EXAMPLE_FAILED: Final = Kind("example-failed", _E)
EXAMPLE_OPEN: Final = Kind("example-open", _E)
EXAMPLE_NOT_SCORED: Final = Kind("example-not-scored", _E)
EXAMPLE_SCORED: Final = Kind("example-scored", _E)
EXAMPLE_MAY_BE_SCORED: Final = Kind("example-may-be-scored", _E)
EXAMPLE_OTHER_REASON: Final = Kind("example-other-reason", _E)
EXAMPLE_COMPLETE: Final = Kind("example-complete", _E)
EXAMPLE_WITHOUT_VALUE: Final = Kind("example-without-value", _E)
EXAMPLE_WITHIN_REACH: Final = Kind("example-within-reach", _E)
EXAMPLE_UNDECIDED: Final = Kind("example-undecided", _W)
EXAMPLE_EXPECTS_NOTHING: Final = Kind("example-expects-nothing", _W)
EXAMPLE_NOT_A_MISPRINT: Final = Kind("example-not-a-misprint", _E)
GIVEN_NOT_APPLICABLE: Final = Kind("given-not-applicable", _E)
GIVEN_OUT_OF_REACH: Final = Kind("given-out-of-reach", _E)
GIVEN_BELOW_GIVEN: Final = Kind("given-below-given", _E)
GIVEN_EVERY_BELOW_GIVEN: Final = Kind("given-every-below-given", _E)
GIVEN_OF_WRONG_SORT: Final = Kind("given-of-wrong-sort", _E)
GIVEN_NO_LEVEL: Final = Kind("given-no-level", _E)
"""A choice is given for a part that is rated by levels: `id`, `text`, `levels`, `level`."""
GIVEN_LEVEL_AS_VALUE: Final = Kind("given-level-as-value", _E)
"""A level is given where the value stands: `id`, `figure`, its `value`, all the `figures`."""
GIVEN_INSTANCES_COUNT: Final = Kind("given-instances-count", _E)
GIVEN_MAY_NOT_BE_EXEMPT: Final = Kind("given-may-not-be-exempt", _E)
GIVEN_PERIOD_REVERSED: Final = Kind("given-period-reversed", _E)
GIVEN_RECORD_LENGTH: Final = Kind("given-record-length", _E)
GIVEN_FIELD_OF_WRONG_SORT: Final = Kind("given-field-of-wrong-sort", _E)
EXAMPLE_WITHOUT_PERIOD: Final = Kind("example-without-period", _E)
EXPECTED_OF_WRONG_SORT: Final = Kind("expected-of-wrong-sort", _E)
RANK_OF_NOBODY: Final = Kind("rank-of-nobody", _E)
RANK_OPEN: Final = Kind("rank-open", _E)
RANK_DIFFERS: Final = Kind("rank-differs", _E)
CONTRIBUTION_WITHOUT_BANDS: Final = Kind("contribution-without-bands", _E)
CONTRIBUTION_NOT_ADDITIVE: Final = Kind("contribution-not-additive", _E)
EXPECTED_REASON_UNKNOWN: Final = Kind("expected-reason-unknown", _E)

OUTCOMES = frozenset(
    {
        EXAMPLE_FAILED,
        EXAMPLE_OPEN,
        EXAMPLE_NOT_SCORED,
        EXAMPLE_SCORED,
        EXAMPLE_MAY_BE_SCORED,
        EXAMPLE_OTHER_REASON,
        EXAMPLE_COMPLETE,
        EXAMPLE_WITHOUT_VALUE,
        CONTRIBUTION_NOT_ADDITIVE,
        RANK_OPEN,
        RANK_DIFFERS,
        EXAMPLE_WITHIN_REACH,
        EXAMPLE_UNDECIDED,
        EXAMPLE_NOT_A_MISPRINT,
        EXAMPLE_WITHOUT_PERIOD,
    }
)
"""What only a test of the edition says; the others are mistakes in how an example is stated."""
