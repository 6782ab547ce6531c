"""The result in the making: parts that are put in it while others are still worked at."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring import output
from evaluator.scoring.engine import Engine
from evaluator.scoring.output import Output
from evaluator.scoring.parquet_footer import footer_of
from evaluator.scoring.parquet_join import Joined, join_parquet
from evaluator.scoring.parts import Tally, tally, tally_by
from evaluator.scoring.thrift import Listed, Type, written

ROWS = "SELECT 'id-' || i AS id, i % 5 AS level, 'complete' AS status FROM range({}, {}) t(i)"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path)
    yield made
    made.close()


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Path, ...]:
    # The second has no row.
    ends = ((0, 3000), (3000, 3000), (3000, 7000))
    return tuple(part(tmp_path, f"part-{n}", ROWS.format(*each)) for n, each in enumerate(ends))


def part(folder: Path, name: str, rows: str) -> Path:
    path = folder / f"{name}.parquet"
    duckdb.sql(rows).write_parquet(str(path), row_group_size=2048)
    return path


def ids(path: Path) -> list[int]:
    found = duckdb.sql(f"FROM '{path}'").project("id").fetchall()
    return [int(id_.removeprefix("id-")) for (id_,) in found]


def put(made: Output, parts: tuple[Path, ...]) -> None:
    made.begin()
    for each in parts:
        made.put(each, footer_of(each))


def test_what_was_put_is_the_file(
    engine: Engine, parts: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = tmp_path / "joined.parquet"
    assert join_parquet(parts, joined, {"level"})

    def refuse(*_: object) -> bool:
        raise AssertionError("the parts are put in it already")

    monkeypatch.setattr(output, "join_parquet", refuse)
    made = Output(tmp_path / "out.parquet", tmp_path / "unfinished", {"level"})
    put(made, parts)
    assert not (tmp_path / "out.parquet").exists()
    made.settle(engine, parts)
    assert (tmp_path / "out.parquet").read_bytes() == joined.read_bytes()
    assert not (tmp_path / "unfinished").exists()


def test_what_was_put_before_it_begins_anew_counts_no_more(
    engine: Engine, parts: tuple[Path, ...], tmp_path: Path
) -> None:
    made = Output(tmp_path / "out.parquet", tmp_path / "unfinished")
    put(made, parts)
    put(made, parts[2:])
    made.settle(engine, parts[2:])
    assert ids(tmp_path / "out.parquet") == [*range(3000, 7000)]


def test_other_parts_than_were_put_are_the_file(
    engine: Engine, parts: tuple[Path, ...], tmp_path: Path
) -> None:
    made = Output(tmp_path / "out.parquet", tmp_path / "unfinished")
    put(made, parts[:2])
    made.settle(engine, parts)
    assert ids(tmp_path / "out.parquet") == [*range(7000)]


def test_parts_of_two_forms_are_one_file_all_the_same(
    engine: Engine, parts: tuple[Path, ...], tmp_path: Path
) -> None:
    wide = "SELECT 'id-' || i AS id, (i % 5)::HUGEINT AS level, 'complete' AS status"
    other = part(tmp_path, "other", f"{wide} FROM range(7000, 7010) t(i)")
    made = Output(tmp_path / "out.parquet", tmp_path / "unfinished")
    put(made, (*parts, other))
    assert not (tmp_path / "unfinished").exists()
    made.settle(engine, (*parts, other))
    assert ids(tmp_path / "out.parquet") == [*range(7010)]


@pytest.mark.parametrize(("name", "changed"), [("out.parquet", True), ("out.csv", False)])
def test_parts_that_do_not_stay_as_they_are_are_not_put(
    name: str,
    changed: bool,  # noqa: FBT001 - each is a case
    engine: Engine,
    parts: tuple[Path, ...],
    tmp_path: Path,
) -> None:
    made = Output(tmp_path / name, tmp_path / "unfinished", changed=changed)
    put(made, parts)
    assert not (tmp_path / "unfinished").exists()
    made.settle(engine, parts[:1])
    assert ids(tmp_path / name) == [*range(3000)]


def test_structures_are_written_alike_before_and_within_others(parts: tuple[Path, ...]) -> None:
    footer = footer_of(parts[0])
    groups = footer.structs(4)
    whole = written(footer)
    footer.put_structs(4, [written(each) for each in groups])
    assert footer.fields[4] == (Type.LIST, Listed(Type.STRUCT, [*map(written, groups)]))
    assert written(footer) == whole


def test_a_column_that_says_it_tells_what_became_of_the_rows(
    engine: Engine, tmp_path: Path
) -> None:
    rows = (
        "SELECT i AS id, CASE WHEN i % 7 > 0 THEN i / 2 END AS total,"
        " CASE WHEN i % 7 > 0 THEN 'complete' ELSE 'incomplete: x' END AS status"
        " FROM range({}, {}) t(i)"
    )
    # 0, 7 … 6993 are a thousand.
    found = part(tmp_path, "found", rows.format(0, 7000))
    told = Tally(complete=6000, incomplete=1000, not_scored=0)
    assert tally_by(footer_of(found), "total") == told == tally(engine, (found,))
    none = part(tmp_path, "none", rows.format(0, 0))
    assert tally_by(footer_of(none), "total") == Tally(complete=0, incomplete=0, not_scored=0)
    assert tally_by(footer_of(found), None) is None
    assert tally_by(footer_of(found), "another") is None


def test_what_is_not_whole_is_taken_away(parts: tuple[Path, ...], tmp_path: Path) -> None:
    with Output(tmp_path / "out.parquet", tmp_path / "unfinished") as made:
        put(made, parts[:1])
        assert (tmp_path / "unfinished").exists()
    assert not (tmp_path / "unfinished").exists()


def test_where_there_is_no_room_for_a_part_the_others_are_still_made(
    engine: Engine, parts: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Joined) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    made = Output(tmp_path / "out.parquet", tmp_path / "unfinished")
    with monkeypatch.context() as patch:
        patch.setattr(Joined, "sync", full)
        put(made, parts)
    assert not (tmp_path / "unfinished").exists()
    made.settle(engine, parts)
    assert ids(tmp_path / "out.parquet") == [*range(7000)]
