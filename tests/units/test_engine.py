"""The limits of memory DuckDB works under."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.scoring.engine import Engine, file, memory_to_write


@pytest.mark.parametrize(
    ("columns", "threads", "megabytes"),
    [
        (43, 1, 250),  # one thread writes whatever the limit
        (3, 2, 500),  # 48 MiB would do
        (43, 2, 723),  # 16 MiB * 43 * 1 = 688 MiB = 721.4 MB
        (43, 4, 2166),  # 16 MiB * 43 * 3 = 2064 MiB = 2164.3 MB
        (100, 4, 3357),  # 4 * 100 * 3 is more than 1000 MB; with two more: 3200 MiB = 3355.4 MB
        (200, 2, 500),  # even one more thread would need 800 of 500 MB
    ],
)
def test_as_many_threads_write_as_there_is_memory_for(
    columns: int, threads: int, megabytes: int
) -> None:
    assert memory_to_write(columns, threads) == megabytes


def test_the_limit_is_higher_only_while_a_file_is_written(tmp_path: Path) -> None:
    engine = Engine(tmp_path, threads=2)
    limit = "SELECT current_setting('memory_limit')"
    wide = ", ".join(f"{place} AS c{place}" for place in range(43))
    before = engine.one(limit)
    engine.copy(f"SELECT {wide}, ({limit}) AS now", tmp_path / "out.parquet", "FORMAT parquet")
    (*_, during) = engine.one(f"FROM read_parquet({file(tmp_path / 'out.parquet')})")
    # 44 columns: 704 MiB, and less than two more for whole megabytes.
    assert 704 <= float(during.removesuffix(" MiB")) < 706
    assert engine.one(limit) == before
    engine.close()
