"""The columns of the file of groups, and the type of each: by the rules, whatever the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from evaluator.backends.sql.groups import GroupStatistics, What
from evaluator.diagnostics.kinds import data as kinds
from evaluator.model.columns import COUNTS, OF_GROUPS, STATUS
from evaluator.model.formula import (
    Arithmetic,
    Constant,
    Formula,
    Gathering,
    InputValue,
    NamedValue,
    Negative,
    OverSubjects,
    Rounded,
)
from evaluator.model.instrument import (
    ChoiceType,
    DateType,
    GroupRules,
    Input,
    Instrument,
    ListType,
    NumberType,
    Ranking,
    TextType,
    Value,
    YesNoType,
)
from evaluator.scoring.invalid import invalid
from evaluator.scoring.shapes import Shapes
from evaluator.values.numbers import decimal_places

_MOST = 18
"""The decimals of the widest column: beside them stand 20 whole digits."""


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column and its type."""

    name: str
    sql_type: str


def group_rankings(instrument: Instrument) -> Iterator[tuple[GroupRules, Ranking]]:
    """Every ranking of groups, with the rules it stands in."""
    for rules in instrument.groups:
        yield from ((rules, each) for each in rules.rankings if each.ranked is not None)


TermPlaces = Mapping[tuple[OverSubjects, What], int | None]
"""The decimals that write what aggregates come to; `None` where no number may be enough."""


def summed_places(summed: Sequence[GroupStatistics]) -> TermPlaces:
    """The decimals of what is summed up by a query."""
    return {
        (column.term, column.what): decimal_places(column.scale)
        for each in summed
        for column in each.columns
        if column.term is not None
    }


def assessed_places(instrument: Instrument, decimals: Mapping[str, int] | None) -> TermPlaces:
    """The decimals of what is summed up of assessments.

    `decimals` are those the numbers of a table are read with, `None` for whole responses.
    """
    shapes = Shapes(instrument, decimals)
    found: dict[tuple[OverSubjects, What], int | None] = {}
    for rules in instrument.groups:
        for term in rules.asks:
            if term.of is not None:
                places = shapes.of(term.of).places
                counts_as = None if rules.incomplete is None else rules.incomplete.counts_as
                if counts_as is not None:
                    own = decimal_places(counts_as.denominator)
                    places = None if own is None or places is None else max(own, places)
                found |= {(term, What.TOTAL): places, (term, What.HIGHEST): places}
    return found


def group_columns(
    instrument: Instrument, places: TermPlaces, decimals: Mapping[str, int]
) -> Iterator[GroupColumn]:
    """Kind and id of the group, counts of subjects, its inputs, values, categories, ranks, status.

    `decimals` are those the numbers of the group's inputs were read with.
    """
    columns = [GroupColumn("kind", "VARCHAR"), GroupColumn("id", "VARCHAR")]
    columns += [GroupColumn(each, "BIGINT") for each in COUNTS]
    for rules in instrument.groups:
        columns += [_input(one, decimals) for one in inputs_told(rules)]
    for rules in instrument.groups:
        columns += _values(rules, _Places(rules, places, decimals))
    for rules in instrument.groups:
        columns += [GroupColumn(bands.id, "VARCHAR") for bands in rules.bands]
    columns += [GroupColumn(ranking.id, "BIGINT") for _, ranking in group_rankings(instrument)]
    columns.append(GroupColumn(STATUS, "VARCHAR"))
    _see_to_names(each.name for each in columns)
    yield from columns


def inputs_told(rules: GroupRules) -> Iterator[Input]:
    """What is asked of the group itself and stands in the file of groups too.

    A list of records has no column, nor has what is called as a column that every group has.
    """
    for one in rules.inputs:
        if not isinstance(one.type, ListType) and one.id.lower() not in OF_GROUPS:
            yield one


def _input(one: Input, decimals: Mapping[str, int]) -> GroupColumn:
    match one.type:
        case NumberType():
            return GroupColumn(one.id, _type(decimals.get(one.id, 0)))
        case YesNoType():
            return GroupColumn(one.id, "BOOLEAN")
        case DateType():
            return GroupColumn(one.id, "DATE")
        case ChoiceType() | TextType() | ListType():
            return GroupColumn(one.id, "VARCHAR")
        case _:
            assert_never(one.type)


def _values(rules: GroupRules, places: _Places) -> Iterator[GroupColumn]:
    for value in rules.values:
        exact = _type(places.of(value.formula))
        if value.published is None:
            yield GroupColumn(value.id, exact)
        else:
            yield GroupColumn(value.id, _type(value.published.decimals))
            yield GroupColumn(f"{value.id}_exact", exact)


def _type(places: int | None) -> str:
    return "VARCHAR" if places is None or places > _MOST else f"DECIMAL(38,{places})"


def _see_to_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise invalid(kinds.COLUMN_TWICE, {"column": name})
        seen.add(name.casefold())


@dataclass(frozen=True, slots=True)
class _Places:
    """How many decimals write a value of a group, whatever its subjects come to."""

    rules: GroupRules
    terms: TermPlaces
    decimals: Mapping[str, int]

    def of(self, formula: Formula) -> int | None:
        """The decimals; `None` where no number of them may be enough."""
        match formula:
            case Constant(value=value):
                return decimal_places(value.denominator)
            case InputValue(id=id_):
                return self.decimals.get(id_, 0)
            case NamedValue(as_published=False, id=id_):
                return self.of(self._value(id_).formula)
            case NamedValue(id=id_):
                rounding = self._value(id_).published
                return None if rounding is None else rounding.decimals
            case Negative(operand=operand):
                return self.of(operand)
            case Rounded(rounding=rounding):
                return rounding.decimals
            case Arithmetic(operator=operator, left=left, right=right):
                return _joined(operator, self.of(left), self.of(right))
            case OverSubjects():
                return self._gathered(formula)
            case _:
                return None

    def _value(self, id_: str) -> Value:
        return next(value for value in self.rules.values if value.id == id_)

    def _gathered(self, term: OverSubjects) -> int | None:
        if term.of_groups is not None and term.aggregate is not Gathering.COUNT:
            return None  # what groups come to need not be decimals
        match term.aggregate:
            case Gathering.COUNT:
                return 0
            case Gathering.SUM:
                return self.terms.get((term, What.TOTAL), 0)
            case Gathering.HIGHEST | Gathering.LOWEST:
                return self.terms.get((term, What.HIGHEST), 0)
            case Gathering.MEAN:
                return None


def _joined(operator: str, left: int | None, right: int | None) -> int | None:
    if left is None or right is None or operator == "/":
        return None
    return left + right if operator == "*" else max(left, right)
