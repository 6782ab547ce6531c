"""Sets of rows by their numbers, kept as bits and looked up row by row.

A join would lose the order of the rows: what comes out of one is written as threads come to it.
"""

from __future__ import annotations

from evaluator.model.columns import ROW
from evaluator.scoring.engine import Engine, text


def mark(engine: Engine, called: str, places: str, rows: int) -> str:
    """Keep some of the first `rows` numbers from 0, the column `place` of a query.

    Gives SQL that holds for the rows of these numbers, in every later statement.
    """
    last = max(rows, 1) - 1
    engine.run(f"SET VARIABLE {called} = (SELECT bitstring_agg(place, 0, {last}) FROM ({places}))")
    return f"get_bit(getvariable({text(called)}), CAST({ROW} AS INTEGER)) = 1"
