"""The values that items and named values can come to have, computed exactly.

Sets are combined by exact arithmetic where the parts of a formula rest on different answers. Where
parts share answers, the formula is worked out for every combination of the names it rests on;
beyond the budget the parts are taken as independent and the set says that it is not exact.

What answers can be is in `answer_sets`, which answers a part rests on in `resting`, which values of
a name are looked at one by one in `listing`, and the rules of groups in `group_values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from itertools import product as combinations
from math import prod
from typing import assert_never

from evaluator.analysis.aggregates import aggregated
from evaluator.analysis.answer_sets import (
    NOT_NEGATIVE,
    choices_of,
    of_days,
    of_field,
    of_rating,
    sum_of,
)
from evaluator.analysis.asked import Given, asked_by_row, lines
from evaluator.analysis.enclosing import Cuts
from evaluator.analysis.endless import around, mapped
from evaluator.analysis.few import of_few
from evaluator.analysis.intervals import EVERYTHING, meet
from evaluator.analysis.listing import MAX_COMBINATIONS, Listing
from evaluator.analysis.lookups import (
    Column,
    options,
    options_by_row,
    subjects_of,
)
from evaluator.analysis.narrowing import Held, Lying, Narrowing, key_of, published_key
from evaluator.analysis.of_each import of_each
from evaluator.analysis.pointwise import (
    Absent,
    Points,
    asks_missing,
    filled,
    line_at,
    row_at,
    value_at,
)
from evaluator.analysis.references import (
    Definitions,
    Part,
    asks_dates,
    definitions,
    formula_of,
    formulas,
    parts,
    reached,
    references,
    steps_to,
    walk,
)
from evaluator.analysis.resting import SUBJECTS, Resting, asks_subjects
from evaluator.analysis.set_arithmetic import (
    NOTHING,
    gathered,
    product,
    rounded,
    scaled,
    total,
)
from evaluator.analysis.shared import stretch_of
from evaluator.analysis.sumsets import SPARSE_WORK
from evaluator.analysis.value_sets import (
    Finite,
    Range,
    ValueSet,
    clipped,
    finite,
    grid_of,
    inexact,
    is_connected,
    merged,
    present,
    widened,
)
from evaluator.model import formula as f
from evaluator.model.formula import Interval
from evaluator.model.instrument import (
    FieldType,
    Input,
    Instrument,
    Item,
    ListType,
    Rating,
    Value,
)
from evaluator.values.reals import Real

MAX_CHOICES = 64
"""The most combinations of choices for which values are worked out one after the other."""
MAX_NARROWED = 2_000
"""The most lines and rows for which is looked at what their conditions leave of other values."""
MAX_CUTS = 3_000
"""How many cuts bring the bounds of formulas closer whose parts share answers."""
MAX_EFFORT = 20_000_000
"""Roughly how many sums and values are worked out for one instrument; then sets become ranges."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What subjects, or groups, can come to; an incomplete one may count as a number."""

    attainable: Attainable
    counts_as: Fraction | None

    def of(self, value: f.SubjectValue) -> ValueSet:
        """The values with which a subject can take part in an aggregate."""
        values = present(self.attainable.of_formula(value))
        return values if self.counts_as is None else merged([values, finite([self.counts_as])])


