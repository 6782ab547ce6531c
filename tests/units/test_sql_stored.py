"""The columns of a query in the forms that Parquet keeps them in."""

from __future__ import annotations

from evaluator.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Cast,
    Column,
    Compared,
    Decimal,
    Fixed,
    Function,
    Listed,
    Node,
    Null,
    Number,
    OneOfTexts,
    Other,
    Text,
    Type,
    When,
    Whole,
)
from evaluator.backends.sql.outputs import Output
from evaluator.backends.sql.plan import Form, OutputColumn, Part, Units
from evaluator.backends.sql.printer import expression, type_name
from evaluator.backends.sql.stored import Stored, stored

HOLDS = Compared(">", Column("n"), Number(0))


def output(node: Node, kind: Type) -> Output:
    column = OutputColumn(
        name="x", part=Part.VALUE, of="x", form=Form.EXACT, sql_type=type_name(kind)
    )
    return Output(column, node, kind)


def where(node: Node, otherwise: Node | None = None) -> Case:
    return Case((When(HOLDS, node),), otherwise or Null())


def tenths(node: Node, digits: int = 3) -> Node:
    return Binary("*", Cast(node, Decimal(digits, 0)), Fixed(1, 1))


def test_a_decimal_is_kept_as_its_whole_units() -> None:
    kept = stored(output(where(tenths(Column("n"))), Decimal(5, 1)), {})
    assert kept.node == where(Cast(Column("n"), Whole.INTEGER))
    assert kept.units == Units(width=5, decimals=1, digits=3)


def test_a_long_decimal_is_kept_in_64_bits_and_the_longest_as_it_is() -> None:
    kept = stored(output(tenths(Column("n"), 10), Decimal(12, 1)), {})
    assert kept.node == Cast(Column("n"), Whole.BIGINT)
    node = tenths(Column("n"), 19)
    assert stored(output(node, Decimal(21, 1)), {}) == Stored(node)


def test_a_decimal_with_a_result_of_another_scale_is_kept_as_it_is() -> None:
    node = where(tenths(Column("n")), Cast(Column("m"), Decimal(3, 0)))
    assert stored(output(node, Decimal(5, 1)), {}) == Stored(node)


def test_a_label_is_kept_by_its_number_where_the_steps_write_it() -> None:
    made = {"grade": where(Text("Low"), where(Text("High"), Text("Low")))}
    kept = stored(output(where(Column("grade")), Other.VARCHAR), made)
    few = OneOfTexts(("Low", "High"))
    low, high = Cast(Text("Low"), few), Cast(Text("High"), few)
    assert kept.node == where(where(low, where(high, low)))
    assert expression(low) == "CAST('Low' AS ENUM('Low', 'High'))"
    assert kept.units is None


def test_texts_of_a_list_are_kept_by_their_numbers() -> None:
    listed = Listed((Text("1"), Text("4/3")))
    kept = stored(output(Call(Function.LIST_EXTRACT, (listed, Column("n"))), Other.VARCHAR), {})
    assert expression(kept.node) == ("list_extract(CAST(['1', '4/3'] AS ENUM('1', '4/3')[]), n)")


def test_a_text_that_is_put_together_is_kept_as_it_is() -> None:
    node = where(Binary("||", Text("incomplete: "), Column("n")), Text("complete"))
    assert stored(output(node, Other.VARCHAR), {}) == Stored(node)
    assert stored(output(Column("town"), Other.VARCHAR), {}) == Stored(Column("town"))


def test_many_texts_are_kept_as_they_are() -> None:
    node = Case(tuple(When(HOLDS, Text(str(number))) for number in range(51)), Null())
    assert stored(output(node, Other.VARCHAR), {}) == Stored(node)
