"""Parts that apply to some subjects only, as SQL: values, weights, and rows that are rejected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import duckdb

from evaluator.backends.sql.compile import Wishes, compile_groups
from evaluator.backends.sql.plan import INPUT_ROWS, Plan
from evaluator.pipeline import compile_edition
from evaluator.values.numbers import text_of
from units.rules_at_hand import program
from units.test_sql import YEAR, plan_of

NUMBER = "DECIMAL(18, 2)"
Told = list[tuple[str | None, ...]]


def told(plan: Plan, columns: Mapping[str, str], rows: str) -> tuple[Told, Told]:
    """The rows of the result, and those that are rejected, as text."""
    stated = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE {INPUT_ROWS} ({stated})")
        connection.execute(f"INSERT INTO {INPUT_ROWS} VALUES {rows}")
        found = sorted(connection.execute(plan.text).fetchall())
        rejected = sorted(connection.execute(plan.rejects).fetchall())
    return _texts(found), _texts(rejected)


def _texts(rows: list[tuple[object, ...]]) -> Told:
    return [tuple(map(_text, row)) for row in rows]


def _text(cell: object) -> str | None:
    if isinstance(cell, Decimal):
        return text_of(Fraction(cell))
    return None if cell is None else str(cell)


AGENCY = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale s { 0; 1; 2; 3 }
  input central "Central agency" yes or no
  input services "Services" number from 0 to 10
  every aspect { value = weighted mean of indicators }
  every indicator { rated on s }
  aspect people "People" weight 40 {
    applies when size >= 2 under "Article 9"
    not applicable is left out
    indicator staff "Staff" weight 50
    indicator training "Training" weight 30 {
      applies when central
      not applicable counts as 1
    }
    indicator abroad "Abroad" weight 20 {
      applies when central
      not applicable is left out
    }
  }
  aspect work "Work" weight 60 {
    component size "Size" weight 1 { value = services / 2 }
    value = weighted mean of components
  }
  value score = weighted mean of aspects published with 2 decimals half up
}
"""
PEOPLE = "people, staff, training, abroad"
COLUMNS = {
    "id": "VARCHAR",
    "central": "BOOLEAN",
    "services": "DECIMAL(18, 2)",
    "staff": "BIGINT",
    "training": "BIGINT",
    "abroad": "BIGINT",
}


def test_what_does_not_apply_leaves_its_weight_to_its_siblings() -> None:
    found, _ = told(
        plan_of(AGENCY),
        COLUMNS,
        # Applies: (50 x 3 + 30 x 2 + 20 x 1) / 100 = 2.3; 0.4 x 2.3 + 0.6 x 2 = 2.12.
        "('1', TRUE, 4, 3, 2, 1),"
        # Training counts as 1, abroad is out: (50 x 3 + 30 x 1) / 80 = 2.25; 0.9 + 1.2 = 2.1.
        " ('2', FALSE, 4, 3, NULL, NULL),"
        # Size is 1.5: all of people falls, and who asks for it is of no matter.
        " ('3', NULL, 3, NULL, NULL, NULL)",
    )
    assert [(*row[1:5], *row[7:]) for row in found] == [
        ("2.3", "3", "2", "1", "2.12", "2.12", None, "complete"),
        ("2.25", "3", "1", None, "2.1", "2.1", "abroad", "complete"),
        (None, None, None, None, "1.5", "1.5", PEOPLE, "complete"),
    ]


def test_while_a_condition_is_open_the_part_waits_for_it() -> None:
    found, _ = told(
        plan_of(AGENCY),
        COLUMNS,
        "('1', NULL, 4, 3, 2, 1), ('2', FALSE, NULL, 3, NULL, NULL),"
        " ('3', TRUE, 4, 1, NULL, NULL), ('4', TRUE, NULL, NULL, 1, 1)",
    )
    assert [(*row[1:5], row[-1]) for row in found] == [
        (None, "3", None, None, "incomplete: central"),
        # It is not central: training counts as 1 whatever the size; staff may still fall.
        (None, None, "1", None, "incomplete: services"),
        (None, "1", None, None, "incomplete: training, abroad"),
        (None, None, None, None, "incomplete: staff, services"),
    ]


