"""Which row of a table holds, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evaluator.backends.exact.arithmetic import hull
from evaluator.backends.exact.conditions import Outcome, joined
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.records import Decide, pick_record
from evaluator.backends.exact.steps import Read, Step, Use, awaited
from evaluator.model.formula import (
    AnyCell,
    Cell,
    FieldChoice,
    Formula,
    InputChoice,
    Interval,
    Keys,
    Lookup,
    MissingCell,
    NoneCell,
    PickRecord,
    Row,
    Stretches,
    Subject,
)
from evaluator.values.amounts import Absent, Endless, Known, NoValue, Open, Pick, Verdict, bounds

Compute = Callable[[Formula], Step]

Given = Fraction | str | NoValue | None

_OF_NOTHING = "nothing_to_aggregate"
"""Why an aggregate over no records has no value."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a subject came to, and where that was read.

    Attributes:
        given: `None` where it waits for an answer.
        word: the cell that alone takes it, where the table says what is missing or of no records.
        possible: the choices it can still come to while it is open, where that is known.
        may_be_none: whether it is open if any record counts, and a row says what none comes to.
        may_be_missing: whether it is open if an answer comes, and a row says what none comes to.
        between: between which numbers it lies while it is open, where it is a number.
    """

    given: Given
    uses: tuple[Use | Read, ...]
    word: type[MissingCell | NoneCell] | None
    possible: tuple[str | None, ...] | None
    may_be_none: bool
    may_be_missing: bool
    between: Interval | None

    def may_be(self, choices: tuple[str, ...]) -> bool:
        """Whether it can still come to one of these."""
        return self.possible is None or any(choice in choices for choice in self.possible)


def look_up(table: Lookup, facts: Facts, compute: Compute, stated: Compute, decide: Decide) -> Step:
    """The result of the row that holds; while none is sure, anything that rows may still give.

    Args:
        table: the table.
        facts: the answers.
        compute: gives the step of a subject.
        stated: gives the step of a row's result.
        decide: gives the step of a condition on records.
    """
    looked = [_look(table, column, facts, compute, decide) for column in range(len(table.subjects))]
    outcomes = [(row, _holds(row, looked)) for row in table.rows]
    sure = next((row for row, outcome in outcomes if outcome == Verdict(holds=True)), None)
    if sure is not None:
        return _taken(table, sure, _told(table, looked), stated)
    perhaps = [place for place, (_, held) in enumerate(outcomes) if held == Verdict(holds=None)]
    if perhaps:
        return _undecided(table, perhaps, looked, stated)
    only = looked[0].given
    row = table.read_into(only) if isinstance(only, Fraction) and len(looked) == 1 else None
    if row is not None:
        return _between(table, row, looked[0], stated)
    stuck = (outcome for _, outcome in outcomes if isinstance(outcome, NoValue))
    amount = next(stuck, NoValue("no_row"))
    return Step(op="lookup", amount=amount, inputs=_told(table, looked), ground=table.ground)


def _taken(table: Lookup, row: Row, uses: Sequence[Use | Read], stated: Compute) -> Step:
    """The row gives the value; the step stands where the row does."""
    result = stated(row.result)
    return Step(
        op="lookup",
        amount=result.amount,
        inputs=(*uses, Use(step=result)),
        ground=row.ground.joined(table.ground),
        row=row.number,
    )


def _undecided(
    table: Lookup, places: Sequence[int], looked: Sequence[_Looked], stated: Compute
) -> Step:
    """Anything the rows give; one that no number between the bounds falls in has no part in it."""
    taken = table.taken
    results = [(taken[place], stated(table.rows[place].result)) for place in places]
    likely = [result for cells, result in results if _may_take(cells, looked)]
    amounts = [
        result.amount
        for result in likely or [result for _, result in results]
        if not isinstance(result.amount, Verdict | Pick)
    ]
    inputs = (*_told(table, looked), *(Use(step=result) for _, result in results))
    return Step(op="lookup", amount=hull(amounts), inputs=inputs, ground=table.ground)


def _between(table: Lookup, row: Row, looked: _Looked, stated: Compute) -> Step:
    """The number lies between two rows; a step of its own says that it is read into one."""
    if not isinstance(looked.given, Fraction) or table.hole is None:
        raise AssertionError("only a number is read into a row")
    amount = Known(looked.given)
    read = Step(op="between_rows", amount=amount, inputs=looked.uses, ground=table.hole.ground)
    return _taken(table, row, (Use(step=read),), stated)


# Subjects ----------------------------------------------------------------------------------------


def _look(table: Lookup, column: int, facts: Facts, compute: Compute, decide: Decide) -> _Looked:
    given, uses = _given(table.subjects[column], facts, compute, decide)
    possible = _possible(uses) if isinstance(table.subjects[column], PickRecord) else None
    says_none = any(isinstance(row.cells[column], NoneCell) for row in table.rows)
    none = given is None and says_none and (possible is None or None in possible)
    between = _between_ends(uses) if given is None else None
    word = _word(table, column, given)
    missing = word is MissingCell and facts.may_come(_read_in(uses))
    return _Looked(given, uses, None if missing else word, possible, none, missing, between)


def _read_in(uses: tuple[Use | Read, ...]) -> frozenset[str]:
    """The places a subject is read at that nobody filled in."""
    direct = (used.pointer for used in uses if isinstance(used, Read))
    return awaited(used.step for used in uses if isinstance(used, Use)).union(direct)


def _between_ends(uses: tuple[Use | Read, ...]) -> Interval | None:
    """The least and the most of an open number."""
    for used in uses:
        if isinstance(used, Use) and isinstance(used.step.amount, Open):
            least, most = bounds(used.step.amount)
            return Interval(low=least, low_included=True, high=most, high_included=True)
    return None


def _possible(uses: tuple[Use | Read, ...]) -> tuple[str | None, ...] | None:
    """What the choice among records can come to."""
    amounts = (used.step.amount for used in uses if isinstance(used, Use))
    return next((amount.possible for amount in amounts if isinstance(amount, Pick)), None)


def _given(
    subject: Subject, facts: Facts, compute: Compute, decide: Decide
) -> tuple[Given, tuple[Use | Read, ...]]:
    if isinstance(subject, InputChoice):
        answer = facts.answer(subject.id)
        if isinstance(answer, Absent):
            return NoValue("not_applicable"), facts.reads(subject.id)
        return _as_choice(answer), facts.reads(subject.id)
    if isinstance(subject, FieldChoice):
        return _as_choice(facts.field(subject.id)), (Read(facts.place(subject.id)),)
    step = (
        pick_record(subject, facts, decide) if isinstance(subject, PickRecord) else compute(subject)
    )
    match step.amount:
        case Pick(is_open=is_open, choice=choice):
            none = None if is_open else NoValue(_OF_NOTHING)
            return none if choice is None else choice, (Use(step=step),)
        case Known(value=value):
            return value, (Use(step=step),)
        case Open():
            return None, (Use(step=step),)
        case Absent():
            return NoValue("not_applicable"), (Use(step=step),)
        case NoValue() as without:
            return without, (Use(step=step),)
        case Endless() | Verdict():
            raise AssertionError("a table is by what can be compared exactly")
        case _:
            assert_never(step.amount)


def _as_choice(answer: object) -> str | None:
    """The choice that was answered; `None` while it is open."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer if isinstance(answer, str) else None


