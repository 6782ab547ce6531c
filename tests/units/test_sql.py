"""The text of a query, its checks, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import product

import duckdb
import pytest

from evaluator.backends.sql.columns import numbers_asked
from evaluator.backends.sql.compile import Wishes, compile_groups, compile_sql
from evaluator.backends.sql.draft import unlike
from evaluator.backends.sql.figure import Figure, Units, constant, linear
from evaluator.backends.sql.groups import What
from evaluator.backends.sql.keywords import KEYWORDS
from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Column,
    Function,
    Negated,
    Node,
    Number,
    Text,
    When,
    Whole,
    needed,
)
from evaluator.backends.sql.numbers import shown
from evaluator.backends.sql.plan import INPUT_ROWS, Kind, Plan
from evaluator.backends.sql.printer import expression, name
from evaluator.backends.sql.rounding import rounded
from evaluator.diagnostics.language import Language
from evaluator.intake.response import Period
from evaluator.pipeline import compile_edition
from evaluator.rulebook import bundled
from evaluator.values.numbers import text_of
from evaluator.values.rounding import Mode, Rounding
from units.rules_at_hand import program

YEAR = Period(first=date(2024, 1, 1), last=date(2024, 12, 31))


def plan_of(
    text: str, wishes: Wishes | None = None, decimals: Mapping[str, int] | None = None
) -> Plan:
    instrument = compile_edition(program(text), ("x", "1")).value
    assert instrument is not None
    decimals = decimals or dict.fromkeys(numbers_asked(instrument), 2)
    plan = compile_sql(instrument, YEAR, decimals, wishes).value
    assert plan is not None
    return plan


TREND = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assumption reading "Half counts" because "the table is silent"
  input kind "Kind" one of { small; large }
  input score "Score" number from 0 to 100
  value points {
    25 when kind is small and score >= 66.7
    10 when kind is large under assumption reading
    1 otherwise under "Pasal 4"
  }
  value index = points / 3 published with 1 decimals half up
  bands grade of points {
    "Low" below 10
    "High" from 10
  }
}
"""


COLUMNS = "id VARCHAR, kind VARCHAR, score DECIMAL(18, 2)"


def test_the_text_names_what_each_step_rests_on() -> None:
    text = plan_of(TREND).text
    step = text[text.index("-- x.takar:7") : text.index("-- x.takar:12")]
    assert (
        step
        == """\
-- x.takar:7
-- under Pasal 4
-- under assumption reading: Half counts
points AS (
  SELECT
    *,
    CASE
      WHEN points_holds THEN 25 -- line 8
      WHEN points_holds IS NULL THEN NULL
      WHEN kind IS NULL THEN NULL
      WHEN kind = 'large' THEN 10 -- line 9
      ELSE 1
    END AS points
  FROM points_holds
),

"""
    )


def test_a_part_of_a_computation_says_of_what_it_is() -> None:
    text = plan_of(TREND).text
    assert text[text.index("-- line 8") :].startswith(
        "-- line 8, whether it holds\npoints_holds AS ("
    )
    indonesian = plan_of(TREND, Wishes(language=Language.ID)).text
    assert "WHEN points_holds THEN 25 -- baris 8\n" in indonesian
    assert "-- baris 8, apakah terpenuhi\n" in indonesian


