"""How wide the values of the rules are: so many decimals, so many digits, whatever the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import starmap
from typing import TypeVar, assert_never

from evaluator.backends.sql.columns import MOST_RECORDS, key_of, range_of
from evaluator.model.formula import (
    Aggregate,
    Applied,
    Arithmetic,
    Cases,
    Constant,
    DaysBetween,
    FieldValue,
    Formula,
    InputValue,
    ItemValue,
    LeftOut,
    Lookup,
    NamedValue,
    Negative,
    Over,
    OverRecords,
    OverSubjects,
    RecordValue,
    Rounded,
    Tally,
)
from evaluator.model.instrument import (
    Input,
    Instrument,
    Item,
    ListType,
    NumberType,
    Rating,
    Value,
)
from evaluator.model.repetition import as_one
from evaluator.values.functions import Function
from evaluator.values.numbers import decimal_places
from evaluator.values.rounding import Rounding

_N = TypeVar("_N", int, Fraction)

MOST_PLACES = 18
"""The decimals of the widest column: beside them stand 20 whole digits."""
_WIDEST = 38
_DAYS = Fraction(10**7)
"""More days, months or years than lie between two dates."""
_LOGARITHMS = Fraction(10**11)
"""No logarithm to a base this far from 1 is greater, whatever number can be held in memory."""
_NEAR = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of the values of a formula.

    Attributes:
        places: so many decimals write every value; `None` where none may be enough.
        size: no value is further from zero; `None` where that is not known.
        least: no value but zero is nearer to it; `None` where that is not known.
    """

    places: int | None = None
    size: Fraction | None = None
    least: Fraction | None = None

    @property
    def sql_type(self) -> str:
        """The type of a column that holds every value: text where no decimal does."""
        places, size = self.places, self.size
        if places is None or places > MOST_PLACES or size is None:
            return "VARCHAR"
        return f"DECIMAL({_WIDEST},{places})" if size < 10 ** (_WIDEST - places) else "VARCHAR"


_UNKNOWN = Shape()


