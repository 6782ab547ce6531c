"""Lists of records as they are read from Parquet and JSON: typed, or told what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from evaluator.backends.sql.plan import InputColumn, Kind
from evaluator.scoring.decimals import decimals_of
from evaluator.scoring.engine import Engine
from evaluator.scoring.formats import Format, format_of
from evaluator.scoring.matching import told_unknown, wrong_columns
from evaluator.scoring.records import fields_of_records, read_records
from evaluator.scoring.relation import Asked, Relation
from evaluator.scoring.rows import any_of
from evaluator.scoring.sources import open_source
from evaluator.scoring.work import Work

FIELDS = (
    InputColumn(name="tingkat", kind=Kind.CHOICE, sql_type="VARCHAR"),
    InputColumn(name="tanggal", kind=Kind.DATE, sql_type="DATE"),
    InputColumn(name="hari", kind=Kind.NUMBER, sql_type="DECIMAL(18,2)", decimals=2),
    InputColumn(name="sah", kind=Kind.YES_NO, sql_type="BOOLEAN"),
    InputColumn(name="nomor", kind=Kind.TEXT, sql_type="VARCHAR"),
)
COLUMN = InputColumn(name="hukuman", kind=Kind.LIST, sql_type="", fields=FIELDS)
SOUND = {"tingkat": "berat", "tanggal": "2021-03-05", "hari": "2.50", "sah": "true", "nomor": "7"}
READ = {
    "tingkat": "berat",
    "tanggal": date(2021, 3, 5),
    "hari": "2.50",
    "sah": True,
    "nomor": "7",
}


def opened(engine: Engine, path: Path) -> Relation:
    work = Work(path.parent / "work")
    work.folder.mkdir(exist_ok=True)
    asked = Asked(
        columns=frozenset({"id", "hukuman"}), records={"hukuman": fields_of_records(COLUMN)}
    )
    return open_source(engine, path, format_of(path) or Format.CSV, work, asked)


def ndjson(folder: Path, *lists: str) -> Path:
    path = folder / "data.ndjson"
    lines = (f'{{"id": "{n}", "hukuman": {each}}}\n' for n, each in enumerate(lists))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def parquet(folder: Path, value: str) -> Path:
    path = folder / "data.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT '1' AS id, {value} AS hukuman) TO '{path}'")
    return path


def read(engine: Engine, found: Relation) -> list[tuple[Any, ...]]:
    """The list, and column and code of each fault, of every row."""
    most = {each: known.most for each, known in decimals_of(engine, [COLUMN], found).items()}
    reading = read_records(COLUMN, found, most)
    told = ", ".join(
        f"CASE WHEN {any_of(iter([f.condition]))} THEN '{f.column} ' || {f.code} END"
        for f in reading.faults
    )
    faults = f"list_filter([{told}], lambda x: x IS NOT NULL)" if told else "[]"
    return engine.run(f"SELECT {reading.value}, {faults} FROM {found.sql}")  # noqa: S608 - ours


def as_text(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "hari": None if record["hari"] is None else str(record["hari"])}


RECORD = '{"tingkat": "berat", "tanggal": "2021-03-05", "hari": 2.50, "sah": true, "nomor": "7"}'


def test_lists_of_json_are_typed(tmp_path: Path, engine: Engine) -> None:
    found = opened(
        engine, ndjson(tmp_path, "null", "[]", f"[{RECORD}]", f'[{RECORD}, {{"id": "x"}}]')
    )
    assert list(wrong_columns(engine, [COLUMN], found)) == []
    rows = read(engine, found)
    assert [faults for _, faults in rows] == [[], [], [], []]
    assert rows[0][0] is None
    assert rows[1][0] == []
    assert [as_text(each) for each in rows[2][0]] == [READ]
    assert [as_text(each) for each in rows[3][0]] == [READ, dict.fromkeys(READ)]


def test_a_list_that_is_missing_stays_so_where_no_list_has_a_record(
    tmp_path: Path, engine: Engine
) -> None:
    found = opened(engine, ndjson(tmp_path, "null", "[]"))
    assert [value for value, _ in read(engine, found)] == [None, []]


HOSTILE = {
    '[{"tingkat": "berat", "tingkat": "ringan"}]': "duplicate-key",
    '[{"tingkat": "berat", "tingk\\u0061t": "ringan"}]': "duplicate-key",
    '[{}, {"lain": 1, "lain": 2}]': "duplicate-key",
    '[{"hari": 1e2}]': "number-exponent",
    '[{"hari": 1E+2}]': "number-exponent",
    '[{"hari": 1.234567890123456}]': "number-too-long",
    '[{"hari": NaN}]': "input-not-a-number",
    '[{"hari": 01}]': "number-leading-zero",
    '[{"tingkat": "\\ud800"}]': "lone-surrogate",
    '[{"tingkat": "ber\tat"}]': "input-control-character",
    '[{"tingkat": "berat"},]': "json-comma-extra",
}


def test_what_a_fast_reader_takes_for_something_else_is_read_once_more(
    tmp_path: Path, engine: Engine
) -> None:
    found = opened(engine, ndjson(tmp_path, f"[{RECORD}]", *HOSTILE, "[]"))
    assert [(each.row, each.code) for each in found.broken] == [
        (row, code) for row, code in enumerate(HOSTILE.values(), 2)
    ]
    assert [faults for _, faults in read(engine, found)] == [[], []]


WRONG = {
    '{"tingkat": "berat"}': "hukuman records-expected",
    '"berat"': "hukuman records-expected",
    '["berat"]': "hukuman object-expected",
    '[{}, ["berat"]]': "hukuman object-expected",
    '[{"tingkat": {"tingkat": "berat"}}]': "hukuman.tingkat unknown-choice",
    '[{"tanggal": ["2021-02-28"]}]': "hukuman.tanggal date-expected",
    '[{"hari": [2]}]': "hukuman.hari number-expected",
    '[{"sah": 1}]': "hukuman.sah yes-no-expected",
    '[{"sah": {"sah": true}}]': "hukuman.sah yes-no-expected",
    '[{"nomor": null, "hari": ""}]': "hukuman.hari number-expected",
    '[{"tingkat": 3}]': "hukuman.tingkat unknown-choice",
    '[{"tanggal": "5 Maret 2021"}]': "hukuman.tanggal input-date-form",
    '[{"tanggal": "2021-02-29"}]': "hukuman.tanggal input-date-unreal",
    '[{"tanggal": 2021}]': "hukuman.tanggal date-expected",
    '[{"hari": "2.5"}]': "hukuman.hari number-as-text",
    '[{"hari": false}]': "hukuman.hari number-expected",
    '[{"sah": "true"}]': "hukuman.sah yes-no-expected",
    '[{"nomor": 7}]': "hukuman.nomor text-expected",
    '[{"id": 7}]': "hukuman.id text-expected",
    '[{"id": "a"}, {"id": "b"}, {"id": "a"}]': "hukuman.id record-id-twice",
}


def test_a_record_that_is_wrong_is_told_with_its_field(tmp_path: Path, engine: Engine) -> None:
    found = opened(engine, ndjson(tmp_path, f"[{RECORD}]", *WRONG))
    assert [faults for _, faults in read(engine, found)] == [
        [],
        *([each] for each in WRONG.values()),
    ]


def test_records_with_a_key_twice_or_a_long_number_are_broken_rows(
    tmp_path: Path, engine: Engine
) -> None:
    lists = (f"[{RECORD}]", '[{"hari": 1, "hari": 1}]', '[{"hari": 1.0000000000000001}]', "[]")
    found = opened(engine, ndjson(tmp_path, *lists))
    assert [(b.row, b.id, b.column, b.code) for b in found.broken] == [
        (2, "1", "hukuman", "duplicate-key"),
        (3, "2", "hukuman", "number-too-long"),
    ]
    assert found.rows == 2
    assert [found.number(row) for row in range(2)] == [1, 4]


def test_fields_that_no_record_has_are_missing_and_others_are_told(
    tmp_path: Path, engine: Engine
) -> None:
    found = opened(engine, ndjson(tmp_path, '[{"tingkt": "berat", "id": "a"}]'))
    missing = [each.facts["column"] for each in wrong_columns(engine, [COLUMN], found)]
    assert missing == [f"hukuman.{field.name}" for field in FIELDS]
    (told,) = told_unknown(
        [InputColumn(name="id", kind=Kind.KEY, sql_type=""), COLUMN], found, kept=False
    )
    assert told.facts == {"fields": "hukuman.tingkt"}


def test_a_key_in_other_capitals_is_another_key(tmp_path: Path, engine: Engine) -> None:
    records = (
        '[{"Tingkat": "ringan", "tingkat": "berat"}]',
        '[{"tingkat": "berat", "Tingkat": "ringan"}]',
        '[{"TINGKAT": "berat", "Tingkat": "ringan"}]',
    )
    found = opened(engine, ndjson(tmp_path, f"[{RECORD}]", *records))
    assert found.broken == ()
    rows = read(engine, found)
    assert [faults for _, faults in rows] == [[], [], [], []]
    assert [value[0]["tingkat"] for value, _ in rows] == ["berat", "berat", "berat", None]
    assert {*found.fields["hukuman"]} - {*READ} == {"Tingkat", "TINGKAT"}


TYPED = {
    "tingkat": "VARCHAR",
    "tanggal": "DATE",
    "hari": "DECIMAL(5,2)",
    "sah": "BOOLEAN",
    "nomor": "VARCHAR",
}


def struct(**types: str) -> str:
    values = ", ".join(
        f"'{field}': CAST('{SOUND.get(field, '1')}' AS {type_})" for field, type_ in types.items()
    )
    return f"[{{{values}}}]"


@pytest.mark.parametrize("more", [{}, {"catatan": "VARCHAR"}, {"hari": "DECIMAL(30,3)"}])
def test_lists_of_parquet_are_read_as_they_are(
    more: dict[str, str], tmp_path: Path, engine: Engine
) -> None:
    value = struct(**{**TYPED, **more})
    found = opened(engine, parquet(tmp_path, value))
    assert list(wrong_columns(engine, [COLUMN], found)) == []
    ((records, faults),) = read(engine, found)
    assert faults == []
    assert [as_text(each) for each in records] == [READ]


@pytest.mark.parametrize(
    ("types", "code", "cast"),
    [
        ({"hari": "DOUBLE"}, "column-float", '"hari" DECIMAL(18,1)'),
        ({"hari": "FLOAT"}, "column-float", '"hari" DECIMAL(18,1)'),
        ({"tanggal": "VARCHAR"}, "column-type", '"tanggal" DATE'),
        ({"tingkat": "BLOB"}, "column-type", '"tingkat" VARCHAR'),
    ],
)
def test_a_field_of_another_type_is_refused_with_the_cast_that_repairs_it(
    types: dict[str, str], code: str, cast: str, tmp_path: Path, engine: Engine
) -> None:
    found = opened(engine, parquet(tmp_path, struct(**{**TYPED, **types})))
    (told,) = wrong_columns(engine, [COLUMN], found)
    assert told.code == code
    assert told.facts["column"] == f"hukuman.{next(iter(types))}"
    assert cast in str(told.facts["cast"])
    repaired = str(told.facts["cast"]).replace("BLOB", "VARCHAR")
    engine.run(f"SELECT {repaired} FROM {found.sql}")  # noqa: S608 - ours


@pytest.mark.parametrize("value", ["'[]'", "{'tingkat': 'berat'}", "['berat']", "3"])
def test_what_is_no_list_of_records_is_refused(value: str, tmp_path: Path, engine: Engine) -> None:
    (told,) = wrong_columns(engine, [COLUMN], opened(engine, parquet(tmp_path, value)))
    assert told.code == "column-type"
    assert 'CAST("hukuman" AS STRUCT("tingkat" VARCHAR,' in str(told.facts["cast"])


def test_a_cell_of_csv_holds_no_records(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "data.csv"
    path.write_text("id,hukuman\n1,\n", encoding="utf-8")
    (told,) = wrong_columns(engine, [COLUMN], opened(engine, path))
    assert told.code == "column-of-records"
