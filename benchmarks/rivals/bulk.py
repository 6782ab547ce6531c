"""The merit rules in other tools: Parquet to Parquet, or as many rows as they can bear.

Run as a module it does one run of one of them and prints what it did, as JSON.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from task import Task, merit

Done = Mapping[str, Any]


def _in_duckdb(query: str, out: Path) -> Done:
    """DuckDB with as many threads as ours has, and as much memory as ours may take at most."""
    import duckdb  # noqa: PLC0415 - each tool is imported where it is used

    from evaluator.scoring import engine  # noqa: PLC0415 - as above

    threads = min(engine.MOST_THREADS, os.cpu_count() or 1)
    memory = f"{(engine.MEMORY_A_THREAD + engine.MEMORY_A_PART) * threads}MB"
    connection = duckdb.connect(config={"threads": threads, "memory_limit": memory})
    begun, worked = perf_counter(), process_time()
    connection.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)")
    return {"seconds": perf_counter() - begun, "processors": process_time() - worked}


def by_hand(task: Task, data: Path, out: Path, *, checked: bool = False) -> Done:
    """DuckDB with a query by hand."""
    from by_hand import query  # noqa: PLC0415 - as above

    return _in_duckdb(query(task, f"'{data}'", checked=checked), out)


def by_hand_checked(task: Task, data: Path, out: Path) -> Done:
    """The same, with rows left out that are wrong."""
    return by_hand(task, data, out, checked=True)


def people_by_hand(_: Task, data: Path, out: Path, *, checked: bool = False) -> Done:
    """DuckDB with a query by hand for IP ASN."""
    from by_hand import people_query  # noqa: PLC0415 - as above

    return _in_duckdb(people_query(f"'{data}'", checked=checked), out)


def people_by_hand_checked(task: Task, data: Path, out: Path) -> Done:
    """The same, with rows left out that are wrong."""
    return people_by_hand(task, data, out, checked=True)


def unchecked(edition: str, decimals: Mapping[str, int]) -> Callable[[Task, Path, Path], Done]:
    """Our own query without its checks of rows, to tell what those take; no command writes it."""

    def run(_: Task, data: Path, out: Path) -> Done:
        from evaluator.backends.sql.compile import compile_sql  # noqa: PLC0415 - as above
        from evaluator.backends.sql.plan import INPUT_ROWS  # noqa: PLC0415 - as above
        from evaluator.intake.response import Period  # noqa: PLC0415 - as above
        from evaluator.rulebook import bundled  # noqa: PLC0415 - as above
        from evaluator.scoring.parquet_units import (  # noqa: PLC0415 - as above
            told_as_decimals,
        )

        instrument = bundled().load(*edition.split("@"))
        period = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
        plan = compile_sql(instrument, period, decimals).value
        if plan is None:
            raise AssertionError("the bundled rules have a query")
        read = ", ".join(
            f"CAST({each.name} AS {each.sql_type}) AS {each.name}" for each in plan.inputs
        )
        checks = re.compile(rf"(FROM {INPUT_ROWS})\n  WHERE .*?\n\)", re.DOTALL)
        bare, found = checks.subn(r"\1\n)", plan.stored.text)
        if found != 1:
            raise AssertionError("the checks stand where the rows are read")
        rows = f"(SELECT {read} FROM '{data}') AS {INPUT_ROWS}"
        done = _in_duckdb(bare.replace(f"FROM {INPUT_ROWS}\n", f"FROM {rows}\n"), out)
        told_as_decimals(out, plan.stored.units)
        return done

    return run


def numpy(task: Task, data: Path, out: Path) -> Done:
    """NumPy, read and written with Arrow."""
    import numpy as np  # noqa: PLC0415 - as above
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    begun = perf_counter()
    table = pq.read_table(data)
    levels = {i: table[i].to_numpy() for i in task.items}
    means = {n: sum(levels[i] for i in x) / len(x) for n, (_, x) in task.criteria.items()}
    score = sum(means[n] * float(w) for n, (w, _) in task.criteria.items()) * task.times
    index = np.round(score / task.whole, 2)
    places = np.searchsorted(task.from_, score, side="right")
    category = pa.array(np.array(task.categories)[places])
    columns = [("id", table["id"]), *means.items(), *((i, table[i]) for i in task.items)]
    columns += [(task.score, score), ("indeks", index), ("kategori", category)]
    pq.write_table(pa.table(dict(columns)), out)
    return {"seconds": perf_counter() - begun}


def pandas(task: Task, data: Path, out: Path) -> Done:
    """Pandas."""
    import pandas as pd  # noqa: PLC0415 - as above

    begun = perf_counter()
    frame = pd.read_parquet(data)
    for name, (_, items) in task.criteria.items():
        frame[name] = frame[list(items)].mean(axis=1)
    weights = {name: float(weight) for name, (weight, _) in task.criteria.items()}
    frame[task.score] = sum(frame[name] * weight for name, weight in weights.items()) * task.times
    frame["indeks"] = (frame[task.score] / task.whole).round(2)
    ends = [float("-inf"), *task.from_, float("inf")]
    frame["kategori"] = pd.cut(frame[task.score], ends, labels=task.categories, right=False)
    frame.to_parquet(out)
    return {"seconds": perf_counter() - begun}


def polars(task: Task, data: Path, out: Path) -> Done:
    """Polars, lazily and streaming."""
    import polars as pl  # noqa: PLC0415 - as above

    begun = perf_counter()
    means = [pl.mean_horizontal(x).alias(name) for name, (_, x) in task.criteria.items()]
    weighted = [pl.col(name) * float(weight) for name, (weight, _) in task.criteria.items()]
    score = pl.col(task.score)
    category: Any = pl
    for end, label in zip(task.from_, task.categories, strict=False):
        category = category.when(score < end).then(pl.lit(label))
    frame = (
        pl.scan_parquet(data)
        .with_columns(means)
        .with_columns((pl.sum_horizontal(weighted) * task.times).alias(task.score))
        .with_columns((score / task.whole).round(2).alias("indeks"))
        .with_columns(category.otherwise(pl.lit(task.categories[-1])).alias("kategori"))
    )
    frame.sink_parquet(out)
    return {"seconds": perf_counter() - begun}


def _fisca(package: str) -> Callable[[Task, Path, Path], Done]:
    def run(task: Task, data: Path, out: Path) -> Done:
        import pyarrow as pa  # noqa: PLC0415 - as above
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above

        from rivals.fisca import YEAR, Core  # noqa: PLC0415 - as above

        core = Core(package, task)
        begun = perf_counter()
        table = pq.read_table(data)
        simulation = core.many(len(table))
        for item in task.items:
            simulation.set_input(item, YEAR, table[item].to_numpy())
        names = [*task.criteria, task.score, "indeks", "kategori"]
        found = {name: simulation.calculate(name, YEAR) for name in names}
        found["kategori"] = [task.categories[place] for place in found["kategori"]]
        pq.write_table(pa.table({"id": table["id"], **found}), out)
        return {"seconds": perf_counter() - begun}

    return run


def zen(task: Task, data: Path, out: Path) -> Done:
    """GoRules Zen, row by row and without its trace."""
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    from rivals.gorules import decision_for  # noqa: PLC0415 - as above

    decision = decision_for(task)
    begun = perf_counter()
    rows = pq.read_table(data).to_pylist()
    found = []
    for row in rows:
        key = row.pop("id")
        found.append({"id": key, **decision.evaluate(row)["result"]})
    pq.write_table(pa.Table.from_pylist(found), out)
    return {"seconds": perf_counter() - begun}


def json_rules(task: Task, data: Path, out: Path) -> Done:
    """json-rules-engine, row by row; what it takes to hand rows over is not counted."""
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    from rivals.json_rules import started  # noqa: PLC0415 - as above

    engine = started(task)
    if engine is None:
        return {}
    found, seconds = [], 0.0
    for row in pq.read_table(data).to_pylist():
        key = row.pop("id")
        answer = engine.ask(row, 1)
        score, index, _, category = answer["figures"]
        seconds += answer["microseconds"] / 1e6
        figures = {task.score: float(score), "indeks": float(index), "kategori": category}
        found.append({"id": key, **figures})
    pq.write_table(pa.Table.from_pylist(found), out)
    return {"seconds": seconds}


TOOLS: Mapping[str, Callable[[Task, Path, Path], Done]] = {
    "by hand": by_hand,
    "by hand, checked": by_hand_checked,
    "unchecked": unchecked("merit@2019", {}),
    "ip_asn by hand": people_by_hand,
    "ip_asn by hand, checked": people_by_hand_checked,
    "ip_asn unchecked": unchecked("ip_asn@2019", {"jp_teknis": 0, "nilai_kinerja": 2}),
    "NumPy": numpy,
    "pandas": pandas,
    "Polars": polars,
    "OpenFisca-Core": _fisca("openfisca_core"),
    "policyengine-core": _fisca("policyengine_core"),
    "zen-engine": zen,
    "json-rules-engine": json_rules,
}

if __name__ == "__main__":
    print(json.dumps(TOOLS[sys.argv[1]](merit(), Path(sys.argv[2]), Path(sys.argv[3]))))