class Shapes:
    """The shapes of one instrument, each worked out when it is first asked for."""

    def __init__(self, instrument: Instrument, decimals: Mapping[str, int] | None) -> None:
        """Nothing is worked out yet.

        Args:
            instrument: whose values are asked for.
            decimals: those the numbers of a table are read with, in which nobody gives points;
                `None` for whole responses, whose numbers may have any number of decimals.
        """
        self._instrument = instrument
        self._decimals = decimals
        self._found: dict[str, Shape] = {}
        self._parts: dict[str, Item | Value] = {item.id: item for item in instrument.walk()}
        self._parts |= {value.id: value for value in instrument.values}

    def exact(self, name: str) -> Shape:
        """The exact values of an item or a named value."""
        if name not in self._found:
            part = self._parts[name]
            self._found[name] = self._of_item(part) if isinstance(part, Item) else self._of(part)
        return self._found[name]

    def published(self, name: str) -> Shape:
        """The printed values; the exact ones where nothing rounds them."""
        rounding = self._parts[name].published
        return self.exact(name) if rounding is None else _rounded(self.exact(name), rounding)

    def of(self, formula: Formula) -> Shape:
        """The values of a formula of a subject."""
        match formula:
            case Constant(value=value):
                return _of_numbers([value])
            case LeftOut():
                return _of_numbers([Fraction(0)])
            case InputValue(id=id_):
                return self._of_input(id_)
            case ItemValue(id=id_, as_published=printed) | NamedValue(id=id_, as_published=printed):
                return self.published(id_) if printed else self.exact(id_)
            case Negative(operand=operand):
                return self.of(operand)
            case Arithmetic(operator=operator, left=left, right=right):
                return _ARITHMETIC[operator](self.of(left), self.of(right))
            case Rounded(operand=operand, rounding=rounding):
                return _rounded(self.of(operand), rounding)
            case Applied():
                return _applied(formula, self.of(formula.operand))
            case Over():
                return self._over(formula)
            case OverRecords():
                return self._over_records(formula)
            case DaysBetween():
                return Shape(0, _DAYS, Fraction(1))
            case Cases(lines=lines, otherwise=otherwise):
                return _any([*(self.of(line.result) for line in lines), self.of(otherwise)])
            case Lookup(rows=rows):
                return _any(self.of(row.result) for row in rows)
            case FieldValue():
                return self._of_field(formula)
            case RecordValue(formula=inner):
                return self.of(inner)
            case OverSubjects():
                raise AssertionError("no part of a subject's own values")
            case _:
                assert_never(formula)

    def _of(self, value: Value) -> Shape:
        return self.of(value.formula)

    def _of_item(self, item: Item) -> Shape:
        found = []
        if item.formula is not None:
            found.append(self.of(item.formula))
        alone = as_one(item).formula
        if item.repeated is not None and alone is not None:
            found.append(self.of(alone))
        how = item.rating if item.repeated is None else item.repeated.rating
        if isinstance(how, Rating):
            found.append(_of_numbers(map(how.scale.value, how.scale.numbers)))
        otherwise = item.applies.otherwise if item.applies is not None else None
        if otherwise is not None and otherwise.amount is not None:
            found.append(_of_numbers([otherwise.amount]))
        return _any(found)

    def _of_input(self, id_: str) -> Shape:
        asked: Input = next(one for one in self._instrument.questions if one.id == id_)
        if asked.by_verifier is not None and self._decimals is not None:
            before = asked.by_verifier.before
            return _of_numbers([Fraction(0) if before is None else before.counts_as])
        return self._read(asked.key, asked.type)

    def _read(self, key: str, kind: object) -> Shape:
        places = None if self._decimals is None else self._decimals.get(key)
        if places is None or not isinstance(kind, NumberType):
            return _UNKNOWN
        unit = Fraction(1, 10**places)
        return Shape(places, max(map(abs, range_of(kind, places))) * unit, unit)

    @cached_property
    def _some_may_be_absent(self) -> bool:
        absent = any(_leaves_out(part.formula) for part in self._parts.values())
        repeated = any(item.repeated is not None for item in self._instrument.walk())
        return absent or repeated or self._instrument.may_be_absent

    def _over(self, formula: Over) -> Shape:
        shapes = [self.of(operand.formula) for operand in formula.operands]
        match formula.aggregate:
            case Aggregate.HIGHEST | Aggregate.LOWEST | Aggregate.THE_ONE:
                return _any(shapes)
            case Aggregate.GEOMETRIC_MEAN:
                return Shape(None, _any(shapes).size, None)
            case Aggregate.SUM:
                return _sum(shapes)
            case Aggregate.WEIGHTED_SUM:
                return self._weighted_sum(formula, shapes)
            case Aggregate.MEAN | Aggregate.WEIGHTED_MEAN:
                return self._mean(formula, shapes)
            case _:
                assert_never(formula.aggregate)

    def _weighted_sum(self, formula: Over, shapes: list[Shape]) -> Shape:
        """Where something may be left out, the others share its weight: their sum is divided."""
        if not self._some_may_be_absent:
            return _sum(starmap(_weighed, zip(shapes, formula.weights, strict=True)))
        weights = [Fraction(-1) if weight is None else weight for weight in formula.weights]
        size = _any(shapes).size if min(weights) >= 0 else None
        return Shape(None, _times(size, sum(weights, Fraction(0))), None)

    def _mean(self, formula: Over, shapes: list[Shape]) -> Shape:
        """Where something may be left out, its divisor is another in each row."""
        places = None
        if formula.factors is not None and not self._some_may_be_absent:
            places = _sum(starmap(_weighed, zip(shapes, formula.shares, strict=True))).places
        return Shape(places, _any(shapes).size, None)

    def _of_field(self, field: FieldValue) -> Shape:
        declared = next(one for one in self._instrument.inputs if one.id == field.list)
        if not isinstance(declared.type, ListType):
            raise AssertionError("records are those of a list")
        return self._read(key_of(field.list, field.id), declared.type.field_of(field.id).type)

    def _over_records(self, formula: OverRecords) -> Shape:
        if formula.taken is None:
            return Shape(0, Fraction(MOST_RECORDS), Fraction(1))
        one = self.of(formula.taken)
        match formula.tally:
            case Tally.HIGHEST | Tally.LOWEST:
                return one
            case Tally.MEAN:
                return Shape(None, one.size, None)
            case Tally.SUM:
                return replace(one, size=_times(one.size, Fraction(MOST_RECORDS)))
            case Tally.COUNT:
                raise AssertionError("a count takes no field")
            case _:
                assert_never(formula.tally)


