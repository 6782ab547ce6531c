"""Answers that break a claim, looked for by trying: all of them, or the likely ones of very many.

Only answers at which there is a score count: a gate that holds leaves nothing to claim anything of.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product as combinations
from math import prod
from typing import TypeVar

from evaluator.analysis.answer_sets import is_unlisted, of_field
from evaluator.analysis.attainable import Attainable
from evaluator.analysis.intervals import EVERYTHING, between
from evaluator.analysis.listing import MAX_COMBINATIONS
from evaluator.analysis.pointwise import Point, filled, holds_at, rounded_at
from evaluator.analysis.references import (
    asks_dates,
    formula_of,
    reached,
    references,
    steps_to,
    walk,
)
from evaluator.analysis.value_sets import Finite
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.model.instrument import (
    ChoiceType,
    Input,
    Item,
    NumberType,
    YesNoType,
    answered_item,
)
from evaluator.values.numbers import text_of
from evaluator.values.reals import Real, outward
from evaluator.values.rounding import Rounding

TRIALS = 300
"""How many answers are drawn where not all can be tried; always the same ones."""
MAX_STEPS = 2_000_000
"""How many values are worked out, at most, on the way to answers that break a claim."""

ENDLESS_STEPS = 1_000
"""How many values are worked out in the time in which one without an end is, roughly."""

Answers = Mapping[str, Point]
P = TypeVar("P", bound=Point)


@dataclass(frozen=True, slots=True)
class Fall:
    """An answer that was raised from `low` to `high` and took the value down."""

    answer: str
    low: Fraction | str
    high: Fraction | str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Outside:
    """A value outside what is claimed, and the answers it comes of."""

    value: Fraction
    """A value whose digits have no end is told by a decimal beside it."""
    answers: Answers


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying showed: answers that break the claim, or none.

    `all_tried` where nothing was left to try.
    """

    found: Fall | Outside | None
    all_tried: bool


NOTHING_TRIED = Tried(None, all_tried=False)
FAR = (Fraction(-(10**6)), Fraction(-(10**3)), Fraction(10**3), Fraction(10**6))
"""Numbers that are tried of an answer without an end, beside those that stand in the rules."""


def falling(attainable: Attainable, name: str) -> Tried:
    """Look for answers of which one, raised, lowers the value."""
    trial = _trial(attainable, name)
    if trial is None:
        return NOTHING_TRIED
    for here in trial.everything() if trial.is_small else trial.drawn():
        fall = trial.fall_at(here)
        if fall is not None:
            return Tried(fall, all_tried=False)
    return Tried(None, all_tried=trial.is_small and trial.is_whole)


def outside(
    attainable: Attainable, name: str, interval: Interval, rounding: Rounding | None = None
) -> Tried:
    """Look for answers with which the value, rounded if so, lies outside an interval."""
    ends = {interval.low, interval.high, *FAR} - {None}
    trial = _trial(attainable, name, frozenset(x for x in ends if x is not None))
    if trial is None:
        return NOTHING_TRIED
    tries = trial.everything() if trial.is_small else trial.towards_the_ends()
    for here in tries:
        value = trial.value(here)
        if rounding is not None and isinstance(value, Fraction | Real):
            value = rounded_at(value, rounding)
        if isinstance(value, Fraction | Real) and lies_beyond(value, interval):
            return Tried(Outside(told_as(value, interval), here), all_tried=False)
    return Tried(None, all_tried=trial.is_small and trial.is_whole)


def ends_of(attainable: Attainable, name: str) -> tuple[Answers, Answers] | None:
    """All answers at their lowest, and all at their highest.

    `None` where some have no lowest or highest, or an answer has no order.
    """
    trial = _trial(attainable, name)
    if trial is None or not all(grid.ordered for grid in trial.own.values()):
        return None
    lowest, highest = {}, {}
    for atom, grid in trial.own.items():
        values = attainable.of(atom) if not attainable.choices(atom) else None
        if values is None:
            lowest[atom], highest[atom] = grid.points[0], grid.points[-1]
            continue
        hull = values.hull
        if values.left_out or hull is None or not (hull.low_included and hull.high_included):
            return None
        if hull.low is None or hull.high is None:
            return None
        lowest[atom], highest[atom] = hull.low, hull.high
    return lowest, highest


def value_with(attainable: Attainable, name: str, answers: Answers) -> Point:
    """What a value comes to with all the answers that it rests on."""
    steps = steps_to(frozenset({name}), frozenset(answers), attainable.defined)
    return filled(answers, steps, attainable.defined)[name]


def lies_beyond(value: Fraction | Real, interval: Interval) -> bool:
    """Whether a value surely lies outside an interval."""
    if isinstance(value, Fraction):
        return value not in interval
    return (interval.low is not None and value < interval.low) or (
        interval.high is not None and value > interval.high
    )


