"""CSV: every field as the text that stands there, kept as Parquet beside the output.

The copy is what makes rows numbered, countable and quick to find again; a CSV file can only be read
from its beginning.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.scoring.engine import Engine, EngineFailed, file, name, text
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.relation import Asked, Broken, Copied

DELIMITERS = ",;\t"
"""A semicolon is what a spreadsheet writes where the comma is the decimal sign."""
_LONGEST_LINE = 1024 * 1024
_LONGEST_HEADER = 256 * 1024

_BROKEN: Mapping[str, Kind] = {
    "MISSING COLUMNS": kinds.ROW_FIELDS,
    "TOO MANY COLUMNS": kinds.ROW_FIELDS,
    "UNQUOTED VALUE": kinds.ROW_QUOTES,
    "INVALID ENCODING": kinds.ROW_NOT_UTF8,
    "LINE SIZE OVER MAXIMUM": kinds.ROW_TOO_LONG,
}


def copy_csv(engine: Engine, path: Path, kept: Path, asked: Asked) -> Copied:
    """Keep the rows of a CSV file as Parquet, every field a text.

    Raises:
        DataInvalid: it has no header, or one that is not usable.
    """
    del asked  # a column that nobody wants costs little here
    delimiter, columns = _header(path)
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in columns)
    reader = (
        f"read_csv({file(path)}, columns={{{types}}}, header=true, auto_detect=false,"
        f" delim={text(delimiter)}, quote='\"', escape='\"', strict_mode=true, null_padding=false,"
        f" nullstr='', encoding='utf-8', max_line_size={_LONGEST_LINE},"
        " store_rejects=true, rejects_limit=0)"
    )
    fields = ", ".join(map(name, columns))
    try:
        engine.copy(f"SELECT {fields} FROM {reader}", kept, "FORMAT parquet")
    except EngineFailed as failed:
        raise invalid(kinds.DATA_UNREADABLE, {"path": str(path), "format": "CSV"}) from failed
    found = engine.run(
        "SELECT line, first(error_type ORDER BY byte_position), first(csv_line)"
        " FROM reject_errors GROUP BY line ORDER BY line"
    )
    # What was found wrong would be told of the next file too.
    engine.run("DROP TABLE reject_errors")
    engine.run("DROP TABLE reject_scans")
    return Copied(
        broken=tuple(_broken(int(line), str(error), content) for line, error, content in found)
    )


def _broken(line: int, error: str, content: str | None) -> Broken:
    # Line 1 is the header.
    kind = _BROKEN.get(error, kinds.ROW_FIELDS)
    return Broken(row=line - 1, code=kind.code, content=content or "")


def _header(path: Path) -> tuple[str, list[str]]:
    """The sign between fields, and the names of the columns."""
    with path.open("rb") as opened:
        start = opened.read(_LONGEST_HEADER)
    try:
        line = next(iter(start.splitlines()), b"").decode("utf-8-sig")
        delimiter = max(DELIMITERS, key=line.count)
        columns = next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise invalid(kinds.DATA_UNREADABLE, {"path": str(path), "format": "CSV"}) from error
    if not any(columns):
        raise invalid(kinds.DATA_WITHOUT_COLUMNS, {"path": str(path)})
    return delimiter, _named(columns)


def _named(columns: list[str]) -> list[str]:
    """The names; a column without one, as a spreadsheet adds them, is called by its place."""
    names = [column or f"column_{place}" for place, column in enumerate(columns, 1)]
    folded = [each.casefold() for each in names]
    twice = [each for place, each in enumerate(names) if folded[place] in folded[:place]]
    if twice:
        found = (Diagnostic(kind=kinds.COLUMN_TWICE, facts={"column": each}) for each in twice)
        raise DataInvalid(*found)
    return names
