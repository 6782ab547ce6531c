"""Which groups nothing but their number is told of."""

from __future__ import annotations

import random

import pytest

from evaluator.scoring.small_groups import (
    MEASURED,
    SUBJECTS,
    Hidden,
    Numbers,
    too_small,
    with_others,
)

SMALL, FEW, OTHER = Hidden.TOO_SMALL, Hidden.FEW_MEASURED, Hidden.WITHHELD


def measured(subjects: int, of_them: int | None = None) -> Numbers:
    return {SUBJECTS: subjects, MEASURED: subjects if of_them is None else of_them}


def hidden(groups: dict[str | None, Numbers], elsewhere: Numbers) -> dict[str | None, Hidden]:
    return dict(with_others(groups, too_small(groups, 5), elsewhere, 5))


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
        ({"a": 5, "b": 9}, 1, {"a": OTHER}),  # all but those told of are the one in no group
        ({"a": 5, "b": 9}, 5, {}),
        ({"a": 4, "b": 0, "c": 9}, 0, {"a": SMALL, "c": OTHER}),
        ({"a": 4}, 0, {"a": SMALL}),
    ],
)
def test_as_many_are_hidden_as_a_group_must_have(
    sizes: dict[str | None, int], elsewhere: int, expected: dict[str | None, Hidden]
) -> None:
    groups = {id_: measured(size) for id_, size in sizes.items()}
    assert hidden(groups, measured(elsewhere)) == expected


@pytest.mark.parametrize(
    ("groups", "elsewhere", "expected"),
    [
        ({"a": (10, 1), "b": (9, 9)}, (0, 0), {"a": FEW, "b": OTHER}),  # one alone would be left
        ({"a": (10, 0), "b": (9, 9)}, (0, 0), {}),  # nobody's figures are in a
        ({"a": (10, 5), "b": (9, 9)}, (0, 0), {}),
        ({"a": (3, 0), "b": (9, 9)}, (0, 0), {"a": SMALL, "b": OTHER}),
        # Eight are hidden, but four figures: the next one in size comes too.
        ({"a": (4, 2), "b": (6, 2), "c": (7, 7)}, (0, 0), {"a": SMALL, "b": FEW, "c": OTHER}),
        ({"a": (10, 1), "b": (9, 9)}, (9, 4), {"a": FEW}),
        ({"a": (9, 9), "b": (8, 8)}, (9, 4), {"b": OTHER}),
    ],
)
def test_figures_rest_on_as_many_measured_subjects(
    groups: dict[str | None, tuple[int, int]],
    elsewhere: tuple[int, int],
    expected: dict[str | None, Hidden],
) -> None:
    numbers = {id_: measured(*each) for id_, each in groups.items()}
    assert hidden(numbers, measured(*elsewhere)) == expected


def test_a_figure_of_a_few_of_the_group_hides_it() -> None:
    of_leaders = {**measured(20), "mean of those who lead": 3}
    assert too_small({"a": of_leaders}, 5) == {"a": FEW}


def test_everything_is_told_where_one_is_enough() -> None:
    assert too_small({"a": measured(0), "b": measured(1)}, 1) == {}


def test_what_is_left_over_is_nobody_or_enough() -> None:
    """Whoever takes the groups that are told from the whole: several hundred drawn files."""
    draw = random.Random(48)  # noqa: S311 - a test draws, it hides nothing
    for _ in range(500):
        groups: dict[str | None, Numbers] = {}
        for number in range(draw.randrange(1, 9)):
            size = draw.choice([0, 1, 2, 4, 5, 6, 9, 30])
            of_them = draw.randrange(size + 1)
            groups[str(number)] = {**measured(size, of_them), "x": draw.randrange(of_them + 1)}
        beside = measured(draw.choice([0, 0, 1, 4, 20]))
        kept = hidden(groups, beside)
        told = [id_ for id_ in groups if id_ not in kept]
        for what in (SUBJECTS, MEASURED, "x"):
            assert all(groups[id_][what] == 0 or groups[id_][what] >= 5 for id_ in told)
            over = beside.get(what, 0) + sum(groups[id_][what] for id_ in kept)
            some_left = [id_ for id_ in told if groups[id_][SUBJECTS]]
            assert over == 0 or over >= 5 or not some_left, (groups, beside)
