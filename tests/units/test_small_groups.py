"""Which groups nothing but their number is told of."""

from __future__ import annotations

import pytest

from evaluator.scoring.small_groups import Hidden, too_small, with_others

SMALL, OTHER = Hidden.TOO_SMALL, Hidden.WITHHELD


@pytest.mark.parametrize(
    ("sizes", "elsewhere", "expected"),
    [
        ({"a": 5, "b": 9}, 0, {}),
        ({"a": 0, "b": 9}, 0, {}),  # nobody is in a
        ({"a": 4, "b": 5, "c": 9}, 0, {"a": SMALL, "b": OTHER}),
        ({"a": 4, "b": 9, "c": 9}, 0, {"a": SMALL, "b": OTHER}),  # by the id where they are alike
        ({"a": 1, "b": 4, "c": 9}, 0, {"a": SMALL, "b": SMALL}),  # together they are five
        ({"a": 1, "b": 3, "c": 9}, 0, {"a": SMALL, "b": SMALL, "c": OTHER}),
        ({"a": 4, "b": 9}, 1, {"a": SMALL}),  # one more is in no group
        ({"a": 4, "b": 0, "c": 9}, 0, {"a": SMALL, "c": OTHER}),
        ({"a": 4}, 0, {"a": SMALL}),
    ],
)
def test_as_many_are_hidden_as_a_group_must_have(
    sizes: dict[str | None, int], elsewhere: int, expected: dict[str | None, Hidden]
) -> None:
    assert with_others(sizes, too_small(sizes, 5), elsewhere, 5) == expected


def test_everything_is_told_where_one_is_enough() -> None:
    assert too_small({"a": 0, "b": 1}, 1) == {}