WEIGHED = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale four { 1; 2; 3; 4 }
  weights of aspects add up to 100%
  every aspect { rated on four }
  input n "N" number from 0 to 10
  aspect a "A" weight 60%
  aspect b "B" weight 40%
  value score = weighted mean of aspects / 3 published with 2 decimals always down
  value level by n { below 1: 1; from 1 to below 2: 2; from 2: 3; missing: 0 }
}
"""


def test_weights_and_rounding_are_told_above_the_numbers_they_make() -> None:
    text = plan_of(WEIGHED).text
    # 0.6 a + 0.4 b in fifths is 3 a + 2 b; a third of it in fifteenths.
    assert "-- weights: a 0.6, b 0.4\nscore AS (" in text
    assert "3 * a + 2 * b AS score_per_15" in text
    # 100 / 15 hundredths of a fifteenth, rounded down
    assert (
        "-- as published, 2 decimals always down, x.takar:10\nscore_published_per_100 AS (" in text
    )
    assert "CAST(score_published_per_100 AS DECIMAL" in text
    # A comparison with NULL does not hold, so that it is not asked for besides.
    assert "      WHEN n >= 1.00 AND n < 2.00 THEN 2 -- line 11\n" in text


def test_missing_answers_are_named_where_they_are_waited_for() -> None:
    plan = plan_of(TREND, Wishes(rules=True))
    values = (
        "VALUES ('1', 'small', 66.70), ('2', 'small', 66.69), ('3', 'large', NULL),"
        " ('4', NULL, 1.00), ('5', 'small', NULL)"
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, kind VARCHAR, score DECIMAL(18, 2))"
        )
        connection.execute(f"INSERT INTO {INPUT_ROWS} {values}")
        rows = sorted(connection.execute(plan.text).fetchall())
    assert [row[-2] for row in rows] == [
        "complete",
        "complete",
        "complete",
        "incomplete: kind",
        "incomplete: score",
    ]
    assert [row[-1]["points"] for row in rows] == [8, 10, 9, None, None]


def test_wrong_rows_are_left_out_and_listed() -> None:
    plan = plan_of(TREND)
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, kind VARCHAR, score DECIMAL(18, 2))"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 'SMALL', 1), ('2', 'small', 100.01),"
            " ('3', '', -1), ('4', NULL, NULL), ('5', 'large', 100)"
        )
        assert sorted(row[0] for row in connection.execute(plan.text).fetchall()) == ["4", "5"]
        assert sorted(connection.execute(plan.rejects).fetchall()) == [
            ("1", "kind", "unknown-choice"),
            ("2", "score", "number-out-of-range"),
            ("3", "kind", "unknown-choice"),
            ("3", "score", "number-out-of-range"),
        ]


LEVELS = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale four { 1; 2; 3; 4 }
  scale wider { 0; 1; 2; 3; 4 }
  scale steps { 0; 5; 10 }
  every element { value = mean of indicators }
  every indicator { rated on four }
  element total "Total" {
    indicator a "A"
    indicator b "B"
    indicator c "C" { rated on wider }
    indicator d "D" { rated on steps }
    indicator e "E"
  }
  value sixth = total / 6
}
"""


def test_levels_of_alike_scales_are_checked_together() -> None:
    plan = plan_of(LEVELS)
    rows = {
        "1": "1, 4, 0, 10, 1",
        "2": "0, 4, 0, 10, 1",  # a is too low
        "3": "1, 5, 4, 0, 1",  # b is too high
        "4": "1, 1, 5, 4, 1",  # c and d are off their scales
        "5": "NULL, NULL, NULL, NULL, NULL",
        "6": "NULL, NULL, NULL, NULL, 9",  # what is missing hides nothing
        "7": "4, NULL, 4, 5, NULL",
    }
    levels = ", ".join(f"{each} BIGINT" for each in "abcde")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, {levels})")
        for key, row in rows.items():
            connection.execute(f"INSERT INTO {INPUT_ROWS} VALUES ('{key}', {row})")
        passed = sorted(row[0] for row in connection.execute(plan.text).fetchall())
        rejected = sorted(connection.execute(plan.rejects).fetchall())
    assert "least(a, b, e) < 1 OR greatest(a, b, e) > 4" in plan.text
    assert passed == ["1", "5", "7"]
    assert rejected == [
        (key, column, "level-off-scale")
        for key, column in (("2", "a"), ("3", "b"), ("4", "c"), ("4", "d"), ("6", "e"))
    ]


COURSES = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale kinds { short; long }
  input courses "Courses" list of {
    hours "Hours" number from 0 to 100
    kind "Kind" scale kinds
    held "Held" date
  }
  value long_hours = sum of hours in courses
    where (kind is long and held within 1 years before period end)
  value best by highest of kind in courses { none: 0; short: 1; long: 2 }
}
"""


def test_a_list_is_a_column_of_structs() -> None:
    plan = plan_of(COURSES, decimals={"courses.hours": 1})
    (courses,) = [column for column in plan.inputs if column.name == "courses"]
    assert courses.kind is Kind.LIST
    assert courses.sql_type == "STRUCT(hours DECIMAL(18, 1), kind VARCHAR, held DATE)[]"
    assert [(x.name, x.kind, x.decimals) for x in courses.fields] == [
        ("hours", Kind.NUMBER, 1),
        ("kind", Kind.CHOICE, None),
        ("held", Kind.DATE, None),
    ]


def test_the_text_shows_which_records_count_and_what_is_taken_of_them() -> None:
    text = plan_of(COURSES, decimals={"courses.hours": 1}).text
    step = text[text.index("-- Courses, each") : text.index("-- x.takar:10")]
    assert (
        step
        == """\
