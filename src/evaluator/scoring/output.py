"""The result in the making: parts that become one file, in the format of its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Self

from evaluator.scoring.engine import Engine, files, name
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.guards import guarded, guarded_sql
from evaluator.scoring.parquet_join import Joined, join_parquet
from evaluator.scoring.thrift import Struct
from evaluator.scoring.work import settle


class Output:
    """A file that is made of parts, beside its place until it is whole.

    The format is that of its name. Columns that are no part of the result are left out. Parts
    become one file of Parquet as they are, row group after row group, where they are of one form:
    while others are still worked at, as far as they are known by then. The parts themselves stay.
    """

    def __init__(
        self, path: Path, beside: Path, without: Collection[str] = (), *, changed: bool = False
    ) -> None:
        """Nothing is written yet.

        Args:
            path: its place.
            beside: where it stands until it is whole.
            without: the columns that are left out.
            changed: whether the parts are others in the end than those that are scored.
        """
        self._path = path
        self._beside = beside
        self._without = without
        self._changed = changed
        self._joined: Joined | None = None
        self._put: list[Path] = []

    def __enter__(self) -> Self:
        """End with the file, or with nothing of it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what is not whole."""
        self._drop()

    @property
    def _format(self) -> Format:
        found = format_of(self._path)
        if found is None:
            raise AssertionError("the format of the output is known")
        return found

    def begin(self) -> None:
        """Take parts from now on, from the first one; what was put before counts no more."""
        self._drop()
        self._put = []
        if self._format is Format.PARQUET and not self._changed:
            self._joined = Joined(self._beside, self._without)

    def put(self, part: Path, footer: Struct) -> None:
        """Put the next part in the file, if parts are put in it as they are.

        Where there is no room for it, scoring goes on: what is whole then is kept for the next run.
        """
        if self._joined is None:
            return
        try:
            put = self._joined.put(part, footer)
            self._joined.sync()
        except OSError:
            put = False
        if put:
            self._put.append(part)
        else:
            self._drop()

    def settle(self, engine: Engine, parts: tuple[Path, ...]) -> None:
        """Make these parts the file, and give it its name."""
        if not self._ended_with(parts):
            self._drop()
            self._write(engine, parts)
        settle(self._beside, self._path)

    def _write(self, engine: Engine, parts: tuple[Path, ...]) -> None:
        written = self._format
        if written is Format.PARQUET and join_parquet(parts, self._beside, self._without):
            return
        engine.copy(_told(engine, parts, written, self._without), self._beside, _OPTIONS[written])

    def _ended_with(self, parts: tuple[Path, ...]) -> bool:
        """End the file if just these parts were put in it; whether it is whole."""
        return self._joined is not None and self._put == [*parts] and self._joined.close()

    def _drop(self) -> None:
        if self._joined is not None:
            self._joined.drop()
            self._joined = None


_OPTIONS = {
    Format.PARQUET: "FORMAT parquet",
    Format.CSV: "FORMAT csv, HEADER true",
    Format.NDJSON: "FORMAT json",
}


def _told(
    engine: Engine, parts: tuple[Path, ...], written: Format, without: Collection[str]
) -> str:
    whole = files(parts)
    types = {column: type_ for column, type_, *_ in engine.run(f"DESCRIBE SELECT * FROM {whole}")}
    columns = ", ".join(
        _written(column, types, written) for column in types if column not in without
    )
    return f"SELECT {columns} FROM {whole}"


def _written(column: str, types: Mapping[str, str], written: Format) -> str:
    """What is written of a column."""
    match written:
        case Format.CSV:
            return _cell(column, types[column])
        case Format.NDJSON:
            return _member(column, types)
        case _:
            return name(column)


def _member(column: str, types: Mapping[str, str]) -> str:
    """What a member of NDJSON says: a published figure is text, since numbers lose their zeros.

    A whole number has no decimals, which DuckDB would give it.
    """
    of = name(column)
    if not types[column].startswith("DECIMAL("):
        return of
    if f"{column}_exact" in types:
        return f"CAST({of} AS VARCHAR) AS {of}"
    return f"CAST({of} AS HUGEINT) AS {of}" if types[column].endswith(",0)") else of


def _cell(column: str, type_: str) -> str:
    """What a cell of CSV says: texts and names are guarded, what has parts is JSON."""
    value = of = name(column)
    if type_.endswith("]") or type_.startswith(("STRUCT(", "MAP(")):
        value = f"CASE WHEN {of} IS NOT NULL THEN CAST(to_json({of}) AS VARCHAR) END"
    elif type_ in {"VARCHAR", "JSON"} or type_.startswith("ENUM("):
        value = guarded_sql(f"CAST({of} AS VARCHAR)")
    return f"{value} AS {name(guarded(column))}"