def told_as(value: Fraction | Real, interval: Interval) -> Fraction:
    """A value outside an interval; one without an end by the decimal on its outer side."""
    low, high = outward(value)
    return low if interval.low is not None and low < interval.low else high


def rests_on_order(attainable: Attainable, name: str) -> bool:
    """Whether anything that the value rests on can be raised: a level, a number, a rank."""
    inner = formula_of(attainable.defined[name])
    atoms = attainable.atoms([inner]) if inner is not None else frozenset({name})
    unordered = (_is_unordered(attainable, atom) for atom in atoms)
    return not atoms or not all(unordered)


def _is_unordered(attainable: Attainable, atom: str) -> bool:
    match attainable.defined.get(atom):
        case Input(type=ChoiceType() as kind):
            return not kind.ordered
        case Input(type=YesNoType()):
            return True
        case _:
            return False


@dataclass(slots=True)
class _Trial:
    """The value that is tried, what it needs, and what each answer can be.

    `own` are the answers the value rests on; those that only gates look at come beside them.
    """

    attainable: Attainable
    name: str
    steps: Sequence[str]
    gates: Sequence[f.Condition]
    grids: Mapping[str, _Grid]
    own: Mapping[str, _Grid]
    left: int = field(default=MAX_STEPS)

    @property
    def is_small(self) -> bool:
        """Whether every combination of answers can be tried."""
        return prod(len(grid.points) for grid in self.grids.values()) <= MAX_COMBINATIONS

    @property
    def is_whole(self) -> bool:
        """Whether the answers that are tried are all there are."""
        return all(grid.whole for grid in self.grids.values())

    def everything(self) -> Iterator[Answers]:
        """Every combination of answers."""
        for values in combinations(*(grid.points for grid in self.grids.values())):
            yield dict(zip(self.grids, values, strict=True))

    def drawn(self) -> Iterator[Answers]:
        """Answers drawn at random: always the same ones."""
        draw = random.Random(0)  # noqa: S311 - the same answers every time
        for _ in range(TRIALS):
            yield {atom: draw.choice(grid.points) for atom, grid in self.grids.items()}

    def value(self, here: Answers) -> Point | None:
        """The value where these are the answers; `None` where a gate leaves no score."""
        defined = self.attainable.defined
        points = filled(here, self.steps, defined)
        endless = sum(1 for point in points.values() if isinstance(point, Real))
        self.left -= len(self.steps) + 1 + endless * ENDLESS_STEPS
        if any(holds_at(gate, points, defined) is True for gate in self.gates):
            return None
        return points[self.name]

    def fall_at(self, here: Answers) -> Fall | None:
        """An answer that lowers the value when it is raised from here to what comes next."""
        before = self.value(here)
        if not isinstance(before, Fraction):
            return None
        for atom, grid in self.own.items():
            low, following = here[atom], grid.after(here[atom])
            if not isinstance(low, Fraction | str) or not isinstance(following, Fraction | str):
                continue
            after = self.value({**here, atom: following})
            if isinstance(after, Fraction) and after < before:
                return Fall(atom, low, following, before, after)
        return None

    def towards_the_ends(self) -> Iterator[Answers]:
        """Answers that lead downwards, then upwards, from a few where there is a score."""
        for start in self._starts():
            for sign in (-1, 1):
                yield from self._climb(start, sign)

    def _starts(self) -> Iterator[Answers]:
        """The first of all answers, the last, then drawn ones: those at which there is a value."""
        ends = [{atom: grid.points[at] for atom, grid in self.grids.items()} for at in (0, -1)]
        for start in (*ends, *self.drawn()):
            if self.left <= 0:
                return
            if isinstance(self.value(start), Fraction | Real):
                yield start

    def _climb(self, start: Answers, sign: int) -> Iterator[Answers]:
        """One answer after the other is changed to what takes the value further."""
        here, best = dict(start), self.value(start)
        moved = True
        while moved and isinstance(best, Fraction | Real):
            yield here
            moved = False
            for atom, grid in self.grids.items():
                for point in grid.points:
                    if self.left <= 0:
                        return
                    value = self.value({**here, atom: point})
                    if isinstance(value, Fraction | Real) and value * sign > best * sign:
                        here, best, moved = {**here, atom: point}, value, True


def _trial(
    attainable: Attainable, name: str, beside: frozenset[Fraction] = frozenset()
) -> _Trial | None:
    """What can be tried of a value; `None` where it rests on what nobody lists.

    Numbers `beside` those that stand in the rules are tried as well.
    """
    defined = attainable.defined
    inner = formula_of(defined[name])
    own = attainable.atoms([inner]) if inner is not None else frozenset({name})
    if not _is_listed(attainable, own, frozenset({name})):
        return None
    gates, asked = [], set(own)
    for gate in attainable.gates:
        atoms = attainable.atoms([gate])
        if _is_listed(attainable, atoms, references(gate)) and not asks_dates(gate):
            gates.append(gate)
            asked |= atoms
        elif atoms & own:
            return None
    wanted = frozenset({name}).union(*map(references, gates))
    stated = frozenset(numbers_in(attainable)) | beside
    grids = {atom: _grid(attainable, atom, stated) for atom in sorted(asked)}
    return _Trial(
        attainable=attainable,
        name=name,
        steps=steps_to(wanted, frozenset(asked), defined),
        gates=gates,
        grids=grids,
        own={atom: grid for atom, grid in grids.items() if atom in own},
    )


