"""A file of data as a relation, whatever its format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path

from evaluator.scoring.csv_file import copy_csv
from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format
from evaluator.scoring.parquet_file import open_parquet
from evaluator.scoring.relation import Broken, Encoding, Relation
from evaluator.scoring.work import Work

Copy = Callable[[Engine, Path, Path], Iterable[Broken]]
"""Keeps the rows of a file as Parquet at a path, and gives those that could not be read."""

_COPIES: dict[Format, tuple[Copy, Encoding]] = {
    Format.CSV: (copy_csv, Encoding.TEXT),
}


def open_source(engine: Engine, path: Path, format_: Format, work: Work) -> Relation:
    """The rows of a file; one that is no Parquet file is copied into the folder of the run.

    Raises:
        DataInvalid: the file as a whole cannot be read.
    """
    if format_ is Format.PARQUET:
        return open_parquet(engine, path)
    copy, encoding = _COPIES[format_]
    broken = work.file("broken.json")

    def make(kept: Path) -> None:
        # Written before the copy has its name: a copy that is whole has its broken rows beside it.
        found = [asdict(each) for each in copy(engine, path, kept)]
        broken.write_text(json.dumps(found), encoding="utf-8", newline="\n")

    relation = open_parquet(engine, work.once("rows.parquet", make), shown=path)
    rows = json.loads(broken.read_text(encoding="utf-8"))
    return replace(relation, encoding=encoding, broken=tuple(Broken(**row) for row in rows))