def test_an_answer_to_what_does_not_apply_rejects_the_row() -> None:
    plan = plan_of(AGENCY)
    rows = (
        "('1', TRUE, 3, 3, NULL, NULL), ('2', FALSE, 4, 3, 2, 1), ('3', NULL, 4, 3, 2, 1),"
        # What is wrong with a number that a condition reads is told alone.
        " ('4', FALSE, 11, 3, NULL, 1), ('5', FALSE, 4, 3, 7, NULL)"
    )
    found, rejected = told(plan, COLUMNS, rows)
    assert [row[0] for row in found] == ["3"]
    assert rejected == [
        ("1", "staff", "item-not-applicable"),
        ("2", "abroad", "item-not-applicable"),
        ("2", "training", "item-not-applicable"),
        ("4", "services", "number-out-of-range"),
        ("5", "training", "level-off-scale"),
    ]
    checks = [check for check in plan.checks if check.code == "item-not-applicable"]
    assert [check.column for check in checks] == ["staff", "training", "abroad"]


def test_the_text_shows_whether_a_part_applies_and_what_is_left_of_the_weight() -> None:
    text = plan_of(AGENCY).text
    step = text[text.index("-- the weight of what applies") : text.index("-- Work")]
    assert (
        step
        == """\
-- the weight of what applies
people_weight AS (
  SELECT
    *,
    CASE WHEN central IS FALSE THEN 0 ELSE 2 END + 8 AS people_weight
  FROM abroad
),

-- People, x.takar:9
-- weights: staff 50, training 30, abroad 20
-- under Article 9
people AS (
  SELECT
    *,
    CASE
      WHEN people_applies THEN (5 * staff + 3 * training + 2 * abroad) * (40 // people_weight)
      WHEN NOT people_applies THEN 0
    END AS people_per_40
  FROM people_weight
),

"""
    )
    assert (
        "-- People, whether it applies, x.takar:10\n-- under Article 9\npeople_applies AS" in text
    )


ALTERNATIVES = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input kind "Kind" one of { ministry; province; town }
  input staff "Staff" number from 0 to 100
  input area "Area" number from 1 to 100
  input load "Load" number from 0 to 100
  aspect size "Size" weight 1 {
    value = the one that applies of components
    component of_staff "By staff" weight 1 { value = staff / 3; applies when kind is ministry }
    component of_area "By area" weight 1 { value = load / area; applies when kind is province }
    component of_none "By nothing" weight 1 { value = 5; applies when kind is town }
  }
  value score = size * 2
}
"""


def test_of_alternatives_the_one_that_applies_is_taken() -> None:
    plan = plan_of(ALTERNATIVES)
    columns = {
        "id": "VARCHAR",
        "kind": "VARCHAR",
        **dict.fromkeys(("staff", "area", "load"), "DECIMAL(18, 2)"),
    }
    found, rejected = told(
        plan,
        columns,
        "('1', 'ministry', 10, NULL, NULL), ('2', 'province', NULL, 7, 22), ('3', 'town', 1, 1, 1),"
        " ('4', NULL, 10, 7, 22), ('5', 'province', 10, NULL, 22)",
    )
    assert not rejected
    assert [(row[1], row[-3], row[-1]) for row in found] == [
        ("10/3", "20/3", "complete"),
        ("22/7", "44/7", "complete"),
        ("5", "10", "complete"),
        (None, None, "incomplete: kind"),
        (None, None, "incomplete: area"),
    ]


NESTED = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input on "On" yes or no
  input far "Far" yes or no
  scale s { 0; 1; 2; 3 }
  aspect a "A" weight 1 {
    value = mean of criteria
    criterion c "C" weight 1 { rated on s; applies when on; not applicable is left out }
    criterion d "D" weight 1 { rated on s; applies when far; not applicable is left out }
  }
  aspect b "B" weight 2 {
    value = mean of components
    component e "E" weight 1 { rated on s }
  }
  value score = weighted mean of aspects
}
"""


def test_a_parent_with_nothing_left_does_not_apply_either() -> None:
    columns = {"id": "VARCHAR", "on": "BOOLEAN", "far": "BOOLEAN", **dict.fromkeys("cde", "BIGINT")}
    found, _ = told(
        plan_of(NESTED),
        columns,
        "('1', FALSE, FALSE, NULL, NULL, 2), ('2', TRUE, FALSE, 1, NULL, 2),"
        " ('3', TRUE, TRUE, 1, 2, 0), ('4', FALSE, NULL, NULL, NULL, 2)",
    )
    # 1: b alone. 2: (1 + 2 x 2) / 3 = 5/3. 3: (3/2 + 0) / 3 = 1/2. 4: nobody said if d applies.
    assert [(row[1], row[-3], row[-1]) for row in found] == [
        (None, "2", "complete"),
        ("1", "5/3", "complete"),
        ("1.5", "0.5", "complete"),
        (None, None, "incomplete: d, far"),
    ]


