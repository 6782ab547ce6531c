"""Formulas: names resolved, aggregates spelled out, types and units checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from evaluator.analysis.lower.inputs import choices_of, names_on
from evaluator.analysis.lower.numbers import whole
from evaluator.analysis.lower.reach import Reach
from evaluator.analysis.lower.records import (
    counts_records,
    few_of,
    named_unit,
    over_records,
    record_of,
    records_counted,
    report_field,
    unit_of,
)
from evaluator.analysis.lower.scope import Scope
from evaluator.analysis.lower.types import (
    PLAIN,
    Answer,
    ChoiceOf,
    DayOf,
    Quantity,
    Truth,
    Typed,
    Unit,
)
from evaluator.diagnostics.kinds import names
from evaluator.diagnostics.kinds.rules import WEIGHT_MISSING
from evaluator.diagnostics.model import Diagnostic, Fact, Shape
from evaluator.model import formula as model
from evaluator.model.formula import (
    Aggregate,
    Condition,
    Formula,
    Gathering,
    Ground,
    Operand,
    SubjectValue,
)
from evaluator.model.instrument import Item, answer_id
from evaluator.source import Span
from evaluator.syntax import tree
from evaluator.values.functions import IRRATIONAL, Function
from evaluator.values.rounding import Mode, Rounding
from evaluator.values.windows import Length, Window, WithinBefore, WithinPeriod
from evaluator.values.windows import Unit as Counted

MAX_DECIMALS = 20
MAX_DEGREE = 20
"""The highest degree of a root, and the highest exponent."""


def quantity(reach: Reach, formula: tree.Formula, ground: Ground) -> Quantity | None:
    """A formula that must be a number."""
    return _as_quantity(reach, lower(reach, formula, ground), formula.at)


def _as_quantity(reach: Reach, typed: Typed | None, at: Span) -> Quantity | None:
    if typed is None or isinstance(typed, Quantity):
        return typed
    reach.report(names.NOT_A_NUMBER, at, text=at.text)
    return None


def condition(reach: Reach, formula: tree.Formula, ground: Ground) -> Condition | None:
    """A formula that must hold or not; a yes-or-no input alone asks whether it is yes."""
    typed = lower(reach, formula, ground)
    match typed:
        case None:
            return None
        case Truth(term=term):
            return term
        case ChoiceOf(of=Answer() as answer, choices=("yes", "no")):
            return _chosen(answer, "yes", ground)
        case Quantity() | ChoiceOf() | DayOf():
            reach.report(names.NOT_A_CONDITION, formula.at, text=formula.at.text)
            return None
        case _:
            assert_never(typed)


def lower(reach: Reach, formula: tree.Formula, ground: Ground) -> Typed | None:
    """A formula with its type; `None` where something in it was reported."""
    match formula:
        case tree.Constant(number=number):
            return Quantity(model.Constant(value=number.value, ground=ground), None)
        case tree.Reference():
            return _reference(reach, formula, ground)
        case tree.OwnWeight():
            return _own_weight(reach, formula, ground)
        case tree.OwnAnswer():
            return _own_answer(reach, formula, ground)
        case tree.AnswerOf():
            return _answer_of(reach, formula, ground)
        case tree.FixedDay(day=day):
            return DayOf(model.FixedDay(value=day.value))
        case tree.PeriodDay(which=which):
            return DayOf(model.PeriodDay(end=_PERIOD_DAYS[which]))
        case tree.Between():
            return _between(reach, formula, ground)
        case tree.Negative():
            return _negative(reach, formula, ground)
        case tree.Arithmetic():
            return _arithmetic(reach, formula, ground)
        case tree.Rounded():
            return _rounded(reach, formula, ground)
        case tree.Applied():
            return _applied(reach, formula, ground)
        case tree.OverTree():
            return _over_tree(reach, formula, ground)
        case tree.OverList():
            return _over_list(reach, formula, ground)
        case tree.Count():
            return _count(reach, formula, ground)
        case tree.OverSubjects():
            return _over_subjects(reach, formula, ground)
        case tree.OverRecords():
            return _over_records(reach, formula, ground)
        case tree.Compare():
            return _compare(reach, formula, ground)
        case tree.Is():
            return _is(reach, formula, ground)
        case tree.Among():
            return _among(reach, formula, ground)
        case tree.Within():
            return _within(reach, formula, ground)
        case tree.Not():
            return _not(reach, formula, ground)
        case tree.Logic():
            return _logic(reach, formula, ground)
        case _:
            assert_never(formula)


def _reference(reach: Reach, formula: tree.Reference, ground: Ground) -> Typed | None:
    name, printed = formula.name, formula.as_published
    scope = reach.scope
    if reach.record is not None and name.text in reach.record.fields:
        field = reach.record.fields[name.text]
        return _answer(reach, name, field.type, Answer(name.text, reach.record.list), ground)
    if reach.record is not None and name.text in reach.record.values:
        return reach.record.values[name.text]
    if name.text in scope.inputs:
        kind = scope.inputs[name.text].type
        return _answer(reach, name, kind, Answer(name.text), ground)
    if name.text in reach.values:
        if name.text in reach.endless and not printed:
            reach.report(names.DIGITS_WITHOUT_END, name.at, text=name.text)
            return None
        term = model.NamedValue(id=name.text, as_published=printed, ground=ground)
        return Quantity(term, reach.values[name.text])
    if name.text in reach.items:
        item = model.ItemValue(id=name.text, as_published=printed, ground=ground)
        return Quantity(item, reach.units.get(name.text, PLAIN))
    if reach.own is not None and name.text in _OWN_WEIGHT:
        return _own_weight(reach, tree.OwnWeight(at=name.at), ground)
    if reach.own is not None and name.text in _OWN_ANSWER:
        return _own_answer(reach, tree.OwnAnswer(at=name.at), ground)
    _report_name(reach, name)
    return None


_OWN_WEIGHT = frozenset({"weight", "bobot"})
_OWN_ANSWER = frozenset({"answer", "jawaban"})
"""What a part has of its own, in a file that has a field or an id of this name elsewhere."""


def _own_weight(reach: Reach, formula: tree.OwnWeight, ground: Ground) -> Typed | None:
    """The weight of the part whose value this is, or what another file calls so."""
    meant = _declared(reach, formula)
    if meant is not None:
        return _reference(reach, meant, ground)
    if reach.own is None:
        reach.report(names.OWN_OUTSIDE, formula.at, text=formula.at.text)
        return None
    if reach.own.weight is None:
        reach.report(WEIGHT_MISSING, formula.at, item=reach.own.item)
        return None
    term = model.Constant(value=reach.own.weight, weight_of=reach.own.item, ground=ground)
    return Quantity(term, None)


def _own_answer(reach: Reach, formula: tree.OwnAnswer, ground: Ground) -> Typed | None:
    """The answer of the part whose value this is, or what another file calls so."""
    meant = _declared(reach, formula)
    if meant is not None:
        return _reference(reach, meant, ground)
    if reach.own is None:
        reach.report(names.OWN_OUTSIDE, formula.at, text=formula.at.text)
        return None
    return _answer_to(reach, tree.Name(at=formula.at, text=reach.own.item), ground)


def _declared(reach: Reach, word: tree.OwnWeight | tree.OwnAnswer) -> tree.Reference | None:
    """A name, where an edition that this one amends declares the word as an id."""
    name = tree.Name(at=word.at, text=word.at.text)
    fields = reach.record.fields if reach.record is not None else {}
    known = name.text in reach.scope.quantities or name.text in fields
    return tree.Reference(at=word.at, name=name) if known else None


def _answer_of(reach: Reach, formula: tree.AnswerOf, ground: Ground) -> Typed | None:
    """The answer of a part; of one that is rated, the level that counts."""
    name = formula.name
    own = reach.own is not None and reach.own.item == name.text
    item = reach.items.get(name.text)
    if item is not None and item.repeated is not None:
        reach.report(names.ANSWER_REPEATED, name.at, id=name.text)
        return None
    if name.text in reach.scope.answers and (own or item is not None):
        return _answer_to(reach, name, ground)
    if item is not None and item.rating is not None:
        return _level_of(reach, name, ground)
    if item is not None:
        reach.report(names.WITHOUT_ANSWER, name.at, id=name.text)
    else:
        _report_name(reach, name)
    return None


def _level_of(reach: Reach, name: tree.Name, ground: Ground) -> Typed | None:
    """The level that counts of a rated part: its value, or read off it where levels count else."""
    item = reach.items[name.text]
    value = model.ItemValue(id=item.id, ground=ground)
    if item.rating is None or item.rating.scale.is_plain:
        return Quantity(value, PLAIN)
    levels = {level.value: Fraction(level.number) for level in item.rating.scale.levels}
    if len(levels) < len(item.rating.scale.levels):
        facts = {"item": item.id, "scale": item.rating.scale.id}
        reach.report(names.LEVEL_NOT_TOLD_APART, name.at, **facts)
        return None
    *lines, (_, highest) = levels.items()
    cases = tuple(
        model.Case(
            condition=model.Compare(
                operator="=",
                left=value,
                right=model.Constant(value=x, ground=ground),
                ground=ground,
            ),
            result=model.Constant(value=level, ground=ground),
            ground=ground,
        )
        for x, level in lines
    )
    top = model.Constant(value=highest, ground=ground)
    return Quantity(model.Cases(lines=cases, otherwise=top, ground=ground), PLAIN)


def _answer_to(reach: Reach, name: tree.Name, ground: Ground) -> Typed | None:
    """What answers the question that a part has of its own."""
    line = reach.scope.answers.get(name.text)
    if line is None:
        reach.report(names.WITHOUT_ANSWER, name.at, id=name.text)
        return None
    return _answer(reach, name, line.type, Answer(answer_id(name.text)), ground)


def _report_name(reach: Reach, name: tree.Name) -> None:
    """Say why a name means nothing here."""
    scope, record = reach.scope, reach.record
    if record is not None:
        if name.text in scope.quantities or name.text in scope.bands:
            reach.report_beyond_record(name.at, name.text)
        else:
            report_field(scope, name, (*record.fields, *record.values, *scope.inputs))
    elif name.text in reach.reported:
        return
    elif name.text in scope.items or name.text in scope.values:
        is_part = name.text in scope.items
        kind = names.REFERENCE_OUTSIDE if is_part else names.VALUE_RESTS_ON_PARTS
        reach.report(kind, name.at, id=name.text)
    elif name.text in scope.bands:
        reach.report(names.WRONG_SORT, name.at, id=name.text)
    elif name.text in scope.in_group or scope.outer is not None:
        scope.report_out_of_reach(name, scope.quantities)
    else:
        report_field(scope, name, scope.quantities)


def _answer(
    reach: Reach, name: tree.Name, kind: tree.InputType, answer: Answer, ground: Ground
) -> Typed | None:
    """An input, or a field of the record at hand."""
    match kind:
        case tree.NumberType(unit=unit):
            return Quantity(_number(answer, ground), unit_of(unit))
        case tree.ChoiceType(choices=choices):
            return ChoiceOf(answer, tuple(key for key, _ in choices_of(choices)))
        case tree.ScaleType(scale=scale):
            known = names_on(reach.scope, scale)
            return ChoiceOf(answer, known) if known else None
        case tree.YesNoType():
            return ChoiceOf(answer, ("yes", "no"))
        case tree.DateType():
            return DayOf(_day(answer))
        case tree.TextType():
            reach.report(names.TEXT_IN_FORMULA, name.at, id=name.text)
            return None
        case tree.ListType():
            reach.report(names.LIST_IN_FORMULA, name.at, id=name.text)
            return None
        case _:
            assert_never(kind)


def _number(answer: Answer, ground: Ground) -> Formula:
    if answer.list is None:
        return model.InputValue(id=answer.id, ground=ground)
    return model.FieldValue(list=answer.list, id=answer.id, ground=ground)


def _day(answer: Answer) -> model.InputDay | model.FieldDay:
    if answer.list is None:
        return model.InputDay(id=answer.id)
    return model.FieldDay(list=answer.list, id=answer.id)


_PERIOD_DAYS = {
    "period_start": model.PeriodEnd.FIRST,
    "period_end": model.PeriodEnd.LAST,
}


def _between(reach: Reach, formula: tree.Between, ground: Ground) -> Quantity | None:
    """The time between two dates, in years, months or days."""
    sides = [_as_day(reach, lower(reach, x, ground), x.at) for x in (formula.first, formula.last)]
    first, last = sides
    if first is None or last is None:
        return None
    unit = Length(formula.unit)
    term = model.DaysBetween(unit=unit, first=first.day, last=last.day, ground=ground)
    return Quantity(term, named_unit(_COUNTED_IN[unit]))


_COUNTED_IN = {
    Length.FULL_YEARS: "years",
    Length.FULL_MONTHS: "months",
    Length.DAYS: "days",
}


def _as_day(reach: Reach, typed: Typed | None, at: Span) -> DayOf | None:
    if typed is None or isinstance(typed, DayOf):
        return typed
    reach.report(names.NOT_A_DATE, at, text=at.text)
    return None


def _chosen(of: Answer | model.PickRecord, choice: str, ground: Ground) -> Condition:
    """That what comes to a choice comes to this one."""
    match of:
        case model.PickRecord():
            return model.PickIs(pick=of, choice=choice, ground=ground)
        case Answer(id=name, list=None):
            return model.InputIs(id=name, choice=choice, ground=ground)
        case Answer(id=name, list=str() as records):
            return model.FieldIs(list=records, id=name, choice=choice, ground=ground)
        case _:
            raise AssertionError("an answer stands in a list or in none")


def _negative(reach: Reach, formula: tree.Negative, ground: Ground) -> Quantity | None:
    inner = quantity(reach, formula.operand, ground)
    if inner is None:
        return None
    term = model.Negative(operand=inner.term, ground=ground)
    return Quantity(term, inner.unit, inner.endless)


def _rounded(reach: Reach, formula: tree.Rounded, ground: Ground) -> Quantity | None:
    inner = quantity(reach, formula.operand, ground)
    rounding = rounding_rule(reach.scope, formula.decimals, formula.mode)
    if inner is None or rounding is None:
        return None
    term = model.Rounded(operand=inner.term, rounding=rounding, ground=ground)
    return Quantity(term, inner.unit)


def _applied(reach: Reach, formula: tree.Applied, ground: Ground) -> Quantity | None:
    """A function of a number; what a root or a logarithm is of loses its unit."""
    inner = quantity(reach, formula.operand, ground)
    function = Function(formula.function)
    argument = formula.argument
    if inner is None or (argument and not _fits(reach, function, argument)):
        return None
    term = model.Applied(
        function=function,
        operand=inner.term,
        argument=argument.value if argument else None,
        ground=ground,
    )
    unit = inner.unit if function is Function.ABSOLUTE else PLAIN
    return Quantity(term, unit, inner.endless or function in IRRATIONAL)


def _fits(reach: Reach, function: Function, argument: tree.Number) -> bool:
    """Whether a degree, base or exponent is one."""
    value = argument.value
    if function is Function.LOGARITHM:
        sound = value > 0 and value != 1
    else:
        least = 2 if function is Function.ROOT else 1
        sound = value.denominator == 1 and least <= value <= MAX_DEGREE
    if not sound:
        text = argument.written
        reach.report(names.ARGUMENT_UNFIT, argument.at, text=text, function=function.value)
    return sound


def _arithmetic(reach: Reach, formula: tree.Arithmetic, ground: Ground) -> Quantity | None:
    left = quantity(reach, formula.left, ground)
    right = quantity(reach, formula.right, ground)
    if left is None or right is None:
        return None
    term = model.Arithmetic(
        operator=formula.operator, left=left.term, right=right.term, ground=ground
    )
    endless = left.endless or right.endless
    if formula.operator in "+-":
        written = (formula.left.at.text, formula.right.at.text)
        unit = _same_unit(reach, formula.at, (left, right), written)
        return None if unit is _CLASH else Quantity(term, unit, endless)
    if left.unit is None and right.unit is None:
        return Quantity(term, None, endless)
    sign = 1 if formula.operator == "*" else -1
    return Quantity(term, (left.unit or PLAIN).times(right.unit or PLAIN, sign), endless)


_CLASH = Unit((("", 0),))
"""Stands for units that do not go together; it has been reported."""


def _same_unit(
    reach: Reach, at: Span, parts: Sequence[Quantity], written: Sequence[str]
) -> Unit | None:
    """The one unit of things that are added or compared; bare numbers fit any."""
    units = [part.unit for part in parts]
    known = list(dict.fromkeys(unit for unit in units if unit is not None))
    if len(known) > 1:
        report_units(reach, at, list(zip(units, written, strict=True)), at.text)
        return _CLASH
    return known[0] if known else None


def report_units(
    reach: Reach, at: Span, parts: Sequence[tuple[Unit | None, str]], text: str
) -> None:
    """Say which units were put together; of plain numbers among them, which they are."""
    units = dict.fromkeys(unit for unit, _ in parts if unit is not None and unit != PLAIN)
    named = tuple(_named_unit(unit) for unit in units)
    without = tuple(dict.fromkeys(written for unit, written in parts if unit == PLAIN))
    if not without:
        reach.report(names.UNIT_MISMATCH, at, units=named, text=text)
        return
    with_unit = tuple(dict.fromkeys(written for unit, written in parts if unit in units))
    facts: dict[str, Fact] = {"parts": without[:_MOST_PARTS], "others": with_unit[:_MOST_PARTS]}
    reach.report(names.UNIT_MISSING, at, units=named, text=text, **facts)


_MOST_PARTS = 4
"""How many parts a message names."""


def _named_unit(unit: Unit) -> Fact:
    """A unit as it is told; those of time are the same in both languages of rules."""
    name = str(unit)
    return Shape(name) if name in _TIMES else name


_TIMES = frozenset({"years", "months", "days"})


def one_unit(
    reach: Reach,
    statement: tree.Cases | tree.Table,
    results: Sequence[tuple[Unit | None, str]],
) -> Unit | None:
    """The one unit of the results of a statement's lines; several are reported."""
    named = list(dict.fromkeys(unit for unit, _ in results if unit is not None))
    if len(named) > 1:
        text = statement.name.text if statement.name else ""
        report_units(reach, statement.at, results, text)
    return named[0] if named else None


