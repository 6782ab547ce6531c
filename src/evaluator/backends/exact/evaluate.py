"""What a rule means: one recursion that gives each value together with its reason.

This is the definition. Whatever else computes a value (SQL, proofs, reports) is held to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import partial
from typing import assert_never

from evaluator.backends.exact import conditions
from evaluator.backends.exact.aggregate import combine, shares_of
from evaluator.backends.exact.arithmetic import (
    OPERATIONS,
    applied,
    arithmetic,
    either,
    hull,
    negative,
    rounded,
)
from evaluator.backends.exact.conditions import Decided
from evaluator.backends.exact.days import days_between
from evaluator.backends.exact.facts import Facts
from evaluator.backends.exact.judge import exempt_level
from evaluator.backends.exact.levels import level_step
from evaluator.backends.exact.prospects import lines_ahead, may_fail
from evaluator.backends.exact.records import over_records
from evaluator.backends.exact.steps import Input, Read, Stated, Step, Use, from_many, stated_few
from evaluator.backends.exact.tables import look_up
from evaluator.model.formula import (
    Applied,
    Arithmetic,
    Cases,
    Condition,
    Constant,
    DaysBetween,
    FieldValue,
    Formula,
    Gathering,
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
)
from evaluator.model.instrument import (
    Applies,
    Asked,
    InputType,
    Instrument,
    Item,
    ListType,
    NumberType,
    Value,
)
from evaluator.values.amounts import Absent, Amount, Known, NoValue, Open, Pick, Verdict
from evaluator.values.later import Later
from evaluator.values.record import record
from evaluator.values.rounding import Rounding


@record()
class Evaluation:
    """Every step of one evaluation, by what it is the value of.

    Attributes:
        pins: values an example states instead of computing them, by the id of an item or value.
        subjects: what each aggregate over the subjects of a group came to.
        published: the printed form of a named value that has a rounding rule.
        held: what the condition of an item came to, by the item's id.
        excluded: the items that do not apply, each with the rule by which it does not.
        stated: the items whose value is being worked out from their own answer.
        of_records: what was worked out of records, by list, place of the record, and id.
        standing: the items and values as they are while an answer is missing, by id; here they
            may wait for that answer.
    """

    instrument: Instrument
    facts: Facts
    pins: Mapping[str, Fraction] = field(default_factory=dict)
    subjects: Mapping[OverSubjects, Step] = field(default_factory=dict)
    items: dict[str, Step] = field(default_factory=dict)
    values: dict[str, Step] = field(default_factory=dict)
    published: dict[str, Step] = field(default_factory=dict)
    held: dict[str, Decided] = field(default_factory=dict)
    excluded: dict[str, Applies] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    of_records: dict[tuple[str, str, str], Step] = field(default_factory=dict)
    standing: Mapping[str, Step] = field(default_factory=dict)

    def compute(self, formula: Formula, facts: Facts) -> Step:
        """The value of a formula where these facts hold."""
        return compute(replace(self, facts=facts), formula)

    def decide(self, condition: Condition, facts: Facts) -> Step:
        """Whether a condition holds where these facts do."""
        return conditions.decide(condition, facts, self.compute).step


def evaluate(
    instrument: Instrument,
    facts: Facts,
    pins: Mapping[str, Fraction] | None = None,
    subjects: Mapping[OverSubjects, Step] | None = None,
    standing: Mapping[str, Step] | None = None,
) -> Evaluation:
    """Every item and value of the instrument for one subject, or for one group of subjects."""
    under_way: list[Evaluation] = []
    if instrument.answered:
        facts = replace(facts, applies=lambda name: _applies(under_way[0], name))
    run = Evaluation(instrument, facts, pins or {}, subjects or {}, standing=standing or {})
    under_way.append(run)
    for value in instrument.values_before_parts:
        _value(run, value)
    for root in instrument.items:
        _item(run, root, ())
    for value in instrument.values_after_parts:
        _value(run, value)
    return run


_Conditional = tuple[str, Applies]
"""An item that has a condition, and what it says."""


def _item(run: Evaluation, item: Item, above: tuple[_Conditional, ...]) -> None:
    """The value of an item and of everything below it, under the conditions it stands under.

    An item that a condition reads may have been computed before its turn.
    """
    if item.applies is not None:
        above = (*above, (item.id, item.applies))
    for child in item.children:
        _item(run, child, above)
    if item.id in run.items:
        return
    step = _conditional(run, item, above) if above else _unconditional(run, item)
    run.items[item.id] = step = _beside(run, item.id, step)
    if item.published is not None:
        run.published[item.id] = _round(step, item.published)


def _unconditional(run: Evaluation, item: Item) -> Step:
    """The value an item has where it applies: pinned, judged, or computed from what is below it."""
    if item.id in run.pins:
        return Step(op="pinned", amount=Known(run.pins[item.id]), ground=item.ground, of=item.id)
    if item.asked is not None and item.formula is not None:
        return _asked(run, item, item.asked, item.formula).named(item.id)
    if item.formula is not None:
        return _stated(run, item.formula).named(item.id)
    return _leaf(run, item)


def _asked(run: Evaluation, item: Item, asked: Asked, formula: Formula) -> Step:
    """The value of a part by its own answer, which may be that it does not apply."""
    run.stated.add(item.id)
    question = asked.question.id
    reads, given = run.facts.reads(question), run.facts.answer(question)
    step = _stated(run, formula)
    run.stated.discard(item.id)
    grounds = run.facts.exempt.get(item.id, ())
    ground = grounds[0].joined(*grounds[1:]) if grounds else item.ground
    inner = Use(step=step, share=Fraction(1))
    if isinstance(given, Absent):
        return Step(op="not_applicable", amount=Absent(), inputs=reads, ground=ground)
    if grounds:
        # It counts as an answer, and that as what the formula makes of it.
        return Step(
            op="counts_as_answer", amount=step.amount, inputs=(*reads, inner), ground=ground
        )
    judged = run.facts.answered.get(item.id)
    if judged is not None and judged.by_documents:
        basis = judged.basis.ground
        return Step(op="proved_answer", amount=step.amount, inputs=(*reads, inner), ground=basis)
    if given is None and asked.may_be_left_out:
        amount = either([_scalar(step), Absent()])
        return Step(op="not_answered", amount=amount, inputs=(*reads, inner), ground=ground)
    return step


def _conditional(run: Evaluation, item: Item, above: tuple[_Conditional, ...]) -> Step:
    """The value of an item that has a condition, or stands in one that has.

    One condition that does not hold settles it. A pinned value says that the item applies.
    """
    decided = [(applies, _held(run, name, applies)) for name, applies in above]
    for applies, held in decided:
        if held.holds is False:
            run.excluded[item.id] = applies
            return _excluded(item, applies, held)
    inner = _unconditional(run, item)
    if item.id in run.pins:
        return inner
    holding = tuple(Use(step=held.step) for _, held in decided)
    ground, *others = (applies.ground for applies, _ in decided)
    return Step(
        op="applies",
        amount=_where_it_applies(item, inner, decided),
        inputs=(*holding, Use(step=inner.named(None), share=Fraction(1))),
        ground=ground.joined(*others),
        of=item.id,
    )


def _where_it_applies(item: Item, inner: Step, decided: list[tuple[Applies, Decided]]) -> Amount:
    """The value where every condition holds; while one is open, also what follows if it does not.

    A condition without a value leaves the item without one.
    """
    amount = _scalar(inner)
    for _, held in decided:
        if isinstance(held.outcome, NoValue):
            return held.outcome
    others = [(held, _consequence(item, applies)) for applies, held in decided if not held.holds]
    if not others or all(isinstance(x, Absent) for x in (amount, *(x for _, x in others))):
        return amount
    return hull([amount, *(other for held, other in others if may_fail(held.step))])


def _excluded(item: Item, applies: Applies, held: Decided) -> Step:
    """An item that does not apply: left out, or what it then counts as."""
    own = applies.otherwise if applies is item.applies else None
    return Step(
        op="not_applicable",
        amount=_consequence(item, applies),
        inputs=(Use(step=held.step),),
        ground=applies.ground.joined(own.ground) if own is not None else applies.ground,
        of=item.id,
    )


def _consequence(item: Item, applies: Applies) -> Known | Absent:
    """What an item comes to where a condition does not hold: nothing, if it is not its own."""
    own = applies.otherwise if applies is item.applies else None
    return Absent() if own is None or own.amount is None else Known(own.amount)


def _held(run: Evaluation, name: str, applies: Applies) -> Decided:
    """What the condition of an item came to; it is decided once for all that stand under it."""
    if name not in run.held:
        decided = conditions.decide(applies.condition, run.facts, run.compute)
        run.held[name] = decided
    return run.held[name]


def _applies(run: Evaluation, name: str) -> bool | None:
    """Whether the conditions hold under which an item stands; `None` while one is open."""
    if name in run.stated:
        return True  # its own value reads its answer: it is computed for where it applies
    chain = next(found for root in run.instrument.items if (found := _chain(root, name)))
    held = [_held(run, item.id, item.applies).holds for item in chain if item.applies is not None]
    return False if False in held else None if None in held else True


def _chain(item: Item, name: str) -> tuple[Item, ...]:
    """The items from this one down to the one of that name; none where it is not below."""
    if item.id == name:
        return (item,)
    below = next((found for child in item.children if (found := _chain(child, name))), ())
    return (item, *below) if below else ()


def _of_item(run: Evaluation, name: str) -> Step:
    """The value of an item that stands further on in the tree, which a condition may read."""
    for root in run.instrument.items:
        _ahead(run, root, (), name)
    return run.items[name]


def _ahead(run: Evaluation, item: Item, above: tuple[_Conditional, ...], name: str) -> None:
    """Compute the item of that name, if it is this one or stands below it."""
    if item.id == name:
        _item(run, item, above)
        return
    if item.applies is not None:
        above = (*above, (item.id, item.applies))
    for child in item.children:
        _ahead(run, child, above, name)


def _leaf(run: Evaluation, item: Item) -> Step:
    """The judged level; a leaf that an example says nothing of may come to any level."""
    if item.rating is None:
        raise AssertionError("a leaf that is not computed is rated")
    judged = run.facts.leaves.get(item.id)
    if judged is not None:
        return judged.step or level_step(judged, item.rating)
    if item.id in run.facts.exempt:
        left = exempt_level(item.rating)
        return Step(op="not_applicable", amount=left, ground=item.rating.ground, of=item.id)
    amount = Open(*item.rating.scale.ends)
    return Step(op="not_answered", amount=amount, ground=item.rating.ground, of=item.id)


def _value(run: Evaluation, value: Value) -> None:
    if value.id in run.pins:
        pinned = Known(run.pins[value.id])
        step = Step(op="pinned", amount=pinned, ground=value.ground, of=value.id)
    else:
        step = _stated(run, value.formula).named(value.id)
    run.values[value.id] = step = _beside(run, value.id, step)
    if value.published is not None:
        run.published[value.id] = _round(step, value.published)


def _beside(run: Evaluation, name: str, step: Step) -> Step:
    """The value of an item or value; what it may still come to is told beside one that stands."""
    standing = run.standing.get(name)
    if standing is None:
        return step
    if not step.is_open or step.amount == standing.amount:
        return standing
    if standing.is_open:
        return step
    inputs = (Use(step=standing), Use(step=step.named(None)))
    return Step(op="if_answered", amount=step.amount, inputs=inputs, ground=step.ground)


_NAMES = (ItemValue, NamedValue, InputValue)


def _stated(run: Evaluation, formula: Formula) -> Step:
    """The value of a statement's formula.

    One that only names another value keeps a step of its own, with the rule that takes it over.
    """
    step = compute(run, formula)
    if isinstance(formula, _NAMES):
        return Step(op="same", amount=step.amount, inputs=(Use(step=step),), ground=formula.ground)
    return step


def _round(step: Step, rounding: Rounding) -> Step:
    return Step(
        op="published",
        amount=rounded(_scalar(step), rounding),
        inputs=(Use(step=step),),
        ground=step.ground,
        rounding=rounding,
    )


def compute(run: Evaluation, formula: Formula) -> Step:
    """The value of a formula and its reason."""
    match formula:
        case ItemValue(id=name, as_published=printed):
            step = run.items.get(name) or _of_item(run, name)
            return run.published.get(name, step) if printed else step
        case NamedValue(id=name, as_published=printed):
            return run.published.get(name, run.values[name]) if printed else run.values[name]
        case Over():
            return _over(run, formula)
        case Arithmetic(operator=operator, left=left, right=right):
            return _arithmetic(run, formula, operator, left, right)
        case Constant(value=value):
            given = (Stated(value),)
            return Step(op="constant", amount=Known(value), inputs=given, ground=formula.ground)
        case LeftOut():
            return Step(op="not_applicable", amount=Absent(), ground=formula.ground)
        case InputValue(id=name):
            return _input(run, name)
        case FieldValue():
            return _field(run, formula)
        case RecordValue():
            return _of_record(run, formula)
        case DaysBetween():
            return days_between(formula, run.facts)
        case Negative(operand=operand):
            step = compute(run, operand)
            amount = negative(_scalar(step))
            used = (Use(step=step),)
            return Step(op="negative", amount=amount, inputs=used, ground=formula.ground)
        case Rounded(operand=operand, rounding=rounding):
            step = compute(run, operand)
            return Step(
                op="rounded",
                amount=rounded(_scalar(step), rounding),
                inputs=(Use(step=step),),
                ground=formula.ground,
                rounding=rounding,
            )
        case Applied(function=function, operand=operand, argument=argument):
            step = compute(run, operand)
            fixed = () if argument is None else (Stated(argument),)
            return Step(
                op=function.value,
                amount=applied(function, _scalar(step), argument),
                inputs=(Use(step=step), *fixed),
                ground=formula.ground,
            )
        case OverSubjects():
            return run.subjects.get(formula) or _nothing_known(formula)
        case OverRecords():
            return over_records(formula, run.facts, run.compute, run.decide)
        case Cases():
            return _cases(run, formula)
        case Lookup():
            steps = partial(compute, run), partial(_stated, run)
            return look_up(formula, run.facts, *steps, run.decide)
        case _:
            assert_never(formula)


def _input(run: Evaluation, name: str) -> Step:
    declared = next(i for i in run.instrument.questions if i.id == name)
    given = run.facts.answer(name)
    before = declared.by_verifier.before if declared.by_verifier else None
    if given is None and before is not None:
        return Step(
            op="before_verification",
            amount=Known(before.counts_as),
            inputs=(*run.facts.reads(name), Stated(before.counts_as)),
            ground=before.ground,
        )
    amount = Absent() if isinstance(given, Absent) else _stated_number(given, declared.type)
    return Step(op="input", amount=amount, inputs=run.facts.reads(name), ground=declared.ground)


def _field(run: Evaluation, formula: FieldValue) -> Step:
    """What the record at hand states."""
    declared = next(i for i in run.instrument.inputs if i.id == formula.list)
    if not isinstance(declared.type, ListType):
        raise AssertionError("fields belong to lists")
    field = declared.type.field_of(formula.id)
    return Step(
        op="field",
        amount=_stated_number(run.facts.field(field.id), field.type),
        inputs=(Read(run.facts.place(field.id)),),
        ground=field.ground,
    )


def _of_record(run: Evaluation, formula: RecordValue) -> Step:
    """What is worked out of the record at hand, once for all that takes it."""
    place = run.facts.record_place
    key = (formula.list, place, formula.id)
    if key not in run.of_records:
        step = _stated(run, formula.formula)
        run.of_records[key] = Step(
            op="record_value",
            amount=step.amount,
            inputs=(Read(place), Use(step=step)),
            ground=formula.ground,
            of_record=(formula.list, formula.id),
        )
    return run.of_records[key]


def _stated_number(given: object, kind: InputType) -> Known | Open:
    """A number that was stated, or what may still be stated."""
    if isinstance(given, Fraction):
        return Known(given)
    return Open(kind.low, kind.high) if isinstance(kind, NumberType) else Open(None, None)


def _arithmetic(
    run: Evaluation, formula: Arithmetic, operator: str, left: Formula, right: Formula
) -> Step:
    a, b = compute(run, left), compute(run, right)
    return Step(
        op=OPERATIONS[operator],
        amount=arithmetic(operator, _scalar(a), _scalar(b)),
        inputs=(Use(step=a), Use(step=b)),
        ground=formula.ground,
    )


def _over(run: Evaluation, formula: Over) -> Step:
    steps = [run.items.get(name) or compute(run, part) for name, part in formula.parts]
    values = [step.amount.value for step in steps if isinstance(step.amount, Known)]
    if len(values) == len(steps) and formula.factors is not None:
        # All apply, and the rules alone say what each is multiplied with.
        amount: Amount = Known(formula.factors.sum_of_products(values))
        shares: Sequence[Fraction | None] = formula.shares
    else:
        amounts = [_scalar(step) for step in steps]
        amount = combine(formula.aggregate, amounts, formula.weights, formula.few)
        shares = shares_of(formula, amounts)
    uses = Later(partial(_uses, formula, steps, shares))
    return Step(formula.op, amount, uses, formula.ground)


def _uses(
    formula: Over, steps: Sequence[Step], shares: Sequence[Fraction | None]
) -> tuple[Input, ...]:
    uses = tuple(map(Use, steps, formula.told_weights, shares))
    return (*stated_few(formula.few), *uses)


def _nothing_known(formula: OverSubjects) -> Step:
    """An aggregate over subjects of whom an example says nothing."""
    counts = formula.aggregate is Gathering.COUNT
    return Step(
        op=formula.op(formula.aggregate),
        amount=Open(Fraction(0) if counts else None, None),
        inputs=(*stated_few(formula.few), from_many(formula)),
        ground=formula.ground,
    )


def _cases(run: Evaluation, formula: Cases) -> Step:
    """The first line that holds; while a condition is open, anything its lines could still give.

    A line whose condition has no value leaves the whole without one. What a line gives that no
    answer can bring about is told, since it is open, and has no part in the bounds.
    """
    uses: list[Step] = []
    results: dict[int, Step] = {}
    stuck: list[Amount] = []
    for place, line in enumerate(formula.lines):
        decided = conditions.decide(line.condition, run.facts, run.compute)
        uses.append(decided.step)
        if decided.holds is False:
            continue
        if isinstance(decided.outcome, NoValue):
            stuck.append(decided.outcome)
            break
        results[place] = _stated(run, line.result)
        if decided.holds:
            break
    else:
        results[len(formula.lines)] = _stated(run, formula.otherwise)
    inputs = tuple(Use(step=step) for step in [*uses, *results.values()])
    amounts = [*map(_scalar, results.values()), *stuck]
    if len(amounts) > 1:
        ahead = set(lines_ahead(uses))
        amounts = [_scalar(step) for place, step in results.items() if place in ahead]
        amount: Amount = hull(amounts or [*map(_scalar, results.values())])
    else:
        (amount,) = amounts
    return Step(op="cases", amount=amount, inputs=inputs, ground=formula.ground)


_CONDITIONS = (Verdict, Pick)


def _scalar(step: Step) -> Amount:
    """The amount of a step that is not a condition; the checks have seen to it."""
    amount = step.amount
    if isinstance(amount, _CONDITIONS):
        raise AssertionError("a condition where a number belongs")
    return amount
