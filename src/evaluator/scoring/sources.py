"""A file of data as a relation, whatever its format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Fact
from evaluator.intake.nearest import nearest
from evaluator.scoring.cells import Cells
from evaluator.scoring.csv_file import copy_csv
from evaluator.scoring.engine import Engine, name
from evaluator.scoring.formats import Format
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_file import copy_json, copy_ndjson
from evaluator.scoring.parquet_file import open_parquet, see_to_names
from evaluator.scoring.relation import Asked, Broken, Copied, Encoding, Relation
from evaluator.scoring.versions import see_to_file, unchanged
from evaluator.scoring.work import Work, sync
from evaluator.scoring.xlsx_file import copy_xlsx

Copy = Callable[[Engine, Path, Path, Asked], Copied]
"""Keeps the rows of a file as Parquet at a path."""

_COPIES: dict[Format, tuple[Copy, Encoding]] = {
    Format.CSV: (copy_csv, Encoding.TEXT),
    Format.NDJSON: (copy_ndjson, Encoding.JSON),
    Format.JSON: (copy_json, Encoding.JSON),
    Format.XLSX: (copy_xlsx, Encoding.JSON),
}


_REMARKS = {each.code: each for each in (kinds.SHEETS_UNREAD, kinds.ROWS_HIDDEN)}


def open_source(engine: Engine, path: Path, format_: Format, work: Work, asked: Asked) -> Relation:
    """The rows of a file, its columns called as `asked.names` says.

    A file that is no Parquet file is copied into the folder of the run.

    Raises:
        DataInvalid: the file as a whole cannot be read, or has no column that is to be renamed.
    """
    see_to_file(path)
    found = _opened(engine, path, format_, work, asked)
    if asked.rest:
        see_to_names(path, found.columns)
    return _renamed(found, asked.names) if asked.names else found


def _renamed(found: Relation, names: Mapping[str, str]) -> Relation:
    missing = [column for column in names if column not in found.columns]
    if missing:
        near = {column: nearest(column, [*found.columns]) for column in missing}
        raise DataInvalid(
            *(
                Diagnostic(kind=kinds.COLUMNS_FILE_COLUMN, facts={"column": column, "near": each})
                for column, each in near.items()
            )
        )
    called: dict[str, str] = {}
    for column in found.columns:
        new = names.get(column, column)
        other = called.setdefault(new.casefold(), column)
        if other != column:
            facts: dict[str, Fact] = {"column": other, "other": column, "id": new}
            raise invalid(kinds.COLUMNS_FILE_TWICE, facts)
    renamed = ", ".join(f"{name(old)} AS {name(new)}" for old, new in names.items() if old != new)
    return replace(
        found,
        sql=f"(SELECT * RENAME ({renamed}) FROM {found.sql})" if renamed else found.sql,
        columns={names.get(column, column): type_ for column, type_ in found.columns.items()},
        fields={names.get(column, column): fields for column, fields in found.fields.items()},
        named={new: old for old, new in names.items()},
        cells=None if found.cells is None else _called(found.cells, names),
        broken=tuple(
            replace(each, column=names.get(each.column, each.column)) for each in found.broken
        ),
    )


def _called(cells: Cells, names: Mapping[str, str]) -> Cells:
    columns = {names.get(column, column): place for column, place in cells.columns.items()}
    return replace(cells, columns=columns)


def _opened(engine: Engine, path: Path, format_: Format, work: Work, asked: Asked) -> Relation:
    if format_ is Format.PARQUET:
        return open_parquet(engine, path)
    copy, encoding = _COPIES[format_]
    beside = work.file("copied.json")

    def make(kept: Path) -> None:
        # Written before the copy has its name: a copy that is whole has what is told of it.
        with unchanged(path):
            copied = copy(engine, path, kept, asked)
        told = json.dumps(asdict(copied))
        beside.write_text(told, encoding="utf-8", newline="\n")
        sync(beside)

    relation = open_parquet(engine, work.once("rows.parquet", make), shown=path)
    told = json.loads(beside.read_text(encoding="utf-8"))
    left, absent = {*told["added"], *told["absent"]}, ", ".join(map(name, told["absent"]))
    return replace(
        relation,
        sql=f"(SELECT * EXCLUDE ({absent}) FROM {relation.sql})" if absent else relation.sql,
        columns={each: type_ for each, type_ in relation.columns.items() if each not in left},
        encoding=encoding,
        broken=tuple(Broken(**row) for row in told["broken"]),
        unread=tuple(told["unread"]),
        fields=told["fields"],
        remarks=tuple(_remark(**each) for each in told["remarks"]),
        cells=None if told["cells"] is None else Cells(**told["cells"]),
    )


def _remark(code: str, facts: Mapping[str, str | int]) -> Diagnostic:
    return Diagnostic(kind=_REMARKS[code], facts=facts)