def _over_tree(reach: Reach, formula: tree.OverTree, ground: Ground) -> Quantity | None:
    items = reach.of_word(formula.word)
    if not items and reach.subjects is not None:
        reach.report(names.SUBJECT_IN_GROUP, formula.at, id=formula.at.text)
        return None
    if not items:
        reach.report(names.NOTHING_OF_WORD, formula.at, text=formula.at.text)
        return None
    aggregate = Aggregate(formula.aggregate)
    counted = [each for item in items for each in _counted(item, aggregate)]
    operands = tuple(
        Operand(
            formula=model.ItemValue(id=item.id, ground=ground),
            weight=item.weight if aggregate in _WEIGHTED else None,
        )
        for item in counted
    )
    parts = [
        Quantity(model.ItemValue(id=i.id, ground=ground), reach.units.get(i.id, PLAIN))
        for i in items
    ]
    unit = _same_unit(reach, formula.at, parts, [item.id for item in items])
    if unit is _CLASH:
        return None
    few, sound = few_of(reach, formula, of=len(operands))
    if not sound:
        return None
    term: Formula = model.Over(aggregate=aggregate, operands=operands, few=few, ground=ground)
    if aggregate is Aggregate.WEIGHTED_SUM and few is None and len(counted) > len(items):
        # However many instances there are, the whole weight stays that of the rules.
        whole = sum((item.weight for item in items if item.weight is not None), Fraction(0))
        mean = model.Over(aggregate=Aggregate.WEIGHTED_MEAN, operands=operands, ground=ground)
        constant = model.Constant(value=whole, ground=ground)
        term = model.Arithmetic(operator="*", left=mean, right=constant, ground=ground)
    return Quantity(term, unit, aggregate is Aggregate.GEOMETRIC_MEAN)


