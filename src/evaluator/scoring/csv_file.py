"""CSV: every field as the text that stands there, kept as Parquet beside the output.

The copy is what makes rows numbered, countable and quick to find again; a CSV file can only be read
from its beginning. DuckDB reads a file in which nothing is wrong. Where it finds something wrong it
takes other rows with it, so that such a file is read once more, row by row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.kinds import inputs
from evaluator.diagnostics.model import Diagnostic, Kind
from evaluator.intake.encoding import read_text
from evaluator.scoring.csv_rows import INVISIBLE, LONGEST, Header, WrongRow, read_header, read_rows
from evaluator.scoring.engine import Engine, EngineFailed, file, name, text
from evaluator.scoring.guards import unguarded
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.relation import Asked, Broken, Copied

_AT_ONCE = 1024 * 1024
_MARKS = tuple(character.encode() for character in INVISIBLE)


def copy_csv(engine: Engine, path: Path, kept: Path, asked: Asked) -> Copied:
    """Keep the rows of a CSV file as Parquet, every field a text.

    Raises:
        DataInvalid: it has no header, or one that is not usable.
    """
    table = _table(path, asked)
    if _seems_sound(path) and _copied_at_once(engine, table, kept):
        return Copied()
    return Copied(broken=tuple(_copied_row_by_row(engine, table, kept, asked)))


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path
    header: Header
    columns: Sequence[str]


# All rows at once --------------------------------------------------------------------------------


def _seems_sound(path: Path) -> bool:
    """Whether no character is in a file that DuckDB would take for a part of a text."""
    with path.open("rb") as opened:
        before = opened.read(3)[-2:]  # a mark of UTF-8 at the beginning is none of the text
        while some := opened.read(_AT_ONCE):
            if any(mark in before + some for mark in _MARKS):
                return False
            before = some[-2:]
    return True


def _copied_at_once(engine: Engine, table: _Table, kept: Path) -> bool:
    """Let DuckDB keep the rows that have something in them; whether it found nothing wrong.

    Where it passes over lines before the header and line ends are of several kinds, it finds no
    rows at all: it is asked to pass over none, and not believed where it finds none.
    """
    if table.header.before:
        return False
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in table.columns)
    fields = ", ".join(map(name, table.columns))
    reader = (
        f"read_csv({file(table.path)}, columns={{{types}}}, header=true,"
        f" delim={text(table.header.delimiter)}, auto_detect=false, quote='\"', escape='\"',"
        " strict_mode=true, null_padding=false, nullstr='', encoding='utf-8',"
        f" max_line_size={LONGEST}, store_rejects=true, rejects_limit=0)"
    )
    query = f"SELECT {fields} FROM {reader} WHERE coalesce({fields}) IS NOT NULL"
    try:
        rows = engine.copy(query, kept, "FORMAT parquet")
        (wrong,) = engine.one("SELECT count(*) FROM reject_errors")
    except EngineFailed:
        return False
    # What was found wrong would be told of the next file too.
    engine.run("DROP TABLE reject_errors")
    engine.run("DROP TABLE reject_scans")
    return wrong == 0 and rows > 0


# Row by row --------------------------------------------------------------------------------------


def _copied_row_by_row(engine: Engine, table: _Table, kept: Path, asked: Asked) -> Iterator[Broken]:
    """Keep the sound rows, each as a list of JSON at first; what is wrong with the others."""
    sound = kept.with_name(f"{kept.name}.ndjson")
    with sound.open("w", encoding="utf-8", newline="\n") as lines:
        for number, row in enumerate(read_rows(table.path, table.header), 1):
            match row:
                case WrongRow():
                    yield _broken(table, number, row, asked)
                case fields:
                    lines.write(f"{json.dumps([each or None for each in fields])}\n")
    columns = (f"fields[{at}] AS {name(each)}" for at, each in enumerate(table.columns, 1))
    rows = f"read_json_objects({file(sound)}, format='newline_delimited')"
    query = f"SELECT json_transform(json, '[\"VARCHAR\"]') AS fields FROM {rows}"
    engine.copy(f"SELECT {', '.join(columns)} FROM ({query})", kept, "FORMAT parquet")


def _broken(table: _Table, number: int, wrong: WrongRow, asked: Asked) -> Broken:
    fields = wrong.record.fields or ()
    # Where fields are too few or too many, it is not known which of them is the id.
    known = fields if len(fields) == len(table.columns) else ()
    ids = (each for each, column in zip(known, table.columns, strict=False) if asked.is_key(column))
    return Broken(
        row=number,
        code=wrong.kind.code,
        content=_readable(wrong.record.text.rstrip("\r\n")),
        id=_readable(next(ids, "")),
        facts=wrong.facts,
    )


def _readable(line: str) -> str:
    """A text with marks in place of bytes that are no UTF-8."""
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# The header --------------------------------------------------------------------------------------


def _table(path: Path, asked: Asked) -> _Table:
    with path.open("rb") as opened:
        _see_to_encoding(opened.read(4), path, inputs.INPUT_ENCODING)
    header = read_header(path)
    if header is None:
        is_empty = not path.stat().st_size
        kind = kinds.DATA_EMPTY if is_empty else kinds.DATA_WITHOUT_COLUMNS
        raise invalid(kind, {"path": str(path)})
    line = header.record.text.encode("utf-8", "surrogateescape")
    _see_to_encoding(line, path, inputs.INPUT_NOT_UTF8)
    if header.record.fields is None:
        raise invalid(kinds.HEADER_QUOTES, {"path": str(path)})
    return _Table(path, header, _named(header.record.fields, asked))


def _see_to_encoding(start: bytes, path: Path, kind: Kind) -> None:
    """That the file is UTF-8, as far as its beginning tells."""
    found = [each for each in read_text(start, str(path)).diagnostics if each.kind is kind]
    if found:
        raise DataInvalid(*found)


def _named(columns: list[str], asked: Asked) -> list[str]:
    """The names; a column without one, as a spreadsheet adds them, is called by its place."""
    names = [unguarded(column) or f"column_{place}" for place, column in enumerate(columns, 1)]
    folded = [each.casefold() for each in names]
    twice = [each for place, each in enumerate(names) if folded[place] in folded[:place]]
    if twice and not any(map(asked.wants, names)):
        # The names were left out: these are the values of the first row.
        raise invalid(kinds.COLUMNS_NONE, {"columns": asked.examples})
    if twice:
        found = (Diagnostic(kind=kinds.COLUMN_TWICE, facts={"column": each}) for each in twice)
        raise DataInvalid(*found)
    return names
