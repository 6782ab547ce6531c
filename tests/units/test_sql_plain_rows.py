"""A query that is run by hand: the table it says it reads, and the rows it leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from evaluator.backends.sql.compile import Wishes
from evaluator.backends.sql.plan import INPUT_ROWS, Rows
from evaluator.diagnostics.language import Language
from units.test_commands import takar
from units.test_sql import plan_of

PLAIN = Wishes(rows=Rows.PLAIN)
BLOCK = re.compile(r"/\*\n(.*?)\*/\n", re.DOTALL)

STAFF = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assesses staff "Staff" in office "Office"
  scale marks { 0 "None"; 1; 2 "Full" }
  scale kinds { short "Short */ course"; long }
  input role "Role" one of { head "Head"; clerk }
  input trained "Trained" yes or no
  input pay "Pay" number above 0 in rupiah
  input share "Share" number from 0 to below 1
  input since "In office since" date
  input courses "Courses" list of {
    hours "Hours" number from 0 to 100
    kind "Kind" scale kinds
    held "Held" date
    place "Place" text
  }
  indicator order "Order" { rated on marks }
  value hours_held = sum of hours in courses
  value all_in_all = order + share + hours_held
}
"""


def test_the_query_begins_with_the_table_it_reads() -> None:
    decimals = {"pay": 0, "share": 3, "courses.hours": 1}
    block = BLOCK.search(plan_of(STAFF, PLAIN, decimals).text)
    assert block is not None
    # Nothing in it ends the comment, and DuckDB runs it as it stands there.
    assert (
        block[1]
        == """\
-- The query below reads input_rows, one row a subject; NULL is an answer that is missing. This
-- table, or a view of that name with the same columns, has to be there first. Numbers and
-- levels have room for more decimals than are read: one that is too fine is rejected, not
-- rounded unseen. In a view they may be of any integer or DECIMAL type.
CREATE TABLE input_rows (
  -- id of the subject
  id VARCHAR PRIMARY KEY,
  -- Office: the group of the subject
  office VARCHAR,
  -- Order: 0 (None), 1, 2 (Full)
  "order" DECIMAL(38, 20),
  -- Role: 'head' (Head), 'clerk'
  role VARCHAR,
  -- Trained
  trained BOOLEAN,
  -- Pay: above 0, in rupiah, a whole number
  pay DECIMAL(38, 20),
  -- Share: from 0 below 1, at most 3 decimals
  share DECIMAL(38, 23),
  -- In office since
  since DATE,
  -- Courses: a list of records; [] where there are none
  courses STRUCT(
    -- Hours: from 0 to 100, at most 1 decimal
    hours DECIMAL(38, 21),
    -- Kind: 'short' (Short * / course), 'long'
    kind VARCHAR,
    -- Held
    held DATE,
    -- Place: no rule reads it
    place VARCHAR
  )[]
);
"""
    )
    with duckdb.connect() as connection:
        connection.execute(block[1])
        told = connection.execute(f"DESCRIBE {INPUT_ROWS}").fetchall()
    assert [row[0] for row in told][:4] == ["id", "office", "order", "role"]