def _counted(item: Item, aggregate: Aggregate) -> Sequence[Item]:
    """What an aggregate takes in of an item: its instances, where each of them counts."""
    each = item.repeated is not None and item.repeated.each
    return item.children if each and aggregate is not Aggregate.THE_ONE else (item,)


_WEIGHTED = (Aggregate.WEIGHTED_MEAN, Aggregate.WEIGHTED_SUM)


def _over_list(reach: Reach, formula: tree.OverList, ground: Ground) -> Quantity | None:
    parts = [quantity(reach, operand, ground) for operand in formula.operands]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    unit = _same_unit(reach, formula.at, known, [each.at.text for each in formula.operands])
    if unit is _CLASH:
        return None
    aggregate = Aggregate(formula.aggregate)
    operands = tuple(
        Operand(formula=part.term, weight=_weight(reach, part.term, aggregate)) for part in known
    )
    few, sound = few_of(reach, formula, of=len(operands))
    if not sound:
        return None
    term = model.Over(aggregate=aggregate, operands=operands, few=few, ground=ground)
    endless = aggregate is Aggregate.GEOMETRIC_MEAN or any(part.endless for part in known)
    return Quantity(term, unit, endless)


def _weight(reach: Reach, term: Formula, aggregate: Aggregate) -> Fraction | None:
    if aggregate in _WEIGHTED and isinstance(term, model.ItemValue):
        return reach.items[term.id].weight
    return None


