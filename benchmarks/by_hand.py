"""A query for the merit rules as somebody would write it who knows them, and nothing of ours.

It gives the same columns: whole numbers throughout, fractions reduced and written out.
"""

from __future__ import annotations

from collections.abc import Iterator

from task import Task

SIX = {3: 20, 5: 12, 6: 30, 4: 15, 1: 24}
"""By the number of levels of an aspect what a level is worth in sixths, where its weight is not
enough to tell: 10/3, 10/5, 30/6, 10/4 and 4/1."""
WORTH = {"kinerja": 40, "sistem_informasi": 9}
"""The two whose weights are others: 20/3 and 6/4."""


def query(task: Task, rows: str, *, checked: bool = False) -> str:
    """The query over a relation; `checked` leaves out rows that are wrong."""
    added = {name: " + ".join(items) for name, (_, items) in task.criteria.items()}
    sums = ", ".join(f"({items})::INTEGER AS s_{name}" for name, items in added.items())
    sixths = " + ".join(
        f"{WORTH.get(name, SIX[len(items)])} * s_{name}"
        for name, (_, items) in task.criteria.items()
    )
    where = f" WHERE {' AND '.join(_checks(task))}" if checked else ""
    return (
        f"WITH sums AS (SELECT *, {sums} FROM {rows}{where}),"
        f" total AS (SELECT *, {sixths} AS n FROM sums)"
        f" SELECT {', '.join(_columns(task))} FROM total"
    )


def _checks(task: Task) -> Iterator[str]:
    yield "coalesce(id, '') <> ''"
    yield from (f"coalesce({item} BETWEEN 1 AND 4, true)" for item in task.items)


def _columns(task: Task) -> Iterator[str]:
    yield "id"
    for name, (_, items) in task.criteria.items():
        yield f"{_mean(f's_{name}', len(items))} AS {name}"
        yield from (f"{item}::DECIMAL(1, 0) AS {item}" for item in items)
    yield f"{_sixths('n')} AS nilai"
    yield "((200 * n + 2400) // 4800)::DECIMAL(4, 0) * 0.01::DECIMAL(2, 2) AS indeks"
    yield f"{_index()} AS indeks_exact"
    bounds = zip(task.from_, task.categories, strict=False)
    cases = " ".join(f"WHEN n < {6 * end} THEN '{label}'" for end, label in bounds)
    yield f"CASE {cases} WHEN n IS NOT NULL THEN '{task.categories[-1]}' END AS kategori"
    missing = ", ".join(f"CASE WHEN {item} IS NULL THEN '{item}' END" for item in task.items)
    yield (
        "CASE WHEN n IS NOT NULL THEN 'complete'"
        f" ELSE 'incomplete: ' || concat_ws(', ', {missing}) END AS status"
    )


def _mean(total: str, count: int) -> str:
    match count:
        case 1:
            return f"{total}::DECIMAL(1, 0)"
        case 3:
            whole = f"WHEN {total} % 3 = 0 THEN ({total} // 3)::VARCHAR"
            return f"CASE {whole} ELSE {total} || '/3' END"
        case 4:
            return f"{total}::DECIMAL(4, 0) * 0.25::DECIMAL(2, 2)"
        case 5:
            return f"{total}::DECIMAL(3, 0) * 0.2::DECIMAL(1, 1)"
        case 6:
            return _sixths(total)
        case _:
            raise AssertionError("the aspects have one, three, four, five or six levels")


def _sixths(n: str) -> str:
    """A number of sixths, as short as it can be written."""
    return (
        f"CASE WHEN {n} % 6 = 0 THEN ({n} // 6)::VARCHAR WHEN {n} % 3 = 0 THEN {n} // 6 || '.5'"
        f" WHEN {n} % 2 = 0 THEN {n} // 2 || '/3' ELSE {n} || '/6' END"
    )


def _index() -> str:
    """The score by 400, from sixths: a decimal without trailing zeros, or a reduced fraction."""
    decimals = "rtrim('0.' || lpad((125 * (n // 3))::VARCHAR, 5, '0'), '0')"
    return (
        f"CASE WHEN n = 2400 THEN '1' WHEN n % 3 = 0 THEN {decimals}"
        " ELSE n // gcd(n, 2400) || '/' || 2400 // gcd(n, 2400) END"
    )
