"""JSON and NDJSON: every value as the JSON that stands there, kept as Parquet beside the output.

DuckDB reads numbers of JSON through a binary double, takes the first of two equal keys, and lets
pass what is no JSON, such as NaN. So each line is also held against a form that such lines have
and nearly no other has; the few that have it are read once more, by the reader of responses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evaluator.diagnostics.kinds import data as kinds
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.columns import KEY, ROW
from evaluator.scoring.engine import Engine, EngineFailed, Row, file, files, name, text
from evaluator.scoring.invalid import DataInvalid, invalid
from evaluator.scoring.json_rows import Reader, lines_at
from evaluator.scoring.marks import mark
from evaluator.scoring.parquet_file import see_to_names
from evaluator.scoring.parquet_join import join_parquet
from evaluator.scoring.pieces import cut, pieces_of
from evaluator.scoring.relation import Asked, Broken, Copied, parsed_of
from evaluator.scoring.together import together

_LONGEST = 16 * 1024 * 1024
_NEAR = 1024 * 1024
"""The bytes of a file that are looked at at a time."""
_SUSPECT_FORMS = (
    r"^\s*[^{\s]",  # no object
    r"[:,\[\s]-?(?:[0-9]\.?){16,}",  # a long number
    r"[:,\[\s]-?[0-9.]+[eE]",  # an exponent
    r"[:,\[\s]-?(?i:nan|inf|infinity)\s*[,}\]]",  # what DuckDB takes for a number
    r",\s*[}\]]",  # a comma too many
)
_SUSPECT = "|".join(_SUSPECT_FORMS)
"""Lines that DuckDB may read as something else than they say. Some of them are sound."""
RAW = "\x01text"
"""The column of lines to be read once more: empty where DuckDB could not read them at all."""
KEYS = "\x01keys"
"""The column of the keys of each line, as a list of JSON."""


def copy_ndjson(
    engine: Engine, path: Path, kept: Path, asked: Asked, *, may_be_empty: bool = False
) -> Copied:
    """Keep the objects of a file that has one a line.

    Raises:
        DataInvalid: the file as a whole cannot be read.
    """
    source = _Source(path, "NDJSON", by_line=True, may_be_empty=may_be_empty)
    return _copy(engine, source, kept, asked)


def copy_json(engine: Engine, path: Path, kept: Path, asked: Asked) -> Copied:
    """Keep the objects of a file that is one list of them.

    Raises:
        DataInvalid: the file as a whole cannot be read.
    """
    _see_to_end(path)
    return _copy(engine, _Source(path, "JSON", by_line=False), kept, asked)


def _see_to_end(path: Path) -> None:
    """That a list is closed: DuckDB takes one that is cut off behind a comma for a whole one."""
    blank, whole, line = b" \t\r\n", False, 1
    with path.open("rb") as opened:
        begins = opened.read(_NEAR).removeprefix(b"\xef\xbb\xbf").lstrip(blank)
        if begins.startswith(b"{"):
            raise invalid(kinds.DATA_NO_LIST, {"path": str(path)})
        if not begins.startswith(b"["):
            return  # it is no list at all, and DuckDB says so
        opened.seek(0)
        ahead = 0
        while block := opened.read(_NEAR):
            if stated := block.rstrip(blank):
                whole = stated.endswith(b"]")
                line, ahead = line + ahead + stated.count(b"\n"), 0
            ahead += block.count(b"\n", len(stated))
    if not whole:
        raise invalid(kinds.DATA_LIST_OPEN, {"path": str(path), "line": line})


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    format: str
    by_line: bool
    may_be_empty: bool = False

    @property
    def rows(self) -> str:
        """The objects, one a row."""
        return self.rows_in(self.path)

    def rows_in(self, path: Path) -> str:
        """The objects of a file that is written like this one."""
        format_ = "'newline_delimited', ignore_errors=true" if self.by_line else "'array'"
        return f"read_json_objects({file(path)}, format={format_}, maximum_object_size={_LONGEST})"


def _copy(engine: Engine, source: _Source, kept: Path, asked: Asked) -> Copied:
    try:
        taken = _taken(engine, source, asked) if asked.rest else sorted(asked.wanted)
        _keep(engine, source, kept, partial(_kept, taken=taken, asked=asked))
        lists = _keys(engine, f"SELECT DISTINCT {name(KEYS)} FROM read_parquet({file(kept)})")
        if any(len(set(keys)) < len(keys) for keys in lists):
            _keep(engine, source, kept, partial(_kept, taken=taken, asked=asked, repeat=True))
    except EngineFailed as failed:
        raise _unreadable(source, failed) from failed
    if not lists and not source.may_be_empty:
        raise invalid(kinds.DATA_NO_OBJECTS, {"path": str(source.path)})
    found = sorted({key for keys in lists for key in keys})
    _distinct([*taken, *(key for key in found if asked.wants(key) and key not in taken)], asked)
    reader = Reader(
        columns=frozenset(taken),
        wanted=frozenset(filter(asked.wants, taken)),
        key=next((each for each in taken if asked.called(each) == KEY), KEY),
    )
    broken = tuple(_broken(engine, source, kept, reader))
    if broken:
        _leave_out(engine, kept, [each.row - 1 for each in broken])
    records = [each for each in taken if asked.holds_records(each)]
    stated = [each for each in records if each in found]
    absent = [each for each in taken if each not in found]
    return Copied(
        broken=broken,
        unread=tuple(key for key in found if key not in taken),
        fields={each: _fields(engine, kept, each) for each in stated},
        added=(RAW, KEYS, *(parsed_of(asked.called(each)) for each in stated)),
        absent=(
            *absent,
            *(parsed_of(asked.called(each)) for each in records if each not in stated),
        ),
    )


def _keep(engine: Engine, source: _Source, kept: Path, query: Callable[[str], str]) -> None:
    """Write what a query makes of the objects, in their order.

    Lines are read in pieces of the file, several at the same time: to keep the order of more rows
    than fit into memory, DuckDB would have one thread read them all.
    """
    pieces = pieces_of(source.path) if source.by_line else ()
    if len(pieces) <= 1:
        engine.copy(query(source.rows), kept, "FORMAT parquet")
        return

    def keep(own: Engine, number: int) -> Path:
        piece = kept.with_name(f"{kept.name}.{number}.ndjson")
        cut(source.path, pieces[number], piece)
        part = kept.with_name(f"{kept.name}.{number}")
        own.copy(query(source.rows_in(piece)), part, "FORMAT parquet")
        piece.unlink()
        return part

    parts = tuple(together(engine, keep, len(pieces)))
    if not join_parquet(parts, kept):
        engine.copy(f"SELECT * FROM {files(parts)}", kept, "FORMAT parquet")
    for part in parts:
        part.unlink()


def _unreadable(source: _Source, failed: EngineFailed) -> DataInvalid:
    """That a file cannot be read; of a list, behind how many objects."""
    path = str(source.path)
    # DuckDB counts the bracket, and the object that it did not find.
    place = re.search(r"in record/value ([0-9]+):", failed.reason)
    if place is None or source.by_line:
        return invalid(kinds.DATA_UNREADABLE, {"path": path, "format": source.format})
    return invalid(kinds.DATA_LIST_BROKEN, {"path": path, "objects": int(place[1]) - 2})


def _taken(engine: Engine, source: _Source, asked: Asked) -> list[str]:
    """Every column of the file."""
    query = f"SELECT DISTINCT CAST(to_json(json_keys(json)) AS VARCHAR) FROM {source.rows}"
    keys = sorted({key for keys in _keys(engine, query) for key in keys})
    see_to_names(source.path, keys)
    return _distinct(keys, asked)


def _keys(engine: Engine, query: str) -> list[list[str]]:
    """The keys of objects, of those that are alike once."""
    return [json.loads(keys or "[]") or [] for (keys,) in engine.run(query)]


def _distinct(keys: Sequence[str], asked: Asked) -> list[str]:
    """The keys as names of columns, which do not tell capitals from small letters."""
    folded = [asked.called(key).casefold() for key in keys]
    twice = [key for place, key in enumerate(keys) if folded[place] in folded[:place]]
    if twice:
        found = (Diagnostic(kind=kinds.COLUMN_TWICE, facts={"column": each}) for each in twice)
        raise DataInvalid(*found)
    return list(keys)


def _kept(rows: str, taken: Sequence[str], asked: Asked, *, repeat: bool = False) -> str:
    """Each value as JSON, the keys, and the lines to be read once more.

    Whether keys are repeated is looked for where it is known that some are.
    """
    shape = json.dumps(dict.fromkeys(taken, "JSON"))
    columns = [f"CAST(to_json(json_keys(json)) AS VARCHAR) AS {name(KEYS)}"]
    columns += [
        f"nullif(CAST(fields.{name(key)} AS VARCHAR), 'null') AS {name(key)}" for key in taken
    ]
    columns += [
        f"{_parsed(key, asked)} AS {name(parsed_of(asked.called(key)))}"
        for key in taken
        if asked.holds_records(key)
    ]
    suspect = [f"regexp_matches(json, {text(_SUSPECT)})"]
    suspect += [_repeats("json_keys(json)")] if repeat else []
    suspect += [_repeated_in(key) for key in taken if asked.holds_records(key)]
    raw = f"CASE WHEN json IS NULL THEN '' WHEN {' OR '.join(suspect)} THEN json END"
    fields = f"json_transform(json, {text(shape)}) AS fields" if taken else "NULL AS fields"
    return (
        f"SELECT {', '.join((f'{raw} AS {name(RAW)}', *columns))}"
        f" FROM (SELECT CAST(json AS VARCHAR) AS json, {fields} FROM {rows})"
    )


def _parsed(column: str, asked: Asked) -> str:
    """The records of a list, each field the JSON that stands there: lists are parsed here alone."""
    fields = asked.records[asked.called(column)]
    value = f"fields.{name(column)}"
    shape = text(json.dumps([dict.fromkeys(fields, "JSON")]))
    types = ", ".join(f"{name(field)} VARCHAR" for field in fields)
    records = f"CAST(json_transform({value}, {shape}) AS STRUCT({types})[])"
    # Most lists are empty.
    return f"CASE WHEN {value} = '[]' THEN [] ELSE {records} END"


def _repeats(keys: str) -> str:
    return f"len(list_distinct({keys})) < len({keys})"


def _repeated_in(column: str) -> str:
    """Whether a record of a list has a key twice. Most lists are empty."""
    value = f"fields.{name(column)}"
    keys = f"json_keys({value}, '$[*]')"
    some = f"len(list_filter({keys}, lambda keys: {_repeats('keys')})) > 0"
    return f"coalesce(CASE WHEN {value} <> '[]' THEN {some} END, false)"


def _fields(engine: Engine, kept: Path, column: str) -> dict[str, str]:
    """The keys of the records in a column."""
    of = name(column)
    rows = f"read_parquet({file(kept)})"
    found = engine.run(
        f"SELECT DISTINCT unnest(flatten(json_keys({of}, '$[*]'))) AS key FROM {rows}"
        f" WHERE {of} <> '[]' ORDER BY key"
    )
    return {str(key): "JSON" for (key,) in found}


# Lines that are read once more -------------------------------------------------------------------


def _broken(engine: Engine, source: _Source, kept: Path, reader: Reader) -> Iterator[Broken]:
    rows = f"read_parquet({file(kept)}, file_row_number=true)"
    suspect = engine.stream(
        f"SELECT {ROW}, {name(RAW)} FROM {rows} WHERE {name(RAW)} IS NOT NULL ORDER BY 1"
    )
    read = lines_at(source.path, suspect) if source.by_line else _encoded(suspect)
    for place, line in read:
        broken = reader.broken(place + 1, line)
        if broken is not None:
            yield broken


def _encoded(suspect: Iterator[Row]) -> Iterator[tuple[int, bytes]]:
    for place, line in suspect:
        yield int(place), str(line).encode()


def _leave_out(engine: Engine, kept: Path, places: Sequence[int]) -> None:
    """Take rows out of what was kept."""
    beside = kept.with_name(f"{kept.name}.sound")
    rows = f"read_parquet({file(kept)}, file_row_number=true)"
    (every,) = engine.one(f"SELECT count(*) FROM {rows}")
    left = f"SELECT unnest([{', '.join(map(str, places))}]) AS place"
    out = mark(engine, "rows_left_out", left, int(every))
    engine.copy(f"SELECT * EXCLUDE {ROW} FROM {rows} WHERE NOT {out}", beside, "FORMAT parquet")
    beside.replace(kept)