def _count(reach: Reach, formula: tree.Count, ground: Ground) -> Quantity | None:
    """How many records of a list, or subjects there are, or of how many a value is known."""
    if counts_records(reach, formula.name):
        return _count_records(reach, formula, ground)
    many = _many(reach, formula.name, formula.at)
    if many is None:
        return None
    held, sound = _where(many.reach, formula.where, ground)
    gathered = None
    if formula.name.text in {many.word, many.kind}:
        if formula.as_published:
            reach.report(names.WRONG_SORT, formula.name.at, id=formula.name.text)
            return None
    else:
        known = (*([many.word] if many.word else ()), *many.reach.scope.quantities, *reach.groups)
        if formula.name.text not in (*known, *reach.scope.in_group, *many.reach.scope.bands):
            reach.scope.report_unknown(formula.name, known)
            return None
        printed = formula.as_published
        of = tree.Reference(at=formula.name.at, name=formula.name, as_published=printed)
        gathered = _gathered(many.reach, of, ground)
        if gathered is None:
            return None
    if not sound:
        return None
    term = model.OverSubjects(
        aggregate=Gathering.COUNT,
        of=gathered[0] if gathered else None,
        where=held,
        of_groups=many.kind,
        ground=ground,
    )
    return Quantity(term, PLAIN)


