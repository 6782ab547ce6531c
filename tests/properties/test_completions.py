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
from evaluator.backends.exact.steps import Step, awaited
from evaluator.backends.sql.columns import declaration, declared_part
from evaluator.intake.pointer import below
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
    asked = asked_for(drawn, given, whole)
    whole = {name: answer for name, answer in whole.items() if name in asked}
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


def asked_for(drawn: Instrument, given: Row, whole: Row) -> frozenset[str]:
    """The names of what another row answers that may be added to this one.

    Where a table takes answers as missing, what nobody waits for is settled as missing, and an
    answer to it changes what was settled.
    """
    if not takes_what_is_missing(drawn):
        return frozenset(whole)
    places = awaited(assess(drawn, response_of(drawn, given), Stage.SELF).waiting)
    return frozenset(name for name in whole if below("/answers", name) in places)


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


def foretold(before: Assessment, after: Assessment, *, settled: bool) -> None:
    """That every figure, category and gate was among what could come.

    What is `settled` does not change, unless a table takes an answer as missing.
    """
    later = dict(figures(after))
    for name, step in figures(before):
        if settled or step.is_open:
            held(name, step, later[name])
    for name, (category, _) in after.categories.items():
        earlier, read = before.categories[name]
        if category.row is not None and (settled or read.is_open or earlier.waits):
            assert category.row in earlier.possible, name
    for name, labelled in after.labelled.items():
        ahead = before.labelled[name]
        if settled or ahead.step.is_open:
            assert labelled.label is None or labelled.label in ahead.possible, name
    for (_, one), (_, other) in zip(before.gates, after.gates, strict=True):
        if not settled and one.holds is not None:
            continue
        if isinstance(other.outcome, Verdict) and isinstance(one.outcome, Verdict):
            assert other.holds is None or other.holds in prospects(one.step)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_nothing_comes_that_was_not_foretold(shard: int) -> None:
    tried = 0
    for number in range(shard, INSTRUMENTS, SHARDS):
        random = seeded(f"completed {number}")
        drawn = instrument(random)
        settled = not takes_what_is_missing(drawn)
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
                after = assess(drawn, response_of(drawn, more), Stage.SELF)
                foretold(before, after, settled=settled)
                tried += 1
    assert tried > INSTRUMENTS // SHARDS, "too few rows are completed"
