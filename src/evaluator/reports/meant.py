"""Which part of the rules each step of a result computes.

A step says what was read and what came of it. Which answer a condition asks for, of which records a
count is and which rows a table has stands in the rules alone. They are walked beside the steps, in
the order in which they are computed. A step that does not fit has no part here, nor has what it
uses: of those a page says what the step says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, takewhile

from evaluator.backends.exact.arithmetic import OPERATIONS
from evaluator.backends.exact.conditions import COMPARISONS
from evaluator.model import formula as f
from evaluator.model.instrument import Applies, Item
from evaluator.reports.case import Case, Json, Meant
from evaluator.reports.coefficients import used_steps
from evaluator.reports.conditions import looked_at
from evaluator.reports.gates import gate_steps
from evaluator.reports.judged import CONDITIONS
from evaluator.reports.tables import looked_up_by

_Pair = tuple[f.Term, Json]


def meant(case: Case) -> Meant:
    """By the id of a step, the part of the rules it computes, where that is certain."""
    found: dict[str, f.Term] = {}
    for root in _roots(case, found):
        waiting = [root]
        while waiting:
            part, step = waiting.pop()
            if step["id"] not in found and _fits(part, step):
                found[step["id"]] = part
                waiting += _within(case, part, step)
    return found


def _roots(case: Case, found: Meant) -> Iterator[_Pair]:
    """What has a place of its own in the rules, each with its step; `found` is what came before."""
    besides = dict(_besides(case))
    for item, above in case.instrument.walk_under():
        for steps in (case.named, besides):
            if item.id in steps:
                yield from _of_item(case, item, above, steps[item.id], found)
    for value in case.instrument.values:
        for steps in (case.named, besides):
            if value.id in steps:
                yield value.formula, steps[value.id]
    for bands in case.instrument.bands:
        for row, step in looked_at(case, bands):
            if row is not None and row.gate is not None:
                yield row.gate.condition, step
    for table in case.instrument.categories:
        for step in _used(case, case.named[table.id]):
            yield table.cases, step
    for gate, step in gate_steps(case):
        yield gate.condition, step


def _used(case: Case, step: Json) -> list[Json]:
    return [case.steps[name] for name in used_steps(step)]


# Items -------------------------------------------------------------------------------------------


def _besides(case: Case) -> Iterator[tuple[str, Json]]:
    """What each value that stands may still come to, by the id of the value."""
    for step in case.steps.values():
        if step["op"] == "if_answered":
            standing, other = _used(case, step)
            yield standing["of"], other


def _of_item(
    case: Case, item: Item, above: tuple[Applies, ...], step: Json, found: Meant
) -> Iterator[_Pair]:
    """The conditions an item stands under and its formula, each with its step."""
    if step["op"] == "not_applicable" and above:
        # The first condition that does not hold: that of an item above is known by that item.
        held = [one for one in _used(case, step) if one["id"] not in found]
        if item.applies is not None:
            yield from ((item.applies.condition, one) for one in held)
        return
    if step["op"] == "applies":
        *conditions, step = _used(case, step)
        pairs = zip(above, conditions, strict=True)
        yield from ((applies.condition, condition) for applies, condition in pairs)
    while step["op"] in _AROUND and used_steps(step):
        step = _used(case, step)[-1]
    if item.formula is not None:
        yield item.formula, step


_AROUND = frozenset({"counts_as_answer", "proved_answer", "not_answered"})
"""Steps that say what an answer is taken as, and use the formula over that answer."""


# Formulas and conditions -------------------------------------------------------------------------


def _fits(part: f.Term, step: Json) -> bool:
    """Whether a step is of the kind that computes this part."""
    op = step["op"]
    match part:
        case f.Compare(operator=operator) | f.CompareDays(operator=operator):
            return bool(op == COMPARISONS[operator])
        case f.Arithmetic(operator=operator):
            return bool(op == OPERATIONS[operator])
        case f.Over() as over:
            return bool(op == over.op)
        case f.OverRecords() | f.PickRecord():
            return str(op).endswith(("_record", "_records", "_choice"))
        case f.Applied(function=function):
            return bool(op == function.value)
        case _:
            return bool(op == _OPS.get(type(part)))


_OPS: Mapping[type[f.Term], str] = {
    f.Not: "not",
    f.All: "and",
    f.Any: "or",
    f.InputIs: "is",
    f.FieldIs: "field_is",
    f.PickIs: "pick_is",
    f.Within: "within",
    f.Negative: "negative",
    f.Rounded: "rounded",
    f.Cases: "cases",
    f.Lookup: "lookup",
    f.RecordValue: "record_value",
}
"""The steps of parts that have only one kind of them."""


def _within(case: Case, part: f.Term, step: Json) -> Iterator[_Pair]:
    """What a part is made of, each with its step; what only names another value is left out."""
    used = _used(case, step)
    match part:
        case f.Cases():
            yield from _of_cases(part, used)
        case f.Lookup():
            yield from _of_table(case, part, step, used)
        case f.OverRecords(where=where) | f.PickRecord(where=where):
            records = (_used(case, one) for one in used if one["op"] == "record")
            if where is not None:
                yield from ((where, condition) for asked in records for condition in asked)
            if isinstance(part, f.OverRecords):
                yield from _taken(part, used)
        case _:
            parts = _operands(part)
            if len(parts) == len(used):
                yield from zip(parts, used, strict=True)


def _taken(over: f.OverRecords, used: Sequence[Json]) -> Iterator[_Pair]:
    """What is worked out of each record that an aggregate takes, or weighs with."""
    worked_out = {value.id: value for value in over.worked_out}
    for step in used:
        if "of_record" in step:
            yield worked_out[step["of_record"]["id"]], step


def _operands(part: f.Term) -> Sequence[f.Term]:
    match part:
        case f.All(operands=operands) | f.Any(operands=operands):
            return operands
        case f.Compare(left=left, right=right) | f.Arithmetic(left=left, right=right):
            return (left, right)
        case f.Not(operand=operand):
            return (operand,)
        case f.RecordValue(formula=formula):
            return (formula,)
        case f.Negative(operand=operand) | f.Rounded(operand=operand) | f.Applied(operand=operand):
            return (operand,)
        case f.PickIs(pick=pick):
            return (pick,)
        case f.Over(operands=operands):
            return [operand.formula for operand in operands]
        case _:
            return ()


def _of_cases(cases: f.Cases, used: Sequence[Json]) -> Iterator[_Pair]:
    """The conditions that were looked at, then the results that may stand.

    No result follows from a condition that does not hold, none from one that has no value.
    """

    def is_condition(step: Json) -> bool:
        return step["op"] in CONDITIONS

    conditions = [*takewhile(is_condition, used)]
    results = [*dropwhile(is_condition, used)]
    looked = [*zip(cases.lines, conditions, strict=False)]
    yield from ((line.condition, step) for line, step in looked)
    possible = [line.result for line, step in looked if step["value"] is not False]
    if len(results) > len(possible):
        possible.append(cases.otherwise)
    yield from zip(possible, results, strict=False)


def _of_table(case: Case, table: f.Lookup, step: Json, used: Sequence[Json]) -> Iterator[_Pair]:
    """What a table is looked up by, and what the row that holds gives."""
    for subject, read in looked_up_by(case, table, step):
        if not isinstance(subject, f.InputChoice | f.FieldChoice):
            looked = case.steps[read["step"]]
            while looked["op"] in _READ_AS:
                (looked,) = _used(case, looked)
            yield subject, looked
    if "row" in step:
        row = next(row for row in table.rows if row.number == step["row"])
        yield row.result, used[-1]


_READ_AS = frozenset({"unanswered", "between_rows"})
"""Steps that say as what a table takes the step they use."""