COURSE = "{'hours': 1.5, 'kind': 'short', 'held': DATE '2024-02-29', 'place': NULL}"
RIGHT = {
    "id": "'1'",
    "office": "'a'",
    '"order"': "2",
    "role": "'head'",
    "trained": "true",
    "pay": "1",
    "share": "0.125",
    "since": "DATE '2024-01-01'",
    "courses": f"[{COURSE}]",
}
WRONG = {
    "a level between two": {'"order"': "1.5"},
    "a level off the scale": {'"order"': "3"},
    "an unknown choice": {"role": "'HEAD'"},
    "a date after the last": {"since": "DATE 'infinity'"},
    "a date before the first": {"since": "DATE '0001-12-31 (BC)'"},
    "a record with a date after the last": {
        "courses": f"[{COURSE.replace('2024-02-29', '10000-01-01')}]"
    },
    "a number at an end that is left out": {"pay": "0"},
    "a number above its end": {"share": "1"},
    "a decimal where none is read": {"pay": "1.5"},
    "a decimal too many": {"share": "0.1251"},
    "the last decimal there is room for": {"share": "0.12500000000000000000001"},
    "a decimal too many in a record": {"courses": f"[{COURSE.replace('1.5', '1.55')}]"},
    "an unknown choice in a record": {"courses": f"[{COURSE.replace('short', 'brief')}]"},
    "a number out of its range in a record": {"courses": f"[{COURSE.replace('1.5', '100.1')}]"},
    "a record that is NULL": {"courses": f"[{COURSE}, NULL]"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_row_that_is_wrong_is_left_out(what: str) -> None:
    plan = plan_of(STAFF, PLAIN, {"pay": 0, "share": 3, "courses.hours": 1})
    block = BLOCK.search(plan.text)
    assert block is not None
    missing = {"id": "'3'", **dict.fromkeys([*RIGHT][1:], "NULL")}
    with duckdb.connect() as connection:
        connection.execute(block[1])
        for row in (RIGHT, {**RIGHT, "id": "'2'", **WRONG[what]}, missing):
            columns = ", ".join(row)
            connection.execute(
                f"INSERT INTO {INPUT_ROWS} ({columns}) VALUES ({', '.join(row.values())})"
            )
        result = connection.execute(plan.text)
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in sorted(result.fetchall())]
        rejected = connection.execute(plan.rejects).fetchall()
    # 2 + 0.125 + 1.5
    assert [(row["id"], str(row["all_in_all"]), row["status"]) for row in rows] == [
        ("1", "3.625", "complete"),
        ("3", "None", "incomplete: order, share, courses"),
    ]
    assert {key for key, _, _ in rejected} == {"2"}


def test_a_view_may_have_other_types_of_numbers() -> None:
    """`//` of decimals does not cut off in DuckDB, so levels are read as whole numbers."""
    plan = plan_of(STAFF, PLAIN, {"pay": 0, "share": 3, "courses.hours": 1})
    view = """
        CREATE VIEW input_rows AS
        SELECT '1' AS id, 'a' AS office, CAST(2 AS DECIMAL(3, 1)) AS "order", 'head' AS role,
          true AS trained, CAST(7 AS INTEGER) AS pay, CAST(0.5 AS DECIMAL(4, 2)) AS share,
          NULL::DATE AS since, 1 AS all_in_all,
          [{'id': 'k', 'held': NULL::DATE, 'hours': 2, 'kind': 'long', 'place': ''}] AS courses
    """
    with duckdb.connect() as connection:
        connection.execute(view)
        ((*_, told, status),) = connection.execute(plan.text).fetchall()
    assert (str(told), status) == ("4.500", "complete")


def test_the_checks_are_told_above_them() -> None:
    text = plan_of(STAFF, PLAIN, {"pay": 0, "share": 3, "courses.hours": 1}).text
    start = text.index("-- the rows")
    unchecked = "Not checked: whether an id is NULL, blank or there"
    assert text[start : text.index("valid_rows AS")].splitlines() == [
        "-- the rows that are scored: all but those with:",
        "-- - a level that is not on its scale",
        "-- - a choice that the rules do not know",
        "-- - a number out of its range",
        "-- - a number with more decimals than are read; takar sql --decimals ID=N reads more",
        "-- - a date outside the years 1 to 9999, such as infinity",
        "-- - a list of more than 10000 records",
        "-- - a list with a record that is NULL",
        f"-- An answer that is missing (NULL) passes. {unchecked}",
        "-- twice.",
    ]
    assert "AND (pay IS NULL OR pay > 0)\n" in text
    assert "AND (share IS NULL OR (share >= 0.000 AND share < 1.000))\n" in text
    typed = plan_of(STAFF, None, {"pay": 0, "share": 3, "courses.hours": 1}).text
    assert "more decimals than are read" not in typed


def test_what_the_query_does_not_show_is_told_at_its_head() -> None:
    text = plan_of(STAFF, PLAIN, {"pay": 0, "share": 3, "courses.hours": 1}).text
    head = " ".join(text[: text.index("/*")].replace("\n-- ", " ").split())
    assert "such as x_holds and x_holds_2, are parts of the computation of x and no ids" in head
    assert "a CASE of which no line holds and which has no ELSE" in head
    assert "(none)" not in head


def test_where_records_are_looked_at_windows_and_none_are_told(tmp_path: Path) -> None:
    words = ("sql", "ip_asn@2019", "--period", "2024-01-01..2024-12-31", "--lang", "en")
    code, query, said = takar(tmp_path, *words)
    assert (code, said) == (0, "")
    head = " ".join(query[: query.index("/*")].replace("\n-- ", " ").split())
    assert "'(none)' says that no record counts" in head
    assert "later than a day D begins with the day after D" in head


def test_the_query_of_what_is_left_out_says_what_it_does_not_find() -> None:
    plan = plan_of(STAFF, PLAIN, {"pay": 0, "share": 3, "courses.hours": 1})
    told, _, query = plan.rejects.partition("SELECT")
    assert "whether an id is NULL, blank or there twice" in " ".join(told.replace("--", "").split())
    assert query


def test_indonesian_words_say_the_same() -> None:
    wishes = Wishes(rows=Rows.PLAIN, language=Language.ID)
    text = plan_of(STAFF, wishes, {"pay": 0, "share": 3, "courses.hours": 1}).text
    assert "  -- Share: mulai dari 0 kurang dari 1, paling banyak 3 desimal\n" in text
    assert "-- baris yang dinilai, tanpa baris yang berisi:\n" in text


@pytest.mark.parametrize("more", [(), ("--groups",)])
def test_the_rows_that_are_left_out_are_listed_by_a_query(
    more: tuple[str, ...], tmp_path: Path
) -> None:
    """The query of the result, that of its groups, and that of what is left out fit together."""
    (tmp_path / "x.takar").write_text(STAFF, encoding="utf-8")
    words = ("sql", "x@1", "--rules", ".", "--period", "2024-01-01..2024-12-31")
    words = (*words, "--decimals", "share=3", "--decimals", "pay=0")
    code, query, said = takar(tmp_path, *words)
    assert (code, said) == (0, "")
    code, rejects, said = takar(tmp_path, *words, "--rejects", *more)
    assert (code, said) == (0, "")
    block = BLOCK.search(query)
    assert block is not None
    rows = (RIGHT, {**RIGHT, "id": "'2'", "share": "0.1251"}, {**RIGHT, "id": "'3'", "pay": "0.5"})
    with duckdb.connect() as connection:
        connection.execute(block[1])
        for row in rows:
            columns = ", ".join(row)
            connection.execute(
                f"INSERT INTO {INPUT_ROWS} ({columns}) VALUES ({', '.join(row.values())})"
            )
        assert [row[0] for row in connection.execute(query).fetchall()] == ["1"]
        assert sorted(connection.execute(rejects).fetchall()) == [
            ("2", "share", "number-too-long"),
            ("3", "pay", "number-too-long"),
        ]
