"""Parts that apply to some subjects only: what they come to, and who answers one that does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.backends.sql.columns import Wrong, called_answers, counted_answer
from evaluator.backends.sql.draft import Draft, declared
from evaluator.backends.sql.figure import Figure, Units, multiple, number
from evaluator.backends.sql.nodes import (
    Bool,
    Call,
    Case,
    Column,
    Extended,
    Field,
    Function,
    IsNot,
    IsNull,
    Lambda,
    Listed,
    Node,
    Null,
    Number,
    Opposite,
    Record,
    When,
    all_of,
    any_of,
    opposite,
    rebuilt,
    surely,
    surely_not,
)
from evaluator.backends.sql.nodes import inner as parts_of
from evaluator.diagnostics.kinds import inputs as kinds
from evaluator.model.instrument import Item, answer_id


def where_it_applies(draft: Draft, item: Item, inner: Figure) -> Figure:
    """The value of an item under its conditions; `inner` is its value where it applies.

    One condition that does not hold settles it. While one is open it waits, unless it does not
    apply either way.
    """
    conditions = draft.conditions_of(item.id)
    if not conditions:
        return inner
    inner = _fitting(item, inner)
    holds = all_of(conditions)
    counted = _counted(item, inner)
    absent = _absent(conditions, inner.absent, counts=counted is not None)
    lines = [When(holds, inner.units.node)]
    if inner.absent is not None:
        draft.inner_absent[item.id] = inner.absent
    if absent is not None and not (counted is None and inner.absent is None):
        if absent != surely_not(conditions[0]):
            absent = draft.part(absent, f"{item.id}_not_applicable")
        lines.insert(0, When(absent, Number(0)))
    ends = [inner.units.low, inner.units.high, 0]
    if counted is None:
        lines.append(When(Opposite(holds), Number(0)))
    else:
        lines.append(When(Opposite(conditions[-1]), counted.node))
        ends.append(counted.low)
    units = replace(inner.units, node=Case(tuple(lines), Null()), low=min(ends), high=max(ends))
    none = inner.none
    if none is not None:
        none = draft.part(all_of((surely(holds), none)), f"{item.id}_no_value")
    without = _undecidable(draft, item, holds)
    if without is not None:
        units = replace(units, node=Case((When(without, Number(0)),), units.node))
        none = without if none is None else draft.part(any_of((without, none)), f"{item.id}_none")
        absent = None if absent is None else all_of((opposite(without), absent))
    return Figure(
        units=units,
        scale=inner.scale,
        divisor=_divisor(inner.divisor, holds),
        waits=None,
        none=none,
        absent=absent,
    )


def _undecidable(draft: Draft, item: Item, holds: Node) -> Node | None:
    """Whether a condition has no value while none fails, which leaves the item without one."""
    names = draft.above[item.id]
    nones = tuple(draft.undecidable[name] for name in names if name in draft.undecidable)
    if not nones:
        return None
    found = any_of(nones)
    if len(names) > 1:
        found = all_of((found, IsNot(holds, truth=False)))
    return draft.part(found, f"{item.id}_undecidable")


def _counted(item: Item, inner: Figure) -> Units | None:
    """What it counts as where its own condition does not hold, in the units of its value."""
    rule = item.applies.otherwise if item.applies is not None else None
    if rule is None or rule.amount is None:
        return None
    return number((rule.amount * inner.scale).numerator)


def _fitting(item: Item, inner: Figure) -> Figure:
    """The value in units of which what it counts as otherwise is a whole number."""
    rule = item.applies.otherwise if item.applies is not None else None
    amount = Fraction(0) if rule is None or rule.amount is None else rule.amount
    finer = (amount * inner.scale).denominator
    if finer == 1:
        return inner
    return replace(inner, units=multiple(inner.units, finer), scale=inner.scale * finer)


def unless_declared(item: Item, inner: Figure) -> Figure:
    """The value of an item that its subject may declare not applicable.

    One that is answered and left out then is open until it is answered, whatever its formula says.
    """
    out = declared(item)
    if out is None or counted_answer(item) is not None:
        return inner  # it counts as an answer, and that as what the formula makes of it
    counts = _exempt_level(item, inner)
    lines = [When(out, Number(counts or 0))]
    none = inner.none
    if item.asked is not None and inner.waits != frozenset({answer_id(item.id)}):
        unanswered = IsNull(Column(answer_id(item.id)))
        lines.append(When(unanswered, Null()))
        none = None if none is None else all_of((Opposite(out), Opposite(unanswered), none))
    elif none is not None:
        none = all_of((Opposite(out), none))
    low, high = min(inner.units.low, counts or 0), max(inner.units.high, counts or 0)
    node = Case(tuple(lines), inner.units.node)
    return Figure(
        units=replace(inner.units, node=node, low=low, high=high),
        scale=inner.scale,
        divisor=_divisor(inner.divisor, Opposite(out)),
        waits=None,
        none=none,
        absent=out if counts is None else None,
    )


def _exempt_level(item: Item, inner: Figure) -> int | None:
    """What a rated item counts as that is declared not applicable, if anything, in its units."""
    rule = item.rating.not_applicable if item.rating is not None else None
    if item.rating is None or rule is None or rule.counts_as is None:
        return None
    return (item.rating.scale.value(rule.counts_as) * inner.scale).numerator


def seen_from(draft: Draft, above: str, item: Item, figure: Figure) -> Figure:
    """The value of an item as what stands above it takes it in.

    Where that does not apply it is not looked at, so that its conditions are not asked again.
    """
    shared, names = draft.above.get(above, ()), draft.above.get(item.id, ())
    if not shared or names[: len(shared)] != shared:
        return figure
    rest = draft.conditions_of(item.id)[len(shared) :]
    inner = draft.inner_absent.get(item.id)
    if not rest:
        return replace(figure, absent=inner)
    counts = _counted(item, figure) is not None
    return replace(figure, absent=_absent(rest, inner, counts=counts))


def _absent(conditions: Sequence[Column], inner: Node | None, *, counts: bool) -> Node | None:
    """Whether it does not apply, where it then `counts` as something or does not.

    `inner` is whether it does not apply though its conditions hold.
    """
    outer = conditions[:-1] if counts else conditions
    ways: list[Node] = [surely_not(all_of(tuple(outer)))] if outer else []
    if inner is not None:
        ways.append(all_of((surely(conditions[-1]), inner)) if counts else inner)
    return any_of(tuple(ways)) if ways else None


def _divisor(divisor: Units | None, holds: Node) -> Units | None:
    """What its value is divided by, 1 where it does not apply."""
    if divisor is None:
        return None
    node = Case((When(holds, divisor.node),), Number(1))
    return replace(divisor, node=node, low=min(divisor.low, 1))


# Rows --------------------------------------------------------------------------------------------


def answers_without_effect(draft: Draft) -> Iterator[Wrong]:
    """Each part that may not apply, and when a row answers it although it does not."""
    for key, called in called_answers(draft.instrument):
        conditions = draft.conditions_of(key)
        if conditions:
            given = Opposite(IsNull(Column(called)))
            condition = all_of((surely_not(all_of(conditions)), given))
            yield Wrong(column=key, code=kinds.ITEM_NOT_APPLICABLE.code, condition=condition)


def over_rows(draft: Draft, wrong: Wrong, checks: Sequence[Wrong]) -> Wrong:
    """The same as a check of a row as it was read, behind the checks of whatever it looks at."""
    steps = draft.worked_out
    answers = {called: key for key, called in called_answers(draft.instrument)}
    shared, row = _shared(steps, wrong.condition), draft.fresh("worked_out")
    read: dict[str, None] = {}

    def spelled_out(node: Node) -> Node:
        if not isinstance(node, Column):
            return rebuilt(node, spelled_out)
        if node.name in shared:
            return Field(row, node.name)
        if node.name in steps:
            return spelled_out(steps[node.name])
        raw = answers.get(node.name, node.name)
        read[raw] = None
        return Column(raw)

    parts = [(name, spelled_out(steps[name])) for name in shared]
    condition = _given(row, parts, spelled_out(wrong.condition))
    before = tuple(check.condition for check in checks if check.column in read)
    if before:
        condition = Case((When(any_of(before), Bool(value=False)),), condition)
    return replace(wrong, condition=condition)


# A check longer than this, in nodes, does not repeat the steps that it names more than once ...
_SPELLED_OUT = 20_000
# ... except those that are shorter than this.
_NAMED = 300


def _shared(steps: Mapping[str, Node], condition: Node) -> list[str]:
    """The steps that a condition works out once under a name, each behind what it names itself.

    None while it is short: it is quicker, and easier to read, with all of it spelled out.
    """
    sizes: dict[str, int] = {}
    uses: Counter[str] = Counter()

    def size(node: Node) -> int:
        """How many nodes it has with every step spelled out; each step is looked at once."""
        if not isinstance(node, Column) or node.name not in steps:
            return 1 + sum(map(size, parts_of(node)))
        uses[node.name] += 1
        if node.name not in sizes:
            sizes[node.name] = size(steps[node.name])
        return sizes[node.name]

    if size(condition) <= _SPELLED_OUT:
        return []
    return [name for name in steps if uses[name] > 1 and sizes[name] > _NAMED]


def _given(row: str, parts: Sequence[tuple[str, Node]], condition: Node) -> Node:
    """A condition over a record of these parts, each of which may read those before it.

    One list function follows the other: DuckDB is slow with one inside the other.
    """
    if not parts:
        return condition
    first, *rest = parts
    records: Node = Listed((Record((first,)),))
    for name, node in rest:
        each = Lambda(row, Extended(row, name, node))
        records = Call(Function.LIST_TRANSFORM, (records, each))
    found = Call(Function.LIST_TRANSFORM, (records, Lambda(row, condition)))
    return Call(Function.LIST_EXTRACT, (found, Number(1)))
