"""A step of a computation: a value and its reason, made together and never apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from evaluator.model.formula import Few, Ground, OverSubjects
from evaluator.values.amounts import Absent, Endless, Known, NoValue, Open, Pick, Verdict
from evaluator.values.record import record
from evaluator.values.rounding import Rounding


@record()
class Use:
    """Another step's value; in an aggregate with the rule's weight and the share it really has."""

    step: Step
    weight: Fraction | None = None
    share: Fraction | None = None


@record()
class Stated:
    """A number the rules state."""

    value: Fraction


def stated_few(few: Few | None) -> tuple[Stated, ...]:
    """Of how many an aggregate is that takes only a few."""
    return () if few is None else (Stated(Fraction(few.count)),)


@record()
class Read:
    """A place in the response, as a JSON pointer."""

    pointer: str


@record()
class FromSubjects:
    """What the subjects of a group came to: a value of theirs by its id, or `None`: themselves.

    With a `kind` it is what the groups of that kind came to.
    """

    of: str | None
    kind: str | None = None


def from_many(term: OverSubjects) -> FromSubjects:
    """What an aggregate over subjects or groups rests on."""
    return FromSubjects(term.of.id if term.of is not None else None, term.of_groups)


Input = Use | Stated | Read | FromSubjects
"""What a step rests on."""


_NO_GROUND = Ground()


@record(eq=False)
class Step:
    """One step: what was done, to what, by which rule, and what it came to.

    Attributes:
        op: the operation, as printed in `trace`.
        of: the item, value or bands this step is the value of, if it is one.
        label: the category, for a step that picks a band.
        rounding: the rule of a step that rounds.
        row: the row of a table that gave the value, from 1, in the order of the rule file.
        window: the first and last day of the window that a date was held against.
        of_record: what it is that was worked out of a record, by the ids of the list and its own.
    """

    op: str
    amount: Known | Endless | Open | Absent | NoValue | Verdict | Pick
    inputs: Sequence[Input] = ()
    ground: Ground = _NO_GROUND
    of: str | None = None
    label: str | None = None
    rounding: Rounding | None = None
    row: int | None = None
    window: tuple[date, date] | None = None
    of_record: tuple[str, str] | None = None

    def named(self, name: str | None) -> Step:
        """The step as the value of an item or value, or of none."""
        kept = (self.label, self.rounding, self.row, self.window, self.of_record)
        return Step(self.op, self.amount, self.inputs, self.ground, name, *kept)

    @property
    def is_open(self) -> bool:
        """Whether it waits for answers: a value still between bounds, a condition undecided."""
        match self.amount:
            case Open():
                return True
            case Verdict(holds=holds):
                return holds is None
            case Pick(is_open=is_open):
                return is_open
            case _:
                return False


def in_order(roots: Iterable[Step]) -> Iterator[Step]:
    """Every step below the roots, each once, after the steps it uses."""
    seen: set[int] = set()

    def visit(step: Step) -> Iterator[Step]:
        if id(step) in seen:
            return
        seen.add(id(step))
        for used in step.inputs:
            if isinstance(used, Use):
                yield from visit(used.step)
        yield step

    for root in roots:
        yield from visit(root)


def awaited(roots: Iterable[Step]) -> frozenset[str]:
    """The places of the response that open steps wait for; what is settled waits for nothing."""
    waiting, seen = [step for step in roots if step.is_open], set[int]()
    places: set[str] = set()
    while waiting:
        step = waiting.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        places.update(used.pointer for used in step.inputs if isinstance(used, Read))
        uses = (used.step for used in step.inputs if isinstance(used, Use))
        waiting.extend(inner for inner in uses if inner.is_open)
    return frozenset(places)