def _over_subjects(reach: Reach, formula: tree.OverSubjects, ground: Ground) -> Quantity | None:
    name = formula.of.name
    asked = reach.scope.inputs.get(name.text)
    if asked is not None and isinstance(asked.type, tree.ListType):
        reach.report(names.LIST_IN_FORMULA, name.at, id=name.text)
        return None
    many = _many(reach, formula.of.name, formula.at)
    if many is None:
        return None
    few, few_is_sound = few_of(reach, formula)
    of = _gathered(many.reach, formula.of, ground)
    weight = _gathered(many.reach, formula.weight, ground) if formula.weight else None
    held, sound = _where(many.reach, formula.where, ground)
    if of is None or (formula.weight is not None and weight is None):
        return None
    if not sound or not few_is_sound:
        return None
    term = model.OverSubjects(
        aggregate=Gathering(formula.aggregate),
        of=of[0],
        weight=weight[0] if weight else None,
        where=held,
        few=few,
        of_groups=many.kind,
        ground=ground,
    )
    return Quantity(term, of[1])


@dataclass(frozen=True, slots=True)
class _Many:
    """Who an aggregate runs over: the subjects, or the groups of a kind.

    Attributes:
        word: what the regulation calls one of them, if it has a word for it.
        reach: what may be named of one.
    """

    kind: str | None
    word: str | None
    reach: Reach


