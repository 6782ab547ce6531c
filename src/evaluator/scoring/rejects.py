"""The file of rejected rows: one line for each thing that is wrong with a row, in their order."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain
from pathlib import Path

from evaluator.diagnostics.language import Language
from evaluator.scoring.engine import Row
from evaluator.scoring.guards import guarded
from evaluator.scoring.relation import Relation
from evaluator.scoring.telling import HIDDEN, Rejected, Teller

COLUMNS = ("row", "id", "column", "code", "message")
CELL, VALUE = "cell", "value"
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
            cell=_cell(found, each.row, each.column),
        )
        for each in found.broken
    )
    read = (
        Rejected(
            row=(row := found.number(place)),
            id=key or "",
            column=column,
            code=code,
            content=shown or "",
            cell=_cell(found, row, column),
        )
        for place, key, column, code, shown in faults
    )
    return merge(broken, read, key=lambda each: each.row)


def _cell(found: Relation, row: int, column: str) -> str:
    return "" if found.cells is None else found.cells.name(row, column)


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
    every = iter(rejected)
    first = next(every, None)
    in_cells = first is not None and first.cell != ""
    more = ((CELL,) if in_cells else ()) + ((VALUE,) if values else ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*COLUMNS, *more))
        for each in chain(() if first is None else (first,), every):
            content = each.content[:_LONGEST]
            told = teller.sentence(each, language, content if values else HIDDEN)
            line = [str(each.row), guarded(each.id), each.column, each.code, told]
            line += [each.cell] if in_cells else []
            line += [guarded(content)] if values else []
            writer.writerow(line)
            rows += each.row != last
            last = each.row
    return rows
