"""Values of a group, from the statistics of its subjects."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from evaluator.backends.exact.assess import Assessment, conclude
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.groups import (
    Gathered,
    GroupAssessment,
    Statistics,
    assess_group,
    summarise,
)
from evaluator.model.dump import dump_instrument
from evaluator.model.formula import Gathering
from evaluator.model.instrument import Instrument
from evaluator.model.load import load_instrument
from evaluator.pipeline import compile_edition, read
from evaluator.source import Source
from evaluator.values.amounts import Amount, Known, NoValue, Open

RULES = """
instrument points edition "1" {
  in force from 2024-01-01
  assesses person in office
  input post one of { leader; clerk }
  input marks number from 0 to 100
  input hours number from 0 to 40
  not scored when marks <= 0 because "there is nothing to score"
  value total = marks + 10 / hours published with 0 decimals half up
  bands grade of total { "Low" below 50; "High" from 50 }
  verdict fit { "Fit" when marks >= 60 and hours >= 3; "Not fit" otherwise }
  for each office {
    %s
    input target number above 0
    value people = count of person
    value leaders = count of person where (post is leader)
    value high = count of person where (grade is "High")
    value fit_people = count of person where (fit is "Fit")
    value others = count of person where (not grade is "High")
    value measured = count of total
    value all = sum of total
    value mean_total = mean of total
    value printed = mean of total as published
    value weighted = mean of total weighted by hours
    value by_hours = mean of marks weighted by hours
    value top = highest of marks
    value bottom = lowest of total where (post is clerk)
    value reached = mean_total / target published with 2 decimals truncated
    bands office_grade of mean_total {
      "Low" below 50
      "High" from 50 only when highest of hours >= 4 and people >= 2
    }
  }
}
"""
LEFT_OUT = "an incomplete subject is left out"
COUNTS = "an incomplete subject counts as 60"

Person = tuple[str | None, int | None, int | None]
TWO: Sequence[Person] = (("leader", 40, 2), ("clerk", 70, 4))


def rules_with(policy: str) -> Instrument:
    program = read([Source("points.takar", RULES % policy)])
    compiled = compile_edition(program, ("points", "1")).value
    assert compiled is not None
    return compiled


def person(instrument: Instrument, said: Person) -> Assessment:
    names = ("post", "marks", "hours")
    given = {n: x for n, x in zip(names, said, strict=True) if x is not None}
    facts = {n: Fraction(x) if isinstance(x, int) else x for n, x in given.items()}
    return conclude(instrument, Facts({}, facts), {})


def office(policy: str, people: Sequence[Person], target: int | None = 50) -> GroupAssessment:
    instrument = rules_with(policy)
    (rules,) = instrument.groups
    statistics = summarise(rules, [person(instrument, said) for said in people])
    inputs = {} if target is None else {"target": Fraction(target)}
    return assess_group(instrument, rules, statistics, inputs)


def value(group: GroupAssessment, name: str) -> Amount:
    amount = group.assessment.evaluation.values[name].amount
    assert isinstance(amount, Known | Open | NoValue)
    return amount


def test_every_aggregate_over_complete_subjects() -> None:
    group = office("", TWO)
    expected = {
        "people": 2,
        "leaders": 1,
        "high": 1,
        "fit_people": 1,
        "others": 1,
        "measured": 2,
        "all": 45 + Fraction(145, 2),
        "mean_total": Fraction(235, 4),
        "printed": 59,
        "weighted": (45 * 2 + Fraction(145, 2) * 4) / 6,
        "top": 70,
        "bottom": Fraction(145, 2),
        "reached": Fraction(47, 40),
    }
    assert {name: value(group, name) for name in expected} == {
        name: Known(Fraction(x)) for name, x in expected.items()
    }
    category, _ = group.assessment.categories["office_grade"]
    assert category.row is not None
    assert category.row.label == "High"
    published = group.assessment.published("reached").amount
    assert published == Known(Fraction("1.17"))


@pytest.mark.parametrize("missing", [("leader", None, 2), ("leader", 40, None)])
def test_an_incomplete_subject_leaves_its_group_incomplete_unless_the_rules_say(
    missing: Person,
) -> None:
    group = office("", [*TWO, missing])
    assert value(group, "people") == Known(Fraction(3))
    assert value(group, "leaders") == Known(Fraction(2))
    assert value(group, "high") == Open(Fraction(1), Fraction(2))
    # The other answer settles that this one is not fit.
    assert value(group, "fit_people") == Known(Fraction(1))
    assert value(group, "measured") == Open(Fraction(2), Fraction(3))
    assert value(group, "mean_total") == Open(None, None)
    # A clerk is asked for: this leader takes no part whatever the answer.
    assert value(group, "bottom") == Known(Fraction(145, 2))
    assert group.left_out == 0


def test_an_incomplete_subject_that_is_left_out_still_counts_as_a_subject() -> None:
    group = office(LEFT_OUT, [*TWO, ("leader", None, 2), (None, 90, None)])
    assert group.left_out == 2
    known = {"people": 4, "leaders": 2, "high": 1, "measured": 2, "mean_total": Fraction(235, 4)}
    assert {name: value(group, name) for name in known} == {
        name: Known(Fraction(x)) for name, x in known.items()
    }


def test_an_incomplete_subject_can_count_as_a_number_and_has_its_category() -> None:
    group = office(COUNTS, [*TWO, ("clerk", None, 1)])
    assert group.left_out == 0
    known = {
        "measured": 3,
        "all": Fraction(235, 2) + 60,
        "high": 2,
        "bottom": 60,
        "weighted": Fraction(45 * 2 + 290 + 60, 7),
    }
    assert {name: value(group, name) for name in known} == {
        name: Known(Fraction(x)) for name, x in known.items()
    }
    # What it did not answer is not made up: an input is asked for as it stands.
    assert value(group, "top") == Open(None, None)


def test_a_subject_without_a_value_takes_no_part_and_is_told() -> None:
    group = office("", [*TWO, ("clerk", 80, 0), ("leader", 0, 1)])
    assert group.statistics.not_scored == 1
    assert group.statistics.incomplete == 0
    assert value(group, "measured") == Known(Fraction(2))
    # Neither has a category, so it is not said of them that theirs is another one.
    assert value(group, "others") == Known(Fraction(1))
    (total,) = (t for t in group.rules.asks if t.aggregate is Gathering.SUM)
    assert group.statistics.terms[total].without == 2


def test_of_nobody_there_is_no_mean() -> None:
    group = office(LEFT_OUT, [("leader", None, None)])
    assert value(group, "mean_total") == NoValue("nobody_to_aggregate")
    assert value(group, "top") == NoValue("nobody_to_aggregate")
    assert value(group, "all") == Known(Fraction(0))
    assert value(group, "reached") == NoValue("nobody_to_aggregate")


def test_weights_that_add_up_to_nought_give_no_mean() -> None:
    group = office(LEFT_OUT, [("leader", 40, 0)])
    assert value(group, "by_hours") == NoValue("division_by_zero")


def test_a_missing_target_leaves_what_needs_it_incomplete() -> None:
    group = office("", TWO, target=None)
    assert value(group, "reached") == Open(Fraction(0), None)
    assert value(group, "mean_total") == Known(Fraction(235, 4))


def test_statistics_may_come_from_anywhere() -> None:
    instrument = rules_with(LEFT_OUT)
    (rules,) = instrument.groups
    people = [person(instrument, said) for said in TWO]
    summed = summarise(rules, people)
    total = summed.terms[next(t for t in rules.asks if t.aggregate is Gathering.SUM)]
    assert total == Gathered(
        count=2,
        total=Fraction(235, 2),
        weight=Fraction(2),
        highest=Fraction(145, 2),
        lowest=Fraction(45),
    )
    again = Statistics(subjects=2, terms=summed.terms)
    first, second = (
        assess_group(instrument, rules, s, {"target": Fraction(50)}) for s in (summed, again)
    )
    assert values_of(first) == values_of(second)


def values_of(group: GroupAssessment) -> dict[str, object]:
    return {name: step.amount for name, step in group.assessment.evaluation.values.items()}


def test_the_rules_of_a_group_are_dumped_and_loaded() -> None:
    instrument = rules_with(COUNTS)
    sources = {"points.takar": Source("points.takar", RULES % COUNTS)}
    assert load_instrument(dump_instrument(instrument), sources) == instrument


def test_each_aggregate_is_asked_for_once() -> None:
    (rules,) = rules_with("").groups
    # One value asks for nothing, and the condition of a band asks for one thing more.
    assert len(rules.asks) == len(set(rules.asks)) == len(rules.values)