def _many(reach: Reach, name: tree.Name, at: Span) -> _Many | None:
    """The subjects or groups whose value a name is; an id stands for one thing."""
    if reach.subjects is None:
        _report_outside(reach, name, at)
        return None
    subjects = reach.subjects
    named = (*subjects.scope.quantities, subjects.scope.subject)
    for kind, groups in reach.groups.items():
        own = (*groups.scope.values, *groups.scope.inputs)
        if name.text in own or (name.text == kind and kind not in named):
            return _Many(kind, kind, replace(groups, bands=groups.scope.bands))
    return _Many(None, subjects.scope.subject, replace(subjects, bands=subjects.scope.bands))


def _report_outside(reach: Reach, name: tree.Name, at: Span) -> None:
    """Say what an aggregate over the subjects is meant for, in a formula of one of them."""
    scope = reach.scope
    known = (*scope.quantities, *scope.bands)
    if name.text in (*known, *scope.in_group, scope.subject):
        reach.report(names.SUBJECTS_OUTSIDE_GROUP, at, text=at.text)
    else:
        report_field(scope, name, known)


def _gathered(
    subjects: Reach, name: tree.Reference, ground: Ground
) -> tuple[SubjectValue, Unit | None] | None:
    """The value of a subject that an aggregate takes in, with its unit."""
    typed = quantity(subjects, name, ground)
    if typed is None:
        return None
    if not isinstance(typed.term, model.ItemValue | model.NamedValue | model.InputValue):
        raise AssertionError("a name stands for nothing else")
    return typed.term, typed.unit


def _where(
    reach: Reach, where: tree.Formula | None, ground: Ground
) -> tuple[Condition | None, bool]:
    """The condition on a subject or a record, and whether it is sound."""
    if where is None:
        return None, True
    held = condition(reach, where, ground)
    return held, held is not None


def _compare(reach: Reach, formula: tree.Compare, ground: Ground) -> Truth | None:
    if _is_meant_for_answer(reach, formula.left, formula.right, ground):
        return None
    first = lower(reach, formula.left, ground)
    if isinstance(first, ChoiceOf):
        # What stands behind the sign is a choice then, and no name of anything.
        facts = {"text": formula.left.at.text, "sign": formula.operator}
        reach.report(names.CHOICE_WITH_SIGN, formula.at, **facts)
        return None
    if isinstance(first, DayOf):
        second = _as_day(reach, lower(reach, formula.right, ground), formula.right.at)
        return None if second is None else _days(formula.operator, first, second, ground)
    left = _as_quantity(reach, first, formula.left.at)
    right = quantity(reach, formula.right, ground)
    if left is None or right is None:
        return None
    sides = ((left, formula.left.at), (right, formula.right.at))
    return _compared(reach, formula.operator, sides, formula.at, ground)


