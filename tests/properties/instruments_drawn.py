"""Draws checked instruments and rows for them: every construct the columnar engine carries.

One seed gives the same instrument and rows for ever. Rows stand at the edges on purpose: on each
number that the rules name, one unit of the last place beside it, at the ends of ranges, missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import cast

from evaluator.analysis.references import walk
from evaluator.backends.exact.applicability import refusals
from evaluator.backends.sql.columns import declarable, declaration, declared_part
from evaluator.intake.response import (
    Answer,
    AnswerValue,
    Period,
    Record,
    Response,
    Stated,
    Subject,
)
from evaluator.model import formula as f
from evaluator.model import instrument as m
from evaluator.values.functions import Function
from evaluator.values.rounding import Mode, Rounding
from evaluator.values.windows import Length, Unit, Window, WithinBefore, WithinPeriod, days_of

G = f.Ground()
Row = dict[str, object]
DECIMALS = 2
UNIT = Fraction(1, 10**DECIMALS)


@dataclass
class Drawing:
    """What has been drawn so far, and what formulas may name."""

    random: Random
    inputs: list[m.Input]
    items: list[str]
    values: list[str]
    count: int = 0
    record: m.Input | None = None  # the list whose record is at hand, inside `where`

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"


def seeded(seed: str | int) -> Random:
    """The draws of a seed."""
    return Random(seed)


def instrument(random: Random) -> m.Instrument:
    """One instrument."""
    drawing = Drawing(random, [], [], [])
    drawing.inputs.extend(_input(drawing) for _ in range(random.randint(1, 4)))
    count = random.choice([0, 0, 1, 2])
    before = tuple(replace(_value(drawing), before_parts=True) for _ in range(count))
    roots = tuple(_item(drawing, 0) for _ in range(random.randint(0, 3)))
    values = (*before, *(_value(drawing) for _ in range(random.randint(1, 4))))
    bands = tuple(_bands(drawing, random.choice(values)) for _ in range(random.randint(0, 2)))
    gates = tuple(
        m.Gate(condition=_condition(drawing, 2), because=f"alasan '{n}'", ground=G)
        for n in range(random.choice([0, 0, 0, 1, 2]))
    )
    return m.Instrument(
        id="x",
        label="X",
        edition="1",
        issuer=None,
        bases=(),
        first=date(2020, 1, 1),
        last=None,
        draft=False,
        assesses=None,
        assumptions=(),
        scales=(),
        evidence=(),
        inputs=tuple(one for one in drawing.inputs if one.of is None),
        items=roots,
        weight_sums=(),
        values=values,
        bands=bands,
        categories=tuple(_categories(drawing) for _ in range(random.choice([0, 0, 1]))),
        gates=gates,
        in_force=G,
        orders=(m.Order(id="s", choices=tuple((x, None) for x in ORDER), ground=G),),
    )


def in_groups(random: Random, drawn: m.Instrument) -> m.Instrument:
    """The same with rules for groups, that ask for aggregates over their subjects."""
    values = [value.id for value in drawn.values]
    drawing = Drawing(random, list(drawn.questions), [x.id for x in drawn.walk()], values)
    asks = tuple(_over_subjects(drawing, drawn) for _ in range(random.randint(1, 4)))
    incomplete = random.choice(
        [
            None,
            m.Incomplete(counts_as=None, ground=G),
            m.Incomplete(counts_as=Fraction(random.randint(-3, 7), 3), ground=G),
        ]
    )
    rules = m.GroupRules(
        id=random.choice(["office", None]),
        incomplete=incomplete,
        asks=tuple(dict.fromkeys(asks)),
        inputs=(),
        values=(),
        bands=(),
        ground=G,
    )
    return replace(drawn, grouped_in=(("office", None),), groups=(rules,))


def _over_subjects(drawing: Drawing, drawn: m.Instrument) -> f.OverSubjects:
    random = drawing.random
    where = _of_subject(drawing, drawn, 1) if random.random() < 0.6 else None
    aggregate = random.choice(list(f.Gathering))
    of = None
    if aggregate is not f.Gathering.COUNT or random.random() < 0.5:
        of = _subject_value(drawing)
    weighted = aggregate is f.Gathering.MEAN and random.random() < 0.5
    weight = _subject_value(drawing) if weighted else None
    few = None
    if aggregate is not f.Gathering.COUNT and not weighted and random.random() < 0.4:
        few = f.Few(count=random.randint(1, 4), end=random.choice(list(f.End)))
    return f.OverSubjects(aggregate=aggregate, of=of, weight=weight, where=where, few=few)


def _subject_value(drawing: Drawing) -> f.SubjectValue:
    random = drawing.random
    numbers = [one.id for one in drawing.inputs if isinstance(one.type, m.NumberType)]
    if numbers and random.random() < 0.3:
        return f.InputValue(id=random.choice(numbers))
    if drawing.items and random.random() < 0.5:
        return f.ItemValue(id=random.choice(drawing.items), as_published=random.random() < 0.3)
    return f.NamedValue(id=random.choice(drawing.values), as_published=random.random() < 0.3)


def _of_subject(drawing: Drawing, drawn: m.Instrument, depth: int) -> f.Condition:
    """A condition on a subject: its categories, values and answers."""
    random = drawing.random
    labelled = [(bands.id, [row.label for row in bands.rows]) for bands in drawn.bands]
    labelled += [(table.id, list(table.labels)) for table in drawn.categories]
    match random.choice(["band", "value", "is", *(["not", "all", "any"] if depth else [])]):
        case "band" if labelled:
            name, labels = random.choice(labelled)
            return f.BandIs(id=name, label=random.choice(labels))
        case "is" if asked := _asked(drawing):
            one = random.choice(asked)
            choices = ("yes", "no") if isinstance(one.type, m.YesNoType) else ("a", "b", "c'c")
            return f.InputIs(id=one.id, choice=random.choice(choices))
        case "not":
            return f.Not(operand=_of_subject(drawing, drawn, depth - 1))
        case "all" | "any" as kind:
            operands = tuple(_of_subject(drawing, drawn, depth - 1) for _ in range(2))
            return f.All(operands=operands) if kind == "all" else f.Any(operands=operands)
        case _:
            operator = random.choice([">=", "<=", ">", "<", "="])
            left = _subject_value(drawing)
            return f.Compare(operator=operator, left=left, right=_constant(random))


# What is asked for -------------------------------------------------------------------------------


def _input(drawing: Drawing) -> m.Input:
    random = drawing.random
    kind: m.InputType
    match random.choice(["number", "number", "choice", "yes_no", "date", "list", "list"]):
        case "list":
            return _with_values(drawing, m.ListType(fields=tuple(_fields(drawing))))
        case _ as word:
            kind = _field_type(random, word)
    by_verifier = None
    if isinstance(kind, m.NumberType) and random.random() < 0.15:
        by_verifier = _by_verifier(random, kind)
    return m.Input(id=drawing.id("in"), label="", type=kind, by_verifier=by_verifier, ground=G)


def _with_values(drawing: Drawing, kind: m.ListType) -> m.Input:
    """A list; of each record something may be worked out, each after what it may name."""
    random = drawing.random
    found = m.Input(id=drawing.id("in"), label="", type=kind, ground=G)
    for name in ["case", "Worth"][: random.choice([0, 0, 1, 2])]:
        at_hand = replace(drawing, items=[], values=[], record=found)
        value = f.RecordValue(
            list=found.id, id=name, label="", formula=_formula(at_hand, random.choice([1, 2]))
        )
        kind = replace(kind, values=(*kind.values, value))
        found = replace(found, type=kind)
    return found


def _by_verifier(random: Random, kind: m.NumberType) -> m.ByVerifier:
    """Points, missing or counted as a number until there are any."""
    value = random.choice([None, _number(random, kind, [Fraction(1, 3)]), Fraction(7, 3)])
    before = m.BeforeVerification(counts_as=value, ground=G) if value is not None else None
    return m.ByVerifier(before=before)


def _fields(drawing: Drawing) -> Iterator[m.Field]:
    """At least a number; ids that other things have, and that SQL reserves, do no harm."""
    random = drawing.random
    names = iter(["select", "counts", "in_1", "R", "label"])
    for word in ["number", *random.choices(["number", "order", "choice", "yes_no", "date"], k=3)]:
        yield m.Field(id=next(names), label="", type=_field_type(random, word), ground=G)


ORDER = ("low", "mid", "h'gh")


def _field_type(random: Random, word: str) -> m.FieldType:
    kind: m.FieldType
    match word:
        case "number":
            low = random.choice([None, Fraction(0), Fraction(1), Fraction(-7, 2)])
            high = random.choice([None, Fraction(10), Fraction(100), Fraction(25, 2)])
            kind = m.NumberType(
                low=low,
                low_included=random.random() < 0.7,
                high=high,
                high_included=random.random() < 0.7,
                unit=None,
            )
        case "choice":
            kind = m.ChoiceType(choices=tuple((x, None) for x in ("a", "b", "c'c")))
        case "order":
            kind = m.ChoiceType(choices=tuple((x, None) for x in ORDER), order="s")
        case "date":
            kind = m.DateType()
        case _:
            kind = m.YesNoType()
    return kind


def _item(drawing: Drawing, depth: int) -> m.Item:
    random = drawing.random
    weight = Fraction(random.randint(0 if random.random() < 0.1 else 1, 30), random.choice([1, 3]))
    item = m.Item(
        id=drawing.id("it"),
        word="criterion",
        label="",
        code=None,
        weight=weight,
        maximum=None,
        children=(),
        rating=None,
        formula=None,
        published=_rounding(random) if random.random() < 0.2 else None,
        ground=G,
    )
    if random.random() < 0.25:
        item = replace(item, applies=_applies(drawing))
    if depth < 2 and random.random() < 0.4:
        children = tuple(_item(drawing, depth + 1) for _ in range(random.randint(1, 4)))
        item = replace(item, children=children, formula=_over_children(random, children))
        if random.random() < 0.2 and (conditions := _alternatives(drawing)):
            item = _of_alternatives(item, conditions)
    elif random.random() < 0.25:
        item = _answered(drawing, item)
    elif random.random() < 0.7:
        numbers = random.choice([(0, 1, 2, 3), (1, 2, 3, 4), (0, 2, 5)])
        worth = random.choice([None, None, None, [0, 25, 50, 100], [Fraction(1, 3), 2, 2, 40]])
        levels = tuple(
            m.Level(number=n, label=None, counts_as=Fraction(value) if worth is not None else None)
            for n, value in zip(numbers, worth or numbers, strict=False)
        )
        scale = m.Scale(id="s", cumulative=False, levels=levels, ground=G)
        item = replace(item, rating=_rating(random, scale))
    else:
        item = replace(item, formula=_from_inputs(drawing))
    drawing.items.append(item.id)
    return item


def _rating(random: Random, scale: m.Scale) -> m.Rating:
    """On a scale; some may be declared not applicable, and are left out or count as a level."""
    rating = m.Rating(scale=scale, ground=G)
    if random.random() < 0.7:
        never = G if random.random() < 0.2 else None
        return replace(rating, may_not_be_not_applicable=never)
    counts_as = random.choice([None, random.choice(scale.numbers)])
    rule = m.NotApplicable(counts_as=counts_as, ground=G)
    return replace(rating, may_be_not_applicable=G, not_applicable=rule)


def _applies(drawing: Drawing) -> m.Applies:
    """A condition over what has been drawn before, which does not depend on the item."""
    random = drawing.random
    counts_as = random.choice([None, None, 0, 2])
    otherwise = m.NotApplicable(counts_as=counts_as, ground=G)
    condition = _condition(drawing, random.choice([0, 1]))
    return m.Applies(condition=condition, otherwise=otherwise, ground=G)


def _alternatives(drawing: Drawing) -> list[f.Condition]:
    """Conditions of which exactly one holds, whatever is answered."""
    asked = [one for one in _asked(drawing) if one.of is None]
    if not asked:
        return []
    one = drawing.random.choice(asked)
    yes = isinstance(one.type, m.YesNoType)
    first = f.InputIs(id=one.id, choice="yes" if yes else "a")
    if yes or drawing.random.random() < 0.5:
        return [first, f.Not(operand=first)]
    others = [f.InputIs(id=one.id, choice=choice) for choice in ("b", "c'c")]
    return [first, *others]


def _of_alternatives(item: m.Item, conditions: list[f.Condition]) -> m.Item:
    """The item whose value is that of the one part that applies; the rest are passed over."""
    if len(item.children) < len(conditions):
        return item
    left_out = m.NotApplicable(counts_as=None, ground=G)
    children = tuple(
        replace(child, applies=m.Applies(condition=condition, otherwise=left_out, ground=G))
        for child, condition in zip(item.children, conditions, strict=False)
    )
    operands = tuple(f.Operand(formula=f.ItemValue(id=child.id)) for child in children)
    formula = f.Over(aggregate=f.Aggregate.THE_ONE, operands=operands)
    return replace(item, children=(*children, *item.children[len(children) :]), formula=formula)


def _answered(drawing: Drawing, item: m.Item) -> m.Item:
    """A part with an answer of its own, which others may ask for too."""
    random = drawing.random
    kind = _field_type(random, random.choice(["number", "choice", "yes_no", "date"]))
    question = m.Input(id=m.answer_id(item.id), label="", type=kind, of=item.id, ground=G)
    drawing.inputs.append(question)
    formula = _from_inputs(replace(drawing, inputs=[question, random.choice(drawing.inputs)]))
    if item.applies is not None and random.random() < 0.5:
        # What the answer comes to that it counts as where its condition does not hold.
        worth = m.NotApplicable(counts_as=None, value=Fraction(random.randint(-2, 7), 3), ground=G)
        item = replace(item, applies=replace(item.applies, otherwise=worth))
    return replace(item, asked=_asked_for(random, question), formula=formula)


def _asked_for(random: Random, question: m.Input) -> m.Asked:
    """Some answers may be left out with a declaration, or replaced by one that counts then."""
    asked = m.Asked(question=question)
    kind = question.type
    if random.random() < 0.1:  # SQL has no documents, but rules may say that none are needed
        asked = replace(asked, needs=(m.AnswerNeed(cells=(f.AnyCell(),), need=None, ground=G),))
    if isinstance(kind, m.NumberType) and random.random() < 0.15:
        points = replace(question, by_verifier=_by_verifier(random, kind))
        return m.Asked(question=points)
    if random.random() < 0.6:
        never = G if random.random() < 0.2 else None
        return replace(asked, may_not_be_not_applicable=never)
    choice = number = None
    match random.choice([None, kind]):
        case m.ChoiceType(choices=choices):
            choice = random.choice(choices)[0]
        case m.YesNoType():
            choice = random.choice(["yes", "no"])
        case m.NumberType():
            number = _number(random, kind, [Fraction(1, 2)])
        case _:
            pass
    rule = m.ExemptAnswer(choice=choice, number=number, ground=G)
    return replace(asked, may_be_not_applicable=G, not_applicable=rule)


_REFUSED = {f.Aggregate.GEOMETRIC_MEAN, f.Aggregate.THE_ONE}
_AGGREGATES = [x for x in f.Aggregate if x not in _REFUSED]


def _over_children(random: Random, children: tuple[m.Item, ...]) -> f.Over:
    aggregate = random.choice(_AGGREGATES)
    weighted = aggregate in {f.Aggregate.WEIGHTED_MEAN, f.Aggregate.WEIGHTED_SUM}
    if weighted and not any(child.weight for child in children):
        aggregate, weighted = f.Aggregate.SUM, False
    operands = tuple(
        f.Operand(
            formula=f.ItemValue(id=child.id, as_published=random.random() < 0.3),
            weight=child.weight if weighted else None,
        )
        for child in children
    )
    few = None if weighted else _few(random, len(operands))
    return f.Over(aggregate=aggregate, operands=operands, few=few)


def _few(random: Random, operands: int) -> f.Few | None:
    if operands < 2 or random.random() < 0.6:
        return None
    return f.Few(count=random.randint(1, operands), end=random.choice(list(f.End)))


# Formulas ----------------------------------------------------------------------------------------


def _value(drawing: Drawing) -> m.Value:
    random = drawing.random
    value = m.Value(
        id=drawing.id("v"),
        label=None,
        formula=_formula(drawing, 3),
        published=_rounding(random) if random.random() < 0.5 else None,
        ground=G,
    )
    drawing.values.append(value.id)
    return value


def _rounding(random: Random) -> Rounding:
    return Rounding(random.choice([0, 1, 2, 2, 4]), random.choice(list(Mode)))


def _from_inputs(drawing: Drawing) -> f.Formula:
    """A formula that names no part, as a computed leaf has; all values so far rest on inputs."""
    return _formula(replace(drawing, items=[], count=drawing.count), 2)


def _constant(random: Random) -> f.Constant:
    return f.Constant(value=random.choice(_CONSTANTS))


_CONSTANTS = tuple(
    Fraction(x) for x in ("0", "1", "2", "3", "5", "10", "75", "1/3", "2.5", "-1", "0.01", "7/6")
)


def _atom(drawing: Drawing) -> f.Formula:
    random = drawing.random
    numbers = [one.id for one in drawing.inputs if isinstance(one.type, m.NumberType)]
    choices: list[f.Formula] = [_constant(random)]
    if drawing.items:
        named = f.ItemValue(id=random.choice(drawing.items), as_published=random.random() < 0.3)
        choices += [named] * 3
    if drawing.values:
        id_ = random.choice(drawing.values)
        choices += [f.NamedValue(id=id_, as_published=random.random() < 0.3)] * 3
    if _dates(drawing) and random.random() < 0.3:
        unit = random.choice(list(Length))
        choices.append(f.DaysBetween(unit=unit, first=_day(drawing), last=_day(drawing)))
    if numbers:
        choices += [f.InputValue(id=random.choice(numbers))] * 2
    if drawing.record is not None:
        fields = _fields_of(drawing.record, m.NumberType)
        field = f.FieldValue(list=drawing.record.id, id=random.choice(fields))
        choices = [_constant(random), *choices[-2:], *[field] * 5]
        choices += [*_values_of(drawing.record)] * 3
    return random.choice(choices)


# Records -----------------------------------------------------------------------------------------


def _fields_of(declared: m.Input, kind: type[m.FieldType]) -> list[str]:
    assert isinstance(declared.type, m.ListType)
    return [field.id for field in declared.type.fields if isinstance(field.type, kind)]


def _values_of(declared: m.Input) -> tuple[f.RecordValue, ...]:
    assert isinstance(declared.type, m.ListType)
    return declared.type.values


def _lists(drawing: Drawing) -> list[m.Input]:
    if drawing.record is not None:
        return []
    return [one for one in drawing.inputs if isinstance(one.type, m.ListType)]


def _over_records(drawing: Drawing, tallies: Sequence[f.Tally]) -> f.OverRecords:
    random = drawing.random
    declared = random.choice(_lists(drawing))
    tally = random.choice(tallies)
    figures = {value.id: value for value in _values_of(declared)}
    field = random.choice([*_fields_of(declared, m.NumberType), *[*figures] * 3])
    weight = _weight(random, declared) if tally is f.Tally.MEAN else None
    few = None
    if tally is not f.Tally.COUNT and weight is None and random.random() < 0.3:
        few = f.Few(count=random.randint(1, 3), end=random.choice(list(f.End)))
    return f.OverRecords(
        tally=tally,
        list=declared.id,
        field=None if tally is f.Tally.COUNT else field,
        weight=weight,
        few=few,
        where=_where(drawing, declared),
        figure=None if tally is f.Tally.COUNT else figures.get(field),
    )


def _weight(random: Random, declared: m.Input) -> str | None:
    """A field that is never negative, for a mean with weights."""
    assert isinstance(declared.type, m.ListType)
    fitting = [
        field.id
        for field in declared.type.fields
        if isinstance(field.type, m.NumberType)
        and field.type.low is not None
        and field.type.low >= 0
    ]
    return random.choice([None, *fitting])


def _pick(drawing: Drawing) -> f.PickRecord | None:
    """A highest or lowest choice, where a list has a field on a scale."""
    random = drawing.random
    for declared in _lists(drawing):
        assert isinstance(declared.type, m.ListType)
        for field in declared.type.fields:
            if isinstance(field.type, m.ChoiceType) and field.type.ordered:
                return f.PickRecord(
                    tally=random.choice([f.Tally.HIGHEST, f.Tally.LOWEST]),
                    list=declared.id,
                    field=field.id,
                    choices=ORDER,
                    where=_where(drawing, declared),
                )
    return None


def _where(drawing: Drawing, declared: m.Input) -> f.Condition | None:
    if drawing.random.random() < 0.3:
        return None
    return _of_record(replace(drawing, items=[], values=[], record=declared), 2)


def _of_record(drawing: Drawing, depth: int) -> f.Condition:
    """A condition on a record: its fields, inputs and numbers."""
    random, declared = drawing.random, drawing.record
    assert declared is not None
    kinds = ["compare", "is", "day", "day", *(["not", "all", "any"] if depth else [])]
    days = _fields_of(declared, m.DateType)
    asked = [*_fields_of(declared, m.ChoiceType), *_fields_of(declared, m.YesNoType)]
    match random.choice(kinds):
        case "day" if days:
            day = f.FieldDay(list=declared.id, id=random.choice(days))
            return f.Within(day=day, window=random.choice(WINDOWS))
        case "is" if asked:
            return _field_is(random, declared, random.choice(asked))
        case "not":
            return f.Not(operand=_of_record(drawing, depth - 1))
        case "all" | "any" as kind:
            operands = tuple(_of_record(drawing, depth - 1) for _ in range(2))
            return f.All(operands=operands) if kind == "all" else f.Any(operands=operands)
        case _:
            if random.random() < 0.3:
                return _condition(drawing, 0)
            left = _formula(drawing, random.choice([0, 0, 1]))
            operator = random.choice([">=", "<=", ">", "<", "="])
            return f.Compare(operator=operator, left=left, right=_constant(random))


def _field_is(random: Random, declared: m.Input, name: str) -> f.FieldIs:
    assert isinstance(declared.type, m.ListType)
    kind = next(field.type for field in declared.type.fields if field.id == name)
    choices = [x for x, _ in kind.choices] if isinstance(kind, m.ChoiceType) else ["yes", "no"]
    return f.FieldIs(list=declared.id, id=name, choice=random.choice(choices))


WINDOWS: tuple[Window, ...] = (
    WithinPeriod(),
    WithinBefore(count=1, unit=Unit.YEARS),
    WithinBefore(count=3, unit=Unit.YEARS),
    WithinBefore(count=6, unit=Unit.MONTHS),
    WithinBefore(count=24, unit=Unit.MONTHS),
    WithinBefore(count=2, unit=Unit.CALENDAR_YEARS),
)
PERIOD = Period(first=date(2023, 3, 1), last=date(2024, 2, 29))
"""It ends on 29 February: a year before it is the 28th."""
DAYS = tuple(
    end + timedelta(days=beside)
    for window in WINDOWS
    for end in days_of(window, PERIOD.first, PERIOD.last)
    for beside in (-1, 0, 1)
)
"""The days at the edges of every window."""


_KINDS = [
    *["arithmetic"] * 3,
    "negative",
    "rounded",
    "over",
    "applied",
    *["cases"] * 3,
    *["lookup"] * 3,
    *["records"] * 2,
]


def _formula(drawing: Drawing, depth: int) -> f.Formula:
    random = drawing.random
    if depth == 0 or random.random() < 0.2:
        return _atom(drawing)
    inner = depth - 1
    match random.choice(_KINDS):
        case "arithmetic":
            operator = random.choice("++-*/")
            right = _formula(drawing, inner)
            if operator == "/" and random.random() < 0.6:
                right = f.Constant(value=Fraction(random.choice([3, 7, 100, 40, -4])))
            return f.Arithmetic(operator=operator, left=_formula(drawing, inner), right=right)
        case "negative":
            return f.Negative(operand=_formula(drawing, inner))
        case "rounded":
            return f.Rounded(operand=_formula(drawing, inner), rounding=_rounding(random))
        case "applied":
            function = random.choice([Function.ABSOLUTE, Function.POWER])
            argument = Fraction(random.randint(1, 3)) if function is Function.POWER else None
            operand = _formula(drawing, inner)
            return f.Applied(function=function, operand=operand, argument=argument)
        case "lookup":
            return _lookup(drawing, inner)
        case "records" if _lists(drawing):
            return _over_records(drawing, [f.Tally.COUNT, f.Tally.SUM, *f.Tally])
        case "records":
            return _atom(drawing)
        case "over":
            aggregate = random.choice(_AGGREGATES)
            weighted = aggregate in {f.Aggregate.WEIGHTED_MEAN, f.Aggregate.WEIGHTED_SUM}
            operands = tuple(
                f.Operand(
                    formula=_formula(drawing, inner),
                    weight=Fraction(random.randint(1, 5)) if weighted else None,
                )
                for _ in range(random.randint(1, 3))
            )
            few = None if weighted else _few(random, len(operands))
            return f.Over(aggregate=aggregate, operands=operands, few=few)
        case _:
            lines = tuple(
                f.Case(condition=_condition(drawing, 2), result=_formula(drawing, inner), ground=G)
                for _ in range(random.randint(1, 3))
            )
            return f.Cases(lines=lines, otherwise=_formula(drawing, inner))


@dataclass
class _Side:
    """What a table may be looked up by, and cells that are disjoint and leave nothing out."""

    subject: f.Subject
    cells: list[f.Cell]
    hole: f.Hole | None = None


def _lookup(drawing: Drawing, depth: int) -> f.Lookup:
    """A table by one or two subjects: a grid of cells, some rows of it taken together."""
    random = drawing.random
    sides = [_side(drawing, depth) for _ in range(random.choice([1, 1, 2]))]
    if len(sides) > 1 and any(side.hole for side in sides):
        sides = sides[:1]
    grid: list[tuple[f.Cell, ...]] = [(cell,) for cell in sides[0].cells]
    if len(sides) > 1:
        whole = random.random() < 0.3 and len(grid) > 1
        rest = grid[1:] if whole else grid
        grid = [(*row, cell) for row in rest for cell in sides[1].cells]
        if whole:  # one cell of the first subject does not ask for the second
            words = [x for x in sides[1].cells if isinstance(x, f.MissingCell | f.NoneCell)]
            grid += [(sides[0].cells[0], cell) for cell in (f.AnyCell(), *words)]
    random.shuffle(grid)
    rows = tuple(
        f.Row(number=n, cells=cells, result=_atom(drawing), ground=G)
        for n, cells in enumerate(grid, 1)
    )
    subjects = tuple(side.subject for side in sides)
    return f.Lookup(subjects=subjects, rows=rows, hole=sides[0].hole if len(sides) == 1 else None)


def _side(drawing: Drawing, depth: int) -> _Side:
    random = drawing.random
    asked = _asked(drawing)
    missing: list[f.Cell] = [f.MissingCell()] if random.random() < 0.25 else []
    if drawing.record is not None and random.random() < 0.6:
        return _side_of_record(drawing.record, random, missing)
    if asked and random.random() < 0.5:
        one = random.choice(asked)
        cells: list[f.Cell] = [f.Keys(choices=("yes",)), f.Keys(choices=("no",))]
        if isinstance(one.type, m.ChoiceType):
            cells = [f.Keys(choices=("a", "c'c")), f.Keys(choices=("b",))]
        if missing and random.random() < 0.3:
            cells = [f.AnyCell()]
        return _Side(f.InputChoice(id=one.id), [*cells, *missing])
    if _lists(drawing) and random.random() < 0.4:
        return _side_of_records(drawing, missing)
    ends = sorted(random.sample([Fraction(x, 2) for x in range(-10, 120)], random.randint(1, 3)))
    whole = random.random() < 0.3
    hole = f.Hole(takes=random.choice(list(f.Side)), ground=G) if whole else None
    stretches = [f.Stretches(intervals=(x,)) for x in _stretches(random, ends, whole=whole)]
    if len(stretches) > 2 and random.random() < 0.5:  # the two outer stretches are one row
        first, *inner, last = stretches
        joined = f.Stretches(intervals=(*last.intervals, *first.intervals))
        stretches = [joined, *inner]
    return _Side(_formula(drawing, depth), [*stretches, *missing], hole)


def _side_of_record(declared: m.Input, random: Random, missing: list[f.Cell]) -> _Side:
    """By a choice of the record at hand, or by a number of it."""
    kinds = (m.ChoiceType, m.YesNoType)
    asked = [name for kind in kinds for name in _fields_of(declared, kind)]
    if not asked:
        number = random.choice(_fields_of(declared, m.NumberType))
        ends = [Fraction(random.randint(-5, 60))]
        cells: list[f.Cell] = [
            f.Stretches(intervals=(x,)) for x in _stretches(random, ends, whole=False)
        ]
        return _Side(f.FieldValue(list=declared.id, id=number), [*cells, *missing])
    name = random.choice(asked)
    assert isinstance(declared.type, m.ListType)
    kind = next(field.type for field in declared.type.fields if field.id == name)
    cells = [f.Keys(choices=("yes",)), f.Keys(choices=("no",))]
    if isinstance(kind, m.ChoiceType):
        first, second, third = (choice for choice, _ in kind.choices)
        cells = [f.Keys(choices=(first, third)), f.Keys(choices=(second,))]
    return _Side(f.FieldChoice(list=declared.id, id=name), [*cells, *missing])


def _side_of_records(drawing: Drawing, missing: list[f.Cell]) -> _Side:
    """By the highest or lowest among records, a choice or a number, and a cell for none."""
    random = drawing.random
    pick = _pick(drawing)
    cells: list[f.Cell]
    if pick is not None and random.random() < 0.7:
        cells = [f.Keys(choices=(ORDER[2], ORDER[0])), f.Keys(choices=(ORDER[1],))]
        if random.random() < 0.3:
            cells = [f.AnyCell()]
        return _Side(pick, [*cells, f.NoneCell(), *missing])
    over = _over_records(drawing, [f.Tally.HIGHEST, f.Tally.LOWEST, f.Tally.MEAN])
    ends = [Fraction(random.randint(-5, 60))]
    cells = [f.Stretches(intervals=(x,)) for x in _stretches(random, ends, whole=False)]
    if random.random() < 0.3:
        cells = [f.AnyCell()]
    return _Side(over, [*cells, f.NoneCell(), *missing])


def _stretches(random: Random, ends: list[Fraction], *, whole: bool) -> Iterator[f.Interval]:
    """Stretches that leave nothing out, or halves between them that a hole's reading takes."""
    low: Fraction | None = None
    low_included = False
    for end in [*ends, None]:
        closed = whole or random.random() < 0.5
        yield f.Interval(low=low, low_included=low_included, high=end, high_included=closed)
        low = None if end is None else end + (Fraction(1, 4) if whole else 0)
        low_included = whole or not closed