def _leaves_out(formula: Formula | None) -> bool:
    match formula:
        case LeftOut():
            return True
        case Cases(lines=lines, otherwise=otherwise):
            return any(_leaves_out(each) for each in (*(x.result for x in lines), otherwise))
        case Lookup(rows=rows):
            return any(_leaves_out(row.result) for row in rows)
        case _:
            return False


def _of_numbers(values: Iterable[Fraction]) -> Shape:
    several = list(values)
    places = [decimal_places(value.denominator) for value in several]
    known = [each for each in places if each is not None]
    sizes = [abs(value) for value in several]
    return Shape(
        max(known) if len(known) == len(several) else None,
        max(sizes, default=Fraction(0)),
        min((size for size in sizes if size), default=Fraction(1)),
    )


def _any(shapes: Iterable[Shape]) -> Shape:
    """A value that is one of several."""
    several = list(shapes)
    return Shape(
        _greatest(x.places for x in several),
        _greatest(x.size for x in several),
        _smallest(x.least for x in several),
    )


def _greatest(values: Iterable[_N | None]) -> _N | None:
    several = list(values)
    known = [each for each in several if each is not None]
    return max(known) if known and len(known) == len(several) else None


def _smallest(values: Iterable[Fraction | None]) -> Fraction | None:
    several = list(values)
    known = [each for each in several if each is not None]
    return min(known) if known and len(known) == len(several) else None


def _sum(shapes: Iterable[Shape]) -> Shape:
    several = list(shapes)
    places = _greatest(x.places for x in several) if several else 0
    sizes = [x.size for x in several if x.size is not None]
    size = sum(sizes, Fraction(0)) if len(sizes) == len(several) else None
    return Shape(places, size, _unit(places))


def _unit(places: int | None) -> Fraction | None:
    return None if places is None else Fraction(1, 10**places)


def _weighed(shape: Shape, weight: Fraction | None) -> Shape:
    return _UNKNOWN if weight is None else _product(shape, _of_numbers([weight]))


def _product(left: Shape, right: Shape) -> Shape:
    return Shape(
        None if left.places is None or right.places is None else left.places + right.places,
        _times(left.size, right.size),
        _times(left.least, right.least),
    )


def _times(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left * right


def _quotient(left: Shape, right: Shape) -> Shape:
    """A quotient by what is never the same number twice never ends, for all that is known."""
    size = None if right.least is None else _times(left.size, 1 / right.least)
    least = None if not right.size else _times(left.least, 1 / right.size)
    constant = right.size is not None and right.size == right.least
    ends = decimal_places((1 / right.least).denominator) if constant and right.least else None
    places = None if ends is None or left.places is None else left.places + ends
    return Shape(places, size, least)


def _plus(left: Shape, right: Shape) -> Shape:
    return _sum([left, right])


_ARITHMETIC = {"+": _plus, "-": _plus, "*": _product, "/": _quotient}


def _rounded(shape: Shape, rounding: Rounding) -> Shape:
    size = None if shape.size is None else shape.size + 1
    return Shape(rounding.decimals, size, _unit(rounding.decimals))


def _applied(formula: Applied, inner: Shape) -> Shape:
    match formula.function:
        case Function.ABSOLUTE:
            return inner
        case Function.POWER:
            whole = inner
            for _ in range(int(formula.argument or 1) - 1):
                whole = _product(whole, inner)
            return whole
        case Function.ROOT:
            return Shape(None, None if inner.size is None else max(inner.size, Fraction(1)), None)
        case Function.NATURAL_LOGARITHM:
            return Shape(None, _LOGARITHMS, None)
        case Function.LOGARITHM:
            base = Fraction(formula.argument or 10)
            return Shape(None, _LOGARITHMS if abs(base - 1) >= _NEAR else None, None)
        case _:
            assert_never(formula.function)