def _days(operator: str, left: DayOf, right: DayOf, ground: Ground) -> Truth:
    return Truth(
        model.CompareDays(operator=operator, left=left.day, right=right.day, ground=ground)
    )


def _compared(
    reach: Reach, operator: str, sides: tuple[_Side, _Side], at: Span, ground: Ground
) -> Truth | None:
    """Two numbers, each with its place, compared."""
    (left, _), (right, _) = sides
    if _same_unit(reach, at, (left, right), [place.text for _, place in sides]) is _CLASH:
        return None
    for side, place in sides:
        if side.endless:
            reach.report(names.DIGITS_WITHOUT_END, place, text=place.text)
            return None
    return Truth(model.Compare(operator=operator, left=left.term, right=right.term, ground=ground))


_Side = tuple[Quantity, Span]


def _is(reach: Reach, formula: tree.Is, ground: Ground) -> Truth | None:
    if isinstance(formula.subject, tree.Reference) and formula.subject.name.text in reach.bands:
        return _is_category(reach, formula, reach.bands[formula.subject.name.text], ground)
    if _is_meant_for_answer(reach, formula.subject, formula.choice, ground):
        return None
    typed = lower(reach, formula.subject, ground)
    if isinstance(typed, Quantity) and not _is_answer(formula.choice):
        return _is_number(reach, formula, typed, ground)
    subject = _as_choice(reach, typed, formula.at)
    if subject is None:
        return None
    if isinstance(formula.choice, tree.Number):
        reach.scope.report_unknown(_as_name(formula.choice), subject.choices)
        return None
    if isinstance(formula.choice, tree.Text):
        reach.report(names.CHOICE_IN_QUOTES, formula.choice.at, text=formula.choice.text)
        return None
    if not _is_one_of(reach, formula.choice, subject):
        return None
    term = _chosen(subject.of, formula.choice.text, ground)
    return Truth(model.Not(operand=term, ground=ground) if formula.negated else term)


def _is_meant_for_answer(
    reach: Reach,
    subject: tree.Formula,
    choice: tree.Formula | tree.Name | tree.Text | tree.Number,
    ground: Ground,
) -> bool:
    """Whether a part, which stands for its value, is asked for a choice of its answer."""
    if not isinstance(subject, tree.Reference) or subject.name.text not in reach.items:
        return False
    name = choice.name if isinstance(choice, tree.Reference) else choice
    line = reach.scope.answers.get(subject.name.text)
    if line is None or not isinstance(name, tree.Name) or name.text in reach.scope.quantities:
        return False
    answer = _answer(reach, subject.name, line.type, Answer(answer_id(subject.name.text)), ground)
    if not isinstance(answer, ChoiceOf) or name.text not in answer.choices:
        return False
    reach.report(names.ANSWER_MEANT, subject.at, id=subject.name.text, choice=name.text)
    return True


def _is_answer(choice: tree.Name | tree.Text | tree.Number) -> bool:
    """Whether it can be asked for of an answer only: yes, no, a text."""
    return isinstance(choice, tree.Text) or (
        isinstance(choice, tree.Name) and choice.text in {"yes", "no"}
    )


def _as_name(number: tree.Number) -> tree.Name:
    return tree.Name(at=number.at, text=number.written)


def _is_number(reach: Reach, formula: tree.Is, left: Quantity, ground: Ground) -> Truth | None:
    """`staf is not 0`: whether a number is a number, or what a name stands for."""
    match formula.choice:
        case tree.Number() as number:
            right: Quantity | None = Quantity(
                model.Constant(value=number.value, ground=ground), None
            )
        case tree.Name() as name:
            right = quantity(reach, tree.Reference(at=name.at, name=name), ground)
        case tree.Text():
            raise AssertionError("a number is no text")
        case _:
            assert_never(formula.choice)
    if right is None:
        return None
    sides = ((left, formula.subject.at), (right, formula.choice.at))
    truth = _compared(reach, "=", sides, formula.at, ground)
    if truth is None or not formula.negated:
        return truth
    return Truth(model.Not(operand=truth.term, ground=ground))


