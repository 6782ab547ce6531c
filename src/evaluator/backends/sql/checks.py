"""The checks of a row as SQL text: when it is wrong, and what stands there."""

from __future__ import annotations

from evaluator.backends.sql.columns import Wrong
from evaluator.backends.sql.nodes import Column
from evaluator.backends.sql.plan import RowCheck
from evaluator.backends.sql.printer import expression


def row_check(wrong: Wrong) -> RowCheck:
    """A check as readers of rows make it."""
    return RowCheck(
        column=wrong.column,
        field=wrong.field,
        code=wrong.code,
        condition=expression(wrong.condition),
        shown=expression(wrong.shown or Column(wrong.column)),
    )