def _dates(drawing: Drawing) -> list[str]:
    return [one.id for one in drawing.inputs if isinstance(one.type, m.DateType)]


def _day(drawing: Drawing) -> f.Day:
    random = drawing.random
    fixed = f.FixedDay(value=date(2021, random.randint(1, 12), random.randint(1, 28)))
    stated = [f.InputDay(id=name) for name in _dates(drawing)]
    return random.choice(
        [*stated, *stated, fixed, f.PeriodDay(end=random.choice(list(f.PeriodEnd)))]
    )


def _condition(drawing: Drawing, depth: int) -> f.Condition:
    random = drawing.random
    if drawing.record is not None and random.random() < 0.7:
        return _of_record(drawing, depth)
    plain = ["compare", "is", "day", "days", "pick"]
    kind = random.choice([*plain, "not", "all", "any"] if depth else plain)
    asked = _asked(drawing)
    match kind:
        case "day" if _dates(drawing):
            day = f.InputDay(id=random.choice(_dates(drawing)))
            return f.Within(day=day, window=random.choice(WINDOWS))
        case "days" if _dates(drawing):
            operator = random.choice([">=", "<=", ">", "<", "="])
            return f.CompareDays(operator=operator, left=_day(drawing), right=_day(drawing))
        case "pick" if (pick := _pick(drawing)) is not None:
            return f.PickIs(pick=pick, choice=random.choice(ORDER))
        case "is" if asked:
            one = random.choice(asked)
            choices = ("yes", "no") if isinstance(one.type, m.YesNoType) else ("a", "b", "c'c")
            return f.InputIs(id=one.id, choice=random.choice(choices))
        case "not":
            return f.Not(operand=_condition(drawing, depth - 1))
        case "all" | "any":
            operands = tuple(_condition(drawing, depth - 1) for _ in range(random.randint(2, 3)))
            return f.All(operands=operands) if kind == "all" else f.Any(operands=operands)
        case _:
            operator = random.choice([">=", "<=", ">", "<", "="])
            right = _constant(random) if random.random() < 0.7 else _atom(drawing)
            return f.Compare(operator=operator, left=_formula(drawing, depth // 2), right=right)


def _asked(drawing: Drawing) -> list[m.Input]:
    """The inputs that are choices, yes and no among them."""
    kinds = (m.ChoiceType, m.YesNoType)
    return [one for one in drawing.inputs if isinstance(one.type, kinds)]


def _bands(drawing: Drawing, of: m.Value) -> m.Bands:
    random = drawing.random
    ends = sorted(map(Fraction, random.sample(range(-10, 60), random.randint(1, 4))))
    whole = random.random() < 0.5
    rows = []
    for number, stretch in enumerate(_stretches(random, ends, whole=whole)):
        gate = None
        if number and random.random() < 0.25:
            gate = m.BandGate(condition=_condition(drawing, 1))
        rows.append(m.Band(label=f"B{number}'", interval=stretch, printed=(), gate=gate, ground=G))
    hole = f.Hole(takes=random.choice(list(f.Side)), ground=G) if whole else None
    return m.Bands(
        id=drawing.id("b"),
        label=None,
        of=of.id,
        as_published=random.random() < 0.3,
        rows=tuple(rows),
        hole=hole,
        ground=G,
    )


def _categories(drawing: Drawing) -> m.Categories:
    labels = tuple(f"C{n}" for n in range(drawing.random.randint(2, 4)))
    lines = tuple(
        f.Case(condition=_condition(drawing, 2), result=f.Constant(value=Fraction(place)), ground=G)
        for place in range(len(labels) - 1)
    )
    last = f.Constant(value=Fraction(len(lines)))
    return m.Categories(
        id=drawing.id("c"),
        label=None,
        labels=labels,
        cases=f.Cases(lines=lines, otherwise=last),
        ground=G,
    )


# Rows --------------------------------------------------------------------------------------------


def rows(random: Random, drawn: m.Instrument, count: int) -> Iterator[Row]:
    """Answers by id; what is missing is not there."""
    edges = sorted(_named_numbers(drawn))
    for number in range(count):
        missing = 0 if number % 3 == 0 else random.choice([0.1, 0.4])
        row: Row = {}
        for leaf in drawn.leaves():
            assert leaf.rating is not None
            row[leaf.id] = Fraction(random.choice(leaf.rating.scale.numbers))
        for one in drawn.questions:
            if one.by_verifier is None:
                row[one.key] = _answer(random, one.type, edges, one.key)
        for item in declarable(drawn):
            if random.random() < 0.3:
                row.pop(item.id, None)
                row[declaration(item.id)] = "alasan"
        row = {name: x for name, x in row.items() if random.random() >= missing}
        yield row if random.random() < 0.1 else _without_effect_left_out(drawn, row)


def _without_effect_left_out(drawn: m.Instrument, row: Row) -> Row:
    """The same without the answers to what does not apply, for which a row is rejected."""
    while refused := answered_in_vain(drawn, row):
        row = {name: x for name, x in row.items() if name not in refused}
    return row


def answered_in_vain(drawn: m.Instrument, row: Row) -> set[str]:
    """The answers for which the exact evaluator refuses a response."""
    return {str(found.facts["id"]) for found in refusals(drawn, response_of(drawn, row), None)}


def _stated(name: str, value: object) -> Answer:
    if declared_part(name) is not None:
        return Answer(not_applicable=str(value))
    return Answer(value=cast("AnswerValue", value))


def response_of(drawn: m.Instrument, row: Row) -> Response:
    """A row as a response."""
    return Response(
        instrument=drawn.id,
        edition=None,
        subject=Subject(id="1"),
        period=PERIOD,
        answers={declared_part(name) or name: _stated(name, x) for name, x in row.items()},
        evidence={},
        evidence_findings={},
        findings={},
        decisions={},
        previous=None,
    )


def _answer(random: Random, kind: m.InputType, edges: list[Fraction], name: str = "") -> object:
    match kind:
        case m.ChoiceType(choices=choices):
            return random.choice(choices)[0]
        case m.YesNoType():
            return random.random() < 0.5
        case m.NumberType():
            return _number(random, kind, edges)
        case m.ListType(fields=fields):
            count = random.choice([0, 0, 1, 1, 2, 3])
            places = (f"/answers/{name}/{number}" for number in range(count))
            return tuple(_record(random, fields, edges, place) for place in places)
        case _:
            return random.choice(DAYS)


def _record(random: Random, fields: Sequence[m.Field], edges: list[Fraction], place: str) -> Record:
    missing = random.choice([0, 0, 0.2])
    stated = {field.id: _answer(random, field.type, edges) for field in fields}
    kept = {name: x for name, x in stated.items() if random.random() >= missing}
    return Record(fields=cast("dict[str, Stated]", kept), at=place)


def _number(random: Random, kind: m.NumberType, edges: list[Fraction]) -> Fraction:
    low = -20 if kind.low is None else kind.low
    high = max(low + 20, Fraction(200)) if kind.high is None else kind.high
    units = [Fraction(round(edge / UNIT)) * UNIT for edge in (*edges, low, high)]
    near = [x + d for x in units for d in (0, UNIT, -UNIT)] if random.random() < 0.6 else []
    near.append(Fraction(random.randint(int(low / UNIT), int(high / UNIT))) * UNIT)
    fitting = [x for x in near if _fits(kind, x)]
    return random.choice(fitting) if fitting else next(x for x in _between(low) if _fits(kind, x))


def _between(low: Fraction) -> Iterator[Fraction]:
    at = Fraction(round(low / UNIT)) * UNIT
    while True:
        yield at
        at += UNIT


def _fits(kind: m.NumberType, x: Fraction) -> bool:
    above = kind.low is None or (x >= kind.low if kind.low_included else x > kind.low)
    below = kind.high is None or (x <= kind.high if kind.high_included else x < kind.high)
    return above and below


def _named_numbers(drawn: m.Instrument) -> set[Fraction]:
    formulas = [part.formula for part in (*drawn.walk(), *drawn.values) if part.formula]
    lists = (one.type.values for one in drawn.inputs if isinstance(one.type, m.ListType))
    formulas += [value.formula for values in lists for value in values]
    parts = [x for root in (*formulas, *drawn.conditions()) for x in walk(root)]
    found = {x.value for x in parts if isinstance(x, f.Constant)}
    for table in (x for x in parts if isinstance(x, f.Lookup)):
        ends = [end for row in table.rows for x in row.stretches for end in (x.low, x.high)]
        found |= {end for end in ends if end is not None}
    for bands in drawn.bands:
        for row in bands.rows:
            found |= {x for x in (row.interval.low, row.interval.high) if x is not None}
    return found
