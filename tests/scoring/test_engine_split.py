"""Connections of one engine, of which each is worked by the thread that calls it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.scoring.engine import Engine, EngineFailed


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path, threads=2)
    yield made
    made.close()


def settings(engine: Engine) -> tuple[object, ...]:
    return engine.one("SELECT current_setting('threads'), current_setting('memory_limit')")


def test_each_has_views_of_its_own(engine: Engine) -> None:
    with engine.split(2) as (one, other):
        one.run("CREATE TEMP VIEW rows_of_it AS SELECT 1 AS n")
        other.run("CREATE TEMP VIEW rows_of_it AS SELECT 2 AS n")
        assert one.one("SELECT n FROM rows_of_it") == (1,)
        assert other.one("SELECT n FROM rows_of_it") == (2,)


def test_no_thread_works_beside_them_and_afterwards_all_do(engine: Engine) -> None:
    before = settings(engine)
    with engine.split(2) as several:
        assert [each.threads for each in several] == [1, 1]
        assert {settings(each)[0] for each in several} == {1}
    assert settings(engine) == before
    assert before[0] == 2


def test_a_failure_of_one_leaves_the_engine_as_it_was(engine: Engine) -> None:
    before = settings(engine)
    with pytest.raises(EngineFailed), engine.split(2) as (one, _):
        one.run("SELECT nothing_of_this_name")
    assert settings(engine) == before
