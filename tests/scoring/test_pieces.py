"""A file of lines is read in pieces, and comes to what it does as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from evaluator.scoring import json_file
from evaluator.scoring.engine import Engine, Row
from evaluator.scoring.formats import Format
from evaluator.scoring.pieces import cut, pieces_of
from evaluator.scoring.relation import Asked, Broken
from evaluator.scoring.sources import open_source
from evaluator.scoring.work import Work

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 1000])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"one",
        b"one\ntwo\r\nthree\n\n\nfour",
        b"one\n" + MARK + b"two\n" + MARK + b"three\nfour\n" + MARK,
        b"a line that is longer than every piece\nb\nc\n",
    ],
)
def test_pieces_end_with_lines_and_leave_nothing_out(
    content: bytes, size: int, tmp_path: Path
) -> None:
    data, beside = tmp_path / "data", tmp_path / "piece"
    data.write_bytes(content)
    found = []
    for piece in pieces_of(data, size):
        cut(data, piece, beside)
        found.append(beside.read_bytes())
    assert b"".join(found) == content
    assert all(each.endswith(b"\n") for each in found[:-1])
    assert not any(each.startswith(MARK) for each in found[1:])
    assert all(found)


def kept(folder: Path, data: Path) -> tuple[Sequence[Broken], Sequence[str], list[Row]]:
    """The rows that are broken, the columns nobody asked for, and the others as they are kept."""
    work = Work(folder)
    folder.mkdir()
    engine = Engine(folder, 2)
    try:
        asked = Asked(columns=frozenset({"id", "jam", "hukuman"}), records={"hukuman": ("a", "b")})
        found = open_source(engine, data, Format.NDJSON, work, asked)
        columns = "id, jam, hukuman, file_row_number"
        rows = engine.run(f"SELECT {columns} FROM {found.sql}")  # noqa: S608 - ours
        return found.broken, found.unread, rows
    finally:
        engine.close()


def test_a_file_in_pieces_comes_to_what_it_does_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f'{{"id": "{number:03}", "jam": 3, "hukuman": []}}' for number in range(60)]
    lines[7] = '{"id": "007", "jam": 1e3}'
    lines[11] = ""
    lines[19] = "no JSON"
    lines[23] = '{"id": "023", "jam": 3, "jam": 4}'
    lines[29] = '{"id": "029", "hukuman": [{"a": "x", "b": 1}, null]}'
    lines[31] = f'{MARK.decode()}{{"id": "031"}}'
    lines[40] = lines[39]
    lines[47] = '{"id": "047", "lain": 1}'
    data = tmp_path / "data.ndjson"
    data.write_text("\n".join(lines), encoding="utf-8")
    whole = kept(tmp_path / "whole", data)
    broken, unread, rows = whole
    # Rows are counted without the empty one.
    assert [(each.row, each.code) for each in broken] == [
        (8, "number-exponent"),
        (19, "json-other-form"),
        (23, "duplicate-key"),
        (31, "row-character"),
    ]
    assert unread == ("lain",)
    ids = [n for n in range(60) if n not in {7, 11, 19, 23, 31, 40}]
    assert [row[0] for row in rows] == [f'"{n:03}"' for n in sorted([*ids, 39])]
    for size in (100, 300, 1000):
        monkeypatch.setattr(json_file, "pieces_of", partial(pieces_of, size=size))
        assert kept(tmp_path / f"pieces-{size}", data) == whole