def _is_listed(attainable: Attainable, atoms: Iterable[str], names: frozenset[str]) -> bool:
    """Whether these answers can be listed, and nothing on the way from them looks at dates."""
    defined = attainable.defined
    if any(atom not in defined or is_unlisted(defined[atom]) for atom in atoms):
        return False
    formulas = (formula_of(defined[x]) for x in reached(names, defined))
    return not any(asks_dates(formula) for formula in formulas if formula is not None)


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is tried of one answer, lowest first; `whole` where that is all it can be.

    `ordered` where one can be higher than another.
    """

    points: tuple[Point, ...]
    whole: bool
    ordered: bool = True

    def after(self, point: Point) -> Point | None:
        """The next higher one."""
        place = self.points.index(point) + 1
        return self.points[place] if self.ordered and place < len(self.points) else None


_NEAR = Fraction(1, 100)
"""How far beside a number of the rules a number input is tried."""


def numbers_near(kind: NumberType, numbers: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """The ends of a number input, the numbers given that it can be, and what lies beside them."""
    stated = {kind.low, kind.high, *numbers} - {None}
    near = {x + d for x in stated if x is not None for d in (-_NEAR, Fraction(0), _NEAR)}
    held = [x for x in sorted(near) if of_field(kind).inside(between(x, x))]
    return tuple(held) or (Fraction(0),)


def numbers_in(attainable: Attainable) -> Iterator[Fraction]:
    """Every number that stands in a formula of the rules."""
    for definition in attainable.defined.values():
        formula = formula_of(definition)
        if formula is not None:
            yield from (part.value for part in walk(formula) if isinstance(part, f.Constant))


def _grid(attainable: Attainable, atom: str, numbers: frozenset[Fraction]) -> _Grid:
    """What is tried of an answer; `numbers` are those that stand in the rules."""
    match attainable.defined[atom]:
        case Input(type=ChoiceType() as kind):
            choices = tuple(choice for choice, _ in kind.choices)
            return _Grid(choices, whole=True, ordered=kind.ordered)
        case Input(type=YesNoType()):
            return _Grid(("yes", "no"), whole=True, ordered=False)
        case Input(type=NumberType() as kind):
            return _Grid(numbers_near(kind, numbers), whole=False)
        case Item() | Input():
            values = attainable.of(atom)
            finite = isinstance(values, Finite)
            points = values.values if isinstance(values, Finite) else values.inside(EVERYTHING)
            return _Grid(tuple(points), whole=finite and not values.left_out)
        case _:
            raise AssertionError("an answer is an item's or an input's")


# In words ----------------------------------------------------------------------------------------

MAX_NAMED = 6
"""How many answers of a kind are named; the rest are counted."""
_DECLARED = "whether "


def asked_name(name: str) -> str:
    """What stands in a response for an answer that a formula names."""
    return answered_item(name) or name


def answered(attainable: Attainable, answers: Answers) -> Answers:
    """Answers as a response states them: a level of a scale by its number, not what it counts as.

    Of levels that count as the same, the lowest.
    """
    return {name: answer_of(attainable, name, x) for name, x in answers.items()}


def answer_of(attainable: Attainable, name: str, counted: P) -> P | Fraction:
    """The answer that counts as so much."""
    item = attainable.defined.get(name)
    if not isinstance(item, Item) or item.rating is None:
        return counted
    levels = item.rating.scale.levels
    return next((Fraction(x.number) for x in levels if x.value == counted), counted)


def told(answers: Answers) -> str:
    """Answers as short as they can be told: those that are alike together, ids as in a response."""
    out = {name.split(" ")[1] for name, x in answers.items() if declares(name) and x == "no"}
    alike: dict[Point | str, list[str]] = {}
    for name, answer in answers.items():
        if not declares(name) and asked_name(name) not in out:
            alike.setdefault(answer, []).append(asked_name(name))
    if out:
        alike["not_applicable"] = sorted(out)
    return "; ".join(f"{_names(names)} = {_written(x)}" for x, names in alike.items())


def _written(answer: Point | str) -> str:
    """An answer as a response states it."""
    return text_of(answer) if isinstance(answer, Fraction) else f"{answer}"


def declares(name: str) -> bool:
    """Whether it is the answer to whether a part applies."""
    return name.startswith(_DECLARED)


def _names(names: Sequence[str]) -> str:
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f", … (+{more})" if more > 0 else "")
