"""How a file that is whole gets its name."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from evaluator.scoring.work import settle


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