-- Courses, each record, with whether it counts
courses_counts AS (
  SELECT
    *,
    list_transform(
      courses,
      lambda r: struct_insert(r, counts :=
        r.kind = 'long' AND (r.held >= DATE '2024-01-01' AND r.held <= DATE '2024-12-31')
      )) AS courses_counts
  FROM valid_rows
),

-- Courses, what is taken of each record that counts
long_hours_hours AS (
  SELECT
    *,
    list_transform(
      list_filter(courses_counts, lambda r: r.counts IS NOT FALSE),
      lambda r: CASE WHEN r.counts THEN CAST(r.hours * 10 AS BIGINT) END) AS long_hours_hours
  FROM courses_counts
),

"""
    )


def test_wrong_records_reject_their_row() -> None:
    plan = plan_of(COURSES, decimals={"courses.hours": 1})
    kind = next(column.sql_type for column in plan.inputs if column.name == "courses")
    right = "{'hours': 100.0, 'kind': 'long', 'held': DATE '2024-01-01'}"
    rows = {
        "1": f"[{right}]",
        "2": "[]",
        "3": "NULL",
        "4": f"[{right}, {{'hours': 100.1, 'kind': 'longer', 'held': NULL}}]",
        "5": f"[{right}, NULL]",
        "6": f"list_transform(range(10001), lambda x: {right})",
        "7": "[{'hours': NULL, 'kind': NULL, 'held': NULL}]",
        "8": f"[{right.replace('2024-01-01', '-infinity')}, {right}]",
    }
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, courses {kind})")
        for key, records in rows.items():
            connection.execute(f"INSERT INTO {INPUT_ROWS} SELECT '{key}', {records}")
        found = sorted(connection.execute(plan.text).fetchall())
        rejected = sorted(connection.execute(plan.rejects).fetchall())
    assert [(row[0], str(row[1]), row[2], row[3]) for row in found] == [
        ("1", "100.0", 2, "complete"),
        ("2", "0.0", 0, "complete"),
        ("3", "None", None, "incomplete: courses"),
        ("7", "None", None, "incomplete: courses"),
    ]
    assert rejected == [
        ("4", "courses.hours", "number-out-of-range"),
        ("4", "courses.kind", "unknown-choice"),
        ("5", "courses", "object-expected"),
        ("6", "courses", "row-too-many-records"),
        ("8", "courses.held", "input-date-unreal"),
    ]
    assert [(check.column, check.field) for check in plan.checks] == [
        ("courses", None),
        ("courses", None),
        ("courses", "hours"),
        ("courses", "kind"),
        ("courses", "held"),
    ]


OFFICES = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  assesses staff "Staff" in office "Office"
  assumption measured "Only measured staff count" because "the regulation is silent"
  input hours "Hours" number from 0 to 100
  value points = hours / 3
  bands grade of points { "Low" below 10; "High" from 10 }
  for each office {
    an incomplete subject is left out under assumption measured
    value average = mean of points
    value high = count of staff where (grade is "High") / count of staff
  }
}
"""


def test_a_group_is_summed_up_from_its_subjects() -> None:
    instrument = compile_edition(program(OFFICES), ("x", "1")).value
    assert instrument is not None
    (summed,) = compile_groups(instrument, YEAR, {"hours": 1}).value or ()
    assert (
        summed.text[summed.text.index("-- what a group") :]
        == """\
-- what a group needs of its subjects; x_per_N is to be divided by N
SELECT
  office,
  count(*) AS subjects,
  count(*) FILTER (WHERE is_incomplete) AS incomplete,
  0 AS not_scored,
  -- average, x.takar:11
  count(*) FILTER (WHERE NOT is_incomplete) AS mean_points_count,
  sum(points_per_30) FILTER (WHERE NOT is_incomplete) AS mean_points_total_per_30,
  max(points_per_30) FILTER (WHERE NOT is_incomplete) AS mean_points_highest_per_30,
  min(points_per_30) FILTER (WHERE NOT is_incomplete) AS mean_points_lowest_per_30,
  -- high, x.takar:12
  count(*) FILTER (WHERE count_subjects_takes) AS count_subjects_count,
  -- high, x.takar:12
  count(*) AS count_subjects_2_count
FROM count_subjects_takes
GROUP BY office
"""
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, office VARCHAR, hours DECIMAL(18, 1))"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 'a', 0.1), ('2', 'a', 30.0), ('3', 'a', NULL),"
            " ('4', 'b', 100.1)"
        )
        rows = connection.execute(summed.text).fetchall()
    # 0.1 / 3 + 30 / 3 = 301 / 30; the row with more than 100 hours is rejected.
    assert rows == [("a", 3, 1, 0, 2, 301, 300, 1, 1, 3)]
    mean, high, staff = summed.terms(rows[0]).values()
    assert (mean[What.TOTAL], mean[What.WEIGHT], mean[What.COUNT]) == (Fraction(301, 30), 2, 2)
    assert (high[What.COUNT], staff[What.COUNT], staff[What.OPEN]) == (1, 3, 0)


