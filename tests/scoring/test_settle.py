"""How a file that is whole gets its name."""

from __future__ import annotations

import errno
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.work import Work, settle


def test_a_name_on_another_disk_is_given_to_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    whole = here / "unfinished"
    whole.write_text("whole", encoding="utf-8")
    (there / "out.csv").write_text("older", encoding="utf-8")
    replace = Path.replace

    def on_one_disk(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", on_one_disk)
    settle(whole, there / "out.csv")
    assert [each.name for each in there.iterdir()] == ["out.csv"]
    assert (there / "out.csv").read_text(encoding="utf-8") == "whole"
    assert not list(here.iterdir())


def broken(whole: bytes) -> dict[str, bytes]:
    """A Parquet file as a disk may leave it that lost its power."""
    return {
        "of nothing": b"",
        "cut off": whole[: len(whole) // 2],
        "without its end": whole[:-1],
        "of zeros": bytes(len(whole)),
        "with zeros at the end": whole[:-20] + bytes(20),
        "with the end of a longer one": b"PAR1" + whole[-8:],
    }


def test_what_is_kept_and_breaks_off_is_made_again(tmp_path: Path) -> None:
    work = Work(tmp_path)
    made: list[str] = []

    def make(path: Path) -> None:
        made.append(path.name)
        duckdb.execute(f"COPY (SELECT 1 AS one) TO '{path}' (FORMAT parquet)")

    whole = work.once("part.parquet", make).read_bytes()
    work.once("part.parquet", make)
    assert len(made) == 1
    for what, content in broken(whole).items():
        made.clear()
        (tmp_path / "part.parquet").write_bytes(content)
        assert work.once("part.parquet", make).read_bytes() == whole, what
        assert len(made) == 1, what
