"""CSV as people and programs write it: read rightly, or told; no row decides about another."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from evaluator.scoring.csv_file import copy_csv
from evaluator.scoring.engine import Engine
from evaluator.scoring.invalid import DataInvalid
from evaluator.scoring.relation import Asked, Broken

HEADER = "id,a,b\n"
Rows = list[tuple[str | None, ...]]
Told = list[tuple[int, str, str]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path, threads=1)
    yield made
    made.close()


def read(engine: Engine, folder: Path, content: str | bytes) -> tuple[Rows, tuple[Broken, ...]]:
    data, kept = folder / "data.csv", folder / "kept.parquet"
    data.write_bytes(content if isinstance(content, bytes) else content.encode())
    copied = copy_csv(engine, data, kept, Asked(columns=frozenset({"id", "a", "b"})))
    with duckdb.connect() as connection:
        return connection.execute(f"FROM '{kept}'").fetchall(), copied.broken


TWO: Rows = [("1", "x", None), ("2", "y", "z")]
SOUND: dict[str, str | bytes] = {
    "as it should be": HEADER + "1,x,\n2,y,z\n",
    "no line end at the end": HEADER + "1,x,\n2,y,z",
    "line ends of Windows": "id,a,b\r\n1,x,\r\n2,y,z\r\n",
    "line ends of old computers": "id,a,b\r1,x,\r2,y,z\r",
    "line ends of several kinds": "id,a,b\r\n1,x,\n2,y,z\r\n",
    "a single other line end": HEADER + "1,x,\r2,y,z\n",
    "semicolons": "id;a;b\n1;x;\n2;y;z\n",
    "tabs": "id\ta\tb\n1\tx\t\n2\ty\tz\n",
    "a line that states the separator": "sep=;\nid;a;b\n1;x;\n2;y;z\n",
    "a byte order mark": b"\xef\xbb\xbf" + HEADER.encode() + b"1,x,\n2,y,z\n",
    "quotes everywhere": '"id","a","b"\n"1","x",""\n"2","y","z"\n',
    "spaces beside quotes": HEADER + '1, "x" ,\n2,"y" ,"z"\n',
    "lines and rows with nothing in them": "\n\n" + HEADER + "\n1,x,\n,,\n\n2,y,z\n,,\n",
    "empty cells beside the table": HEADER + "1,x,,,\n2,y,z,\n",
}


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND)
@pytest.mark.parametrize("wrong", [False, True], ids=["sound", "with a broken row"])
def test_rows_are_read(content: str | bytes, wrong: bool, engine: Engine, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """A broken row at the end changes nothing in the others."""
    data = content if isinstance(content, bytes) else content.encode()
    more = (b"" if data.endswith((b"\n", b"\r")) else b"\n") + b'"x"y\n'
    rows, broken = read(engine, tmp_path, data + more if wrong else data)
    assert rows == TWO
    assert [(each.row, each.code) for each in broken] == ([(3, "row-quotes")] if wrong else [])


LEADS = ["\n", "\r\n", "\r", "\n\n", ",,\n", " \n", "sep=,\n", "sep=,\r\n", "sep=,\n\n", '"",""\n']


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_before_the_header_take_no_rows_with_them(
    lead: str, end: str, engine: Engine, tmp_path: Path
) -> None:
    lines = end.join(("id,a,b", "1,x,", "2,y,z", ""))
    assert read(engine, tmp_path, lead + lines) == (TWO, ())
    assert read(engine, tmp_path, "\ufeff" + lead + lines) == (TWO, ())


LONG = "1,x," + "y" * 1024 * 1024 + "\n"
BROKEN: dict[str, tuple[str | bytes, Told, Rows]] = {
    "too few fields": (HEADER + "1\n2,y,z\n", [(1, "row-fields", "")], TWO[1:]),
    "too many fields": (HEADER + "1,x,,q\n2,y,z\n", [(1, "row-fields", "")], TWO[1:]),
    "only spaces": (HEADER + "1,x,\n  \n2,y,z\n", [(2, "row-fields", "")], TWO),
    "a quote never closed": (HEADER + '1,x,\n9,"y,z\n2,y,z\n', [(2, "row-quotes", "")], TWO),
    "a quote closed by that of another row": (
        HEADER + '1,x,\n9,"y,z\n2,"y",z\n',
        [(2, "row-quotes", "")],
        TWO,
    ),
    "a quote closed by that of another row, at the end": (
        HEADER + '1,x,\n9,"y,z\n2,y,"z"\n',
        [(2, "row-quotes", "")],
        TWO,
    ),
    "two quotes never closed": (
        HEADER + '8,"y,z\n1,x,\n9,"y,z\n2,y,z\n',
        [(1, "row-quotes", ""), (3, "row-quotes", "")],
        TWO,
    ),
    "text behind a quote": (HEADER + '9,"y"y,z\n2,y,z\n', [(1, "row-quotes", "")], TWO[1:]),
    "bytes of another encoding": (
        HEADER.encode() + b"9,\xe9,\n\xe9,y,z\n2,y,z\n",
        [(1, "row-not-utf8", "9"), (2, "row-not-utf8", "\ufffd")],
        TWO[1:],
    ),
    "a mark where files were put together": (
        HEADER + "1,x,\n\ufeff2,y,z\n2,y,z\n",
        [(2, "row-character", "\ufeff2")],
        TWO,
    ),
    "a zero byte": (HEADER + "1,x,\n9,\x00,\n2,y,z\n", [(2, "row-character", "9")], TWO),
    "a row too long": (HEADER + LONG + "2,y,z\n", [(1, "row-too-long", "1")], TWO[1:]),
    "nothing but broken rows": (
        HEADER + "1\n2\n",
        [(1, "row-fields", ""), (2, "row-fields", "")],
        [],
    ),
    "no rows": (HEADER, [], []),
}


@pytest.mark.parametrize(("content", "told", "rows"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_a_row_is_told_of_it_alone(
    content: str | bytes, told: Told, rows: Rows, engine: Engine, tmp_path: Path
) -> None:
    found, broken = read(engine, tmp_path, content)
    assert [(each.row, each.code, each.id) for each in broken] == told
    assert found == rows


PIECES = ["a", '"', '"b"', '""', ",", ",", ",", "\n", "\n", "\r\n", " ", "\r", "'", "\t"]


@pytest.mark.parametrize("seed", range(40))
def test_a_row_more_changes_nothing_before_it(seed: int, engine: Engine, tmp_path: Path) -> None:
    """Whatever stands in a file: the broken row has it read row by row, if it was not already."""
    draw = random.Random(seed)  # noqa: S311 - a test draws, it hides nothing
    content = HEADER + "".join(draw.choices(PIECES, k=draw.randint(5, 40))) + "\n"
    rows, broken = read(engine, tmp_path, content)
    more, wrong = read(engine, tmp_path, content + '"x"y\n')
    assert more == rows
    assert wrong[:-1] == broken
    assert (wrong[-1].row, wrong[-1].code) == (len(rows) + len(broken) + 1, "row-quotes")


def test_cells_keep_their_lines(engine: Engine, tmp_path: Path) -> None:
    rows = '1,"x\n\ny",z\n2,"a\r\nb ""c""","\r"\n'
    expected = [("1", "x\n\ny", "z"), ("2", 'a\r\nb "c"', "\r")]
    assert read(engine, tmp_path, HEADER + rows)[0] == expected
    found, broken = read(engine, tmp_path, HEADER + rows + "3\n")
    assert found == expected
    # Rows are counted, not lines.
    assert [each.row for each in broken] == [3]
    assert broken[0].facts == {"fields": 1, "columns": 3}


def test_a_name_of_a_column_may_have_lines_and_signs(engine: Engine, tmp_path: Path) -> None:
    rows, _ = read(engine, tmp_path, 'id,"a;\tb\n;;c","b, c"\n1,x,\n2,y,z\n')
    assert rows == TWO


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "data-empty"),
        (b"\n\r\n,,\n", "data-without-columns"),
        ((HEADER + "1,x,\n").encode("utf-16"), "input-encoding"),
        ((HEADER + "1,x,\n").encode("utf-16-le"), "input-encoding"),
        ((HEADER + "1,x,\n").encode("utf-16-be"), "input-encoding"),
        ("id,\u00e9\n1,x\n".encode("latin-1"), "input-not-utf8"),
        (b'id,"a\nb\n1,x\n', "header-quotes"),
        (b"id,a,A\n1,x,y\n", "column-twice"),
        (b"7,x,x,x\n8,x,y,z\n", "columns-none"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(
    content: bytes, code: str, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(DataInvalid) as invalid:
        read(engine, tmp_path, content)
    assert [each.code for each in invalid.value.diagnostics] == [code]