def test_the_lines_that_decided_are_those_of_parts_that_apply() -> None:
    rules = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  input on "On" yes or no
  input n "N" number from 0 to 10
  aspect a "A" weight 1 {
    applies when on
    not applicable is left out
    value by n { below 5: 1; from 5: 2 }
  }
  aspect b "B" weight 1 { value = n }
  value score = mean of aspects
}
"""
    columns = {"id": "VARCHAR", "on": "BOOLEAN", "n": "DECIMAL(18, 2)"}
    plan = plan_of(rules, Wishes(rules=True))
    found, _ = told(plan, columns, "('1', TRUE, 5), ('2', FALSE, 5)")
    assert [row[-1] for row in found] == ["{'a': 9}", "{'a': None}"]


def test_a_subject_without_a_part_takes_no_part_in_its_mean() -> None:
    groups = "  for each office { value average = mean of a }\n}\n"
    rules = NESTED.rstrip("}\n") + "\n" + groups
    rules = rules.replace("  input on", '  assesses staff "Staff" in office "Office"\n  input on')
    instrument = compile_edition(program(rules), ("x", "1")).value
    assert instrument is not None
    (summed,) = compile_groups(instrument, YEAR, {}).value or ()
    with duckdb.connect() as connection:
        connection.execute(
            f'CREATE TABLE {INPUT_ROWS} (id VARCHAR, office VARCHAR, "on" BOOLEAN, far BOOLEAN,'
            " c BIGINT, d BIGINT, e BIGINT)"
        )
        connection.execute(
            f"INSERT INTO {INPUT_ROWS} VALUES ('1', 'o', FALSE, FALSE, NULL, NULL, 2),"
            " ('2', 'o', TRUE, FALSE, 1, NULL, 2), ('3', 'o', TRUE, TRUE, 1, 2, 0),"
            # It answers what does not apply: it is rejected, and stands in no group.
            " ('4', 'o', FALSE, FALSE, 3, NULL, 2)"
        )
        (row,) = connection.execute(summed.text).fetchall()
    (numbers,) = summed.terms(row).values()
    told_numbers = {what.value: str(number) for what, number in numbers.items()}
    # 1 and 3/2; the first subject has no a.
    assert told_numbers | {"count": "2", "total": "5/2", "without": "1"} == told_numbers


DECLARED = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  scale s { 0; 1; 2; 3 }
  every criterion { rated on s }
  criterion a "A" weight 3 { may be declared not applicable; not applicable is left out }
  criterion b "B" weight 2 { may be declared not applicable; not applicable counts as 2 }
  criterion c "C" weight 1
  control hours "Hours" {
    answer number from 0 to 100
    value = answer / 8
    may be declared not applicable
    not applicable counts as 0.125 under "Article 5"
  }
  control lock "Lock" {
    answer one of { met; not_met }
    value by answer { met: 4; not_met: 0 }
    may be declared not applicable
    not applicable is left out
  }
  value score = weighted mean of criteria
  value points = sum of controls
}
"""
DECLARED_COLUMNS = {
    "id": "VARCHAR",
    **dict.fromkeys("abc", "BIGINT"),
    "hours": "DECIMAL(18, 0)",
    "lock": "VARCHAR",
    **{f"{part}.not_applicable": "VARCHAR" for part in ("a", "b", "hours", "lock")},
}


def test_what_a_row_declares_not_applicable_is_left_out_or_counts() -> None:
    plan = plan_of(DECLARED, decimals={"hours": 0})
    optional = [column.name for column in plan.inputs if column.optional]
    assert optional == ["a.not_applicable", "b.not_applicable", *list(DECLARED_COLUMNS)[-2:]]
    found, rejected = told(
        plan,
        DECLARED_COLUMNS,
        # (2 x 2 + 1 x 0) / 3 = 4/3; 0.125 / 8 = 0.015625, more decimals than the data have.
        "('1', NULL, NULL, 0, NULL, NULL, 'r', 'r', 'r', 'r'),"
        # (3 x 3 + 2 x 1 + 1 x 2) / 6 = 13/6; 8 / 8 + 4 = 5.
        " ('2', 3, 1, 2, 8, 'met', NULL, NULL, NULL, NULL),"
        " ('3', NULL, NULL, 1, NULL, NULL, NULL, 'r', NULL, NULL)",
    )
    assert not rejected
    assert [row[1:] for row in found] == [
        (None, "2", "0", "0.015625", None, "4/3", "0.015625", "a, lock", "complete"),
        ("3", "1", "2", "1", "4", "13/6", "5", None, "complete"),
        (None, "2", "1", None, None, None, None, None, "incomplete: a, hours, lock"),
    ]


