"""The file of rejected rows: one line for each thing that is wrong with a row, in their order."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from heapq import merge
from pathlib import Path

from evaluator.diagnostics.language import Language
from evaluator.scoring.engine import Row
from evaluator.scoring.guards import guarded
from evaluator.scoring.relation import Relation
from evaluator.scoring.telling import HIDDEN, Rejected, Teller

COLUMNS = ("row", "id", "column", "code", "message")
VALUE = "value"
_LONGEST = 1000
"""The characters of a value that are kept."""


def rejected_rows(found: Relation, faults: Iterable[Row]) -> Iterator[Rejected]:
    """Everything that is wrong, by row: rows that could not be read, and faults of the others."""
    broken = (
        Rejected(
            row=each.row,
            id=each.id,
            column=each.column,
            code=each.code,
            content=each.content,
            facts=each.facts,
        )
        for each in found.broken
    )
    read = (
        Rejected(
            row=found.number(place), id=key or "", column=column, code=code, content=shown or ""
        )
        for place, key, column, code, shown in faults
    )
    return merge(broken, read, key=lambda each: each.row)


def write_rejects(
    path: Path,
    rejected: Iterable[Rejected],
    teller: Teller,
    language: Language,
    *,
    values: bool,
) -> int:
    """Write the file; how many rows are in it. A row may have several lines."""
    rows, last = 0, None
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*COLUMNS, VALUE) if values else COLUMNS)
        for each in rejected:
            content = each.content[:_LONGEST]
            told = teller.sentence(each, language, content if values else HIDDEN)
            line = (str(each.row), guarded(each.id), each.column, each.code, told)
            writer.writerow((*line, guarded(content)) if values else line)
            rows += each.row != last
            last = each.row
    return rows