def _is_category(
    reach: Reach, formula: tree.Is, bands: tree.Bands | tree.Categories, ground: Ground
) -> Truth | None:
    choice = formula.choice
    label = choice.written if isinstance(choice, tree.Number) else choice.text
    facts = {"bands": bands.name.text, "label": label}
    if not isinstance(choice, tree.Text):
        reach.report(names.LABEL_WITHOUT_QUOTES, formula.choice.at, **facts)
        return None
    lines = (x for x in bands.lines if not isinstance(x, tree.Hole | tree.Error))
    labels = tuple(line.label.text for line in lines)
    if label not in labels:
        reach.report(names.UNKNOWN_LABEL, formula.choice.at, known=labels, **facts)
        return None
    term = model.BandIs(id=bands.name.text, label=label, ground=ground)
    return Truth(model.Not(operand=term, ground=ground) if formula.negated else term)


def _among(reach: Reach, formula: tree.Among, ground: Ground) -> Truth | None:
    subject = _choice(reach, formula.subject, formula.at, ground)
    # Every choice is looked at, so that every unknown one is reported.
    if subject is None or False in [_is_one_of(reach, one, subject) for one in formula.choices]:
        return None
    terms = tuple(_chosen(subject.of, one.text, ground) for one in formula.choices)
    return Truth(model.Any(operands=terms, ground=ground))


def _choice(reach: Reach, subject: tree.Formula, at: Span, ground: Ground) -> ChoiceOf | None:
    """What comes to one of some choices; anything else cannot be asked for one."""
    return _as_choice(reach, lower(reach, subject, ground), at)


def _as_choice(reach: Reach, typed: Typed | None, at: Span) -> ChoiceOf | None:
    if typed is None or isinstance(typed, ChoiceOf):
        return typed
    reach.report(names.NOT_A_CONDITION, at, text=at.text)
    return None


def _is_one_of(reach: Reach, choice: tree.Name, subject: ChoiceOf) -> bool:
    if choice.text in subject.choices:
        return True
    reach.scope.report_unknown(choice, subject.choices)
    return False


def _within(reach: Reach, formula: tree.Within, ground: Ground) -> Truth | None:
    subject = lower(reach, formula.subject, ground)
    window = _window(reach.scope, formula.before)
    if subject is None or window is None:
        return None
    day = _as_day(reach, subject, formula.subject.at)
    if day is None:
        return None
    return Truth(model.Within(day=day.day, window=window, ground=ground))


def _window(scope: Scope, before: tree.Before | None) -> Window | None:
    if before is None:
        return WithinPeriod()
    count = whole(scope, before.count, least=1)
    return None if count is None else WithinBefore(count=count, unit=Counted(before.unit))


def _over_records(
    reach: Reach, formula: tree.OverRecords, ground: Ground
) -> Quantity | ChoiceOf | None:
    record = record_of(reach, formula.records, formula.at)
    if record is None:
        return None
    where, sound = _where(reach.within(record), formula.where, ground)
    typed = over_records(reach, formula, record, where, ground)
    return typed if sound else None


def _count_records(reach: Reach, formula: tree.Count, ground: Ground) -> Quantity | None:
    record = record_of(reach, formula.name, formula.at)
    if record is None:
        return None
    if formula.as_published:
        reach.report(names.LIST_IN_FORMULA, formula.name.at, id=formula.name.text)
        return None
    where, sound = _where(reach.within(record), formula.where, ground)
    return records_counted(record, where, ground) if sound else None


def _not(reach: Reach, formula: tree.Not, ground: Ground) -> Truth | None:
    held = condition(reach, formula.operand, ground)
    return Truth(model.Not(operand=held, ground=ground)) if held else None


def _logic(reach: Reach, formula: tree.Logic, ground: Ground) -> Truth | None:
    parts = [condition(reach, operand, ground) for operand in formula.operands]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    joined = model.All if formula.operator == "and" else model.Any
    return Truth(joined(operands=known, ground=ground))


def rounding_rule(scope: Scope, decimals: tree.Number, mode: str) -> Rounding | None:
    """A rounding rule; its decimals must be a whole number that can be printed."""
    value = decimals.value
    if value.denominator != 1 or not 0 <= value <= MAX_DECIMALS:
        facts: dict[str, Fact] = {"text": decimals.written, "most": MAX_DECIMALS}
        scope.found.append(Diagnostic(kind=names.DECIMALS_NOT_WHOLE, at=decimals.at, facts=facts))
        return None
    return Rounding(int(value), Mode(mode))
