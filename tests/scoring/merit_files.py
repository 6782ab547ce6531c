"""Files of agencies for the merit rules, made with DuckDB, and runs over them."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from evaluator.rulebook import bundled

ITEMS = tuple(leaf.id for leaf in bundled().load("merit", "2019").leaves())
PERIOD = ("--period", "2021-01-01..2021-12-31")
SOURCE = Path(__file__).resolve().parents[2] / "src"
TAKAR = (
    f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from evaluator.cli.main import run; run()"
)

Agency = Mapping[str, Any]


def agencies(seed: int, count: int, missing: float = 0.02) -> list[dict[str, Any]]:
    draw = random.Random(seed)  # noqa: S311 - a test draws, it hides nothing
    return [
        {
            "id": f"{number:04}",
            **{item: None if draw.random() < missing else draw.randint(1, 4) for item in ITEMS},
        }
        for number in range(count)
    ]


def write_csv(path: Path, rows: Sequence[Agency], header: Sequence[str] = ("id", *ITEMS)) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([["" if row[c] is None else row[c] for c in header] for row in rows])
    return path


def write_parquet(path: Path, rows: Sequence[Agency], **types: str) -> Path:
    """The rows as Parquet; a level is a BIGINT and everything else text, unless `types` says so."""
    plain = write_csv(path.with_suffix(".source"), rows, list(rows[0]))
    chosen = {c: types.get(c, "BIGINT" if c in ITEMS else "VARCHAR") for c in rows[0]}
    columns = ", ".join(f"'{column}': '{type_}'" for column, type_ in chosen.items())
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (FROM read_csv('{plain}', header=true, columns={{{columns}}}))"
            f" TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
        )
    return path


def score(folder: Path, data: Path, *more: str, language: str = "en") -> tuple[int, str]:
    """Run `takar score` for a file; how it ended, and what it said on standard error."""
    words = ("score", "merit@2019", str(data), *PERIOD, "--lang", language, *more)
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", TAKAR, *words], cwd=folder, capture_output=True, check=False
    )
    return done.returncode, done.stderr.decode()


def rows_in(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{path}'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def rejects_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
