"""Rows that were worked out once, for the result and for the groups the subjects stand in."""

from __future__ import annotations

from pathlib import Path

from evaluator.backends.sql.members import MEMBER_ROWS, GroupedPlan
from evaluator.scoring.engine import Engine, files, name
from evaluator.scoring.rows import Rows


def wide_columns(engine: Engine, plan: GroupedPlan, rows: Rows) -> frozenset[str]:
    """The columns of whole numbers of 128 bits, which Parquet has no type for."""
    described = engine.run(f"DESCRIBE {plan.plan.stored.over(rows.select())}")
    return frozenset(column for column, type_, *_ in described if type_ == "HUGEINT")


def kept_exactly(query: str, wide: frozenset[str]) -> str:
    """A query whose widest numbers are text: written to Parquet, they would become doubles."""
    if not wide:
        return query
    texts = ", ".join(f"CAST({name(each)} AS VARCHAR) AS {name(each)}" for each in sorted(wide))
    return f"SELECT * REPLACE ({texts}) FROM ({query})"


def offer_members(
    engine: Engine, parts: tuple[Path, ...], plan: GroupedPlan, wide: frozenset[str]
) -> None:
    """Make what was worked out the relation that groups are summed up from."""
    columns = ", ".join(
        f"{f'CAST({name(place)} AS HUGEINT)' if place in wide else name(place)} AS {name(member)}"
        for member, place in plan.members.items()
    )
    engine.run(
        f"CREATE OR REPLACE TEMP VIEW {MEMBER_ROWS} AS"
        f" SELECT {columns or '1 AS one'} FROM {files(parts)}"
    )
