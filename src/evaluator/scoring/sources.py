"""A file of data as a relation, whatever its format."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from evaluator.scoring.csv_file import copy_csv
from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format
from evaluator.scoring.json_file import RAW, copy_json, copy_ndjson
from evaluator.scoring.parquet_file import open_parquet
from evaluator.scoring.relation import Asked, Broken, Copied, Encoding, Relation
from evaluator.scoring.work import Work

Copy = Callable[[Engine, Path, Path, Asked], Copied]
"""Keeps the rows of a file as Parquet at a path."""

_COPIES: dict[Format, tuple[Copy, Encoding]] = {
    Format.CSV: (copy_csv, Encoding.TEXT),
    Format.NDJSON: (copy_ndjson, Encoding.JSON),
    Format.JSON: (copy_json, Encoding.JSON),
}


def open_source(engine: Engine, path: Path, format_: Format, work: Work, asked: Asked) -> Relation:
    """The rows of a file; one that is no Parquet file is copied into the folder of the run.

    Raises:
        DataInvalid: the file as a whole cannot be read.
    """
    if format_ is Format.PARQUET:
        return open_parquet(engine, path)
    copy, encoding = _COPIES[format_]
    beside = work.file("copied.json")

    def make(kept: Path) -> None:
        # Written before the copy has its name: a copy that is whole has what is told of it.
        told = json.dumps(asdict(copy(engine, path, kept, asked)))
        beside.write_text(told, encoding="utf-8", newline="\n")

    relation = open_parquet(engine, work.once("rows.parquet", make), shown=path)
    told = json.loads(beside.read_text(encoding="utf-8"))
    return replace(
        relation,
        columns={each: type_ for each, type_ in relation.columns.items() if each != RAW},
        encoding=encoding,
        broken=tuple(Broken(**row) for row in told["broken"]),
        unread=tuple(told["unread"]),
        fields=told["fields"],
    )