def test_a_declaration_has_a_reason_and_no_answer_beside_it() -> None:
    found, rejected = told(
        plan_of(DECLARED, decimals={"hours": 0}),
        DECLARED_COLUMNS,
        "('1', 1, NULL, 0, NULL, NULL, 'r', 'r', 'r', 'r'),"
        " ('2', NULL, NULL, 0, NULL, NULL, ' ', 'r', 'r', 'r'),"
        " ('3', NULL, NULL, 0, 5, NULL, 'r', 'r', 'r', 'r')",
    )
    assert not found
    assert rejected == [
        ("1", "a.not_applicable", "not-applicable-with-value"),
        ("2", "a.not_applicable", "text-empty"),
        ("3", "hours.not_applicable", "not-applicable-with-value"),
    ]


def test_the_text_says_what_a_declared_part_counts_as_and_by_which_rule() -> None:
    text = plan_of(DECLARED, decimals={"hours": 0}).text
    step = text[text.index("-- Hours, the answer that counts") : text.index("-- A, x.takar")]
    assert (
        step
        == """\
-- Hours, the answer that counts, x.takar:10
-- under Article 5
"answer of hours" AS (
  SELECT
    *,
    CAST(
      CASE WHEN "hours.not_applicable" IS NOT NULL THEN 0.125 ELSE "hours as answered" END
     AS DECIMAL(18, 3)) AS "answer of hours"
  FROM valid_rows
),

"""
    )


ONE_OF_TWO = """
instrument x "X" edition "1" {
  in force from 2024-01-01
  every control {
    answer one of { met; not_met }
    may be declared not applicable
    not applicable counts as met
    value by answer { met: 0; not_met: weight }
  }
  control a "A" weight 5
  control b "B" weight 3 { may not be declared not applicable }
  value score = 110 - sum of controls
}
"""


def test_what_counts_as_an_answer_is_no_matter_to_a_part_that_may_not_be_declared() -> None:
    text = "VARCHAR"
    columns = {"id": text, "a": text, "b": text, "a.not_applicable": text}
    rows = (
        "('1', 'met', 'not_met', NULL), ('2', NULL, 'met', 'no such thing'), ('3', NULL, NULL, 'n')"
    )
    found, rejected = told(plan_of(ONE_OF_TWO), columns, rows)
    # 110 - 3; 110, since `a` counts as met; the answer of `b` is missing.
    assert [(row[0], row[3]) for row in found] == [("1", "107"), ("2", "110"), ("3", None)]
    assert found[2][-1] == "incomplete: b"
    assert rejected == []


def _chain(count: int) -> str:
    """Rules in which each of so many values names the one before it twice."""
    values = "\n".join(
        f"  value v{n} = highest of (v{n - 1}, 10 - v{n - 1})" for n in range(1, count + 1)
    )
    return f"""
instrument x "X" edition "1" {{
  in force from 2024-01-01
  scale s {{ 0; 1; 2; 3; 4; 5 }}
  input services "Services" number from 0 to 10
  value v0 = services
{values}
  indicator size "Size" {{
    rated on s
    applies when v{count} > 5
    not applicable counts as 0
  }}
  value score = size
}}
"""


def test_a_check_does_not_repeat_what_its_steps_share() -> None:
    plan = plan_of(_chain(12))
    # Each value is the services or 10 less them, whichever is more: 5 where there are 5.
    found, rejected = told(
        plan,
        {"id": "VARCHAR", "services": "DECIMAL(18, 2)", "size": "BIGINT"},
        "('1', 1, 4), ('2', 5, 1), ('3', 5, NULL), ('4', NULL, 1), ('5', 11, 1)",
    )
    assert [row[0] for row in found] == ["1", "3", "4"]
    assert rejected == [
        ("2", "size", "item-not-applicable"),
        ("5", "services", "number-out-of-range"),
    ]
    # Spelled out, the condition alone would name the services four thousand times.
    assert len(plan.rejects) < 20_000
