"""What a formula refers to: its parts, the names in it, and the answers those names rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from evaluator.model import formula as f
from evaluator.model.instrument import (
    Applies,
    Asked,
    Input,
    Instrument,
    Item,
    Value,
    YesNoType,
    answer_id,
)

Part = f.Formula | f.Condition | f.Chosen
Reference = f.ItemValue | f.NamedValue | f.InputValue | f.InputIs | f.InputChoice
"""What names something else, by its `id`."""
Definition = Item | Value | Input
Definitions = Mapping[str, Definition]


def declared(instrument: Instrument) -> Definitions:
    """Everything a formula can name, by id, as it is declared: conditions of items aside."""
    found: dict[str, Definition] = {item.id: item for item in instrument.walk()}
    found.update((value.id, value) for value in instrument.values)
    found.update((one.id, one) for one in instrument.questions)
    return found


def definitions(instrument: Instrument) -> Definitions:
    """Everything a formula can name, by id, with the conditions it stands under.

    An item that has any is defined by them: its formula is one of cases. What is answered of such
    an item, whether or not it applies, has a name of its own.
    """
    found = dict(declared(instrument))
    for item, above in instrument.walk_under():
        found.update(_defined(item, above))
    for item in instrument.walk():
        if item.asked is not None and item.asked.may_be_left_out:
            found.update(_declared_out(item, item.asked, found[item.id]))
    return found


def _declared_out(
    item: Item, asked: Asked, defined: Definition
) -> Iterator[tuple[str, Definition]]:
    """An item that the subject may declare not applicable: whether it does is one more answer."""
    name, ground = f"whether {item.id} applies", asked.question.ground
    yield name, Input(id=name, label=item.label, type=YesNoType(), ground=ground)
    formula = formula_of(defined)
    if formula is None or not isinstance(defined, Item):
        raise AssertionError("what is answered and not rated has a formula")
    out = f.Case(condition=f.InputIs(id=name, choice="no"), result=f.LeftOut(), ground=ground)
    yield item.id, replace(defined, formula=f.Cases(lines=(out,), otherwise=formula))


def _defined(item: Item, above: tuple[Applies, ...]) -> Iterator[tuple[str, Item]]:
    """An item as it is defined under its conditions, and its answer where that is another thing."""
    if not above:
        yield item.id, item
    else:
        answer = answer_id(item.id)
        operand = item.formula or f.ItemValue(id=answer)
        if item.formula is None:
            yield answer, item
        yield item.id, replace(item, rating=None, formula=_under(above, item.applies, operand))


def _under(above: tuple[Applies, ...], own: Applies | None, operand: f.Formula) -> f.Formula:
    """What an item comes to by the conditions it stands under, the outermost first."""
    lines = tuple(
        f.Case(
            condition=f.Not(operand=applies.condition),
            result=_otherwise(applies if applies is own else None),
            ground=applies.ground,
        )
        for applies in above
    )
    return f.Cases(lines=lines, otherwise=operand)


def _otherwise(own: Applies | None) -> f.Formula:
    """What an item comes to where a condition does not hold; one above it leaves nothing of it."""
    amount = own.otherwise.amount if own is not None and own.otherwise is not None else None
    return f.LeftOut() if amount is None else f.Constant(value=amount)


def formula_of(definition: Definition) -> f.Formula | None:
    """The formula a name stands for; `None` where it is answered."""
    match definition:
        case Item() | Value():
            return definition.formula
        case Input():
            return None
        case _:
            assert_never(definition)


def parts(part: Part) -> tuple[Part, ...]:
    """The parts a formula or condition is directly made of."""
    match part:
        case (
            f.Constant()
            | f.LeftOut()
            | f.ItemValue()
            | f.NamedValue()
            | f.InputValue()
            | f.InputIs()
            | f.InputChoice()
            | f.FieldValue()
            | f.RecordValue()
            | f.FieldChoice()
            | f.FieldIs()
            | f.Within()
            | f.CompareDays()
            | f.DaysBetween()
        ):
            return ()
        case f.OverSubjects() | f.BandIs():
            # What is said of the subjects is no part of a formula of their group.
            return ()
        case f.OverRecords(where=where) | f.PickRecord(where=where):
            return () if where is None else (where,)
        case f.PickIs(pick=pick):
            return (pick,)
        case f.Negative() | f.Rounded() | f.Applied() | f.Not():
            return (part.operand,)
        case f.Arithmetic() | f.Compare():
            return (part.left, part.right)
        case f.Over():
            return tuple(operand.formula for operand in part.operands)
        case f.All() | f.Any():
            return part.operands
        case f.Cases():
            lines = tuple(x for line in part.lines for x in (line.condition, line.result))
            return (*lines, part.otherwise)
        case f.Lookup():
            return (*part.subjects, *(row.result for row in part.rows))
        case _:
            assert_never(part)


def walk(part: Part) -> Iterator[Part]:
    """The part and everything in it, names not followed."""
    yield part
    for inner in parts(part):
        yield from walk(inner)


def references(part: Part) -> frozenset[str]:
    """The ids that stand in it, names not followed."""
    return frozenset(name for x in walk(part) for name in _named(x))


def _named(part: Part) -> tuple[str, ...]:
    """The id that a part names itself; a field belongs to its list, which an aggregate names."""
    match part:
        case f.ItemValue() | f.NamedValue() | f.InputValue() | f.InputIs() | f.InputChoice():
            return (part.id,)
        case f.OverRecords():
            # What is worked out of each record is no part of the formula: it may name inputs.
            return (part.list, *(name for x in part.worked_out for name in sorted(x.inputs)))
        case f.RecordValue():
            return tuple(sorted(part.inputs))
        case f.PickRecord():
            return (part.list,)
        case f.Within() | f.CompareDays() | f.DaysBetween():
            return tuple(day.id for day in days_in(part) if isinstance(day, f.InputDay))
        case _:
            return ()


Dated = f.Within | f.CompareDays | f.DaysBetween
"""What looks at dates."""


def days_in(part: Dated) -> tuple[f.Day, ...]:
    """The dates that a part looks at."""
    match part:
        case f.Within(day=day):
            return (day,)
        case f.CompareDays(left=left, right=right):
            return (left, right)
        case f.DaysBetween(first=first, last=last):
            return (first, last)
        case _:
            assert_never(part)


def asks_dates(part: Part) -> bool:
    """Whether it looks at dates, of which nobody lists all."""
    return any(isinstance(x, Dated) for x in walk(part))


def fields_read(part: Part) -> frozenset[tuple[str, str]]:
    """The fields that it reads, each with its list."""
    return frozenset(pair for x in walk(part) for pair in _fields(x))


def _fields(part: Part) -> tuple[tuple[str, str], ...]:
    match part:
        case f.FieldValue() | f.FieldIs() | f.FieldChoice():
            return ((part.list, part.id),)
        case f.RecordValue():
            return tuple((part.list, x) for x in sorted({part.id, *part.fields}))
        case f.Within() | f.CompareDays() | f.DaysBetween():
            days = (day for day in days_in(part) if isinstance(day, f.FieldDay))
            return tuple((day.list, day.id) for day in days)
        case f.PickRecord():
            return ((part.list, part.field),)
        case f.OverRecords():
            stated = [(part.list, x) for x in (part.field, part.weight) if x is not None]
            return (*stated, *(pair for x in part.worked_out for pair in _fields(x)))
        case _:
            return ()


def over_subjects(part: Part) -> Iterator[f.OverSubjects]:
    """The aggregates over subjects in it, names not followed."""
    return (x for x in walk(part) if isinstance(x, f.OverSubjects))


def asked_of_subjects(term: f.OverSubjects) -> frozenset[str]:
    """The ids of the subjects' own items, values, inputs and bands that an aggregate names."""
    named = {x.id for x in (term.of, term.weight) if x is not None}
    if term.where is not None:
        named.update(references(term.where))
        named.update(x.id for x in walk(term.where) if isinstance(x, f.BandIs))
    return frozenset(named)