def test_the_query_of_a_group_says_who_lacks_an_answer_that_it_asks_for() -> None:
    rules = OFFICES.replace("value points", "input people number from 0\n  value points")
    rules = rules.replace("mean of points", "mean of points weighted by people")
    instrument = compile_edition(program(rules), ("x", "1")).value
    assert instrument is not None
    (summed,) = compile_groups(instrument, YEAR, {"hours": 1, "people": 0}).value or ()
    assert (
        "  -- whose own result waits for nothing, but who lack an answer that is asked for here\n"
        "  count(*) FILTER (WHERE NOT is_incomplete AND people IS NULL) AS lacking\n"
    ) in summed.text


CONTROLS = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  control lock "Lock" {
    answer one of { met; not_met }
    value by answer { met: 0; not_met: 5 }
  }
  control hours "Hours" { answer number from 0 to 100; value = answer / 10 }
  value score = sum of controls
}
"""


def test_the_answer_of_a_part_makes_room_for_its_value() -> None:
    plan = plan_of(CONTROLS)
    assert [(x.name, x.kind) for x in plan.inputs[1:]] == [
        ("lock", Kind.CHOICE),
        ("hours", Kind.NUMBER),
    ]
    assert 'SELECT * RENAME (lock AS "answer of lock", hours AS "answer of hours")' in plan.text
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, lock VARCHAR, hours DECIMAL(18, 2))"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 'not_met', 12.50), ('2', 'met', NULL),"
            " ('3', NULL, 100.01), ('4', 'both', 0)"
        )
        found = sorted(connection.execute(plan.text).fetchall())
        rejected = sorted(connection.execute(plan.rejects).fetchall())
    assert [tuple(map(str, row)) for row in found] == [
        ("1", "5", "1.250", "6.250", "complete"),
        ("2", "0", "None", "None", "incomplete: hours"),
    ]
    assert rejected == [
        ("3", "hours", "number-out-of-range"),
        ("4", "lock", "unknown-choice"),
    ]


SHARES = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input here "Here" number from 0 to 100
  input days "Days" number from 0 to 100
  input courses "Courses" list of { hours "Hours" number from 0 to 100 }
  value share = here / days
  value longest = highest of hours in courses
  value both = rounded(share + longest to 1 decimals half up)
  bands grade of share { "Low" below 0.5; "High" from 0.5 }
}
"""


def test_what_has_no_value_is_empty_and_waits_for_nothing() -> None:
    plan = plan_of(SHARES, decimals={"here": 0, "days": 0, "courses.hours": 0})
    kind = next(column.sql_type for column in plan.inputs if column.name == "courses")
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE {INPUT_ROWS} (id VARCHAR, here DECIMAL(18, 0), days DECIMAL(18, 0),"
            f" courses {kind})"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 1, 4, [{{'hours': 3}}]), ('2', 1, 0, []),"
            " ('3', 0, 0, NULL), ('4', NULL, 0, [{'hours': NULL}]), ('5', 2, 3, [])"
        )
        rows = sorted(connection.execute(plan.text).fetchall())
    told = [tuple(None if cell is None else str(cell) for cell in row[1:]) for row in rows]
    assert told == [
        ("0.25", "3", "3.3", "Low", "complete"),
        (None, None, None, None, "complete"),
        # 0 / 0 has no value, and with it the sum: only `longest` waits for the courses.
        (None, None, None, None, "incomplete: courses"),
        (None, None, None, None, "incomplete: here, courses"),
        ("2/3", None, None, "High", "complete"),
    ]


