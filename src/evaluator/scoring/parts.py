"""Scoring part by part: each part is whole or not there, and what is whole is not done again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.backends.sql.members import GroupedPlan
from evaluator.backends.sql.plan import Plan
from evaluator.model.columns import STATUS
from evaluator.scoring.engine import ROW_GROUP, Engine, EngineFull, files, name
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.group_columns import TermPlaces, summed_places
from evaluator.scoring.guards import guarded, guarded_sql
from evaluator.scoring.in_order import order_told, see_to_order
from evaluator.scoring.members import kept_exactly
from evaluator.scoring.parquet_join import join_parquet
from evaluator.scoring.parquet_units import told_as_decimals
from evaluator.scoring.rows import Rows
from evaluator.scoring.together import together
from evaluator.scoring.work import Work, settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Rows that were scored, by what their status says."""

    complete: int
    incomplete: int
    not_scored: int

    @property
    def scored(self) -> int:
        """All of them."""
        return self.complete + self.incomplete + self.not_scored


Whole = Callable[[int, int], None]
"""Is told how many of the first parts are whole, and how many parts there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan and the rows it is for.

    Attributes:
        grouped: the plan with what groups need besides, where they are asked for.
        wide: the columns of its query that Parquet has no type for.
    """

    plan: Plan
    rows: Rows
    grouped: GroupedPlan | None = None
    wide: frozenset[str] = frozenset()

    @property
    def because(self) -> None:
        """Nothing has to be told of it."""

    @property
    def term_places(self) -> TermPlaces:
        """The decimals of what is summed up for groups."""
        return {} if self.grouped is None else summed_places(self.grouped.groups)


_PARTS = 4
"""Of so many parts each of several threads has its share; more of them cost more compilations."""
_LITTLE = 8
"""Rows that are fewer than a part by this are no part of their own."""


def rows_of_a_part(rows: int, most: int) -> int:
    """How many of so many rows are one part: whole row groups, of most rows at the most."""
    return min(most, max(ROW_GROUP, rows // _PARTS // ROW_GROUP * ROW_GROUP))


def shares_of_a_run(rows: int, most: int) -> list[range]:
    """The numbers of the rows of each part of a query's run.

    What is left over stays with the last part where it is little: a part of its own would cost a
    compilation while other threads have nothing to do.
    """
    size = rows_of_a_part(rows, most)
    *before, last = shared_out(rows, size)
    if before and size >= ROW_GROUP and len(last) < size // _LITTLE:
        return [*before[:-1], range(before[-1].start, last.stop)]
    return [*before, last]


def shared_out(rows: int, part_rows: int) -> list[range]:
    """The numbers of the rows of each part; no rows are one part."""
    return [range(first, min(first + part_rows, rows)) for first in range(0, rows, part_rows)] or [
        range(0)
    ]


def part_name(number: int) -> str:
    """What the files of a part are called, without their endings."""
    return f"part-{number:05}"


def score_parts(
    engine: Engine, prepared: Prepared, work: Work, most: int, whole: Whole
) -> tuple[Path, ...]:
    """The results as Parquet files of at most so many rows, in the order of the data.

    As many parts as there are threads are worked at together, each by one thread: its bytes do not
    depend on how many there are.

    Raises:
        OutOfOrder: rows that have not been looked through are not in the order of their ids.
    """
    shares = shares_of_a_run(prepared.rows.found.rows, most)
    stored = prepared.plan.stored

    def score_part(own: Engine, number: int) -> Path:
        def make(path: Path) -> None:
            query = stored.over(prepared.rows.part(shares[number]))
            with order_told():
                own.copy(kept_exactly(query, prepared.wide), path, "FORMAT parquet")
            told_as_decimals(path, stored.units)

        return work.once(f"{part_name(number)}.parquet", make)

    parts = []
    whole(0, len(shares))
    for part in together(engine, score_part, len(shares)):
        parts.append(part)
        whole(len(parts), len(shares))
    if not prepared.rows.looked_through:
        see_to_order(engine, prepared.rows, shares, parts)
    return tuple(parts)


_SMALLER = (ROW_GROUP // 8, ROW_GROUP // 64)
"""The rows of parts where a whole row group does not fit into the memory of one."""


def score_parts_that_fit(
    engine: Engine, prepared: Prepared, work: Work, most: int, whole: Whole
) -> tuple[Path, ...]:
    """The same; where rows are so wide that a part does not fit into memory, in smaller ones.

    Raises:
        EngineFull: the smallest do not fit either.
    """
    try:
        return score_parts(engine, prepared, work, most, whole)
    except EngineFull:
        fewer = next((each for each in _SMALLER if each < most), None)
        if fewer is None:
            raise
        # In a folder of their own: the names of parts do not tell how many rows they have.
        below = work.below(f"parts-of-{fewer}")
        return score_parts_that_fit(engine, prepared, below, fewer, whole)


def tally(engine: Engine, parts: tuple[Path, ...]) -> Tally:
    """What became of the rows, from what their status says."""
    status = name(STATUS)
    (complete, incomplete, not_scored) = engine.one(
        f"SELECT count(*) FILTER (WHERE {status} = 'complete'),"
        f" count(*) FILTER (WHERE starts_with({status}, 'incomplete')),"
        f" count(*) FILTER (WHERE starts_with({status}, 'not_scored'))"
        f" FROM {files(parts)}"
    )
    return Tally(complete=complete, incomplete=incomplete, not_scored=not_scored)


def settle_output(
    engine: Engine,
    parts: tuple[Path, ...],
    beside: Path,
    output: Path,
    without: Collection[str] = (),
) -> None:
    """Write the parts as one file `beside`, and give it the name of the result.

    The format is that of `output`, by its name. Columns that are no part of the result are left out
    of it. Parts become one file of Parquet as they are, row group after row group, where they are
    of one form; the parts themselves stay.
    """
    written = format_of(output)
    if written is None:
        raise AssertionError("the format of the output is known")
    if written is not Format.PARQUET or not join_parquet(parts, beside, without):
        engine.copy(_told(engine, parts, written, without), beside, _OPTIONS[written])
    settle(beside, output)


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
