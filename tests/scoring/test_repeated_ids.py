"""An id that is there twice is found wherever it stands, in files that are ordered by id or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.engine import Engine
from evaluator.scoring.relation import Encoding, Relation
from evaluator.scoring.rows import rejected, rows_of
from evaluator.scoring.typed import Reading

COUNT = 25_000
"""More rows than are looked at first."""
IN_ORDER = "lpad(CAST(range AS VARCHAR), 6, '0')"
TURNED = f"lpad(CAST({COUNT} - range AS VARCHAR), 6, '0')"
MISSING, REPEATED = "row-id-missing", "row-id-repeated"

Wrong = list[tuple[int, str]]


@pytest.mark.parametrize(
    ("ids", "wrong"),
    [
        (IN_ORDER, []),
        (TURNED, []),
        (f"CASE range WHEN 24999 THEN '024998' ELSE {IN_ORDER} END", [(24_999, REPEATED)]),
        (f"CASE range WHEN 24999 THEN '000000' ELSE {IN_ORDER} END", [(24_999, REPEATED)]),
        (f"CASE WHEN range < 2 THEN '000000' ELSE {IN_ORDER} END", [(1, REPEATED)]),
        (
            f"CASE WHEN range IN (20000, 20002) THEN 'x' ELSE {TURNED} END",
            [(20_002, REPEATED)],
        ),
        # Of 009999 the one at place 1 is in front of the one that is in its order.
        (f"CASE range WHEN 1 THEN '009999' ELSE {IN_ORDER} END", [(9_999, REPEATED)]),
        # Two threads share the rows: 12500 is the first of the second, and looks at the one before.
        (f"CASE range WHEN 12500 THEN '012499' ELSE {IN_ORDER} END", [(12_500, REPEATED)]),
        (f"CASE range WHEN 12500 THEN '000001' ELSE {IN_ORDER} END", [(12_500, REPEATED)]),
        (f"CASE range WHEN 12501 THEN '012500' ELSE {IN_ORDER} END", [(12_501, REPEATED)]),
        # What is missing is no id that is there twice, and hides none.
        (f"CASE WHEN range IN (3, 5) THEN NULL ELSE {IN_ORDER} END", [(3, MISSING), (5, MISSING)]),
        (
            f"CASE range WHEN 15000 THEN NULL WHEN 15001 THEN '014999' ELSE {IN_ORDER} END",
            [(15_000, MISSING), (15_001, REPEATED)],
        ),
    ],
)
def test_later_rows_with_an_id_are_at_fault(ids: str, wrong: Wrong, tmp_path: Path) -> None:
    engine = Engine(tmp_path, threads=2)
    rows_sql = f"SELECT {ids} AS id, range AS file_row_number FROM range({COUNT})"  # noqa: S608 - ours
    engine.run(f"CREATE TABLE ids AS {rows_sql}")
    found = Relation(sql="ids", columns={"id": "VARCHAR"}, encoding=Encoding.TYPED, rows=COUNT)
    key = InputColumn(name="id", kind=Kind.KEY, sql_type="VARCHAR")
    rows = rows_of(engine, found, [key], [Reading(column="id", value='"id"')], ())
    faults = sorted((place, code) for place, _, _, code, _ in rejected(engine, rows, ()))
    (kept,) = engine.one(f"SELECT count(*) FROM ({rows.select()})")  # noqa: S608 - ours
    halves = [
        engine.one(f"SELECT count(*) FROM ({rows.select(first, first + COUNT // 2)})")[0]  # noqa: S608 - ours
        for first in (0, COUNT // 2)
    ]
    engine.close()
    assert faults == wrong
    assert kept == COUNT - len(wrong)
    late = sum(place >= COUNT // 2 for place, _ in wrong)
    assert halves == [COUNT // 2 - len(wrong) + late, COUNT // 2 - late]


@pytest.mark.parametrize(("ids", "wrong"), [([], []), (["a"], []), (["a", "a"], [(1, REPEATED)])])
def test_a_short_file_is_looked_at_too(ids: list[str], wrong: Wrong, tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.run("CREATE TABLE ids (id VARCHAR, file_row_number BIGINT)")
    for place, each in enumerate(ids):
        engine.run(f"INSERT INTO ids VALUES ('{each}', {place})")  # noqa: S608 - ours
    found = Relation(sql="ids", columns={"id": "VARCHAR"}, encoding=Encoding.TYPED, rows=len(ids))
    key = InputColumn(name="id", kind=Kind.KEY, sql_type="VARCHAR")
    rows = rows_of(engine, found, [key], [Reading(column="id", value='"id"')], ())
    faults = [(place, code) for place, _, _, code, _ in rejected(engine, rows, ())]
    engine.close()
    assert faults == wrong


@pytest.mark.parametrize(
    ("id_", "stated"),
    [
        ("' '", False),
        ("'\t\r\n '", False),
        ("''", False),
        ("' 7'", True),
        ("'!'", True),
        # A sign below the space that is none of the four, and one without width: both are signs.
        ("chr(1)", True),
        ("chr(8203)", True),
    ],
)
def test_spaces_alone_are_no_id(id_: str, stated: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    engine = Engine(tmp_path)
    engine.run(f"CREATE TABLE ids AS SELECT {id_} AS id, 0 AS file_row_number")
    found = Relation(sql="ids", columns={"id": "VARCHAR"}, encoding=Encoding.TYPED, rows=1)
    key = InputColumn(name="id", kind=Kind.KEY, sql_type="VARCHAR")
    rows = rows_of(engine, found, [key], [Reading(column="id", value='"id"')], ())
    codes = [code for _, _, _, code, _ in rejected(engine, rows, ())]
    (kept,) = engine.one(f"SELECT count(*) FROM ({rows.select()})")  # noqa: S608 - ours
    engine.close()
    assert (kept, codes) == ((1, []) if stated else (0, [MISSING]))
