"""The steps of a query as it is run: fewer of them, each of which comes to the same."""

from __future__ import annotations

import duckdb
import pytest

from evaluator.backends.sql.nodes import (
    Binary,
    Case,
    Column,
    Compared,
    IsNull,
    Logic,
    Node,
    Null,
    Number,
    OneOf,
    Text,
    When,
)
from evaluator.backends.sql.plan import StoredQuery
from evaluator.backends.sql.printer import expression
from evaluator.backends.sql.quicker import quicker, together

KIND, HOURS = Column("kind"), Column("hours")
CHOICES = {"kind": ("long", "short", "other")}
LONG, SHORT = Compared("=", KIND, Text("long")), Compared("=", KIND, Text("short"))
LATE = OneOf(KIND, (Text("short"), Text("other")))


def plus(*names: str) -> Node:
    first, *others = map(Column, names)
    node: Node = first
    for each in others:
        node = Binary("+", node, each)
    return node


def test_columns_that_need_nothing_of_each_other_are_in_one_step() -> None:
    steps = [
        ("a", plus("x", "y")),
        ("b", plus("a", "x")),
        ("c", plus("y", "y")),
        ("d", plus("b", "c")),
        ("unread", plus("d", "a")),
    ]
    found = together(steps, [Column("d"), Column("x")])
    assert [[name for name, _ in step] for step in found] == [["a", "c"], ["b"], ["d"]]
    assert together(steps, [Column("x")]) == []
    assert [name for step in together(steps, [Column("unread")]) for name, _ in step] == [
        "a",
        "c",
        "b",
        "d",
        "unread",
    ]


def test_a_number_for_each_choice_is_found_by_the_place_of_the_choice() -> None:
    lines = (When(IsNull(KIND), Null()), When(LONG, Number(4)), When(LATE, Number(7)))
    found = quicker(Case(lines, Number(0)), CHOICES)
    assert (
        expression(found)
        == "list_extract([4, 7, 7], list_position(['long', 'short', 'other'], kind))"
    )


ROWS = [
    ("long", 1, 1),
    ("short", 12, 5),
    ("other", 30, None),
    (None, 5, 9),
    ("short", None, 2),
    (None, None, None),
]
OVER_20 = Compared(">", HOURS, Number(20))
OVER_10 = Logic("AND", (Compared(">", HOURS, Number(10)), Compared("<=", HOURS, Number(20))))
OPEN_END = Logic("AND", (SHORT, Compared("<=", HOURS, Number(20))))
MORE = Compared(">", HOURS, Column("days"))
NO_MORE = Logic(
    "AND",
    (Compared("<=", HOURS, Column("days")), Compared(">=", HOURS, Number(1))),
)
LADDERS: dict[str, tuple[Case, str]] = {
    "what nobody answered comes to a number": (
        Case((When(LONG, Number(4)),), Number(0)),
        "CASE WHEN kind = 'long' THEN 4 ELSE 0 END",
    ),
    "what nobody answered comes to NULL by no line": (
        Case((When(LONG, Number(4)), When(LATE, Number(7))), Null()),
        "list_extract([4, 7, 7], list_position(['long', 'short', 'other'], kind))",
    ),
    "a choice that no line names": (
        Case((When(LONG, Number(4)),), Null()),
        "list_extract([4, NULL, NULL], list_position(['long', 'short', 'other'], kind))",
    ),
    "a line that looks at something else too": (
        Case((When(LONG, Number(4)), When(OVER_20, Number(7))), Null()),
        "CASE WHEN kind = 'long' THEN 4 WHEN hours > 20 THEN 7 END",
    ),
    "a result that is worked out": (
        Case((When(LONG, HOURS), When(SHORT, Number(7))), Null()),
        "CASE WHEN kind = 'long' THEN hours WHEN kind = 'short' THEN 7 END",
    ),
    "a line that the one above it settles in part": (
        Case((When(OVER_20, Number(3)), When(OVER_10, Number(2))), Number(0)),
        "CASE WHEN hours > 20 THEN 3 WHEN hours > 10 THEN 2 ELSE 0 END",
    ),
    "a line that holds of NULL too, were it shorter": (
        Case((When(OVER_20, Number(3)), When(OPEN_END, Number(2))), Number(0)),
        "CASE WHEN hours > 20 THEN 3 WHEN kind = 'short' AND hours <= 20 THEN 2 ELSE 0 END",
    ),
    "a line that compares with what may be NULL too": (
        Case((When(MORE, Number(5)), When(NO_MORE, Number(3))), Number(1)),
        "CASE WHEN hours > days THEN 5 WHEN hours <= days AND hours >= 1 THEN 3 ELSE 1 END",
    ),
    "a line below another one that is longer": (
        Case((When(OVER_10, Number(2)), When(OVER_20, Number(3))), Number(0)),
        "CASE WHEN hours > 10 AND hours <= 20 THEN 2 WHEN hours > 20 THEN 3 ELSE 0 END",
    ),
}


@pytest.mark.parametrize("what", LADDERS)
def test_what_is_written_otherwise_comes_to_the_same(what: str) -> None:
    case, written = LADDERS[what]
    found = quicker(case, CHOICES)
    assert " ".join(expression(found).split()) == written
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows (kind VARCHAR, hours INTEGER, days INTEGER)")
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?)", ROWS)
        pairs = connection.execute(f"SELECT {expression(case)}, {written} FROM rows").fetchall()
    assert len(pairs) == len(ROWS)
    assert all(one == other for one, other in pairs), pairs


def test_a_query_stands_over_the_rows_of_another() -> None:
    query = StoredQuery(text="WITH\nvalid_rows AS (FROM input_rows)\nFROM valid_rows", units={})
    with duckdb.connect() as connection:
        over = connection.execute(query.over("SELECT unnest(['WITH\n', 'b']) AS id"))
        assert over.fetchall() == [("WITH\n",), ("b",)]
