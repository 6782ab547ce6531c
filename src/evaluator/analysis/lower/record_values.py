"""What is worked out of each record of a list: values that stand among its fields."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from evaluator.analysis.lower.reach import Reach, Record
from evaluator.analysis.lower.scope import Scope, Space
from evaluator.analysis.lower.types import Quantity
from evaluator.analysis.lower.values import formula_of, in_order
from evaluator.diagnostics.kinds import names
from evaluator.model import formula as model
from evaluator.model.instrument import RECORD_ID
from evaluator.syntax import tree

MAX_DEPTH = 200
"""How deep the operations of such a value may stand in one another."""
MAX_PARTS = 20_000
"""Of how many parts such a value may be, those of the values it names among them."""


def record_values(scope: Scope) -> None:
    """Give the values among the fields of each list a meaning, those of groups as well."""
    for each in (scope, *scope.groups.values()):
        for name, declared in each.inputs.items():
            if isinstance(declared.type, tree.ListType):
                each.of_records[name] = _of_list(each, name, declared.type)


def _of_list(scope: Scope, name: str, kind: tree.ListType) -> dict[str, Quantity | None]:
    """Each value by its id, after those it names; `None` where something in it was reported."""
    fields, statements = _declared(scope, kind)
    found: dict[str, Quantity | None] = dict.fromkeys(statements)
    ordered = in_order(replace(scope, values=statements))
    record = Record(name, fields, found)
    measures = _Measures()
    for statement in ordered:
        own = statement.name
        if own is not None:
            reach = Reach(scope=scope, items={}, of_word=lambda _: ())
            at_hand = replace(record, value=own.text)
            found[own.text] = _value(reach.within(at_hand), statement, own, measures)
    # In the order in which each can be worked out.
    done = [statement.name.text for statement in ordered if statement.name is not None]
    return {key: found[key] for key in (*done, *(key for key in found if key not in done))}


def _declared(
    scope: Scope, kind: tree.ListType
) -> tuple[dict[str, tree.Field], dict[str, tree.Valuation]]:
    """The fields and the values of a list; of an id that stands twice the first alone counts."""
    space = Space(scope.found)
    fields: dict[str, tree.Field] = {}
    values: dict[str, tree.Valuation] = {}
    for line in kind.fields:
        match line:
            case tree.Field(name=name):
                fields.setdefault(name.text, line)
                space.taken.setdefault(name.text, name)
            case (
                tree.Value(name=tree.Name() as name)
                | tree.Cases(name=tree.Name() as name)
                | tree.Table(name=tree.Name() as name)
            ):
                space.declare(name, values, line)
            case _:
                pass
    return fields, values


def _value(
    reach: Reach, statement: tree.Valuation, name: tree.Name, measures: _Measures
) -> Quantity | None:
    record = reach.record
    if record is None:
        raise AssertionError("a value of a list is of its records")
    if name.text == RECORD_ID:
        reach.report(names.FIELD_CALLED_ID, name.at, id=name.text)
    if statement.published is not None:
        at = statement.published.at
        reach.report(names.RECORD_VALUE_PUBLISHED, at, id=name.text, list=record.list)
    ground = reach.scope.ground(statement.at, statement.under)
    typed = formula_of(reach, statement, ground)
    if typed is None:
        return None
    if typed.endless:
        reach.report(names.DIGITS_WITHOUT_END, name.at, text=name.text)
        return None
    term = model.RecordValue(
        list=record.list,
        id=name.text,
        label=statement.label.text if statement.label else name.text,
        formula=typed.term,
        ground=ground,
    )
    if measures.exceeds(term):
        reach.report(names.RECORD_VALUE_TOO_LONG, name.at, id=name.text)
        return None
    return Quantity(term, typed.unit)


@dataclass(slots=True)
class _Measures:
    """How many parts a value has and how deep they stand, written out in full."""

    known: dict[str, tuple[int, int]] = field(default_factory=dict)

    def exceeds(self, value: model.RecordValue) -> bool:
        """Whether the value is more than can be worked out."""
        self.known[value.id] = parts, depth = self._of(value.formula)
        return parts > MAX_PARTS or depth > MAX_DEPTH

    def _of(self, part: object) -> tuple[int, int]:
        if isinstance(part, model.RecordValue):
            parts, depth = self.known[part.id]
            return parts + 1, depth + 1
        inner = [self._of(each) for each in model.pieces(part)]
        return 1 + sum(x for x, _ in inner), 1 + max((x for _, x in inner), default=0)