def test_a_table_that_leaves_one_row_tells_that_row() -> None:
    rules = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  value low by 2 * 3 { below 6: 7/6; from 6: 3 }
}
"""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE {INPUT_ROWS} AS SELECT '1' AS id")
        assert connection.execute(plan_of(rules).text).fetchall() == [("1", "3", "complete")]


def test_comments_cannot_be_left() -> None:
    text = plan_of(TREND.replace("Half counts", "Half'); DROP TABLE x; --")).text
    assert "-- under assumption reading: Half'); DROP TABLE x; --\n" in text


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("scale", [1, 2, 3, 8, 60, 400])
@pytest.mark.parametrize("low", [-130, 0])
def test_rounding_is_that_of_the_law(mode: Mode, scale: int, low: int) -> None:
    made: list[str] = []

    def named(units: Units) -> Units:
        made.append(f"SELECT *, {expression(units.node)} AS part FROM input_rows")
        return Units(node=Column("part"), type=units.type, low=units.low, high=units.high)

    units = Units(node=Column("n"), type=Whole.INTEGER, low=low, high=130)
    for decimals in (0, 1, 2):
        made.clear()
        rounding = Rounding(decimals, mode)
        figure = rounded(Figure(units=units, scale=scale), rounding, named)
        source = f"({made[0]})" if made else "input_rows"
        values = f"SELECT CAST(range AS INTEGER) AS n FROM range({low}, 131)"
        query = f"SELECT n, {expression(figure.units.node)} FROM {source} ORDER BY n"
        with duckdb.connect() as connection:
            rows = connection.execute(f"WITH input_rows AS ({values}) {query}").fetchall()
        for n, told in rows:
            assert Fraction(told, figure.scale) == rounding.apply(Fraction(n, scale)), (n, query)
            assert figure.units.low <= told <= figure.units.high


@pytest.mark.parametrize("size", [9, 200])
@pytest.mark.parametrize("scale", [1, 2, 3, 6, 7, 9, 12, 40, 60, 99, 2400, 3 * 10**30])
def test_an_exact_figure_is_told_as_the_result_document_tells_it(scale: int, size: int) -> None:
    kind = Whole.BIGINT if scale < 10**18 else Whole.HUGEINT
    units = Units(node=Column("n"), type=kind, low=-size, high=size)
    told = shown(Figure(units=units, scale=scale), lambda one: one)
    values = f"SELECT CAST(range AS {kind.name}) AS n FROM range({-size}, {size + 1})"
    with duckdb.connect() as connection:
        query = f"WITH t AS ({values}) SELECT n, {expression(told.node)} FROM t"
        rows = connection.execute(query).fetchall()
    for n, text in rows:
        exact = Fraction(n, scale)
        assert text == text_of(exact) if isinstance(text, str) else Fraction(text) == exact


def test_the_few_values_of_a_figure_are_listed_and_many_written_by_their_denominators() -> None:
    few = Units(node=Column("n"), type=Whole.BIGINT, low=3, high=6)
    many = Units(node=Column("n"), type=Whole.BIGINT, low=3, high=60)
    told = [expression(shown(Figure(units=one, scale=6), lambda u: u).node) for one in (few, many)]
    assert told == [
        "list_extract(['0.5', '2/3', '5/6', '1'], n - 2)",
        """\
