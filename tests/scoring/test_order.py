"""Rows come out in the order of the data, however many threads read them and whatever is wrong."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format
from evaluator.scoring.relation import Asked, Relation
from evaluator.scoring.sources import open_source
from evaluator.scoring.work import Work
from scoring.merit_files import rejects_in, rows_in
from scoring.test_score_types import here, run

__all__ = ["here"]

ROWS = 270_000
"""So many that several threads read them: a row group of Parquet has 122,880."""
EVERY = 60_000
WRONG = [number for number in range(1, ROWS + 1) if number % EVERY == 0]
"""The rows that are wrong, by their numbers from 1."""


def lines(path: Path, wrong: str) -> Path:
    """An object a line, with ids in order; what a wrong one says in place of its id."""
    line = (
        f"CASE WHEN number % {EVERY} = 0 THEN printf('{wrong}', number)"
        ' ELSE printf(\'{"id": "%09d", "jam": 3, "jenis": "a", "sah": true,'
        ' "mulai": null}\', number) END'
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {line} FROM range(1, {ROWS + 1}) AS rows(number)) TO '{path}'"  # noqa: S608 - ours
            " (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
        )
    return path


def as_list(path: Path) -> Path:
    """The lines of a file as one list."""
    found = path.with_suffix(".json")
    found.write_text("[" + ",".join(path.read_text(encoding="utf-8").splitlines()) + "]")
    return found


def opened(folder: Path, data: Path, format_: Format, threads: int) -> tuple[Relation, list[str]]:
    """What is found in a file, and the ids in the order of their rows."""
    work = Work(folder / f"{format_}-{threads}")
    work.folder.mkdir()
    engine = Engine(work.folder, threads)
    try:
        found = open_source(engine, data, format_, work, Asked(columns=frozenset({"id", "jam"})))
        ids = [str(id_) for (id_,) in engine.run(f"SELECT id FROM {found.sql}")]  # noqa: S608 - ours
    finally:
        engine.close()
    return found, ids


def same(path: Path) -> Path:
    return path


@pytest.mark.parametrize(("format_", "written"), [(Format.NDJSON, same), (Format.JSON, as_list)])
def test_rows_that_are_left_out_do_not_disturb_the_others(
    format_: Format, written: Callable[[Path], Path], tmp_path: Path
) -> None:
    data = written(lines(tmp_path / "data.ndjson", '{"id": "%09d", "jam": 1e3}'))
    for threads in (2, 4):
        found, ids = opened(tmp_path, data, format_, threads)
        assert [each.row for each in found.broken] == WRONG
        assert ids == [f'"{n:09}"' for n in range(1, ROWS + 1) if n % EVERY]
    one, several = (tmp_path / f"{format_}-{threads}" / "rows.parquet" for threads in (2, 4))
    assert sha256(one.read_bytes()).digest() == sha256(several.read_bytes()).digest()


def test_of_rows_that_share_an_id_the_first_in_the_file_is_scored(here: Path) -> None:
    data = lines(here / "data.ndjson", '{"id": "000000007", "jam": %d}')
    code, said = run(here, str(data), "-o", "out.parquet")
    assert code == 1, said
    rejects = rejects_in(here / "out.parquet.rejects.csv")
    told = [(int(each["row"]), each["code"]) for each in rejects if each["column"] == "id"]
    assert told == [(number, "row-id-repeated") for number in WRONG]
    ids = [row["id"] for row in rows_in(here / "out.parquet")]
    assert ids == [f"{n:09}" for n in range(1, ROWS + 1) if n % EVERY]
