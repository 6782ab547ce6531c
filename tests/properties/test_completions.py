"""What is still missing may be answered in any way: nothing comes of it that was not foretold.

The least and the most of a value, the categories that are possible and what a condition can still
come to are held against the same responses with more answers in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from evaluator.backends.exact.assess import Assessment, assess
from evaluator.backends.exact.prospects import prospects
from evaluator.backends.exact.steps import Step
from evaluator.backends.sql.columns import declaration, declared_part
from evaluator.intake.response import Record, Stage
from evaluator.model.instrument import Instrument, ListType
from evaluator.values.amounts import Absent, Endless, Known, NoValue, Open, Verdict, bounds
from properties.instruments_drawn import (
    Row,
    answered_in_vain,
    instrument,
    response_of,
    rows,
    seeded,
)

INSTRUMENTS = 160
ROWS = 12
SHARDS = 4


def completed(random: Random, drawn: Instrument, given: Row, whole: Row) -> Row:
    """The row with answers of another in it; what it says itself stays."""
    row = dict(given)
    for name, answer in whole.items():
        part = declared_part(name)
        declared = part in given if part is not None else declaration(name) in given
        if name not in given and not declared:
            row[name] = answer
    for one in drawn.questions:
        kept = given.get(one.key)
        if isinstance(one.type, ListType) and isinstance(kept, tuple):
            row[one.key] = tuple(filled(random, record, whole.get(one.key)) for record in kept)
    return row


def filled(random: Random, record: Record, others: object) -> Record:
    """The record with fields of another in it."""
    if not isinstance(others, tuple) or not others:
        return record
    return replace(record, fields={**random.choice(others).fields, **record.fields})


def takes_what_is_missing(drawn: Instrument) -> bool:
    """Whether a table settles something because nobody answered: an answer then changes it."""
    return "MissingCell(" in repr(drawn)


def figures(found: Assessment) -> Iterator[tuple[str, Step]]:
    run = found.evaluation
    for kind, steps in (("item", run.items), ("value", run.values), ("print", run.published)):
        yield from ((f"{kind} {name}", step) for name, step in steps.items())


def held(name: str, before: Step, after: Step) -> None:
    """That a figure lies where it was said to lie."""
    one, other = before.amount, after.amount
    if isinstance(other, Absent | NoValue) or isinstance(one, NoValue):
        return
    assert isinstance(one, Known | Endless | Open), name
    assert isinstance(other, Known | Endless | Open), name
    (low, high), (least, most) = bounds(one), bounds(other)
    if least is None or most is None:
        # What is still open may have come to what has no value, or no end.
        assert isinstance(other, Open), name
    assert low is None or least is None or least >= low, (name, one, other)
    assert high is None or most is None or most <= high, (name, one, other)


def foretold(before: Assessment, after: Assessment) -> None:
    """That every figure, category and gate was among what could come."""
    later = dict(figures(after))
    for name, step in figures(before):
        held(name, step, later[name])
    for name, (category, _) in after.categories.items():
        if category.row is not None:
            assert category.row in before.categories[name][0].possible, name
    for name, labelled in after.labelled.items():
        assert labelled.label is None or labelled.label in before.labelled[name].possible, name
    for (_, one), (_, other) in zip(before.gates, after.gates, strict=True):
        if isinstance(other.outcome, Verdict) and isinstance(one.outcome, Verdict):
            assert other.holds is None or other.holds in prospects(one.step)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_nothing_comes_that_was_not_foretold(shard: int) -> None:
    tried = 0
    for number in range(shard, INSTRUMENTS, SHARDS):
        random = seeded(f"completed {number}")
        drawn = instrument(random)
        if takes_what_is_missing(drawn):
            continue
        given = list(rows(random, drawn, ROWS))
        for row in given:
            if answered_in_vain(drawn, row):
                continue
            before = assess(drawn, response_of(drawn, row), Stage.SELF)
            for whole in given[::3]:
                more = completed(random, drawn, row, whole)
                if more == row or answered_in_vain(drawn, more) & row.keys():
                    continue
                more = {n: x for n, x in more.items() if n not in answered_in_vain(drawn, more)}
                foretold(before, assess(drawn, response_of(drawn, more), Stage.SELF))
                tried += 1
    assert tried > INSTRUMENTS // SHARDS, "too few rows are completed"