CASE
  WHEN (n % 6) = 0 THEN CAST(n // 6 AS VARCHAR)
  WHEN (n % 3) = 0 THEN CAST(CAST(5 * (n // 3) AS DECIMAL(3, 0)) * 0.1 AS VARCHAR)
  WHEN (n % 2) = 0 THEN CAST(n // 2 AS VARCHAR) || '/3'
  ELSE CAST(n AS VARCHAR) || '/6'
END""",
    ]


@pytest.mark.parametrize("below", [1, 2, 3, 8, 40, 77, 4096])
def test_a_quotient_of_data_is_told_as_the_result_document_tells_it(below: int) -> None:
    units = Units(node=Column("n"), type=Whole.BIGINT, low=-200, high=200)
    divisor = Units(node=Column("d"), type=Whole.BIGINT, low=1, high=5000)
    told = shown(Figure(units=units, scale=5, divisor=divisor), lambda one: one)
    values = f"SELECT range AS n, CAST({below} AS BIGINT) AS d FROM range(-200, 201)"
    with duckdb.connect() as connection:
        query = f"WITH t AS ({values}) SELECT n, {expression(told.node)} FROM t"
        rows = connection.execute(query).fetchall()
    assert [text for _, text in rows] == [text_of(Fraction(n, 5 * below)) for n, _ in rows]


@pytest.mark.parametrize("below", [3, 2**60, 5**25, 3 * 2**50, 10**21, 7 * 10**20])
def test_decimals_beyond_the_widest_type_are_told_too(below: int) -> None:
    units = Units(node=Column("n"), type=Whole.BIGINT, low=-200, high=200)
    divisor = Units(node=Column("d"), type=Whole.HUGEINT, low=1, high=10**22)
    made: list[tuple[str, str]] = []

    def named(one: Units) -> Units:
        made.append((f"part_{len(made)}", expression(one.node)))
        return Units(node=Column(made[-1][0]), type=one.type, low=one.low, high=one.high)

    told = shown(Figure(units=units, scale=5, divisor=divisor), named)
    values = f"SELECT range AS n, CAST({below} AS HUGEINT) AS d FROM range(-200, 201)"
    for alias, text in made:
        values = f"SELECT *, {text} AS {alias} FROM ({values})"
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT n, {expression(told.node)} FROM ({values})").fetchall()
    assert len(rows) == 401
    assert [text for n, text in rows] == [text_of(Fraction(n, 5 * below)) for n, _ in rows]


def test_a_sum_is_as_wide_as_its_bounds() -> None:
    wide = Units(node=Column("n"), type=Whole.INTEGER, low=0, high=2**31 - 1)
    total = linear([(Fraction(3), Figure(units=wide)), (Fraction(1), constant(Fraction(1, 2)))])
    assert expression(total.units.node) == "6 * CAST(n AS BIGINT) + 1"
    assert (total.scale, total.units.high) == (2, 6 * (2**31 - 1) + 1)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("b", "b"),
        ("a", "a_3"),
        ("A", "A_3"),
        ("a_per_60", "a_2_per_60"),
        ("a_per_head", "a_per_head_2"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(wanted: str, name: str) -> None:
    assert unlike({"a", "a_2", "a_per_60", "a_per_head"}, wanted) == name


def test_names_that_duckdb_reserves_are_quoted() -> None:
    with duckdb.connect() as connection:
        query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
        reserved = {row[0] for row in connection.execute(query).fetchall()}
    assert reserved <= KEYWORDS
    assert (name("Total"), name("select"), name("A b")) == ("Total", '"select"', '"A b"')


def test_brackets_keep_what_was_meant() -> None:
    signs = ("+", "-", "*", "//", "%")
    values = [Number(7), Number(-3), Number(2)]
    with duckdb.connect() as connection:
        for first, second in product(signs, signs):
            left = Binary(second, Binary(first, values[0], values[1]), values[2])
            right = Binary(first, values[0], Binary(second, values[1], values[2]))
            query = f"SELECT {expression(left)}, {expression(right)}"
            assert connection.execute(query).fetchall() == [(_worked(left), _worked(right))]


def _worked(node: object) -> int:
    match node:
        case Number(value=value):
            return value
        case Binary(operator=operator, left=left, right=right):
            a, b = _worked(left), _worked(right)
            whole = int(Fraction(a, b)) if operator in {"//", "%"} else 0
            results = {"+": a + b, "-": a - b, "*": a * b, "//": whole, "%": a - b * whole}
            return results[operator]
        case _:
            raise AssertionError(node)


def test_a_note_ends_its_line() -> None:
    case = Case((When(Column("a"), Text("x"), "line 1"),), Text("y"), "line 2")
    assert expression(case) == "CASE\n  WHEN a THEN 'x' -- line 1\n  ELSE 'y' -- line 2\nEND"


def test_a_rule_that_asks_for_documents_is_told_once() -> None:
    compiled = compile_sql(bundled().load("im_nkk", "2021"), YEAR, {})
    assert [d.code for d in compiled.diagnostics] == ["sql-evidence"]


def test_a_total_is_asked_for_all_that_it_is_the_sum_of() -> None:
    text = compile_sql(bundled().load("ip_asn", "2019"), YEAR, {"nilai_kinerja": 2, "jp_teknis": 0})
    assert text.value is not None
    asked = "  CASE\n    WHEN total_per_2 IS NULL THEN 'incomplete: '\n"
    assert asked in text.value.text


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (Binary("+", Column("a"), Negated(Cast(Column("b"), Whole.BIGINT))), {"a", "b"}),
        (Call(Function.COALESCE, (Column("a"), Column("b"))), set()),
        (Case((When(Column("a"), Column("b")),), Column("c")), set()),
        (Binary("*", Number(2), Call(Function.GREATEST, (Column("a"), Number(0)))), set()),
    ],
)
def test_a_column_is_needed_where_its_null_makes_all_null(node: Node, named: set[str]) -> None:
    # DuckDB's greatest leaves NULL out, as coalesce does; a CASE may not come to a column.
    assert needed(node) == named