def reached(roots: frozenset[str], defined: Definitions) -> frozenset[str]:
    """These ids and every id their formulas refer to, names followed."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        formula = formula_of(defined[name])
        if formula is not None:
            waiting.extend(references(formula))
    return frozenset(found)


def steps_to(
    wanted: frozenset[str], known: frozenset[str], defined: Definitions
) -> tuple[str, ...]:
    """The names to work out, each after those it needs, to get from the known ones to the wanted.

    A name that neither is known nor stands for a formula is left out.
    """
    ordered: dict[str, None] = {}
    waiting = [(name, False) for name in sorted(wanted)]
    while waiting:
        name, ready = waiting.pop()
        formula = formula_of(defined[name])
        if name in known or name in ordered or formula is None:
            continue
        if ready:
            ordered[name] = None
        else:
            waiting.append((name, True))
            waiting.extend((inner, False) for inner in sorted(references(formula)))
    return tuple(ordered)


def stated(instrument: Instrument) -> Iterator[f.Formula | f.Condition]:
    """Every formula of the instrument, and every condition beside them."""
    yield from formulas(instrument)
    yield from instrument.conditions()


def formulas(instrument: Instrument) -> Iterator[f.Formula]:
    """Every formula of the instrument, those of items first."""
    for item in instrument.walk():
        if item.formula is not None:
            yield item.formula
    for value in instrument.values:
        yield value.formula
    for table in instrument.categories:
        yield table.cases
