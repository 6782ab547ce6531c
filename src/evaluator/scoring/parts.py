"""Scoring part by part: each part is whole or not there, and what is whole is not done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evaluator.backends.sql.members import GroupedPlan
from evaluator.backends.sql.plan import Plan
from evaluator.model.columns import STATUS
from evaluator.scoring.engine import ROW_GROUP, Engine, EngineFull, files, name
from evaluator.scoring.group_columns import TermPlaces, summed_places
from evaluator.scoring.in_order import Ends, ends_of_ids, order_told, see_to_order
from evaluator.scoring.members import kept_exactly
from evaluator.scoring.output import Output
from evaluator.scoring.parquet_footer import File, footer_of, nulls_in, tops_of
from evaluator.scoring.parquet_units import told_as_decimals
from evaluator.scoring.rows import Rows
from evaluator.scoring.thrift import Struct
from evaluator.scoring.together import together
from evaluator.scoring.work import Work


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


@dataclass(frozen=True, slots=True)
class Takers:
    """Who takes parts as they become whole.

    Attributes:
        whole: how many of the first parts are, of how many.
        output: the result they are put in, one behind the other.
    """

    whole: Whole
    output: Output


@dataclass(frozen=True, slots=True)
class Scored:
    """The parts of a result, in the order of the data, and their tally where it is known."""

    parts: tuple[Path, ...]
    tally: Tally | None = None


def score_parts(
    engine: Engine, prepared: Prepared, work: Work, most: int, takers: Takers
) -> Scored:
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

    parts: list[Path] = []
    ends: list[Ends | None] = []
    tallies: list[Tally | None] = []
    in_order = not prepared.rows.looked_through
    takers.whole(0, len(shares))
    takers.output.begin()
    # Whatever ends the work here ends it before others may have the folder.
    with closing(together(engine, score_part, len(shares))) as made:
        for share, part in zip(shares, made, strict=True):
            footer = footer_of(part)
            if in_order:
                ends.append(ends_of_ids(footer, share))
            tallies.append(tally_by(footer, stored.null_where_incomplete))
            takers.output.put(part, footer)  # last: it changes the footer
            parts.append(part)
            takers.whole(len(parts), len(shares))
    if in_order:
        see_to_order(engine, prepared.rows, shares, ends)
    return Scored(tuple(parts), _added_up(tallies))


_SMALLER = (ROW_GROUP // 8, ROW_GROUP // 64)
"""The rows of parts where a whole row group does not fit into the memory of one."""


def score_parts_that_fit(
    engine: Engine, prepared: Prepared, work: Work, most: int, takers: Takers
) -> Scored:
    """The same; where rows are so wide that a part does not fit into memory, in smaller ones.

    Raises:
        EngineFull: the smallest do not fit either.
    """
    try:
        return score_parts(engine, prepared, work, most, takers)
    except EngineFull:
        fewer = next((each for each in _SMALLER if each < most), None)
        if fewer is None:
            raise
        # In a folder of their own: the names of parts do not tell how many rows they have.
        below = work.below(f"parts-of-{fewer}")
        return score_parts_that_fit(engine, prepared, below, fewer, takers)


def tally_by(footer: Struct, column: str | None) -> Tally | None:
    """What became of the rows of a part, by its footer, where a column tells it that is noted.

    Args:
        footer: that of the part.
        column: the one that is NULL in the rows that are incomplete, where the others are complete.
    """
    place = next((top.chunks.start for top in tops_of(footer) if top.name == column), None)
    incomplete = None if place is None else nulls_in(footer, place)
    if incomplete is None:
        return None
    rows = footer.number(File.ROWS) or 0
    return Tally(complete=rows - incomplete, incomplete=incomplete, not_scored=0)


def _added_up(tallies: Sequence[Tally | None]) -> Tally | None:
    known = [each for each in tallies if each is not None]
    if len(known) < len(tallies):
        return None
    return Tally(
        complete=sum(each.complete for each in known),
        incomplete=sum(each.incomplete for each in known),
        not_scored=sum(each.not_scored for each in known),
    )


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