class Attainable:
    """The attainable values of one instrument, each computed when it is first asked for."""

    def __init__(
        self,
        instrument: Instrument,
        assumed: Mapping[str, str] | None = None,
        subjects: Mapping[str | None, Subjects] | None = None,
    ) -> None:
        """Nothing is computed yet. `assumed` are answers that are taken as given, by the input.

        The rules of a group look at `subjects`: under `None` those of the group, and under each
        kind the groups of that kind.
        """
        self.defined = definitions(instrument)
        self._subjects = subjects or {}
        self.instrument = instrument
        self._assumed = assumed or {}
        self._assuming: dict[tuple[str, ...], Attainable] = {}
        self._each: dict[str, Attainable] = {}
        self._held: Held = {}
        self._outside: Attainable | None = None
        self._touched = frozenset[str]()
        self._narrowed: dict[frozenset[tuple[str, Interval]], Attainable] = {}
        self._narrowings = count(1)  # of all, those inside of others among them
        self._cuts = Cuts(MAX_CUTS)  # for all, inside of conditions too
        self._effort = 0
        self._proving = 0
        self._order = [value.id for value in instrument.values]
        self._sets: dict[str, ValueSet] = {}
        self._published: dict[str, ValueSet] = {}
        self._resting = Resting(self.defined, self._assumed, self._order)
        self._missed = _missed(instrument, self.defined)
        self._columns: dict[int, tuple[f.Lookup, tuple[Column, ...]]] = {}
        self.gates = tuple(gate.condition for gate in instrument.gates)
        self._gated = self.atoms(self.gates)

    def of(self, name: str) -> ValueSet:
        """The exact values of an item, a named value or a number input."""
        if self._outside is not None and not self._is_worked_out(name):
            return self._outside.of(name)
        if name not in self._sets and isinstance(self.defined[name], Value):
            for earlier in self._order[: self._order.index(name)]:
                if earlier not in self._sets and self._is_worked_out(earlier):
                    self._sets[earlier] = self._kept(earlier, self._define(earlier))
        if name not in self._sets:
            self._sets[name] = self._kept(name, self._define(name))
        return self._sets[name]

    def published(self, name: str) -> ValueSet:
        """The values as they are published; the exact ones where no rounding is stated."""
        definition = self.defined[name]
        if isinstance(definition, Input) or definition.published is None:
            return self.of(name)
        if name not in self._published:
            found = rounded(self.of(name), definition.published)
            self._published[name] = self._kept(published_key(name), found)
        return self._published[name]

    def deciding(self, name: str, *, as_published: bool) -> ValueSet:
        """The values a table of bands looks at."""
        return self.published(name) if as_published else self.of(name)

    def of_formula(self, formula: f.Formula) -> ValueSet:
        """The values of a formula."""
        match formula:
            case f.Constant():
                return finite([formula.value])
            case f.LeftOut():
                return finite((), left_out=True)
            case f.InputValue():
                return self.of(formula.id)
            case f.ItemValue() | f.NamedValue():
                return self.deciding(formula.id, as_published=formula.as_published)
            case f.Negative():
                return scaled(present(self.of_formula(formula.operand)), Fraction(-1))
            case f.Applied():
                return mapped(present(self.of_formula(formula.operand)), formula)
            case f.Rounded():
                return rounded(self.of_formula(formula.operand), formula.rounding)
            case f.OverSubjects():
                return self._kept(key_of(formula, self.defined), self._of_subjects(formula))
            case f.FieldValue():
                return of_field(self._field(formula.list, formula.id))
            case f.RecordValue():
                return self.of_each(formula.list).of(formula.id)
            case f.OverRecords():
                return self._kept(key_of(formula, self.defined), self._of_records(formula))
            case f.DaysBetween():
                return of_days(formula)
            case f.Arithmetic() | f.Over():
                if self.independent(parts(formula)):
                    return self._combined(formula)
                joint = self._joint(formula) or self._by_choice(formula)
                return self._together(formula) if joint is None else joint
            case f.Cases():
                joint = self._joint(formula) or self._by_choice(formula)
                return self._by_lines(formula) if joint is None else joint
            case f.Lookup():
                joint = self._joint(formula) or self._by_choice(formula)
                return self._by_rows(formula) if joint is None else joint
            case _:
                assert_never(formula)

    def _of_records(self, over: f.OverRecords) -> ValueSet:
        """What records can come to, however many there are; a filter may leave less."""
        free = over.where is None
        if over.taken is None:
            return Range(NOT_NEGATIVE, exact=free, grid=1)
        taken = self.of_formula(over.taken)
        if over.tally is f.Tally.SUM:
            interval = EVERYTHING if taken.hull is None else taken.hull
            found = sum_of(interval, over.few, free=free and is_connected(taken))
            return found if over.weight is not None else replace(found, grid=grid_of(taken))
        free = free and over.weight is None
        if over.tally is f.Tally.MEAN or over.few is not None:
            # Between any two there are means of them.
            taken = widened(taken)
        return taken if free else inexact(taken)

    def of_each(self, records: str) -> Attainable:
        """What is worked out of each record of a list can come to."""
        if records not in self._each:
            declared = self.defined[records]
            if not isinstance(declared, Input):
                raise AssertionError("records are those of a list")
            rules = of_each(self.instrument, declared)
            asked = {x.id for x in self.instrument.inputs} & {x.id for x in rules.inputs}
            hidden = {x.id for x in getattr(declared.type, "fields", ())}
            assumed = {k: x for k, x in self._assumed.items() if k in asked - hidden}
            self._each[records] = Attainable(rules, assumed)
        return self._each[records]

    def _field(self, records: str, name: str) -> FieldType:
        """The type of a field of a list."""
        declared = self.defined[records]
        if isinstance(declared, Input) and isinstance(declared.type, ListType):
            return declared.type.field_of(name).type
        raise AssertionError("a field belongs to a list")

    def atoms(self, parts_of: Iterable[Part]) -> frozenset[str]:
        """The answers these rest on, by id: rated items and inputs."""
        return self._resting.atoms(parts_of)

    def cuts(self, part: Part) -> frozenset[str] | None:
        """The outermost names it rests on of which no two share an answer; `None`: too many."""
        return self._resting.cuts(part)

    def environments(self, part: Part) -> Iterator[Points] | None:
        """Every combination of values of its cuts, with the names that follow from them.

        `None` where there are too many or they cannot be listed.
        """
        cuts = self.cuts(part)
        if cuts is None:
            return None
        names = sorted(cuts)
        steps = steps_to(references(part), cuts, self.defined)
        followed = [x for name in steps if (x := formula_of(self.defined[name])) is not None]
        if any(map(asks_dates, (part, *followed))):
            return None
        listing = Listing(self.of, self.defined, self._assumed, self._missed)
        domains = [listing.points(name, (part, *followed)) for name in names]
        known = [domain for domain in domains if domain is not None]
        count = prod(map(len, known))
        effort = count * self._size(part, steps)
        if len(known) < len(domains) or count > MAX_COMBINATIONS or self._is_beyond(effort):
            return None
        found = (
            filled(dict(zip(names, each, strict=True)), steps, self.defined)
            for each in combinations(*known)
        )
        return filter(self._allows, found) if self._held else found

    def situations(self, condition: Part) -> Iterator[Points] | None:
        """The same for what is to be proved of a condition.

        A proof has an effort of its own: how many values there are elsewhere is no matter to it.
        """
        elsewhere, self._effort = self._effort, self._proving
        found = self.environments(condition)
        self._proving, self._effort = self._effort, elsewhere
        return found

    def is_exact(self, part: Part) -> bool:
        """Whether every combination of its cuts' values can come about."""
        cuts = self.cuts(part)
        return cuts is not None and all(self._is_exact(name) for name in cuts)

    def pairs(self, driver: str, dependent: str) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """Each exact value of one name with the exact value the other then has.

        `None` where the other rests on anything else, or the values cannot be listed.
        """
        values = self.of(driver)
        only, wanted = frozenset({driver}), frozenset({dependent})
        steps = steps_to(wanted, only, self.defined)
        formulas_of = [x for name in steps if (x := formula_of(self.defined[name])) is not None]
        if any(asks_subjects(x) or asks_dates(x) for x in formulas_of):
            return None
        needed = (references(x) for name in steps if (x := formula_of(self.defined[name])))
        if not isinstance(values, Finite) or wanted.union(*needed) - only - set(steps):
            return None
        if self._is_beyond(len(values.steps) * (1 + len(steps))):
            return None
        found = ((x, filled({driver: x}, steps, self.defined)[dependent]) for x in values.values)
        return tuple((x, y) for x, y in found if isinstance(y, Fraction))

    def _of_subjects(self, term: f.OverSubjects) -> ValueSet:
        """An aggregate over any number of subjects, of whom a condition may leave nobody."""
        if not self._subjects or term.of is None or term.aggregate is f.Gathering.COUNT:
            return Range(NOT_NEGATIVE, exact=False)
        values = self._subjects[term.of_groups].of(term.of)
        # What a group comes to can be had by each of any number of groups.
        free = term.where is None and term.weight is None and term.few is None
        return gathered(term.aggregate, values if free else inexact(values), term.few)

    def subjects_of(self, term: f.OverSubjects) -> Attainable | None:
        """What the subjects, or groups, of an aggregate can come to; `None` where nobody asked."""
        subjects = self._subjects.get(term.of_groups)
        return None if subjects is None else subjects.attainable

    def _define(self, name: str) -> ValueSet:
        definition = self.defined[name]
        match definition:
            case Input():
                return of_field(definition.type)
            case Item(rating=Rating() as rating):
                return of_rating(rating)
            case Item() | Value():
                if definition.formula is None:
                    return NOTHING
                values = self.of_formula(definition.formula)
                return inexact(values) if self._gated & self._resting.of_name(name) else values
            case _:
                assert_never(definition)

    def _combined(self, formula: f.Arithmetic | f.Over) -> ValueSet:
        if isinstance(formula, f.Over):
            sets = [self._bounded(self.of_formula(x.formula)) for x in formula.operands]
            weights = [Fraction(1) if x.weight is None else x.weight for x in formula.operands]
            if formula.few is not None:
                values = of_few(formula.aggregate, formula.few, sets)
            else:
                values = aggregated(formula.aggregate, sets, weights)
            return self._counted(values, len(sets))
        # Only an aggregate goes on without what is not applicable; arithmetic has no value then.
        left = present(self._bounded(self.of_formula(formula.left)))
        right = present(self._bounded(self.of_formula(formula.right)))
        if formula.operator in "*/":
            return self._counted(product(formula.operator, left, right), 2)
        sign = Fraction(1 if formula.operator == "+" else -1)
        return self._counted(total([(Fraction(1), left), (sign, right)], mean=False), 2)

    def _together(self, formula: f.Arithmetic | f.Over) -> ValueSet:
        """Within the bounds of the parts taken as independent, those of the whole formula."""
        values = inexact(self._combined(formula))
        stretch = stretch_of(formula, self.of_formula, self.defined, self._cuts)
        return values if stretch == EVERYTHING else clipped(values, stretch)

    def _counted(self, values: ValueSet, operands: int) -> ValueSet:
        """The set, and the effort it took; one that was given up took the most."""
        size = len(values.steps) if isinstance(values, Finite) else SPARSE_WORK
        self._effort += size * operands
        return values

    def _bounded(self, values: ValueSet) -> ValueSet:
        return widened(values) if self._effort > MAX_EFFORT else values

    def _is_beyond(self, effort: int) -> bool:
        """Whether a question takes more effort than is left; if not, it is counted."""
        if self._effort + effort > MAX_EFFORT:
            return True
        self._effort += effort
        return False

    def _size(self, part: Part, steps: Iterable[str]) -> int:
        """How many parts of formulas are worked out for one combination."""
        followed = (formula_of(self.defined[name]) for name in steps)
        return sum(1 for x in (part, *followed) if x is not None for _ in walk(x)) * 20

    def _joint(self, formula: f.Formula) -> ValueSet | None:
        environments = self.environments(formula)
        if environments is None:
            return None
        found = {value_at(formula, points, self.defined) for points in environments}
        if any(isinstance(x, Real) for x in found):
            return around([x for x in found if not isinstance(x, Absent)])
        return finite(
            (x for x in found if isinstance(x, Fraction)),
            left_out=Absent.LEFT_OUT in found,
            exact=self.is_exact(formula),
        )

    def _by_choice(self, formula: f.Formula) -> ValueSet | None:
        """The values for each combination of the choices it rests on, put together.

        Parts that share nothing but choices are independent once these are made. `None` where
        there are no choices or too many, or a table says what a missing one comes to.
        """
        answers = self.atoms([formula]) - SUBJECTS
        choices = {name: self.choices(name) for name in sorted(answers)}
        finite_ones = {name: keys for name, keys in choices.items() if keys}
        if not finite_ones or self._missed & finite_ones.keys():
            return None
        if prod(map(len, finite_ones.values())) > MAX_CHOICES:
            return None
        found = []
        for keys in combinations(*finite_ones.values()):
            given = self._where({**self._assumed, **dict(zip(finite_ones, keys, strict=True))})
            given._effort = max(given._effort, self._effort)  # noqa: SLF001 — the same budget
            found.append(given.of_formula(formula))
            self._effort = max(given._effort, self._effort)  # noqa: SLF001
        values = merged(found)
        return inexact(values) if self._gated & finite_ones.keys() else values

    def _where(self, assumed: Mapping[str, str]) -> Attainable:
        """What is attainable where these answers are given."""
        if self._outside is not None:
            given = self._outside._where(assumed)  # noqa: SLF001 — the same rules
            return given._holding(self._held)  # noqa: SLF001
        key = tuple(f"{name} {choice}" for name, choice in sorted(assumed.items()))
        if key not in self._assuming:
            self._assuming[key] = Attainable(self.instrument, assumed, self._subjects)
        return self._assuming[key]

    def _by_lines(self, cases: f.Cases) -> ValueSet:
        """The results of the lines that can be chosen, taken as independent of the conditions."""
        several = self.chosen_lines(cases)
        last = len(cases.lines)
        chosen = None if several is None else {last if x is None else x for x in several}
        read = list(lines(cases))
        if chosen is None:
            numbers = [at for at, (x, _, _) in enumerate(read) if x is None or self._may_hold(x)]
        else:
            numbers = sorted(chosen)
        sets = [
            self.given_that(given if condition is None else (*given, condition), result)
            for condition, result, given in (read[number] for number in numbers)
        ]
        values = merged(sets) if sets else NOTHING
        if chosen is None:
            return inexact(values)
        conditions = [line.condition for line in cases.lines]
        results = [read[number][1] for number in numbers]
        sure = not self.atoms(conditions) & self.atoms(results)
        return values if sure and all(map(self.is_exact, conditions)) else inexact(values)

    def _may_hold(self, condition: f.Condition) -> bool:
        """Whether a condition holds or is left open by the answers that are taken as given."""
        match condition:
            case f.All(operands=operands):
                return all(map(self._may_hold, operands))
            case f.Any(operands=operands):
                return any(map(self._may_hold, operands))
            case f.InputIs(id=name, choice=choice):
                return self._assumed.get(name, choice) == choice
            case f.Not(operand=f.InputIs(id=name, choice=choice)):
                return self._assumed.get(name) != choice
            case _:
                return True

    def _by_rows(self, lookup: f.Lookup) -> ValueSet:
        """The results of the rows that can hold, taken as independent of the subjects."""
        numbers = self.rows(lookup)
        rows = [row for row in lookup.rows if row.number in numbers]
        results = [row.result for row in rows]
        sets = [self.given_that(asked_by_row(lookup, row), row.result) for row in rows]
        values = merged(sets) if sets else NOTHING
        sure = not self.atoms(lookup.subjects) & self.atoms(results)
        exact = self.independent(lookup.subjects) and all(map(self.is_exact, lookup.subjects))
        return values if sure and exact else inexact(values)

    def given_that(self, given: Given, result: f.Formula) -> ValueSet:
        """The values of a result wherever conditions hold that have been asked before it."""
        rests_on = self.atoms([result])
        if not given or not self.atoms(given) & rests_on:
            return self.of_formula(result)
        held = Narrowing(self._hull_of, self.defined).by(given)
        if held is None:
            return NOTHING
        useful = {k: x for k, x in held.items() if self.atoms([x.formula]) & rests_on}
        inside = self._holding(useful)
        values = inside.of_formula(result)
        self._effort = max(inside._effort, self._effort)  # noqa: SLF001 — the same budget
        return values

    def _hull_of(self, formula: f.Formula) -> Interval | None:
        return self.of_formula(formula).hull

    def _holding(self, held: Held) -> Attainable:
        """What is attainable where these lie in their stretches."""
        key = frozenset((name, x.within) for name, x in held.items())
        if key not in self._narrowed:
            if not held or next(self._narrowings) > MAX_NARROWED:
                return self
            self._narrowed[key] = self._inside(held)
        return self._narrowed[key]

    def _inside(self, held: Held) -> Attainable:
        inside = copy(self)
        both = dict(self._held)
        for key, x in held.items():
            before = both[key].within if key in both else EVERYTHING
            both[key] = Lying(x.formula, meet(before, x.within))
        inside._begin_inside(self, both)  # noqa: SLF001 — the same rules
        return inside

    def _begin_inside(self, outside: Attainable, held: Held) -> None:
        """Forget what was worked out outside of what is held."""
        self._held, self._outside = held, outside
        self._touched = self.atoms([x.formula for x in held.values()])
        self._sets, self._published, self._assuming = {}, {}, {}
        self._narrowed, self._columns = {}, {}

    def _kept(self, key: str | None, values: ValueSet) -> ValueSet:
        """The values that conditions leave."""
        held = None if key is None else self._held.get(key)
        return values if held is None else clipped(values, held.within)

    def _is_worked_out(self, name: str) -> bool:
        """Whether a name can come to something else here than outside."""
        return self._outside is None or bool(self._resting.of_name(name) & self._touched)

    def _allows(self, points: Points) -> bool:
        """Whether what is held leaves such a combination."""
        return all(
            number in self._held[name].within
            for name, number in points.items()
            if name in self._held and isinstance(number, Fraction)
        )

    def rows(self, lookup: f.Lookup) -> frozenset[int]:
        """The numbers of the rows of a table that hold for something that can come about."""
        environments = None
        if not self.independent(lookup.subjects):
            environments = self.environments(subjects_of(lookup))
        if environments is None:
            return options_by_row(lookup, self.columns(lookup))
        found = (row_at(lookup, points, self.defined) for points in environments)
        return frozenset(row.number for row in found if isinstance(row, f.Row))

    def columns(self, lookup: f.Lookup) -> tuple[Column, ...]:
        """What each subject of a table can come to, as far as its rows tell it apart."""
        if id(lookup) not in self._columns:
            columns = tuple(
                options(lookup, index, self._given(subject))
                for index, subject in enumerate(lookup.subjects)
            )
            # With the table itself: its `id()` stays taken.
            self._columns[id(lookup)] = lookup, columns
        return self._columns[id(lookup)][1]

    def _given(self, subject: f.Subject) -> ValueSet | tuple[str, ...]:
        return (
            self.choices_of(subject) if isinstance(subject, f.Chosen) else self.of_formula(subject)
        )

    def choices_of(self, chosen: f.Chosen) -> tuple[str, ...]:
        """The choices that what is chosen can come to."""
        if isinstance(chosen, f.FieldChoice):
            return choices_of(self.of_each(chosen.list).defined[chosen.id])
        return chosen.choices if isinstance(chosen, f.PickRecord) else self.choices(chosen.id)

    def choices(self, name: str) -> tuple[str, ...]:
        """The answers to a choice or yes-or-no input; the one that is taken as given."""
        given = self._assumed.get(name)
        return choices_of(self.defined[name]) if given is None else (given,)

    def chosen_lines(self, cases: f.Cases) -> frozenset[int | None] | None:
        """The lines of cases that some answers choose, `None` among them for `otherwise`.

        `None` where there are too many combinations to look at.
        """
        conditions = f.All(operands=tuple(line.condition for line in cases.lines))
        environments = self.environments(conditions)
        if environments is None:
            return None
        found = (line_at(cases, points, self.defined) for points in environments)
        return frozenset(x for x in found if not isinstance(x, Absent))

    def independent(self, several: Sequence[Part]) -> bool:
        """Whether no two of these rest on the same answer."""
        return self._resting.independent(several)

    def _is_exact(self, name: str) -> bool:
        definition = self.defined[name]
        if name in self._missed and formula_of(definition) is not None:
            return False  # whether what is computed can be open has not been looked into
        if isinstance(definition, Input):
            return name not in self._gated
        return self.of(name).exact


def _missed(instrument: Instrument, defined: Definitions) -> frozenset[str]:
    """The names that may be missing where a row of a table says what that comes to."""
    asked = (
        references(subject)
        for formula in formulas(instrument)
        for part in walk(formula)
        if isinstance(part, f.Lookup)
        for index, subject in enumerate(part.subjects)
        if asks_missing(part, index)
    )
    return reached(frozenset().union(*asked), defined)
