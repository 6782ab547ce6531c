"""Rows that are taken to be in the order of their ids, which is seen while they are scored.

Many files are ordered by id, and where each id is greater than the one before it none is there
twice. A part of the rows ends the engine's statement where that is not so; from part to part it is
seen from the ends of the ids, which the engine notes in each part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from evaluator.model.columns import ROW
from evaluator.scoring.engine import Engine, EngineFailed
from evaluator.scoring.parquet_footer import File, ends_of
from evaluator.scoring.rows import NOT_LATER, Rows
from evaluator.scoring.thrift import Struct

_ID = 0
"""The place of the ids among the columns of a part."""


class OutOfOrder(Exception):  # noqa: N818 - whoever took rows to be in order looks them through
    """Rows are not in the order of their ids, so that an id may be there twice."""


@contextmanager
def order_told() -> Iterator[None]:
    """Tell that rows are not in order apart from other failures of the engine."""
    try:
        yield
    except EngineFailed as failed:
        if NOT_LATER in failed.reason:
            raise OutOfOrder from failed
        raise


Ends = tuple[bytes, bytes]
"""The least and the greatest id of rows."""


def see_to_order(
    engine: Engine, rows: Rows, shares: Sequence[range], ends: Sequence[Ends | None]
) -> None:
    """See to it that parts, each of which is in order, follow each other.

    Args:
        engine: where the rows are.
        rows: how they are read.
        shares: the numbers of the rows of each part.
        ends: the ends of their ids, where they are known.

    Raises:
        OutOfOrder: they do not.
    """
    doubtful = [
        share.start
        for share, (before, own) in zip(shares[1:], pairwise(ends), strict=True)
        if before is None or own is None or own[0] <= before[1]
    ]
    if not doubtful:
        return
    places = ", ".join(str(place) for start in doubtful for place in (start - 1, start))
    found = engine.run(f"SELECT {ROW}, {rows.key} FROM {rows.found.sql} WHERE {ROW} IN ({places})")
    ids: dict[int, str | None] = dict(found)
    for start in doubtful:
        before_it, own_id = ids[start - 1], ids[start]
        if before_it is None or own_id is None or own_id.encode() <= before_it.encode():
            raise OutOfOrder


def ends_of_ids(footer: Struct, share: range) -> Ends | None:
    """The ends of the ids of a part, from its footer, where its result has all of its rows.

    Raises:
        OutOfOrder: it has none of them. Where the engine knows beforehand that a check leaves out
            every row, it reads none.
    """
    count = footer.number(File.ROWS)
    if share and not count:
        raise OutOfOrder
    if count != len(share):
        return None
    noted = list(ends_of(footer, _ID))
    known = [each for each in noted if each is not None]
    if not known or len(known) < len(noted):
        return None
    return min(least for least, _ in known), max(greatest for _, greatest in known)
