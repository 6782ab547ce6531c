"""What stands around the steps of a query: which rows it takes, and how it reads and tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.backends.sql.applies import answers_without_effect
from evaluator.backends.sql.columns import Wrong, passed, wrong_rows
from evaluator.backends.sql.definition import definition
from evaluator.backends.sql.draft import Draft
from evaluator.backends.sql.nodes import IsNot, Node
from evaluator.backends.sql.plain_rows import read_plain, right, wrong_plain_rows
from evaluator.backends.sql.plan import Rows
from evaluator.diagnostics.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the steps.

    Attributes:
        language: of the comments.
        definition: the table that is read, as a statement; empty where its reader knows it.
        wrong: in what ways a row can be wrong, by what was read.
        first: what a row has to pass, of what was read.
        last: the same, of what was worked out.
        read: the columns that are read, each by what it is called in the query; `None`: all, as
            they are.
    """

    language: Language
    definition: str
    wrong: tuple[Wrong, ...]
    first: Sequence[Node]
    last: Sequence[Node]
    read: Sequence[tuple[str, Node]] | None


def frame_of(draft: Draft, rows: Rows, language: Language) -> Frame:
    """What stands around the steps of a query over such rows."""
    instrument, decimals = draft.instrument, draft.decimals
    last = [IsNot(one.condition, truth=True) for one in answers_without_effect(draft)]
    match rows:
        case Rows.TYPED:
            wrong = tuple(wrong_rows(instrument, decimals))
            return Frame(
                language=language,
                definition="",
                wrong=wrong,
                first=list(passed(wrong)),
                last=last,
                read=None,
            )
        case Rows.PLAIN:
            wrong = tuple(wrong_plain_rows(instrument, decimals))
            return Frame(
                language=language,
                definition=definition(instrument, decimals, language),
                wrong=wrong,
                first=list(map(right, wrong)),
                last=last,
                read=list(read_plain(instrument, decimals)),
            )
        case _:
            assert_never(rows)
