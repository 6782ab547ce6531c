"""A file of many subjects: `takar score` beside a query by hand, and beside other tools.

Parquet to Parquet, the merit rules and IP ASN on invented answers. Ours and the query by hand give
the same columns, which is checked, with the same engine under the same limits; they run in turns,
each in a process of its own. What is told is the median of the ratios, with the least and greatest
of them. So are the other tools, on fewer rows, with how many of their rows are wrong.

    make bench-score                       1 and 5 million rows
    build/bench-venv/bin/python benchmarks/score.py --rows 100000 --runs 3
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
from rivals.bulk import TOOLS
from task import Task, merit

from evaluator.backends.sql.compile import compile_sql
from evaluator.intake.response import Period
from evaluator.model.instrument import NumberType
from evaluator.pipeline import compile_edition
from evaluator.rulebook import bundled, program_of

HERE = Path(__file__).resolve().parent
PERIOD = "2021-01-01..2021-12-31"
TAKAR = (sys.executable, "-m", "rivals.counted", "score")
A_ROW_IS_SLOW = {"zen-engine", "json-rules-engine"}
"""Tools that take one row at a time: they get few."""
MANY, FEW = 200_000, 10_000


@dataclass(frozen=True)
class Run:
    """What one process took.

    Attributes:
        wall: seconds from its start to its end.
        memory: the most it had in memory, in megabytes.
        phases: seconds of its parts, as it says itself.
    """

    wall: float
    memory: float
    phases: Mapping[str, float]


def run(command: Sequence[str]) -> tuple[str, str, float, float]:
    """Output, errors, seconds and megabytes of a process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=HERE)
        _, status, used = os.wait4(child.pid, 0)
        wall = perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}:\n{texts[1]}")
    return texts[0], texts[1], wall, used.ru_maxrss / 1024


def ours(data: Path, out: Path, edition: str = "merit@2019") -> Run:
    """`takar score`, which tells its own parts."""
    words = (str(data), "--period", PERIOD, "-o", str(out), "--timings", "--lang", "en")
    _, said, wall, memory = run((*TAKAR, edition, *words))
    found = re.findall(r"^([a-z -]+): ([0-9.]+) s, [0-9]+%$", said, re.MULTILINE)
    return Run(wall, memory, {phase: float(seconds) for phase, seconds in found})


def other(tool: str, data: Path, out: Path) -> Run:
    """Another tool."""
    said, _, wall, memory = run((sys.executable, "-m", "rivals.bulk", tool, str(data), str(out)))
    return Run(wall, memory, json.loads(said))


