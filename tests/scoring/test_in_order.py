"""Rows taken to be in the order of their ids come to what looking through them comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.rulebook import bundled
from evaluator.scoring import run
from scoring.merit_files import ITEMS, agencies, rejects_in, write_parquet
from scoring.runs import job_of, unwatched
from scoring.test_score_by_row import both

PART = 100
"""The rows of a part: 250 rows are three."""
MISSING, REPEATED, LEVEL = "row-id-missing", "row-id-repeated", "level-off-scale"


def data_with(folder: Path, ids: dict[int, str], off_scale: tuple[int, ...]) -> Path:
    """Rows in the order of their ids, but for some; the first level of some others is wrong."""
    rows = agencies(5, 250)
    for place, id_ in ids.items():
        rows[place]["id"] = id_
    for place in off_scale:
        rows[place][ITEMS[0]] = 9
    return write_parquet(folder / "data.parquet", rows)


@pytest.mark.parametrize(
    ("ids", "off_scale", "wrong"),
    [
        ({}, (), []),
        # A part ends with an id, and the next begins with it.
        ({100: "0099"}, (), [(101, REPEATED)]),
        ({100: "0050"}, (), [(101, REPEATED)]),
        ({249: "0003"}, (), [(250, REPEATED)]),
        ({5: "0004"}, (), [(6, REPEATED)]),
        # What is left out for another reason stood there all the same.
        ({100: "0099"}, (99,), [(100, LEVEL), (101, REPEATED)]),
        ({150: "0003"}, (150,), [(151, REPEATED), (151, LEVEL)]),
        ({3: "0150"}, (3,), [(4, LEVEL), (151, REPEATED)]),
        ({99: "0150"}, (99,), [(100, LEVEL), (151, REPEATED)]),
        # Every row is left out: nothing is scored, and ids are compared all the same.
        (
            {150: "0003"},
            tuple(range(250)),
            sorted([(151, REPEATED), *((n, LEVEL) for n in range(1, 251))], key=lambda x: x[0]),
        ),
        # In another order, none is there twice.
        ({120: "0121", 121: "0120"}, (), []),
        ({99: "0100", 100: "0099"}, (), []),
        ({99: "0100", 100: "0099"}, (99, 100), [(100, LEVEL), (101, LEVEL)]),
        ({120: ""}, (), [(121, MISSING)]),
        ({99: "", 100: "0003"}, (), [(100, MISSING), (101, REPEATED)]),
    ],
)
def test_repeated_ids_are_found_wherever_they_stand(
    ids: dict[int, str], off_scale: tuple[int, ...], wrong: list[tuple[int, str]], tmp_path: Path
) -> None:
    data = data_with(tmp_path, ids, off_scale)
    both(tmp_path, bundled().load("merit", "2019"), data, "out.parquet")
    rejects = tmp_path / "query" / "rejects.csv"
    found = rejects_in(rejects) if rejects.exists() else []
    told = [(int(each["row"]), each["code"]) for each in found]
    assert told == wrong


@pytest.mark.parametrize("off_scale", [(), (0, 99, 100, 199, 249)])
def test_rows_in_order_are_not_looked_through(
    off_scale: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("they are in order")

    data = data_with(tmp_path, {}, off_scale)
    monkeypatch.setattr(run, "looked_through", refuse)
    summary = run.score(job_of(tmp_path, data, PART), unwatched)
    assert (summary.read, summary.rejected) == (250, len(off_scale))


def test_parts_that_are_whole_are_kept_where_rows_are_in_another_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_with(tmp_path, {210: "0211", 211: "0210"}, ())
    made: list[str] = []
    once = run.Work.once

    def counted(self: run.Work, name: str, make: object) -> Path:
        if not (self.folder / name).exists():
            made.append(name)
        return once(self, name, make)  # type: ignore[arg-type]

    monkeypatch.setattr(run.Work, "once", counted)
    monkeypatch.setattr("evaluator.scoring.engine.MOST_THREADS", 1)
    summary = run.score(job_of(tmp_path, data, PART), unwatched)
    assert (summary.read, summary.rejected) == (250, 0)
    parts = [name for name in made if name.startswith("part-")]
    assert sorted(parts) == [f"part-{part:05}.parquet" for part in (0, 1, 2, 2)]
