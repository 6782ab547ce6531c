"""The steps of the computation, in the order of the rule file: items, values, gates, categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import lcm

from evaluator.backends.sql.applies import unless_declared, where_it_applies
from evaluator.backends.sql.bands import category, labels
from evaluator.backends.sql.choices import layered
from evaluator.backends.sql.columns import (
    WIDTH,
    called_answers,
    counted_answer,
    is_plain,
    level_type,
    levels_of,
    rating_of,
)
from evaluator.backends.sql.draft import About, Draft, Step, Truth, declared
from evaluator.backends.sql.figure import Figure, Units, number
from evaluator.backends.sql.formulas import (
    condition_of,
    figure_of,
    in_columns,
    ladder_of,
)
from evaluator.backends.sql.grounds import grounds_of
from evaluator.backends.sql.nodes import (
    Bool,
    Case,
    Cast,
    Column,
    Compared,
    Decimal,
    Fixed,
    Node,
    Null,
    Number,
    Text,
    When,
    opposite,
    surely,
)
from evaluator.backends.sql.refusal import Refused, placed
from evaluator.backends.sql.rounding import rounded
from evaluator.diagnostics.model import Diagnostic
from evaluator.model.formula import (
    Applied,
    Arithmetic,
    Condition,
    Formula,
    Ground,
    ItemValue,
    NamedValue,
    Negative,
    Over,
    Rounded,
)
from evaluator.model.instrument import (
    Asked,
    Bands,
    ByVerifier,
    Categories,
    Input,
    Item,
    Value,
    YesNoType,
    answer_id,
)


def lay_out(draft: Draft) -> Iterator[Diagnostic]:
    """Every item, value, gate and table of categories as steps; what has no exact form is told."""
    instrument = draft.instrument
    found: list[Diagnostic] = []
    draft = _with_whatever_is_ahead(draft, found)
    for one in instrument.questions:
        if one.by_verifier is not None:
            _before_verification(draft, one, one.by_verifier)
    for item, asked in instrument.answered:
        _answer_by_declaration(draft, item, asked)
    for value in instrument.values_before_parts:
        found.extend([*_part(draft, value)])
    for root in instrument.items:
        found.extend([*_item(draft, root)])
    for value in instrument.values_after_parts:
        found.extend([*_part(draft, value)])
    yield from found
    for place, gate in enumerate(instrument.gates, 1):
        try:
            _gate(draft, place, gate.condition, gate.ground)
        except Refused as refusal:
            yield refusal.diagnostic
    for bands in instrument.bands:
        try:
            _bands(draft, bands)
        except Refused as refusal:
            yield refusal.diagnostic
    for table in instrument.categories:
        try:
            _categories(draft, table)
        except Refused as refusal:
            yield refusal.diagnostic


def _before_verification(draft: Draft, one: Input, given: ByVerifier) -> None:
    """Points of a verifier, whom no row has met: what they count as until then, or missing."""
    name, node = one.id, Cast(Null(), Decimal(WIDTH, 0))
    if given.before is None:
        columns: tuple[tuple[str, Node], ...] = ((name, node),)
        ground = one.ground
    else:
        value, ground = given.before.counts_as, given.before.ground
        if value.denominator > 1:
            name = draft.fresh(f"{name}_per_{value.denominator}")
        columns = ((name, Number(value.numerator)),)
        units = replace(number(value.numerator), node=Column(name))
        draft.before[one.id] = Figure(units=units, scale=value.denominator)
    step = Step(of=name, label=one.label, about=About.BEFORE, grounds=(ground,), columns=columns)
    draft.steps.append(step)


def _answer_by_declaration(draft: Draft, item: Item, asked: Asked) -> None:
    """The answer of a part that counts as one where it is declared not applicable."""
    counted, out = counted_answer(item), declared(item)
    if counted is None or out is None:
        return
    name = answer_id(item.id)
    given: Node
    match counted, asked.question.type:
        case Fraction(), _:
            places = draft.decimals[name]
            given = Fixed(int(counted * 10**places), places)
        case str(), YesNoType():
            given = Bool(value=counted == "yes")
        case _:
            given = Text(str(counted))
    node: Node = Case((When(out, given),), Column(dict(called_answers(draft.instrument))[item.id]))
    if isinstance(counted, Fraction):
        node = Cast(node, Decimal(WIDTH, places))
    grounds = (asked.question.ground, *_rules_of_absence(item))
    step = Step(
        of=name, label=item.label, about=About.COUNTED, grounds=grounds, columns=((name, node),)
    )
    draft.steps.append(step)


def _with_whatever_is_ahead(draft: Draft, found: list[Diagnostic]) -> Draft:
    """The same, which lays out an item or its condition as soon as a condition asks for it."""
    begun: list[Draft] = []

    def item_ahead(name: str) -> None:
        found.extend([*_item(begun[0], draft.items[name])])

    def condition_ahead(name: str) -> None:
        found.extend([*_condition(begun[0], draft.items[name])])

    begun.append(replace(draft, item_ahead=item_ahead, condition_ahead=condition_ahead))
    return begun[0]


def _item(draft: Draft, item: Item) -> Iterator[Diagnostic]:
    """An item and what stands below it, if none of a condition has asked for it before."""
    yield from _condition(draft, item)
    for child in item.children:
        yield from _item(draft, child)
    if item.id in draft.figures or item.id in draft.refused:
        return
    if not is_plain(item) or item.id in draft.above or declared(item) is not None:
        yield from _part(draft, item)
    else:
        draft.figures[item.id] = _answered(item, item.id)
        _publish(draft, item)


def _answered(item: Item, column: str) -> Figure:
    """What the level of a rated item counts as, which stands in this column."""
    low, high = levels_of(item)
    units = Units(node=Column(column), type=level_type(item), low=low, high=high)
    waits = frozenset({column})
    if is_plain(item):
        return Figure(units=units, waits=waits)
    levels = rating_of(item).scale.levels
    scale = lcm(*(level.value.denominator for level in levels))
    worth = [(level.number, (level.value * scale).numerator) for level in levels]
    lines = tuple(
        When(Compared("=", Column(column), Number(level)), Number(units)) for level, units in worth
    )
    ends = [units for _, units in worth]
    counted = replace(units, node=Case(lines, Null()), low=min(ends), high=max(ends))
    return Figure(units=counted, scale=scale, waits=waits)


def _condition(draft: Draft, item: Item) -> Iterator[Diagnostic]:
    """Whether the condition of an item holds, if it has one."""
    rule = item.applies
    if rule is None or item.id in draft.applies or item.id in draft.refused:
        return
    try:
        with placed(rule.ground, item.id):
            truth = condition_of(draft, rule.condition, item.id)
    except Refused as refusal:
        draft.refused[item.id] = refusal.diagnostic
        yield refusal.diagnostic
        return
    grounds = (rule.ground, *grounds_of(rule.condition))
    node, wanted = truth.node, f"{item.id}_applies"
    if truth.none is not None:
        draft.undecidable[item.id] = truth.none
        node = Case((When(opposite(truth.none), node),), Null())
    draft.applies[item.id] = draft.column(node, wanted, About.APPLIES, item.label, *grounds)


def _part(draft: Draft, part: Item | Value) -> Iterator[Diagnostic]:
    """An item or value with steps of its own; it is refused with what it rests on."""
    try:
        figure = _worked_out(draft, part)
        if figure.constant is None:
            figure, columns = in_columns(draft, figure, part.id)
            grounds = (part.ground, *_rules_of(part))
            step = Step(
                of=part.id,
                label=part.label,
                grounds=grounds,
                weights=tuple(_weights(part.formula)),
                columns=columns,
            )
            draft.steps.append(step)
        draft.figures[part.id] = figure
        _publish(draft, part)
    except Refused as refusal:
        draft.refused[part.id] = refusal.diagnostic
        yield refusal.diagnostic


def _worked_out(draft: Draft, part: Item | Value) -> Figure:
    """The value by its formula or its level, and where it does not apply what it is then."""
    if part.formula is not None:
        inner = figure_of(draft.own(part.id), part.formula, part.id)
    elif isinstance(part, Item):
        inner = _answered(part, answer_id(part.id))
    else:
        raise AssertionError("a value has a formula")
    if isinstance(part, Value):
        return inner
    with placed(part.ground, part.id):
        return where_it_applies(draft, part, unless_declared(part, inner))


def _weights(formula: Formula | None) -> Iterator[tuple[str, Fraction]]:
    """What a formula weighs differently, with the weights of the rules."""
    match formula:
        case Over(operands=operands):
            found = [(one.formula, one.weight) for one in operands if one.weight is not None]
            if len({weight for _, weight in found}) > 1:
                yield from ((f.id, w) for f, w in found if isinstance(f, ItemValue | NamedValue))
        case Arithmetic(left=left, right=right):
            yield from _weights(left)
            yield from _weights(right)
        case Negative(operand=inner) | Rounded(operand=inner) | Applied(operand=inner):
            yield from _weights(inner)
        case _:
            pass


def _rules_of(part: Item | Value) -> Iterator[Ground]:
    """What its step rests on beside its own line."""
    if part.formula is not None:
        yield from grounds_of(part.formula)
    if isinstance(part, Item):
        yield from _rules_of_absence(part)


def _rules_of_absence(item: Item) -> Iterator[Ground]:
    """What lets an item not apply, and says what follows."""
    if item.applies is not None:
        yield item.applies.ground
        if item.applies.otherwise is not None:
            yield item.applies.otherwise.ground
    how = item.rating or item.asked
    if how is not None and how.may_be_not_applicable is not None:
        yield how.may_be_not_applicable
        if how.not_applicable is not None:
            yield how.not_applicable.ground


def _publish(draft: Draft, part: Item | Value) -> None:
    """The printed form, where there is a rounding rule."""
    if part.published is None:
        return
    places = part.published.decimals
    name = f"{part.id}_published" + (f"_per_{10**places}" if places else "")
    with placed(part.ground, part.id):
        exact = draft.figures[part.id]
        figure = rounded(exact, part.published, lambda u: draft.named(u, f"{part.id}_part"))
        figure = replace(figure, none=exact.none, absent=exact.absent)
    if not isinstance(figure.units.node, Column) and figure.constant is None:
        column = draft.fresh(name)
        draft.steps.append(
            Step(
                of=name,
                label=part.label,
                about=About.PUBLISHED,
                rounding=part.published,
                grounds=(part.ground,),
                columns=((column, figure.units.node),),
            )
        )
        figure = replace(figure, units=replace(figure.units, node=Column(column)))
    draft.published[part.id] = figure


def _gate(draft: Draft, number: int, condition: Condition, ground: Ground) -> None:
    owner = f"not_scored_{number}"
    with placed(ground, owner):
        truth = condition_of(draft, condition, owner)
    name = draft.fresh(owner)
    draft.steps.append(
        Step(
            of=owner,
            about=About.GATE,
            grounds=(ground, *grounds_of(condition)),
            columns=((name, truth.node),),
        )
    )
    draft.gates.append(Truth(node=Column(name), waits=truth.waits))


def _bands(draft: Draft, bands: Bands) -> None:
    with placed(bands.ground, bands.id):
        node: Node = category(draft, bands, labels(bands))
    grounds = (bands.ground, *(row.ground for row in bands.rows))
    for condition in bands.gates:
        grounds = (*grounds, *grounds_of(condition))
    if bands.hole is not None:
        grounds = (*grounds, bands.hole.ground)
    draft.steps.append(
        Step(of=bands.id, label=bands.label, grounds=grounds, columns=((bands.id, node),))
    )


def _categories(draft: Draft, table: Categories) -> None:
    """Categories by conditions read downwards: the label of the first line that holds."""
    with placed(table.ground, table.id):
        ladder = ladder_of(draft, table.cases, table.id)
        node = layered(draft, ladder, tuple(map(Text, table.labels)))
        if not ladder.certain:
            found = [Bool(value=False)] * len(table.labels)
            none = layered(draft, replace(ladder, notes=(), without=Bool(value=True)), found)
            draft.unlabelled[table.id] = draft.part(surely(none), f"{table.id}_undecidable")
    grounds = (table.ground, *grounds_of(table.cases))
    draft.steps.append(
        Step(of=table.id, label=table.label, grounds=grounds, columns=((table.id, node),))
    )