def _word(table: Lookup, column: int, given: Given) -> type[MissingCell | NoneCell] | None:
    kind: type[MissingCell | NoneCell]
    match given:
        case None:
            kind = MissingCell
        case NoValue(code=code) if code == _OF_NOTHING:
            kind = NoneCell
        case _:
            return None
    return kind if any(isinstance(row.cells[column], kind) for row in table.rows) else None


def _told(table: Lookup, looked: Sequence[_Looked]) -> tuple[Use | Read, ...]:
    """Where every subject was read.

    What nobody answered and a row takes as such is settled: it waits for nothing.
    """
    uses: list[Use | Read] = []
    for one in looked:
        if one.given is None and one.word is not None:
            amount, ground = NoValue("not_answered"), table.ground
            settled = Step(op="unanswered", amount=amount, inputs=one.uses, ground=ground)
            uses.append(Use(step=settled))
        else:
            uses.extend(one.uses)
    return tuple(uses)


# Rows --------------------------------------------------------------------------------------------


def _holds(row: Row, looked: Sequence[_Looked]) -> Outcome:
    cells = zip(row.cells, looked, strict=True)
    return joined([_takes(cell, one) for cell, one in cells], settles=False)


def _may_take(cells: Sequence[Cell], looked: Sequence[_Looked]) -> bool:
    """Whether the cells of a row can take what every subject may still come to."""
    return all(
        one.between is None
        or not isinstance(cell, Stretches)
        or any(stretch.meets(one.between) for stretch in cell.intervals)
        for cell, one in zip(cells, looked, strict=True)
    )


def _takes(cell: Cell, looked: _Looked) -> Outcome:
    """Whether a cell takes what a subject came to."""
    given = looked.given
    if looked.word is not None:
        return Verdict(isinstance(cell, looked.word))
    match cell:
        case AnyCell():
            return Verdict(holds=None if looked.may_be_none or looked.may_be_missing else True)
        case NoneCell():
            return Verdict(holds=None if looked.may_be_none else False)
        case MissingCell():
            return Verdict(holds=None if looked.may_be_missing else False)
        case Keys(choices=choices) if given is None and not looked.may_be(choices):
            return Verdict(holds=False)
        case Keys() | Stretches() if given is None:
            return Verdict(holds=None)
        case Keys() | Stretches() if isinstance(given, NoValue):
            return given
        case Keys(choices=choices):
            return Verdict(given in choices)
        case Stretches(intervals=intervals):
            return Verdict(isinstance(given, Fraction) and any(given in x for x in intervals))
        case _:
            assert_never(cell)