def invent(task: Task, path: Path, rows: int, *, missing: int) -> Path:
    """Levels for so many agencies; every so many an answer is missing, or none where it is 0."""
    columns = []
    for place, item in enumerate(task.items):
        level = f"(1 + hash(i * {2 * place + 3} + {place}) % 4)::TINYINT"
        if missing:
            level = f"CASE WHEN hash(i * 7 + {place}) % {missing} > 0 THEN {level} END"
        columns.append(f"{level} AS {item}")
    query = f"SELECT lpad(i::VARCHAR, 18, '0') AS id, {', '.join(columns)} FROM range({rows}) t(i)"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def the_same(one: Path, another: Path) -> bool:
    """Whether two files have the same columns and rows."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
        described = "SELECT column_name, column_type FROM (DESCRIBE FROM '{}')"
        types = [connection.execute(described.format(p)).fetchall() for p in (one, another)]
        if types[0] != types[1]:
            return False
        for a, b in ((one, another), (another, one)):
            query = f"SELECT count(*) FROM (FROM '{a}' EXCEPT ALL FROM '{b}')"
            if connection.execute(query).fetchall() != [(0,)]:
                return False
    return True


def apart(do: Callable[..., object], *given: object) -> bool:
    """Whether something holds, found out in another process.

    What this one has in memory would count as that of every process it begins.
    """
    child = get_context("fork").Process(target=lambda: sys.exit(0 if do(*given) else 1))
    child.start()
    child.join()
    return child.exitcode == 0


@dataclass(frozen=True)
class Contest:
    """Rules, what the query for them by hand is called, and how rows for them are invented."""

    edition: str
    prefix: str
    invent: Callable[[Path, int], Path]

    @property
    def tools(self) -> tuple[str, ...]:
        """The query by hand, the same with its rows checked, and ours with none checked."""
        return tuple(self.prefix + name for name in ("by hand", "by hand, checked", "unchecked"))


def beside_a_query(contest: Contest, folder: Path, rows: int, runs: int) -> bool:
    """Ours and the query by hand, in turns; whether they agree."""
    data = folder / "data.parquet"
    if not apart(contest.invent, data, rows):
        raise SystemExit("no data could be invented")
    names = ("ours", *contest.tools)
    outs = {name: folder / f"{place}.parquet" for place, name in enumerate(names)}
    taken: dict[str, list[Run]] = {name: [] for name in outs}
    for turn in range(runs + 1):
        for name in names if turn % 2 else reversed(names):
            if name == "ours":
                found = ours(data, outs[name], contest.edition)
            else:
                found = other(name, data, outs[name])
            # The first turn warms the files; it does not count.
            if turn:
                taken[name].append(found)
    agree = all(apart(the_same, outs["ours"], outs[name]) for name in contest.tools)
    _tell(contest.edition, rows, taken, agree=agree)
    for path in (data, *outs.values()):
        path.unlink()
    return agree


def _work(run: Run) -> float:
    """Seconds of a run of ours without start-up."""
    return sum(run.phases.get(part, 0.0) for part in WORK)


def _processors(runs: Sequence[Run]) -> list[float]:
    """Seconds that all threads worked."""
    return [each.phases["processors"] for each in runs]


START, WORK = "start-up", ("scan", "compile", "ids", "score and write", "rejects")


def _tell(edition: str, rows: int, taken: Mapping[str, list[Run]], *, agree: bool) -> None:
    own, hand, checked, unchecked = taken.values()
    print(
        f"\n{edition}, {rows:,} rows, {len(own)} runs in turns;"
        f" the columns are {'' if agree else 'NOT '}the same"
    )
    work = [_work(each) for each in own]
    by_hand = [each.phases["seconds"] for each in hand]
    with_checks = [each.phases["seconds"] for each in checked]
    scored = [each.phases["score and write"] for each in own]
    bare = [each.phases["seconds"] for each in unchecked]
    rows_of = {
        "whole process": (
            [each.wall for each in own],
            [each.wall for each in hand],
        ),
        "without start-up": (work, by_hand),
        "without start-up, rows checked in both": (work, with_checks),
        "processors, without start-up": (_processors(own), _processors(hand)),
        "processors, rows checked in both": (_processors(own), _processors(checked)),
        "ours, scoring: with checks of rows, without": (scored, bare),
        "the query by hand: with checks, without": (with_checks, by_hand),
        "the query by hand beside itself": (by_hand[1:], by_hand[:-1]),
    }
    print(f"{'':44} {'first':>8} {'second':>8}   {'ratio':>6} {'(least to greatest)':>20}")
    for name, (ones, others) in rows_of.items():
        ratios = sorted(a / b for a, b in zip(ones, others, strict=True))
        spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(
            f"{name:44} {median(ones):7.2f}s {median(others):7.2f}s"
            f"   {median(ratios):6.2f} {spread:>20}"
        )
    for phase in (START, *WORK):
        seconds = [each.phases.get(phase, 0.0) for each in own]
        shares = [a / b for a, b in zip(seconds, work, strict=True)]
        share = "" if phase == START else f"{median(shares):8.1%}"
        print(f"  ours, {phase:36} {median(seconds):8.3f}s {share}")
    for name, runs_of in taken.items():
        print(f"  most memory, {name:27} {max(each.memory for each in runs_of):7.0f} MB")


NO_RIVALS = {"by hand, checked", "unchecked", *(tool for tool in TOOLS if "ip_asn" in tool)}
"""What is measured beside ours in turns alone."""


def beside_others(task: Task, folder: Path, runs: int) -> None:
    """Ours and each other tool in turns on as many rows as it can bear, and its wrong rows."""
    ratio = f"{'ours is so many times it':>25}"
    print(f"\n{'':18} {'rows':>8} {'µs a row':>9} {'ours':>6} {ratio}   wrong")
    for tool in TOOLS:
        if tool in NO_RIVALS:
            continue
        rows = FEW if tool in A_ROW_IS_SLOW else MANY
        data = invent(task, folder / "some.parquet", rows, missing=0)
        right, out = folder / "right.parquet", folder / "out.parquet"
        pairs = []
        for _ in range(runs + 1):
            own, once = ours(data, right), other(tool, data, out)
            if not once.phases:
                break  # what it needs is not here
            pairs.append((_work(own), once.phases["seconds"]))
        if not pairs:
            continue
        # The first turn warms the files; it does not count.
        own_seconds, seconds = zip(*pairs[1:], strict=True)
        ratios = sorted(a / b for a, b in pairs[1:])
        micros, own_micros = (median(each) / rows * 1e6 for each in (seconds, own_seconds))
        spread = f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        wrong = _wrong(right, out, rows)
        print(f"{tool:18} {rows:8,} {micros:9.2f} {own_micros:6.2f} {spread:>25}   {wrong}")


def invent_people(path: Path, rows: int) -> Path:
    """So many civil servants, one in eight punished; one answer in a thousand is missing."""
    one_of = "[{}][(1 + hash(i * {}) % {})::INTEGER]"
    grade = "((hash(i * 23) % 10001)::DECIMAL(7, 0) * 0.01::DECIMAL(2, 2))::DECIMAL(5, 2)"
    severity = one_of.format("'ringan', 'sedang', 'berat'", 1, 3)
    # From 2016, which does not count any more, to 2021.
    day = "DATE '2016-01-01' + (hash(i * 5) % 2192)::INTEGER"
    punished = f"[{{'tingkat': {severity}, 'tanggal': {day}}}]"
    answers = {
        "pendidikan": one_of.format("'S3', 'S2', 'S1', 'D4', 'D3', 'D2', 'D1', 'SLTA'", 3, 8),
        "jabatan": one_of.format("'struktural', 'fungsional', 'pelaksana'", 7, 3),
        "diklat_kepemimpinan": "hash(i * 11) % 2 = 0",
        "diklat_fungsional": "hash(i * 13) % 2 = 0",
        "jp_teknis": "(hash(i * 17) % 41)::INTEGER",
        "seminar": "hash(i * 19) % 2 = 0",
        "nilai_kinerja": grade,
        "hukuman": f"CASE WHEN hash(i * 29) % 8 = 0 THEN {punished} ELSE [] END",
    }
    columns = ", ".join(
        f"CASE WHEN hash(i * 31 + {place}) % 1000 > 0 THEN {answer} END AS {name}"
        for place, (name, answer) in enumerate(answers.items())
    )
    key = "lpad(i::VARCHAR, 18, '0') AS id, 'x' AS instansi"
    query = f"SELECT {key}, {columns} FROM range({rows}) t(i)"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def _wrong(right: Path, out: Path, rows: int) -> str:
    """How many rows have another category or printed index than they should."""
    with duckdb.connect(config={"threads": 2}) as connection:
        query = (
            "SELECT count(*), count(*) FILTER (a.kategori <> b.kategori::VARCHAR),"
            " count(*) FILTER (a.indeks <> round(b.indeks, 2)::DECIMAL(6, 2))"
            f" FROM '{right}' a JOIN '{out}' b USING (id)"
        )
        ((count, categories, indices),) = connection.execute(query).fetchall()
    if count != rows:
        return f"{rows - count} rows are missing"
    return f"{categories} of {rows:,}, {indices} of {rows:,}"


EDITIONS = (("merit", "2019"), ("ip_asn", "2019"))
COMPILE_AIM = 0.3
"""The seconds that an edition may take to become a query."""


def compiling() -> bool:
    """How long an edition takes to become a query; whether each stays within the aim."""
    period = Period(first=date(2021, 1, 1), last=date(2021, 12, 31))
    print(f"\n{'':14} {'rule file to checked edition':>30} {'edition to query':>18}")
    within = True
    for name, edition in EDITIONS:
        program_of(bundled().root_of(name).about(name))  # the grammar is loaded
        begun = perf_counter()
        program = program_of(bundled().root_of(name).about(name))
        instrument = compile_edition(program, (name, edition)).value
        checked = perf_counter()
        if instrument is None:
            raise AssertionError("the bundled rules are sound")
        decimals = {i.key: 4 for i in instrument.questions if isinstance(i.type, NumberType)}
        plan = compile_sql(instrument, period, decimals)
        done = perf_counter()
        refused = "" if plan.value is not None else f"   {plan.diagnostics[0].code}"
        print(f"{f'{name}@{edition}':14} {checked - begun:29.2f}s {done - checked:17.3f}s{refused}")
        within = within and done - checked <= COMPILE_AIM
    return within


def contests(task: Task) -> tuple[Contest, ...]:
    """What is scored beside a query by hand."""
    return (
        Contest("merit@2019", "", lambda path, rows: invent(task, path, rows, missing=1000)),
        Contest("ip_asn@2019", "ip_asn ", invent_people),
    )


def main() -> int:
    """Print the tables; 1 if ours and the query by hand disagree, or a query is late."""
    asked: Any = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 5_000_000])
    asked.add_argument("--runs", type=int, default=9)
    asked.add_argument("--only", choices=("merit", "ip_asn"))
    asked.add_argument("--others", action=argparse.BooleanOptionalAction, default=True)
    given = asked.parse_args()
    task = merit()
    build = HERE.parent / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build) as name:
        agree = [
            beside_a_query(contest, Path(name), rows, given.runs)
            for contest in contests(task)
            if given.only in {None, contest.edition.partition("@")[0]}
            for rows in given.rows
        ]
        agree.append(compiling())
        if given.others:
            beside_others(task, Path(name), min(given.runs, 5))
    return int(not all(agree))


if __name__ == "__main__":
    sys.exit(main())
